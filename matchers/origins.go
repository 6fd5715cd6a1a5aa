package matchers

import (
	"cmp"
	"slices"

	"github.com/bidui/bidui/internal/table"
)

// place is a table.Origin in 32 bits; 0 is none. Of two places the smaller one
// was read first.
type place uint32

// origins packs origins: rows are numbered through, from source to source in the
// order in which they are read.
type origins struct {
	stretches []stretch
	last      place // the largest so far
}

// stretch is rows of one source, of which the row 0 stands at base, be there
// such a row or not. It reaches to the base of the next.
type stretch struct {
	base   place
	source *table.Source
}

// pack gives a row its place. While the rows of a source are read no row of
// another should be, or each change of source takes room of its own.
func (o *origins) pack(origin table.Origin) place {
	if origin.Source == nil {
		return 0
	}
	n := len(o.stretches)
	if n == 0 || o.stretches[n-1].source != origin.Source {
		if p, ok := o.again(origin); ok {
			return p
		}
		o.stretches = append(o.stretches, stretch{base: o.last + 1, source: origin.Source})
		n++
	}
	p := o.stretches[n-1].base + place(origin.Row)
	o.last = max(o.last, p)
	return p
}

// again is the place that a row has of a source that is not the latest.
func (o *origins) again(origin table.Origin) (place, bool) {
	for i := range max(0, len(o.stretches)-1) {
		s := o.stretches[i]
		if p := s.base + place(origin.Row); s.source == origin.Source && p < o.stretches[i+1].base {
			return p, true
		}
	}
	return 0, false
}

func (o *origins) origin(p place) table.Origin {
	if p == 0 {
		return table.Origin{}
	}
	i, found := slices.BinarySearchFunc(o.stretches, p, func(s stretch, p place) int { return cmp.Compare(s.base, p) })
	if !found {
		i--
	}
	return table.Origin{Source: o.stretches[i].source, Row: int(p - o.stretches[i].base)}
}
