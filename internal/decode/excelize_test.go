package decode_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// saveBook writes a workbook with excelize, which shares no code with ours.
func saveBook(t testing.TB, fill func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	if err := fill(f); err != nil {
		t.Fatal(err)
	}
	content, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}

func TestExcelizeCells(t *testing.T) {
	content := saveBook(t, func(f *excelize.File) error {
		if _, err := f.NewSheet("明细"); err != nil {
			return err
		}
		if err := f.SetSheetVisible("Sheet1", false); err != nil {
			return err
		}
		percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
		if err != nil {
			return err
		}
		for cell, value := range map[string]any{
			"A1": "2018年名单", "A2": "姓名", "B2": "证件号码", "D2": "比例",
			"A3": "张三·丰 <&>\n二", "B3": "430599", "C3": 430599199001011234, "D3": 0.125, "E3": true,
			"F3": time.Date(2018, 10, 1, 0, 0, 0, 0, time.UTC), "G3": time.Date(2018, 10, 1, 12, 0, 0, 0, time.UTC),
			"A7": "王五", "B7": 43059919900101, "C7": -3.5, "D7": nil, "E7": "",
		} {
			if err := f.SetCellValue("明细", cell, value); err != nil {
				return err
			}
		}
		if err := f.SetCellStyle("明细", "D3", "D3", percent); err != nil {
			return err
		}
		if err := f.SetCellRichText("明细", "C7", []excelize.RichTextRun{{Text: "李"}, {Text: "四", Font: &excelize.Font{Bold: true}}}); err != nil {
			return err
		}
		if err := f.SetCellValue("Sheet1", "B2", "隐藏"); err != nil {
			return err
		}
		return f.MergeCell("明细", "A1", "D1")
	})
	tables := mustRead(t, content)
	want := []got{{name: "in [Sheet1]"}, {name: "in [明细]"}}
	texts := []string{
		"2||隐藏|\n",
		"1|2018年名单|\n2|姓名|证件号码||比例|\n3|张三·丰 <&>\n二|430599|4.3059919900101126E+17|0.125|TRUE|43374|43374.5|\n7|王五|43059919900101|李四|||\n",
	}
	for i, g := range tables {
		if g.name != want[i].name || g.text() != texts[i] {
			t.Errorf("%s:\n%q\nwant\n%q", g.name, g.text(), texts[i])
		}
	}
}

// streamRoster writes a roster of rows × 15 cells through excelize's stream
// writer, which puts texts into the sheet, or by cells, which shares them.
func streamRoster(t testing.TB, rows int, shared bool) []byte {
	return saveBook(t, func(f *excelize.File) error {
		put := func(at string, cells []any) error { return f.SetSheetRow("Sheet1", at, &cells) }
		flush := func() error { return nil }
		if !shared {
			stream, err := f.NewStreamWriter("Sheet1")
			if err != nil {
				return err
			}
			put = func(at string, cells []any) error { return stream.SetRow(at, cells) }
			flush = stream.Flush
		}
		for i := range rows {
			if err := put(fmt.Sprintf("A%d", i+1), rosterCells(i)); err != nil {
				return err
			}
		}
		return flush()
	})
}

func rosterCells(i int) []any {
	return []any{i, fmt.Sprintf("%010d", i/3), "张三丰", fmt.Sprintf("430599%d0101%04d", 1950+i%60, i%10000), "之子", "否", "正常",
		fmt.Sprintf("430521%06d", i/300), "邵东县", "廉桥镇", fmt.Sprintf("村%d", i/300), i % 7, 43374.5, "农村低保", "健康"}
}

func TestExcelizeRoster(t *testing.T) {
	for _, shared := range []bool{true, false} {
		content := streamRoster(t, 5000, shared)
		tables := mustRead(t, content)
		rows := tables[0].rows
		if len(rows) != 5000 {
			t.Fatalf("%d rows", len(rows))
		}
		for i, row := range rows {
			if want := strings.Trim(fmt.Sprint(rosterCells(i)), "[]"); row.Number != i+1 || strings.Join(row.Cells, " ") != want {
				t.Fatalf("row %d is %q, want %q", i+1, row.Cells, want)
			}
		}
	}
}
