package decode

import (
	"bytes"
	"fmt"
	"io"

	"github.com/bidui/bidui/internal/table"
)

// sheetReader takes the XML of one sheet apart.
type sheetReader struct {
	xml     xmlScanner
	strings *sharedStrings
	merges  table.Merges
	row     int // the number of the row that is being read
	value   []byte
	inside  bool // of the element that holds the rows
	ended   bool
}

// reset makes the reader read another sheet.
func (s *sheetReader) reset(src io.Reader, strings *sharedStrings, merges table.Merges) {
	s.xml.reset(src)
	s.strings, s.merges, s.row, s.inside, s.ended = strings, merges, 0, false, false
}

// read adds the next rows to b, and none where there are no more. Rows without
// any text are left out.
func (s *sheetReader) read(b *table.Batch) error {
	if !s.inside && !s.ended {
		if err := s.enter(); err != nil {
			return err
		}
	}
	for cells := 0; !s.ended && len(b.Rows) < table.MaxRows && (cells < table.MaxBatchCells || len(b.Rows) < table.MinRows); {
		if err := s.xml.next(); err != nil {
			return err
		}
		switch {
		case s.xml.kind == endTag:
			s.ended = true
		case s.xml.kind == startTag && s.xml.is("row"):
			n, err := s.readRow(b)
			if err != nil {
				return fmt.Errorf("row %d: %w", s.row, err)
			}
			cells += n
		case s.xml.kind == startTag:
			if err := s.xml.skip(); err != nil {
				return err
			}
		}
	}
	return nil
}

// enter moves to the element that holds the rows.
func (s *sheetReader) enter() error {
	for {
		switch err := s.xml.next(); {
		case err == io.EOF:
			return errXML("it has no sheetData")
		case err != nil:
			return err
		case s.xml.kind == startTag && s.xml.depth == 2 && s.xml.is("sheetData"):
			s.inside = true
			return nil
		}
	}
}

// readRow adds the row whose start tag was just read, and returns how many
// cells it has.
func (s *sheetReader) readRow(b *table.Batch) (int, error) {
	s.row++
	if r := s.xml.attr("r"); r != nil {
		n, ok := parseIndex(r, table.MaxSheetRows)
		if !ok {
			return 0, errXML("a row is numbered " + quoteShort(r))
		}
		s.row = n
	}
	if s.row > table.MaxSheetRows {
		return 0, fmt.Errorf("more than %d rows", table.MaxSheetRows)
	}
	hidden := isTrue(s.xml.attr("hidden"))
	cells := b.AvailableCells()
	filled, column := false, 0
	for depth := s.xml.depth; ; {
		if err := s.xml.next(); err != nil {
			return 0, err
		}
		switch {
		case s.xml.kind == endTag && s.xml.depth == depth:
			if filled {
				cells = s.merges.Fill(s.row, cells)
				b.AddRow(s.row, cells)
			}
			if filled && hidden {
				b.Hidden++
			}
			return len(cells), nil
		case s.xml.kind == startTag && s.xml.is("c"):
			text, at, err := s.readCell(b, column)
			if err != nil {
				return 0, err
			}
			for len(cells) <= at {
				cells = append(cells, "")
			}
			cells[at] = text
			column = at + 1
			filled = filled || text != ""
		case s.xml.kind == startTag:
			if err := s.xml.skip(); err != nil {
				return 0, err
			}
		}
	}
}

// isTrue says whether an attribute is one of the words that XML has for true.
func isTrue(value []byte) bool { return string(value) == "1" || string(value) == "true" }

// readCell is the text of the cell whose start tag was just read, and its
// column from 0: column itself where the cell has no reference.
func (s *sheetReader) readCell(b *table.Batch, column int) (text string, at int, err error) {
	if r := s.xml.attr("r"); r != nil {
		var ok bool
		if column, ok = parseColumn(r); !ok {
			return "", 0, errXML("a cell is called " + quoteShort(r))
		}
	}
	if column >= table.MaxSheetColumns {
		return "", 0, fmt.Errorf("more than %d columns", table.MaxSheetColumns)
	}
	kind := kindOfCell(s.xml.attr("t"))
	s.value = s.value[:0]
	for depth := s.xml.depth; ; {
		if err := s.xml.next(); err != nil {
			return "", 0, err
		}
		switch {
		case s.xml.kind == endTag && s.xml.depth == depth:
			text, err := s.meaning(b, kind)
			return text, column, err
		case s.xml.kind == startTag && s.xml.is("v"):
			s.value, err = s.xml.appendElement(s.value)
		case s.xml.kind == startTag && s.xml.is("is"):
			s.value, err = s.xml.appendRich(s.value)
		case s.xml.kind == startTag:
			err = s.xml.skip()
		}
		if err != nil {
			return "", 0, err
		}
	}
}

// cellKind is the type of a cell's value.
type cellKind int

const (
	numberCell cellKind = iota
	sharedCell          // its value is the number of a shared string
	stringCell          // the text of a formula
	inlineCell          // text in the sheet itself
	boolCell
	dateCell  // ISO 8601
	otherCell // the text of an error such as #N/A
)

func kindOfCell(t []byte) cellKind {
	switch string(t) {
	case "", "n":
		return numberCell
	case "s":
		return sharedCell
	case "str":
		return stringCell
	case "inlineStr":
		return inlineCell
	case "b":
		return boolCell
	case "d":
		return dateCell
	}
	return otherCell
}

// meaning is the text of a cell whose value has been read.
func (s *sheetReader) meaning(b *table.Batch, kind cellKind) (string, error) {
	value := s.value
	if kind == numberCell || kind == sharedCell || kind == boolCell {
		value = bytes.TrimSpace(value)
	}
	if len(value) == 0 {
		return "", nil
	}
	if err := checkText(value); err != nil {
		return "", err
	}
	switch kind {
	case sharedCell:
		text, ok := s.strings.at(value)
		if !ok {
			return "", errXML("a cell refers to a text that the workbook does not have")
		}
		return text, nil
	case numberCell:
		start := len(s.value)
		s.value = table.AppendNumber(s.value, value)
		value = s.value[start:]
	case boolCell:
		switch string(value) {
		case "1", "true":
			return "TRUE", nil
		case "0", "false":
			return "FALSE", nil
		}
	case stringCell:
		value = unescape(value)
	case dateCell:
		value = table.PlainDate(value)
	}
	return b.Hold(value), nil
}

// parseColumn is the column, from 0, of a reference such as B7.
func parseColumn(reference []byte) (int, bool) {
	column := 0
	for i, c := range reference {
		switch {
		case 'A' <= c && c <= 'Z' && column <= table.MaxSheetColumns:
			column = column*26 + int(c-'A') + 1
		case isDigit(c) && i > 0:
			return column - 1, true
		default:
			return 0, false
		}
	}
	return 0, false
}

// parseIndex is a decimal number from 1 to limit.
func parseIndex(text []byte, limit int) (int, bool) {
	n := 0
	for _, c := range text {
		if n = n*10 + int(c-'0'); !isDigit(c) || n > limit {
			return 0, false
		}
	}
	return n, n > 0
}

// quoteShort is a reference or number as an error shows it.
func quoteShort(text []byte) string { return fmt.Sprintf("%.20q", text) }
