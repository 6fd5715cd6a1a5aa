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
	places   []run                      // where the rows stand, by order
	numbers  serial                     // so far
	seen     filter                     // keys so far
	suspects index                      // keys that may have come twice
	progress func() (done, total int64) // of reading their feed; nil: nobody knows
	touched  uint32                     // see lookAhead
}

// leastRoom is for as many members as it takes until the progress of reading
// tells how many there will be.
const leastRoom = 1 << 16

// room is how many members there should be room for, now that it must be more:
// as many as there will be, as far as that can be told by now.
func (s *members) room() int {
	room := max(leastRoom, s.trail.count+s.trail.count/2)
	if s.progress == nil {
		return room
	}
	done, total := s.progress()
	if done <= 0 || total < done {
		return room
	}
	all := float64(s.trail.count) / float64(done) * float64(total)
	return min(max(int(all*1.03), leastRoom, s.trail.count+s.trail.count/16), 16*room)
}

// Foresee lets the join ask how much of the members' feed is done, of how much,
// so that what remembers them need not grow again and again. Call it before the
// first member.
func (j *Join) Foresee(progress func() (done, total int64)) { j.members.progress = progress }

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
	s.numbers.prints = newFingerprints(s.room())
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
	s.seen = newFilter(s.room())
	for _, step := range s.trail.all {
		if step.key != 0 {
			s.seen.add(uint64(step.key))
		}
	}
}

// Duplicates yields every match key that several active members have, and
// forgets the members: a province frees a hundred megabytes. Call it once, after
// the last member, with Options.Duplicates set.
func (j *Join) Duplicates(yield func(*Duplicate) bool) {
	type namesake struct {
		suspect uint32
		id      string
		area    registry.AreaID
		order   uint32
	}
	s := j.members
	j.members, s.numbers, s.seen = &members{}, serial{}, filter{}
	var all []namesake
	for order, step := range s.trail.all {
		if suspect, ok := s.suspects.find(uint64(step.key)); ok {
			n := namesake{suspect: suspect, id: j.late.text(step.id), order: order}
			if step.home != 0 {
				n.area = j.homes.list.at(step.home - 1).area
			}
			all = append(all, n)
		}
	}
	j.err = s.trail.err
	slices.SortFunc(all, func(a, b namesake) int {
		return cmp.Or(cmp.Compare(a.suspect, b.suspect), strings.Compare(a.id, b.id))
	})
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].suspect == all[0].suspect {
			n++
		}
		same := all[:n]
		all = all[n:]
		if n < 2 {
			continue
		}
		d := &Duplicate{Key: resident.Key(*s.suspects.keys.at(same[0].suspect)), Place: j.place(same[0].area)}
		for i := range d.Origins {
			d.Origins[i] = j.origins.origin(s.place(same[i].order))
		}
		for _, n := range same {
			d.Members = append(d.Members, n.id)
		}
		if !yield(d) {
			return
		}
	}
}
