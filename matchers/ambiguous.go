package matchers

import (
	"cmp"
	"slices"

	"github.com/bidui/bidui/internal/registry"
)

// Ambiguity is names of an area that rows bear without a code, and that several
// areas of the registry go by.
type Ambiguity struct {
	Names registry.Area // the narrowest that are ambiguous; without a code
	Codes []string      // of those that go by them, in order
	Rows  int64
}

// Ambiguous adds up per-area counts by the names that stand for several codes,
// those of most rows first. Call it after Settle.
func (j *Join) Ambiguous(perArea []int64) []Ambiguity {
	byNames := map[registry.Area]*Ambiguity{}
	for area, n := range perArea {
		if n == 0 {
			continue
		}
		names, codes := j.areas.Ambiguous(registry.AreaID(area))
		if len(codes) == 0 {
			continue
		}
		if byNames[names] == nil {
			byNames[names] = &Ambiguity{Names: names, Codes: codes}
		}
		byNames[names].Rows += n
	}
	var out []Ambiguity
	for _, a := range byNames {
		out = append(out, *a)
	}
	slices.SortFunc(out, func(a, b Ambiguity) int {
		if n := cmp.Compare(b.Rows, a.Rows); n != 0 || a.Names == b.Names {
			return n
		}
		if a.Names.Before(b.Names) {
			return -1
		}
		return 1
	})
	return out
}
