package jobs_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/jobs"
)

// TestAgreesWithOracle runs random adversarial counties through the whole
// engine, from CSV to ledger, and holds the ledger against the plain reading of
// the contract.
func TestAgreesWithOracle(t *testing.T) {
	for seed := range uint64(150) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			in := oracle.Random(rand.New(rand.NewPCG(seed, 1)), oracle.Shape{})
			in.Held = nil // holding needs a former run; the guards' own tests do it
			dir := t.TempDir()
			if err := oracle.WriteCSV(dir, in); err != nil {
				t.Fatal(err)
			}
			want := expected(in)
			r := newTestRunner(t, dir, settingsOf(t, dir, in))
			request := jobs.Request{Jobs: r.Runnable(), Trigger: "manual", AsOf: date(t, in.AsOf)}
			for range 2 { // the second run must agree as well
				for _, result := range r.Run(t.Context(), request) {
					if result.Err != nil {
						t.Fatalf("%s: %v", result.Job, result.Err)
					}
				}
				if diff := cmp.Diff(want, found(t, r.ledger)); diff != "" {
					t.Fatalf("contract (-) and ledger (+) differ:\n%s", diff)
				}
			}
		})
	}
}

type testRunner struct {
	*jobs.Runner
	ledger *ledger.Ledger
}

func newTestRunner(t *testing.T, dir string, s jobs.Settings) testRunner {
	t.Helper()
	l, err := ledger.Open(t.Context(), "sqlite:"+filepath.Join(dir, "bidui.db"), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	r, err := jobs.NewRunner(s, l, slog.New(slog.DiscardHandler), nil, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return testRunner{Runner: r, ledger: l}
}

// settingsOf reads what WriteCSV wrote, with guards that let everything through.
func settingsOf(t *testing.T, dir string, in oracle.Input) jobs.Settings {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	s := jobs.Settings{
		Dir: dir, Feeds: map[string]jobs.Feed{}, Location: zone,
		Words: registry.DefaultWords(), RosterWords: roster.DefaultWords(),
		Window: func(period.Date) period.Window {
			return window(t, in.WindowFrom, in.WindowThrough, "2017-10", "2018-09")
		},
		MidYear: window(t, in.MidYearFrom, in.MidYearThrough, "2018-04", "2018-09"),
	}
	for feed, rows := range map[string][]oracle.Row{
		"households": in.Households, "members": in.Members, "villages": in.Villages,
		"dibao": in.Dibao, "tekun": in.Tekun, "water": in.Water,
	} {
		if rows != nil {
			s.Feeds[feed] = jobs.Feed{
				Source:      source.Spec{From: secret.Text(feed + ".csv")},
				Guard:       jobs.Guard{MaxRejected: 10_000, MaxShrink: 10_000, AllowEmpty: true},
				FirstUnpaid: in.EndFirstUnpaid && (feed == "dibao" || feed == "tekun"),
			}
		}
	}
	return s
}

func window(t *testing.T, from, through, defaultFrom, defaultThrough string) period.Window {
	t.Helper()
	if from == "" {
		from, through = defaultFrom, defaultThrough
	}
	first, ok1 := period.ParseMonth(from)
	last, ok2 := period.ParseMonth(through)
	if !ok1 || !ok2 {
		t.Fatalf("no window: %q…%q", from, through)
	}
	return period.Window{From: first, Through: last}
}

func date(t *testing.T, text string) period.Date {
	t.Helper()
	d, ok := period.ParseDate(text)
	if !ok {
		t.Fatalf("no date: %q", text)
	}
	return d
}

// line is a finding as both sides are compared: the identity, what is expected and how grave it is.
func line(job, kind, subject, qualifier, expected, severity string) string {
	return fmt.Sprintf("%s %s %s %q expected %q %s", job, kind, subject, qualifier, expected, severity)
}

func expected(in oracle.Input) []string {
	lines := map[string]bool{}
	for _, f := range oracle.Judge(in) {
		lines[line(f.Job, f.Kind, f.Subject, f.Qualifier, f.Expected, f.Severity)] = true
	}
	return slices.Sorted(maps.Keys(lines))
}

func found(t *testing.T, l *ledger.Ledger) []string {
	t.Helper()
	lines := map[string]bool{}
	for d, err := range l.Discrepancies(context.Background(), ledger.Filter{Status: ledger.StatusOpen}) {
		if err != nil {
			t.Fatal(err)
		}
		lines[line(d.Job, d.Kind, d.Subject, d.Qualifier, d.ExpectedValue, d.Severity.String())] = true
	}
	return slices.Sorted(maps.Keys(lines))
}
