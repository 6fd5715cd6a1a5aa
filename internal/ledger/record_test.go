package ledger

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// A discrepancy from the first night to the last, with all that is told of it.
func TestHistory(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			times := newClock()
			l := mustOpen(t, store, Options{Now: times.now})
			kind := kindOf("assistance", "dibao_unmarked")
			s := startOf("assistance")
			f := finding(kind, "member:1", "430521", "否")
			f.Detail = rules.Detail{Class: "similar"}
			held := func(string, string, registry.Area) bool { return true }
			at := map[int64]time.Time{}
			night := func(o Outcome) Counts {
				times.move(24 * time.Hour)
				r := mustBegin(t, l, s)
				at[r.ID()] = times.now()
				tally, err := r.Record(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				return tally.Counts
			}
			night(Outcome{Findings: []rules.Finding{f}})
			f.Name, f.Detail.Class = "张叁", "different" // not what a change is about
			night(Outcome{Findings: []rules.Finding{f}})
			night(Outcome{Held: held})
			night(Outcome{Held: held})
			d := all(t, l, Filter{})["dibao_unmarked member:1 "]
			if d.LastSeenRun != 2 || d.Status != StatusOpen || d.Name != "张叁" || d.Detail != `{"class":"different"}` || d.OpenedRun != 1 {
				t.Errorf("while it is held: %+v", d)
			}
			night(Outcome{})
			d = all(t, l, Filter{})["dibao_unmarked member:1 "]
			want := Discrepancy{
				ID: 1, Kind: "dibao_unmarked", Subject: "member:1", Job: "assistance", Agency: "civil", Severity: rules.High,
				County: "县430521", Town: "镇", Village: "村", AreaCode: "430521101200", MemberID: "1", Name: "张叁",
				RegistryValue: "否", ExpectedValue: "是", Detail: `{"class":"different"}`, Status: StatusResolved,
				OpenedAt: at[1], LastSeenAt: at[2], ResolvedAt: at[5], OpenedRun: 1, LastSeenRun: 2, ResolvedRun: 5,
			}
			if diff := cmp.Diff(want, d); diff != "" {
				t.Errorf("resolved: %s", diff)
			}
			f.Registry, f.Severity = "", rules.Low
			if c := night(Outcome{Findings: []rules.Finding{f}}); c != (Counts{Reopened: 1, Unresolved: 1}) {
				t.Errorf("reopened: %+v", c)
			}
			f.Registry = "空"
			if c := night(Outcome{Findings: []rules.Finding{f}}); c != (Counts{Changed: 1, Unresolved: 1}) {
				t.Errorf("changed: %+v", c)
			}
			d = all(t, l, Filter{})["dibao_unmarked member:1 "]
			want.RegistryValue, want.Severity = "空", rules.Low
			want.Status, want.TimesReopened = StatusOpen, 1
			want.LastSeenRun, want.LastSeenAt, want.ResolvedRun, want.ResolvedAt = 7, at[7], 0, time.Time{}
			if diff := cmp.Diff(want, d); diff != "" {
				t.Errorf("at the end: %s", diff)
			}
			events, err := l.Events(t.Context(), 1)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]Event{
				{ID: 1, DiscrepancyID: 1, Run: 1, At: at[1], Actor: "run", Event: EventOpened, Detail: "{}"},
				{ID: 2, DiscrepancyID: 1, Run: 5, At: at[5], Actor: "run", Event: EventResolved, Detail: "{}"},
				{ID: 3, DiscrepancyID: 1, Run: 6, At: at[6], Actor: "run", Event: EventReopened, Detail: `{"registry_value":{"from":"否","to":""},"severity":{"from":"high","to":"low"}}`},
				{ID: 4, DiscrepancyID: 1, Run: 7, At: at[7], Actor: "run", Event: EventChanged, Detail: `{"registry_value":{"from":"","to":"空"}}`},
			}, events); diff != "" {
				t.Errorf("events: %s", diff)
			}
		})
	}
}

// oneNight is an outcome with something in every table.
func oneNight() (Start, Outcome) {
	a, b := kindOf("assistance", "dibao_unmarked"), kindOf("assistance", "household_unregistered")
	info := finding(b, "person:430599195001010012", "430522", "")
	info.Severity = rules.Info
	unseen := finding(a, "member:3", "430524", "否")
	return startOf("assistance"), Outcome{
		Findings: []rules.Finding{info, finding(a, "member:2", "430521", "否"), finding(a, "member:1", "430521", "否"), unseen},
		Feeds: []FeedRead{
			{Feed: "members", Location: "data/members.csv", Digest: "d1", RowsRead: 12, RowsAccepted: 10, RowsRejected: 2,
				CountyRows: map[string]int64{"430521": 7, "430522": 3}, HeldCounties: []string{"430524"},
				Rejects: []Reject{
					{Location: "data/members.csv", Row: 9, Field: "id_number", Reason: "missing", Masked: ""},
					{Location: "data/members.csv", Sheet: "明细", Row: 4, Field: "state_date", Reason: "date", Masked: "20**"},
				}},
			{Feed: "dibao", Location: "data/dibao/*.csv", Digest: "d2", RowsRead: 3, RowsAccepted: 3},
		},
	}
}

func TestTally(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{})
			s, o := oneNight()
			tally := run(t, l, s, o)
			want := Tally{
				Counts: Counts{Opened: 4, Unresolved: 3},
				Kinds:  map[string]Counts{"dibao_unmarked": {Opened: 3, Unresolved: 3}, "household_unregistered": {Opened: 1}},
				Cells:  map[Cell]int{{"dibao_unmarked", "430521"}: 2, {"dibao_unmarked", "430524"}: 1},
			}
			if diff := cmp.Diff(want, tally); diff != "" {
				t.Error(diff)
			}
			if d := all(t, l, Filter{IDs: []int64{1, 2, 3, 4, 99}}); d["dibao_unmarked member:1 "].ID != 1 || d["household_unregistered person:430599195001010012 "].ID != 4 {
				t.Errorf("ids are not by kind and subject: %v", d)
			}
		})
	}
}

func TestIdenticalRunWritesNothingButItsOwnRows(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			times := newClock()
			l := mustOpen(t, store, Options{Now: times.now})
			s, o := oneNight()
			run(t, l, s, o)
			held := func(_, _ string, a registry.Area) bool { return a.CountyKey() == "430524" }
			o.Findings, o.Held = o.Findings[:2], held
			run(t, l, s, o) // resolves one, and holds one
			before := dump(t, l, tables()...)
			times.move(time.Hour)
			tally := run(t, l, s, o)
			if tally.events() != 0 || tally.Unresolved != 2 {
				t.Errorf("tally %+v", tally.Counts)
			}
			after := dump(t, l, tables()...)
			for _, table := range tables() {
				own := table == "runs" || table == "run_feeds"
				if own && before[table] == after[table] {
					t.Errorf("%s: nothing was added", table)
				}
				if !own && before[table] != after[table] {
					t.Errorf("%s was written: %s", table, cmp.Diff(before[table], after[table]))
				}
			}
			if !strings.HasPrefix(after["runs"], before["runs"]) || before["discrepancies"] == "" || before["rejects"] == "" {
				t.Error("the first runs left no trace, or the last changed them")
			}
		})
	}
}

func TestRunsAndFeeds(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			times := newClock()
			l := mustOpen(t, store, Options{Now: times.now})
			s, o := oneNight()
			s.Scope = registry.ScopeOf("43")
			first := times.now()
			run(t, l, s, o)
			times.move(time.Hour)
			r := mustBegin(t, l, startOf("registry"))
			times.move(time.Minute)
			failed := o.Feeds[0]
			failed.Digest = "d3"
			if err := r.Fail(t.Context(), ErrDiskFull, []FeedRead{failed}); err != nil {
				t.Fatal(err)
			}
			runs, err := l.Runs(t.Context(), RunFilter{})
			if err != nil {
				t.Fatal(err)
			}
			want := []RunRow{
				{ID: 2, Job: "registry", Trigger: "manual", AsOf: "2018-11-26", Status: Failed, StartedAt: first.Add(time.Hour), FinishedAt: first.Add(61 * time.Minute),
					ConfigDigest: "c0ffee", Version: "test", Error: ErrDiskFull.Error()},
				{ID: 1, Job: "assistance", Trigger: "manual", Area: "43", AsOf: "2018-11-26", Status: Succeeded, StartedAt: first, FinishedAt: first,
					ConfigDigest: "c0ffee", Version: "test", Opened: 4, Unresolved: 3, Findings: DigestOf(o.Findings)},
			}
			if diff := cmp.Diff(want, runs); diff != "" {
				t.Error(diff)
			}
			for _, c := range []struct {
				filter RunFilter
				want   []RunRow
			}{
				{RunFilter{Limit: 1}, want[:1]}, {RunFilter{ID: 1}, want[1:]}, {RunFilter{Job: "registry"}, want[:1]}, {RunFilter{Status: Succeeded}, want[1:]},
				{RunFilter{Job: "registry", Status: Succeeded}, []RunRow{}},
			} {
				if got, err := l.Runs(t.Context(), c.filter); err != nil || cmp.Diff(c.want, got) != "" {
					t.Errorf("%+v: %v, %v", c.filter, got, err)
				}
			}
			feeds, err := l.RunFeeds(t.Context(), 2)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]FeedRow{{Run: 2, Feed: "members", Location: "data/members.csv", Digest: "d3", RowsRead: 12, RowsAccepted: 10, RowsRejected: 2,
				HeldCounties: []string{"430524"}, CountyRows: map[string]int64{"430521": 7, "430522": 3}, ChangedAt: first.Add(61 * time.Minute), RejectsDigest: rejectsDigest(failed.Rejects)}}, feeds); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFeedStates(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			times := newClock()
			l := mustOpen(t, store, Options{Now: times.now})
			read := func(digest string, rows int64) []FeedRead {
				times.move(time.Hour)
				return []FeedRead{{Feed: "members", Digest: digest, RowsAccepted: rows, CountyRows: map[string]int64{"430521": rows}}}
			}
			state := func() FeedState {
				states, err := l.Feeds(t.Context(), "members", "dibao")
				if err != nil || len(states) != 1 {
					t.Fatal(states, err)
				}
				return states["members"]
			}
			run(t, l, startOf("assistance"), Outcome{Feeds: read("d1", 10)})
			changed := times.now()
			run(t, l, startOf("registry"), Outcome{Feeds: read("d1", 10)})
			want := FeedState{Run: 2, Digest: "d1", ChangedAt: changed, CountyRows: map[string]int64{"430521": 10}, RowsAccepted: 10, HeldCounties: []string{}}
			if diff := cmp.Diff(want, state()); diff != "" {
				t.Errorf("the same, by another job: %s", diff)
			}
			r := mustBegin(t, l, startOf("assistance"))
			if err := r.Fail(t.Context(), ErrDiskFull, read("d2", 3)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, state()); diff != "" {
				t.Errorf("a failed run counts: %s", diff)
			}
			run(t, l, startOf("assistance"), Outcome{Feeds: read("d2", 11)})
			if got := state(); got.Digest != "d2" || !got.ChangedAt.Equal(times.now()) || got.CountyRows["430521"] != 11 || got.Run != 4 {
				t.Errorf("changed: %+v", got)
			}
			if states, err := l.Feeds(t.Context()); err != nil || len(states) != 1 {
				t.Errorf("all feeds: %v, %v", states, err)
			}
		})
	}
}

func TestFindingsThatCannotBe(t *testing.T) {
	l := mustOpen(t, sqliteStore(t), Options{})
	kind := kindOf("assistance", "dibao_unmarked")
	twice := finding(kind, "person:430599195001010012", "430521", "否")
	for want, findings := range map[string][]rules.Finding{
		"about the same subject": {twice, finding(kind, "member:1", "430521", "否"), twice},
		"belongs to job water":   {finding(kindOf("water", "water_no_record"), "household:1", "430521", "")},
		"has no kind":            {{}},
	} {
		r := mustBegin(t, l, startOf("assistance"))
		_, err := r.Record(t.Context(), Outcome{Findings: findings})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "430599") {
			t.Errorf("%v, want %s", err, want)
		}
		if err := r.Fail(t.Context(), err, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// Texts that databases like to change come back as they were, and what they set
// apart stays apart.
func TestTexts(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{})
			kind := kindOf("issued", "issued_problem")
			texts := []string{
				"", " ", "a", "a ", "a  ", "A", "ａ", "á", "é", "e\u0301", "𠮷", "𠮶", "王\u200b", "\t", "a\x00", "a\x00b", "'", `\`, `\'`, "?", "%",
				strings.Repeat("一", 40_000), strings.Repeat("一", 40_000) + " ", "\u00a0", "00", "0", "0.0",
			}
			var findings []rules.Finding
			for _, text := range texts {
				f := finding(kind, "member:"+text, "430521", text)
				f.Qualifier, f.Agency, f.Expected, f.Name, f.HouseholdID, f.MemberID, f.IDNumber = text, text, text, text, text, text, text
				findings = append(findings, f)
			}
			broken := finding(kind, "member:\xff", "430521", "\xfe")
			broken.Area.Village = strings.Repeat("村", 300)
			findings = append(findings, broken, finding(kind, "member:aa", "430521", "")) // read in one go like member:a with qualifier a
			s := startOf("issued")
			if tally := run(t, l, s, Outcome{Findings: findings}); tally.Opened != len(texts)+2 {
				t.Fatalf("opened %d, want %d", tally.Opened, len(texts)+2)
			}
			if tally := run(t, l, s, Outcome{Findings: findings}); tally.events() != 0 {
				t.Errorf("an identical run: %+v", tally.Counts)
			}
			rows := all(t, l, Filter{})
			for _, text := range texts {
				d := rows["issued_problem member:"+text+" "+text]
				for _, got := range []string{d.RegistryValue, d.AgencyValue, d.ExpectedValue, d.Name, d.HouseholdID, d.MemberID, d.IDNumber} {
					if got != text {
						t.Errorf("%.20q came back as %.20q", text, got)
					}
				}
			}
			if d := rows["issued_problem member:\uFFFD "]; d.RegistryValue != "\uFFFD" || d.Village != strings.Repeat("村", 255) {
				t.Errorf("broken text: %.20q %.20q", d.RegistryValue, d.Village)
			}
		})
	}
}
