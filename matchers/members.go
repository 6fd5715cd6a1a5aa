package matchers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
)

// members is what must be remembered of every member once it has streamed by:
// its number, so that a second row with it is found, and where wanted its match
// key, so that a second person with it is found.
type members struct {
	trail    trail
	places   []run  // where the rows stand, by order
	numbers  serial // so far
	seen     filter // keys so far
	suspects index  // keys that may have come twice

	namesakes []namesake // by key and number
	touched   uint32     // see lookAhead
	foresight
}

// serial tells whether a number was there before. Numbers that only ascend can
// not have been; else fingerprints tell, and where they say yes the trail is
// read, or once that has been often, an index of all numbers.
type serial struct {
	last   code
	prints *fingerprints // nil while the numbers only ascend
	looks  int           // at the trail
	all    *index        // nil while the trail is read
}

const maxLooks = 8

// isNew takes a member's number in, unless it is taken already.
func (s *members) isNew(id code) bool {
	n := &s.numbers
	switch {
	case n.all != nil:
		_, isNew := n.all.add(uint64(id))
		return isNew
	case n.prints == nil && id > n.last && id&tagBits == 0: // the codes of kept texts ascend by themselves
		n.last = id
		return true
	case n.prints == nil || n.prints.full():
		s.print()
	}
	return !n.prints.add(uint64(id)) || !s.isDouble(id)
}

// print takes the fingerprints of all numbers so far, with room for more.
func (s *members) print() {
	s.numbers.prints = nil // before there are others
	s.numbers.prints = newFingerprints(s.room(s.trail.count))
	for _, step := range s.trail.all {
		s.numbers.prints.add(uint64(step.id))
	}
}

// isDouble says for certain whether a number was there, which fingerprints hold likely.
func (s *members) isDouble(id code) bool {
	n := &s.numbers
	if n.looks++; n.looks <= maxLooks {
		for _, step := range s.trail.all {
			if step.id == id {
				return true
			}
		}
		return false
	}
	n.prints, n.all = nil, &index{}
	for _, step := range s.trail.all {
		n.all.add(uint64(step.id))
	}
	_, isNew := n.all.add(uint64(id))
	return !isNew
}

// run is rows that follow one another: the row of order+n stands n below first.
type run struct {
	order uint32
	first place
}

// place is where the row of an order stands.
func (s *members) place(order uint32) place {
	i, found := slices.BinarySearchFunc(s.places, order, func(r run, order uint32) int { return cmp.Compare(r.order, order) })
	if !found {
		i--
	}
	return s.places[i].first + place(order-s.places[i].order)
}

// follows says whether a row stands just below that of the last member.
func (s *members) follows(origin place) bool {
	if len(s.places) == 0 {
		return false
	}
	last := s.places[len(s.places)-1]
	return last.first+place(uint32(s.trail.count)-last.order) == origin
}

// note remembers a member whose number is new, and where its row stands. Without
// a key nobody can be its double.
func (s *members) note(m step, origin place) {
	if !s.follows(origin) {
		s.places = append(s.places, run{uint32(s.trail.count), origin})
	}
	s.trail.add(m)
	if m.key == 0 {
		return
	}
	if s.seen.add(uint64(m.key)) {
		s.suspects.add(uint64(m.key))
	}
	if s.seen.full() {
		s.widen()
	}
}

// widen gives the filter more room.
func (s *members) widen() {
	s.seen = filter{} // before there is another
	s.seen = newFilter(s.room(s.trail.count))
	for _, step := range s.trail.all {
		if step.key != 0 {
			s.seen.add(uint64(step.key))
		}
	}
}

// namesake is a member whose key may be another's too.
type namesake struct {
	suspect uint32 // the number of the key
	id      string
	area    registry.AreaID
	origin  place
}

// FindDuplicates ends the members: it finds who shares a match key, and forgets
// the rest of them. It may run beside Households, Suspects and Persons.
func (j *Join) FindDuplicates() {
	s := j.members
	s.numbers, s.seen = serial{}, filter{}
	if s.suspects.count() == 0 {
		return
	}
	for order, step := range s.trail.all {
		if suspect, ok := s.suspects.find(uint64(step.key)); ok {
			n := namesake{suspect: suspect, id: j.late.text(step.id), origin: s.place(order)}
			if step.home != 0 {
				n.area = j.homes.list.at(step.home - 1).area
			}
			s.namesakes = append(s.namesakes, n)
		}
	}
	s.trail = trail{err: s.trail.err}
	slices.SortFunc(s.namesakes, func(a, b namesake) int {
		return cmp.Or(cmp.Compare(a.suspect, b.suspect), strings.Compare(a.id, b.id))
	})
}

// Duplicates yields every match key that several active members have, once
// FindDuplicates has found them.
func (j *Join) Duplicates(yield func(*Duplicate) bool) {
	s := j.members
	for rest := s.namesakes; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].suspect == rest[0].suspect {
			n++
		}
		same := rest[:n]
		rest = rest[n:]
		if n < 2 {
			continue
		}
		d := &Duplicate{Key: resident.Key(*s.suspects.keys.at(same[0].suspect)), Place: j.place(same[0].area)}
		for i := range d.Origins {
			d.Origins[i] = j.origins.origin(same[i].origin)
		}
		for _, n := range same {
			d.Members = append(d.Members, n.id)
		}
		if !yield(d) {
			return
		}
	}
}
