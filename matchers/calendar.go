package matchers

import (
	"cmp"
	"slices"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
)

// Calendar is what has arrived of a monthly roll: how many rows of each county
// and month of the window.
type Calendar struct {
	Window   period.Window
	Counties []CountyMonths // all of the registry and the roll, by key
}

// CountyMonths is the rows of one county, those that could not be used too.
type CountyMonths struct {
	County registry.Area // code and name, as far as they are known; neither: rows that name no county
	Rows   []int64       // by month of the window
	Other  int64         // of other months, and of none that could be read
}

// Calendar adds up the rows of a roll; nil where it is one of spells. A row of a
// quarter counts in each of its months.
func (j *Join) Calendar(roll Roll) *Calendar {
	e := &j.evidence
	if !e.monthly[roll] {
		return nil
	}
	months := e.window.Months()
	counties := map[string]*CountyMonths{}
	at := func(key string) *CountyMonths {
		if counties[key] == nil {
			counties[key] = &CountyMonths{County: j.areas.County(key), Rows: make([]int64, months)}
		}
		return counties[key]
	}
	for key := range e.counties {
		at(key)
	}
	e.byArea(roll, func(area registry.AreaID, rows []uint32) {
		c := at(j.areas.At(area).CountyKey())
		for i, n := range rows[:months] {
			c.Rows[i] += int64(n)
		}
		c.Other += int64(rows[months])
	})
	out := &Calendar{Window: e.window}
	for _, c := range counties {
		out.Counties = append(out.Counties, *c)
	}
	slices.SortFunc(out.Counties, func(a, b CountyMonths) int {
		return cmp.Compare(a.County.CountyKey(), b.County.CountyKey())
	})
	return out
}

// Missing is the months of the window without a row of the county, in runs.
func (c *CountyMonths) Missing(window period.Window) []period.Window {
	var runs []period.Window
	for i, n := range c.Rows {
		month := window.From + period.Month(i)
		switch last := len(runs) - 1; {
		case n > 0:
		case last >= 0 && runs[last].Through == month-1:
			runs[last].Through = month
		default:
			runs = append(runs, period.Window{From: month, Through: month})
		}
	}
	return runs
}
