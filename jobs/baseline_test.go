package jobs_test

import (
	"fmt"
	"testing"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/jobs"
)

// TestShrinkHasATolerance: a county is held where it lost more than 20 rows and
// more than its share, here a fifth.
func TestShrinkHasATolerance(t *testing.T) {
	for _, c := range []struct {
		before, after int
		held          bool
	}{
		{100, 80, false}, // 20 rows, a fifth
		{100, 79, true},
		{105, 84, false}, // 21 rows, a fifth
		{105, 83, true},  // 22 rows, more than a fifth
		{104, 83, true},  // 21 rows, more than a fifth
		{40, 20, false},  // half, but only 20 rows
		{40, 19, true},
		{20, 0, false},
		{21, 0, true},
		{30, 90, false},
	} {
		t.Run(fmt.Sprintf("%d to %d", c.before, c.after), func(t *testing.T) {
			th := stage(t, small(20), nil)
			th.show(t, paying(small(20), c.before), jobs.Request{})
			results := th.show(t, paying(small(20), c.after), jobs.Request{})
			if c.held {
				wantHeld(t, results, "assistance", "dibao", countyA)
			} else {
				wantHeld(t, results, "assistance", "dibao")
			}
		})
	}
}

// paying has the dibao feed pay so many people of county A, and one of county B.
func paying(in oracle.Input, people int) oracle.Input {
	payee := func(county, number string) oracle.Row {
		return oracle.Row{"id_number": number, "name": "张三", "start": "2017-10", "end": "", "area_code": county + "100200"}
	}
	in.Dibao = []oracle.Row{payee(countyB, numberOf(countyB, 0))}
	for i := range people {
		in.Dibao = append(in.Dibao, payee(countyA, numberOf(countyA, i)))
	}
	return in
}

// TestVanishedCounty loses a county from one feed, and then from all.
func TestVanishedCounty(t *testing.T) {
	th := stage(t, small(100), nil)
	th.show(t, small(100), jobs.Request{})

	in := small(100)
	in.Dibao = without(in.Dibao, -1, within(countyB))
	wantHeld(t, th.show(t, in, jobs.Request{}), "assistance", "dibao", countyB)
	check(t, th.ledger, ten, ten)

	in = small(100)
	in.Households = without(in.Households, -1, within(countyB))
	in.Members = without(in.Members, -1, func(row oracle.Row) bool { return row["household_id"][:6] == countyB })
	in.Dibao = without(in.Dibao, -1, within(countyB))
	in.Tekun = without(in.Tekun, -1, within(countyB))
	in.Water = without(in.Water, -1, within(countyB))
	in.Members = with(in.Members, "member_id", "439901000402", "id_number", numberOf(countyA, 504)) // mended
	results := th.show(t, in, jobs.Request{})
	for _, feed := range []string{"households", "members"} {
		wantHeld(t, results, "registry", feed, countyB)
	}
	mended := ten
	mended.invalid = 9
	check(t, th.ledger, mended, ten)
}

// TestFeedReadForTheFirstTime has nothing to be held against: neither a feed
// that only other jobs did without, nor a county that is new in it.
func TestFeedReadForTheFirstTime(t *testing.T) {
	in := small(100)
	in.Dibao = without(in.Dibao, 60, within(countyA))
	th := stage(t, in, nil)
	th.show(t, in, jobs.Request{Jobs: []string{"registry", "water"}})
	wantHeld(t, th.show(t, in, jobs.Request{Jobs: []string{"assistance"}}), "assistance", "dibao")

	th = stage(t, in, nil)
	in.Dibao = without(small(100).Dibao, -1, within(countyA))
	th.show(t, in, jobs.Request{})
	wantHeld(t, th.show(t, small(100), jobs.Request{}), "assistance", "dibao")
	check(t, th.ledger, ten, ten)
}

// TestRowsWithoutACounty hold every county where too many of them are gone.
func TestRowsWithoutACounty(t *testing.T) {
	nowhere := func(gone int) oracle.Input {
		in := small(100)
		in.Dibao = in.Dibao[gone:]
		for i, row := range in.Dibao {
			in.Dibao[i] = oracle.Row{"id_number": row["id_number"], "name": row["name"], "start": row["start"], "end": ""}
		}
		return in
	}
	th := stage(t, nowhere(0), nil)
	th.show(t, nowhere(0), jobs.Request{})
	check(t, th.ledger, ten, ten)
	wantHeld(t, th.show(t, nowhere(33), jobs.Request{}), "assistance", "dibao", "")
	check(t, th.ledger, ten, ten)
	wantHeld(t, th.show(t, nowhere(32), jobs.Request{}), "assistance", "dibao") // a fifth of 160
	after := open(t, th.ledger, countyA)
	if after.unmarked != 6 || after.unsupported != 38 {
		t.Errorf("open in county A without 32 of its rows: %+v", after)
	}
}

// TestSubjectWithoutACounty is held where any county is.
func TestSubjectWithoutACounty(t *testing.T) {
	in := small(100)
	in.Members = append(in.Members, oracle.Row{
		"member_id": "99990101", "household_id": "9999", "name": "李四", "id_number": numberOf(countyA, 900), "relation": "户主", "dibao": "否",
	})
	orphans := func(th theatre) int {
		return len(rows(t, th.ledger, ledger.Filter{Kind: "member_orphaned", Status: ledger.StatusOpen}))
	}
	th := stage(t, in, nil)
	th.show(t, in, jobs.Request{Jobs: []string{"registry"}})
	if orphans(th) != 1 {
		t.Fatalf("%d orphans are open, want 1", orphans(th))
	}
	in = small(100) // and the orphan gone
	gone := func(n int) oracle.Input {
		less := in
		less.Members = without(in.Members, n, func(row oracle.Row) bool { return row["household_id"][:6] == countyA })
		return less
	}
	wantHeld(t, th.show(t, gone(23), jobs.Request{Jobs: []string{"registry"}}), "registry", "members", countyA) // of 110
	if orphans(th) != 1 {
		t.Errorf("%d orphans are open while a county is held, want 1", orphans(th))
	}
	if got := rows(t, th.ledger, ledger.Filter{Kind: "household_empty"}); len(got) != 0 {
		t.Errorf("%d households of the held county are said to be empty", len(got))
	}
	wantHeld(t, th.show(t, gone(22), jobs.Request{Jobs: []string{"registry"}}), "registry", "members")
	if orphans(th) != 0 {
		t.Errorf("%d orphans are open, want none", orphans(th))
	}
}

// TestFailedRunMovesNoBaseline: what a failed run read is nothing that the next
// is held against.
func TestFailedRunMovesNoBaseline(t *testing.T) {
	th := stage(t, small(100), nil)
	th.show(t, small(100), jobs.Request{})

	in := small(100)
	in.Dibao = without(in.Dibao, 30, within(countyA))
	in.Tekun = []oracle.Row{{"id_number": "无", "name": "张三", "start": "2017-10"}}
	th.put(t, in)
	failed := th.try(t, jobs.Request{AsOf: date(t, in.AsOf)})["assistance"]
	wantRefusal(t, failed.Err, "tekun")
	wantHeld(t, map[string]jobs.Result{"assistance": failed}, "assistance", "dibao", countyA)

	in.Tekun = small(100).Tekun
	wantHeld(t, th.show(t, in, jobs.Request{}), "assistance", "dibao", countyA)
	check(t, th.ledger, ten, ten)
}

// TestDryRunMovesNoBaseline: nor is what a dry run read.
func TestDryRunMovesNoBaseline(t *testing.T) {
	th := stage(t, small(100), nil)
	th.show(t, small(100), jobs.Request{})
	before := dump(t, openSQLite(t, th.dir))
	in := small(100)
	in.Dibao = without(in.Dibao, 30, within(countyA))
	lifted := th.show(t, in, jobs.Request{DryRun: true, AcceptShrink: true})["assistance"]
	if want := 26 + 30; lifted.Tally.Opened != want || lifted.Tally.Resolved != 4 || lifted.RunID != 0 {
		t.Errorf("a dry run that accepts the shrinking tells of %+v as run %d, want %d opened, 4 resolved", lifted.Tally.Counts, lifted.RunID, want)
	}
	wantHeld(t, th.show(t, in, jobs.Request{DryRun: true}), "assistance", "dibao", countyA)
	for table, rows := range dump(t, openSQLite(t, th.dir)) {
		if len(rows) != len(before[table]) {
			t.Errorf("dry runs left %d rows in %s, which had %d", len(rows), table, len(before[table]))
		}
	}
}
