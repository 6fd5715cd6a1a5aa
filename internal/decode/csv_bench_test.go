package decode_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/bidui/bidui/internal/decode"
	"github.com/bidui/bidui/internal/table"
)

// roster is a table like the registry's members, of people that nobody is.
func roster(rows int) []byte {
	var out bytes.Buffer
	out.WriteString("人编号,户编号,姓名,证件号码,与户主关系,是否享受低保,人员状态,村代码\n")
	for i := range rows {
		fmt.Fprintf(&out, "%010d,%010d,张三丰,430599%d0101%04d,之子,否,正常,430521%06d\n", i, i/3, 1950+i%60, i%10000, i/300)
	}
	return out.Bytes()
}

func benchmarkText(b *testing.B, content []byte) {
	var batch table.Batch
	rows := 0
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		rows = 0
		decoder, err := decode.Open(in(content), decode.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := decoder.Next(b.Context()); err != nil {
			b.Fatal(err)
		}
		for {
			err := decoder.Read(b.Context(), &batch)
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			rows += len(batch.Rows)
		}
		if err := decoder.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows), "rows/op")
}

func BenchmarkCSV(b *testing.B) { benchmarkText(b, roster(300_000)) }

func BenchmarkCSVQuoted(b *testing.B) {
	benchmarkText(b, quoteAll(b, roster(300_000)))
}

func BenchmarkCSVGB18030(b *testing.B) {
	content, err := simplifiedchinese.GB18030.NewEncoder().Bytes(roster(300_000))
	if err != nil {
		b.Fatal(err)
	}
	benchmarkText(b, content)
}

// BenchmarkEncodingCSV is the standard library on the same table, for comparison.
func BenchmarkEncodingCSV(b *testing.B) {
	content := roster(300_000)
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		reader := csv.NewReader(bytes.NewReader(content))
		reader.ReuseRecord = true
		for {
			_, err := reader.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func quoteAll(b *testing.B, content []byte) []byte {
	records, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	for _, record := range records {
		for i, cell := range record {
			if i > 0 {
				out.WriteByte(',')
			}
			fmt.Fprintf(&out, `"%s"`, cell)
		}
		out.WriteString("\r\n")
	}
	return out.Bytes()
}
