package ledger

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// nightOf is what a night of a job finds: two discrepancies in two counties, one
// for information, and some rejects.
func nightOf(job string) Outcome {
	kind := kindOf(job, job+"_kind")
	info := finding(kind, "member:3", "430521", "否")
	info.Severity = rules.Info
	return Outcome{
		Findings: []rules.Finding{finding(kind, "member:1", "430521", "否"), finding(kind, "member:2", "430522", "否"), info},
		Feeds: []FeedRead{
			{
				Feed: "members", Location: "m.csv", Digest: "d1", RowsRead: 12, RowsAccepted: 10, RowsRejected: 2,
				CountyRows: map[string]int64{"430521": 7, "430522": 3}, Counties: map[string]CountyFacts{"430521": {Children: 2}},
				Inputs: []Input{{Name: "m.csv", Digest: "d1", Size: 9}}, Headers: map[string][]string{"name": {"姓名"}}, Notes: []string{"a hidden sheet"},
				Rejects: []Reject{{Location: "m.csv", Row: 4, Field: "id_number", Reason: "missing"}, {Location: "m.csv", Row: 5, Reason: "length"}},
			},
			{Feed: "dibao", Location: "d.csv", Digest: "d2", RowsRead: 1, RowsAccepted: 1, CountyRows: map[string]int64{"430521": 1}},
		},
	}
}

func mustStand(t *testing.T, l *Ledger, s Start) *Standing {
	t.Helper()
	found, err := l.Standing(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A repeated run leaves what a recorded one would have: the run itself, and
// nothing else.
func TestRepeatIsARecordThatChangesNothing(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			for _, area := range []string{"", "430521", "县430522"} {
				clock := newClock()
				l := mustOpen(t, newStore(t), Options{Now: clock.now})
				s := startOf("assistance")
				s.Scope = registry.ScopeOf(area)
				run(t, l, s, nightOf("assistance"))
				clock.move(time.Hour)
				recorded := run(t, l, s, nightOf("assistance"))
				if err := mustBegin(t, l, s).Fail(t.Context(), errors.New("more than 5 %"), []FeedRead{{Feed: "members", Rejects: []Reject{{Row: 1}}}}); err != nil {
					t.Fatal(err)
				}
				others := []string{"discrepancies", "discrepancy_events", "run_kinds", "handlings", "sequences"}
				before := dump(t, l, others...)
				for range 2 {
					clock.move(time.Hour)
					r := mustBegin(t, l, s)
					standing := mustStand(t, l, s)
					if standing == nil || standing.Run != 2 {
						t.Fatalf("%q: %+v stands", area, standing)
					}
					tally, ok, err := r.Repeat(t.Context(), standing)
					if !ok || err != nil {
						t.Fatalf("%q: %v, %v", area, ok, err)
					}
					if diff := cmp.Diff(recorded, tally); diff != "" {
						t.Errorf("%q: recorded (-) and repeated (+) differ: %s", area, diff)
					}
					if diff := cmp.Diff(before, dump(t, l, others...)); diff != "" {
						t.Errorf("%q: %s", area, diff)
					}
					checkRepeated(t, l, 2, r.ID())
				}
				if n := len(query(t, l, "SELECT * FROM leases")); n != 0 {
					t.Errorf("%d leases are left", n)
				}
			}
		})
	}
}

// checkRepeated wants the rows of a run to be those of the one that it repeats,
// and the ledger to tell of it as of the newest.
func checkRepeated(t *testing.T, l *Ledger, was, is int64) {
	t.Helper()
	runs, err := l.Runs(t.Context(), RunFilter{Status: Succeeded})
	if err != nil {
		t.Fatal(err)
	}
	first, last := runs[len(runs)-int(was)], runs[0]
	if last.ID != is || last.SameAs != was || last.FinishedAt != l.now() {
		t.Errorf("%+v", last)
	}
	first.ID, first.SameAs, first.StartedAt, first.FinishedAt = last.ID, last.SameAs, last.StartedAt, last.FinishedAt
	if diff := cmp.Diff(first, last); diff != "" {
		t.Error(diff)
	}
	for _, feed := range [2]string{"dibao", "members"} {
		const columns = "SELECT feed, location, digest, rows_read, rows_accepted, rows_rejected, held_counties, county_rows, changed_at, rejects_digest, inputs, headers, notes, counties FROM run_feeds WHERE run_id = ? AND feed = ?"
		if diff := cmp.Diff(query(t, l, columns, was, feed), query(t, l, columns, is, feed)); diff != "" {
			t.Error(diff)
		}
	}
	rejects := rejectsOf(t, l, RejectFilter{})
	if len(rejects) != 2 || rejects[0].Run != 1 {
		t.Errorf("rejects %+v", rejects)
	}
	for key, d := range all(t, l, Filter{}) {
		if covered := d.LastSeenRun == is; covered != (d.LastSeenAt.Equal(l.now())) || !covered && d.LastSeenRun != 0 {
			t.Errorf("%s was last seen by run %d at %s", key, d.LastSeenRun, d.LastSeenAt)
		}
	}
}

// What makes a run necessary although its inputs may be the same, and what does not.
func TestWhatStands(t *testing.T) {
	record := func(job string, change func(*Outcome)) func(*testing.T, *Ledger) {
		return func(t *testing.T, l *Ledger) {
			t.Helper()
			o := nightOf(job)
			change(&o)
			run(t, l, startOf(job), o)
		}
	}
	same := func(*Outcome) {}
	decide := func(decide func(*Ledger, Decision) error) func(*testing.T, *Ledger) {
		return func(t *testing.T, l *Ledger) {
			t.Helper()
			if err := decide(l, Decision{IDs: []int64{1}, Actor: "王", Note: "核实", Until: date(2018, 12, 31)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, row := range map[string]struct {
		first Outcome                   // in place of a usual one
		then  func(*testing.T, *Ledger) // what happened since
		start func(*Start)              // how this run is another one
		want  bool
	}{
		"nothing":                     {want: true},
		"another area":                {start: func(s *Start) { s.Scope = registry.ScopeOf("430521") }},
		"another day":                 {start: func(s *Start) { s.AsOf = date(2018, 11, 27) }},
		"another configuration":       {start: func(s *Start) { s.ConfigDigest = "beef" }},
		"an unknown configuration":    {start: func(s *Start) { s.ConfigDigest = "" }},
		"another version":             {start: func(s *Start) { s.Version = "next" }},
		"an unknown version":          {start: func(s *Start) { s.Version = "" }},
		"another job":                 {start: func(s *Start) { s.Job = "water" }},
		"by the schedule":             {start: func(s *Start) { s.Trigger = "schedule" }, want: true},
		"a county was held":           {first: Outcome{Feeds: []FeedRead{{Feed: "members", Digest: "d1", HeldCounties: []string{"430524"}}}}},
		"nothing was read":            {first: Outcome{Findings: nightOf("assistance").Findings}},
		"the same, by another job":    {then: record("water", same), want: true},
		"other bytes, by another job": {then: record("water", func(o *Outcome) { o.Feeds[0].Digest = "d3" })},
		"other counties, by another job": {then: record("water", func(o *Outcome) {
			o.Feeds[1].CountyRows = map[string]int64{"430522": 1}
		})},
		"other rejects, by another job": {then: record("water", func(o *Outcome) { o.Feeds[0].Rejects = nil })},
		"another feed, by another job": {then: record("water", func(o *Outcome) {
			o.Feeds = []FeedRead{{Feed: "water", Digest: "d4"}}
		}), want: true},
		"it was run over one area": {then: func(t *testing.T, l *Ledger) {
			t.Helper()
			s := startOf("assistance")
			s.Scope = registry.ScopeOf("430521")
			run(t, l, s, nightOf("assistance"))
		}},
		"it failed": {then: func(t *testing.T, l *Ledger) {
			t.Helper()
			if err := mustBegin(t, l, startOf("assistance")).Fail(t.Context(), errors.New("a guard"), nil); err != nil {
				t.Fatal(err)
			}
		}, want: true},
		"a waiver": {then: decide(func(l *Ledger, d Decision) error { return l.Waive(t.Context(), d) })},
		"a lost waiver": {then: decide(func(l *Ledger, d Decision) error {
			return errors.Join(l.Waive(t.Context(), d), l.Unwaive(t.Context(), d))
		})},
		"a note": {then: decide(func(l *Ledger, d Decision) error { return l.Note(t.Context(), d) }), want: true},
		"a handling": {then: decide(func(l *Ledger, d Decision) error {
			return l.Handle(t.Context(), d.Actor, []Choice{{ID: 1, Handling: rules.NoAction, Reason: "核实"}})
		})},
		"a worksheet": {then: func(t *testing.T, l *Ledger) {
			t.Helper()
			leads, err := l.Leads(t.Context(), Filter{IDs: []int64{1}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = l.Accept(t.Context(), []Feedback{{ID: 1, Stamp: leads[0].Stamp(), Answer: AnswerCorrected}},
				Acceptance{Actor: "王", Until: date(2018, 12, 31)})
			if err != nil {
				t.Fatal(err)
			}
		}},
		"a decision while it ran": {then: func(t *testing.T, l *Ledger) {
			t.Helper()
			r := mustBegin(t, l, startOf("assistance"))
			decide(func(l *Ledger, d Decision) error { return l.Waive(t.Context(), d) })(t, l)
			if _, err := r.Record(t.Context(), nightOf("assistance")); err != nil {
				t.Fatal(err)
			}
		}},
		"a decision that a run has seen": {then: func(t *testing.T, l *Ledger) {
			t.Helper()
			decide(func(l *Ledger, d Decision) error { return l.Waive(t.Context(), d) })(t, l)
			run(t, l, startOf("assistance"), nightOf("assistance"))
		}, want: true},
	} {
		for store, newStore := range stores() {
			t.Run(strings.ReplaceAll(name, " ", "_")+"/"+store, func(t *testing.T) {
				l := mustOpen(t, newStore(t), Options{})
				first := nightOf("assistance")
				if row.first.Feeds != nil || row.first.Findings != nil {
					first = row.first
				}
				run(t, l, startOf("assistance"), first)
				if row.then != nil {
					row.then(t, l)
				}
				s := startOf("assistance")
				if row.start != nil {
					row.start(&s)
				}
				if got := mustStand(t, l, s) != nil; got != row.want {
					t.Errorf("it stands: %v, want %v", got, row.want)
				}
			})
		}
	}
}

// Whoever decides, or edits the ledger, between a look at it and the end of the
// run is not passed over: the run goes on and is recorded.
func TestRepeatComesTooLate(t *testing.T) {
	for name, newStore := range stores() {
		for late, happen := range map[string]func(*testing.T, *Ledger){
			"a waiver": func(t *testing.T, l *Ledger) {
				t.Helper()
				if err := l.Waive(t.Context(), Decision{IDs: []int64{1}, Actor: "王", Until: date(2018, 12, 31)}); err != nil {
					t.Fatal(err)
				}
			},
			"another job": func(t *testing.T, l *Ledger) {
				t.Helper()
				o := nightOf("water")
				o.Feeds[0].Rejects = nil
				run(t, l, startOf("water"), o)
			},
			"an edit": func(t *testing.T, l *Ledger) {
				t.Helper()
				if _, err := l.db.Exec("DELETE FROM discrepancies WHERE id = 1"); err != nil {
					t.Fatal(err)
				}
			},
			"lost rejects": func(t *testing.T, l *Ledger) {
				t.Helper()
				if _, err := l.db.Exec("DELETE FROM rejects"); err != nil {
					t.Fatal(err)
				}
			},
		} {
			t.Run(name+"/"+late, func(t *testing.T) {
				l := mustOpen(t, newStore(t), Options{})
				run(t, l, startOf("assistance"), nightOf("assistance"))
				r := mustBegin(t, l, startOf("assistance"))
				standing := mustStand(t, l, startOf("assistance"))
				happen(t, l)
				before := dump(t, l, "run_feeds", "rejects", "discrepancies")
				if _, ok, err := r.Repeat(t.Context(), standing); ok || err != nil {
					t.Fatalf("it is repeated: %v, %v", ok, err)
				}
				if diff := cmp.Diff(before, dump(t, l, "run_feeds", "rejects", "discrepancies")); diff != "" {
					t.Error(diff)
				}
				if _, err := r.Record(t.Context(), nightOf("assistance")); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
