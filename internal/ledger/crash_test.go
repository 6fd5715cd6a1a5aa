package ledger

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// childStore names the ledger that this program, run again, records in until it
// kills itself.
const childStore = "BIDUI_LEDGER_TEST_CHILD"

// contents are the tables that a run must not leave half written.
func contents() []string {
	return []string{"sequences", "run_feeds", "run_kinds", "rejects", "discrepancies", "discrepancy_events", "pruned_counts"}
}

// another is an outcome that opens, changes, resolves, reopens, moves and holds,
// after those of oneNight and of nothing.
func another() Outcome {
	_, o := oneNight()
	changed, moved := o.Findings[1], o.Findings[2]
	changed.Registry = "空"
	moved.Area.Village = "另一村"
	o.Findings = []rules.Finding{o.Findings[0], changed, moved, finding(changed.Kind, "member:9", "430525", "否")}
	o.Feeds[0].Rejects = o.Feeds[0].Rejects[:1]
	return o
}

// faltering is a context that does something when it has been asked often enough
// whether it is done: so every step of a transaction can be made its last.
type faltering struct {
	context.Context
	left atomic.Int64
	then func()
}

func falter(ctx context.Context, after int64, then func()) *faltering {
	f := &faltering{Context: ctx, then: then}
	f.left.Store(after)
	return f
}

func (f *faltering) asked() {
	if f.left.Add(-1) == 0 {
		f.then()
	}
}

func (f *faltering) Err() error {
	f.asked()
	return f.Context.Err()
}

func (f *faltering) Done() <-chan struct{} {
	f.asked()
	return f.Context.Done()
}

func TestCancelledRecordingLeavesNothing(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{})
			s, o := oneNight()
			run(t, l, s, o)
			cancelled := 0
			for after := int64(1); ; after += 1 + after/6 {
				r := mustBegin(t, l, s)
				before := dump(t, l, contents()...)
				ctx, cancel := context.WithCancel(t.Context())
				_, err := r.Record(falter(ctx, after, cancel), another())
				cancel()
				if err == nil {
					break // asked less often than that
				}
				cancelled++
				if !errors.Is(err, context.Canceled) {
					t.Errorf("cancelled at %d: %v", after, err)
				}
				if diff := cmp.Diff(before, dump(t, l, contents()...)); diff != "" {
					t.Fatalf("cancelled at %d: %s", after, diff)
				}
				if err := r.Fail(ctx, err, nil); err != nil { // though ctx is done
					t.Fatal(err)
				}
			}
			if cancelled < 10 {
				t.Errorf("only %d recordings were cancelled", cancelled)
			}
			runs, err := l.Runs(t.Context(), RunFilter{Status: Failed})
			if err != nil || len(runs) != cancelled {
				t.Errorf("%d runs are entered as failed, want %d (%v)", len(runs), cancelled, err)
			}
		})
	}
}

// What a driver says of a cancelled statement, which may be only that its
// connection is gone, does not hide why it was cancelled.
func TestCancelledTransaction(t *testing.T) {
	l := mustOpen(t, sqliteStore(t), Options{})
	ctx, cancel := context.WithCancelCause(t.Context())
	err := l.write(ctx, func(*tx) error {
		cancel(ErrFenced)
		return driver.ErrBadConn
	})
	if !errors.Is(err, ErrFenced) || !errors.Is(err, driver.ErrBadConn) {
		t.Error(err)
	}
}

// The server closes every connection while findings are compared.
func TestLostConnection(t *testing.T) {
	store := emptyMySQLStore(t)
	l := mustOpen(t, store, Options{})
	s, o := oneNight()
	run(t, l, s, o)
	r := mustBegin(t, l, s)
	before := dump(t, l, contents()...)
	o = another()
	o.Held = func(string, string, registry.Area) bool {
		killConnections(t)
		return false
	}
	if _, err := r.Record(t.Context(), o); err == nil {
		t.Error("recorded over a connection that was gone")
	}
	if diff := cmp.Diff(before, dump(t, l, contents()...)); diff != "" {
		t.Error(diff)
	}
	o.Held = nil
	if _, err := r.Record(t.Context(), o); err != nil { // the run still holds its lease
		t.Error(err)
	}
}

func killConnections(t *testing.T) {
	t.Helper()
	admin := mustOpen(t, mysqlStore(testDatabase()), Options{})
	var ids []int64
	if err := admin.db.Select(&ids, "SELECT id FROM information_schema.processlist WHERE db = ? AND id <> CONNECTION_ID()", testDatabase()); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		_, err := admin.db.Exec(fmt.Sprint("KILL ", id))
		if gone := (*mysqldriver.MySQLError)(nil); err != nil && !(errors.As(err, &gone) && gone.Number == 1094) {
			t.Fatal(err)
		}
	}
}

// child records in the store of a task "after store", and is killed on the way.
func child(task string) int {
	after, store, _ := strings.Cut(task, " ")
	var n int64
	_, err := fmt.Sscan(after, &n)
	fail := func(err error) int {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err != nil {
		return fail(err)
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		return fail(err)
	}
	ctx := context.Background()
	l, err := Open(ctx, store, Options{LeaseTTL: time.Hour})
	if err != nil {
		return fail(err)
	}
	r, err := l.Begin(ctx, startOf("assistance"))
	if err != nil {
		return fail(err)
	}
	_, err = r.Record(falter(ctx, n, func() { _ = self.Kill() }), another())
	return fail(fmt.Errorf("still alive: %w", err))
}
