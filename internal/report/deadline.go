package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/bidui/bidui/internal/period"
)

// Due is by when nothing of a job should be unresolved, and what remains until then.
type Due struct {
	Deadline period.Deadline // the zero Deadline: none was set, and nothing is said
	Left     period.Left
}

// OpenJob is how much of a job is unresolved.
type OpenJob struct {
	Job  string
	Open int
	Due  Due
}

// WriteOpen writes a line for each job: how many are unresolved, and how much
// time there is.
func (l Language) WriteOpen(w io.Writer, jobs []OpenJob) error {
	var b strings.Builder
	for _, j := range jobs {
		fmt.Fprintf(&b, l.say("%s：待处理 %d 条%s\n", "%s: %d unresolved%s\n"), Plain(l.job(j.Job)), j.Open, l.due(j.Due))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// due says how much time is left, in calendar days and in working days.
func (l Language) due(d Due) string {
	if !d.Deadline.Known() {
		return ""
	}
	deadline, left := strings.Replace(d.Deadline.String(), "T", " ", 1), d.Left
	switch {
	case left.Days < 0:
		return fmt.Sprintf(l.say("，期限 %s 已过 %s", ", %s is past by %s"), deadline, l.days(-left.Days, -left.Working))
	case left.Past:
		return fmt.Sprintf(l.say("，期限 %s 今天已过", ", %s is past since today"), deadline)
	case left.Days == 0:
		return fmt.Sprintf(l.say("，今天是期限 %s", ", due today, %s"), deadline)
	default:
		return fmt.Sprintf(l.say("，距期限 %s 还有 %s", ", due %s in %s"), deadline, l.days(left.Days, left.Working))
	}
}

func (l Language) days(n, working int) string {
	if l == English {
		return fmt.Sprintf("%s (%s)", counted(n, "day"), counted(working, "working day"))
	}
	return fmt.Sprintf("%d 天（%d 个工作日）", n, working)
}

// counted is a number of things in English.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
