package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/jobs"
)

// interrupter calls do when a stage begins, and notes the stages.
type interrupter struct {
	at string
	do func()

	mu     sync.Mutex
	stages []string
}

func (i *interrupter) Start(stage string, _ func() (done, total int64)) {
	i.mu.Lock()
	i.stages = append(i.stages, stage)
	i.mu.Unlock()
	if stage == i.at && i.do != nil {
		i.do()
	}
}

func (i *interrupter) Done(string) {}

// began says whether a stage was begun.
func (i *interrupter) began(stage string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Contains(i.stages, stage)
}

// TestFailingFeedFailsItsJobsAlone: what other jobs found stands.
func TestFailingFeedFailsItsJobsAlone(t *testing.T) {
	in := small(100)
	for feed, want := range map[string][]string{
		"water":      {"water", "exits"},
		"dibao":      {"assistance"},
		"tekun":      {"assistance"},
		"members":    {"assistance", "registry", "water", "exits"},
		"households": {"assistance", "registry", "water", "exits"},
	} {
		t.Run(feed, func(t *testing.T) {
			th := stage(t, in, nil)
			must(t, os.WriteFile(filepath.Join(th.dir, feed+".csv"), []byte("甲,乙\n1,2\n"), 0o600))
			for job, result := range th.try(t, jobs.Request{AsOf: date(t, in.AsOf)}) {
				if slices.Contains(want, job) {
					wantRefusal(t, result.Err, "feed "+feed)
					wantFailed(t, th, job)
				} else if nothing := job == "exits"; result.Err != nil || (result.Tally.Opened == 0) != nothing {
					t.Errorf("%s: %v, %+v", job, result.Err, result.Tally.Counts)
				}
			}
		})
	}

	// The jobs together find what each finds alone.
	th := stage(t, in, nil)
	must(t, os.Remove(filepath.Join(th.dir, "tekun.csv")))
	th.try(t, jobs.Request{AsOf: date(t, in.AsOf)})
	check(t, th.ledger, planted{noWater: 10, unsafe: 10, invalid: 10}, planted{noWater: 10, unsafe: 10, invalid: 10})
}

// TestLockedJob is told who holds it, and is not waited for; others go on.
func TestLockedJob(t *testing.T) {
	in := small(20)
	th := stage(t, in, nil)
	other := openLedger(t, sqliteIn(th.dir))
	run, err := other.Begin(t.Context(), ledger.Start{Job: "registry", Trigger: "manual", AsOf: date(t, in.AsOf)})
	must(t, err)
	for job, result := range th.try(t, jobs.Request{AsOf: date(t, in.AsOf)}) {
		if locked := (*ledger.LockedError)(nil); job == "registry" {
			if !errors.Is(result.Err, ledger.ErrLocked) || !errors.As(result.Err, &locked) || locked.Run != run.ID() || result.RunID != 0 {
				t.Errorf("run %d of the locked job: %v", result.RunID, result.Err)
			}
		} else if result.Err != nil {
			t.Errorf("%s: %v", job, result.Err)
		}
	}
	must(t, run.Fail(t.Context(), errors.New("given up"), nil))
	th.all(t, jobs.Request{AsOf: date(t, in.AsOf)})
}

// TestCancelledRun is entered as failed, with its reason, and changes nothing,
// wherever it is cancelled.
func TestCancelledRun(t *testing.T) {
	for _, at := range []string{"households", "dibao", "members", "judge", "record assistance"} {
		t.Run(at, func(t *testing.T) {
			in := small(100)
			ctx, cancel := context.WithCancelCause(t.Context())
			progress := &interrupter{at: at}
			th := stage(t, in, progress)
			th.show(t, in, jobs.Request{})
			before := dump(t, openSQLite(t, th.dir))

			th.put(t, shrunken())
			progress.do = func() { cancel(errors.New("the service is stopping")) }
			results := th.Run(ctx, jobs.Request{Jobs: th.Runnable(), Trigger: "manual", AsOf: date(t, in.AsOf)})
			runs, err := th.ledger.Runs(t.Context(), ledger.RunFilter{Limit: len(results)})
			must(t, err)
			for i, result := range results {
				row := runs[len(runs)-1-i]
				if result.Err == nil || row.ID != result.RunID || row.Status != ledger.Failed || row.Error == "" {
					t.Errorf("%s: %v, and its run %+v", result.Job, result.Err, row)
				}
			}
			after := dump(t, openSQLite(t, th.dir))
			delete(after, "rejects") // of a failed run they are kept beside the others
			checkOnlyRunsAdded(t, before, after)

			progress.do = nil
			th.show(t, shrunken(), jobs.Request{}) // the leases are free
			check(t, th.ledger, heldA, freeB)
		})
	}
}

// TestLostLease: a run whose lease somebody else has taken records nothing, and
// stops as soon as it knows; of several jobs that one alone.
func TestLostLease(t *testing.T) {
	for _, names := range [][]string{{"registry"}, {"registry", "water"}} {
		synctest.Test(t, func(t *testing.T) {
			in := small(20)
			var taken *ledger.Run
			progress := &interrupter{at: "members"}
			th := stage(t, in, nil)
			l, err := ledger.Open(t.Context(), sqliteIn(th.dir), ledger.Options{})
			must(t, err)
			defer l.Close() // nothing is written through it any more
			later, err := ledger.Open(t.Context(), sqliteIn(th.dir), ledger.Options{
				Now: func() time.Time { return time.Now().Add(time.Hour) }, // for whom every lease has run out
			})
			must(t, err)
			defer later.Close() // nothing is written through it any more
			progress.do = func() {
				taken, err = later.Begin(context.Background(), ledger.Start{Job: "registry", Trigger: "manual", AsOf: date(t, in.AsOf)})
				must(t, err)
				time.Sleep(ledger.DefaultLeaseTTL * 5 / 6) // of the bubble: the run has tried to renew its lease, and is not at it now
			}
			r, err := jobs.NewRunner(th.settings, l, slog.New(slog.DiscardHandler), progress, time.Now)
			must(t, err)
			for _, result := range r.Run(t.Context(), jobs.Request{Jobs: names, Trigger: "manual", AsOf: date(t, in.AsOf)}) {
				switch {
				case result.Job == "registry" && !errors.Is(result.Err, ledger.ErrFenced):
					t.Errorf("the job without a lease: %v", result.Err)
				case result.Job != "registry" && (result.Err != nil || result.Tally.Opened == 0):
					t.Errorf("%s: %v, %+v", result.Job, result.Err, result.Tally.Counts)
				}
			}
			if alone := len(names) == 1; progress.began("judge") == alone {
				t.Errorf("of %q, one without a lease, the stages were %q", names, progress.stages)
			}
			runs, err := later.Runs(t.Context(), ledger.RunFilter{Job: "registry"})
			must(t, err)
			if len(runs) != 2 || runs[0].Status != ledger.Running || runs[1].Status != ledger.Failed || runs[1].Error != "interrupted" {
				t.Errorf("the runs of the job: %+v", runs)
			}
			if got := rows(t, later, ledger.Filter{Job: "registry"}); len(got) > 0 {
				t.Errorf("the run without a lease left %d discrepancies", len(got))
			}
			must(t, taken.Fail(t.Context(), errors.New("given up"), nil))
		})
	}
}
