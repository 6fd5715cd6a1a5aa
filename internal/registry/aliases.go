package registry

import (
	"slices"
	"strings"
)

// Aliases is what areas were called before they were renamed, raised or merged:
// old → new. What is new may be old to a third; a chain that leads back to where
// it was is a fault of the configuration. ID numbers keep the county of birth
// for life and have no aliases.
type Aliases struct {
	Codes map[string]string // of 6, 9 or 12 digits; all codes that begin with the old one are meant, the longest first
	Names map[string]string // of counties, towns and villages
}

// Code is what an area code has become; false where the aliases lead in a circle.
func (a Aliases) Code(code string) (string, bool) {
	return follow(code, func(code string) string {
		for _, digits := range levels {
			if len(code) >= digits {
				if now, old := a.Codes[code[:digits]]; old {
					return now + code[digits:]
				}
			}
		}
		return ""
	})
}

// Name is what the name of an area has become; false where the aliases lead in a circle.
func (a Aliases) Name(name string) (string, bool) {
	return follow(name, func(name string) string { return a.Names[name] })
}

// Now is what has become of what stands for an area: its code, which begins with
// a digit, or its name.
func (a Aliases) Now(codeOrName string) string {
	become := a.Name
	if isCode(codeOrName) {
		become = a.Code
	}
	now, _ := become(codeOrName)
	return now
}

// Scope is ScopeOf what a code or name has become.
func (a Aliases) Scope(codeOrName string) Scope { return ScopeOf(a.Now(codeOrName)) }

// Area is what an area has become, its code and each of its names.
func (a Aliases) Area(area Area) Area {
	area.Code, _ = a.Code(area.Code)
	for _, name := range []*string{&area.County, &area.Town, &area.Village} {
		*name, _ = a.Name(*name)
	}
	return area
}

// follow goes from old to new until there is nothing newer. What goes in a
// circle stays as it was.
func follow(old string, next func(string) string) (string, bool) {
	now := next(old)
	if now == "" {
		return old, true
	}
	seen := []string{old}
	for now != "" {
		if slices.Contains(seen, now) {
			return old, false
		}
		seen = append(seen, now)
		now = next(now)
	}
	return seen[len(seen)-1], true
}

// isCode says whether what stands for an area is its code rather than its name.
func isCode(codeOrName string) bool {
	return strings.IndexAny(codeOrName, "0123456789") == 0
}
