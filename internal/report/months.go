package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
)

// Months is what has arrived of a monthly feed, by county and month.
type Months struct {
	Feed     string
	Window   period.Window
	Counties []CountyMonths
}

// CountyMonths is the rows that have arrived from one county.
type CountyMonths struct {
	County  registry.Area // code and name; neither where the rows name no county
	Rows    []int64       // by month of the window
	Other   int64         // of other months, and of none that can be read
	Missing []period.Window
}

// WriteMonths writes the rows as a table with a column for each month, and below
// it the months that each county has yet to send.
func (l Language) WriteMonths(w io.Writer, m Months) error {
	others := slices.ContainsFunc(m.Counties, func(c CountyMonths) bool { return c.Other > 0 })
	headers := []any{l.say("代码", "Code"), l.say("县", "County")}
	for month := m.Window.From; month <= m.Window.Through; month++ {
		headers = append(headers, fmt.Sprintf("%d\n%02d", month.Year(), month.Month()))
	}
	if others {
		headers = append(headers, l.say("其他\n月份", "other\nmonths"))
	}
	t := newTable(headers...)
	alignNumbers(t, 3, len(headers))
	for _, c := range m.Counties {
		row, none := []any{c.County.Code, c.countyName(l)}, ""
		if m.expects(c) {
			none = l.say("缺", "–")
		}
		for _, n := range c.Rows {
			row = append(row, cmp.Or(integer(n), none))
		}
		if others {
			row = append(row, integer(c.Other))
		}
		add(t, row...)
	}
	var b strings.Builder
	fmt.Fprintf(&b, l.say("%s：各县各月行数\n%s\n", "%s: rows by county and month\n%s\n"), m.Feed, t.Render())
	l.writeMissing(&b, m)
	_, err := io.WriteString(w, b.String())
	return err
}

// expects says whether rows are due from a county every month: not from none,
// but where no row names any.
func (m Months) expects(c CountyMonths) bool {
	return c.County != (registry.Area{}) || len(m.Counties) == 1
}

// writeMissing names the months of each county that has not sent them all.
func (l Language) writeMissing(b *strings.Builder, m Months) {
	late := slices.DeleteFunc(slices.Clone(m.Counties), func(c CountyMonths) bool { return len(c.Missing) == 0 || !m.expects(c) })
	if len(late) == 0 {
		b.WriteString(l.say("各县月份齐全\n", "No county lacks a month\n"))
		return
	}
	b.WriteString(l.say("缺少的月份：\n", "Missing months:\n"))
	for _, c := range late {
		var runs []string
		for _, run := range c.Missing {
			if text := run.From.String(); run.From == run.Through {
				runs = append(runs, text)
			} else {
				runs = append(runs, text+l.say(" 至 ", " to ")+run.Through.String())
			}
		}
		name := strings.TrimSpace(c.County.Code + " " + c.countyName(l))
		fmt.Fprintf(b, "  %s%s%s\n", Plain(name), l.say("：", ": "), strings.Join(runs, l.say("、", ", ")))
	}
}

// countyName is the name of the county, or a word where not even its code is known.
func (c CountyMonths) countyName(l Language) string {
	if c.County == (registry.Area{}) {
		return l.say("（未写明）", "(not said)")
	}
	return maskNumbers(c.County.County)
}

// Shared is area names that rows of a feed bear without a code, and that several areas go by.
type Shared struct {
	Names registry.Area
	Codes []string
	Rows  int64
}

// WriteShared writes the names with the codes of the areas that go by them.
func (l Language) WriteShared(w io.Writer, feed string, shared []Shared) error {
	t := newTable(l.say("县", "County"), l.say("乡镇", "Town"), l.say("村", "Village"), l.say("行数", "Rows"), l.say("可能的代码", "Codes"))
	alignNumbers(t, 4, 4)
	for _, s := range shared {
		add(t, s.Names.County, s.Names.Town, s.Names.Village, s.Rows, strings.Join(s.Codes, " "))
	}
	_, err := fmt.Fprintf(w, l.say("%s：以下地名对应多个区划代码，无法确定是哪一个\n%s\n",
		"%s: area names that stand for several codes\n%s\n"), feed, t.Render())
	return err
}
