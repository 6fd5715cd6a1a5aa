package matchers

import (
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
)

// number is an ID number as near matches compare it.
type number struct {
	key    resident.Key // 0: it cannot match
	text   code         // cleaned, of the late texts; 0 where it is the key's
	reason resident.Reason
}

// text is the match key where there is one, else the text cleaned.
func (n number) in(t *texts) string {
	if n.key != 0 {
		return n.key.String()
	}
	return t.text(n.text)
}

// isFaulty says whether a number may be a slip of another, or have lost its end.
func isFaulty(key resident.Key, reason resident.Reason) bool {
	return key == 0 || reason != resident.None && !key.Valid() || key.Rounded()
}

// isFaulty says so of the i-th person's number.
func (p *persons) isFaulty(i uint32) bool {
	key := p.key(i)
	return p.is(doubtful, i) && !key.Valid() || key.Rounded()
}

// isRounded says of a number that its end tells nothing.
func isRounded(text string, reason resident.Reason) bool {
	return reason == resident.Damaged || strings.HasSuffix(text, "000")
}

// nearRow is one row of a roll, or several that say the same.
type nearRow struct {
	number
	name   code // as resident.NameKey has it, of the late texts
	called code // as the row has it
	origin place
	area   registry.AreaID
	head   uint32 // position in persons.list + 1
	near   uint32 // the only member near it so far: his position in suspects.members + 1
	roll   Roll
}

// several is nearRow.near where there are two or more.
const several = ^uint32(0)

// meet notes that the member at a position is near the row, and says whether
// he is the only one so far.
func (r *nearRow) meet(member uint32) bool {
	if r.near != 0 {
		r.near = several
		return false
	}
	r.near = member + 1
	return true
}

// nearMember is what is remembered of a member who may be suspected, in late texts.
type nearMember struct {
	number
	name      code // as resident.NameKey has it
	called    code // as the registry has it
	id        code
	household code
	origin    place
	area      registry.AreaID
	home      uint32      // position + 1; 0: none
	rolls     [rolls]bool // those with a usable row that matches him
}

// nearOf is a member with all that is compared of him, for as long as the batch
// lasts that he was read from.
func nearOf(m *Member, at uint32, housed bool) nearMember {
	near := nearMember{
		number: number{key: m.Resident.Key, reason: m.Resident.Reason},
		area:   m.Area, rolls: [rolls]bool{m.Dibao.Carried, m.Tekun.Carried},
	}
	if housed {
		near.home = at + 1
	}
	return near
}

// remember adds what outlives the batch.
func (n *nearMember) remember(j *Join, m *Member) {
	n.called, n.origin = j.late.code(m.Name), j.origins.pack(m.Origin)
	n.id, n.household = j.late.code(m.ID), j.late.code(m.HouseholdID)
	if n.key == 0 || m.IDText != n.key.String() {
		n.text = j.late.code(m.IDText)
	}
}

// member is what is remembered, as the registry's row had it.
func (n *nearMember) member(j *Join) *registry.Member {
	m := &registry.Member{
		ID: j.late.text(n.id), HouseholdID: j.late.text(n.household), Name: j.late.text(n.called),
		IDText: j.late.text(n.text), Resident: resident.ID{Key: n.key, Reason: n.reason}, Origin: j.origins.origin(n.origin),
	}
	if n.text == 0 {
		m.IDText = n.in(j.late)
	}
	return m
}

// isNear says whether a row that matches nobody may mean a member who has an
// equal name.
func (j *Join) isNear(row *nearRow, m *nearMember) bool {
	if m.rolls[row.roll] {
		return false
	}
	if county := j.areas.At(row.area).CountyKey(); county != "" && county != j.areas.At(m.area).CountyKey() {
		return false
	}
	difference, _ := j.difference(row, m)
	return difference != ""
}

// difference says how the row's number and the member's are near each other,
// and where, or "" where they are not.
func (j *Join) difference(row *nearRow, m *nearMember) (string, int) {
	own, other := m.in(j.late), row.in(j.late)
	if how, position := oneSlip(own, other); how != "" {
		return how, position
	}
	if m.isMissing() && row.head != 0 && j.isOfHousehold(row.head-1, m) {
		return "head", 0
	}
	if (isRounded(own, m.reason) || isRounded(other, row.reason)) && sameStart(own, other) {
		return "damaged", 16
	}
	return "", 0
}

// isMissing says whether the member has no number of his own.
func (n *nearMember) isMissing() bool {
	return n.reason == resident.Missing || n.reason == resident.Pseudo
}

// isOfHousehold says whether the head of a row, by position among the persons,
// is the head of the member's household, or a member of it.
func (j *Join) isOfHousehold(head uint32, m *nearMember) bool {
	if m.home == 0 {
		return false
	}
	return j.homes.list.at(m.home-1).headKey() == j.persons.key(head) || j.persons.list.at(head).home == m.home ||
		slices.Contains(j.persons.moreHomes[head], m.home-1)
}

// suspect is the member and the row that is near him, as findings tell of them.
func (j *Join) suspect(row *nearRow, m *nearMember) *Suspect {
	difference, position := j.difference(row, m)
	other := row.in(j.late)
	s := &Suspect{
		Member: m.member(j), Place: j.place(m.area), Roll: row.roll, Number: other, RowName: j.texts.text(row.called),
		RowOrigin: j.origins.origin(row.origin), Difference: difference, Position: position,
	}
	s.Own, s.Other = contrast(m.in(j.late), other, difference, position)
	return s
}
