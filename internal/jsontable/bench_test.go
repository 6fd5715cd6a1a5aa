package jsontable_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/bidui/bidui/internal/jsontable"
	"github.com/bidui/bidui/internal/table"
)

// roster is a page of people that nobody is.
func roster(rows int) []byte {
	out := bytes.NewBufferString(`{"code":0,"data":{"records":[`)
	for i := range rows {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(out, `{"memberId":"%010d","householdId":"%010d","name":"张三丰","idNumber":"430599%d0101%04d","relation":"之子",`+
			`"dibao":false,"state":"正常","areaCode":430521%06d,"head":{"name":"张\u4e09","phone":null}}`,
			i, i/3, 1950+i%60, i%10000, i/300)
	}
	out.WriteString(`],"total":1}}`)
	return out.Bytes()
}

func BenchmarkSixtyThousandRows(b *testing.B) {
	const records = 60_000
	text := roster(records)
	var batch table.Batch
	rows := 0
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d, err := jsontable.Open("x", bytes.NewReader(text), int64(len(text)), "")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := d.Next(b.Context()); err != nil {
			b.Fatal(err)
		}
		for err = d.Read(b.Context(), &batch); err == nil; err = d.Read(b.Context(), &batch) {
			rows += len(batch.Rows)
		}
		if err != io.EOF {
			b.Fatal(err)
		}
	}
	if rows != b.N*(records+1) {
		b.Fatalf("%d rows", rows)
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
