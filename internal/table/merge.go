package table

import (
	"cmp"
	"slices"
	"strings"
)

// Merges says which cells of a sheet are merged downwards, so that a cell which
// stands for several rows is read in each of them. Merging sideways, as titles
// do, says nothing about rows and is passed over. A decoder calls Add for every
// merged range before the first row, then Fill for each row in their order.
type Merges struct {
	ranges []merged // that have not begun, first row first, once sorted
	sorted bool
	active []merged // that the former row was in
}

// merged is one column's part of a merged range that goes down.
type merged struct {
	first, last int // rows, 1-based
	column      int // 0-based
	text        string
}

// Add takes a range: its rows count from 1, its column, the first, from 0.
func (m *Merges) Add(firstRow, lastRow, column int) {
	if lastRow > firstRow {
		m.ranges = append(m.ranges, merged{first: firstRow, last: lastRow, column: column})
		m.sorted = false
	}
}

// Fill writes into the blank cells of a row what the merged cells above them
// say. A row without any text of its own stays blank: a merged cell makes no row.
func (m *Merges) Fill(number int, cells []string) []string {
	if len(m.ranges) == 0 && len(m.active) == 0 {
		return cells
	}
	if !m.sorted {
		slices.SortStableFunc(m.ranges, func(a, b merged) int { return cmp.Compare(a.first, b.first) })
		m.sorted = true
	}
	m.active = slices.DeleteFunc(m.active, func(r merged) bool { return r.last < number })
	for len(m.ranges) > 0 && m.ranges[0].first <= number {
		if r := m.ranges[0]; r.first == number && r.column < len(cells) && cells[r.column] != "" {
			r.text = strings.Clone(cells[r.column]) // outlives the batch
			m.active = append(m.active, r)
		}
		m.ranges = m.ranges[1:]
	}
	if !slices.ContainsFunc(cells, func(cell string) bool { return cell != "" }) {
		return cells
	}
	for _, r := range m.active {
		for len(cells) <= r.column {
			cells = append(cells, "")
		}
		if cells[r.column] == "" {
			cells[r.column] = r.text
		}
	}
	return cells
}
