package matchers

import (
	"math"
	"strings"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// home mirrors the households feed, packed: what the row says, and what the
// members add up to as they stream by.
type home struct {
	id       code
	headName code
	headText code // of a head's number that cannot match
	head     resident.Key
	headKey  resident.Key // of the last active head among the members
	origin   place
	words    uint32 // attribute and poverty status: position in homes.words
	area     registry.AreaID
	payer    uint32       // a cover of an active member who is paid in the window + 1: of a tekun person, if any
	found    period.Month // identified
	active   uint16
	exitYear uint16
	heads    uint8
	safe     table.Answer
	hardship table.Answer
	marks    uint8
}

const (
	headMapped   uint8 = 1 << iota // the row's table has a head_id
	headsUnknown                   // some active member's table has no relation
	unmatchable                    // some active member has no key
	paidDibao                      // some active member is paid in the window
	paidTekun
)

// Wording is what the vocabulary columns of a household say. There are few
// combinations of their words in a registry.
type Wording struct {
	Attribute     string
	Class         registry.Class // of the attribute
	PovertyStatus string
	Poverty       registry.Poverty // of the status
	SafeWaterText string
}

// homes is every household of the registry.
type homes struct {
	list  paged[home]
	byID  *index // code of the number → position in list
	words []Wording
	known map[Wording]uint32
	last  uint32
}

func newHomes() *homes {
	return &homes{byID: newIndex(1 << 10), known: map[Wording]uint32{}}
}

// AddHousehold takes a household in, and says where it belongs. False means
// that its number is taken already, and nothing was changed.
func (j *Join) AddHousehold(h *registry.Household) (registry.AreaID, bool) {
	id := j.texts.code(h.ID)
	if _, isNew := j.homes.byID.add(uint64(id), uint32(j.homes.list.count)); !isNew {
		return 0, false
	}
	item, _ := j.homes.list.add()
	*item = home{
		id:       id,
		headName: j.texts.code(h.HeadName),
		head:     h.HeadID.Key,
		origin:   j.origins.pack(h.Origin),
		words:    j.homes.wording(h),
		area:     j.areas.Number(h.Area),
		found:    h.Identified,
		exitYear: uint16(h.ExitYear),
		safe:     h.SafeWater,
		hardship: h.Hardship,
	}
	if h.HeadMapped {
		item.marks |= headMapped
	}
	if h.HeadID.Key == 0 {
		item.headText = j.texts.code(h.HeadIDText)
	}
	return item.area, true
}

func (s *homes) wording(h *registry.Household) uint32 {
	w := Wording{Attribute: h.Attribute, Class: h.Class, PovertyStatus: h.PovertyStatus, Poverty: h.Poverty, SafeWaterText: h.SafeWaterText}
	if int(s.last) < len(s.words) && s.words[s.last] == w {
		return s.last
	}
	i, ok := s.known[w]
	if !ok {
		w.Attribute, w.PovertyStatus, w.SafeWaterText = strings.Clone(w.Attribute), strings.Clone(w.PovertyStatus), strings.Clone(w.SafeWaterText)
		i = uint32(len(s.words))
		s.words = append(s.words, w)
		s.known[w] = i
	}
	s.last = i
	return i
}

// note adds an active member to his household.
func (h *home) note(m *Member) {
	if h.active < math.MaxUint16 {
		h.active++
	}
	if m.Resident.Key == 0 {
		h.marks |= unmatchable
	}
	if !m.HeadMapped {
		h.marks |= headsUnknown
	}
	if m.Head {
		h.heads = min(h.heads, math.MaxUint8-1) + 1
		h.headKey = m.Resident.Key
	}
	if m.Dibao.Paid() {
		h.marks |= paidDibao
	}
	if m.Tekun.Paid() {
		h.marks |= paidTekun
	}
}

// pay notes which roll decides what the household is, and on which row. The
// order of members has no say.
func (j *Join) pay(h *home, who *person, m *Member) {
	roll, former := Dibao, h.marks&paidTekun != 0
	if m.Tekun.Paid() {
		roll = Tekun
	}
	if !m.Dibao.Paid() && !m.Tekun.Paid() || former && roll == Dibao {
		return
	}
	cover := who.covers[roll]
	if h.payer == 0 || former != (roll == Tekun) || j.persons.covers.at(cover-1).origin < j.persons.covers.at(h.payer-1).origin {
		h.payer = cover
	}
}

// Households yields every household with what its members add up to. Call it
// after the last member.
func (j *Join) Households(yield func(*Household) bool) {
	h := &Household{join: j}
	for i := range uint32(j.homes.list.count) {
		item := j.homes.list.at(i)
		h.home, h.at = item, i
		h.Place = j.place(item.area)
		h.Wording = &j.homes.words[item.words]
		h.SafeWater, h.Hardship = item.safe, item.hardship
		h.Head, h.HeadMapped = item.head, item.marks&headMapped != 0
		h.Origin = j.origins.origin(item.origin)
		h.Members = Summary{
			Active: int(item.active), Heads: int(item.heads), HeadKey: item.headKey,
			HeadsKnown:   item.marks&headsUnknown == 0,
			AllMatchable: item.marks&unmatchable == 0,
			Dibao:        item.marks&paidDibao != 0,
			Tekun:        item.marks&paidTekun != 0,
		}
		if item.payer != 0 {
			h.Members.Payer = j.origins.origin(j.persons.covers.at(item.payer - 1).origin)
		}
		h.Water = j.supplies.of(j, i)
		if !yield(h) {
			return
		}
	}
}
