package oracle

import (
	"maps"
	"slices"
	"strings"
)

// isFormulaError says whether the cell shows that a formula has no value.
func isFormulaError(cell string) bool {
	return slices.Contains([]string{"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}, text(cell))
}

// withoutErrors blanks the errors of formulas. A state stays, for a blank one
// would be 正常, and so does what says when a spell ends.
func withoutErrors(rows []Row) []Row {
	if rows == nil {
		return nil // not configured
	}
	blanked := []Row{}
	for _, row := range rows {
		blanked = append(blanked, blankErrors(row, "state"))
	}
	return blanked
}

// blankErrors blanks the errors in a row, but for those of some fields.
func blankErrors(row Row, but ...string) Row {
	clean := Row{}
	for field, cell := range row {
		if isFormulaError(cell) && !slices.Contains(but, field) {
			cell = ""
		}
		clean[field] = cell
	}
	return clean
}

// breakFormulas puts errors into a few cells of the larger feeds, whatever the
// field: a whole row may be lost, but never a feed, and none of a crowd, whose
// number matters.
func (g *generator) breakFormulas() {
	for _, feed := range [][]Row{g.in.Households, g.in.Members, g.in.Dibao, g.in.Tekun, g.in.Water, g.in.Helpers, g.in.Issued} {
		if len(feed) < 10 || !g.chance(4*g.shape.Mess) {
			continue
		}
		for range 1 + g.r.IntN(3) {
			row := feed[g.r.IntN(len(feed))]
			if strings.HasPrefix(row["household_id"], crowded) {
				continue
			}
			fields := slices.Sorted(maps.Keys(row))
			row[g.pick(fields...)] = g.pick("#N/A", "#REF!", "#VALUE!", "#NAME?", "＃N/A")
		}
	}
}
