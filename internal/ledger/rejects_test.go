package ledger

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func rejectsOf(t *testing.T, l *Ledger, f RejectFilter) (rows []RejectRow) {
	t.Helper()
	for row, err := range l.Rejects(t.Context(), f) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// The rejects that are kept of a feed, as runs succeed and fail.
func TestRejectsThatAreKept(t *testing.T) {
	one := []Reject{{Location: "m.xlsx", Sheet: "明细", Row: 4, Field: "id_number", Reason: "missing", Masked: "4*"}}
	two := append([]Reject{{Location: "m.xlsx", Sheet: "明细", Row: 3, Reason: "length"}}, one...)
	const succeeds, fails = true, false
	steps := []struct {
		name     string
		job      string
		succeeds bool
		rejects  []Reject
		shown    int64         // the run whose rejects are shown
		read     int64         // the newest run that had them
		kept     map[int64]int // of runs that had them, how many
	}{
		{"the first", "a", succeeds, two, 1, 1, map[int64]int{1: 2}},
		{"the same, by another job", "b", succeeds, two, 1, 2, map[int64]int{1: 2, 2: 2}},
		{"a guard refuses", "a", fails, one, 3, 3, map[int64]int{1: 2, 2: 2, 3: 1}},
		{"and refuses the same", "b", fails, one, 3, 4, map[int64]int{1: 2, 2: 2, 3: 1, 4: 1}},
		{"and others", "a", fails, two, 5, 5, map[int64]int{1: 2, 2: 2, 5: 2}},
		{"as before it was refused", "a", succeeds, two, 1, 6, map[int64]int{1: 2, 2: 2, 5: 2, 6: 2}},
		{"fewer", "b", succeeds, one, 7, 7, map[int64]int{3: 1, 4: 1, 7: 1}},
		{"refused again", "b", fails, two, 8, 8, map[int64]int{1: 2, 2: 2, 3: 1, 4: 1, 5: 2, 6: 2, 7: 1, 8: 2}},
		{"refused without rejects", "b", fails, nil, 7, 7, map[int64]int{3: 1, 4: 1, 7: 1}},
		{"none", "a", succeeds, nil, 0, 0, map[int64]int{}},
		{"one again", "a", succeeds, one, 11, 11, map[int64]int{3: 1, 4: 1, 7: 1, 11: 1}},
	}
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{})
			for _, step := range steps {
				feeds := []FeedRead{{Feed: "members", Rejects: step.rejects}, {Feed: "dibao", Rejects: one}}
				r := mustBegin(t, l, startOf(step.job))
				var err error
				if step.succeeds {
					_, err = r.Record(t.Context(), Outcome{Feeds: feeds})
				} else {
					err = r.Fail(t.Context(), errors.New("more than 5 %"), feeds)
				}
				if err != nil {
					t.Fatal(err)
				}
				var want []RejectRow
				for _, reject := range step.rejects {
					want = append(want, RejectRow{Run: step.shown, Feed: "members", Reject: reject})
				}
				got := rejectsOf(t, l, RejectFilter{Feeds: []string{"members"}})
				if step.rejects == nil && step.shown != 0 { // those of the last success
					want = []RejectRow{{Run: step.shown, Feed: "members", Reject: one[0]}}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: shown: %s", step.name, diff)
				}
				checkRejectedFeed(t, l, step.name, step.read, got)
				for run := int64(1); run <= 11; run++ {
					checkRejectsOfRun(t, l, step.name, run, step.kept[run])
				}
			}
			if n := len(rejectsOf(t, l, RejectFilter{Location: "m.xlsx"})); n != 2 {
				t.Errorf("%d of the file, want those of both feeds", n)
			}
			if n := len(rejectsOf(t, l, RejectFilter{Location: "x.xlsx"})); n != 0 {
				t.Errorf("%d of another file", n)
			}
		})
	}
}

// checkRejectsOfRun checks how many rejects of the feed members are kept that a
// run had, under whichever run they are.
func checkRejectsOfRun(t *testing.T, l *Ledger, step string, run int64, want int) {
	t.Helper()
	filter := RejectFilter{Feeds: []string{"members"}, Run: run}
	rows := rejectsOf(t, l, filter)
	if len(rows) != want {
		t.Errorf("%s: of run %d %d are kept, want %d", step, run, len(rows), want)
	}
	for _, row := range rows {
		if row.Run != run {
			t.Errorf("%s: of run %d are shown those of %d", step, run, row.Run)
		}
	}
	feeds, err := l.RejectedFeeds(t.Context(), filter)
	if err != nil {
		t.Fatal(err)
	}
	if want == 0 && len(feeds) != 0 || want > 0 && (len(feeds) != 1 || feeds[0].Read.Run != run || feeds[0].Run.ID != run || feeds[0].Rejects != int64(want)) {
		t.Errorf("%s: feeds of run %d: %+v", step, run, feeds)
	}
	gone, err := l.RejectsGone(t.Context(), filter)
	if err != nil {
		t.Fatal(err)
	}
	var had string
	if err := l.db.Get(&had, "SELECT COALESCE(MAX(rejects_digest), '') FROM run_feeds WHERE feed = 'members' AND run_id = ?", run); err != nil {
		t.Fatal(err)
	}
	if wantGone := had != "" && want == 0; (len(gone) == 1) != wantGone {
		t.Errorf("%s: gone of run %d: %v", step, run, gone)
	}
}

// checkRejectedFeed checks where the rejects shown of the feed members come from.
func checkRejectedFeed(t *testing.T, l *Ledger, step string, newest int64, shown []RejectRow) {
	t.Helper()
	feeds, err := l.RejectedFeeds(t.Context(), RejectFilter{Feeds: []string{"members"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(shown) == 0 {
		if len(feeds) != 0 {
			t.Errorf("%s: rejects of %+v", step, feeds)
		}
		return
	}
	if len(feeds) != 1 {
		t.Fatalf("%s: rejects of %d feeds", step, len(feeds))
	}
	f := feeds[0]
	if f.FirstRun != shown[0].Run || f.Rejects != int64(len(shown)) || f.Read.Run != newest || f.Run.ID != newest || f.Read.Feed != "members" {
		t.Errorf("%s: kept under run %d, read by run %d (%d), %d rejects", step, f.FirstRun, f.Read.Run, f.Run.ID, f.Rejects)
	}
}

func TestRejectedFeedsAreThoseChosen(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			l := mustOpen(t, newStore(t), Options{})
			reject := func(file string) Reject { return Reject{Location: file, Row: 2, Reason: "length"} }
			run(t, l, startOf("a"), Outcome{Feeds: []FeedRead{
				{Feed: "dibao", Location: "d*.csv", Digest: "d1", RowsRead: 9, RowsAccepted: 7, RowsRejected: 2, Rejects: []Reject{reject("d1.csv"), reject("d2.csv")}},
				{Feed: "members", Location: "m.csv", Digest: "m1", RowsRead: 3, RowsAccepted: 3},
				{Feed: "tekun", Location: "t.csv", Digest: "t1", Rejects: []Reject{reject("t.csv")}},
			}})
			for _, c := range []struct {
				filter RejectFilter
				want   map[string]int64
			}{
				{RejectFilter{}, map[string]int64{"dibao": 2, "tekun": 1}},
				{RejectFilter{Feeds: []string{"dibao", "members"}}, map[string]int64{"dibao": 2}},
				{RejectFilter{Location: "d2.csv"}, map[string]int64{"dibao": 1}},
				{RejectFilter{Run: 1}, map[string]int64{"dibao": 2, "tekun": 1}},
				{RejectFilter{Run: 2}, map[string]int64{}},
			} {
				feeds, err := l.RejectedFeeds(t.Context(), c.filter)
				if err != nil {
					t.Fatal(err)
				}
				got := map[string]int64{}
				for _, f := range feeds {
					got[f.Read.Feed] = f.Rejects
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("%+v: %s", c.filter, diff)
				}
				if c.filter.Location != "" && (feeds[0].Read.Location != "d*.csv" || feeds[0].Read.Digest != "d1" || feeds[0].Read.RowsRead != 9) {
					t.Errorf("read %+v", feeds[0].Read)
				}
			}
		})
	}
}

func TestIterationStops(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{})
			s, o := oneNight()
			run(t, l, s, o)
			for range 20 { // more than there are connections
				for _, err := range l.Discrepancies(t.Context(), Filter{}) {
					if err != nil {
						t.Fatal(err)
					}
					break
				}
				for _, err := range l.Rejects(t.Context(), RejectFilter{}) {
					if err != nil {
						t.Fatal(err)
					}
					break
				}
			}
			if n := len(all(t, l, Filter{})); n != 4 {
				t.Errorf("%d discrepancies", n)
			}
		})
	}
}
