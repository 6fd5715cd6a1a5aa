package xls

import (
	"math"

	"github.com/bidui/bidui/internal/table"
)

// read adds the next rows to b, and none where there are no more. Rows without
// any text are left out.
func (s *sheet) read(b *table.Batch, shared *sharedStrings) {
	for cells := 0; s.taken < len(s.cells) && len(b.Rows) < table.MaxRows && (cells < table.MaxBatchCells || len(b.Rows) < table.MinRows); {
		cells += s.readRow(b, shared)
	}
}

// readRow adds the next row, and returns how many cells it has.
func (s *sheet) readRow(b *table.Batch, shared *sharedStrings) int {
	row := s.cells[s.taken].row
	cells := b.AvailableCells()
	filled := false
	for s.taken < len(s.cells) && s.cells[s.taken].row == row {
		c := &s.cells[s.taken]
		for len(cells) <= int(c.column) {
			cells = append(cells, "")
		}
		text := s.meaning(b, c, shared)
		cells[c.column] = text
		filled = filled || text != ""
		s.taken++
	}
	cells = s.merges.Fill(int(row)+1, cells)
	if filled {
		b.AddRow(int(row)+1, cells)
		if s.hidden[row/64]>>(row%64)&1 != 0 {
			b.Hidden++
		}
	}
	return len(cells)
}

// meaning is the text of a cell.
func (s *sheet) meaning(b *table.Batch, c *cell, shared *sharedStrings) string {
	switch c.kind {
	case sharedText:
		return shared.at(c.value)
	case ownText:
		return b.Hold(s.text[c.value : c.value+uint64(c.length)])
	case boolean:
		if c.value != 0 {
			return "TRUE"
		}
		return "FALSE"
	case failure:
		return failureText(byte(c.value))
	case blank:
		return ""
	}
	value := math.Float64frombits(c.value)
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return failureText(numError) // as Excel shows it
	}
	var digits [48]byte
	return b.Hold(table.AppendFloat(digits[:0], value))
}
