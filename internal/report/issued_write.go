package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/bidui/bidui/internal/rules"
)

// WriteTable writes the comparison as a table, and how many problems remain.
func (c *Issued) WriteTable(w io.Writer, l Language) error {
	lines, total := c.Lines()
	if len(lines) == 0 {
		_, err := fmt.Fprintln(w, l.say("省里没有下发问题，自查也没有发现", "Nothing was issued, and nothing found"))
		return err
	}
	t := newTable(l.say("问题", "Problem"), l.say("县", "County"), l.say("双方均有", "Both"), l.say("仅下发", "Issued only"), l.say("仅自查", "Found only"),
		l.say("待处理", "Open"), l.say("豁免", "Waived"), l.say("已销号", "Resolved"), l.say("逾期", "Past due"), l.say("最近期限", "Next due"))
	alignNumbers(t, 3, 9)
	for _, line := range lines {
		n := line.IssuedCounts
		add(t, l.problem(line), l.countyIn(line), n.Both, n.IssuedOnly, n.FoundOnly, n.Open, n.Waived, n.Resolved, n.PastDue, n.Next.String())
	}
	t.AppendFooter([]any{l.say("合计", "Total"), "", total.Both, total.IssuedOnly, total.FoundOnly, total.Open, total.Waived, total.Resolved, total.PastDue, total.Next.String()})
	if _, err := fmt.Fprintln(w, t.Render()); err != nil {
		return err
	}
	return l.WriteOpen(w, []OpenJob{{Job: rules.Issued, Open: total.Open, Due: c.Due}})
}

// problem is what a line of the comparison is about.
func (l Language) problem(line IssuedLine) string {
	if line.Problem != "" {
		return line.Problem
	}
	return l.say("（自查）", "(found) ") + l.kind(line.Kinds[0])
}

// countyIn is the name of a line's county, else its code, else a word.
func (l Language) countyIn(line IssuedLine) string {
	return cmp.Or(line.CountyName, line.County, l.say("（不明）", "(unknown)"))
}

// issuedResult is the JSON of a comparison.
type issuedResult struct {
	AsOf     string       `json:"as_of"`
	Deadline string       `json:"deadline,omitempty"` // of the job
	Totals   IssuedCounts `json:"totals"`
	Lines    []IssuedLine `json:"lines"`
}

// WriteJSON writes the comparison for programs. What there is none of is an
// empty array, never null.
func (c *Issued) WriteJSON(w io.Writer) error {
	lines, total := c.Lines()
	for i, line := range lines {
		lines[i].Kinds = append([]string{}, line.Kinds...)
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(issuedResult{c.Today.String(), c.Due.Deadline.String(), total, append([]IssuedLine{}, lines...)})
}

// WriteXLSX writes the comparison as a workbook in Chinese, to be printed and
// handed in.
func (c *Issued) WriteXLSX(w io.Writer) error {
	lines, total := c.Lines()
	p := page{
		name: "下发与自查", title: "省下发问题与自查结果比对", filtered: true,
		lines: []string{
			fmt.Sprintf("截至 %s：下发问题待处理 %d 条，其中逾期 %d 条；已销号 %d 条%s", c.Today, total.Open, total.PastDue, total.Resolved, Chinese.due(c.Due)),
			"双方均有：下发清单与自查都有；仅下发：自查未发现；仅自查：中等及以上程度的差异，对象不在下发清单内",
		},
		columns: []sheetColumn{
			{"问题", 36, lookCell}, {"县", 14, lookCell}, {"双方均有", 11, lookFigure}, {"仅下发", 11, lookFigure}, {"仅自查", 11, lookFigure},
			{"待处理", 11, lookFigure}, {"豁免", 11, lookFigure}, {"已销号", 11, lookFigure}, {"逾期", 11, lookFigure}, {"最近期限", 13, lookCentred},
		},
	}
	return writeBook(w, func(b *book) error {
		s, err := b.open(p)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if err := s.add(line.cells(Chinese.problem(line), Chinese.countyIn(line))...); err != nil {
				return err
			}
		}
		if err := s.add(total.cells("合计", "")...); err != nil {
			return err
		}
		return s.close()
	})
}

// cells is a line of the workbook.
func (c IssuedCounts) cells(problem, county string) []string {
	cells := []string{problem, county}
	for _, n := range []int{c.Both, c.IssuedOnly, c.FoundOnly, c.Open, c.Waived, c.Resolved, c.PastDue} {
		cells = append(cells, strconv.Itoa(n))
	}
	return append(cells, c.Next.String())
}
