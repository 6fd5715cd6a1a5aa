package ledger

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

const day = 24 * time.Hour

// before is a retention of so many days for each.
func (c *clock) before(runs, rejects, resolved int) Retention {
	ago := func(days int) time.Time {
		if days == 0 {
			return time.Time{}
		}
		return c.now().Add(-time.Duration(days) * day)
	}
	return Retention{Runs: ago(runs), Rejects: ago(rejects), Resolved: ago(resolved)}
}

func mustPrune(t *testing.T, l *Ledger, r Retention) Pruned {
	t.Helper()
	would, err := l.Prune(t.Context(), r, true)
	if err != nil {
		t.Fatal(err)
	}
	done, err := l.Prune(t.Context(), r, false)
	if err != nil {
		t.Fatal(err)
	}
	if would != done {
		t.Errorf("it would remove %+v, and removed %+v", would, done)
	}
	return done
}

// nights runs a job night after night, over findings that come and go.
func nights(t *testing.T, l *Ledger, times *clock, n int) {
	t.Helper()
	kind := kindOf("water", "water_no_record")
	for night := range n {
		o := Outcome{Feeds: []FeedRead{{Feed: "water", Rejects: []Reject{{Row: night}}}}}
		for i := range 5 {
			if (night+i)%7 != 0 {
				o.Findings = append(o.Findings, finding(kind, "household:"+string(rune('a'+i+night/10)), "430521", ""))
			}
		}
		run(t, l, startOf("water"), o)
		times.move(day)
	}
}

func TestNothingIsPrunedByDefault(t *testing.T) {
	times := newClock()
	l := mustOpen(t, sqliteStore(t), Options{Now: times.now})
	nights(t, l, times, 12)
	before := dump(t, l, tables()...)
	times.move(10000 * day)
	if done := mustPrune(t, l, Retention{}); done.Any() {
		t.Errorf("removed %+v", done)
	}
	if diff := cmp.Diff(before, dump(t, l, tables()...)); diff != "" {
		t.Error(diff)
	}
}

// The run that judged stays while one that repeats it does.
func TestPruneKeepsWhatIsRepeated(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			times := newClock()
			l := mustOpen(t, newStore(t), Options{Now: times.now})
			run(t, l, startOf("water"), nightOf("water"))
			run(t, l, startOf("water"), Outcome{Feeds: nightOf("water").Feeds})
			for range 3 {
				times.move(day)
				r := mustBegin(t, l, startOf("water"))
				if _, ok, err := r.Repeat(t.Context(), mustStand(t, l, startOf("water"))); !ok || err != nil {
					t.Fatal(ok, err)
				}
			}
			times.move(40 * day)
			mustPrune(t, l, times.before(30, 30, 30))
			var left []int64
			if err := l.db.Select(&left, "SELECT id FROM runs ORDER BY id"); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]int64{1, 2, 5}, left); diff != "" { // 1 has the rejects, 5 is the newest, and repeats 2
				t.Error(diff)
			}
			if again := mustPrune(t, l, times.before(30, 30, 30)); again.Any() {
				t.Errorf("a second time it removes %+v", again)
			}
		})
	}
}

// What is left shows the same metrics, refers to nothing that is gone, and a
// second call removes nothing more.
func TestPruneKeepsWhatTheLedgerStandsOn(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			times := newClock()
			l := mustOpen(t, newStore(t), Options{Now: times.now})
			nights(t, l, times, 60)
			elsewhere := startOf("water")
			elsewhere.Scope = registry.ScopeOf("430522")
			run(t, l, elsewhere, Outcome{})
			times.move(40 * day)
			if _, err := l.db.Exec(`INSERT INTO handlings (discrepancy_id, handling, reason, actor, decided_at, people, verified_at, verified_run)
				SELECT id, 'supplement', '', '', 1, NULL, NULL, opened_run FROM discrepancies`); err != nil {
				t.Fatal(err)
			}
			before := summaryOf(t, l)
			events := len(query(t, l, "SELECT id FROM discrepancy_events"))
			done := mustPrune(t, l, times.before(30, 30, 30))
			if done.Runs < 10 || done.Resolved < 5 {
				t.Errorf("removed %+v", done)
			}
			if diff := cmp.Diff(before, summaryOf(t, l)); diff != "" {
				t.Errorf("the summary is another: %s", diff)
			}
			for _, dangling := range []string{
				"SELECT id FROM discrepancies WHERE opened_run NOT IN (SELECT id FROM runs)",
				"SELECT id FROM discrepancies WHERE last_seen_run NOT IN (SELECT id FROM runs)",
				"SELECT id FROM discrepancies WHERE resolved_run NOT IN (SELECT id FROM runs)",
				"SELECT verified_run FROM handlings WHERE verified_run NOT IN (SELECT id FROM runs)",
				"SELECT discrepancy_id FROM handlings WHERE discrepancy_id NOT IN (SELECT id FROM discrepancies)",
				"SELECT run_id FROM rejects WHERE run_id NOT IN (SELECT id FROM runs)",
				"SELECT run_id FROM run_feeds WHERE run_id NOT IN (SELECT id FROM runs)",
				"SELECT run_id FROM run_kinds WHERE run_id NOT IN (SELECT id FROM runs)",
			} {
				if rows := query(t, l, dangling); len(rows) > 0 {
					t.Errorf("%s: %v", dangling, rows)
				}
			}
			for _, area := range []string{"", "430522"} {
				if rows := query(t, l, "SELECT id FROM runs WHERE area = ?", area); len(rows) == 0 {
					t.Errorf("no run over area %q is left", area)
				}
			}
			if left := len(query(t, l, "SELECT id FROM discrepancy_events")); int64(left) != int64(events)+done.Resolved {
				t.Errorf("of %d events and %d last ones %d are left", events, done.Resolved, left)
			}
			if again := mustPrune(t, l, times.before(30, 30, 30)); again.Any() {
				t.Errorf("a second time it removes %+v", again)
			}
		})
	}
}

func summaryOf(t *testing.T, l *Ledger) Summary {
	t.Helper()
	s, err := l.Summary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The history of a removed discrepancy ends with what it was about, and the same
// finding has another number.
func TestEventsOutliveTheirDiscrepancy(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			times := newClock()
			l := mustOpen(t, newStore(t), Options{Now: times.now})
			found := finding(kindOf("water", "water_no_record"), "household:1", "430521", "")
			run(t, l, startOf("water"), Outcome{Findings: []rules.Finding{found}})
			run(t, l, startOf("water"), Outcome{})
			times.move(31 * day)
			if done := mustPrune(t, l, times.before(0, 0, 30)); done != (Pruned{Resolved: 1}) {
				t.Errorf("removed %+v", done)
			}
			events, err := l.Events(t.Context(), 1)
			if err != nil || len(events) != 3 {
				t.Fatalf("events %+v, %v", events, err)
			}
			last := events[2]
			if last.Event != EventNote || last.Actor != retentionActor || last.Run != 0 || !strings.Contains(last.Detail, `"kind":"water_no_record"`) {
				t.Errorf("the last event is %+v", last)
			}
			if strings.Contains(last.Detail, "household:1") {
				t.Errorf("it names the subject: %s", last.Detail)
			}
			run(t, l, startOf("water"), Outcome{Findings: []rules.Finding{found}})
			if rows := all(t, l, Filter{}); len(rows) != 1 || rows["water_no_record household:1 "].ID != 2 {
				t.Errorf("found again: %v", rows)
			}
		})
	}
}

// Rejects of a failed run stay as long as a failed run has the same again.
func TestRejectsOfFailedRunsAge(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			times := newClock()
			l := mustOpen(t, newStore(t), Options{Now: times.now})
			good := Outcome{Feeds: []FeedRead{{Feed: "water", Rejects: []Reject{{Row: 3}}}}}
			bad := []FeedRead{{Feed: "water"}}
			for row := range 2*pruneRows + 5 {
				bad[0].Rejects = append(bad[0].Rejects, Reject{Row: row})
			}
			fail := func() {
				t.Helper()
				if err := mustBegin(t, l, startOf("water")).Fail(t.Context(), ErrBusy, bad); err != nil {
					t.Fatal(err)
				}
			}
			run(t, l, startOf("water"), good)
			fail()
			times.move(20 * day)
			fail()
			times.move(20 * day)
			if done := mustPrune(t, l, times.before(0, 30, 0)); done.Any() {
				t.Errorf("removed %+v, which a run 20 days ago had", done)
			}
			times.move(20 * day)
			if done := mustPrune(t, l, times.before(0, 30, 0)); done != (Pruned{Rejects: int64(len(bad[0].Rejects))}) {
				t.Errorf("removed %+v", done)
			}
			if rows := query(t, l, "SELECT * FROM rejects"); len(rows) != 1 {
				t.Errorf("%d rejects are left, not that of the successful run", len(rows))
			}
		})
	}
}

// A recording beside it waits for it, or it for the recording, and neither fails.
func TestPruneBesideRuns(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store, times := newStore(t), newClock()
			l := mustOpen(t, store, Options{Now: times.now})
			nights(t, l, times, 30)
			times.move(40 * day)
			retention := times.before(30, 30, 30)
			done, beside := make(chan error), mustOpen(t, store, Options{Now: times.now, Owner: other(2)})
			go func() {
				_, err := beside.Prune(t.Context(), retention, false)
				done <- err
			}()
			nights(t, l, times, 5)
			if err := <-done; err != nil {
				t.Error(err)
			}
			if rows := query(t, l, "SELECT id FROM discrepancies WHERE opened_run NOT IN (SELECT id FROM runs)"); len(rows) > 0 {
				t.Errorf("dangling: %v", rows)
			}
		})
	}
}
