package ledger

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
)

// What a run's status may be.
const (
	Running   = "running"
	Succeeded = "succeeded"
	Failed    = "failed"
)

// interrupted is the error of a run whose process ended without saying why.
const interrupted = "interrupted"

// closingTime is how long a cancelled run may take to enter that it failed.
const closingTime = 30 * time.Second

// Start says what a run is going to be.
type Start struct {
	Job          string
	Trigger      string         // schedule, manual or startup
	Scope        registry.Scope // the areas whose discrepancies it is about
	AsOf         period.Date    // by which waivers expire
	ConfigDigest string
	Version      string // of bidui
}

// Run is a job under way: it holds the job's lease until Record or Fail.
type Run struct {
	l       *Ledger
	start   Start
	id      int64 // also the lease's token: ids only grow
	context context.Context
	cancel  context.CancelCauseFunc

	mu    sync.Mutex // held while the run is being ended
	ended bool
	stop  chan struct{} // closed when ended is set
}

// Begin takes the job's lease and enters the run. A *LockedError says who else
// holds the lease. Runs of the job that were left `running` by a process that
// died are entered as failed. The lease is renewed until Record or Fail, one of
// which must be called.
func (l *Ledger) Begin(ctx context.Context, s Start) (*Run, error) {
	ticks := time.NewTicker(l.ttl / 3)
	return l.begin(ctx, s, ticks.C, ticks.Stop)
}

func (l *Ledger) begin(ctx context.Context, s Start, ticks <-chan time.Time, stopTicks func()) (*Run, error) {
	id, err := l.acquire(ctx, s)
	if err != nil {
		stopTicks()
		return nil, fmt.Errorf("begin a run of %s: %w", s.Job, err)
	}
	r := &Run{l: l, start: s, id: id, stop: make(chan struct{})}
	r.context, r.cancel = context.WithCancelCause(ctx)
	go func() {
		defer stopTicks()
		r.keep(ticks)
	}()
	return r, nil
}

// ID is the number by which people refer to the run.
func (r *Run) ID() int64 { return r.id }

// Context ends with the context given to Begin, when the run ends, and with the
// cause ErrFenced when the lease was lost. All work of the run belongs under it.
func (r *Run) Context() context.Context { return r.context }

// Record enters what the run found, in one transaction, and ends the run. On an
// error nothing is entered and the run goes on, to be ended with Fail.
//
// Findings outside the run's scope open and change nothing; all they do is keep
// what they are about from being resolved.
func (r *Run) Record(ctx context.Context, o Outcome) (Tally, error) {
	findings, err := index(r.start.Job, o.Findings)
	if err != nil {
		return Tally{}, fmt.Errorf("record run %d of %s: %w", r.id, r.start.Job, err)
	}
	return r.success(ctx, func(t *tx) (Tally, error) { return r.record(ctx, t, o, findings) })
}

// success ends the run with the transaction that enters what it found. On an
// error the run goes on.
func (r *Run) success(ctx context.Context, enter func(*tx) (Tally, error)) (Tally, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return Tally{}, ErrEnded
	}
	var tally Tally
	err := r.l.write(ctx, func(t *tx) (err error) {
		tally, err = enter(t)
		return err
	})
	if err != nil && !r.recorded(ctx) {
		if errors.Is(err, ErrFenced) {
			r.cancel(ErrFenced)
		}
		return Tally{}, fmt.Errorf("record run %d of %s: %w", r.id, r.start.Job, err)
	}
	r.end()
	return tally, nil
}

// closing is a context for what has to be entered at the end: it goes on for
// closingTime after ctx has ended.
func closing(ctx context.Context) (context.Context, context.CancelFunc) {
	late, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		time.AfterFunc(closingTime, func() { cancel(context.DeadlineExceeded) })
	})
	return late, func() {
		stop()
		cancel(nil)
	}
}

// record is the transaction of Record.
func (r *Run) record(ctx context.Context, t *tx, o Outcome, findings map[identity]int) (Tally, error) {
	next, err := r.claim(ctx, t)
	if err != nil {
		return Tally{}, err
	}
	planner := newPlanner(r.start, o, findings)
	if err := planner.compare(ctx, t); err != nil {
		return Tally{}, err
	}
	plan := planner.finish()
	at := r.l.now()
	w := &writer{tx: t, run: r.id, at: micros(at), outcome: o, next: next}
	if err := w.apply(ctx, r.start, plan); err != nil {
		return Tally{}, err
	}
	if err := recordFeeds(ctx, t, feedsOf{run: r.id, at: at, succeeded: true, feeds: o.Feeds}); err != nil {
		return Tally{}, err
	}
	if err := r.succeed(ctx, t, at, plan.tally, DigestOf(o.Findings)); err != nil {
		return Tally{}, err
	}
	return plan.tally, r.release(ctx, t)
}

// recorded settles whether a transaction took effect whose end was not heard of.
// It waits for the lock of the run's row, which that transaction may still hold.
func (r *Run) recorded(ctx context.Context) bool {
	ctx, cancel := closing(ctx)
	defer cancel()
	var status string
	err := r.l.write(ctx, func(t *tx) error {
		return t.get(ctx, &status, "SELECT status FROM runs WHERE id = ?"+t.dialect.lock, r.id)
	})
	return err == nil && status == Succeeded
}

func (r *Run) succeed(ctx context.Context, t *tx, at time.Time, tally Tally, findings string) error {
	kinds := newBatch(t, "run_kinds", []string{"run_id", "kind", "opened", "changed", "resolved", "reopened"}, nil, "")
	for kind, counts := range tally.Kinds {
		if counts.events() == 0 {
			continue
		}
		if err := kinds.add(ctx, r.id, kind, counts.Opened, counts.Changed, counts.Resolved, counts.Reopened); err != nil {
			return err
		}
	}
	if err := kinds.flush(ctx); err != nil {
		return err
	}
	_, err := t.exec(ctx, `UPDATE runs SET status = ?, finished_at = ?, opened = ?, changed = ?, resolved = ?, reopened = ?, unresolved = ?,
		findings_digest = ? WHERE id = ?`,
		Succeeded, micros(at), tally.Opened, tally.Changed, tally.Resolved, tally.Reopened, tally.Unresolved, findings, r.id)
	return err
}

// Fail enters that the run failed, why, and what it had read, and ends it. It
// works under a context that is done. Where another run took the lease, it has
// entered this one as interrupted already, and Fail changes nothing.
func (r *Run) Fail(ctx context.Context, cause error, feeds []FeedRead) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return ErrEnded
	}
	defer r.end()
	ctx, cancel := closing(ctx)
	defer cancel()
	err := r.l.write(ctx, func(t *tx) error { return r.fail(ctx, t, cause, feeds) })
	if err != nil && !errors.Is(err, ErrFenced) {
		return fmt.Errorf("enter that run %d of %s failed: %w", r.id, r.start.Job, err)
	}
	return nil
}

// fail is the transaction of Fail.
func (r *Run) fail(ctx context.Context, t *tx, cause error, feeds []FeedRead) error {
	if _, err := r.claim(ctx, t); err != nil {
		return err
	}
	at := r.l.now()
	if err := recordFeeds(ctx, t, feedsOf{run: r.id, at: at, feeds: feeds}); err != nil {
		return err
	}
	_, err := t.exec(ctx, "UPDATE runs SET status = ?, finished_at = ?, error = ? WHERE id = ?",
		Failed, micros(at), clean(fmt.Sprint(cause)), r.id)
	if err != nil {
		return err
	}
	return r.release(ctx, t)
}

// Withdraw ends the run as if it had never begun. It works under a context that is
// done; where another run took the lease, it changes nothing.
func (r *Run) Withdraw(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return ErrEnded
	}
	defer r.end()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closingTime)
	defer cancel()
	err := r.l.write(ctx, func(t *tx) error {
		if _, err := r.claim(ctx, t); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "DELETE FROM runs WHERE id = ? AND status = ?", r.id, Running); err != nil {
			return err
		}
		return r.release(ctx, t)
	})
	if err != nil && !errors.Is(err, ErrFenced) {
		return fmt.Errorf("withdraw run %d of %s: %w", r.id, r.start.Job, err)
	}
	return nil
}

// end stops the renewals; r.mu is held.
func (r *Run) end() {
	r.ended = true
	close(r.stop)
	r.cancel(context.Canceled)
}
