package jobs_test

import (
	"regexp"
	"slices"
	"strconv"
)

// grid is a sheet as formats with merged cells and numbers have it. Rows and
// columns count from 0.
type grid struct {
	of            sheet
	cells         [][]any // nil, string or float64; nothing where a merged cell covers others
	merged        []rect  // from top to bottom
	unseen        []int   // rows that are hidden
	unseenColumns []int
}

// rect is cells that are merged into the first of them.
type rect struct{ top, left, bottom, right int }

func (r rect) covers(row, column int) bool {
	return r.top <= row && row <= r.bottom && r.left <= column && column <= r.right && (row > r.top || column > r.left)
}

// startsAt is the merged cell that begins at a cell; of others it is that cell alone.
func (g grid) startsAt(row, column int) rect {
	for _, r := range g.merged {
		if r.top == row && r.left == column {
			return r
		}
	}
	return rect{row, column, row, column}
}

func (g grid) covered(row, column int) bool {
	return slices.ContainsFunc(g.merged, func(r rect) bool { return r.covers(row, column) })
}

// exact is a number that no spreadsheet damages, and damaged one that it did.
var (
	exact   = regexp.MustCompile(`^(0|[1-9]\d{0,14})$`)
	damaged = regexp.MustCompile(`^\d\.\d+E\+17$`)
)

// grid draws which cells hold numbers, what is merged, and what is hidden.
func (s *shaper) grid(of sheet) grid {
	g := grid{of: of, merged: s.merges(of)}
	top := len(of.above) + len(of.headerLines())
	numeric := make([]bool, len(of.header))
	for k := range numeric {
		numeric[k] = s.chance(50)
	}
	for i, line := range of.lines() {
		cells := make([]any, len(line))
		for k, cell := range line {
			if cell == "" || g.covered(i, k) {
				continue
			}
			cells[k] = cell
			if i >= top && i < top+len(of.rows) && k < len(numeric) && numeric[k] {
				cells[k] = s.number(cell)
			}
		}
		g.cells = append(g.cells, cells)
	}
	if len(of.rows) > 0 && s.draw(20, "hidden rows") {
		for range 1 + s.r.IntN(3) {
			g.unseen = append(g.unseen, top+s.r.IntN(len(of.rows)))
		}
		slices.Sort(g.unseen)
		g.unseen = slices.Compact(g.unseen)
	}
	if s.draw(20, "hidden columns") {
		g.unseenColumns = []int{s.r.IntN(len(of.header))}
	}
	return g
}

// number is the cell as a number, where it is one.
func (s *shaper) number(cell string) any {
	switch {
	case exact.MatchString(cell):
		s.note("numeric cells")
	case damaged.MatchString(cell):
		s.note("numbers of 18 digits as numbers")
	default:
		return cell
	}
	value, err := strconv.ParseFloat(cell, 64)
	must(s.t, err)
	return value
}

// merges is what is merged: a title, the groups of a header and the columns
// without one, and like cells one below the other.
func (s *shaper) merges(of sheet) []rect {
	var merged []rect
	if len(of.above) > 0 && len(of.header) > 1 && s.draw(80, "merged title") {
		merged = append(merged, rect{0, 0, 0, len(of.header) - 1})
	}
	top := len(of.above)
	for k := 0; k < len(of.groups); {
		last := k
		for of.groups[k] != "" && last+1 < len(of.groups) && of.groups[last+1] == of.groups[k] {
			last++
		}
		switch {
		case of.groups[k] == "":
			merged = append(merged, rect{top, k, top + 1, k})
		case last > k:
			merged = append(merged, rect{top, k, top, last})
		}
		k = last + 1
	}
	top += len(of.headerLines())
	for k, field := range of.fields {
		if slices.Contains(of.down, field) {
			merged = append(merged, s.mergesDown(of, k, top)...)
		}
	}
	slices.SortFunc(merged, compareRects)
	return merged
}

// mergesDown is the runs of like cells in a column; each row keeps a text of its own.
func (s *shaper) mergesDown(of sheet, k, top int) []rect {
	var merged []rect
	for i := 0; i < len(of.rows); {
		last := i
		for last+1 < len(of.rows) && k < len(of.rows[i]) && of.rows[i][k] != "" && k < len(of.rows[last+1]) &&
			of.rows[last+1][k] == of.rows[i][k] && of.hasOwnText(last+1) {
			last++
		}
		if last > i {
			merged = append(merged, rect{top + i, k, top + last, k})
		}
		i = last + 1
	}
	return merged
}

// hasOwnText says whether a row says something in a column that is never merged downwards.
func (s sheet) hasOwnText(row int) bool {
	for k, cell := range s.rows[row] {
		if cell != "" && !slices.Contains(s.down, s.fields[k]) {
			return true
		}
	}
	return false
}
