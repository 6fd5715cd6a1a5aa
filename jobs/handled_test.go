package jobs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/jobs"
)

// decide enters the handling of the one discrepancy of a kind about a subject.
func (th theatre) decide(t *testing.T, kind, subject string, handling *rules.Handling) {
	t.Helper()
	for _, d := range rows(t, th.ledger, ledger.Filter{Kind: kind}) {
		if d.Subject == subject {
			must(t, th.ledger.Handle(t.Context(), "王", []ledger.Choice{{ID: d.ID, Handling: handling, Reason: "入户核实"}}))
			return
		}
	}
	t.Fatalf("no %s is about %s", kind, subject)
}

// wantDone wants these handlings done, in the order of their discrepancies, with
// how many live in the households.
func wantDone(t *testing.T, l *ledger.Ledger, what string, want ...string) {
	t.Helper()
	var got []string
	for h, err := range l.Handlings(t.Context(), ledger.Filter{}) {
		must(t, err)
		done := "open"
		if h.VerifiedRun != 0 {
			done = "done"
		}
		got = append(got, fmt.Sprintf("%s %d %s", h.Handling, h.People, done))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

// A removal is done when the next registry has the household or member no more,
// an addition when it has the person; what is held proves no removal.
func TestLaterRegistryShowsWhatWasDone(t *testing.T) {
	in := small(100)
	outside := numberOf(countyA, 900)
	in.Dibao = append(in.Dibao, oracle.Row{
		"id_number": outside, "name": "张五", "head_id": numberOf(countyA, 6), "start": "2017-10", "area_code": countyA + "100200", "county": nameA, "town": "东乡", "village": "新村",
	})
	th := stage(t, in, nil)
	th.show(t, in, jobs.Request{})
	th.decide(t, "dibao_unmarked", "member:439901001001", rules.RemoveMember)
	th.decide(t, "member_missing", "person:"+outside, rules.Supplement)
	th.decide(t, "water_marked_safe", "household:4399010003", rules.RemoveHousehold)
	wantDone(t, th.ledger, "decided", "remove_member -1 open", "supplement -1 open", "remove_household 1 open")
	th.show(t, in, jobs.Request{})
	wantDone(t, th.ledger, "nothing is done", "remove_member -1 open", "supplement -1 open", "remove_household 1 open")

	next := without30(in)
	next.Members = append(next.Members, oracle.Row{
		"member_id": "439901000602", "household_id": "4399010006", "name": "张五", "id_number": outside, "relation": "之子", "dibao": "是",
	})
	wantHeld(t, th.show(t, next, jobs.Request{}), "assistance", "members", countyA)
	wantDone(t, th.ledger, "a county is held", "remove_member -1 open", "supplement -1 done", "remove_household 1 open")
	th.show(t, next, jobs.Request{AcceptShrink: true})
	wantDone(t, th.ledger, "it is accepted", "remove_member -1 done", "supplement -1 done", "remove_household 1 done")
	before := events(t, th.ledger)
	th.show(t, next, jobs.Request{})
	if after := events(t, th.ledger); after != before {
		t.Errorf("the same registry again, and %d events instead of %d", after, before)
	}
	th.show(t, in, jobs.Request{})
	wantDone(t, th.ledger, "all is as it was", "remove_member -1 open", "supplement -1 open", "remove_household 1 open")
}

// events counts the events of those about whom something was decided.
func events(t *testing.T, l *ledger.Ledger) (n int) {
	t.Helper()
	for h, err := range l.Handlings(t.Context(), ledger.Filter{}) {
		must(t, err)
		history, err := l.Events(t.Context(), h.ID)
		must(t, err)
		n += len(history)
	}
	return n
}

// without30 is the world without 30 households of county A and their members.
func without30(in oracle.Input) oracle.Input {
	in.Households = without(in.Households, 30, within(countyA))
	in.Members = without(in.Members, 33, func(row oracle.Row) bool { return strings.HasPrefix(row["member_id"], countyA+"00") })
	return in
}
