package jobs_test

import (
	"errors"
	"testing"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/jobs"
)

// TestAreaLimitsARun: a run over an area, by code or name, opens and resolves
// there and nowhere else.
func TestAreaLimitsARun(t *testing.T) {
	th := stage(t, small(100), nil)
	scope := func(area string) jobs.Request { return jobs.Request{Scope: registry.ScopeOf(area)} }
	results := th.show(t, small(100), scope(countyA))
	check(t, th.ledger, ten, planted{})
	if tally := results["water"].Tally; tally.Opened != 20 || tally.Unresolved != 20 {
		t.Errorf("the tally of a run over county A: %+v, want 20 opened and unresolved", tally.Counts)
	}
	runs, err := th.ledger.Runs(t.Context(), ledger.RunFilter{Job: "water"})
	must(t, err)
	if len(runs) != 1 || runs[0].Area != countyA || runs[0].Unresolved != 20 {
		t.Errorf("the runs: %+v, want one over county A with 20 unresolved", runs)
	}
	th.show(t, small(100), scope(nameB))
	check(t, th.ledger, ten, ten)

	mended := mend(small(100))
	th.show(t, mended, scope(nameA))
	few := planted{unmarked: 9, unsupported: 10, noWater: 10, unsafe: 9, invalid: 10}
	check(t, th.ledger, few, ten)
	th.show(t, mended, scope("439902000000")) // a county's code filled up
	check(t, th.ledger, few, few)

	th.show(t, small(100), scope("439901100")) // its only town
	check(t, th.ledger, ten, few)
	check(t, th.ledger, ten, few)
	th.show(t, small(100), scope("新村")) // both villages bear the name
	check(t, th.ledger, ten, ten)
	for _, d := range rows(t, th.ledger, ledger.Filter{Kind: "dibao_unmarked"}) {
		if want := d.Subject == "member:439901000001" || d.Subject == "member:439902000001"; (d.TimesReopened == 1) != want {
			t.Errorf("%s was reopened %d times", d.Subject, d.TimesReopened)
		}
	}
}

// mend takes one unmarked and one unsafe household of each county off the list.
func mend(in oracle.Input) oracle.Input {
	for _, county := range []string{countyA, countyB} {
		in.Members = with(in.Members, "member_id", county+"000001", "dibao", "是")
		in.Households = with(in.Households, "household_id", county+"0003", "safe_water", "否")
	}
	return in
}

// TestMovedOutOfTheArea: what a run over one county sees in another now is
// there still, and is not resolved by having moved.
func TestMovedOutOfTheArea(t *testing.T) {
	th := stage(t, small(100), nil)
	th.show(t, small(100), jobs.Request{})
	moved := small(100)
	for field, cell := range map[string]string{"area_code": countyB + "100200", "county": nameB} {
		moved.Households = with(moved.Households, "household_id", countyA+"0003", field, cell)
	}
	results := th.show(t, moved, jobs.Request{Scope: registry.ScopeOf(countyA)})
	if tally := results["water"].Tally; tally.Resolved != 0 {
		t.Errorf("the run over the county that a household has left: %+v, want nothing resolved", tally.Counts)
	}
	check(t, th.ledger, ten, ten)
	results = th.show(t, moved, jobs.Request{})
	if tally := results["water"].Tally; tally.Resolved+tally.Reopened+tally.Opened != 0 {
		t.Errorf("the run over everything: %+v, want nothing but the move", tally.Counts)
	}
	nine, eleven := ten, ten
	nine.unsafe, eleven.unsafe = 9, 11
	check(t, th.ledger, nine, eleven)
}

// TestAreaWhereNothingLies: a slip of the pen is no area in which all is well, and
// leaves no run behind, and no lease.
func TestAreaWhereNothingLies(t *testing.T) {
	th := stage(t, small(100), nil)
	th.put(t, small(100))
	for _, dry := range []bool{true, false} {
		for _, area := range []string{"没有县", "439902100999", "54"} {
			for _, result := range th.Run(t.Context(), jobs.Request{Jobs: th.Runnable(), Scope: registry.ScopeOf(area), DryRun: dry}) {
				if !errors.Is(result.Err, jobs.ErrNoArea) || result.RunID != 0 {
					t.Errorf("%s over %s: run %d, %v", result.Job, area, result.RunID, result.Err)
				}
			}
		}
	}
	runs, err := th.ledger.Runs(t.Context(), ledger.RunFilter{})
	must(t, err)
	if len(runs) != 0 {
		t.Errorf("the runs: %+v, want none", runs)
	}
	th.show(t, small(100), jobs.Request{Scope: registry.ScopeOf(countyA)})
	check(t, th.ledger, ten, planted{})
}
