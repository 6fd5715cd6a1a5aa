package report

import (
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes the rows as a workbook, and says how many there were: one
// sheet with every cell as text, so that long numbers stay whole and nothing is a
// formula, and one that explains kinds, columns and words in Chinese.
func (e Export) WriteXLSX(w io.Writer, rows Discrepancies) (int, error) {
	return e.writeBook(w, rows, excelize.TotalRows-1)
}

// writeBook is WriteXLSX with at most so many rows.
func (e Export) writeBook(w io.Writer, rows Discrepancies, most int) (n int, err error) {
	book := excelize.NewFile()
	defer func() {
		if closeErr := book.Close(); err == nil { // its temporary files
			err = closeErr
		}
	}()
	if err := book.SetDocProps(&excelize.DocProperties{Creator: "bidui"}); err != nil {
		return 0, err
	}
	styles, err := newStyles(book)
	if err != nil {
		return 0, err
	}
	if n, err = e.writeRows(book, styles, rows, most); err != nil {
		return n, err
	}
	if err := e.writeLegend(book, styles); err != nil {
		return n, err
	}
	return n, book.Write(w)
}

const (
	rowsSheet   = "差异"
	legendSheet = "说明"
)

// styles of cells, all of them text.
type styles struct{ plain, bold int }

func newStyles(book *excelize.File) (s styles, err error) {
	const asText = 49 // the built-in number format "@"
	font, err := book.GetDefaultFont()
	if err != nil {
		return s, err
	}
	for _, style := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.plain, excelize.Style{NumFmt: asText}},
		{&s.bold, excelize.Style{NumFmt: asText, Font: &excelize.Font{Bold: true, Family: font}}},
	} {
		if *style.id, err = book.NewStyle(&style.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

// writeRows writes the sheet of the discrepancies, with a header that stays in
// sight and filters.
func (e Export) writeRows(book *excelize.File, styles styles, rows Discrepancies, most int) (int, error) {
	if err := book.SetSheetName("Sheet1", rowsSheet); err != nil {
		return 0, err
	}
	out, err := newSheet(book, rowsSheet)
	if err != nil {
		return 0, err
	}
	for i, c := range columns {
		if err := out.SetColWidth(i+1, i+1, c.width); err != nil {
			return 0, err
		}
	}
	if err := out.SetColStyle(1, len(columns), styles.plain); err != nil {
		return 0, err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return 0, err
	}
	if err := out.add(styles.bold, header()...); err != nil {
		return 0, err
	}
	n := 0
	for d, err := range rows {
		if err != nil {
			return n, err
		}
		if n == most {
			return n, fmt.Errorf("a sheet holds %d rows and there are more: choose fewer with --job, --kind or --area, or write CSV", most)
		}
		if err := out.add(styles.plain, e.cells(d)...); err != nil {
			return n, err
		}
		n++
	}
	corner, err := excelize.CoordinatesToCellName(len(columns), n+1)
	if err != nil {
		return n, err
	}
	if err := book.AutoFilter(rowsSheet, "A1:"+corner, nil); err != nil {
		return n, err
	}
	return n, out.Flush()
}

// sheet is written row by row.
type sheet struct {
	*excelize.StreamWriter
	rows int
}

func newSheet(book *excelize.File, name string) (*sheet, error) {
	if _, err := book.NewSheet(name); err != nil { // one that is there stays
		return nil, err
	}
	stream, err := book.NewStreamWriter(name)
	return &sheet{StreamWriter: stream}, err
}

// add writes the next row; a cell that is empty is left out.
func (s *sheet) add(style int, cells ...string) error {
	values := make([]any, len(cells))
	for i, cell := range cells {
		if cell != "" {
			values[i] = excelize.Cell{StyleID: style, Value: fitted(cell)}
		}
	}
	s.rows++
	return s.SetRow("A"+strconv.Itoa(s.rows), values)
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
