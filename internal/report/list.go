package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/bidui/bidui/internal/ledger"
)

// WriteList writes discrepancies as a table with masked ID numbers, and says how many there were.
func (l Language) WriteList(w io.Writer, rows Discrepancies) (int, error) {
	t := newTable(l.say("编号", "No"), l.say("差异", "Kind"), l.say("程度", "Severity"), l.say("区域", "Area"),
		l.say("户编号", "Household"), l.say("姓名", "Name"), l.say("证件号码", "ID number"),
		l.say("登记值", "Registry"), l.say("部门值", "Agency"), l.say("应为", "Expected"), l.say("状态", "Status"), l.say("发现", "Opened"))
	n := 0
	for d, err := range rows {
		if err != nil {
			return n, err
		}
		d = Masked(d)
		kind := l.kind(d.Kind)
		if d.Qualifier != "" {
			kind += " (" + d.Qualifier + ")"
		}
		t.AppendRow(table.Row{
			d.ID, kind, l.severity(d.Severity.String()), area(d), d.HouseholdID, d.Name, d.IDNumber,
			d.RegistryValue, d.AgencyValue, d.ExpectedValue, l.status(d.Status), day(d.OpenedAt),
		})
		n++
	}
	if n == 0 {
		_, err := fmt.Fprintln(w, l.say("没有符合条件的差异", "No discrepancies"))
		return 0, err
	}
	_, err := fmt.Fprintln(w, t.Render())
	return n, err
}

func area(d ledger.Discrepancy) string {
	if names := strings.TrimSpace(d.County + " " + d.Town + " " + d.Village); names != "" {
		return names
	}
	return d.AreaCode
}

// WriteHistory writes runs as a table, newest first.
func (l Language) WriteHistory(w io.Writer, runs []ledger.RunRow) error {
	if len(runs) == 0 {
		_, err := fmt.Fprintln(w, l.say("还没有运行记录", "No runs yet"))
		return err
	}
	t := newTable(l.say("批次", "Run"), l.say("任务", "Job"), l.say("触发", "Trigger"), l.say("区域", "Area"), l.say("基准日", "As of"),
		l.say("开始", "Started"), l.say("用时", "Took"), l.say("状态", "Status"), l.say("新增", "Opened"), l.say("销号", "Resolved"),
		l.say("重现", "Reopened"), l.say("待处理", "Unresolved"), l.say("错误", "Error"))
	for _, r := range runs {
		took := ""
		if !r.FinishedAt.IsZero() {
			took = r.FinishedAt.Sub(r.StartedAt).Round(time.Millisecond).String()
		}
		t.AppendRow(table.Row{
			r.ID, l.job(r.Job), r.Trigger, r.Area, r.AsOf, moment(r.StartedAt), took, l.status(r.Status),
			r.Opened, r.Resolved, r.Reopened, r.Unresolved, firstLine(r.Error),
		})
	}
	_, err := fmt.Fprintln(w, t.Render())
	return err
}

// WriteRun writes one run whole: its inputs and its error.
func (l Language) WriteRun(w io.Writer, r ledger.RunRow, feeds []ledger.FeedRow) error {
	if err := l.WriteHistory(w, []ledger.RunRow{r}); err != nil {
		return err
	}
	t := newTable(l.say("数据源", "Feed"), l.say("位置", "Location"), l.say("行数", "Rows"), l.say("采用", "Accepted"),
		l.say("未采用", "Rejected"), l.say("暂缓的县", "Held counties"), "SHA-256")
	for _, f := range feeds {
		t.AppendRow(table.Row{f.Feed, f.Location, f.RowsRead, f.RowsAccepted, f.RowsRejected, strings.Join(f.HeldCounties, " "), f.Digest})
	}
	_, err := fmt.Fprintf(w, "%s\nconfig %s, version %s\n", t.Render(), r.ConfigDigest, r.Version)
	if err == nil && r.Error != "" {
		_, err = fmt.Fprintln(w, r.Error)
	}
	return err
}

func firstLine(text string) string {
	line, _, more := strings.Cut(text, "\n")
	if runes := []rune(line); len(runes) > 60 {
		line, more = string(runes[:60]), true
	}
	if more {
		line += "…"
	}
	return line
}

// zone is the time zone in which reports show moments: that of the offices they are for.
var zone = time.FixedZone("+08:00", 8*60*60)

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2006-01-02T15:04:05Z07:00")
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.DateOnly)
}
