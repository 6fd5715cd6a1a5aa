package ledger

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

func TestSummary(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			times := newClock()
			l := mustOpen(t, store, Options{Now: times.now})
			s, o := oneNight()
			first := times.now()
			run(t, l, s, o) // 1
			times.move(time.Hour)
			second := times.now()
			later := finding(kindOf("assistance", "dibao_unmarked"), "member:8", "", "否")
			later.Area = registry.Area{County: "隆回"}
			o.Findings = append(o.Findings[1:], later)                                                                                   // 2: resolves the info, opens one
			o.Feeds[0].CountyRows, o.Feeds[0].Rejects = map[string]int64{"430521": 8}, append(o.Feeds[0].Rejects, o.Feeds[0].Rejects...) // of the same reasons
			o.Feeds = append(o.Feeds, FeedRead{Feed: "households", Digest: "h", RowsAccepted: 4, CountyRows: map[string]int64{"430521": 4}})
			run(t, l, s, o)
			times.move(time.Hour)
			o.Findings = o.Findings[:2]
			run(t, l, s, o) // 3: resolves 430524 and 隆回
			if err := l.Waive(t.Context(), Decision{IDs: []int64{2}, Actor: "王", Until: date(2018, 12, 31)}); err != nil {
				t.Fatal(err)
			}
			failing := mustBegin(t, l, startOf("water")) // 4
			times.move(time.Minute)
			if err := failing.Fail(t.Context(), ErrDiskFull, []FeedRead{{Feed: "dibao", Digest: "new", RowsAccepted: 99, Rejects: []Reject{{Reason: "length"}}}}); err != nil {
				t.Fatal(err)
			}
			mustBegin(t, l, startOf("registry")) // 5, under way
			got, err := l.Summary(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			third := first.Add(2 * time.Hour)
			want := Summary{
				Counts: []Count{
					{"assistance", "dibao_unmarked", "civil", "high", "430521", 1},
					{"assistance", "dibao_unmarked", "civil", "high", "430524", 0},
					{"assistance", "dibao_unmarked", "civil", "high", "隆回", 0},
				},
				Oldest: []Oldest{{"assistance", "430521", first}},
				Totals: []Total{{"assistance", "dibao_unmarked", 4, 0, 2, 0}, {"assistance", "household_unregistered", 1, 0, 1, 0}},
				Jobs: []JobState{
					{Job: "assistance", LastSuccess: third, LastCompletion: third, Succeeded: true},
					{Job: "registry", Running: true, RunningSince: third.Add(time.Minute)},
					{Job: "water", LastCompletion: third.Add(time.Minute), Duration: time.Minute},
				},
				Feeds: []FeedSummary{
					{Feed: "dibao", Rows: 3, Rejected: map[string]int64{}, HeldCounties: []string{}, ChangedAt: first},
					{Feed: "households", Rows: 4, Rejected: map[string]int64{}, HeldCounties: []string{}, ChangedAt: second},
					{Feed: "members", Rows: 10, Rejected: map[string]int64{"missing": 2, "date": 2}, HeldCounties: []string{"430524"}, ChangedAt: first},
				},
				Members:    map[string]int64{"430521": 8},
				Households: map[string]int64{"430521": 4},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever changes the summary changes the version, and looking changes neither.
func TestVersionFollowsTheSummary(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{})
			seen := map[string]bool{}
			look := func(after string) {
				t.Helper()
				v, err := l.Version(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if seen[v] {
					t.Errorf("%s the version is as it was before", after)
				}
				if again, err := l.Version(t.Context()); err != nil || again != v {
					t.Errorf("%s the version is %q and %q (%v)", after, v, again, err)
				}
				seen[v] = true
			}
			look("at first")
			s, o := oneNight()
			r := mustBegin(t, l, s)
			look("begun")
			if _, err := r.Record(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			look("recorded")
			if err := l.Waive(t.Context(), Decision{IDs: []int64{1}}); err != nil {
				t.Fatal(err)
			}
			look("waived")
			r = mustBegin(t, l, s)
			look("begun again")
			expire(t, l, s.Job)
			look("expired")
			if err := r.Fail(t.Context(), ErrDiskFull, nil); err != nil {
				t.Fatal(err)
			}
			look("failed")
		})
	}
}

func TestDecisions(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			times := newClock()
			l := mustOpen(t, store, Options{Now: times.now})
			s, o := oneNight()
			run(t, l, s, o)
			do := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			do(l.Waive(t.Context(), Decision{IDs: []int64{1, 2, 1}, Actor: "王", Until: date(2018, 12, 31), Note: "已入户"}))
			do(l.Waive(t.Context(), Decision{IDs: []int64{1}, Actor: "李"})) // without an end
			do(l.Note(t.Context(), Decision{IDs: []int64{1}, Actor: "王", Note: "再核"}))
			do(l.Note(t.Context(), Decision{Actor: "王", Note: "导出"}))
			rows := all(t, l, Filter{Status: StatusWaived})
			if one, two := rows["dibao_unmarked member:1 "], rows["dibao_unmarked member:2 "]; len(rows) != 2 ||
				one.WaivedUntil != "" || one.Note != "再核" || two.WaivedUntil != "2018-12-31" || two.Note != "已入户" {
				t.Errorf("waived: %+v", rows)
			}
			do(l.Unwaive(t.Context(), Decision{IDs: []int64{2}, Actor: "王", Note: "不对"}))
			run(t, l, s, Outcome{Findings: o.Findings[1:]}) // resolves 4
			for _, c := range []struct {
				err  error
				want string
			}{
				{l.Waive(t.Context(), Decision{IDs: []int64{2, 4}}), "waive: discrepancy 4 is resolved"},
				{l.Unwaive(t.Context(), Decision{IDs: []int64{1, 2}}), "unwaive: discrepancy 2 is open"},
				{l.Note(t.Context(), Decision{IDs: []int64{5}}), "note: there is no discrepancy 5"},
				{l.Waive(t.Context(), Decision{Until: period.Date(0)}), "waive: no discrepancy is named"},
			} {
				if c.err == nil || c.err.Error() != c.want {
					t.Errorf("%v, want %s", c.err, c.want)
				}
			}
			var history []string
			for _, id := range []int64{0, 1, 2, 4} {
				events, err := l.Events(t.Context(), id)
				do(err)
				for _, e := range events {
					history = append(history, e.Actor+" "+e.Event+" "+e.Detail)
				}
			}
			if diff := cmp.Diff([]string{
				`王 note {"note":"导出"}`,
				`run opened {}`, `王 waived {"note":"已入户","waived_until":"2018-12-31"}`, `李 waived {"note":"","waived_until":""}`, `王 note {"note":"再核"}`,
				`run opened {}`, `王 waived {"note":"已入户","waived_until":"2018-12-31"}`, `王 unwaived {"note":"不对"}`,
				`run opened {}`, `run resolved {}`,
			}, history); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnresolvedAreCountedByJob(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			l := mustOpen(t, newStore(t), Options{})
			kind := kindOf("assistance", "dibao_unmarked")
			info := finding(kindOf("assistance", "household_unregistered"), "person:1", "430521", "")
			info.Severity = rules.Info
			run(t, l, startOf("assistance"), Outcome{Findings: []rules.Finding{
				finding(kind, "member:1", "430521", "否"), finding(kind, "member:2", "430524", "否"), finding(kind, "member:3", "430524", "否"), info,
			}})
			run(t, l, startOf("registry"), Outcome{Findings: []rules.Finding{finding(kindOf("registry", "id_invalid"), "member:1", "430524", "")}})
			if err := l.Waive(t.Context(), Decision{IDs: []int64{3}, Actor: "王"}); err != nil {
				t.Fatal(err)
			}
			for _, c := range []struct {
				filter Filter
				want   map[string]int
			}{
				{Filter{}, map[string]int{"assistance": 2, "registry": 1}},
				{Filter{Status: StatusWaived}, map[string]int{"assistance": 2, "registry": 1}},
				{Filter{Job: "registry"}, map[string]int{"registry": 1}},
				{Filter{Scope: registry.ScopeOf("430524")}, map[string]int{"assistance": 1, "registry": 1}},
				{Filter{Kind: "household_unregistered"}, map[string]int{}},
			} {
				got, err := l.Unresolved(t.Context(), c.filter)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("%+v: %s", c.filter, diff)
				}
			}
		})
	}
}

func TestFilters(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{})
			s, o := oneNight()
			run(t, l, s, o)
			run(t, l, startOf("water"), Outcome{Findings: []rules.Finding{finding(kindOf("water", "water_no_record"), "household:1", "430521", "")}})
			for name, c := range map[string]struct {
				filter Filter
				want   int
			}{
				"all":         {Filter{}, 5},
				"job":         {Filter{Job: "water"}, 1},
				"kind":        {Filter{Kind: "dibao_unmarked"}, 3},
				"agency":      {Filter{Agency: "water"}, 0},
				"severity":    {Filter{Severity: "info"}, 1},
				"status":      {Filter{Status: StatusResolved}, 0},
				"ids":         {Filter{IDs: []int64{1, 5, 7}}, 2},
				"scope":       {Filter{Scope: registry.ScopeOf("430521")}, 3},
				"county name": {Filter{Scope: registry.ScopeOf("县430522")}, 1},
				"together":    {Filter{Job: "assistance", Scope: registry.ScopeOf("430521"), Severity: "high", Status: StatusOpen}, 2},
			} {
				if rows := all(t, l, c.filter); len(rows) != c.want {
					t.Errorf("%s: %d, want %d", name, len(rows), c.want)
				}
			}
		})
	}
}

// A run about one area says nothing of the others, and where no other was, it is
// what there is.
func TestSummaryOfRunsAboutAnArea(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			times := newClock()
			l := mustOpen(t, newStore(t), Options{Now: times.now})
			about := startOf("water")
			about.Scope = registry.ScopeOf("430521")
			want := func(at time.Time, succeeded bool) {
				t.Helper()
				s, err := l.Summary(t.Context())
				if err != nil || len(s.Jobs) != 1 || !s.Jobs[0].LastCompletion.Equal(at) || s.Jobs[0].Succeeded != succeeded {
					t.Errorf("%+v, %v; want an end at %s", s.Jobs, err, at)
				}
			}
			run(t, l, about, Outcome{})
			want(times.now(), true)
			times.move(time.Hour)
			if err := mustBegin(t, l, startOf("water")).Fail(t.Context(), ErrDiskFull, nil); err != nil {
				t.Fatal(err)
			}
			failed := times.now()
			times.move(time.Hour)
			run(t, l, about, Outcome{})
			want(failed, false)
		})
	}
}

// A count that was shown once is shown for ever: also where all that it counted is
// of another severity by now, or in another county.
func TestSortsThatWereLeft(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			kind := kindOf("assistance", "name_differs")
			f := finding(kind, "member:1", "430521", "")
			for _, night := range []struct {
				county   string
				severity rules.Severity
			}{{"430521", rules.Medium}, {"430521", rules.Low}, {"430522", rules.Low}, {"430522", rules.Low}} {
				moved := finding(kind, "member:1", night.county, "")
				f.Area, f.Severity = moved.Area, night.severity
				l, err := Open(t.Context(), store, Options{}) // as another process
				if err != nil {
					t.Fatal(err)
				}
				run(t, l, startOf("assistance"), Outcome{Findings: []rules.Finding{f}})
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
			}
			s, err := mustOpen(t, store, Options{}).Summary(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			want := []Count{
				{"assistance", "name_differs", "civil", "low", "430521", 0},
				{"assistance", "name_differs", "civil", "low", "430522", 1},
				{"assistance", "name_differs", "civil", "medium", "430521", 0},
			}
			if diff := cmp.Diff(want, s.Counts); diff != "" {
				t.Error(diff)
			}
		})
	}
}
