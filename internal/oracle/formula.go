package oracle

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// isFormulaError says whether the cell shows that a formula has no value.
func isFormulaError(cell string) bool {
	return slices.Contains([]string{"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}, text(cell))
}

// answersIfBlank are the fields of which a blank is an answer, or one that no
// household may have: their errors stay, as words that mean nothing.
var answersIfBlank = []string{"state", "school_status", "absence_reason", "education", "relation"}

// withoutErrors blanks the errors of formulas, but where a blank would be an
// answer or say when a spell ends; and codes in scientific notation.
func withoutErrors(rows []Row) []Row {
	if rows == nil {
		return nil // not configured
	}
	blanked := []Row{}
	for _, row := range rows {
		blanked = append(blanked, blankErrors(row, answersIfBlank...))
	}
	return blanked
}

// blankErrors blanks the errors in a row, but for those of some fields.
func blankErrors(row Row, but ...string) Row {
	clean := Row{}
	for field, cell := range row {
		if isFormulaError(cell) && !slices.Contains(but, field) || isRounded(field, cell) {
			cell = ""
		}
		clean[field] = cell
	}
	return clean
}

var codeFields = []string{"household_id", "member_id", "area_code", "benefit_no"}

// isRounded says whether the cell of a field is a code that became a number.
func isRounded(field, cell string) bool {
	return slices.Contains(codeFields, field) && roundedCode.MatchString(text(cell))
}

var roundedCode = regexp.MustCompile(`^\d(\.\d*[Ee]\+?|[Ee]\+)\d+$`)

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
			field, errors := g.pick(fields...), []string{"#N/A", "#REF!", "#VALUE!", "#NAME?", "＃N/A"}
			if slices.Contains(codeFields, field) {
				errors = append(errors, "4.39901E+11")
			}
			row[field] = g.pick(errors...)
		}
	}
}
