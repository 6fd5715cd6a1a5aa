package matchers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
)

// suspects looks for near matches between rows of the rolls that match nobody
// and members whom no row matches. Names must be equal, so both sides are
// blocked by name. One slip of the pen breaks a valid check character, so of
// two numbers that are near each other at least one is faulty: members with
// sound numbers are compared with faulty rows as they stream by, members with
// faulty numbers wait, and are compared with all rows in the end.
type suspects struct {
	rows    []nearRow
	known   map[nearRow]bool  // of rows
	blocks  map[code][]uint32 // name → positions in rows
	waiting []*nearMember
}

// nearRow is one row of a roll, or several that say the same.
type nearRow struct {
	roll   Roll
	name   code // as resident.NameKey has it
	called code // as the row has it
	number code
	area   registry.AreaID
	head   uint32       // position in persons.list + 1
	key    resident.Key // 0: the number cannot match
	reason resident.Reason
	origin place
}

// nearMember is a copy of a member, with where he stands.
type nearMember struct {
	registry.Member
	name  code // as resident.NameKey has it
	area  registry.AreaID
	home  uint32      // position + 1; 0: none
	rolls [rolls]bool // those with a usable row that matches him
}

func newSuspects() suspects {
	return suspects{known: map[nearRow]bool{}, blocks: map[code][]uint32{}}
}

// addStray takes in a row whose number cannot match.
func (s *suspects) addStray(j *Join, roll Roll, row *roster.Person, v variant) {
	if row.Stray && j.options.Suspects {
		s.add(j, nearRow{
			roll: roll, called: v.name, area: v.area, head: v.head,
			number: j.late.code(row.IDText), reason: row.Resident.Reason, origin: j.origins.pack(row.Origin),
		})
	}
}

// add takes in a row unless one that says the same is there.
func (s *suspects) add(j *Join, row nearRow) {
	row.name = j.late.code(resident.NameKey(j.texts.text(row.called)))
	same := row
	same.origin = 0
	if !s.known[same] {
		s.known[same] = true
		s.rows = append(s.rows, row)
	}
}

// prepare ends the rows whose numbers are faulty: from here on members are
// compared with them.
func (s *suspects) prepare(j *Join) {
	if !j.options.Suspects {
		return
	}
	s.addPersons(j, func(_ uint32, key resident.Key) bool { return isFaulty(key) })
	s.block(0)
}

// addPersons takes in the usable rows of the persons that are chosen.
func (s *suspects) addPersons(j *Join, choose func(i uint32, key resident.Key) bool) {
	for i := range uint32(j.persons.list.count) {
		key, who := j.persons.key(i), j.persons.list.at(i)
		if !choose(i, key) {
			continue
		}
		for roll, at := range who.covers {
			if at == 0 {
				continue
			}
			c := j.persons.covers.at(at - 1)
			j.persons.variants(at-1, func(v variant) {
				if v.usable {
					s.add(j, nearRow{
						roll: Roll(roll), called: v.name, area: v.area, head: v.head,
						number: j.late.code(key.String()), key: key, origin: c.origin,
					})
				}
			})
		}
	}
}

func (s *suspects) block(from int) {
	for i := from; i < len(s.rows); i++ {
		s.blocks[s.rows[i].name] = append(s.blocks[s.rows[i].name], uint32(i))
	}
}

// isFaulty says whether a number that can match may be a slip of another.
func isFaulty(key resident.Key) bool { return !key.Valid() || key.Rounded() }

// see keeps a member for the comparison in the end: one with a faulty number,
// who may be near any row, or one who is near a faulty row.
func (s *suspects) see(j *Join, m *Member, at uint32, housed bool) {
	if !j.options.Suspects || j.persons.list.count == 0 && len(s.rows) == 0 {
		return // no roll names anybody
	}
	if !m.Active() || m.OtherDocument || m.Dibao.Carried && m.Tekun.Carried {
		return
	}
	key := m.Resident.Key
	faulty := key == 0 || m.Resident.Reason != resident.None && !key.Valid() || key.Rounded()
	if !faulty && len(s.rows) == 0 {
		return
	}
	nameKey := resident.NameKey(m.Name)
	name, known := j.late.find(nameKey)
	if !known && !faulty {
		return // no faulty row has the name
	}
	if !known {
		name = j.late.code(nameKey)
	}
	candidate := nearMember{Member: *m.Member, name: name, area: m.Area, rolls: [rolls]bool{m.Dibao.Carried, m.Tekun.Carried}}
	if housed {
		candidate.home = at + 1
	}
	near := func(i uint32) bool { return s.isNear(j, &s.rows[i], &candidate) }
	if faulty || slices.ContainsFunc(s.blocks[name], near) {
		s.waiting = append(s.waiting, candidate.clone())
	}
}

// clone is a copy that outlives the batch the member was read from.
func (m *nearMember) clone() *nearMember {
	n := *m
	n.ID, n.HouseholdID = strings.Clone(m.ID), strings.Clone(m.HouseholdID)
	n.Name, n.IDText = strings.Clone(m.Name), strings.Clone(m.IDText)
	n.DibaoText, n.Health, n.Labour = "", "", ""
	n.SchoolStatus, n.AbsenceReason, n.Education = "", "", "" // no rule about suspects asks for them
	return &n
}

// Suspects yields every member who is the only near match of some row, once for
// each roll. Call it after the last member and before Persons, which knows
// whose rows have such a match.
func (j *Join) Suspects(yield func(*Suspect) bool) {
	if !j.options.Suspects {
		return
	}
	s := &j.suspects
	faulty := len(s.rows)
	s.addPersons(j, func(i uint32, key resident.Key) bool { return !j.persons.is(registered, i) && !isFaulty(key) })
	s.block(faulty)
	found := s.compare(j)
	slices.SortFunc(found, func(a, b *Suspect) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), cmp.Compare(a.Roll, b.Roll),
			strings.Compare(a.Number, b.Number), strings.Compare(a.RowName, b.RowName))
	})
	found = slices.CompactFunc(found, func(a, b *Suspect) bool { return a.ID == b.ID && a.Roll == b.Roll })
	for _, suspect := range found {
		if !yield(suspect) {
			return
		}
	}
}

// compare finds the rows with exactly one near member.
func (s *suspects) compare(j *Join) []*Suspect {
	near := make([][]*nearMember, len(s.rows)) // two at most
	for _, m := range s.waiting {
		for _, i := range s.blocks[m.name] {
			if len(near[i]) < 2 && s.isNear(j, &s.rows[i], m) {
				near[i] = append(near[i], m)
			}
		}
	}
	var found []*Suspect
	for i, members := range near {
		row := &s.rows[i]
		if len(members) != 1 {
			continue
		}
		if who, ok := j.persons.find(row.key); ok {
			j.persons.mark(who, suspected)
		}
		m, number := members[0], j.late.text(row.number)
		difference, position := s.difference(j, row, m)
		own, other := contrast(m.number(), number, difference, position)
		found = append(found, &Suspect{
			Member: &m.Member, Place: j.place(m.area), Roll: row.roll, Number: number, RowName: j.texts.text(row.called),
			RowOrigin: j.origins.origin(row.origin), Difference: difference, Position: position, Own: own, Other: other,
		})
	}
	return found
}

// isNear says whether a row that matches nobody may mean the member.
func (s *suspects) isNear(j *Join, row *nearRow, m *nearMember) bool {
	if m.rolls[row.roll] {
		return false
	}
	if who, ok := j.persons.find(row.key); ok && j.persons.is(registered, who) {
		return false
	}
	if county := j.areas.At(row.area).CountyKey(); county != "" && county != j.areas.At(m.area).CountyKey() {
		return false
	}
	difference, _ := s.difference(j, row, m)
	return difference != ""
}

// difference says how the row's number and the member's are near each other,
// and where, or "" where they are not.
func (s *suspects) difference(j *Join, row *nearRow, m *nearMember) (string, int) {
	own, other := m.number(), j.late.text(row.number)
	if how, position := oneSlip(own, other); how != "" {
		return how, position
	}
	reason := m.Resident.Reason
	if reason == resident.Missing || reason == resident.Pseudo {
		if row.head != 0 && s.isOfHousehold(j, row.head-1, m) {
			return "head", 0
		}
	}
	rounded := reason == resident.Damaged || row.reason == resident.Damaged ||
		strings.HasSuffix(own, "000") || strings.HasSuffix(other, "000")
	if rounded && sameStart(own, other) {
		return "damaged", 16
	}
	return "", 0
}

// number is the member's match key where there is one, else the text cleaned.
func (m *nearMember) number() string {
	if key := m.Resident.Key; key != 0 {
		return key.String()
	}
	return m.IDText
}

// isOfHousehold says whether the head of a row, by position among the persons,
// is the head of the member's household, or a member of it.
func (s *suspects) isOfHousehold(j *Join, head uint32, m *nearMember) bool {
	if m.home == 0 {
		return false
	}
	return j.homes.list.at(m.home-1).headKey() == j.persons.key(head) || j.persons.list.at(head).home == m.home ||
		slices.Contains(j.persons.moreHomes[head], m.home-1)
}
