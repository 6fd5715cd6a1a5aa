package metrics_test

import (
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/metrics"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

var update = flag.Bool("update", false, "write the golden files anew")

// childStore is the variable that makes this program another process with a run.
const childStore = "BIDUI_METRICS_TEST_STORE"

func TestMain(m *testing.M) {
	if store := os.Getenv(childStore); store != "" {
		os.Exit(child(store))
	}
	os.Exit(m.Run())
}

// clock stands still unless it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2018, 11, 26, 17, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func newStore(t *testing.T) (store, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "bidui.db")
	return "sqlite:" + path, path
}

func open(t *testing.T, store string, c *clock) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), store, ledger.Options{Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func begin(t *testing.T, l *ledger.Ledger, job string) *ledger.Run {
	t.Helper()
	r, err := l.Begin(t.Context(), start(job))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func start(job string) ledger.Start {
	day, _ := period.DateOf(2018, 11, 26)
	return ledger.Start{Job: job, Trigger: "manual", AsOf: day, ConfigDigest: "c0ffee", Version: "test"}
}

// record is a run of a job that takes a minute and a half.
func record(t *testing.T, l *ledger.Ledger, c *clock, job string, feeds []ledger.FeedRead, findings ...rules.Finding) {
	t.Helper()
	r := begin(t, l, job)
	c.move(90 * time.Second)
	if _, err := r.Record(t.Context(), ledger.Outcome{Findings: findings, Feeds: feeds}); err != nil {
		t.Fatal(err)
	}
}

// area is a village of a county that has a code, or only a name.
func area(county string) registry.Area {
	if county[0] >= '0' && county[0] <= '9' {
		return registry.Area{Code: county + "101200", County: "县" + county, Town: "镇", Village: "村"}
	}
	return registry.Area{County: county, Town: "镇", Village: "村"}
}

func finding(kind *rules.Kind, severity rules.Severity, county string, n int) rules.Finding {
	return rules.Finding{
		Kind: kind, Severity: severity, Subject: fmt.Sprintf("member:%s%04d", county, n), Area: area(county),
		Name: "张三", IDNumber: "430599196001010010", Registry: "否", Expected: "是",
	}
}

// feeds is what a run read: two counties, one of which is held.
func feeds(digest string) []ledger.FeedRead {
	return []ledger.FeedRead{
		{Feed: "households", Location: "h.csv", Digest: digest, RowsRead: 31, RowsAccepted: 30, RowsRejected: 1, CountyRows: map[string]int64{"430523": 10, "430524": 20}},
		{
			Feed: "members", Location: "m.csv", Digest: digest, RowsRead: 99, RowsAccepted: 95, RowsRejected: 4,
			CountyRows: map[string]int64{"430523": 35, "430524": 60}, HeldCounties: []string{"430523"},
			Rejects: []ledger.Reject{
				{Location: "m.csv", Row: 2, Field: "id_number", Reason: "checksum", Masked: "430599********0010"},
				{Location: "m.csv", Row: 3, Field: "id_number", Reason: "checksum", Masked: "430599********0029"},
				{Location: "m.csv", Row: 4, Field: "member_id", Reason: "missing"},
			},
		},
	}
}

// handler is the handler of a ledger, with a log in a text.
func handler(t *testing.T, l *ledger.Ledger) (http.Handler, *strings.Builder) {
	t.Helper()
	var log strings.Builder
	h, err := metrics.Handler(l, metrics.Options{
		Deadlines: metrics.Deadlines{rules.Assistance: time.Date(2018, 11, 30, 15, 59, 59, 0, time.UTC), rules.Water: {}},
		Intervals: metrics.Intervals{rules.Assistance: 24 * time.Hour},
		Version:   "v1.2.3",
		Log:       slog.New(slog.NewTextHandler(&log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, &log
}

// get is one scrape.
func get(h http.Handler) (status int, body string) {
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	return answer.Code, answer.Body.String()
}

// ours is what a scrape says of the ledger: the lines of our metrics.
func ours(t *testing.T, h http.Handler) string {
	t.Helper()
	status, body := get(h)
	if status != http.StatusOK {
		t.Fatalf("status %d: %s", status, body)
	}
	var b strings.Builder
	for line := range strings.Lines(body) {
		if strings.HasPrefix(strings.TrimLeft(line, "#HELPTY "), "bidui_") && !strings.HasPrefix(line, "bidui_build_info{") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// values is the value of each of our series, as a scrape writes it.
func values(t *testing.T, h http.Handler) map[string]string {
	t.Helper()
	found := map[string]string{}
	for line := range strings.Lines(ours(t, h)) {
		if series, number, ok := strings.Cut(line, "} "); ok {
			found[series+"}"] = strings.TrimSpace(number)
		}
	}
	return found
}

// wantValues scrapes once; a series that must not be there has the value "".
func wantValues(t *testing.T, h http.Handler, want map[string]string) {
	t.Helper()
	got := values(t, h)
	for series, number := range want {
		if got[series] != number {
			t.Errorf("%s is %q, not %q", series, got[series], number)
		}
	}
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

var discard = slog.New(slog.DiscardHandler)
