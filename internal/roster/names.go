package roster

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/table"
)

// errNoMonth says that nothing tells a table's month.
var errNoMonth = errors.New("no month stands in the name of sheet, file or directory")

// monthOf is the month that the names of a table tell, of a quarter its first:
// the sheet's name, else the file's, else that of the nearest directory.
func (t Terms) monthOf(src *table.Source, feed string) (period.Month, error) {
	names := namesOf(src)
	several := ""
	for i, name := range names {
		told := monthsIn(name, t.Quarterly)
		if !told.From.Known() {
			var err error
			if told, err = completed(names, i); err != nil {
				return 0, err
			}
		}
		if month := t.only(told); month.Known() {
			return month, nil
		}
		if told.From.Known() || hasQuarter(name) {
			several = name
		}
		if several != "" && i > 0 { // a sheet's several months leave it to the file, a file's to nobody
			break
		}
	}
	switch {
	case several == "":
		return 0, errNoMonth
	case t.Quarterly:
		return 0, fmt.Errorf("%s tells months that are not one calendar quarter", several)
	}
	return 0, fmt.Errorf("%s tells several months: where a file stands for a quarter, set feeds.%s.period: quarter", several, feed)
}

// only is the one month of a span, of a quarter that may stand for its months
// the first; else unknown.
func (t Terms) only(told period.Window) period.Month {
	switch quarter := told.From.Quarter(); {
	case t.Quarterly && (told.From == told.Through || told == quarter):
		return quarter.From
	case told.From == told.Through:
		return told.From
	}
	return 0
}

// namesOf is the names of a table's sheet and file, the latter as it stands, and
// of the directories that the file lies in, the nearest first.
func namesOf(src *table.Source) []string {
	parts := strings.Split(strings.ReplaceAll(src.File, `\`, "/"), "/")
	names := []string{strings.TrimSpace(src.Sheet)}
	for i := range parts {
		names = append(names, strings.TrimSpace(parts[len(parts)-1-i]))
	}
	return names
}

// completed is the months of names[i] where it tells them without the year,
// which then stands in one of the names further out: sheet 3月 of 2018年低保.xlsx,
// 2017年/10月.csv, 2017/10/低保.csv.
func completed(names []string, i int) (period.Window, error) {
	name := names[i]
	if i == 1 {
		name = strings.TrimSuffix(name, path.Ext(name))
	}
	first, last, ok := bareMonths(name)
	if !ok && i > 1 && i+1 < len(names) && isYear(names[i+1]) {
		first, ok = bareNumber(name)
		last = first
	}
	if !ok {
		return period.Window{}, nil
	}
	for _, outer := range names[i+1:] {
		within := monthsIn(outer, true)
		if !within.From.Known() {
			within = yearsIn(outer)
		}
		if !within.From.Known() {
			continue
		}
		if first != last { // a month of the quarter, say, tells the year of the quarter
			within = period.Window{From: period.MonthOf(within.From.Year(), 1), Through: period.MonthOf(within.Through.Year(), 12)}
		}
		from, through := nth(within, first), nth(within, last)
		if !from.Known() || !through.Known() || through < from {
			return period.Window{}, fmt.Errorf("%s is no month of %s", name, outer)
		}
		return period.Window{From: from, Through: through}, nil
	}
	return period.Window{}, nil
}

// nth is the one month of a span that has a number from 1 to 12; unknown where
// none or several have it.
func nth(within period.Window, number int) period.Month {
	month := within.From + period.Month((number-within.From.Month()+12)%12)
	if !within.Contains(month) || within.Contains(month+12) {
		return 0
	}
	return month
}
