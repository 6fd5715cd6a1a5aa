package markup

import (
	"math"
	"slices"

	"github.com/bidui/bidui/internal/table"
)

// merged is the cells of a table that are merged downwards: what they say in
// the rows below, and in HTML, where these rows pass over them, their place.
type merged struct {
	fill   table.Merges
	open   []mergedCell // that reach the current row or further
	closes int          // the first row in which one of them ends, or a row before it
}

type mergedCell struct {
	column, width int
	last          int // row
}

// forever is the last row of what is merged down to the end.
const forever = math.MaxInt

// add takes a cell of the row that is being read.
func (m *merged) add(row, last, column, width int) error {
	if last <= row {
		return nil
	}
	if len(m.open) >= maxMerged {
		return errMerged
	}
	if len(m.open) == 0 || last < m.closes {
		m.closes = last
	}
	m.open = append(m.open, mergedCell{column: column, width: width, last: last})
	m.fill.Add(row, last, column)
	return nil
}

// enter begins a row: what ended above it is forgotten.
func (m *merged) enter(row int) {
	if len(m.open) == 0 || row <= m.closes {
		return
	}
	m.closes = forever
	m.open = slices.DeleteFunc(m.open, func(c mergedCell) bool {
		if c.last >= row {
			m.closes = min(m.closes, c.last)
		}
		return c.last < row
	})
}

// free is the first column from column on that no cell of an earlier row takes.
func (m *merged) free(column int) int {
	for taken := len(m.open) > 0; taken; {
		taken = false
		for _, c := range m.open {
			if c.column <= column && column < c.column+c.width {
				column, taken = c.column+c.width, true
			}
		}
	}
	return column
}

// clear ends all that is merged.
func (m *merged) clear() {
	if len(m.open) > 0 {
		*m = merged{open: m.open[:0]}
	}
}
