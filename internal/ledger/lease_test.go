package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bidui/bidui/internal/rules"
)

// other is a process of another machine.
func other(pid int) Owner { return Owner{Host: "elsewhere", PID: pid} }

// expire makes a job's lease have ended long ago.
func expire(t *testing.T, l *Ledger, job string) {
	t.Helper()
	if _, err := l.db.Exec("UPDATE leases SET expires_at = 1 WHERE job = ?", job); err != nil {
		t.Fatal(err)
	}
}

func leaseEnd(t *testing.T, l *Ledger, job string) (end int64) {
	t.Helper()
	if err := l.db.Get(&end, "SELECT expires_at FROM leases WHERE job = ?", job); err != nil {
		t.Fatal(err)
	}
	return end
}

func TestLeaseKeepsOthersOut(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			mine := mustOpen(t, store, Options{Owner: other(1)})
			theirs := mustOpen(t, store, Options{Owner: other(2)})
			before := time.Now()
			r := mustBegin(t, mine, startOf("water"))
			after := time.Now()
			_, err := theirs.Begin(t.Context(), startOf("water"))
			var locked *LockedError
			if !errors.As(err, &locked) || !errors.Is(err, ErrLocked) {
				t.Fatalf("begun twice: %v", err)
			}
			if locked.Job != "water" || locked.Run != r.ID() || locked.Owner != other(1) {
				t.Errorf("%+v", locked)
			}
			const accuracy = time.Second
			if begun := locked.Until.Add(-DefaultLeaseTTL); begun.Before(before.Add(-accuracy)) || begun.After(after.Add(accuracy)) {
				t.Errorf("the lease ends at %s, of a run begun between %s and %s", locked.Until, before, after)
			}
			if text := err.Error(); !strings.Contains(text, "process 1 on elsewhere") {
				t.Errorf("the error does not say who: %s", text)
			}
			if _, err := mine.Begin(t.Context(), startOf("water")); !errors.Is(err, ErrLocked) {
				t.Errorf("begun twice by one process: %v", err)
			}
			run(t, theirs, startOf("registry"), Outcome{}) // another job
			if _, err := r.Record(t.Context(), Outcome{}); err != nil {
				t.Error(err)
			}
			run(t, theirs, startOf("water"), Outcome{})
		})
	}
}

func TestEndedRun(t *testing.T) {
	l := mustOpen(t, sqliteStore(t), Options{})
	r := mustBegin(t, l, startOf("water"))
	if r.Context().Err() != nil {
		t.Error("the run's context is done before the run is")
	}
	if _, err := r.Record(t.Context(), Outcome{}); err != nil {
		t.Fatal(err)
	}
	if r.Context().Err() == nil {
		t.Error("the run's context outlives the run")
	}
	if _, err := r.Record(t.Context(), Outcome{}); !errors.Is(err, ErrEnded) {
		t.Errorf("recorded twice: %v", err)
	}
	if err := r.Fail(t.Context(), nil, nil); !errors.Is(err, ErrEnded) {
		t.Errorf("failed after success: %v", err)
	}
	if err := r.renew(); !errors.Is(err, ErrEnded) {
		t.Errorf("renewed after the end: %v", err)
	}
}

// Renewals come with the ticks, and move the end of the lease.
func TestRenewal(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{})
			ticks := make(chan time.Time)
			r, err := l.begin(t.Context(), startOf("water"), ticks, func() {})
			if err != nil {
				t.Fatal(err)
			}
			expire(t, l, "water")
			ticks <- time.Time{}
			ticks <- time.Time{} // taken only when the first was dealt with
			if end := instant(leaseEnd(t, l, "water")); time.Until(end) < DefaultLeaseTTL/2 {
				t.Errorf("after a renewal the lease ends at %s", end)
			}
			if err := r.Fail(t.Context(), context.Canceled, nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// A run that stood still while its lease expired, and another took over.
func TestFencing(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			kind := kindOf("water", "water_no_record")
			outcome := func(subject string) Outcome {
				return Outcome{Findings: []rules.Finding{finding(kind, subject, "430521", "")}, Feeds: []FeedRead{{Feed: "water", Rejects: []Reject{{Row: 3}}}}}
			}
			slow := mustOpen(t, store, Options{Owner: other(1)})
			quick := mustOpen(t, store, Options{Owner: other(2)})
			ticks := make(chan time.Time)
			first, err := slow.begin(t.Context(), startOf("water"), ticks, func() {})
			if err != nil {
				t.Fatal(err)
			}
			expire(t, slow, "water")
			second := mustBegin(t, quick, startOf("water"))
			if runs, err := quick.Runs(t.Context(), RunFilter{ID: first.ID()}); err != nil || runs[0].Status != Failed || runs[0].Error != interrupted {
				t.Errorf("the run that lost its lease: %+v, %v", runs, err)
			}
			if _, err := first.Record(t.Context(), outcome("household:1")); !errors.Is(err, ErrFenced) {
				t.Errorf("recorded without a lease: %v", err)
			}
			if err := context.Cause(first.Context()); !errors.Is(err, ErrFenced) {
				t.Errorf("the context of the run that lost its lease ends with %v", err)
			}
			if _, err := second.Record(t.Context(), outcome("household:2")); err != nil {
				t.Fatal(err)
			}
			if _, err := first.Record(t.Context(), outcome("household:1")); !errors.Is(err, ErrFenced) {
				t.Errorf("recorded after the other had: %v", err)
			}
			before := dump(t, quick, tables()...)
			if err := first.Fail(t.Context(), ErrFenced, outcome("").Feeds); err != nil {
				t.Error(err)
			}
			after := dump(t, quick, tables()...)
			for _, table := range tables() {
				if before[table] != after[table] {
					t.Errorf("a fenced run wrote to %s", table)
				}
			}
			if rows := all(t, quick, Filter{}); len(rows) != 1 || rows["water_no_record household:2 "].ID == 0 {
				t.Errorf("the ledger holds %v", rows)
			}
		})
	}
}

// A run that waits for another job's recording keeps its lease.
func TestRenewalWhileOthersRecord(t *testing.T) {
	store := emptyMySQLStore(t)
	l := mustOpen(t, store, Options{Owner: other(1)})
	r := mustBegin(t, l, startOf("water"))
	recorded, end := make(chan error, 1), time.Time{}
	err := mustOpen(t, store, Options{Owner: other(2)}).write(t.Context(), func(tx *tx) error {
		if _, err := lockNumbers(t.Context(), tx); err != nil {
			return err
		}
		go func() {
			_, err := r.Record(t.Context(), Outcome{})
			recorded <- err
		}()
		waitFor(t, l, "SELECT next FROM sequences%")
		expire(t, l, "water")
		err := r.renew()
		end = instant(leaseEnd(t, l, "water"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if time.Until(end) < DefaultLeaseTTL/2 {
		t.Errorf("the lease ends at %s", end)
	}
	if err := <-recorded; err != nil {
		t.Error(err)
	}
	if err := r.renew(); !errors.Is(err, ErrEnded) {
		t.Errorf("renewed after the end: %v", err)
	}
}

// waitFor waits until the server of l is at a statement.
func waitFor(t *testing.T, l *Ledger, statement string) {
	t.Helper()
	began := time.Now()
	for at := 0; at == 0; time.Sleep(time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatalf("the server never came to %s", statement)
		}
		if err := l.db.Get(&at, "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE ?", statement); err != nil {
			t.Fatal(err)
		}
	}
}

// The renewal finds that the lease is another's, and ends the run's context.
func TestLostLeaseEndsTheContext(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{Owner: other(1)})
			ticks := make(chan time.Time)
			r, err := l.begin(t.Context(), startOf("water"), ticks, func() {})
			if err != nil {
				t.Fatal(err)
			}
			expire(t, l, "water")
			mustBegin(t, mustOpen(t, store, Options{Owner: other(2)}), startOf("water"))
			for r.Context().Err() == nil {
				select {
				case ticks <- time.Time{}:
				case <-r.Context().Done():
				}
			}
			if cause := context.Cause(r.Context()); !errors.Is(cause, ErrFenced) {
				t.Errorf("cause %v", cause)
			}
		})
	}
}

// SQLite's leases are judged by the clock of this machine. It may jump.
func TestClockJumps(t *testing.T) {
	store, times := sqliteStore(t), newClock()
	l := mustOpen(t, store, Options{Now: times.now, Owner: other(1)})
	later := mustOpen(t, store, Options{Now: times.now, Owner: other(2)})
	first := mustBegin(t, l, startOf("water"))
	times.move(-time.Hour)
	if _, err := later.Begin(t.Context(), startOf("water")); !errors.Is(err, ErrLocked) {
		t.Errorf("the clock went back: %v", err)
	}
	times.move(2 * time.Hour)
	second := mustBegin(t, later, startOf("water"))
	if _, err := first.Record(t.Context(), Outcome{}); !errors.Is(err, ErrFenced) {
		t.Errorf("two runs at once: %v", err)
	}
	if _, err := second.Record(t.Context(), Outcome{}); err != nil {
		t.Error(err)
	}
}

// Many processes begin, and record, at the same time: of one job one gets
// through, and jobs do not get in each other's way.
func TestConcurrentRuns(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			const jobs, rounds, findings = 4, 3, 50
			var group sync.WaitGroup
			for n := range jobs {
				job := fmt.Sprintf("job%d", n)
				l := mustOpen(t, store, Options{Owner: other(n)})
				group.Go(func() {
					for round := range rounds {
						o := Outcome{Feeds: []FeedRead{{Feed: "members", Rejects: []Reject{{Row: n}, {Row: round}}}, {Feed: "households", Rejects: []Reject{{Row: round}}}}}
						for i := range findings {
							o.Findings = append(o.Findings, finding(kindOf(job, "kind_of_"+job), fmt.Sprintf("member:%d", i), "430521", fmt.Sprint(round)))
						}
						r, err := l.Begin(t.Context(), startOf(job))
						if err != nil {
							t.Error(err)
							return
						}
						if _, err := r.Record(t.Context(), o); err != nil {
							t.Error(err)
						}
					}
				})
			}
			group.Wait()
			l := mustOpen(t, store, Options{})
			ids := map[int64]bool{}
			for d, err := range l.Discrepancies(t.Context(), Filter{}) {
				if err != nil {
					t.Fatal(err)
				}
				ids[d.ID] = true
			}
			runs, err := l.Runs(t.Context(), RunFilter{Status: Succeeded})
			if err != nil || len(runs) != jobs*rounds || runs[0].ID != jobs*rounds {
				t.Errorf("%d runs, want %d (%v)", len(runs), jobs*rounds, err)
			}
			if len(ids) != jobs*findings || !ids[1] || !ids[jobs*findings] {
				t.Errorf("%d ids, want 1 to %d", len(ids), jobs*findings)
			}
			var events int
			if err := l.db.Get(&events, "SELECT COUNT(DISTINCT id) FROM discrepancy_events"); err != nil || events != jobs*findings*rounds {
				t.Errorf("%d events, want %d (%v)", events, jobs*findings*rounds, err)
			}
		})
	}
}

func TestOneOfManyGetsTheLease(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			const processes, rounds = 5, 40
			store := newStore(t)
			ledgers := make([]*Ledger, processes)
			for n := range ledgers {
				ledgers[n] = mustOpen(t, store, Options{Owner: other(n)})
			}
			for round := range rounds {
				var group sync.WaitGroup
				outcomes := make([]error, processes)
				for n, l := range ledgers {
					group.Go(func() { _, outcomes[n] = l.Begin(t.Context(), startOf(fmt.Sprint("job", round))) })
				}
				group.Wait()
				begun := 0
				for _, err := range outcomes {
					if err == nil {
						begun++
					} else if !errors.Is(err, ErrLocked) {
						t.Error(err)
					}
				}
				if begun != 1 {
					t.Errorf("round %d: %d processes began", round, begun)
				}
			}
		})
	}
}

// What is entered at the end has a time limit from when it is not wanted any more.
func TestClosing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		late, done := closing(ctx)
		defer done()
		time.Sleep(10 * closingTime)
		if late.Err() != nil {
			t.Error("it has ended, though nothing was cancelled")
		}
		cancel()
		time.Sleep(closingTime - time.Second)
		if late.Err() != nil {
			t.Error("it has ended before its time")
		}
		time.Sleep(2 * time.Second)
		if !errors.Is(context.Cause(late), context.DeadlineExceeded) {
			t.Errorf("it goes on: %v", context.Cause(late))
		}
	})
}
