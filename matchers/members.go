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
	ids  paged[code] // by order of reading
	byID *index      // number → order; nil while the numbers only ascend, for then none can come twice
	last code

	keys     paged[resident.Key] // by order; 0 where the member cannot be anybody's double
	homes    paged[uint32]       // by order: the household's position + 1, 0: none
	places   []run               // where the rows stand, by order
	seen     filter              // keys so far
	suspects *index              // keys that may have come twice
}

func newMembers() *members { return &members{suspects: newIndex(1 << 10)} }

// isNew takes a member's number in, unless it is taken already.
func (s *members) isNew(id code) bool {
	if s.byID == nil && (id <= s.last || id&tagBits != 0) { // the codes of kept texts ascend by themselves
		s.byID = newIndex(s.ids.count * 2)
		for order := range uint32(s.ids.count) {
			s.byID.add(uint64(*s.ids.at(order)), order)
		}
	}
	if s.byID != nil {
		if _, isNew := s.byID.add(uint64(id), uint32(s.ids.count)); !isNew {
			return false
		}
	}
	s.last = id
	item, _ := s.ids.add()
	*item = id
	return true
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

// note remembers the key, household and row of the member whose number came last.
func (s *members) note(m *registry.Member, at uint32, housed bool, origin place) {
	order := uint32(s.homes.count)
	if order == 0 || s.place(order) != origin {
		s.places = append(s.places, run{order, origin})
	}
	house, _ := s.homes.add()
	if housed {
		*house = at + 1
	}
	item, _ := s.keys.add()
	if key := m.Resident.Key; key != 0 && m.Active() {
		*item = key
		if s.seen.add(uint64(key)) {
			s.suspects.add(uint64(key), uint32(s.suspects.used))
		}
		if s.seen.full() {
			s.widen()
		}
	}
}

// widen gives the filter more room.
func (s *members) widen() {
	s.seen = newFilter(s.keys.count * 2)
	for order := range uint32(s.keys.count) {
		if key := *s.keys.at(order); key != 0 {
			s.seen.add(uint64(key))
		}
	}
}

// Duplicates yields every match key that several active members have. Call it
// after the last member, with Options.Duplicates set.
func (j *Join) Duplicates(yield func(*Duplicate) bool) {
	type namesake struct {
		id     string
		area   registry.AreaID
		origin place
	}
	s := j.members
	orders := make([][]uint32, s.suspects.used)
	for order := range uint32(s.keys.count) {
		if key := *s.keys.at(order); key != 0 {
			if i, ok := s.suspects.find(uint64(key)); ok {
				orders[i] = append(orders[i], order)
			}
		}
	}
	for _, same := range orders {
		if len(same) < 2 {
			continue
		}
		var all []namesake
		for _, order := range same {
			n := namesake{id: j.texts.text(*s.ids.at(order)), origin: s.place(order)}
			if house := *s.homes.at(order); house != 0 {
				n.area = j.homes.list.at(house - 1).area
			}
			all = append(all, n)
		}
		slices.SortFunc(all, func(a, b namesake) int { return strings.Compare(a.id, b.id) })
		d := &Duplicate{Key: *s.keys.at(same[0]), Place: j.place(all[0].area)}
		for i := range d.Origins {
			d.Origins[i] = j.origins.origin(all[i].origin)
		}
		for _, n := range all {
			d.Members = append(d.Members, n.id)
		}
		if !yield(d) {
			return
		}
	}
}
