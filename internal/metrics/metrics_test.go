package metrics_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/metrics"
	"github.com/bidui/bidui/internal/rules"
)

// busy is a ledger to which everything has happened: discrepancies in a county
// with a code and in one without, waived and mere information among them, a job
// that failed and one that is running.
func busy(t *testing.T, store string, c *clock) *ledger.Ledger {
	t.Helper()
	l := open(t, store, c)
	record(t, l, c, rules.Assistance, feeds("a"),
		finding(rules.DibaoUnmarked, rules.High, "430524", 1),
		finding(rules.DibaoUnmarked, rules.High, "430524", 2),
		finding(rules.DibaoUnmarked, rules.High, "邵东市", 3),
		finding(rules.NameDiffers, rules.Medium, "430524", 4),
		finding(rules.NameDiffers, rules.Low, "430524", 5),
		finding(rules.ShouldBeCovered, rules.Info, "430524", 6),
	)
	if err := l.Waive(t.Context(), ledger.Decision{IDs: []int64{idOf(t, l, "member:4305240004")}, Actor: "someone"}); err != nil {
		t.Fatal(err)
	}
	c.move(time.Hour)
	record(t, l, c, rules.Assistance, feeds("b")[:1],
		finding(rules.DibaoUnmarked, rules.High, "430524", 2),
		finding(rules.DibaoUnmarked, rules.High, "430524", 7),
		finding(rules.DibaoUnmarked, rules.High, "邵东市", 3),
		finding(rules.NameDiffers, rules.Medium, "430524", 4),
		finding(rules.ShouldBeCovered, rules.Info, "430524", 6),
	)
	c.move(time.Hour)
	record(t, l, c, rules.Registry, nil, finding(rules.IDInvalid, rules.Medium, "430524", 1))
	failed := begin(t, l, rules.Registry)
	c.move(2500 * time.Millisecond)
	if err := failed.Fail(t.Context(), errors.New("no"), nil); err != nil {
		t.Fatal(err)
	}
	running := begin(t, l, rules.Water)
	t.Cleanup(func() {
		if err := running.Fail(context.Background(), errors.New("the test is over"), nil); err != nil {
			t.Error(err)
		}
	})
	return l
}

func idOf(t *testing.T, l *ledger.Ledger, subject string) int64 {
	t.Helper()
	for d, err := range l.Discrepancies(t.Context(), ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if d.Subject == subject {
			return d.ID
		}
	}
	t.Fatalf("no discrepancy is about %s", subject)
	return 0
}

func TestScrape(t *testing.T) {
	store, _ := newStore(t)
	h, log := handler(t, busy(t, store, newClock()))
	// Of the counters of kinds, those that are not zero; TestCountersBeginAtZero has the rest.
	var b strings.Builder
	for line := range strings.Lines(ours(t, h)) {
		if !strings.Contains(line, "_total{") || !strings.HasSuffix(line, " 0\n") {
			b.WriteString(line)
		}
	}
	checkGolden(t, "busy.prom", b.String())
	if log.Len() > 0 {
		t.Errorf("%s", log)
	}
}

func TestBuildInfo(t *testing.T) {
	store, _ := newStore(t)
	h, _ := handler(t, open(t, store, newClock()))
	if _, body := get(h); !strings.Contains(body, `version="v1.2.3"} 1`) || !strings.Contains(body, "\ngo_goroutines ") {
		t.Error(body)
	}
}

// TestMetricsAreThoseOfTheContract compares names, types and labels.
func TestMetricsAreThoseOfTheContract(t *testing.T) {
	want := map[string]string{
		"bidui_discrepancies_unresolved":               "GAUGE agency,county,kind,severity,task",
		"bidui_discrepancies_oldest_timestamp_seconds": "GAUGE county,task",
		"bidui_discrepancies_opened_total":             "COUNTER kind,task",
		"bidui_discrepancies_resolved_total":           "COUNTER kind,task",
		"bidui_discrepancies_reopened_total":           "COUNTER kind,task",
		"bidui_registry_members":                       "GAUGE county",
		"bidui_registry_households":                    "GAUGE county",
		"bidui_job_last_success_timestamp_seconds":     "GAUGE task",
		"bidui_job_last_completion_timestamp_seconds":  "GAUGE task",
		"bidui_job_last_success":                       "GAUGE task",
		"bidui_job_running":                            "GAUGE task",
		"bidui_job_running_since_timestamp_seconds":    "GAUGE task",
		"bidui_job_duration_seconds":                   "GAUGE task",
		"bidui_job_deadline_timestamp_seconds":         "GAUGE task",
		"bidui_job_interval_seconds":                   "GAUGE task",
		"bidui_job_feed":                               "GAUGE feed,task",
		"bidui_feed_rows":                              "GAUGE feed",
		"bidui_feed_rejected_rows":                     "GAUGE feed,reason",
		"bidui_feed_held_counties":                     "GAUGE feed",
		"bidui_feed_county_held":                       "GAUGE county,feed",
		"bidui_feed_last_change_timestamp_seconds":     "GAUGE feed",
		"bidui_build_info":                             "GAUGE goversion,version",
	}
	store, _ := newStore(t)
	registry := prometheus.NewPedanticRegistry() // which compares what is sent with what is described
	options := metrics.Options{
		Deadlines: metrics.Deadlines{rules.Water: time.Unix(1, 0)}, Intervals: metrics.Intervals{rules.Water: time.Hour}, Log: discard,
	}
	if _, err := metrics.NewCollector(registry, busy(t, store, newClock()), options); err != nil {
		t.Fatal(err)
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			var labels []string
			for _, label := range metric.GetLabel() {
				labels = append(labels, label.GetName())
			}
			slices.Sort(labels)
			got[family.GetName()] = family.GetType().String() + " " + strings.Join(labels, ",")
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestNobodyIsInALabel looks for what the findings of busy say of people and places below the county.
func TestNobodyIsInALabel(t *testing.T) {
	store, _ := newStore(t)
	h, _ := handler(t, busy(t, store, newClock()))
	body := ours(t, h)
	for _, word := range []string{"张三", "4305991960", "member:", "镇", "村", "430524101", "m.csv"} {
		if strings.Contains(body, word) {
			t.Errorf("%q is in the metrics", word)
		}
	}
}

func TestUnresolvedThroughTheLifecycle(t *testing.T) {
	store, _ := newStore(t)
	c := newClock()
	l := open(t, store, c)
	h, _ := handler(t, l)
	const (
		series = `bidui_discrepancies_unresolved{agency="civil",county="430524",kind="dibao_unmarked",severity="high",task="assistance"}`
		oldest = `bidui_discrepancies_oldest_timestamp_seconds{county="430524",task="assistance"}`
		events = `{kind="dibao_unmarked",task="assistance"}`
	)
	lead := finding(rules.DibaoUnmarked, rules.High, "430524", 1)
	check := func(unresolved, opened, resolved, reopened string, hasOldest bool) {
		t.Helper()
		wantValues(t, h, map[string]string{
			series: unresolved, "bidui_discrepancies_opened_total" + events: opened,
			"bidui_discrepancies_resolved_total" + events: resolved, "bidui_discrepancies_reopened_total" + events: reopened,
		})
		if got := values(t, h)[oldest]; (got != "") != hasOldest {
			t.Errorf("the oldest is of %q", got)
		}
	}
	check("", "0", "0", "0", false)
	record(t, l, c, rules.Assistance, nil, lead)
	check("1", "1", "0", "0", true)
	record(t, l, c, rules.Assistance, nil, lead)
	check("1", "1", "0", "0", true)
	record(t, l, c, rules.Assistance, nil)
	check("0", "1", "1", "0", false) // the series stays
	record(t, l, c, rules.Assistance, nil, lead)
	check("1", "1", "1", "1", true)

	decision := ledger.Decision{IDs: []int64{idOf(t, l, lead.Subject)}, Actor: "someone"}
	if err := l.Waive(t.Context(), decision); err != nil {
		t.Fatal(err)
	}
	check("0", "1", "1", "1", false)
	if err := l.Unwaive(t.Context(), decision); err != nil {
		t.Fatal(err)
	}
	check("1", "1", "1", "1", true)

	lead.Severity = rules.Info
	record(t, l, c, rules.Assistance, nil, lead)
	check("0", "1", "1", "1", false) // though nothing of this severity is left
	record(t, l, c, rules.Assistance, nil)
	check("0", "1", "2", "1", false) // no counter ever falls
	lead.Severity = rules.High
	record(t, l, c, rules.Assistance, nil, lead)
	check("1", "1", "2", "2", true)
}

// TestOldestIsTheFirstOpening waits between two discrepancies of a county.
func TestOldestIsTheFirstOpening(t *testing.T) {
	store, _ := newStore(t)
	c := newClock()
	l := open(t, store, c)
	h, _ := handler(t, l)
	first, second := finding(rules.NameDiffers, rules.Low, "430524", 1), finding(rules.DibaoUnmarked, rules.High, "430524", 2)
	record(t, l, c, rules.Assistance, nil, first)
	opened := c.now()
	c.move(time.Hour)
	record(t, l, c, rules.Assistance, nil, first, second)
	const series = `bidui_discrepancies_oldest_timestamp_seconds{county="430524",task="assistance"}`
	wantValues(t, h, map[string]string{series: scientific(opened)})
	record(t, l, c, rules.Assistance, nil, second)
	wantValues(t, h, map[string]string{series: scientific(opened.Add(time.Hour + 90*time.Second))})
}

// scientific is a time as a scrape writes it.
func scientific(at time.Time) string {
	text := fmt.Sprintf("%.9e", float64(at.Unix()))
	mantissa, exponent, _ := strings.Cut(text, "e")
	return strings.TrimRight(mantissa, "0") + "e" + exponent
}

// TestNoPersonIsACounty: an agency's row may have anything where a county should be.
func TestNoPersonIsACounty(t *testing.T) {
	store, _ := newStore(t)
	c := newClock()
	l := open(t, store, c)
	somebody := []string{"隆回县上家村901组 王某901 13812345671", "王某902", "430599196001010010", "邵东市上家村王某903县13812345672"}
	findings := []rules.Finding{finding(rules.DibaoUnmarked, rules.High, "隆回县", 1)}
	for i, county := range somebody {
		f := finding(rules.DibaoTekunOverlap, rules.Medium, "x", i)
		f.Area.County = county
		findings = append(findings, f)
	}
	record(t, l, c, rules.Assistance, []ledger.FeedRead{{Feed: "dibao", RowsAccepted: 9, HeldCounties: somebody}}, findings...)
	h, _ := handler(t, l)
	if text := ours(t, h); strings.Contains(text, "王某") || strings.Contains(text, "430599196001010010") {
		t.Error(text)
	}
	wantValues(t, h, map[string]string{
		`bidui_discrepancies_unresolved{agency="civil",county="隆回县",kind="dibao_unmarked",severity="high",task="assistance"}`:     "1",
		`bidui_discrepancies_unresolved{agency="civil",county="",kind="dibao_tekun_overlap",severity="medium",task="assistance"}`: "4",
		`bidui_feed_county_held{county="",feed="dibao"}`: "1",
		`bidui_feed_held_counties{feed="dibao"}`:         "1",
	})
}

func TestCountersBeginAtZero(t *testing.T) {
	store, _ := newStore(t)
	h, _ := handler(t, open(t, store, newClock()))
	want := map[string]string{}
	for _, k := range rules.Kinds {
		for _, name := range []string{"opened", "resolved", "reopened"} {
			want[fmt.Sprintf("bidui_discrepancies_%s_total{kind=%q,task=%q}", name, k.Name, k.Job)] = "0"
		}
	}
	for _, j := range rules.Jobs {
		want[fmt.Sprintf("bidui_job_running{task=%q}", j.Name)] = "0"
		want[fmt.Sprintf("bidui_job_last_success{task=%q}", j.Name)] = "" // who never ran did not fail
	}
	want[`bidui_job_deadline_timestamp_seconds{task="assistance"}`] = scientific(time.Date(2018, 11, 30, 15, 59, 59, 0, time.UTC))
	want[`bidui_job_deadline_timestamp_seconds{task="water"}`] = ""
	wantValues(t, h, want)
}

func TestAfterARestartAllIsAsBefore(t *testing.T) {
	store, _ := newStore(t)
	c := newClock()
	before, _ := handler(t, busy(t, store, c))
	after, _ := handler(t, open(t, store, c))
	if diff := cmp.Diff(ours(t, before), ours(t, after)); diff != "" {
		t.Error(diff)
	}
}

// child records a run as another process does.
func child(store string) int {
	ctx := context.Background()
	l, err := ledger.Open(ctx, store, ledger.Options{})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	r, err := l.Begin(ctx, start(rules.Water))
	if err != nil {
		fmt.Println(err)
		return 1
	}
	lead := finding(rules.WaterMarkedSafe, rules.Critical, "430524", 1)
	if _, err := r.Record(ctx, ledger.Outcome{Findings: []rules.Finding{lead}}); err != nil {
		fmt.Println(err)
		return 1
	}
	if err := l.Close(); err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

func TestARunOfAnotherProcessShows(t *testing.T) {
	store, _ := newStore(t)
	h, _ := handler(t, open(t, store, newClock()))
	const series = `bidui_discrepancies_unresolved{agency="water",county="430524",kind="water_marked_safe",severity="critical",task="water"}`
	wantValues(t, h, map[string]string{series: "", `bidui_job_last_success{task="water"}`: ""})
	other := exec.CommandContext(t.Context(), os.Args[0])
	other.Env = append(os.Environ(), childStore+"="+store)
	if output, err := other.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	wantValues(t, h, map[string]string{series: "1", `bidui_job_last_success{task="water"}`: "1"})
}

// behind changes the ledger behind its back.
func behind(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// TestDiscrepanciesAreReadOnlyAfterAChange resolves one where no run or decision
// did: until the next one, a scrape goes by what it read before.
func TestDiscrepanciesAreReadOnlyAfterAChange(t *testing.T) {
	store, path := newStore(t)
	c := newClock()
	l := open(t, store, c)
	h, _ := handler(t, l)
	const series = `bidui_discrepancies_unresolved{agency="civil",county="430524",kind="dibao_unmarked",severity="high",task="assistance"}`
	record(t, l, c, rules.Assistance, nil, finding(rules.DibaoUnmarked, rules.High, "430524", 1))
	wantValues(t, h, map[string]string{series: "1"})
	behind(t, path, "UPDATE discrepancies SET status = 'resolved'")
	wantValues(t, h, map[string]string{series: "1"})
	record(t, l, c, rules.Water, nil)
	wantValues(t, h, map[string]string{series: "0"})
}

func TestABrokenLedgerFailsTheScrape(t *testing.T) {
	for name, statement := range map[string]string{
		"of its version": "DROP TABLE runs",
		"of its summary": "DROP TABLE run_kinds",
	} {
		t.Run(name, func(t *testing.T) {
			store, path := newStore(t)
			c := newClock()
			l := open(t, store, c)
			h, log := handler(t, l)
			record(t, l, c, rules.Assistance, nil)
			ours(t, h)
			record(t, l, c, rules.Assistance, nil)
			behind(t, path, statement)
			status, body := get(h)
			if status != http.StatusInternalServerError || !strings.Contains(body, "the ledger cannot be read") {
				t.Errorf("status %d: %s", status, body)
			}
			if strings.Contains(body, "no such table") || strings.Contains(body, path) || strings.Contains(body, "\nbidui_") {
				t.Errorf("the answer tells too much: %s", body)
			}
			if !strings.Contains(log.String(), "no such table") {
				t.Errorf("the log does not say why: %s", log)
			}
		})
	}
}

// TestABadLabelFailsTheScrape and not the process: metrics are gathered by
// goroutines of their own, in which nobody recovers.
func TestABadLabelFailsTheScrape(t *testing.T) {
	store, path := newStore(t)
	c := newClock()
	l := open(t, store, c)
	h, _ := handler(t, l)
	record(t, l, c, rules.Assistance, nil, finding(rules.DibaoUnmarked, rules.High, "430524", 1))
	behind(t, path, "UPDATE discrepancies SET agency = CAST(x'ff' AS TEXT)")
	if status, body := get(h); status != http.StatusInternalServerError {
		t.Errorf("status %d: %s", status, body)
	}
}

// TestScrapesDuringRuns is for the race detector, too.
func TestScrapesDuringRuns(t *testing.T) {
	store, _ := newStore(t)
	c := newClock()
	l := open(t, store, c)
	registry := prometheus.NewRegistry()
	if _, err := metrics.NewCollector(registry, l, metrics.Options{Log: discard}); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	var scrapes sync.WaitGroup
	for range 4 {
		scrapes.Go(func() {
			for {
				if _, err := registry.Gather(); err != nil {
					t.Error(err)
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for i := range 10 {
		record(t, l, c, rules.Assistance, feeds(fmt.Sprint(i)), finding(rules.DibaoUnmarked, rules.High, "430524", i))
	}
	close(done)
	scrapes.Wait()
	const want = `# HELP bidui_discrepancies_unresolved Open discrepancies that are neither waived nor mere information.
# TYPE bidui_discrepancies_unresolved gauge
bidui_discrepancies_unresolved{agency="civil",county="430524",kind="dibao_unmarked",severity="high",task="assistance"} 1
`
	if err := testutil.GatherAndCompare(registry, strings.NewReader(want), "bidui_discrepancies_unresolved"); err != nil {
		t.Error(err)
	}
}

func TestPromtoolFindsNoFault(t *testing.T) {
	store, _ := newStore(t)
	h, _ := handler(t, busy(t, store, newClock()))
	_, body := get(h)
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Fatal("promtool is not on the PATH: run the tests with make test, which fetches it, or install Prometheus")
	}
	check := exec.CommandContext(t.Context(), promtool, "check", "metrics")
	check.Stdin = strings.NewReader(body)
	var said bytes.Buffer
	check.Stdout, check.Stderr = &said, &said
	if err := check.Run(); err != nil || said.Len() > 0 {
		t.Errorf("%v: %s", err, said.String())
	}
}

func TestLint(t *testing.T) {
	store, _ := newStore(t)
	collector, err := metrics.NewCollector(prometheus.NewRegistry(), busy(t, store, newClock()), metrics.Options{Log: discard})
	if err != nil {
		t.Fatal(err)
	}
	problems, err := testutil.CollectAndLint(collector)
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

func TestNewCollectorNeedsALedgerAndALog(t *testing.T) {
	store, _ := newStore(t)
	l := open(t, store, newClock())
	registry := prometheus.NewRegistry()
	if _, err := metrics.NewCollector(registry, nil, metrics.Options{Log: discard}); err == nil {
		t.Error("a collector without a ledger")
	}
	if _, err := metrics.Handler(l, metrics.Options{}); err == nil {
		t.Error("a handler without a log")
	}
	if _, err := metrics.NewCollector(registry, l, metrics.Options{Log: discard}); err != nil {
		t.Error(err)
	}
	if _, err := metrics.NewCollector(registry, l, metrics.Options{Log: discard}); err == nil {
		t.Error("two collectors at one registry")
	}
}
