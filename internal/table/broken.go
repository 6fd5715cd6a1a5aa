package table

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a spreadsheet program shows where a formula has no value.
var formulaErrors = []string{
	"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA",
}

// unbroken is the cell, or "" and a reject where it is broken.
func (r *Record) unbroken(field int, cell string) string {
	if reason, _ := noValue(cell); reason == "" {
		return cell
	}
	r.reject(field, "", false)
	return ""
}

// Broken says whether the field's cell holds something, but no value. Who takes
// a blank cell for an answer must ask, for a broken one is none.
func (r *Record) Broken(field int) bool {
	cell := r.Mapping.Cell(r.row, field)
	return mayBeBroken(cell) && hasNoValue(cell)
}

func hasNoValue(cell string) bool {
	reason, _ := noValue(cell)
	return reason != ""
}

// mayBeBroken is false for nearly every cell, and quick.
func mayBeBroken(cell string) bool {
	return cell != "" && (cell[0] == '#' || cell[0] == 0xEF || len(cell) > maxUnits)
}

// noValue is the reason why the cell holds no value, and how a reject shows it;
// "" where it may hold one. An error is shown whole, a long text by its length.
func noValue(cell string) (reason, masked string) {
	if !mayBeBroken(cell) {
		return "", ""
	}
	if len(cell) > maxUnits {
		if length := utf8.RuneCountInString(cell); length > maxUnits {
			return ReasonTooLong, strconv.Itoa(length) + "×*"
		}
		return "", ""
	}
	if first, _ := utf8.DecodeRuneInString(cell); first != '#' && first != '＃' && first != 0xFEFF {
		return "", ""
	}
	if i := slices.Index(formulaErrors, strings.ToUpper(CleanCode(cell))); i >= 0 {
		return ReasonFormula, formulaErrors[i]
	}
	return "", ""
}
