package matchers

import (
	"testing"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

func TestHouseholdIsGivenBack(t *testing.T) {
	full := registry.Household{
		ID: "4305990001", Area: east, HeadName: "阿里·买买提", HeadIDText: key(1).String(), HeadID: id(1), HeadMapped: true,
		Attribute: "低保户", Class: registry.ClassDibao, PovertyStatus: "已脱贫", SafeWaterText: "√", SafeWater: table.Yes, Hardship: table.No, Origin: at(7),
	}
	damaged := change(full, func(h *registry.Household) {
		h.ID, h.HeadIDText, h.HeadID = "H2", "4.30599E+17", resident.ID{Reason: resident.Damaged}
	})
	out := world{households: []registry.Household{full, damaged, {ID: "H3"}}}.match(t)

	place := Place{Area: east, DibaoComplete: true, TekunComplete: true}
	want := matchedHousehold{Place: place, HeadName: "阿里·买买提", HeadText: key(1).String(), Household: Household{
		Wording: &Wording{Attribute: "低保户", Class: registry.ClassDibao, PovertyStatus: "已脱贫", SafeWaterText: "√", SafeWater: table.Yes, Hardship: table.No},
		Head:    key(1), HeadMapped: true, Origin: at(7),
		Members: Summary{HeadsKnown: true, AllMatchable: true}, Water: Supply{Derived: unassessed},
	}}
	same(t, "4305990001", want, out.Households["4305990001"])
	want.HeadText, want.Head = "4.30599E+17", 0
	same(t, "H2", want, out.Households["H2"])
	same(t, "H3", matchedHousehold{Place: Place{DibaoComplete: true, TekunComplete: true}, Household: Household{
		Wording: &Wording{}, Members: Summary{HeadsKnown: true, AllMatchable: true}, Water: Supply{Derived: unassessed},
	}}, out.Households["H3"])
}

// What active members add up to; the others count for nothing.
func TestSummary(t *testing.T) {
	head := func(m *registry.Member) { m.Head, m.HeadMapped = true, true }
	child := func(m *registry.Member) { m.HeadMapped = true }
	gone := func(m *registry.Member) { m.State = registry.Gone }
	noKey := func(m *registry.Member) { m.Resident = resident.ID{} }
	noTable := func(m *registry.Member) { m.HeadMapped = false }
	empty := Summary{HeadsKnown: true, AllMatchable: true}
	with := func(changes ...func(*Summary)) Summary {
		s := empty
		for _, c := range changes {
			c(&s)
		}
		return s
	}
	n := func(active, heads int) func(*Summary) {
		return func(s *Summary) { s.Active, s.Heads = active, heads }
	}
	headedBy := func(who int) func(*Summary) { return func(s *Summary) { s.HeadKey = key(who) } }

	// 1 is on dibao in the window, 2 on tekun, 3 on dibao before it.
	type as = func(*registry.Member)
	for _, c := range []struct {
		what    string
		members map[int][]as
		want    Summary
	}{
		{"nobody", nil, empty},
		{"all gone", map[int][]as{1: {head, gone}, 2: {gone, noKey, noTable}}, empty},
		{"head and child", map[int][]as{8: {head}, 9: {child}}, with(n(2, 1), headedBy(8))},
		{"no head", map[int][]as{8: {child}, 9: {child}}, with(n(2, 0))},
		{"two heads", map[int][]as{8: {head}, 9: {head}}, with(n(2, 2))},
		{"a head who is gone", map[int][]as{8: {head, gone}, 9: {child}}, with(n(1, 0))},
		{"head without a key", map[int][]as{8: {head, noKey}}, with(n(1, 1), func(s *Summary) { s.AllMatchable = false })},
		{"a table without relations", map[int][]as{8: {head}, 9: {noTable}}, with(n(2, 1), headedBy(8), func(s *Summary) { s.HeadsKnown = false })},
		{"on dibao", map[int][]as{1: {head}, 3: {child}}, with(n(2, 1), headedBy(1), func(s *Summary) { s.Dibao, s.Payer = true, at(1) })},
		{"on tekun", map[int][]as{2: {head}, 1: {child, gone}}, with(n(1, 1), headedBy(2), func(s *Summary) { s.Tekun, s.Payer = true, at(2) })},
		{"on both", map[int][]as{1: {head}, 2: {child}}, with(n(2, 1), headedBy(1), func(s *Summary) { s.Dibao, s.Tekun, s.Payer = true, true, at(2) })},
		{"all at once", map[int][]as{8: {head, noKey}, 9: {noTable}, 1: {child}, 2: {child}, 7: {child, noKey}}, with(n(5, 1), func(s *Summary) {
			s.HeadsKnown, s.AllMatchable, s.Dibao, s.Tekun, s.Payer = false, false, true, true, at(2)
		})},
		{"outside the window", map[int][]as{3: {head}}, with(n(1, 1), headedBy(3))},
	} {
		w := world{
			households: []registry.Household{change(household("H1", 0), func(h *registry.Household) { h.HeadMapped = true })},
			dibao:      []payment{paid(1, month(2018, 1), 0), paid(3, month(2016, 1), month(2016, 12))},
			tekun:      []payment{paid(2, month(2018, 1), 0)},
		}
		for who, changes := range c.members {
			m := inHome(string(rune('A'+who)), "H1", who)
			for _, change := range changes {
				change(&m)
			}
			w.members = append(w.members, m)
		}
		got := w.match(t).Households["H1"]
		same(t, c.what, c.want, got.Members)
		if !got.HeadMapped {
			t.Errorf("%s: the household's head is no longer mapped", c.what)
		}
	}
}

func TestManyHeadsAreCounted(t *testing.T) {
	w := world{households: []registry.Household{household("H1", 0)}}
	for n := range 5 {
		w.members = append(w.members, change(inHome(string(rune('A'+n)), "H1", n), func(m *registry.Member) { m.Head = true }))
	}
	if got := w.match(t).Households["H1"].Members.Heads; got != 5 {
		t.Errorf("%d heads, want 5", got)
	}
}

// Households whose words differ anywhere do not share them.
func TestWordings(t *testing.T) {
	w := world{}
	words := []Wording{
		{Attribute: "低保户", Class: registry.ClassDibao, PovertyStatus: "未脱贫", SafeWaterText: "是"},
		{Attribute: "五保户", Class: registry.ClassTekun, PovertyStatus: "未脱贫", SafeWaterText: "是"},
		{Attribute: "低保户", Class: registry.ClassDibao, PovertyStatus: "已脱贫", SafeWaterText: "是"},
		{Attribute: "低保户", Class: registry.ClassDibao, PovertyStatus: "未脱贫", SafeWaterText: "1"},
	}
	for n := range 12 {
		word := words[n%len(words)]
		w.households = append(w.households, registry.Household{
			ID: string(rune('A' + n)), Attribute: word.Attribute, Class: word.Class, PovertyStatus: word.PovertyStatus, SafeWaterText: word.SafeWaterText,
		})
	}
	out := w.match(t)
	for n := range 12 {
		same(t, "words", &words[n%len(words)], out.Households[string(rune('A'+n))].Wording)
	}
}
