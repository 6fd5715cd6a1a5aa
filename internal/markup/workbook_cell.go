package markup

import (
	"encoding/xml"
	"errors"

	"github.com/bidui/bidui/internal/table"
)

// errCovered says that a cell has no sure place: Excel refuses such a document,
// and other programs leave out what moves the cell behind the merged one.
var errCovered = errors.New("a text stands where a cell above is merged downwards, so that its column is not sure: save the file as .xlsx with the program that wrote it")

// readCell puts the cell whose start tag was just read into cells. last is the
// 1-based column of the one before it, and next that of this one, or of the
// last that it is merged with.
func (w *workbook) readCell(start xml.StartElement, b *table.Batch, cells *[]string, last int) (text string, next int, err error) {
	column, err := w.index(start, last)
	if err != nil {
		return "", 0, err
	}
	if column > table.MaxSheetColumns {
		return "", 0, errColumns
	}
	across, err := w.count(start, "MergeAcross")
	if err != nil {
		return "", 0, err
	}
	down, err := w.count(start, "MergeDown")
	if err != nil {
		return "", 0, err
	}
	if text, err = w.readData(b); err != nil {
		return "", 0, err
	}
	if text != "" && w.merged.free(column-1) != column-1 {
		return "", 0, errCovered
	}
	for len(*cells) < column-1 {
		*cells = append(*cells, "")
	}
	*cells = append(*cells, text)
	return text, column + across, w.merged.add(w.number, w.number+down, column-1, across+1)
}

// readData is the text of the cell whose start tag was just read. A comment has
// data of its own, which is none of the cell's.
func (w *workbook) readData(b *table.Batch) (string, error) {
	kind := ""
	w.value = w.value[:0]
	for inside := false; len(w.xml.open) >= inCell; {
		token, err := w.xml.next()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth := len(w.xml.open); depth == inData && token.Name.Local == "Data" {
				inside = true
				kind, _ = attr(token, "Type")
			} else if !inside {
				err = w.xml.skip()
			}
		case xml.EndElement:
			inside = inside && len(w.xml.open) >= inData
		case xml.CharData:
			if inside {
				w.value = append(w.value, token...)
			}
			if len(w.value) > table.MaxCellText {
				err = checkText(w.value)
			}
		}
		if err != nil {
			return "", err
		}
	}
	return w.meaning(b, kind)
}

// meaning is the text of a value of that type.
func (w *workbook) meaning(b *table.Batch, kind string) (string, error) {
	value := w.value
	if kind != "String" {
		value = trimSpace(value)
	}
	if err := checkText(value); err != nil {
		return "", err
	}
	switch kind {
	case "Number":
		start := len(w.value)
		w.value = table.AppendNumber(w.value, value)
		value = w.value[start:]
	case "Boolean":
		switch string(value) {
		case "1":
			return "TRUE", nil
		case "0":
			return "FALSE", nil
		}
	case "DateTime":
		value = table.PlainDate(value)
	}
	return b.Hold(value), nil
}
