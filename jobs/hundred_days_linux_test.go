package jobs_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/metrics"
	"github.com/bidui/bidui/internal/snapshot"
	"github.com/bidui/bidui/jobs"
)

// holdings is what a process must not gather as the days go by.
type holdings struct {
	goroutines, files int
	heap              uint64
}

func held(t *testing.T) holdings {
	t.Helper()
	synctest.Wait()
	runtime.GC()
	runtime.GC() // what finalizers of the first let go
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, err := os.ReadDir("/proc/self/fd")
	must(t, err)
	return holdings{runtime.NumGoroutine(), len(files), m.HeapAlloc}
}

var openedTotal = regexp.MustCompile(`(?m)^bidui_discrepancies_opened_total\{kind="water_marked_safe",task="water"\} (\d+)`)

// opened is how many discrepancies the metrics say were ever opened.
func opened(t *testing.T, handler http.Handler) int {
	t.Helper()
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	text, err := io.ReadAll(answer.Result().Body)
	must(t, err)
	found := openedTotal.FindSubmatch(text)
	if found == nil {
		t.Fatalf("no total in the metrics:\n%s", text)
	}
	n, err := strconv.Atoi(string(found[1]))
	must(t, err)
	return n
}

// TestAHundredDays keeps the schedules for a hundred days on which the inputs
// change, with a scrape a day. The service gathers neither goroutines nor memory
// nor file handles; the ledger and the snapshots stay as small as the settings
// say, and the totals of the metrics never go down for that.
func TestAHundredDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const days, early, kept = 100, 20, 30
		var snapshots string
		s := newService(t, map[string]string{"registry": nightly, "water": "30 2 * * *"}, func(s *jobs.Settings) {
			snapshots = filepath.Join(s.Dir, "snapshots")
			s.Retention = jobs.Retention{Runs: kept, Rejects: kept, Resolved: kept}
			s.Snapshots = jobs.Snapshots{Store: snapshot.New(snapshots), Days: 7}
		})
		handler, err := metrics.Handler(s.ledger, metrics.Options{Log: slog.New(slog.DiscardHandler)})
		must(t, err)
		s.begin(t)
		var before holdings
		total := 0
		for day := range days {
			verdict := []string{"安全", "不安全"}[day%2]
			must(t, os.WriteFile(filepath.Join(s.dir, "water.csv"), fmt.Appendf(nil, "户编号,评价结论,评价时间\nH1,%s,1999-01-01\nH2,第%d天,\n", verdict, day), 0o600))
			time.Sleep(24 * time.Hour)
			synctest.Wait()
			if day > 0 {
				now := opened(t, handler)
				if now < total {
					t.Fatalf("on day %d the total fell from %d to %d", day, total, now)
				}
				total = now
			}
			if day == early {
				before = held(t)
			}
		}
		after := held(t)
		if after.goroutines > before.goroutines || after.files > before.files || after.heap > before.heap+4<<20 {
			t.Errorf("after %d days the service holds %+v, after %d days %+v", early, before, days, after)
		}
		if total == 0 {
			t.Error("nothing was ever opened")
		}
		s.end()
		s.checkSmall(t, 2*days, 2*(kept+3))
		if found, err := filepath.Glob(filepath.Join(snapshots, "*", "*.zst")); err != nil || len(found) > 12 {
			t.Errorf("%d snapshots are kept (%v)", len(found), err)
		}
	})
}

// checkSmall checks that all of so many runs succeeded, and how few are left.
func (s *service) checkSmall(t *testing.T, runs, most int) {
	t.Helper()
	rows, err := s.ledger.Runs(t.Context(), ledger.RunFilter{})
	must(t, err)
	if rows[0].ID != int64(runs) || len(rows) > most {
		t.Errorf("of %d runs %d are left", rows[0].ID, len(rows))
	}
	for _, row := range rows {
		if row.Status != ledger.Succeeded {
			t.Errorf("run %d: %s", row.ID, row.Error)
		}
	}
}
