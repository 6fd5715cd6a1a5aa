package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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
		n := slips([]rune(strings.ToLower(name)), []rune(candidate))
		if n <= allowed && (best == "" || n < bestSlips) {
			best, bestSlips = candidate, n
		}
	}
	return best
}

// slips counts the characters to put in, take out, change or swap with their
// neighbour to get from a to b.
func slips(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			changed := last[j-1]
			if a[i-1] != b[j-1] {
				changed++
			}
			row[j] = min(changed, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
