package markup_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/markup"
	"github.com/bidui/bidui/internal/table"
)

const benchRows = 60_000

// roster writes rows of ten cells, of people that nobody is.
func roster(rows int, row, cell string) string {
	var out strings.Builder
	for i := range rows {
		cells := []any{i + 1, "430521001001", "某县", "某乡", "某村", "张三丰", fmt.Sprintf("430599%d0101%04d", 1950+i%60, i%10000), "之子", "否", "2017-10"}
		fmt.Fprintf(&out, row, fmt.Sprintf(strings.Repeat(cell, len(cells)), cells...))
	}
	return out.String()
}

func BenchmarkPlainHTML(b *testing.B) {
	benchmark(b, "<table border=1>\n"+roster(benchRows, "<tr>%s</tr>\n", "<td>%v</td>")+"</table>")
}

func BenchmarkExcelHTML(b *testing.B) {
	benchmark(b, "<table x:str border=0 cellpadding=0>"+
		roster(benchRows, " <tr height=19 style='height:14.25pt'>%s\n </tr>\n", "\n  <td class=xl24 align=right x:num>%v</td>")+"</table>")
}

func BenchmarkXML(b *testing.B) {
	benchmark(b, `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Sheet1"><Table>`+
		roster(benchRows, "   <Row ss:AutoFitHeight=\"0\">\n%s   </Row>\n", "    <Cell ss:StyleID=\"s21\"><Data ss:Type=\"String\">%v</Data></Cell>\n")+
		`</Table></Worksheet></Workbook>`)
}

func benchmark(b *testing.B, content string) {
	text := []byte(content)
	var batch table.Batch
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	rows := 0
	for b.Loop() {
		d, err := markup.Open("a.xls", bytes.NewReader(text), "")
		if err != nil {
			b.Fatal(err)
		}
		for _, err = d.Next(b.Context()); err != io.EOF; _, err = d.Next(b.Context()) {
			for err == nil {
				err = d.Read(b.Context(), &batch)
				rows += len(batch.Rows)
			}
			if err != io.EOF {
				b.Fatal(err)
			}
		}
	}
	if rows%benchRows != 0 || rows == 0 {
		b.Fatalf("%d rows", rows)
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
