package matchers

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
)

func TestMatch(t *testing.T) {
	dead := func(m *registry.Member) { m.State = registry.Dead }
	out := world{
		households: []registry.Household{
			change(household("H1", 0), func(h *registry.Household) { h.Area, h.PovertyStatus, h.Poverty = east, "未脱贫", registry.Unlifted }),
			change(household("H2", 0), func(h *registry.Household) { h.Area, h.PovertyStatus, h.Poverty = west, "已脱贫", registry.Lifted }),
		},
		dibao: []payment{
			paid(1, month(2017, 1), month(2017, 11)), paid(2, month(2016, 1), month(2017, 9)), paid(3, month(2018, 9), 0),
			change(paid(1, month(2018, 3), month(2018, 3)), func(r *payment) { r.Name = "张珊" }),
		},
		tekun: []payment{paid(1, month(2018, 10), 0)},
		members: []registry.Member{
			inHome("M1", "H1", 1), inHome("M2", "H2", 2), change(inHome("M3", "H1", 3), dead), inHome("M4", "H9", 1), inHome("M5", "", 9),
			change(inHome("M6", "H1", 0), func(m *registry.Member) { m.Resident = resident.ID{} }),
		},
	}.match(t)

	inEast := Place{Area: east, DibaoComplete: true, TekunComplete: true}
	inWest := Place{Area: west, DibaoComplete: true, TekunComplete: true}
	nowhere := Place{DibaoComplete: true, TekunComplete: true}
	ofOne := Coverage{Carried: true, Months: 0b100011, LastPaid: month(2018, 3), Origin: at(1), Names: []Naming{{"张珊", at(1)}}}
	future := Coverage{Carried: true, Origin: at(1)}
	same(t, "members", map[string]matchedMember{
		"M1": {Place: inEast, NotYetExited: true, Dibao: ofOne, Tekun: future},
		"M2": {Place: inWest, Dibao: Coverage{Carried: true, LastPaid: month(2017, 9), Origin: at(2)}},
		"M3": {Place: inEast, NotYetExited: true, Dibao: Coverage{Carried: true, Months: 1 << 11, LastPaid: month(2018, 9), Origin: at(3)}},
		"M4": {Place: nowhere, Orphaned: true, Dibao: ofOne, Tekun: future},
		"M5": {Place: nowhere, Orphaned: true},
		"M6": {Place: inEast, NotYetExited: true},
	}, out.Members)
}

// A second row with the number of a former one changes nothing.
func TestNumbersThatAreTaken(t *testing.T) {
	once := world{
		households: []registry.Household{change(household("H1", 0), func(h *registry.Household) { h.Attribute = "低保户" })},
		dibao:      []payment{paid(1, month(2018, 1), 0), paid(2, month(2018, 1), 0)},
		water:      []survey{rowOf(3, day(2018, 1, 1), safe)},
		members:    []registry.Member{inHome("M1", "H1", 1)},
	}
	twice := once
	twice.households = append(slices.Clone(once.households), change(household("H1", month(2018, 5)), func(h *registry.Household) {
		h.Attribute, h.HeadID = "一般农户", id(2)
	}))
	twice.members = append(slices.Clone(once.members), inHome("M1", "H1", 2), inHome("M1", "H1", 3))
	want := once.match(t)
	want.Twice = []string{"H1", "M1", "M1"}
	same(t, "outcome", want, twice.match(t))
}

// Numbers are found to be taken in whatever order and form they come.
func TestTakenNumbersInAnyOrder(t *testing.T) {
	numbers := rapid.OneOf(rapid.StringMatching(`[0-9]{1,2}`), rapid.SampledFrom([]string{"M1", "M2", "四", "五", "430599000100012345", "430599000100012346"}))
	rapid.Check(t, func(t *rapid.T) {
		texts, s, seen := newTexts(), members{}, map[string]bool{}
		all := rapid.SliceOfN(numbers, 0, 60).Draw(t, "numbers")
		if rapid.Bool().Draw(t, "ascending") {
			slices.Sort(all)
		}
		for _, number := range all {
			isNew := s.isNew(texts.code(number))
			if isNew == seen[number] {
				t.Fatalf("of %q, %s is new: %v", all, number, isNew)
			}
			if isNew {
				s.note(step{id: texts.code(number)}, 0)
			}
			seen[number] = true
		}
	})
}

// Of many numbers, in no order and with few and many of them taken, exactly
// those are taken that were there.
func TestTakenNumbersAmongMany(t *testing.T) {
	const many = 50_000
	for _, apart := range []int{many / 2, many - 3} { // after so many, numbers come again
		var s members
		for n := range many {
			id := code(n%apart*7_919%1_000_003 + 1)
			if got, want := s.isNew(id), n < apart; got != want {
				t.Fatalf("number %d of %d is new: %v", n, many, got)
			}
			if n < apart {
				s.note(step{id: id}, 0)
			}
		}
		if byIndex := s.numbers.all != nil; byIndex != (many-apart > maxLooks) {
			t.Errorf("%d numbers came again, and an index of all is there: %v", many-apart, byIndex)
		}
	}
}

func TestDuplicates(t *testing.T) {
	gone := func(m *registry.Member) { m.State = registry.Gone }
	noKey := func(m *registry.Member) { m.Resident = resident.ID{} }
	out := world{
		households: []registry.Household{household("H1", 0)},
		members: []registry.Member{
			inHome("M3", "H1", 1), inHome("M1", "H9", 1), change(inHome("M0", "H1", 1), gone), inHome("M2", "H1", 2),
			change(inHome("M4", "H1", 2), gone), change(inHome("M5", "H1", 0), noKey), change(inHome("M6", "H1", 0), noKey), inHome("M7", "", 1),
		},
	}.match(t)
	same(t, "duplicates", map[resident.Key][]string{key(1): {"M1", "M3", "M7"}}, out.Duplicates)
}

// The place of a duplicate is that of its first member.
func TestPlaceOfDuplicates(t *testing.T) {
	j, err := New(aYear())
	if err != nil {
		t.Fatal(err)
	}
	w := world{households: []registry.Household{
		change(household("H1", 0), func(h *registry.Household) { h.Area = east }),
		change(household("H2", 0), func(h *registry.Household) { h.Area = west }),
	}}
	w.build(j, &outcome{})
	for _, m := range []registry.Member{inHome("M2", "H1", 1), inHome("M1", "H2", 1)} {
		match(j, &m)
	}
	found := 0
	j.FindDuplicates()
	for d := range j.Duplicates {
		found++
		if d.Place.Area != west {
			t.Errorf("the place of M1 and M2 is %v", d.Place.Area)
		}
	}
	if found != 1 {
		t.Errorf("%d duplicates, want 1", found)
	}
}

// Among very many members exactly those are duplicates that a map says are.
func TestDuplicatesAmongMany(t *testing.T) {
	j, err := New(aYear())
	if err != nil {
		t.Fatal(err)
	}
	world{}.build(j, &outcome{})
	want := map[resident.Key][]string{}
	const apart = 3 * smallFilter // how far the two members with a key lie apart: the filter was widened meanwhile
	for n := range apart + 100 {
		m := registry.Member{ID: fmt.Sprintf("%06d", n), Resident: resident.ID{Key: key(n % apart)}}
		want[m.Resident.Key] = append(want[m.Resident.Key], m.ID)
		if match(j, &m) == nil {
			t.Fatalf("%s is not new", m.ID)
		}
	}
	maps.DeleteFunc(want, func(_ resident.Key, members []string) bool { return len(members) < 2 })
	got := map[resident.Key][]string{}
	j.FindDuplicates()
	for d := range j.Duplicates {
		got[d.Key] = d.Members
	}
	if same(t, "duplicates", want, got); len(want) != 100 {
		t.Errorf("%d duplicates are wanted, and 100 were meant", len(want))
	}
}

func TestDuplicatesAreOptional(t *testing.T) {
	w := world{options: aYear(), members: []registry.Member{inHome("M1", "", 1), inHome("M2", "", 1)}}
	w.options.Duplicates = false
	if out := w.match(t); len(out.Duplicates) != 0 || len(out.Members) != 2 {
		t.Errorf("%d members, duplicates %v", len(out.Members), out.Duplicates)
	}
}

func TestWindowsThatAreNone(t *testing.T) {
	for months, ok := range map[period.Month]bool{0: false, 1: true, 12: true, 32: true, 33: false} {
		o := aYear()
		o.Window.Through = o.Window.From + months - 1
		if _, err := New(o); (err == nil) != ok {
			t.Errorf("a window of %d months: %v", months, err)
		}
	}
}
