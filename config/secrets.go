package config

import (
	"slices"
	"strings"
	"unicode"

	"github.com/bidui/bidui/internal/mysqldsn"
	"github.com/bidui/bidui/internal/secret"
)

// reference is a text of the file that refers to secrets, and where it stands.
type reference struct {
	line int
	path string
	text secret.Text
}

// Unresolved is a fault for each secret of the store and of the named feeds that
// cannot be looked up: variables that are not set, files that cannot be read.
func (f *File) Unresolved(feeds ...string) Faults {
	var faults Faults
	for _, r := range f.references {
		if r.path != "store" && !slices.ContainsFunc(feeds, func(feed string) bool { return strings.HasPrefix(r.path, "feeds."+feed+".") }) {
			continue
		}
		for _, err := range r.text.Missing() {
			faults = append(faults, Fault{
				File: f.name, Line: r.line, Path: r.path,
				Found: "a secret that is not there (" + oneLine(err.Error()) + ")", Expected: "a variable that is set, or a file that can be read",
			})
		}
	}
	return faults.sorted()
}

// database is a fault where an address of a database could not be understood,
// whatever the references in it stand for. It says whether there is none.
func (r *reader) database(v value, address secret.Text) bool {
	if _, parameters, _ := strings.Cut(string(address), "?"); strings.Contains(parameters, "${") {
		return true // who opens it will see
	}
	_, err := mysqldsn.Parse(references.ReplaceAllString(string(address), "1")) // 1 may stand for a host, a port, anything
	if err != nil {
		r.fault(v, describe(v.node), "mysql://user:password@host:port/database: "+oneLine(err.Error()))
	}
	return err == nil
}

func oneLine(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, text)
}
