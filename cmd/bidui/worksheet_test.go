package main

import (
	"slices"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// form is a worksheet in the hands of a township.
type form struct {
	*testscript.TestScript
	path   string
	book   *excelize.File
	rows   [][]string
	header int // its index in rows
}

const formSheet = "核查表"

func openForm(ts *testscript.TestScript, name string) *form {
	book, err := excelize.OpenFile(ts.MkAbs(name))
	ts.Check(err)
	rows, err := book.GetRows(formSheet)
	ts.Check(err)
	header := slices.IndexFunc(rows, func(row []string) bool { return slices.Contains(row, "编号") })
	if header < 0 {
		ts.Fatalf("%s has no header", name)
	}
	return &form{ts, ts.MkAbs(name), book, rows, header}
}

func (f *form) set(column, row int, text string) {
	cell, err := excelize.CoordinatesToCellName(column+1, row+1)
	f.Check(err)
	f.Check(f.book.SetCellValue(formSheet, cell, text))
}

func (f *form) save() {
	f.Check(f.book.SaveAs(f.path))
	f.Check(f.book.Close())
}

// fill FILE.xlsx NUMBER OUTCOME REMARK [DATE] answers a row of a worksheet.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 || len(args) > 5 {
		ts.Fatalf("usage: fill FILE.xlsx NUMBER OUTCOME REMARK [DATE]")
	}
	f := openForm(ts, args[0])
	header := f.rows[f.header]
	number := slices.Index(header, "编号")
	row := slices.IndexFunc(f.rows, func(row []string) bool { return len(row) > number && row[number] == args[1] })
	if row < 0 {
		ts.Fatalf("%s has no row %s", args[0], args[1])
	}
	f.set(slices.Index(header, "核查结果"), row, args[2])
	f.set(slices.Index(header, "佐证/备注"), row, args[3])
	f.set(slices.Index(header, "核查人"), row, "王某")
	if len(args) == 5 {
		f.set(slices.Index(header, "核查日期"), row, args[4])
	}
	f.save()
}

// shake FILE.xlsx does to a worksheet what people do: it turns the order of the
// rows round, and adds a column, a line of notes and a sheet.
func shake(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: shake FILE.xlsx")
	}
	f := openForm(ts, args[0])
	data := f.rows[f.header+1:]
	for i, row := range data {
		for column := range f.rows[f.header] {
			text := ""
			if column < len(row) {
				text = row[column]
			}
			f.set(column, f.header+len(data)-i, text)
		}
	}
	ts.Check(f.book.InsertCols(formSheet, "C", 1))
	f.set(2, f.header, "村干部意见")
	ts.Check(f.book.InsertRows(formSheet, f.header+2, 1))
	f.set(2, f.header+1, "以下由村干部陪同核查")
	_, err := f.book.NewSheet("汇总")
	ts.Check(err)
	ts.Check(f.book.SetCellValue("汇总", "A1", "本镇已全部核查"))
	f.save()
}
