package matchers

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// TestRowsOfMembers: rows that follow one another are kept as runs, in whatever
// files and with whatever gaps they stand.
func TestRowsOfMembers(t *testing.T) {
	sources := []*table.Source{{File: "a"}, {File: "b"}, {File: "c"}}
	rapid.Check(t, func(t *rapid.T) {
		var o origins
		var s members
		var want []table.Origin
		for _, src := range sources {
			row := 1
			for range rapid.IntRange(0, 6).Draw(t, "rows") {
				row += rapid.SampledFrom([]int{1, 1, 1, 2, 5}).Draw(t, "step")
				want = append(want, table.Origin{Source: src, Row: row})
			}
		}
		for n, origin := range want {
			s.note(step{id: code(n + 1)}, o.pack(origin))
		}
		for order, origin := range want {
			if got := o.origin(s.place(uint32(order))); got != origin {
				t.Errorf("member %d stands in %v row %d, not %v row %d", order, got.Source, got.Row, origin.Source, origin.Row)
			}
		}
		if len(s.places) > len(want) {
			t.Errorf("%d runs of %d rows", len(s.places), len(want))
		}
	})
}

// TestRowsBehindWhatIsFound names the rows on both sides.
func TestRowsBehindWhatIsFound(t *testing.T) {
	standing := func(m registry.Member, row int) registry.Member { m.Origin = at(row); return m }
	j := joined(t, world{
		households: []registry.Household{household("H1", 0), household("H2", 0), household("H3", 0)},
		dibao:      []payment{paid(1, month(2018, 1), 0), paid(2, month(2018, 1), 0), paid(4, month(2018, 1), 0)},
		tekun:      []payment{change(paid(3, month(2018, 1), 0), func(p *payment) { p.Origin = at(33) })},
	})
	j.AddPupil(&roster.Pupil{Resident: id(9), Origin: at(44)})
	j.AddPupil(&roster.Pupil{Resident: id(9), Origin: at(45)})
	for n, phone := range []string{"张三", "张三", "李四"} {
		j.AddHelper(&registry.Contact{HouseholdID: "H1", Name: phone, Phone: registry.Phone{Number: "13812345678"}, Origin: at(50 + n)})
	}
	for _, m := range []registry.Member{
		standing(inHome("M2", "H1", 2), 11), standing(inHome("M1", "H1", 1), 12), // the row that comes first, whoever does
		standing(inHome("M4", "H2", 4), 13), standing(inHome("M3", "H2", 3), 14), // tekun decides
		standing(inHome("M9", "H3", 9), 15), standing(inHome("M0", "H3", 9), 17),
	} {
		matched := match(j, &m)
		if m.ID == "M9" && (!matched.Enrolled || matched.Enrolment != at(44)) {
			t.Errorf("enrolled %v in row %d", matched.Enrolled, matched.Enrolment.Row)
		}
	}
	payers := map[string]table.Origin{}
	for h := range j.Households {
		payers[h.ID()] = h.Members.Payer
	}
	if diff := cmp.Diff(map[string]table.Origin{"H1": at(1), "H2": at(33), "H3": {}}, payers); diff != "" {
		t.Errorf("payers (-want +got):\n%s", diff)
	}
	j.FindDuplicates()
	for d := range j.Duplicates {
		if d.Key != key(9) || d.Origins != [2]table.Origin{at(17), at(15)} {
			t.Errorf("%v: rows %d and %d", d.Members, d.Origins[0].Row, d.Origins[1].Row)
		}
	}
	for s := range j.SharedPhones {
		if s.Origins != [2]table.Origin{at(50), at(52)} {
			t.Errorf("the number stands in rows %d and %d", s.Origins[0].Row, s.Origins[1].Row)
		}
	}
}
