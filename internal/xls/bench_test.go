package xls_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/internal/xls"
)

// roster is a workbook of people that nobody is: ten columns, of them three
// numbers and two texts that every row has for itself.
func roster(rows int) []byte {
	var words []string
	for i := range 300 {
		words = append(words, fmt.Sprintf("词%d", i))
	}
	var records bytes.Buffer
	for i := range rows {
		words = append(words, fmt.Sprintf("430599%d0101%04d", 1950+i%60, i%10000), fmt.Sprintf("%010d", i))
		for column := range 8 {
			index := i % 300
			if column < 2 {
				index = 300 + 2*i + column
			}
			if column == 7 {
				records.Write(record(mulRK, uint16(i), uint16(7), uint16(15), uint32(i<<2|2), uint16(15), uint32(i<<2|3), uint16(8)))
				records.Write(record(number, at(i, 9), 43374.5+float64(i)))
				continue
			}
			records.Write(record(labelSST, at(i, column), uint32(index)))
		}
	}
	return oneSheet(manyShared(words), records.Bytes())
}

// manyShared is the table of texts that need many records.
func manyShared(texts []string) []byte {
	var records []byte
	kind, body := uint16(sst), join(uint32(len(texts)), uint32(len(texts)))
	for _, text := range texts {
		one := wide(text)
		if len(body)+len(one) > 8224 {
			records = append(records, record(kind, body)...)
			kind, body = continued, nil
		}
		body = append(body, one...)
	}
	return append(records, record(kind, body)...)
}

func BenchmarkRead(b *testing.B) {
	const rows = 60_000
	content := roster(rows)
	var batch table.Batch
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		book, err := xls.Open("a.xls", bytes.NewReader(content), int64(len(content)), "")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := book.Next(b.Context()); err != nil {
			b.Fatal(err)
		}
		n := 0
		for err = book.Read(b.Context(), &batch); err == nil; err = book.Read(b.Context(), &batch) {
			n += len(batch.Rows)
		}
		if err != io.EOF || n != rows {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}
