package matchers

import "github.com/bidui/bidui/internal/table"

// place is a table.Origin in 64 bits; 0 is none.
type place uint64

// origins packs origins: the sources are few, the rows many.
type origins struct {
	sources []*table.Source
	last    int
}

const rowBits = 40

func (o *origins) pack(origin table.Origin) place {
	if origin.Source == nil {
		return 0
	}
	if o.last >= len(o.sources) || o.sources[o.last] != origin.Source {
		o.last = o.number(origin.Source)
	}
	return place(o.last+1)<<rowBits | place(origin.Row)
}

func (o *origins) number(src *table.Source) int {
	for i, known := range o.sources {
		if known == src {
			return i
		}
	}
	o.sources = append(o.sources, src)
	return len(o.sources) - 1
}

func (o *origins) origin(p place) table.Origin {
	if p == 0 {
		return table.Origin{}
	}
	return table.Origin{Source: o.sources[p>>rowBits-1], Row: int(p & (1<<rowBits - 1))}
}
