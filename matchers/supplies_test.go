package matchers

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
)

func TestWhoseWater(t *testing.T) {
	of := func(row survey, householdID string) survey { row.HouseholdID = householdID; return row }
	early := day(2018, 1, 1)
	homes := []registry.Household{
		change(household("H1", 0), func(h *registry.Household) { h.HeadID = id(1) }),
		change(household("H2", 0), func(h *registry.Household) { h.HeadID = id(1) }),
		household("H3", 0), household("H4", 0),
	}
	members := []registry.Member{
		change(inHome("M1", "H3", 2), func(m *registry.Member) { m.State = registry.Dead }), inHome("M2", "H4", 2), inHome("M3", "H9", 3),
	}
	for _, c := range []struct {
		what string
		row  survey
		want map[string]roster.Verdict // the others have none
	}{
		{"by number", survey{HouseholdID: "H3", Derived: safe}, map[string]roster.Verdict{"H3": safe}},
		{"by number, whoever is the head", of(rowOf(1, early, safe), "H3"), map[string]roster.Verdict{"H3": safe}},
		{"by the head of two households", rowOf(1, early, basic), map[string]roster.Verdict{"H1": basic, "H2": basic}},
		{"by members of two households, one of them dead", rowOf(2, early, unsafe), map[string]roster.Verdict{"H3": unsafe, "H4": unsafe}},
		{"by a number that is unknown, so by the head", of(rowOf(1, early, safe), "H8"), map[string]roster.Verdict{"H1": safe, "H2": safe}},
		{"by a number that is unknown", survey{HouseholdID: "H8", Derived: safe}, nil},
		{"by a member without a household", rowOf(3, early, safe), nil},
		{"by somebody unknown", rowOf(4, early, safe), nil},
	} {
		out := world{households: homes, members: members, water: []survey{c.row}}.match(t)
		for _, h := range []string{"H1", "H2", "H3", "H4"} {
			want := Supply{Derived: unassessed}
			if verdict, ok := c.want[h]; ok {
				want = Supply{Derived: verdict, Origin: c.row.Origin}
			}
			same(t, c.what+": "+h, want, out.Households[h].Water)
		}
	}
}

func TestWhichRowWins(t *testing.T) {
	early, late := day(2018, 1, 1), day(2018, 6, 1)
	contradicted := func(row survey) survey { row.Conflict = true; return row }
	for _, c := range []struct {
		what string
		rows []survey
		want Supply
	}{
		{"the newest", []survey{rowOf(1, early, unsafe), rowOf(2, late, safe)}, Supply{Derived: safe, Origin: at(2)}},
		{"any date before none", []survey{rowOf(1, 0, unsafe), rowOf(2, early, safe)}, Supply{Derived: safe, Origin: at(2)}},
		{"a day after its month", []survey{rowOf(1, early, safe), rowOf(2, early-1, unsafe)}, Supply{Derived: safe, Origin: at(1)}},
		{"of a tie the worst", []survey{rowOf(1, late, safe), rowOf(2, late, basic), rowOf(3, late, unsafe)}, Supply{Derived: unsafe, Disagree: true, Origin: at(3)}},
		{"any verdict before none", []survey{rowOf(1, late, unassessed), rowOf(2, late, safe)}, Supply{Derived: safe, Disagree: true, Origin: at(2)}},
		{"of a tie without dates the worst", []survey{rowOf(1, 0, basic), rowOf(2, 0, safe)}, Supply{Derived: basic, Disagree: true, Origin: at(1)}},
		{"the first of equals", []survey{rowOf(2, late, safe), rowOf(1, late, safe), rowOf(3, late, safe)}, Supply{Derived: safe, Origin: at(1)}},
		{"older rows do not disagree", []survey{rowOf(1, early, unsafe), rowOf(2, late, safe), rowOf(3, early, basic)}, Supply{Derived: safe, Origin: at(2)}},
		{"a contradiction in the winner", []survey{contradicted(rowOf(1, late, unsafe)), rowOf(2, late, safe)}, Supply{Derived: unsafe, Disagree: true, Conflict: true, Origin: at(1)}},
		{"a contradiction in any of the winners", []survey{rowOf(1, late, basic), contradicted(rowOf(2, late, basic))}, Supply{Derived: basic, Conflict: true, Origin: at(1)}},
		{"a contradiction in a loser of the tie", []survey{rowOf(1, late, unsafe), contradicted(rowOf(2, late, safe))}, Supply{Derived: unsafe, Disagree: true, Origin: at(1)}},
		{"a contradiction in an older row", []survey{rowOf(1, late, safe), contradicted(rowOf(2, early, safe))}, Supply{Derived: safe, Origin: at(1)}},
	} {
		w := world{households: []registry.Household{household("H1", 0)}}
		for n := range 5 { // everybody whose key the rows are under
			w.members = append(w.members, inHome(string(rune('A'+n)), "H1", n))
		}
		for _, byNumber := range []bool{false, true} {
			w.water = nil
			for _, row := range c.rows {
				if byNumber {
					row.HouseholdID = "H1"
				}
				w.water = append(w.water, row)
			}
			same(t, c.what, c.want, w.match(t).Households["H1"].Water)
		}
	}
}

// Rows that reach a household by its number and by its members' keys add up.
func TestWaterOnSeveralWays(t *testing.T) {
	byNumber := survey{HouseholdID: "H1", AssessedOn: day(2018, 6, 1), Derived: safe, Origin: at(1)}
	out := world{
		households: []registry.Household{change(household("H1", 0), func(h *registry.Household) { h.HeadID = id(2) })},
		water:      []survey{byNumber, rowOf(2, day(2018, 6, 1), basic), rowOf(3, day(2018, 1, 1), unsafe)},
		members:    []registry.Member{inHome("M1", "H1", 2), inHome("M2", "H1", 3), change(inHome("M3", "H1", 0), func(m *registry.Member) { m.Resident = resident.ID{} })},
	}.match(t)
	same(t, "supply", Supply{Derived: basic, Disagree: true, Origin: at(2)}, out.Households["H1"].Water)
}

// A row without an area belongs where the household does that it names.
func TestAreaOfWaterRows(t *testing.T) {
	j, err := New(aYear())
	if err != nil {
		t.Fatal(err)
	}
	h := change(household("H1", 0), func(h *registry.Household) { h.Area = east })
	inEast, _ := j.AddHousehold(&h)
	j.Settle()
	for _, c := range []struct {
		row  survey
		want registry.AreaID
	}{
		{survey{HouseholdID: "H1"}, inEast}, {survey{HouseholdID: "H1", Area: east}, inEast}, {rowOf(1, 0, safe), 0}, {survey{HouseholdID: "H2"}, 0},
	} {
		if got := addWater(j, c.row); got != c.want {
			t.Errorf("%+v belongs to area %d, want %d", c.row, got, c.want)
		}
	}
	if got := addWater(j, survey{HouseholdID: "H1", Area: west}); j.areas.At(got) != west {
		t.Errorf("a row's own area became %v", j.areas.At(got))
	}
}

// someSupply draws one row of a water ledger.
func someSupply() *rapid.Generator[supply] {
	return rapid.Custom(func(t *rapid.T) supply {
		s := supply{
			date:     period.Date(rapid.IntRange(0, 2).Draw(t, "date")),
			verdicts: 1 << rapid.IntRange(0, 3).Draw(t, "verdict"),
			origin:   place(rapid.IntRange(1, 4).Draw(t, "row")),
		}
		if rapid.Bool().Draw(t, "conflict") {
			s.conflicts = s.verdicts
		}
		return s
	})
}

// Rows may be merged in any order and grouping, and again.
func TestMergingSupplies(t *testing.T) {
	merged := func(all ...supply) supply {
		var s supply
		for _, row := range all {
			s.merge(row)
		}
		return s
	}
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(someSupply(), 0, 6).Draw(t, "rows")
		want := merged(rows...)
		shuffled := rapid.Permutation(rows).Draw(t, "shuffled")
		if got := merged(shuffled...); got != want {
			t.Fatalf("in another order %+v, not %+v", got, want)
		}
		cut := rapid.IntRange(0, len(rows)).Draw(t, "cut")
		if got := merged(merged(rows[:cut]...), merged(rows[cut:]...)); got != want {
			t.Fatalf("in two groups %+v, not %+v", got, want)
		}
		if got := merged(append(rows, rows...)...); got != want {
			t.Fatalf("twice %+v, not %+v", got, want)
		}
		if got := merged(want, supply{}); got != want {
			t.Fatalf("with nothing %+v, not %+v", got, want)
		}
	})
}
