package matchers

import (
	"math/bits"
	"slices"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
)

// supply is what rows of the water ledger for one household or head add up to:
// the newest date, and which verdicts rows of that date have. Adding rows in
// any order gives the same supply.
type supply struct {
	date      period.Date
	verdicts  uint8 // one bit per roster.Verdict among the newest rows
	conflicts uint8 // those of them with a row whose stated verdict contradicts its indicators
	origin    place // of the first newest row with the winning verdict
}

// supplies is the water ledger: rows that name a known household by number are
// the household's at once; the others wait under their head's key.
type supplies struct {
	byHome  paged[supply]
	byHead  index // of keys; numbered as they stand in waiting
	waiting paged[supply]
}

// LocateWater finds the household that each row names by its number, and returns
// them in to's memory. It may be called from several goroutines at once, after
// the last household.
func (j *Join) LocateWater(rows []roster.Water, to []Located) []Located {
	to = slices.Grow(to[:0], len(rows))[:len(rows)]
	for from := 0; from < len(rows); from += probes {
		block, located := rows[from:min(from+probes, len(rows))], to[from:]
		var homes [probes]uint64
		var found [probes]uint32
		for i := range block {
			home, _ := j.texts.find(block[i].HouseholdID)
			homes[i] = uint64(home)
		}
		j.homes.byID.findAll(homes[:len(block)], found[:])
		for i := range block {
			located[i] = Located{home: found[i]}
		}
	}
	return to
}

// AddWater takes a row of the water ledger in that LocateWater has located, and
// says where it belongs. Call it after Settle.
func (j *Join) AddWater(w *roster.Water, at Located) registry.AreaID {
	area := j.areas.Number(w.Area)
	s := &j.supplies
	row := supply{date: w.AssessedOn, verdicts: 1 << w.Derived, origin: j.origins.pack(w.Origin)}
	if w.Conflict {
		row.conflicts = row.verdicts
	}
	if at.home != 0 {
		s.home(at.home - 1).merge(row)
		if area == 0 {
			area = j.homes.list.at(at.home - 1).area
		}
		return area
	}
	if w.Head == 0 {
		return area
	}
	i, isNew := s.byHead.add(uint64(w.Head))
	if isNew {
		s.waiting.add()
	}
	s.waiting.at(i).merge(row)
	return area
}

// serve gives the rows that wait under a key to a household.
func (s *supplies) serve(key resident.Key, homeAt uint32) {
	if key == 0 || s.waiting.count == 0 {
		return
	}
	if i, ok := s.byHead.find(uint64(key)); ok {
		s.home(homeAt).merge(*s.waiting.at(i))
	}
}

func (s *supplies) home(i uint32) *supply {
	for uint32(s.byHome.count) <= i {
		s.byHome.add()
	}
	return s.byHome.at(i)
}

func (s *supply) merge(row supply) {
	switch {
	case row.verdicts == 0 || s.verdicts != 0 && row.date < s.date:
		return
	case s.verdicts == 0 || row.date > s.date:
		*s = row
		return
	}
	own, other := bits.TrailingZeros8(s.verdicts), bits.TrailingZeros8(row.verdicts)
	if other < own || other == own && row.origin < s.origin {
		s.origin = row.origin
	}
	s.verdicts |= row.verdicts
	s.conflicts |= row.conflicts
}

// of is the i-th household's supply as rules see it.
func (s *supplies) of(j *Join, i uint32) Supply {
	if int(i) >= s.byHome.count || s.byHome.at(i).verdicts == 0 {
		return Supply{Derived: roster.Unassessed}
	}
	item := s.byHome.at(i)
	worst := bits.TrailingZeros8(item.verdicts)
	return Supply{
		Derived:  roster.Verdict(worst),
		Conflict: item.conflicts>>worst&1 == 1,
		Disagree: bits.OnesCount8(item.verdicts) > 1,
		Origin:   j.origins.origin(item.origin),
	}
}
