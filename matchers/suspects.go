package matchers

import (
	"cmp"
	"hash/maphash"
	"slices"

	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
)

// suspects looks for near matches between rows of the rolls that match nobody
// and members whom no row matches.
//
// One slip of the pen breaks a valid check character, so of two numbers that
// are near each other at least one is faulty, and only some twenty sound ones
// are near it. So nearly all members are let by on account of their number alone;
// the others are compared with the faulty rows that have their name. Members
// with faulty numbers wait for the last one, and are compared with these rows,
// and with the sound ones whose numbers are near theirs.
type suspects struct {
	rows    []nearRow // with faulty numbers; by name once members come
	near    nearby    // theirs
	strays  index     // hash of what a row says → its position in rows, until members come
	seed    maphash.Seed
	members []nearMember
	waiting []uint32 // positions in members of those with faulty numbers

	ambiguous [rolls]int // rows that several members are near
}

func newSuspects() suspects {
	return suspects{seed: maphash.MakeSeed()}
}

// addStray takes in a row whose number cannot match, unless one that says the
// same is there.
func (s *suspects) addStray(j *Join, roll Roll, row *roster.Person, v variant) {
	if !row.Stray || !j.options.Suspects {
		return
	}
	stray := nearRow{
		number: number{text: j.late.code(row.IDText), reason: row.Resident.Reason},
		called: v.name, area: v.area, head: v.head, roll: roll,
	}
	at, isNew := s.strays.add(maphash.Comparable(s.seed, stray) | 1)
	if !isNew {
		known := s.rows[at]
		if known.origin = 0; known == stray {
			return
		}
	}
	stray.origin = j.origins.pack(row.Origin)
	s.rows = append(s.rows, stray)
}

// prepare ends the rows whose numbers are faulty: from here on members are
// compared with them.
func (s *suspects) prepare(j *Join) {
	if !j.options.Suspects {
		return
	}
	s.strays = index{}
	j.eachRow(j.persons.isFaulty, func(row *nearRow) { s.rows = append(s.rows, *row) })
	s.near = newNearby(len(s.rows))
	for i := range s.rows {
		row := &s.rows[i]
		row.name = j.late.code(resident.NameKey(j.texts.text(row.called)))
		s.near.add(row.in(j.late), row.reason)
	}
	slices.SortFunc(s.rows, func(a, b nearRow) int { return cmp.Compare(a.name, b.name) })
}

// eachRow visits the usable rows of the persons that are chosen, without the
// form of the name that is compared.
func (j *Join) eachRow(choose func(i uint32) bool, visit func(*nearRow)) {
	for i := range uint32(j.persons.list.count) {
		if !choose(i) {
			continue
		}
		for roll, at := range j.persons.list.at(i).covers {
			if at == 0 {
				continue
			}
			origin := j.persons.covers.at(at - 1).origin
			j.persons.variants(at-1, func(v variant) {
				if v.usable {
					visit(&nearRow{
						number: number{key: j.persons.key(i)}, called: v.name, area: v.area, head: v.head,
						roll: Roll(roll), origin: origin,
					})
				}
			})
		}
	}
}

// mayConcern says whether a member with this number must be seen: the number is
// faulty, or near a faulty one of a row.
func (s *suspects) mayConcern(id resident.ID) bool {
	return isFaulty(id.Key, id.Reason) || s.near.has(id.Key)
}

// see remembers a member with a faulty number, who may be near any row, and one
// who is near a faulty row.
func (s *suspects) see(j *Join, m *Member, at uint32, housed bool) {
	if !s.mayConcern(m.Resident) || !j.options.Suspects || j.persons.list.count == 0 && len(s.rows) == 0 {
		return // as nearly all are; or no roll names anybody
	}
	if !m.Active() || m.OtherDocument || m.Dibao.Carried && m.Tekun.Carried {
		return
	}
	name, member := resident.NameKey(m.Name), nearOf(m, at, housed)
	if isFaulty(m.Resident.Key, m.Resident.Reason) {
		member.name = j.late.code(name)
		s.waiting = append(s.waiting, uint32(len(s.members)))
	} else if !s.meets(j, name, &member) {
		return
	}
	member.remember(j, m)
	s.members = append(s.members, member)
}

// meets tells the faulty rows that are near a member who may be remembered, and
// says whether he is the only one so far for any of them.
func (s *suspects) meets(j *Join, name string, m *nearMember) (only bool) {
	code, known := j.late.find(name)
	if !known {
		return false // no faulty row has the name
	}
	m.name = code
	for i := s.firstRow(m.name); i < len(s.rows) && s.rows[i].name == m.name; i++ {
		if j.isNear(&s.rows[i], m) && s.rows[i].meet(uint32(len(s.members))) {
			only = true
		}
	}
	return only
}

// firstRow is where the faulty rows with a name begin.
func (s *suspects) firstRow(name code) int {
	i, _ := slices.BinarySearchFunc(s.rows, name, func(row nearRow, name code) int { return cmp.Compare(row.name, name) })
	return i
}
