package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/bidui/bidui/internal/ledger"
)

// WriteHistory writes runs as a table, in the order given.
func (l Language) WriteHistory(w io.Writer, runs []ledger.RunRow) error {
	if len(runs) == 0 {
		_, err := fmt.Fprintln(w, l.say("还没有运行记录", "No runs yet"))
		return err
	}
	t := newTable(l.say("批次", "Run"), l.say("任务", "Job"), l.say("触发", "Trigger"), l.say("区域", "Area"), l.say("基准日", "As of"),
		l.say("开始", "Started"), l.say("用时", "Took"), l.say("状态", "Status"), l.say("新增", "Opened"), l.say("变更", "Changed"),
		l.say("销号", "Resolved"), l.say("重现", "Reopened"), l.say("待处理", "Unresolved"), l.say("错误", "Error"))
	for _, r := range runs {
		took := ""
		if !r.FinishedAt.IsZero() {
			took = rounded(r.FinishedAt.Sub(r.StartedAt))
		}
		add(t, r.ID, l.job(r.Job), l.word(triggers, r.Trigger), r.Area, r.AsOf, moment(r.StartedAt), took, l.word(statuses, r.Status),
			r.Opened, r.Changed, r.Resolved, r.Reopened, r.Unresolved, firstLine(r.Error))
	}
	alignNumbers(t, 9, 13)
	_, err := fmt.Fprintln(w, t.Render())
	return err
}

// WriteRun writes one run whole: what it read from where, with which digest, and its error.
func (l Language) WriteRun(w io.Writer, r ledger.RunRow, feeds []ledger.FeedRow) error {
	if err := l.WriteHistory(w, []ledger.RunRow{r}); err != nil {
		return err
	}
	if len(feeds) > 0 {
		t := newTable(l.say("数据源", "Feed"), l.say("位置", "Location"), l.say("行数", "Rows"), l.say("采用", "Accepted"),
			l.say("未采用", "Rejected"), l.say("暂缓的县", "Held counties"), l.say("内容自", "Content since"), "SHA-256")
		for _, f := range feeds {
			add(t, f.Feed, f.Location, f.RowsRead, f.RowsAccepted, f.RowsRejected, strings.Join(f.HeldCounties, " "), moment(f.ChangedAt), f.Digest)
		}
		alignNumbers(t, 3, 5)
		if _, err := fmt.Fprintln(w, t.Render()); err != nil {
			return err
		}
		for _, f := range feeds {
			for _, note := range f.Notes {
				if _, err := fmt.Fprintf(w, "%s: %s\n", f.Feed, note); err != nil {
					return err
				}
			}
		}
	}
	_, err := fmt.Fprintf(w, l.say("配置 %s，版本 %s%s\n%s", "configuration %s, version %s%s\n%s"),
		r.ConfigDigest, r.Version, l.unchanged(r.SameAs), lines("", r.Error))
	return err
}

// firstLine is how an error begins.
func firstLine(text string) string {
	const most = 60
	line, _, more := strings.Cut(text, "\n")
	if runes := []rune(line); len(runes) > most {
		line, more = string(runes[:most]), true
	}
	if more {
		line += "…"
	}
	return line
}

// rounded is how long something took, as far as anyone cares.
func rounded(took time.Duration) string {
	if took > time.Minute {
		return took.Round(time.Second).String()
	}
	return took.Round(time.Millisecond).String()
}
