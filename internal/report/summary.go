package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	prettytext "github.com/jedib0t/go-pretty/v6/text"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/rules"
)

// Summary is what a person sees after a run.
type Summary struct {
	Language Language
	DryRun   bool
	Jobs     []JobSummary
}

// JobSummary is what became of one job.
type JobSummary struct {
	Job      string
	RunID    int64
	AsOf     period.Date
	Deadline period.Date
	Took     time.Duration
	Tally    ledger.Tally
	Feeds    []ledger.FeedRead
	Err      error
}

// manyCounties is how many counties get a column each; more are listed as rows.
const manyCounties = 8

// WriteTable writes what was read, what changed by kind, and what is unresolved
// by kind and county.
func (s Summary) WriteTable(w io.Writer) error {
	var b strings.Builder
	l := s.Language
	if s.DryRun {
		b.WriteString(l.say("试运行：台账未作任何改动\n", "Dry run: the ledger is as it was\n"))
	}
	s.writeFeeds(&b)
	s.writeKinds(&b)
	s.writeCounties(&b)
	for _, j := range s.Jobs {
		switch {
		case j.Err != nil:
			fmt.Fprintf(&b, l.say("%s：失败\n%s\n", "%s: failed\n%s\n"), l.job(j.Job), indent(j.Err))
		case j.RunID != 0:
			fmt.Fprintf(&b, l.say("%s：完成，第 %d 次运行，基准日 %s，用时 %s%s\n", "%s: done, run %d, as of %s, took %s%s\n"),
				l.job(j.Job), j.RunID, j.AsOf, j.Took.Round(time.Millisecond), l.deadline(j))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// indent puts each of several faults on a line of its own.
func indent(err error) string {
	return "  " + strings.ReplaceAll(err.Error(), "\n", "\n  ")
}

// deadline says how many days are left.
func (l Language) deadline(j JobSummary) string {
	if !j.Deadline.Known() {
		return ""
	}
	days := j.AsOf.DaysUntil(j.Deadline)
	if days < 0 {
		return fmt.Sprintf(l.say("，已过期限 %s %d 天", ", %s is past by %d days"), j.Deadline, -days)
	}
	return fmt.Sprintf(l.say("，距期限 %s 还有 %d 天", ", due %s in %d days"), j.Deadline, days)
}

func newTable(headers ...any) table.Writer {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = prettytext.FormatDefault
	t.Style().Format.Footer = prettytext.FormatDefault
	t.AppendHeader(headers)
	return t
}

// alignNumbers puts every column from the given one (counted from 1) to the right.
func alignNumbers(t table.Writer, from, through int) {
	var columns []table.ColumnConfig
	for i := from; i <= through; i++ {
		columns = append(columns, table.ColumnConfig{Number: i, Align: prettytext.AlignRight, AlignFooter: prettytext.AlignRight})
	}
	t.SetColumnConfigs(columns)
}

func (s Summary) writeFeeds(b *strings.Builder) {
	l := s.Language
	t := newTable(l.say("数据源", "Feed"), l.say("位置", "Location"), l.say("行数", "Rows"), l.say("未采用", "Rejected"),
		l.say("问题单元格", "Reject notes"), l.say("暂缓的县", "Held counties"))
	alignNumbers(t, 3, 5)
	seen := map[string]bool{}
	for _, j := range s.Jobs {
		for _, f := range j.Feeds {
			if !seen[f.Feed] {
				seen[f.Feed] = true
				t.AppendRow(table.Row{f.Feed, f.Location, f.RowsRead, f.RowsRejected, len(f.Rejects), strings.Join(f.HeldCounties, " ")})
			}
		}
	}
	if len(seen) > 0 {
		fmt.Fprintln(b, t.Render())
	}
}

func (s Summary) writeKinds(b *strings.Builder) {
	l := s.Language
	t := newTable(l.say("任务", "Job"), l.say("差异", "Kind"), l.say("新增", "Opened"), l.say("变更", "Changed"),
		l.say("销号", "Resolved"), l.say("重现", "Reopened"), l.say("待处理", "Unresolved"))
	alignNumbers(t, 3, 7)
	var total ledger.Counts
	rows := 0
	for _, j := range s.Jobs {
		for _, name := range kindsOf(j.Tally) {
			c := j.Tally.Kinds[name]
			t.AppendRow(table.Row{l.job(j.Job), l.kind(name), c.Opened, c.Changed, c.Resolved, c.Reopened, c.Unresolved})
			rows++
		}
		total.Opened += j.Tally.Opened
		total.Changed += j.Tally.Changed
		total.Resolved += j.Tally.Resolved
		total.Reopened += j.Tally.Reopened
		total.Unresolved += j.Tally.Unresolved
	}
	if rows == 0 {
		return
	}
	t.AppendFooter(table.Row{"", l.say("合计", "Total"), total.Opened, total.Changed, total.Resolved, total.Reopened, total.Unresolved})
	fmt.Fprintln(b, t.Render())
}

// kindsOf is the kinds of a tally in the order of the list of kinds.
func kindsOf(t ledger.Tally) []string {
	rank := func(name string) int {
		k, ok := rules.KindNamed(name)
		if !ok {
			return len(rules.Kinds)
		}
		return slices.Index(rules.Kinds, k)
	}
	return slices.SortedFunc(maps.Keys(t.Kinds), func(a, b string) int {
		return cmp.Or(rank(a)-rank(b), strings.Compare(a, b))
	})
}

// writeCounties writes the unresolved by kind and county: a column for each
// county while they are few, else a row with the county's sum.
func (s Summary) writeCounties(b *strings.Builder) {
	cells, sums := map[ledger.Cell]int{}, map[string]int{}
	for _, j := range s.Jobs {
		for cell, n := range j.Tally.Cells {
			if n > 0 {
				cells[cell] += n
				sums[cell.County] += n
			}
		}
	}
	counties := slices.Sorted(maps.Keys(sums))
	switch {
	case len(counties) == 0:
	case len(counties) <= manyCounties:
		s.writeMatrix(b, counties, cells)
	default:
		t := newTable(s.Language.say("县", "County"), s.Language.say("待处理", "Unresolved"))
		alignNumbers(t, 2, 2)
		for _, county := range counties {
			t.AppendRow(table.Row{s.county(county), sums[county]})
		}
		fmt.Fprintln(b, t.Render())
	}
}

func (s Summary) writeMatrix(b *strings.Builder, counties []string, cells map[ledger.Cell]int) {
	headers := []any{s.Language.say("待处理", "Unresolved")}
	for _, county := range counties {
		headers = append(headers, s.county(county))
	}
	t := newTable(headers...)
	alignNumbers(t, 2, len(headers))
	for _, j := range s.Jobs {
		for _, kind := range kindsOf(j.Tally) {
			row, any := table.Row{s.Language.kind(kind)}, false
			for _, county := range counties {
				n := cells[ledger.Cell{Kind: kind, County: county}]
				row, any = append(row, n), any || n > 0
			}
			if any {
				t.AppendRow(row)
			}
		}
	}
	fmt.Fprintln(b, t.Render())
}

// county is a county's key, or a word where none is known.
func (s Summary) county(key string) string {
	return cmp.Or(key, s.Language.say("（不明）", "(unknown)"))
}

// WriteJSON writes the summary for programs.
func (s Summary) WriteJSON(w io.Writer) error {
	type kind struct {
		Kind       string `json:"kind"`
		Opened     int    `json:"opened"`
		Changed    int    `json:"changed"`
		Resolved   int    `json:"resolved"`
		Reopened   int    `json:"reopened"`
		Unresolved int    `json:"unresolved"`
	}
	type county struct {
		Kind       string `json:"kind"`
		County     string `json:"county"`
		Unresolved int    `json:"unresolved"`
	}
	type feed struct {
		Feed     string   `json:"feed"`
		Location string   `json:"location"`
		Digest   string   `json:"digest"`
		Rows     int64    `json:"rows_read"`
		Accepted int64    `json:"rows_accepted"`
		Rejected int64    `json:"rows_rejected"`
		Held     []string `json:"held_counties,omitempty"`
	}
	type job struct {
		Job      string   `json:"job"`
		Run      int64    `json:"run,omitempty"`
		AsOf     string   `json:"as_of"`
		DryRun   bool     `json:"dry_run,omitempty"`
		Status   string   `json:"status"`
		Errors   []string `json:"errors,omitempty"`
		Seconds  float64  `json:"seconds"`
		Totals   kind     `json:"totals"`
		Kinds    []kind   `json:"kinds"`
		Counties []county `json:"counties"`
		Feeds    []feed   `json:"feeds"`
	}
	counts := func(name string, c ledger.Counts) kind {
		return kind{name, c.Opened, c.Changed, c.Resolved, c.Reopened, c.Unresolved}
	}
	all := []job{}
	for _, j := range s.Jobs {
		out := job{Job: j.Job, Run: j.RunID, AsOf: j.AsOf.String(), DryRun: s.DryRun, Status: ledger.Succeeded,
			Seconds: j.Took.Seconds(), Totals: counts("", j.Tally.Counts)}
		if j.Err != nil {
			out.Status, out.Errors = ledger.Failed, strings.Split(j.Err.Error(), "\n")
		}
		for _, name := range kindsOf(j.Tally) {
			out.Kinds = append(out.Kinds, counts(name, j.Tally.Kinds[name]))
		}
		for _, cell := range slices.SortedFunc(maps.Keys(j.Tally.Cells), func(a, b ledger.Cell) int {
			return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.County, b.County))
		}) {
			out.Counties = append(out.Counties, county{cell.Kind, cell.County, j.Tally.Cells[cell]})
		}
		for _, f := range j.Feeds {
			out.Feeds = append(out.Feeds, feed{f.Feed, f.Location, f.Digest, f.RowsRead, f.RowsAccepted, f.RowsRejected, f.HeldCounties})
		}
		all = append(all, out)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(map[string]any{"jobs": all})
}
