package ledger

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
)

// desk is a ledger with five discrepancies, and what was handed out of them.
type desk struct {
	*testing.T
	l     *Ledger
	times *clock
	found []rules.Finding
	leads []Lead
}

// atDesks runs a test at a desk with either kind of database.
func atDesks(t *testing.T, test func(*desk)) {
	t.Helper()
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			d := &desk{T: t, times: newClock()}
			d.l = mustOpen(t, newStore(t), Options{Now: d.times.now})
			for _, subject := range []string{"member:1", "member:2", "member:3", "member:4", "member:5"} {
				f := finding(kindOf("assistance", "dibao_unmarked"), subject, "430521", "否")
				f.HouseholdID = "43052100" + subject[len("member:"):]
				d.found = append(d.found, f)
			}
			d.run(d.found...)
			d.handOut()
			test(d)
		})
	}
}

func (d *desk) run(findings ...rules.Finding) Tally {
	d.times.move(time.Hour)
	return run(d.T, d.l, startOf("assistance"), Outcome{Findings: findings})
}

func (d *desk) handOut() {
	leads, err := d.l.Leads(d.Context(), Filter{})
	if err != nil {
		d.Fatal(err)
	}
	d.leads = leads
}

// answer is the answer to a lead.
func (d *desk) answer(id int, a Answer, remark string) Feedback {
	lead := d.leads[id-1]
	return Feedback{
		ID: lead.ID, Stamp: lead.Stamp(), HouseholdID: lead.HouseholdID, Answer: a, Remark: remark, Note: string(a) + ":" + remark,
		CheckedBy: "王", CheckedOn: date(2018, 11, 25), Origin: table.Origin{Source: &table.Source{File: "石溪镇.xlsx", Sheet: "核查表"}, Row: 4 + id},
	}
}

// accept takes in answers, and checks how many are new, repeated and in conflict.
func (d *desk) accept(a Acceptance, answers []Feedback, recorded, repeated int, reasons ...string) Accepted {
	d.Helper()
	a.Actor, a.Until = "李", date(2019, 5, 25)
	got, err := d.l.Accept(d.Context(), answers, a)
	if err != nil {
		d.Fatal(err)
	}
	var conflicts []string
	for _, c := range got.Conflicts {
		conflicts = append(conflicts, c.Reason)
	}
	if len(got.Recorded) != recorded || got.Repeated != repeated || !slices.Equal(conflicts, reasons) {
		d.Errorf("%d new, %d repeated, conflicts %v; want %d, %d, %v", len(got.Recorded), got.Repeated, conflicts, recorded, repeated, reasons)
	}
	return got
}

func (d *desk) dump() map[string]string {
	return dump(d.T, d.l, "discrepancies", "discrepancy_events", "sequences")
}

// unchanged checks that do leaves the ledger as it is.
func (d *desk) unchanged(do func()) {
	d.Helper()
	before := d.dump()
	d.times.move(time.Minute)
	do()
	if diff := cmp.Diff(before, d.dump()); diff != "" {
		d.Errorf("the ledger changed: %s", diff)
	}
}

// statuses are those of the discrepancies, by number, with the ends of waivers.
func (d *desk) statuses() string {
	d.Helper()
	var all []string
	for found, err := range d.l.Discrepancies(d.Context(), Filter{}) {
		if err != nil {
			d.Fatal(err)
		}
		all = append(all, strings.TrimSpace(found.Status+" "+found.WaivedUntil))
	}
	return strings.Join(all, ", ")
}

// history is the events of a discrepancy that no run caused.
func (d *desk) history(id int64) string {
	d.Helper()
	events, err := d.l.Events(d.Context(), id)
	if err != nil {
		d.Fatal(err)
	}
	var lines []string
	for _, e := range events {
		if e.Run == 0 {
			detail, _, _ := strings.Cut(e.Detail, `,"key":`)
			lines = append(lines, e.Actor+" "+e.Event+" "+detail)
		}
	}
	return strings.Join(lines, "\n")
}

func TestAnswersBecomeEvents(t *testing.T) {
	atDesks(t, func(d *desk) {
		answers := []Feedback{
			d.answer(1, AnswerCorrected, ""), d.answer(2, AnswerCorrecting, "12月底"), d.answer(3, AnswerUnfounded, "低保证已注销"),
			d.answer(4, AnswerSourceWrong, "同名"), d.answer(5, AnswerUnverifiable, "外出"),
		}
		if got := d.accept(Acceptance{}, answers, 5, 0); !got.Written {
			d.Error("nothing was written")
		}
		if got, want := d.statuses(), "open, open, waived 2019-05-25, open, open"; got != want {
			d.Errorf("%s, want %s", got, want)
		}
		for id, want := range map[int64]string{
			1: `李 note {"outcome":"corrected","checked_by":"王","checked_on":"2018-11-25","file":"石溪镇.xlsx"`,
			2: `李 note {"outcome":"correcting","remark":"12月底","checked_by":"王","checked_on":"2018-11-25","file":"石溪镇.xlsx"`,
			3: `李 waived {"outcome":"unfounded","evidence":"低保证已注销","checked_by":"王","checked_on":"2018-11-25","file":"石溪镇.xlsx","waived_until":"2019-05-25"`,
			5: `李 note {"outcome":"unverifiable","remark":"外出","checked_by":"王","checked_on":"2018-11-25","file":"石溪镇.xlsx"`,
		} {
			if diff := cmp.Diff(want, d.history(id)); diff != "" {
				d.Errorf("%d: %s", id, diff)
			}
		}
		if note := all(d.T, d.l, Filter{IDs: []int64{3}})["dibao_unmarked member:3 "].Note; note != "unfounded:低保证已注销" {
			d.Errorf("the note is %q", note)
		}
	})
}

func TestTheSameAnswersAgainChangeNothing(t *testing.T) {
	atDesks(t, func(d *desk) {
		answers := []Feedback{d.answer(1, AnswerCorrected, "已改"), d.answer(3, AnswerUnfounded, "证已注销")}
		d.accept(Acceptance{}, answers, 2, 0)
		again := []Feedback{answers[1], answers[0]} // sorted, renamed, and named twice
		again[0].Origin = table.Origin{Source: &table.Source{File: "副本.xlsx"}, Row: 9}
		d.unchanged(func() { d.accept(Acceptance{}, append(again, answers...), 0, 4) })
		d.run(d.found[1:]...) // the first is put right
		d.unchanged(func() { d.accept(Acceptance{}, answers, 0, 2) })
		if got, want := d.statuses(), "resolved, open, waived 2019-05-25, open, open"; got != want {
			d.Errorf("%s, want %s", got, want)
		}
	})
}

func TestAnotherRemarkIsAnotherEvent(t *testing.T) {
	atDesks(t, func(d *desk) {
		d.accept(Acceptance{}, []Feedback{d.answer(2, AnswerCorrecting, "12月底"), d.answer(3, AnswerUnfounded, "证已注销")}, 2, 0)
		d.accept(Acceptance{}, []Feedback{d.answer(2, AnswerCorrecting, "1月底"), d.answer(3, AnswerUnfounded, "证已注销，见附件")}, 2, 0)
		if n := strings.Count(d.history(2), "note"); n != 2 {
			d.Errorf("%d notes: %s", n, d.history(2))
		}
		if n := strings.Count(d.history(3), " waived "); n != 2 {
			d.Errorf("%d waivers: %s", n, d.history(3))
		}
		// Who thinks better of it ends the waiver.
		d.accept(Acceptance{}, []Feedback{d.answer(3, AnswerCorrecting, "核错了")}, 1, 0)
		if got := d.statuses(); got != "open, open, open, open, open" {
			d.Error(got)
		}
		if lines := strings.Split(d.history(3), "\n"); len(lines) != 4 || lines[2] != `李 unwaived {"waived_until":"2019-05-25"}` {
			d.Errorf("%q", lines)
		}
	})
}

func TestConflictsKeepEverythingOut(t *testing.T) {
	atDesks(t, func(d *desk) {
		if err := d.l.Waive(d.Context(), Decision{IDs: []int64{5}, Actor: "张", Note: "手工", Until: date(2018, 12, 31)}); err != nil {
			d.Fatal(err)
		}
		other := slices.Clone(d.found)
		other[0].Registry = "空"
		d.run(slices.Delete(other, 1, 2)...) // the first is changed, the second resolved
		mixed, unknown, forged := d.answer(3, AnswerCorrected, ""), d.answer(3, AnswerCorrected, ""), d.answer(4, AnswerCorrected, "")
		mixed.HouseholdID, unknown.ID, forged.Stamp = "430521004", 99, "b0123456789"
		answers := []Feedback{
			d.answer(1, AnswerCorrected, ""), d.answer(2, AnswerCorrected, ""), mixed, unknown, forged, d.answer(5, AnswerUnfounded, "证"),
			d.answer(4, AnswerUnfounded, "证已注销"),
		}
		reasons := []string{ConflictChanged, ConflictResolved, ConflictMixed, ConflictUnknown, ConflictChanged, ConflictWaived}
		d.unchanged(func() {
			if got := d.accept(Acceptance{}, answers, 1, 0, reasons...); got.Written {
				d.Error("it was written")
			}
			d.accept(Acceptance{DryRun: true, Partial: true}, answers, 1, 0, reasons...)
		})
		d.accept(Acceptance{Partial: true}, answers, 1, 0, reasons...)
		if got, want := d.statuses(), "open, resolved, open, waived 2019-05-25, waived 2018-12-31"; got != want {
			d.Errorf("%s, want %s", got, want)
		}
	})
}

func TestWaiversOfAnswersEnd(t *testing.T) {
	atDesks(t, func(d *desk) {
		d.accept(Acceptance{}, []Feedback{d.answer(1, AnswerUnfounded, "证"), d.answer(2, AnswerUnfounded, "证")}, 2, 0)
		d.found[1].Agency = "城市低保"
		d.run(d.found...)
		if got, want := d.statuses(), "waived 2019-05-25, open, open, open, open"; got != want {
			d.Errorf("with other values: %s, want %s", got, want)
		}
		late := startOf("assistance")
		late.AsOf = date(2019, 5, 26)
		run(d.T, d.l, late, Outcome{Findings: d.found})
		if got := d.statuses(); got != "open, open, open, open, open" {
			d.Errorf("a day late: %s", got)
		}
		// The old form is of no use for what has changed, and still known where nothing has.
		d.accept(Acceptance{}, []Feedback{d.answer(1, AnswerUnfounded, "新证"), d.answer(2, AnswerUnfounded, "新证")}, 1, 0, ConflictChanged)
	})
}

// A stamp changes with the values and with each return, and not with notes,
// waivers or runs that find the same.
func TestStamps(t *testing.T) {
	atDesks(t, func(d *desk) {
		stamps := func() (all []string) {
			d.handOut()
			for i := range d.leads {
				all = append(all, d.leads[i].Stamp())
			}
			return all
		}
		first := stamps()
		if len(slices.Compact(slices.Sorted(slices.Values(first)))) != 5 {
			d.Errorf("stamps are alike: %v", first)
		}
		d.accept(Acceptance{}, []Feedback{d.answer(1, AnswerCorrecting, "x"), d.answer(2, AnswerUnfounded, "y")}, 2, 0)
		d.run(d.found...)
		if diff := cmp.Diff(first, stamps()); diff != "" {
			d.Error(diff)
		}
		d.run(d.found[1:]...)
		d.found[4].Expected = "否"
		d.run(d.found...)
		second := stamps()
		for i, want := range []bool{true, false, false, false, true} { // the first came back, the last is changed
			if got := first[i] != second[i]; got != want {
				d.Errorf("the stamp of %d changed: %v", i+1, got)
			}
		}
	})
}

func TestFeedbackNeedsALastDayAndALedger(t *testing.T) {
	store := sqliteStore(t)
	reader, err := OpenReadOnly(t.Context(), store, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if _, err := reader.Accept(t.Context(), nil, Acceptance{Until: date(2018, 12, 31)}); !errors.Is(err, ErrReadOnly) {
		t.Error(err)
	}
	if _, err := reader.Accept(t.Context(), nil, Acceptance{}); err == nil || !strings.Contains(err.Error(), "needs a last day") {
		t.Error(err)
	}
	if leads, err := reader.Leads(t.Context(), Filter{}); len(leads) != 0 || err != nil {
		t.Error(leads, err)
	}
}

// What an answer does to a discrepancy, whatever it was before: the last event
// keeps the answer, only 不属实 leaves it waived, and nothing resolves it.
func TestEventsOfAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		status := rapid.SampledFrom([]string{StatusOpen, StatusWaived}).Draw(t, "status")
		for _, a := range rapid.SliceOfN(rapid.SampledFrom(Answers), 1, 5).Draw(t, "answers") {
			was := status
			events := eventsOf(status, a)
			for _, e := range events {
				switch e {
				case EventWaived:
					status = StatusWaived
				case EventUnwaived:
					if status != StatusWaived {
						t.Fatalf("%s ends a waiver of what is %s", a, status)
					}
					status = StatusOpen
				case EventNote:
				default:
					t.Fatalf("%s makes the event %s", a, e)
				}
			}
			if last := events[len(events)-1]; last == EventUnwaived || (last == EventWaived) != (a == AnswerUnfounded) {
				t.Fatalf("%s after %s: %v", a, was, events)
			}
			if (status == StatusWaived) != (a == AnswerUnfounded) {
				t.Fatalf("after %s it is %s", a, status)
			}
		}
	})
}

func TestKeysTellAnswersApart(t *testing.T) {
	f := Feedback{ID: 1, Stamp: "b1", Answer: AnswerCorrected, Remark: "x", CheckedBy: "王", CheckedOn: date(2018, 11, 25)}
	same := f
	same.Note, same.HouseholdID, same.Origin = "n", "h", table.Origin{Row: 7}
	if !f.Same(same) {
		t.Error("where it stands makes another answer of it")
	}
	for name, change := range map[string]func(*Feedback){
		"number": func(f *Feedback) { f.ID = 2 }, "stamp": func(f *Feedback) { f.Stamp = "b2" },
		"answer": func(f *Feedback) { f.Answer = AnswerCorrecting }, "remark": func(f *Feedback) { f.Remark = "" },
		"who": func(f *Feedback) { f.CheckedBy = "" }, "when": func(f *Feedback) { f.CheckedOn = period.Date(0) },
		"where one text ends": func(f *Feedback) { f.Remark, f.CheckedBy = "x王", "" },
	} {
		other := f
		if change(&other); f.Same(other) {
			t.Errorf("another %s is the same answer", name)
		}
	}
}
