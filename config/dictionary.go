package config

import (
	"maps"
	"slices"
)

// Classes lists the dictionaries that a file can extend, and what the words of
// each may mean.
func Classes() map[string][]string {
	return map[string][]string{
		"attribute": {"general", "dibao", "tekun"},
		"yes_no":    {"yes", "no"},
		"assisted":  {"yes", "no"}, // the columns dibao and tekun
		"covered":   {"yes", "no"},
		"state":     {"active", "dead", "other"},
		"relation":  {"head", "other"},
		"indicator": {"meets", "basic", "fails"},
		"verdict":   {"safe", "basic", "unsafe"},

		"poverty_status":   {"unlifted", "returned", "lifted", "other"},
		"school_status":    {"out", "compulsory", "other"},
		"absence_reason":   {"postponed", "graduated", "ill", "other"},
		"education":        {"below_junior", "junior"},
		"health":           {"healthy", "other"},
		"enrolment_status": {"left", "enrolled"},
	}
}

// dictionary reads dictionary → word → class.
func (r *reader) dictionary(v value) map[string]map[string]string {
	known := Classes()
	dictionaries := make(map[string]map[string]string)
	r.entries(v, func(name string, key, item value) {
		classes, ok := known[name]
		if !ok {
			r.unknown(key, name, "an unknown dictionary", slices.Sorted(maps.Keys(known)))
			return
		}
		words := make(map[string]string)
		r.entries(item, func(word string, _, class value) {
			words[word] = r.choice(class, classes...)
		})
		dictionaries[name] = words
	})
	return dictionaries
}
