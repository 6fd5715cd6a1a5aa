package report

import (
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/internal/worksheet"
)

// faulty reads a form with a fault of each sort.
func faulty(t *testing.T) *worksheet.Reader {
	t.Helper()
	today, _ := period.DateOf(2018, 11, 26)
	r := &worksheet.Reader{Today: today}
	const header = "编号,核查结果,佐证/备注,核查日期,校验码\n"
	for name, form := range map[string]string{
		"石溪镇.csv": header + "1,属实已改,,,b1\n2,不属实(佐证),,,b2\n,属实已改,430599196001010010已改,,b3\n4,改,,明天,b4\n1,无法核实,,,b1\n5,,,,b5\n",
	} {
		read(t, r, name, form)
	}
	read(t, r, "白仓镇.csv", "编号,核查结果\n1,属实已改\n")
	read(t, r, "通知.csv", "各村\n")
	read(t, r, "空.csv", "")
	return r
}

func read(t *testing.T, r *worksheet.Reader, name, form string) {
	t.Helper()
	if err := r.Read(t.Context(), name, strings.NewReader(form), int64(len(form))); err != nil {
		t.Fatal(err)
	}
}

// answered is what became of a few answers.
func answered(written bool) ledger.Accepted {
	at := table.Origin{Source: &table.Source{File: "石溪镇.xlsx", Sheet: "核查表"}, Row: 6}
	a := ledger.Accepted{Repeated: 2, Written: written}
	for i, answer := range []ledger.Answer{ledger.AnswerCorrected, ledger.AnswerUnfounded, ledger.AnswerCorrected} {
		a.Recorded = append(a.Recorded, ledger.Feedback{ID: int64(i + 1), Answer: answer, Origin: at})
	}
	for i, reason := range []string{ledger.ConflictUnknown, ledger.ConflictMixed, ledger.ConflictChanged, ledger.ConflictResolved, ledger.ConflictWaived} {
		at.Row++
		a.Conflicts = append(a.Conflicts, ledger.Conflict{Reason: reason, Feedback: ledger.Feedback{ID: int64(10 + i), Answer: ledger.AnswerCorrecting, Origin: at}})
	}
	return a
}

func TestFeedbackSummary(t *testing.T) {
	notes := &worksheet.Reader{Skipped: []table.Source{{File: "石溪镇.xlsx", Sheet: "填写说明"}, {File: "石溪镇.xlsx", Sheet: "汇总"}}, Blank: 7, Repeated: 1}
	whole := answered(true)
	whole.Conflicts = nil
	for name, s := range map[string]FeedbackSummary{
		"faults":    {Files: 4, Reader: faulty(t)},
		"conflicts": {Files: 1, Reader: notes, Accepted: answered(false)},
		"partial":   {Files: 1, Reader: notes, Accepted: answered(true)},
		"rehearsed": {Files: 1, Reader: notes, Accepted: answered(false), DryRun: true},
		"whole":     {Files: 1, Reader: notes, Accepted: whole},
	} {
		var b strings.Builder
		for _, s.Language = range []Language{Chinese, English} {
			if err := s.WriteTable(&b); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		checkGolden(t, "feedback."+name+".txt", b.String())
		checkMasked(t, b.String())
		if got, want := s.Refused(), name != "whole"; got != want {
			t.Errorf("%s is refused: %v", name, got)
		}
	}
}
