// Package xlstest writes .xls files for tests: whole workbooks from tables of
// values, and the records and sectors that they consist of, right or wrong. It
// shares no code with the reader, and nothing but tests imports it.
package xlstest

import (
	"fmt"
	"slices"
)

// Table is a sheet of a workbook as a program would save it. Rows and columns
// count from 0.
type Table struct {
	Name   string
	Hidden bool
	Rows   [][]any     // nil, string, bool or float64
	Unseen []int       // rows that are hidden
	Merged [][4]uint16 // first and last row, first and last column
}

// Book is the file of a workbook. Texts are shared where a workbook has few of
// them, and stand in their cells otherwise.
func Book(tables ...Table) []byte {
	var sheets []Sheet
	texts := newTexts(tables)
	for _, t := range tables {
		sheet := Sheet{Name: t.Name, Records: t.records(texts)}
		if t.Hidden {
			sheet.State = 1
		}
		sheets = append(sheets, sheet)
	}
	return Compound(Entry{"Workbook", Stream(texts.record(), sheets...)})
}

// texts is the texts that a workbook shares, none if they are too many for one record.
type texts struct {
	all []string
	at  map[string]uint32
}

func newTexts(tables []Table) texts {
	t, size := texts{at: map[string]uint32{}}, 8
	for _, table := range tables {
		for _, cell := range slices.Concat(table.Rows...) {
			text, isText := cell.(string)
			if _, known := t.at[text]; isText && !known {
				t.at[text] = uint32(len(t.all))
				t.all = append(t.all, text)
				size += len(Wide(text))
			}
		}
	}
	if size > longestRecord {
		return texts{}
	}
	return t
}

func (t texts) record() []byte {
	if t.all == nil {
		return nil
	}
	return Shared(t.all...)
}

// records is what the sheet has between its beginning and its end.
func (t Table) records(shared texts) []byte {
	var out [][]byte
	for _, n := range t.Unseen {
		const zeroHeight = 0x20
		out = append(out, Record(recRow, uint16(n), uint16(0), uint16(256), uint16(255), uint32(0), uint16(zeroHeight), uint16(15)))
	}
	for i, cells := range t.Rows {
		for k, cell := range cells {
			if cell != nil {
				out = append(out, cellRecord(i, k, cell, shared))
			}
		}
	}
	for ranges := range slices.Chunk(t.Merged, 1000) {
		out = append(out, Record(recMerges, uint16(len(ranges)), ranges))
	}
	return slices.Concat(out...)
}

func cellRecord(row, column int, cell any, shared texts) []byte {
	switch cell := cell.(type) {
	case float64:
		return Record(recNumber, At(row, column), cell)
	case bool:
		value := uint8(0)
		if cell {
			value = 1
		}
		return Record(recBoolErr, At(row, column), value, uint8(0))
	case string:
		if at, ok := shared.at[cell]; ok {
			return Record(recLabelSST, At(row, column), at)
		}
		return Record(recLabel, At(row, column), Wide(cell))
	}
	panic(fmt.Sprintf("a cell of %T", cell))
}
