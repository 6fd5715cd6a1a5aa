package jobs_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/jobs"
)

// TestClockGoesBack has the clock go back by a minute each time somebody looks,
// and by days between runs. The order of runs is that of their numbers: each
// does what is to be done, nothing lasts less than no time, and of one age
// nothing is removed that a right clock would keep.
func TestClockGoesBack(t *testing.T) {
	dir := t.TempDir()
	var gone atomic.Int64 // back from noon, in nanoseconds
	back := func() time.Time { return noon().Add(-time.Duration(gone.Add(int64(time.Minute)))) }
	write := func(verdict string) {
		t.Helper()
		must(t, os.WriteFile(filepath.Join(dir, "water.csv"), []byte("户编号,评价结论\nH1,"+verdict+"\n"), 0o600))
	}
	must(t, os.WriteFile(filepath.Join(dir, "households.csv"), []byte("户编号,户主证件号码,贫困户属性,是否解决安全饮用水\nH1,43059919600101001X,一般贫困户,是\n"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "members.csv"), []byte("人编号,户编号,姓名,证件号码,是否享受低保\nM1,H1,陈一,无,否\n"), 0o600))
	settings := settingsIn(t, dir)
	settings.Retention = jobs.Retention{Runs: 1, Rejects: 1, Resolved: 1}
	for _, feed := range []string{"households", "members", "water"} {
		settings.Feeds[feed] = jobs.Feed{Source: source.Spec{From: secret.Text(feed + ".csv")}, Guard: jobs.Guard{MaxRejected: 10_000, MaxShrink: 10_000}}
	}
	l, err := ledger.Open(t.Context(), sqliteIn(dir), ledger.Options{Now: back})
	must(t, err)
	t.Cleanup(func() { must(t, l.Close()) })
	r, err := jobs.NewRunner(settings, l, slog.New(slog.DiscardHandler), nil, back)
	must(t, err)
	for i, night := range []struct {
		verdict                    string
		opened, resolved, reopened int
	}{{"不安全", 1, 0, 0}, {"安全", 0, 1, 0}, {"安全", 0, 0, 0}, {"不安全", 0, 0, 1}} {
		write(night.verdict)
		result := r.Run(t.Context(), jobs.Request{Jobs: []string{"water"}, Trigger: "manual"})[0]
		must(t, result.Err)
		if result.Tally.Opened != night.opened || result.Tally.Resolved != night.resolved || result.Tally.Reopened != night.reopened || result.Took < 0 {
			t.Errorf("night %d: %+v in %s", i, result.Tally.Counts, result.Took)
		}
		summary, err := l.Summary(t.Context())
		must(t, err)
		if job := summary.Jobs[0]; !job.Succeeded || job.Running || job.Duration != 0 || job.LastSuccess != job.LastCompletion {
			t.Errorf("night %d: %+v", i, job)
		}
		gone.Add(int64(3 * 24 * time.Hour))
	}
	if rows, err := l.Runs(t.Context(), ledger.RunFilter{}); err != nil || len(rows) != 4 {
		t.Errorf("%d runs are left (%v)", len(rows), err)
	}
}

// TestRunFromTheFuture begins to serve when the newest run is dated ahead of the
// clock: there is nothing to make up for, and the schedule is kept.
func TestRunFromTheFuture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string]string{"registry": nightly})
		ahead, err := ledger.Open(t.Context(), sqliteIn(s.dir), ledger.Options{Now: func() time.Time { return time.Now().AddDate(0, 0, 10) }})
		must(t, err)
		run, err := ahead.Begin(t.Context(), ledger.Start{Job: "registry", Trigger: "manual", AsOf: date(t, "2000-01-11")})
		must(t, err)
		_, err = run.Record(t.Context(), ledger.Outcome{})
		must(t, err)
		must(t, ahead.Close())
		s.begin(t)
		time.Sleep(48 * time.Hour)
		synctest.Wait()
		s.wantRuns(t, "registry manual 01-11 08:00 succeeded", "registry schedule 01-02 02:00 succeeded", "registry schedule 01-03 02:00 succeeded")
		s.end()
	})
}
