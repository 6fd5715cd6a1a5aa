package table

import "strings"

// Ending watches whether the text of a table was cut off within its last row:
// that has no line break, and fewer cells than the header. Where other rows are
// as short, their program leaves blank cells at the end out, and nothing can be
// said.
type Ending struct {
	Mapping *Mapping

	ragged bool // some row of data, not the last, is short
}

// CutRow looks at the next rows of the table, and returns the number of the row
// that is cut off, 0 for none.
func (e *Ending) CutRow(b *Batch) int {
	header := e.Mapping.Header
	width := len(header.Cells)
	for width > 0 && header.Cells[width-1] == "" {
		width--
	}
	for i, row := range b.Rows {
		switch {
		case e.ragged:
			return 0
		case len(row.Cells) >= width || row.Number <= header.Number:
		case !b.Open || i < len(b.Rows)-1:
			e.ragged = e.Mapping.IsData(row)
		case e.Mapping.IsData(row) || e.isBegun(row):
			return row.Number
		}
	}
	return 0
}

// isBegun says whether a row that names nobody may be the beginning of one that
// would: several cells, or a serial number. A line of text alone is a note.
func (e *Ending) isBegun(row Row) bool {
	digits, filled := true, 0
	for _, cell := range row.Cells {
		if cell = CleanCode(cell); cell != "" {
			filled++
			digits = digits && strings.Trim(cell, "0123456789") == ""
		}
	}
	return filled > 0 && (digits || len(row.Cells) > 1) && !e.Mapping.startsAsNote(row) && !isSigned(row)
}
