package ledger

import (
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// told is a chronicle with copies of its histories.
func told(t *testing.T, l *Ledger, until time.Time, f Filter) (past Past, histories []History) {
	t.Helper()
	err := l.Chronicle(t.Context(), until, f, func(p Past, each iter.Seq2[*History, error]) error {
		past = p
		for h, err := range each {
			if err != nil {
				return err
			}
			one := *h
			one.Events = append([]Happening(nil), h.Events...)
			histories = append(histories, one)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return past, histories
}

func TestChronicleTellsRunsAndHistories(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			times := newClock()
			l := mustOpen(t, newStore(t), Options{Now: times.now})
			first := times.now()
			kind, water := kindOf("assistance", "dibao_unmarked"), kindOf("water", "water_no_record")
			one, two := finding(kind, "member:1", "430521", "否"), finding(kind, "member:2", "430524", "否")
			feeds := []FeedRead{{Feed: "households", CountyRows: map[string]int64{"430521": 8}, Counties: map[string]CountyFacts{
				"430521": {Name: "邵东县", Exits: map[int]int64{2017: 3, 2018: 5}}, "430524": {},
			}}}
			run(t, l, startOf("assistance"), Outcome{Findings: []rules.Finding{one, two}, Feeds: feeds}) // 1
			times.move(time.Hour)
			two.Severity = rules.Info
			run(t, l, startOf("assistance"), Outcome{Findings: []rules.Finding{two}, Feeds: feeds}) // 2: resolves 1, changes 2
			times.move(time.Hour)
			if err := errors.Join(
				l.Waive(t.Context(), Decision{IDs: []int64{2}, Actor: "王"}), l.Note(t.Context(), Decision{IDs: []int64{2}, Actor: "王", Note: "已核"}),
			); err != nil {
				t.Fatal(err)
			}
			times.move(time.Hour)
			area := startOf("assistance")
			area.Scope = registry.ScopeOf("430521")
			run(t, l, area, Outcome{Findings: []rules.Finding{one}, Feeds: feeds})                                       // 3: reopens 1
			run(t, l, startOf("water"), Outcome{Findings: []rules.Finding{finding(water, "household:1", "430521", "")}}) // 4
			if err := mustBegin(t, l, startOf("water")).Fail(t.Context(), ErrDiskFull, feeds); err != nil {              // 5
				t.Fatal(err)
			}

			past, histories := told(t, l, times.now(), Filter{})
			hour := func(n int) time.Time { return first.Add(time.Duration(n) * time.Hour) }
			wantRuns := []RunEnd{{1, "assistance", hour(0)}, {2, "assistance", hour(1)}, {4, "water", hour(3)}}
			if diff := cmp.Diff(wantRuns, past.Whole); diff != "" {
				t.Error(diff)
			}
			if len(past.Last) != 2 || past.Last[0].ID != 3 || past.Last[0].AsOf != "2018-11-26" || past.Last[1].ID != 4 || len(past.Last[1].Feeds) != 0 {
				t.Fatalf("the last runs: %+v", past.Last)
			}
			if diff := cmp.Diff(feeds[0].Counties, past.Last[0].Feeds[0].Counties); diff != "" {
				t.Errorf("what was learned of the counties: %s", diff)
			}
			area1, area2 := one.Area, two.Area
			want := []History{
				{1, "dibao_unmarked", "high", area1, []Happening{{hour(0), EventOpened, ""}, {hour(1), EventResolved, ""}, {hour(3), EventReopened, ""}}},
				{2, "dibao_unmarked", "info", area2, []Happening{{hour(0), EventOpened, ""}, {hour(1), EventChanged, "high"}, {hour(2), EventWaived, ""}}},
				{3, "water_no_record", "high", area1, []Happening{{hour(3), EventOpened, ""}}},
			}
			if diff := cmp.Diff(want, histories); diff != "" {
				t.Error(diff)
			}

			past, histories = told(t, l, hour(3).Add(-time.Microsecond), Filter{Job: "assistance"})
			if len(past.Last) != 1 || past.Last[0].ID != 2 || len(past.Whole) != 2 {
				t.Errorf("before the third hour: %+v", past)
			}
			if diff := cmp.Diff(want[:2], histories); diff != "" {
				t.Errorf("of one job: %s", diff)
			}
			if _, histories = told(t, l, times.now(), Filter{Kind: "water_no_record"}); len(histories) != 1 || histories[0].ID != 3 {
				t.Errorf("of one kind: %+v", histories)
			}
		})
	}
}

func TestChronicleEndsWithItsReader(t *testing.T) {
	l := mustOpen(t, sqliteStore(t), Options{})
	kind := kindOf("assistance", "dibao_unmarked")
	run(t, l, startOf("assistance"), Outcome{Findings: []rules.Finding{finding(kind, "member:1", "430521", ""), finding(kind, "member:2", "430521", "")}})
	seen := 0
	stop := errors.New("enough")
	err := l.Chronicle(t.Context(), time.Now(), Filter{}, func(_ Past, each iter.Seq2[*History, error]) error {
		for _, err := range each {
			seen++
			return errors.Join(err, stop)
		}
		return nil
	})
	if seen != 1 || !errors.Is(err, stop) {
		t.Errorf("%d histories, %v", seen, err)
	}
	nowhere, err := OpenReadOnly(t.Context(), sqliteStore(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := nowhere.Close(); err != nil {
			t.Error(err)
		}
	})
	if past, histories := told(t, nowhere, time.Now(), Filter{}); len(past.Last)+len(histories) != 0 {
		t.Errorf("of no ledger: %+v %+v", past, histories)
	}
}

func TestFrozenStaysAsItWas(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			times := newClock()
			l := mustOpen(t, newStore(t), Options{Now: times.now})
			month := period.MonthOf(2018, 10)
			if _, ok, err := l.Frozen(t.Context(), month); ok || err != nil {
				t.Fatalf("before: %v, %v", ok, err)
			}
			content := `{"name":"隆回县"}` + strings.Repeat(" ", 1<<18) // more than TEXT holds, with an end that databases like to cut
			first, before, err := l.Freeze(t.Context(), month, content, "v1")
			if err != nil || before || first.Content != content {
				t.Fatalf("%v, %v", before, err)
			}
			times.move(time.Hour)
			again, before, err := l.Freeze(t.Context(), month, content, "v2")
			if diff := cmp.Diff(first, again); err != nil || !before || diff != "" {
				t.Errorf("again: %v, %v, %s", before, err, diff)
			}
			if _, _, err := l.Freeze(t.Context(), month, content+" ", "v2"); !errors.Is(err, ErrFrozen) {
				t.Errorf("otherwise: %v", err)
			}
			s, o := oneNight()
			run(t, l, s, o)
			got, ok, err := l.Frozen(t.Context(), month)
			if diff := cmp.Diff(first, got); err != nil || !ok || diff != "" {
				t.Errorf("later: %v, %v, %s", ok, err, diff)
			}
			earlier, _, err := l.Freeze(t.Context(), month-1, "{}", "v2")
			if err != nil {
				t.Fatal(err)
			}
			first.Content, earlier.Content = "", ""
			months, err := l.FrozenMonths(t.Context())
			if diff := cmp.Diff([]Frozen{earlier, first}, months); err != nil || diff != "" {
				t.Errorf("listed: %v, %s", err, diff)
			}
			if _, err := l.db.Exec("UPDATE scorecards SET content = '{}' WHERE month = '2018-10'"); err != nil {
				t.Fatal(err)
			}
			if _, _, err := l.Frozen(t.Context(), month); err == nil || !strings.Contains(err.Error(), "it was changed since") {
				t.Errorf("forged: %v", err)
			}
		})
	}
}
