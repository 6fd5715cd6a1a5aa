package matchers

import (
	"math"
	"strings"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// home mirrors the households feed, packed: what the row says, and what the
// members add up to as they stream by. Its number is its key in homes.byID.
type home struct {
	head     uint64 // the key of the head's number, or where it cannot match (marks say so) the code of its text
	headName code
	words    uint32 // position in homes.words
	area     registry.AreaID
	payer    uint32 // a cover of an active member who is paid in the window + 1: of a tekun person, if any
	origin   place
	found    uint16 // the month of identification; of what lies beyond the year 5000 the largest
	exitYear uint16
	active   uint16
	heads    uint8
	marks    uint8
}

const (
	headMapped   uint8 = 1 << iota // the row's table has a head_id
	headFaulty                     // the head's number cannot match
	headsUnknown                   // some active member's table has no relation
	unmatchable                    // some active member has no key
	paidDibao                      // some active member is paid in the window
	paidTekun
)

// headKey is the key of the head's number; 0: none that can match.
func (h *home) headKey() resident.Key {
	if h.marks&headFaulty != 0 {
		return 0
	}
	return resident.Key(h.head)
}

// Wording is what the vocabulary columns of a household say. There are few
// combinations of their words in a registry.
type Wording struct {
	Attribute     string
	Class         registry.Class // of the attribute
	PovertyStatus string
	Poverty       registry.Poverty // of the status
	SafeWaterText string
	SafeWater     table.Answer
	Hardship      table.Answer
}

// homes is every household of the registry.
type homes struct {
	list       paged[home]
	byID       index // of the codes of their numbers; numbered as they stand in list
	words      []Wording
	known      map[Wording]uint32
	recent     [64]uint32              // words that may come again, where a glance at them sends them
	otherHeads map[uint32]resident.Key // of the last active head among the members, where it is not the row's own
}

func newHomes() *homes {
	return &homes{known: map[Wording]uint32{}, otherHeads: map[uint32]resident.Key{}}
}

// homeID is the number of the i-th household.
func (j *Join) homeID(i uint32) string { return j.texts.text(code(*j.homes.byID.keys.at(i))) }

// AddHousehold takes a household in, and says where it belongs. False means
// that its number is taken already, and nothing was changed.
func (j *Join) AddHousehold(h *registry.Household) (registry.AreaID, bool) {
	if _, isNew := j.homes.byID.add(uint64(j.texts.code(h.ID))); !isNew {
		return 0, false
	}
	item, _ := j.homes.list.add()
	*item = home{
		head:     uint64(h.HeadID.Key),
		headName: j.texts.code(h.HeadName),
		origin:   j.origins.pack(h.Origin),
		words:    j.homes.wording(h),
		area:     j.areas.Number(h.Area),
		found:    uint16(min(h.Identified, math.MaxUint16)),
		exitYear: uint16(h.ExitYear),
	}
	if h.HeadMapped {
		item.marks |= headMapped
	}
	if h.HeadID.Key == 0 {
		item.head = uint64(j.texts.code(h.HeadIDText))
		item.marks |= headFaulty
	}
	return item.area, true
}

func (s *homes) wording(h *registry.Household) uint32 {
	w := Wording{
		Attribute: h.Attribute, Class: h.Class, PovertyStatus: h.PovertyStatus, Poverty: h.Poverty,
		SafeWaterText: h.SafeWaterText, SafeWater: h.SafeWater, Hardship: h.Hardship,
	}
	recent := &s.recent[w.glance()%uint(len(s.recent))]
	if int(*recent) < len(s.words) && s.words[*recent] == w {
		return *recent
	}
	i, ok := s.known[w]
	if !ok {
		w.Attribute, w.PovertyStatus, w.SafeWaterText = strings.Clone(w.Attribute), strings.Clone(w.PovertyStatus), strings.Clone(w.SafeWaterText)
		i = uint32(len(s.words))
		s.words = append(s.words, w)
		s.known[w] = i
	}
	*recent = i
	return i
}

// glance is a hash that is had for nothing, and mostly tells wordings apart.
func (w *Wording) glance() uint {
	return uint(len(w.Attribute)) + uint(w.Class)*5 + uint(len(w.PovertyStatus)) + uint(w.Poverty)*7 + uint(w.SafeWater)*17 + uint(w.Hardship)*41
}

// note adds an active member to the i-th household.
func (s *homes) note(i uint32, m *Member) {
	h := s.list.at(i)
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
		s.noteHead(i, h, m.Resident.Key)
	}
	if m.Dibao.Paid() {
		h.marks |= paidDibao
	}
	if m.Tekun.Paid() {
		h.marks |= paidTekun
	}
}

// noteHead notes the key of a head among the members, where it may matter.
func (s *homes) noteHead(i uint32, h *home, key resident.Key) {
	if h.marks&headMapped != 0 && key != h.headKey() {
		s.otherHeads[i] = key
	} else if len(s.otherHeads) > 0 {
		delete(s.otherHeads, i)
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

// headAmong is the key of the last active head among the members of the i-th household.
func (s *homes) headAmong(i uint32, h *home) resident.Key {
	if h.heads == 0 {
		return 0
	}
	if other, ok := s.otherHeads[i]; ok {
		return other
	}
	return h.headKey()
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
		h.Head, h.HeadMapped = item.headKey(), item.marks&headMapped != 0
		h.Origin = j.origins.origin(item.origin)
		h.Members = Summary{
			Active: int(item.active), Heads: int(item.heads), HeadKey: j.homes.headAmong(i, item),
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
