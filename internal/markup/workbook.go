package markup

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"github.com/bidui/bidui/internal/table"
)

// workbook reads the worksheets of an XML spreadsheet: Workbook, in it
// Worksheet, and so on by way of Table, Row and Cell to Data. Prefixes do not
// matter, what stands elsewhere does not either.
type workbook struct {
	xml    *xmlReader
	last   int    // the number of the last row, or of the last that it stands for
	number int    // of the row that is being read
	inside bool   // of a table
	any    bool   // worksheet was met
	value  []byte // of the cell that is being read
	merged merged
}

// How many elements are open within each.
const (
	inWorkbook = iota + 1
	inWorksheet
	inTable
	inRow
	inCell
	inData
)

var errNoWorksheet = errors.New("an XML spreadsheet without a worksheet")

func newWorkbook(text io.Reader) *workbook { return &workbook{xml: newXMLReader(text)} }

// next is format.next.
func (w *workbook) next(ctx context.Context) (heading, error) {
	for {
		if err := ctx.Err(); err != nil {
			return heading{}, err
		}
		token, err := w.xml.next()
		if err == io.EOF && !w.any {
			return heading{}, errNoWorksheet
		}
		if err != nil {
			return heading{}, err
		}
		start, ok := token.(xml.StartElement)
		switch depth := len(w.xml.open); {
		case !ok || depth == inWorkbook:
		case depth == inWorksheet && start.Name.Local == "Worksheet":
			w.any = true
			return w.enter(start)
		case depth == inTable && start.Name.Local == "Table":
			return heading{}, w.xml.damaged("a worksheet has two tables")
		default:
			if err := w.xml.skip(); err != nil {
				return heading{}, err
			}
		}
	}
}

// enter moves to the rows of the worksheet whose start tag was just read.
func (w *workbook) enter(worksheet xml.StartElement) (heading, error) {
	var h heading
	h.name, _ = attr(worksheet, "Name")
	w.last, w.number, w.inside, w.merged = 0, 0, false, merged{}
	for len(w.xml.open) >= inWorksheet {
		token, err := w.xml.next()
		if err != nil {
			return h, err
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case start.Name.Local == "Table":
			w.inside = true
			return h, nil
		case start.Name.Local == "WorksheetOptions":
			h.hidden, err = w.options()
		default:
			err = w.xml.skip()
		}
		if err != nil {
			return h, err
		}
	}
	return h, nil
}

// options says whether the options whose start tag was just read hide their worksheet.
func (w *workbook) options() (hidden bool, err error) {
	visible := false // is the element that is open
	for depth := len(w.xml.open); len(w.xml.open) >= depth; {
		token, err := w.xml.next()
		if err != nil {
			return false, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			visible = token.Name.Local == "Visible"
		case xml.EndElement:
			visible = false
		case xml.CharData:
			text := string(trimSpace(token))
			hidden = hidden || visible && (text == "SheetHidden" || text == "SheetVeryHidden")
		}
	}
	return hidden, nil
}

// row is format.row.
func (w *workbook) row(ctx context.Context, b *table.Batch) (int, error) {
	for w.inside {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		token, err := w.xml.next()
		if err != nil {
			return 0, w.located(err)
		}
		w.inside = len(w.xml.open) >= inTable
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if start.Name.Local != "Row" {
			if err := w.xml.skip(); err != nil {
				return 0, w.located(err)
			}
			continue
		}
		before := len(b.Rows)
		size, err := w.readRow(start, b)
		if err != nil {
			return 0, w.located(err)
		}
		if len(b.Rows) > before {
			return size, nil
		}
	}
	return 0, io.EOF
}

func (w *workbook) located(err error) error {
	if w.number == 0 {
		return err
	}
	return fmt.Errorf("row %d: %w", w.number, err)
}

// readRow adds the row whose start tag was just read to b if it has text, and
// says how many bytes of it.
func (w *workbook) readRow(start xml.StartElement, b *table.Batch) (size int, err error) {
	if w.number, err = w.index(start, w.last); err != nil {
		return 0, err
	}
	span, err := w.count(start, "Span")
	if err != nil {
		return 0, err
	}
	if w.last = w.number + span; w.last > table.MaxSheetRows {
		return 0, fmt.Errorf("more than %d rows", table.MaxSheetRows)
	}
	w.merged.enter(w.number)
	cells := b.AvailableCells()
	for column := 0; len(w.xml.open) >= inRow; {
		token, err := w.xml.next()
		if err != nil {
			return 0, err
		}
		cell, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if cell.Name.Local != "Cell" {
			if err := w.xml.skip(); err != nil {
				return 0, err
			}
			continue
		}
		var text string
		if text, column, err = w.readCell(cell, b, &cells, column); err != nil {
			return 0, err
		}
		if size += len(text); size > maxRowText {
			return 0, errLongRow
		}
	}
	if size == 0 {
		return 0, nil
	}
	if hidden, _ := attr(start, "Hidden"); hidden == "1" {
		b.Hidden++
	}
	b.AddRow(w.number, w.merged.fill.Fill(w.number, cells))
	return size, nil
}

// index is the 1-based place of a row or cell that comes after the last one.
func (w *workbook) index(start xml.StartElement, last int) (int, error) {
	text, ok := attr(start, "Index")
	if !ok {
		return last + 1, nil
	}
	n, ok := parseCount([]byte(text), table.MaxSheetRows+1)
	if !ok || n <= last {
		return last + 1, w.xml.damaged(fmt.Sprintf("what comes after number %d has the number %.20q", last, text))
	}
	return n, nil
}

// count is an attribute that is a count of further rows or columns, 0 where
// there is none.
func (w *workbook) count(start xml.StartElement, name string) (int, error) {
	text, ok := attr(start, name)
	if !ok {
		return 0, nil
	}
	n, ok := parseCount([]byte(text), table.MaxSheetRows)
	if !ok {
		return 0, w.xml.damaged(fmt.Sprintf("ss:%s is %.20q", name, text))
	}
	return n, nil
}
