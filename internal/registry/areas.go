package registry

import "strings"

// AreaID numbers an area as it was written in some row.
type AreaID uint32

// Areas numbers the areas that rows name, and completes each from what all of
// the registry says: a code where a row has only names, names where it has
// only a code. What two codes share is no clue and stays as written.
type Areas struct {
	aliases Aliases
	written []Area
	numbers map[Area]AreaID
	last    AreaID

	settled []Area
	names   map[string]Area        // code → the area with its names
	codes   map[[3]string]string   // names → code; "" where several codes share them
	shared  map[[3]string][]string // and which those are
}

// NewAreas returns an empty set that calls areas by their new codes and names;
// AreaID 0 is the area that says nothing.
func NewAreas(aliases Aliases) *Areas {
	a := &Areas{
		aliases: aliases,
		numbers: map[Area]AreaID{},
		names:   map[string]Area{},
		codes:   map[[3]string]string{},
		shared:  map[[3]string][]string{},
	}
	a.Number(Area{})
	return a
}

// Number is the number of an area as written, aliases apart: an area has one
// number by its old names and its new. The area's text is copied.
func (a *Areas) Number(area Area) AreaID {
	if int(a.last) < len(a.written) && a.written[a.last] == area {
		return a.last
	}
	id, ok := a.numbers[area]
	if !ok {
		area = Area{
			Code: strings.Clone(area.Code), County: strings.Clone(area.County),
			Town: strings.Clone(area.Town), Village: strings.Clone(area.Village),
		}
		id = a.add(a.aliases.Area(area))
		a.numbers[area] = id
	}
	a.last = id
	return id
}

// add is the number of an area whose text is its own, and which has no newer name.
func (a *Areas) add(area Area) AreaID {
	id, ok := a.numbers[area]
	if !ok {
		id = AreaID(len(a.written))
		a.written = append(a.written, area)
		a.numbers[area] = id
	}
	return id
}

// Learn takes every area numbered so far, with codes or names or both, as the
// registry's own. Rows of agencies are numbered after it.
func (a *Areas) Learn() {
	for _, area := range a.written {
		for _, digits := range levels {
			if len(area.Code) >= digits {
				a.learn(area.upTo(digits))
			}
		}
	}
	a.settled = nil
}

// levels is how many digits the code of a village, a town and a county has.
var levels = [...]int{12, 9, 6}

// upTo is what area says of the village, town or county that the first digits
// of its code stand for.
func (a Area) upTo(digits int) Area {
	a.Code = a.Code[:digits]
	if digits < 12 {
		a.Village = ""
	}
	if digits < 9 {
		a.Town = ""
	}
	return a
}

// learn takes an area whose code is of one of the levels and says nothing below it.
func (a *Areas) learn(area Area) {
	a.names[area.Code] = merge(a.names[area.Code], area)
	names := [3]string{area.County, area.Town, area.Village}
	if names[len(area.Code)/3-2] == "" { // only what lies above has a name
		return
	}
	a.learnNames(names, area.Code)
	if names[0] != "" {
		a.learnNames([3]string{"", names[1], names[2]}, area.Code)
	}
	if names[0] != "" && names[1] != "" && names[2] != "" { // a row may leave the town out
		a.learnNames([3]string{names[0], "", names[2]}, area.Code)
	}
}

// learnNames lets names stand for code. A village's name alone is no clue.
func (a *Areas) learnNames(names [3]string, code string) {
	if names[0] == "" && names[1] == "" {
		return
	}
	known, ok := a.codes[names]
	switch {
	case !ok:
		a.codes[names] = code
	case known != code:
		a.share(names, known)
		a.share(names, code)
		a.codes[names] = ""
	}
}

// merge fills what known does not say from more; of two names the smaller
// stays, so that the order of rows has no say.
func merge(known, more Area) Area {
	pick := func(a, b string) string {
		if a == "" || b != "" && b < a {
			return b
		}
		return a
	}
	return Area{Code: more.Code, County: pick(known.County, more.County), Town: pick(known.Town, more.Town), Village: pick(known.Village, more.Village)}
}

// Written is the area of a number as it was written, aliases apart.
func (a *Areas) Written(id AreaID) Area { return a.written[id] }

// At is the completed area of a number.
func (a *Areas) At(id AreaID) Area {
	for int(id) >= len(a.settled) {
		a.settled = append(a.settled, a.complete(a.written[len(a.settled)]))
	}
	return a.settled[id]
}

// County is a county by its key, as CountyKey has it, with its name where the
// registry knows it.
func (a *Areas) County(key string) Area {
	if isCode(key) {
		return Area{Code: key, County: a.names[key].County}
	}
	return Area{County: key}
}

// CountyNow is the key of what a county has become that had another key before:
// its new code or name, or its code where only the name was known.
func (a *Areas) CountyNow(key string) string {
	return a.complete(a.aliases.Area(a.County(key))).CountyKey()
}

// Count is how many numbers there are.
func (a *Areas) Count() int { return len(a.written) }

func (a *Areas) complete(area Area) Area {
	if area.Code == "" {
		area.Code = a.codeOf(area)
	}
	if area.Code == "" {
		return area
	}
	fill := func(own *string, name string) {
		if *own == "" {
			*own = name
		}
	}
	for _, digits := range levels {
		if len(area.Code) >= digits {
			named := a.names[area.Code[:digits]]
			fill(&area.County, named.County)
			fill(&area.Town, named.Town)
			fill(&area.Village, named.Village)
		}
	}
	return area
}

// codeOf is the code of the narrowest of the area's names that only one code has.
func (a *Areas) codeOf(area Area) string {
	for _, names := range area.namings() {
		if code := a.only(names); code != "" {
			return code
		}
	}
	return ""
}

// only is the one code that names stand for. The county's name, or the town's, is
// left out where the registry has no code for it, and no name for that of the
// code.
func (a *Areas) only(names [3]string) string {
	if code := a.codes[names]; code != "" {
		return code
	}
	_, known := a.codes[[3]string{names[0]}]
	if code := a.codes[[3]string{"", names[1], names[2]}]; !known && code != "" && a.names[code[:6]].County == "" {
		return code
	}
	_, known = a.codes[[3]string{names[0], names[1]}]
	if code := a.codes[[3]string{names[0], "", names[2]}]; !known && len(code) == 12 && a.names[code[:9]].Town == "" {
		return code
	}
	return ""
}

// namings is the names of an area, of its town and of its county.
func (a Area) namings() [3][3]string {
	return [3][3]string{{a.County, a.Town, a.Village}, {a.County, a.Town}, {a.County}}
}
