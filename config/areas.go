package config

import (
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/bidui/bidui/internal/registry"
)

// areaCode is the code of a county, town or village.
var areaCode = regexp.MustCompile(`^(?:\d{6}|\d{9}|\d{12})$`)

// areas reads what areas are called now that were called otherwise before.
func (r *reader) areas(v value) registry.Aliases {
	var aliases registry.Aliases
	r.mapping(v, keys{
		"codes": func(v value) {
			aliases.Codes = map[string]string{}
			r.renamed(v, aliases.Codes, r.areaCode, aliases.Code)
		},
		"names": func(v value) {
			aliases.Names = map[string]string{}
			r.renamed(v, aliases.Names, r.areaName, aliases.Name)
		},
	})
	return aliases
}

// renamed reads old → new with read, and refuses what follow finds to lead in a circle.
func (r *reader) renamed(v value, into map[string]string, read func(old string, key, now value) string, follow func(string) (string, bool)) {
	where := map[string]value{}
	r.entries(v, func(old string, key, item value) {
		if now := read(old, key, item); now != "" {
			into[old], where[old] = now, item
		}
	})
	for _, old := range slices.Sorted(maps.Keys(into)) {
		if _, ends := follow(old); ends {
			continue
		}
		r.fault(where[old], quote(into[old]), "one that does not lead in a circle")
		delete(into, old) // which opens the circle: it is told once
	}
}

// areaCode reads the code that stands for an old one.
func (r *reader) areaCode(old string, key, now value) string {
	const expected = "the code of a county, town or village: 6, 9 or 12 digits"
	if !areaCode.MatchString(old) {
		r.fault(key, describe(key.node), expected)
		return ""
	}
	code, ok := r.text(now, expected)
	switch {
	case !ok:
		return ""
	case !areaCode.MatchString(code):
		r.fault(now, describe(now.node), expected)
		return ""
	case len(code) != len(old):
		r.fault(now, describe(now.node), "a code of "+strconv.Itoa(len(old))+" digits, as the old one has")
		return ""
	}
	return code
}

// areaName reads the name that stands for an old one.
func (r *reader) areaName(old string, key, now value) string {
	const expected = "the name of a county, town or village"
	if old == "" {
		r.fault(key, describe(key.node), expected)
		return ""
	}
	name, _ := r.text(now, expected)
	return name
}
