package jobs_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/snapshot"
	"github.com/bidui/bidui/jobs"
)

// keep is stage with snapshots of what is read.
func keep(t *testing.T, in oracle.Input) theatre {
	t.Helper()
	th := stage(t, in, nil)
	th.settings.Snapshots = jobs.Snapshots{Store: snapshot.New(filepath.Join(th.dir, "snapshots")), Days: 30}
	th.settings.ConfigDigest, th.settings.Version = "as it was", "1.0"
	th.testRunner = newTestRunner(t, th.ledger, th.settings, nil)
	return th
}

// kept is the snapshots of a theatre, as paths.
func (th theatre) kept(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(th.dir, "snapshots", "*", "*"))
	must(t, err)
	return paths
}

// again replays a run, which may be refused once it has begun.
func (th theatre) again(t *testing.T, run int64) jobs.Result {
	t.Helper()
	request, err := th.Replay(t.Context(), run, jobs.Request{Trigger: "manual"})
	must(t, err)
	results := th.Run(t.Context(), request)
	if len(results) != 1 {
		t.Fatalf("%d jobs ran, want one", len(results))
	}
	return results[0]
}

// wantNoReplay wants a run that cannot be replayed, for a reason that says this.
func (th theatre) wantNoReplay(t *testing.T, run int64, says string) {
	t.Helper()
	if _, err := th.Replay(t.Context(), run, jobs.Request{}); !errors.Is(err, jobs.ErrNoReplay) || !strings.Contains(err.Error(), says) {
		t.Errorf("run %d: %v, want it to say %q", run, err, says)
	}
}

// checkUnwritten wants a ledger that nothing was written to.
func checkUnwritten(t *testing.T, before, after map[string][]string) {
	t.Helper()
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the replay wrote:\n%s", diff)
	}
}

// TestReplayReadsWhatTheRunRead: whatever the feeds hold by now, a replay finds
// what the run found, and writes nothing.
func TestReplayReadsWhatTheRunRead(t *testing.T) {
	th := keep(t, small(100))
	first := th.show(t, small(100), jobs.Request{})
	th.put(t, shrunken())
	must(t, os.Remove(filepath.Join(th.dir, "water.csv")))
	db := openSQLite(t, th.dir)
	before := dump(t, db)
	for job, result := range first {
		again := th.again(t, result.RunID)
		if again.Err != nil || again.Job != job || again.AsOf != result.AsOf || again.Tally.Opened+again.Tally.Changed+again.Tally.Resolved > 0 {
			t.Errorf("%s: %v, %+v", job, again.Err, again.Tally)
		}
		if diff := cmp.Diff(counted(map[string]jobs.Result{job: result}), counted(map[string]jobs.Result{job: again})); diff != "" {
			t.Errorf("%s: what the run read (-) and its replay (+):\n%s", job, diff)
		}
	}
	checkUnwritten(t, before, dump(t, db))
}

// TestReplayThatFindsSomethingElseRecordsNothing, and says why that may be.
func TestReplayThatFindsSomethingElseRecordsNothing(t *testing.T) {
	for name, test := range map[string]struct {
		digest, version, says string
	}{
		"another configuration": {"changed", "1.0", "the configuration has changed since"},
		"another version":       {"as it was", "1.1", "version 1.0 ran it, and this is 1.1"},
		"neither":               {"as it was", "1.0", "this is a fault of the program"},
	} {
		t.Run(name, func(t *testing.T) {
			th := keep(t, small(100))
			run := th.show(t, small(100), jobs.Request{})["assistance"].RunID
			th.settings.ConfigDigest, th.settings.Version = test.digest, test.version
			th.settings.Window = func(period.Date) period.Window { return window(t, "2010-01", "2010-12") }
			th.testRunner = newTestRunner(t, th.ledger, th.settings, nil)
			db := openSQLite(t, th.dir)
			before := dump(t, db)
			result := th.again(t, run)
			if result.Err == nil || !strings.Contains(result.Err.Error(), test.says) || len(result.Tally.Kinds) > 0 {
				t.Errorf("%v, %+v", result.Err, result.Tally)
			}
			checkUnwritten(t, before, dump(t, db))
		})
	}
}

// TestReplayDoesNotUndoWhatCameAfter: what newer runs have found stands.
func TestReplayDoesNotUndoWhatCameAfter(t *testing.T) {
	th := keep(t, small(100))
	first := th.show(t, small(100), jobs.Request{})["assistance"].RunID
	second := th.show(t, shrunken(), jobs.Request{})["assistance"].RunID
	db := openSQLite(t, th.dir)
	before := dump(t, db)
	must(t, th.again(t, first).Err)
	must(t, th.again(t, second).Err)
	checkUnwritten(t, before, dump(t, db))
}

func TestReplayNeedsEverySnapshotWhole(t *testing.T) {
	for name, test := range map[string]struct {
		harm func(path string) error
		says string
	}{
		"gone": {os.Remove, "no snapshot is kept of it"},
		"cut":  {func(path string) error { return os.Truncate(path, 20) }, "is damaged"},
		"of something else": {func(path string) error {
			other, err := filepath.Glob(filepath.Join(filepath.Dir(filepath.Dir(path)), "*", "*"))
			if err != nil {
				return err
			}
			other = slices.DeleteFunc(other, func(p string) bool { return p == path })
			return os.Rename(other[0], path)
		}, "is damaged: it holds something else"},
	} {
		t.Run(name, func(t *testing.T) {
			th := keep(t, small(20))
			result := th.show(t, small(20), jobs.Request{})["assistance"]
			read := result.Reads[slices.IndexFunc(result.Reads, func(r ledger.FeedRead) bool { return r.Feed == "dibao" })]
			must(t, test.harm(filepath.Join(th.dir, "snapshots", read.Digest[:2], read.Digest+".zst")))
			db := openSQLite(t, th.dir)
			before := dump(t, db)
			again := th.again(t, result.RunID)
			if again.Err == nil || !strings.Contains(again.Err.Error(), "feed dibao: dibao.csv: ") || !strings.Contains(again.Err.Error(), test.says) {
				t.Errorf("%v does not say %q", again.Err, test.says)
			}
			checkUnwritten(t, before, dump(t, db))
		})
	}
}

func TestRunsThatCannotBeReplayed(t *testing.T) {
	th := keep(t, small(20))
	good := th.show(t, small(20), jobs.Request{})["assistance"].RunID
	must(t, os.Remove(filepath.Join(th.dir, "dibao.csv")))
	th.wantNoReplay(t, th.tryJob(t, "assistance").RunID, "has not succeeded")
	th.wantNoReplay(t, 999, "there is no run 999")

	none := th
	none.settings.Snapshots = jobs.Snapshots{}
	none.testRunner = newTestRunner(t, th.ledger, none.settings, nil)
	none.wantNoReplay(t, good, "snapshots.keep is none")
}

// TestReplayHoldsWhatTheRunHeld, although its own rows were what the next
// comparison rests on, and whatever is accepted by now.
func TestReplayHoldsWhatTheRunHeld(t *testing.T) {
	th := keep(t, small(100))
	th.show(t, small(100), jobs.Request{})
	held := th.show(t, shrunken(), jobs.Request{})
	wantHeld(t, held, "assistance", "dibao", countyA)
	check(t, th.ledger, heldA, freeB)
	db := openSQLite(t, th.dir)
	before := dump(t, db)
	again := th.again(t, held["assistance"].RunID)
	must(t, again.Err)
	wantHeld(t, map[string]jobs.Result{"assistance": again}, "assistance", "dibao", countyA)
	checkUnwritten(t, before, dump(t, db))
}

// TestNothingIsKeptAnyMore: what was kept goes when nothing is to be.
func TestNothingIsKeptAnyMore(t *testing.T) {
	th := keep(t, small(20))
	th.show(t, small(20), jobs.Request{})
	if len(th.kept(t)) == 0 {
		t.Fatal("nothing was kept")
	}
	th.settings.Snapshots.Days = 0
	th.testRunner = runnerAt(t, th.ledger, th.settings, func() time.Time { return noon().AddDate(0, 0, 2) })
	th.show(t, small(21), jobs.Request{})
	if left := th.kept(t); len(left) > 0 {
		t.Errorf("%d snapshots are left", len(left))
	}
}

// TestOldSnapshotsAreSwept: inputs of runs that are older than they are kept go,
// those of the newest successful run stay however old it is.
func TestOldSnapshotsAreSwept(t *testing.T) {
	now := noon()
	clock := func() time.Time { return now }
	th := keep(t, small(20))
	l, err := ledger.Open(t.Context(), sqliteIn(th.dir), ledger.Options{Now: clock})
	must(t, err)
	t.Cleanup(func() { must(t, l.Close()) })
	th.ledger = l
	th.testRunner = runnerAt(t, l, th.settings, clock)
	days := func(n int) { now = noon().AddDate(0, 0, n) }

	oldest := th.show(t, small(20), jobs.Request{})["assistance"].RunID
	first := th.kept(t)
	days(10)
	newest := th.show(t, small(30), jobs.Request{})["assistance"].RunID
	both := th.kept(t)
	if len(first) == 0 || len(both) != 2*len(first)-common(t, th) {
		t.Fatalf("%d snapshots of the first run, %d of both", len(first), len(both))
	}
	days(29)
	must(t, os.Remove(filepath.Join(th.dir, "members.csv")))
	if err := th.tryJob(t, "assistance").Err; err == nil {
		t.Fatal("without members the job succeeded")
	}
	if got := th.kept(t); !slices.Equal(got, both) {
		t.Errorf("before its time %d of %d snapshots were swept", len(both)-len(got), len(both))
	}
	days(100)
	if err := th.tryJob(t, "assistance").Err; err == nil {
		t.Fatal("without members the job succeeded")
	}
	got := th.kept(t)
	for _, path := range got {
		if !slices.Contains(both, path) {
			t.Errorf("%s was not there", path)
		}
	}
	if len(got) != len(first) {
		t.Errorf("%d snapshots are left, want the %d of the newest run that succeeded", len(got), len(first))
	}
	must(t, th.again(t, newest).Err)
	if err := th.again(t, oldest).Err; !errors.Is(err, snapshot.ErrNotKept) {
		t.Errorf("the oldest run: %v", err)
	}
}

// common is how many feeds are the same in small(20) and small(30).
func common(t *testing.T, th theatre) int {
	t.Helper()
	same := 0
	a, b := feedsOf(small(20)), feedsOf(small(30))
	for feed := range th.settings.Feeds {
		if cmp.Equal(a[feed], b[feed]) {
			same++
		}
	}
	return same
}
