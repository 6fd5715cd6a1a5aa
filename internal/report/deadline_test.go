package report

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/rules"
)

func TestDue(t *testing.T) {
	five := period.DeadlineAt(date(11, 27), 17, 0)
	evening := time.Date(2018, 11, 27, 18, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		due              Due
		chinese, english string
	}{
		{Due{}, "", ""},
		{dueOn(date(12, 10)), "，距期限 2018-12-10 还有 13 天（9 个工作日）", ", due 2018-12-10 in 13 days (9 working days)"},
		{dueOn(date(11, 28)), "，距期限 2018-11-28 还有 1 天（1 个工作日）", ", due 2018-11-28 in 1 day (1 working day)"},
		{dueOn(date(11, 27)), "，今天是期限 2018-11-27", ", due today, 2018-11-27"},
		{dueOn(date(11, 26)), "，期限 2018-11-26 已过 1 天（1 个工作日）", ", 2018-11-26 is past by 1 day (1 working day)"},
		{dueOn(date(10, 31)), "，期限 2018-10-31 已过 27 天（19 个工作日）", ", 2018-10-31 is past by 27 days (19 working days)"},
		{Due{five, five.Left(date(11, 26), evening, nil)}, "，距期限 2018-11-27 17:00 还有 1 天（1 个工作日）", ", due 2018-11-27 17:00 in 1 day (1 working day)"},
		{Due{five, five.Left(date(11, 27), evening.Add(-2*time.Hour), nil)}, "，今天是期限 2018-11-27 17:00", ", due today, 2018-11-27 17:00"},
		{Due{five, five.Left(date(11, 27), evening, nil)}, "，期限 2018-11-27 17:00 今天已过", ", 2018-11-27 17:00 is past since today"},
	} {
		if got := Chinese.due(row.due); got != row.chinese {
			t.Errorf("%s: %q", row.due.Deadline, got)
		}
		if got := English.due(row.due); got != row.english {
			t.Errorf("%s: %q", row.due.Deadline, got)
		}
	}
}

func TestOpenJobsAreALineEach(t *testing.T) {
	jobs := []OpenJob{{rules.Assistance, 12, dueOn(date(11, 30))}, {rules.Registry, 1, Due{}}}
	var b strings.Builder
	if err := errors.Join(Chinese.WriteOpen(&b, jobs), English.WriteOpen(&b, jobs)); err != nil {
		t.Fatal(err)
	}
	want := "民政救助比对：待处理 12 条，距期限 2018-11-30 还有 3 天（3 个工作日）\n登记自查：待处理 1 条\n" +
		"Assistance: 12 unresolved, due 2018-11-30 in 3 days (3 working days)\nRegistry: 1 unresolved\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
	if err := Chinese.WriteOpen(&failing{}, jobs); !errors.Is(err, errFull) {
		t.Error(err)
	}
}
