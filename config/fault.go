package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/slips"
)

// Fault is one thing that is wrong with a configuration file. It never quotes a secret.
type Fault struct {
	File     string
	Line     int    // 1-based; 0: the file as a whole
	Path     string // dotted, feeds.dibao.max_rejected; empty: the file as a whole
	Found    string
	Expected string
	Nearest  string // the known name nearest to an unknown one, if any is near
}

// String is the fault on one line: bidui.yaml:12: feeds.dibao.max_rejected: found …, expected ….
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d", f.Line)
	}
	if f.Path != "" {
		fmt.Fprintf(&b, ": %s", f.Path)
	}
	fmt.Fprintf(&b, ": found %s, expected %s", f.Found, f.Expected)
	if f.Nearest != "" {
		fmt.Fprintf(&b, "; did you mean %s?", f.Nearest)
	}
	return b.String()
}

// Faults is everything that is wrong with a file, in the order of its lines.
type Faults []Fault

// Error has one fault to a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

func (f Faults) sorted() Faults {
	slices.SortStableFunc(f, func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
	return f
}

// nearest is the candidate with the fewest slips against name, and "" where
// even that one has more than a third of its characters wrong.
func nearest(name string, candidates []string) string {
	best, bestSlips := "", 0
	for _, candidate := range candidates {
		allowed := max(1, len([]rune(candidate))/3)
		n := slips.Count([]rune(strings.ToLower(name)), []rune(candidate))
		if n <= allowed && (best == "" || n < bestSlips) {
			best, bestSlips = candidate, n
		}
	}
	return best
}
