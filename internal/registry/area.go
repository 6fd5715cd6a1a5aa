package registry

import (
	"cmp"
	"strings"
)

// Area is where a household or a roster row belongs: names and the 12-digit
// code, each possibly empty.
type Area struct{ Code, County, Town, Village string }

// CountyKey names the county: the first six digits of the code, or the name
// where there is no code. It is empty where neither is known.
func (a Area) CountyKey() string {
	if len(a.Code) >= 6 {
		return a.Code[:6]
	}
	return a.County
}

// Before orders areas by their text: a fixed order that no reading order changes.
func (a Area) Before(b Area) bool {
	return cmp.Or(strings.Compare(a.Code, b.Code), strings.Compare(a.County, b.County),
		strings.Compare(a.Town, b.Town), strings.Compare(a.Village, b.Village)) < 0
}

// Scope limits a run to a part of the areas. The zero Scope covers everything.
type Scope struct{ area string }

// ScopeOf is the scope of a code (any prefix of an area code of at least two
// digits, filled up with zeros or not) or of the name of a county, town or village.
func ScopeOf(codeOrName string) Scope { return Scope{area: codeOrName} }

// String is the code or name that the scope was made of.
func (s Scope) String() string { return s.area }

// Everything says whether the scope leaves nothing out.
func (s Scope) Everything() bool { return s.area == "" }

// Covers says whether a lies in the scope.
func (s Scope) Covers(a Area) bool {
	if s.area == "" {
		return true
	}
	if isCode(s.area) {
		return strings.HasPrefix(a.Code, withoutZeros(s.area))
	}
	return s.area == a.County || s.area == a.Town || s.area == a.Village
}

// withoutZeros is the part of a code that is not filled up with zeros: two
// digits of a province, four of a city, six of a county, nine of a town.
func withoutZeros(code string) string {
	for _, level := range []struct{ from, through int }{{9, 12}, {6, 9}, {4, 6}, {2, 4}} {
		if len(code) == level.through && strings.Trim(code[level.from:], "0") == "" {
			code = code[:level.from]
		}
	}
	return code
}
