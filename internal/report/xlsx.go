package report

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes the rows as a workbook, and says how many there were: one
// sheet with every cell as text, so that long numbers stay whole and nothing is a
// formula, and one that explains kinds, columns and words in Chinese.
func (e Export) WriteXLSX(w io.Writer, rows Discrepancies) (int, error) {
	return e.writeXLSX(w, rows, excelize.TotalRows)
}

const (
	rowsSheet   = "差异"
	legendSheet = "说明"
)

// writeXLSX is WriteXLSX with at most so many rows, the header among them.
func (e Export) writeXLSX(w io.Writer, rows Discrepancies, most int) (n int, err error) {
	err = writeBook(w, func(b *book) error {
		if n, err = e.writeRows(b, rows, most); err != nil {
			return err
		}
		return e.writeLegend(b)
	})
	return n, err
}

// writeRows writes the sheet of the discrepancies, with a header that stays in
// sight and filters.
func (e Export) writeRows(b *book, rows Discrepancies, most int) (int, error) {
	p := page{name: rowsSheet, filtered: true, most: most}
	for _, c := range columns {
		p.columns = append(p.columns, sheetColumn{heading: c.name, width: c.width})
	}
	out, err := b.open(p)
	if err != nil {
		return 0, err
	}
	n := 0
	for d, err := range rows {
		if err != nil {
			return n, err
		}
		if err := out.add(e.cells(d)...); errors.Is(err, errSheetFull) {
			return n, fmt.Errorf("%w and there are more: choose fewer with --job, --kind or --area, or write CSV", err)
		} else if err != nil {
			return n, err
		}
		n++
	}
	return n, out.close()
}

// fitted is a text as far as it fits in a cell; it ends with … where something
// is missing.
func fitted(text string) string {
	if len(text) <= excelize.TotalCellChars {
		return text
	}
	units := 0
	cut := 0 // where … would still fit
	for i, r := range text {
		if units < excelize.TotalCellChars {
			cut = i
		}
		units += utf16.RuneLen(r)
		if units > excelize.TotalCellChars {
			return text[:cut] + "…"
		}
	}
	return text
}
