package matchers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/resident"
)

// hit is a row that a single member is near.
type hit struct {
	id string // of the member
	nearRow
}

// Suspects yields every member who is the only near match of some row, once for
// each roll. Call it after the last member and before Persons, which knows
// whose rows have such a match.
func (j *Join) Suspects(yield func(*Suspect) bool) {
	if !j.options.Suspects {
		return
	}
	s := &j.suspects
	slices.SortFunc(s.waiting, func(a, b uint32) int { return cmp.Compare(s.members[a].name, s.members[b].name) })
	hits := append(s.faultyHits(j), s.soundHits(j)...)
	slices.SortFunc(hits, j.compareHits)
	hits = slices.CompactFunc(hits, func(a, b hit) bool { return a.id == b.id && a.roll == b.roll })
	for i := range hits {
		row := &hits[i].nearRow
		if !yield(j.suspect(row, &s.members[row.near-1])) {
			return
		}
	}
}

// Undecided is how many rows of a roll are near several members each, so that
// none is suggested. Call it after Suspects.
func (j *Join) Undecided(roll Roll) int { return j.suspects.ambiguous[roll] }

// compareHits puts hits in the order of members and rolls, and the rows of one
// member in an order of their own.
func (j *Join) compareHits(a, b hit) int {
	if c := cmp.Or(strings.Compare(a.id, b.id), cmp.Compare(a.roll, b.roll)); c != 0 {
		return c
	}
	return cmp.Or(strings.Compare(a.in(j.late), b.in(j.late)),
		strings.Compare(j.texts.text(a.called), j.texts.text(b.called)), cmp.Compare(a.origin, b.origin))
}

// faultyHits compares the faulty rows with the members who wait, beside those
// who met them as they came by.
func (s *suspects) faultyHits(j *Join) (hits []hit) {
	for i := range s.rows {
		row := &s.rows[i]
		if who, ok := j.persons.find(row.key); !ok || !j.persons.is(registered, who) {
			hits = s.judge(j, row, hits)
		}
	}
	return hits
}

// soundHits compares the sound rows with the members who wait.
func (s *suspects) soundHits(j *Join) (hits []hit) {
	near, missing := newNearby(len(s.waiting)), false
	for _, i := range s.waiting {
		m := &s.members[i]
		near.add(m.in(j.late), m.reason)
		missing = missing || m.isMissing()
	}
	choose := func(i uint32) bool { return !j.persons.is(registered, i) && !j.persons.isFaulty(i) }
	j.eachRow(choose, func(row *nearRow) {
		byHead := missing && row.head != 0 && j.persons.is(registered, row.head-1)
		if !byHead && !near.has(row.key) {
			return
		}
		if name, known := j.late.find(resident.NameKey(j.texts.text(row.called))); known {
			row.name = name
			hits = s.judge(j, row, hits)
		}
	})
	return hits
}

// judge compares a row that matches nobody with the members who wait, and
// appends it where it has met a single one.
func (s *suspects) judge(j *Join, row *nearRow, hits []hit) []hit {
	for _, i := range s.named(row.name) {
		if row.near != several && j.isNear(row, &s.members[i]) {
			row.meet(i)
		}
	}
	if row.near == several {
		s.ambiguous[row.roll]++
	}
	if row.near == 0 || row.near == several {
		return hits
	}
	if who, ok := j.persons.find(row.key); ok {
		j.persons.mark(who, suspected)
	}
	return append(hits, hit{j.late.text(s.members[row.near-1].id), *row})
}

// named is the waiting members with a name.
func (s *suspects) named(name code) []uint32 {
	from, _ := slices.BinarySearchFunc(s.waiting, name, func(i uint32, name code) int { return cmp.Compare(s.members[i].name, name) })
	to := from
	for to < len(s.waiting) && s.members[s.waiting[to]].name == name {
		to++
	}
	return s.waiting[from:to]
}
