package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	prettytext "github.com/jedib0t/go-pretty/v6/text"

	"github.com/bidui/bidui/internal/scorecard"
)

// Scorecard writes a scorecard: as a table, as a workbook to be handed in, and as
// JSON.
type Scorecard struct {
	Language Language
	Card     scorecard.Card
	FrozenAt time.Time // zero: it is no frozen copy
	Digest   string    // of the frozen copy
}

// scoreRow is one line over all kinds: a county, or the sum of several.
type scoreRow struct {
	code, name string
	scorecard.Figures
}

// rows is the total, and the counties, with the sums of provinces and cities
// before their own. Sums of one county, or of all, are left out.
func (s Scorecard) rows() []scoreRow {
	l, c := s.Language, s.Card
	var rows []scoreRow
	if len(c.Counties) > 1 {
		rows = append(rows, scoreRow{name: l.say("合计", "Total"), Figures: c.Total()})
	}
	sums := map[string]scorecard.Figures{}
	for _, group := range slices.Concat(c.Groups(2), c.Groups(4)) {
		if group.Counties > 1 && group.Counties < len(c.Counties) {
			sums[group.Code] = group.Figures
		}
	}
	for _, county := range c.Counties {
		for _, digits := range []int{2, 4} {
			code := county.Key[:min(digits, len(county.Key))]
			if sum, due := sums[code]; due {
				rows = append(rows, scoreRow{code, l.level(digits), sum})
				delete(sums, code)
			}
		}
		rows = append(rows, scoreRow{county.Key, l.county(county), county.Total()})
	}
	return rows
}

// level is what codes of so many digits stand for.
func (l Language) level(digits int) string {
	if digits == 2 {
		return l.say("全省小计", "Province")
	}
	return l.say("全市小计", "City")
}

// county is the name of a county, or a word where not even its code is known.
func (l Language) county(c scorecard.County) string {
	if c.Key == "" {
		return l.say("（未写明）", "(not said)")
	}
	return c.Name
}

func (l Language) rating(r scorecard.Rating) string {
	switch r {
	case scorecard.Good:
		return l.say("优", "good")
	case scorecard.Fair:
		return l.say("合格", "fair")
	case scorecard.Poor:
		return l.say("不合格", "poor")
	}
	return ""
}

func (l Language) exitNote(n scorecard.Note) string {
	switch n {
	case scorecard.AsPlanned:
		return l.say("与计划数完全相同", "equals the plan exactly")
	case scorecard.JumpedUp:
		return l.say("较往年陡增", "far more than in former years")
	case scorecard.JumpedDown:
		return l.say("较往年陡降", "far fewer than in former years")
	}
	return string(n)
}

func (l Language) exitNotes(notes []scorecard.Note) string {
	words := make([]string, len(notes))
	for i, n := range notes {
		words[i] = l.exitNote(n)
	}
	return strings.Join(words, l.say("；", "; "))
}

// heading says how things stand when, in which period, by which bars.
func (s Scorecard) heading() []string {
	l, c := s.Language, s.Card
	at := fmt.Sprintf(l.say("截至 %s", "As of %s"), minute(c.At))
	if c.Month != "" {
		at = fmt.Sprintf(l.say("%s 月末", "End of %s"), c.Month)
	}
	if !s.FrozenAt.IsZero() {
		at += fmt.Sprintf(l.say("，%s 封存，摘要 %.12s", ", frozen %s, digest %.12s"), minute(s.FrozenAt.In(c.At.Location())), s.Digest)
	}
	if c.From != "" || c.Through != "" {
		at += fmt.Sprintf(l.say("；新增、满7日、重现的统计期间 %s 至 %s", "; opened, due and reopened from %s through %s"), c.From, c.Through)
	}
	if c.Job != "" {
		at += l.say("；任务：", "; job ") + l.job(c.Job)
	}
	if c.Kind != "" {
		at += l.say("；差异：", "; kind ") + l.kind(c.Kind)
	}
	return []string{at, fmt.Sprintf(
		l.say("正确率＝1－待处理÷核对数；%s%% 以上为优，%s%% 以上为合格，其余为不合格", "Correct is 1 − unresolved/checked; good from %s %%, fair from %s %%"),
		hundredths(c.Bars.Good), hundredths(c.Bars.Fair))}
}

// figures are the figures of a line as text, in the order of figureColumns; ""
// where there is none.
func (s Scorecard) figures(f scorecard.Figures) []string {
	oldest, change := "", ""
	if !f.Oldest.IsZero() {
		oldest = f.Oldest.Format(time.DateOnly)
	}
	if n := len(s.Card.Points); n > 1 {
		change = "0"
		if f.Trend != nil {
			change = strconv.FormatInt(f.Trend[n-1]-f.Trend[n-2], 10)
		}
	}
	count := func(n int64) string { return strconv.FormatInt(n, 10) }
	return []string{
		count(f.Checked), count(f.Unresolved), share(f.PerThousand()), share(f.Correct()), s.Language.rating(s.Card.Bars.Rate(f)),
		count(f.Opened), count(f.Due), count(f.InTime), share(f.InTimeShare()), count(f.Reopened), oldest, change,
	}
}

// figureColumns are the columns of figures.
func (l Language) figureColumns() []sheetColumn {
	return []sheetColumn{
		{l.say("核对数", "Checked"), 12, lookNumber}, {l.say("待处理", "Unresolved"), 10, lookNumber},
		{l.say("千分率‰", "Per 1000"), 10, lookDecimal}, {l.say("正确率%", "Correct %"), 10, lookDecimal}, {l.say("评价", "Rating"), 9, lookCentred},
		{l.say("新增", "Opened"), 9, lookNumber}, {l.say("满7日", "Due"), 9, lookNumber}, {l.say("7日内销号", "In 7 days"), 11, lookNumber}, {l.say("7日内率%", "In 7 days %"), 10, lookDecimal},
		{l.say("重现", "Reopened"), 8, lookNumber}, {l.say("最早", "Oldest"), 12, lookCentred}, {l.say("较上次", "Change"), 9, lookNumber},
	}
}

// share writes hundredths, where there are any.
func share(n int64, known bool) string {
	if !known {
		return ""
	}
	return hundredths(n)
}

// hundredths writes 9850 as 98.50.
func hundredths(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

// minute is a time in its own zone.
func minute(t time.Time) string { return t.Format("2006-01-02 15:04") }

// WriteTable writes the counties, their kinds with something to tell, the trend,
// and the exits.
func (s Scorecard) WriteTable(w io.Writer) error {
	s = s.masked()
	var b strings.Builder
	for _, line := range s.heading() {
		b.WriteString(Plain(line) + "\n")
	}
	if len(s.Card.Counties) == 0 {
		b.WriteString(s.Language.say("没有核对过的县\n", "No county was checked\n"))
	} else {
		s.writeCounties(&b)
		s.writeKinds(&b)
		s.writeTrend(&b)
		s.writeExits(&b)
	}
	if len(s.Card.Unknown) > 0 {
		fmt.Fprintf(&b, s.Language.say("计划中有而登记中没有的县：%s\n", "In the plan but not in the registry: %s\n"), Plain(strings.Join(s.Card.Unknown, " ")))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (s Scorecard) writeCounties(b *strings.Builder) {
	l := s.Language
	columns := l.figureColumns()
	t := newTable(append([]any{l.say("代码", "Code"), l.say("县", "County")}, headings(columns)...)...)
	alignFigures(t, 3, columns)
	for _, row := range s.rows() {
		add(t, append([]any{row.code, row.name}, cellsOf(s.figures(row.Figures))...)...)
	}
	fmt.Fprintln(b, t.Render())
}

// writeKinds leaves out the lines that have nothing but what was checked.
func (s Scorecard) writeKinds(b *strings.Builder) {
	l := s.Language
	columns := l.figureColumns()
	t := newTable(append([]any{l.say("县", "County"), l.say("差异", "Kind")}, headings(columns)...)...)
	alignFigures(t, 3, columns)
	for _, county := range s.Card.Counties {
		for _, line := range county.Lines {
			if line.Unresolved+line.Opened+line.Reopened > 0 {
				add(t, append([]any{s.place(county), l.kind(line.Kind)}, cellsOf(s.figures(line.Figures))...)...)
			}
		}
	}
	if t.Length() > 0 {
		fmt.Fprintln(b, t.Render())
	}
}

// masked is the scorecard without ID numbers where counties should be named.
func (s Scorecard) masked() Scorecard {
	s.Card.Counties = slices.Clone(s.Card.Counties)
	for i := range s.Card.Counties {
		c := &s.Card.Counties[i]
		c.Key, c.Name = maskNumbers(c.Key), maskNumbers(c.Name)
	}
	return s
}

// place is how a county is called where it has one column.
func (s Scorecard) place(c scorecard.County) string {
	if name := s.Language.county(c); name != "" {
		return name
	}
	return c.Key
}

func (s Scorecard) writeTrend(b *strings.Builder) {
	l, points := s.Language, s.Card.Points
	if len(points) < 2 {
		return
	}
	headers := []any{l.say("待处理的变化", "Unresolved over time")}
	for _, p := range points {
		headers = append(headers, p.At.Format("2006\n01-02\n15:04"))
	}
	t := newTable(headers...)
	alignNumbers(t, 2, len(headers))
	for _, row := range s.rows() {
		add(t, append([]any{strings.TrimSpace(row.code + " " + row.name)}, cellsOf(trend(row.Figures, len(points)))...)...)
	}
	fmt.Fprintln(b, t.Render())
}

// trend is the unresolved at each point.
func trend(f scorecard.Figures, points int) []string {
	cells := make([]string, points)
	for i := range cells {
		cells[i] = "0"
		if f.Trend != nil {
			cells[i] = strconv.FormatInt(f.Trend[i], 10)
		}
	}
	return cells
}

func (s Scorecard) writeExits(b *strings.Builder) {
	columns := s.Language.exitColumns()
	t := newTable(headings(columns)...)
	alignFigures(t, 1, columns)
	for _, county := range s.Card.Counties {
		if county.Exits != nil {
			add(t, cellsOf(s.exits(county))...)
		}
	}
	if t.Length() > 0 {
		fmt.Fprintln(b, t.Render())
	}
}

func (l Language) exitColumns() []sheetColumn {
	return []sheetColumn{
		{l.say("代码", "Code"), 12, lookCentred}, {l.say("县", "County"), 18, lookCell}, {l.say("脱贫年度", "Exit year"), 11, lookCentred},
		{l.say("计划户数", "Planned"), 12, lookNumber}, {l.say("脱贫户数", "Exits"), 12, lookNumber},
		{l.say("往年", "Former years"), 40, lookCell}, {l.say("提示", "Note"), 34, lookCell},
	}
}

// exits is a county's exits in the order of exitColumns.
func (s Scorecard) exits(c scorecard.County) []string {
	e, planned := c.Exits, ""
	if e.Planned != nil {
		planned = strconv.FormatInt(*e.Planned, 10)
	}
	former := make([]string, len(e.Former))
	for i, y := range e.Former {
		former[i] = fmt.Sprintf(s.Language.say("%d年%d户", "%d: %d"), y.Year, y.Count)
	}
	return []string{
		c.Key, s.Language.county(c), strconv.Itoa(e.Year), planned, strconv.FormatInt(e.Count, 10),
		strings.Join(former, s.Language.say("，", ", ")), s.Language.exitNotes(e.Notes),
	}
}

// alignFigures puts the numbers among the columns, of which the first is a
// table's column from, to the right.
func alignFigures(t table.Writer, from int, columns []sheetColumn) {
	var configs []table.ColumnConfig
	for i, c := range columns {
		if c.look == lookNumber || c.look == lookDecimal {
			configs = append(configs, table.ColumnConfig{Number: from + i, Align: prettytext.AlignRight})
		}
	}
	t.SetColumnConfigs(configs)
}

func headings(columns []sheetColumn) []any {
	headings := make([]any, len(columns))
	for i, c := range columns {
		headings[i] = c.heading
	}
	return headings
}

func cellsOf(texts []string) []any {
	cells := make([]any, len(texts))
	for i, text := range texts {
		cells[i] = text
	}
	return cells
}
