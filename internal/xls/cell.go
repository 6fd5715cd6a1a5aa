package xls

import (
	"encoding/binary"
	"math"
)

// cell is one cell with a value. It has 16 bytes, for there are many.
type cell struct {
	row    uint16 // from 0
	column uint8  // likewise
	kind   cellKind
	length uint32 // of ownText
	value  uint64
}

// cellKind says what the value of a cell is.
type cellKind uint8

const (
	number     cellKind = iota // the bits of a float64
	sharedText                 // the number of a text of the workbook
	ownText                    // where it begins in the sheet's texts
	boolean                    // 0 or 1
	failure                    // the code of an error such as #N/A
	blank                      // nothing
)

// Errors of cells.
var (
	errColumns  = damaged("more than %d columns", maxColumns)
	errNoResult = damaged("the text of a formula is missing")
)

// cell adds the cell, or cells, of a record.
func (s *sheet) cell(r *records) error {
	if s.formula {
		return errNoResult
	}
	switch r.kind {
	case recNumber:
		if err := r.sized(14); err != nil {
			return err
		}
		return s.add(r, number, binary.LittleEndian.Uint64(r.body[6:]))
	case recRK:
		if err := r.sized(10); err != nil {
			return err
		}
		return s.add(r, number, math.Float64bits(parseRK(r.body[6:])))
	case recMulRK:
		return s.addMany(r)
	case recLabelSST:
		if err := r.sized(10); err != nil {
			return err
		}
		n := binary.LittleEndian.Uint32(r.body[6:])
		if int64(n) >= int64(s.shared) {
			return damaged("a cell refers to a text that the workbook does not have")
		}
		return s.add(r, sharedText, uint64(n))
	case recBoolErr:
		if err := r.sized(8); err != nil {
			return err
		}
		return s.addBoolErr(r, r.body[7], r.body[6])
	case recLabel, recRString:
		return s.addText(r, r.body[6:])
	}
	return s.addFormula(r)
}

// add adds a cell where the record r says.
func (s *sheet) add(r *records, kind cellKind, value uint64) error {
	return s.put(binary.LittleEndian.Uint16(r.body), int(binary.LittleEndian.Uint16(r.body[2:])), kind, value)
}

func (s *sheet) put(row uint16, column int, kind cellKind, value uint64) error {
	if column >= maxColumns {
		return errColumns
	}
	if n := len(s.cells); n > 0 && row < s.cells[n-1].row {
		s.sorted = false
	}
	s.cells = append(s.cells, cell{row: row, column: uint8(column), kind: kind, value: value})
	return nil
}

// addMany adds the numbers of a MulRk record: row and first column, for each
// cell two bytes of format and four of number, the last column.
func (s *sheet) addMany(r *records) error {
	const each = 6
	row, first := binary.LittleEndian.Uint16(r.body), int(binary.LittleEndian.Uint16(r.body[2:]))
	last := int(binary.LittleEndian.Uint16(r.body[len(r.body)-2:]))
	if len(r.body) != each+(last-first+1)*each {
		return damaged("%d bytes of numbers in columns %d to %d", len(r.body), first+1, last+1)
	}
	for column := first; column <= last; column++ {
		value := parseRK(r.body[4+(column-first)*each+2:])
		if err := s.put(row, column, number, math.Float64bits(value)); err != nil {
			return err
		}
	}
	return nil
}

// parseRK is a number of four bytes: the upper 30 bits are an integer or the
// upper end of a float, of either perhaps a hundredth.
func parseRK(b []byte) float64 {
	raw := binary.LittleEndian.Uint32(b)
	const hundredth, integer = 1, 2
	value := math.Float64frombits(uint64(raw&^3) << 32)
	if raw&integer != 0 {
		value = float64(int32(raw) >> 2)
	}
	if raw&hundredth != 0 {
		value /= 100
	}
	return value
}

func (s *sheet) addBoolErr(r *records, isError, value byte) error {
	switch {
	case isError > 1 || isError == 0 && value > 1 || isError == 1 && failureText(value) == "":
		return damaged("a cell is neither true nor false nor an error")
	case isError == 1:
		return s.add(r, failure, uint64(value))
	}
	return s.add(r, boolean, uint64(value))
}

// addText adds a cell whose text is in the sheet, and begins at from.
func (s *sheet) addText(r *records, from []byte) error {
	if err := s.add(r, ownText, uint64(len(s.text))); err != nil {
		return err
	}
	return s.appendOwn(r, from)
}

// appendOwn reads the text of the last cell.
func (s *sheet) appendOwn(r *records, from []byte) (err error) {
	start := len(s.text)
	text := textReader{records: r, rest: from}
	s.text, err = text.appendText(s.text)
	s.cells[len(s.cells)-1].length = uint32(len(s.text) - start)
	return err
}

// addFormula adds the result that a formula had when the workbook was saved. A
// text comes in a record of its own.
func (s *sheet) addFormula(r *records) error {
	if err := r.atLeast(20); err != nil {
		return err
	}
	result := r.body[6:14]
	if binary.LittleEndian.Uint16(result[6:]) != 0xFFFF {
		return s.add(r, number, binary.LittleEndian.Uint64(result))
	}
	switch result[0] {
	case 0:
		s.formula = true
		return s.add(r, ownText, uint64(len(s.text)))
	case 1:
		return s.addBoolErr(r, 0, result[2])
	case 2:
		return s.addBoolErr(r, 1, result[2])
	case 3:
		return s.add(r, blank, 0)
	}
	return damaged("a formula has a result of kind %d", result[0])
}

// result reads the text of the formula before it.
func (s *sheet) result(r *records) error {
	s.formula = false
	return s.appendOwn(r, r.body)
}

const numError = 0x24

// failureText is what Excel shows for the code of an error, and "" for what is none.
func failureText(code byte) string {
	switch code {
	case 0x00:
		return "#NULL!"
	case 0x07:
		return "#DIV/0!"
	case 0x0F:
		return "#VALUE!"
	case 0x17:
		return "#REF!"
	case 0x1D:
		return "#NAME?"
	case numError:
		return "#NUM!"
	case 0x2A:
		return "#N/A"
	case 0x2B:
		return "#GETTING_DATA"
	}
	return ""
}
