package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/rules"
)

// Summary is what a person sees after a run.
type Summary struct {
	Language Language
	DryRun   bool
	Jobs     []JobSummary
	Replayed int64 // the run that was run again; 0: none
}

// JobSummary is what became of one job.
type JobSummary struct {
	Job   string
	RunID int64 // 0 for a dry run
	AsOf  period.Date
	Due   Due
	Took  time.Duration
	Tally ledger.Tally
	Feeds []ledger.FeedRead
	Err   error // nil: succeeded

	SameAs int64 // the run whose result this is, since nothing has changed; 0: it has its own
}

// manyCounties is how many counties get a column each; more are listed as rows.
const manyCounties = 8

// WriteTable writes what was read, what changed by kind, what is unresolved by
// kind and county, and how each job ended.
func (s Summary) WriteTable(w io.Writer) error {
	var b strings.Builder
	if s.DryRun {
		b.WriteString(s.Language.say("试运行：台账未作任何改动\n", "Dry run: the ledger is as it was\n"))
	}
	s.writeFeeds(&b)
	s.writeKinds(&b)
	s.writeCounties(&b)
	for _, j := range s.Jobs {
		s.writeEnd(&b, j)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeEnd says how a job ended, with each of several faults on a line of its own.
func (s Summary) writeEnd(b *strings.Builder, j JobSummary) {
	l := s.Language
	switch {
	case j.Err != nil:
		fmt.Fprintf(b, l.say("%s：失败\n%s", "%s: failed\n%s"), Plain(l.job(j.Job)), lines("  ", j.Err.Error()))
	case j.RunID == 0:
		fmt.Fprintf(b, l.say("%s：试运行完成，基准日 %s，用时 %s%s%s\n", "%s: dry run done, as of %s, took %s%s%s\n"),
			Plain(l.job(j.Job)), j.AsOf, rounded(j.Took), l.due(j.Due), s.same())
	default:
		fmt.Fprintf(b, l.say("%s：完成，第 %d 次运行，基准日 %s，用时 %s%s%s\n", "%s: done, run %d, as of %s, took %s%s%s\n"),
			Plain(l.job(j.Job)), j.RunID, j.AsOf, rounded(j.Took), l.due(j.Due), l.unchanged(j.SameAs))
	}
}

// unchanged says since which run nothing has changed.
func (l Language) unchanged(run int64) string {
	if run == 0 {
		return ""
	}
	return fmt.Sprintf(l.say("，自第 %d 次运行以来没有变化", ", unchanged since run %d"), run)
}

// same says of a replay that it found what the run found.
func (s Summary) same() string {
	if s.Replayed == 0 {
		return ""
	}
	return fmt.Sprintf(s.Language.say("，与第 %d 次运行的结果一致", ", run %d found the same"), s.Replayed)
}

func (s Summary) writeFeeds(b *strings.Builder) {
	l := s.Language
	t := newTable(l.say("数据源", "Feed"), l.say("位置", "Location"), l.say("行数", "Rows"), l.say("未采用", "Rejected"),
		l.say("问题单元格", "Reject notes"), l.say("暂缓的县", "Held counties"))
	alignNumbers(t, 3, 5)
	seen := map[string]bool{} // jobs share what they read
	for _, j := range s.Jobs {
		for _, f := range j.Feeds {
			if !seen[f.Feed] {
				seen[f.Feed] = true
				add(t, f.Feed, f.Location, f.RowsRead, f.RowsRejected, f.RejectNotes(), strings.Join(f.HeldCounties, " "))
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
	for _, j := range s.Jobs {
		for _, name := range kindsOf(j.Tally) {
			c := j.Tally.Kinds[name]
			add(t, l.job(j.Job), l.kind(name), c.Opened, c.Changed, c.Resolved, c.Reopened, c.Unresolved)
			total.Opened += c.Opened
			total.Changed += c.Changed
			total.Resolved += c.Resolved
			total.Reopened += c.Reopened
			total.Unresolved += c.Unresolved
		}
	}
	if t.Length() == 0 {
		return
	}
	t.AppendFooter([]any{"", l.say("合计", "Total"), total.Opened, total.Changed, total.Resolved, total.Reopened, total.Unresolved})
	fmt.Fprintln(b, t.Render())
}

// kindsOf is the kinds of a tally in the order of the list of kinds.
func kindsOf(t ledger.Tally) []string {
	return slices.SortedFunc(maps.Keys(t.Kinds), compareKinds)
}

// compareKinds orders kinds as they are listed, those unknown last.
func compareKinds(a, b string) int {
	rank := func(name string) int {
		k, ok := rules.KindNamed(name)
		if !ok {
			return len(rules.Kinds)
		}
		return slices.Index(rules.Kinds, k)
	}
	return cmp.Or(rank(a)-rank(b), strings.Compare(a, b))
}

// unresolved is the cells that are not zero, and their sum by county.
func (s Summary) unresolved() (cells map[ledger.Cell]int, sums map[string]int) {
	cells, sums = map[ledger.Cell]int{}, map[string]int{}
	for _, j := range s.Jobs {
		for cell, n := range j.Tally.Cells {
			if n > 0 {
				cells[cell] += n
				sums[cell.County] += n
			}
		}
	}
	return cells, sums
}

// writeCounties writes the unresolved by kind and county: a column for each
// county while they are few, else a row with the county's sum.
func (s Summary) writeCounties(b *strings.Builder) {
	cells, sums := s.unresolved()
	counties := slices.Sorted(maps.Keys(sums))
	switch {
	case len(counties) == 0:
	case len(counties) <= manyCounties:
		s.writeMatrix(b, counties, cells, sums)
	default:
		l := s.Language
		t := newTable(l.say("县", "County"), l.say("待处理", "Unresolved"))
		alignNumbers(t, 2, 2)
		total := 0
		for _, county := range counties {
			add(t, s.county(county), sums[county])
			total += sums[county]
		}
		t.AppendFooter([]any{l.say("合计", "Total"), total})
		fmt.Fprintln(b, t.Render())
	}
}

func (s Summary) writeMatrix(b *strings.Builder, counties []string, cells map[ledger.Cell]int, sums map[string]int) {
	l := s.Language
	headers, footer := []any{l.say("待处理", "Unresolved")}, []any{l.say("合计", "Total")}
	for _, county := range counties {
		headers, footer = append(headers, Plain(s.county(county))), append(footer, sums[county])
	}
	kinds := map[string]bool{}
	for cell := range cells {
		kinds[cell.Kind] = true
	}
	t := newTable(headers...)
	alignNumbers(t, 2, len(headers))
	for _, kind := range slices.SortedFunc(maps.Keys(kinds), compareKinds) {
		row := []any{l.kind(kind)}
		for _, county := range counties {
			row = append(row, cells[ledger.Cell{Kind: kind, County: county}])
		}
		add(t, row...)
	}
	t.AppendFooter(footer)
	fmt.Fprintln(b, t.Render())
}

// county is a county's key, or a word where none is known.
func (s Summary) county(key string) string {
	return cmp.Or(maskNumbers(key), s.Language.say("（不明）", "(unknown)"))
}
