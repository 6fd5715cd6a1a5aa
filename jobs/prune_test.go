package jobs_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/jobs"
)

// TestRetentionComesToRest runs a job again when everything that is too old is
// gone: that writes nothing but its own run. Failed and dry runs remove nothing.
func TestRetentionComesToRest(t *testing.T) {
	dir := t.TempDir()
	at := noon()
	now := func() time.Time { return at }
	write := func(file, text string) { must(t, os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600)) }
	write("households.csv", "户编号,户主证件号码,贫困户属性,是否解决安全饮用水\nH1,43059919600101001X,一般贫困户,是\nH2,,一般贫困户,\n")
	write("members.csv", "人编号,户编号,姓名,证件号码,是否享受低保\nM1,H1,陈一,无,否\n")
	settings := settingsIn(t, dir)
	settings.Retention = jobs.Retention{Runs: 30, Rejects: 30, Resolved: 30}
	for _, feed := range []string{"households", "members", "water"} {
		settings.Feeds[feed] = jobs.Feed{Source: source.Spec{From: secret.Text(feed + ".csv")}, Guard: jobs.Guard{MaxRejected: 10_000, MaxShrink: 10_000}}
	}
	l, err := ledger.Open(t.Context(), sqliteIn(dir), ledger.Options{Now: now})
	must(t, err)
	t.Cleanup(func() { must(t, l.Close()) })
	r, err := jobs.NewRunner(settings, l, slog.New(slog.DiscardHandler), nil, now)
	must(t, err)
	request := jobs.Request{Jobs: []string{"water"}, Trigger: "manual"}
	night := func(verdict string) {
		t.Helper()
		write("water.csv", "户编号,评价结论\nH1,"+verdict+"\n")
		must(t, r.Run(t.Context(), request)[0].Err)
		at = at.AddDate(0, 0, 1)
	}
	for range 4 {
		night("不安全")
		night("安全")
	}
	at = at.AddDate(0, 0, 60)
	db := openSQLite(t, dir)
	before := dump(t, db)
	dry := request
	dry.DryRun = true
	must(t, r.Run(t.Context(), dry)[0].Err)
	write("water.csv", "nonsense")
	if r.Run(t.Context(), request)[0].Err == nil {
		t.Error("nonsense was read")
	}
	after := dump(t, db)
	delete(after, "rejects") // those of the failed run
	checkOnlyRunsAdded(t, before, after)

	night("安全")
	before = dump(t, db)
	if len(before["runs"]) >= 9 || len(before["pruned_totals"]) == 0 || len(before["pruned_counts"]) == 0 {
		t.Errorf("of 10 runs %d are left; totals %v, counts %v", len(before["runs"]), before["pruned_totals"], before["pruned_counts"])
	}
	night("安全")
	checkOnlyRunsAdded(t, before, dump(t, db))
}
