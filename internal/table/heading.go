package table

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// heading is what stands over the columns of a table, in one row or in two.
type heading struct {
	number int        // of the row, or of the lower one
	upper  int        // the number of the row of groups above it, 0 where there is none
	rows   [][]string // as they stand, cleaned
	shown  []string   // by column: the header as people are told of it
	names  []string   // by column: the header as fields are found by it, folded
	joined int        // how many of the names hold the group's; 0 under what may be a title
}

// oneRow is the heading that a single row makes.
func oneRow(row Row) heading {
	cells := cleanCopies(row.Cells)
	names := make([]string, len(cells))
	for i, cell := range cells {
		names[i] = foldHeader(cell)
	}
	return heading{number: row.Number, rows: [][]string{cells}, shown: cells, names: names}
}

func cleanCopies(cells []string) []string {
	copies := make([]string, len(cells))
	for i, cell := range cells {
		copies[i] = strings.Clone(Clean(cell))
	}
	return copies
}

// twoRows is the heading that a row of groups and a row of columns make. A
// group reaches to the right over blanks, as merged cells leave them; a column
// that is merged over both rows has its text in the upper, or in both. False
// means that upper is blank, or lower data.
func (f *finder) twoRows(upper, lower Row) (heading, bool) {
	groups, columns := cleanCopies(upper.Cells), cleanCopies(lower.Cells)
	if isBlank(groups) || holdsData(columns) {
		return heading{}, false
	}
	width := max(len(groups), len(columns))
	groups, columns = widened(groups, width), widened(columns, width)
	h := heading{number: lower.Number, upper: upper.Number, rows: [][]string{groups, columns}}
	group, seen := "", map[string]bool{}
	for i, own := range columns {
		above := groups[i]
		switch {
		case own == "" || foldHeader(above) == foldHeader(own):
			own, group = cmp.Or(own, above), ""
		case above != "":
			group, seen = above, map[string]bool{}
		case seen[own]: // what comes again is of the group no more
			group = ""
		}
		seen[own] = true
		name, joined := f.nameUnder(foldHeader(group), foldHeader(own))
		if joined {
			h.joined++
		}
		if group != "" {
			own = group + "/" + own
		}
		h.shown, h.names = append(h.shown, own), append(h.names, name)
	}
	if isTitle(groups, columns) {
		h.joined = 0 // a title may say more, and must not disturb
	}
	return h, true
}

func widened(cells []string, width int) []string {
	return append(cells, make([]string, width-len(cells))...)
}

// nameUnder is the name that a column goes by under a group: with the group's,
// where some field is found so, else its own.
func (f *finder) nameUnder(group, own string) (name string, joined bool) {
	if group == "" || own == "" {
		return own, false
	}
	both := []string{group + "/" + own, group + own, groupSubject(group) + own}
	for _, name := range both {
		if f.chosen[name] {
			return name, true
		}
	}
	if f.chosen[own] {
		return own, false
	}
	for _, name := range both {
		if f.isKnown(name) {
			return name, true
		}
	}
	return own, false
}

// groupSubject is whom or what a group is about: 户主 of 一、户主基本信息.
func groupSubject(group string) string {
	group = strings.TrimLeft(group, "(一二三四五六七八九十0123456789)、.")
	for {
		bare := group
		for _, word := range []string{"基本", "信息", "情况", "资料", "数据", "部分"} {
			bare = strings.TrimSuffix(bare, word)
		}
		if bare == group {
			return bare
		}
		group = bare
	}
}

func isBlank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool { return cell != "" })
}

// isTitle says whether groups, which are not blank, are the title of a table:
// one text alone, over its first column or before it.
func isTitle(groups, columns []string) bool {
	isText := func(cell string) bool { return cell != "" }
	first := slices.IndexFunc(groups, isText)
	return isBlank(groups[first+1:]) && first <= slices.IndexFunc(columns, isText)
}

// headerDigits is how many digits the cell of a header has at most: 2018年10月.
const headerDigits = 6

// holdsData says whether some cell looks like a person's number, whole or
// starred out, or like another number or date that no header has.
func holdsData(cells []string) bool {
	return slices.ContainsFunc(cells, func(cell string) bool {
		digits, stars := 0, 0
		for _, r := range cell {
			switch {
			case unicode.IsDigit(r):
				digits++
			case narrow(r) == '*':
				stars++
			}
		}
		return digits > headerDigits || digits > 0 && stars > 1
	})
}
