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
		shown    int64 // the run whose rejects are shown
		kept     map[int64]int
	}{
		{"the first", "a", succeeds, two, 1, map[int64]int{1: 2}},
		{"the same, by another job", "b", succeeds, two, 1, map[int64]int{1: 2}},
		{"a guard refuses", "a", fails, one, 3, map[int64]int{1: 2, 3: 1}},
		{"and refuses the same", "b", fails, one, 3, map[int64]int{1: 2, 3: 1}},
		{"and others", "a", fails, two, 5, map[int64]int{1: 2, 5: 2}},
		{"as before it was refused", "a", succeeds, two, 1, map[int64]int{1: 2}},
		{"fewer", "b", succeeds, one, 7, map[int64]int{7: 1}},
		{"refused again", "b", fails, two, 8, map[int64]int{7: 1, 8: 2}},
		{"refused without rejects", "b", fails, nil, 7, map[int64]int{7: 1}},
		{"none", "a", succeeds, nil, 0, map[int64]int{}},
		{"one again", "a", succeeds, one, 11, map[int64]int{11: 1}},
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
				got := rejectsOf(t, l, RejectFilter{Feed: "members"})
				if step.rejects == nil && step.shown != 0 { // those of the last success
					want = []RejectRow{{Run: step.shown, Feed: "members", Reject: one[0]}}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: shown: %s", step.name, diff)
				}
				for run := int64(1); run <= 11; run++ {
					if n := len(rejectsOf(t, l, RejectFilter{Feed: "members", Run: run})); n != step.kept[run] {
						t.Errorf("%s: of run %d %d are kept, want %d", step.name, run, n, step.kept[run])
					}
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
