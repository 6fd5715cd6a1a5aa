package config

import (
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/bidui/bidui/internal/period"
)

// longestHoliday is how many days one entry of a calendar may span: more are a
// slip in the year.
const longestHoliday = 60

// calendar reads which days are otherwise than their day of the week says.
func (r *reader) calendar(v value) period.Calendar {
	calendar, lines := period.Calendar{}, map[period.Date]int{}
	list := func(works bool) func(value) {
		return func(v value) {
			r.dates(v, func(d period.Date, item value) bool {
				if line, twice := lines[d]; twice {
					r.fault(item, d.String()+" again", "each day once (it is on line "+strconv.Itoa(line)+" already)")
					return false
				}
				calendar[d], lines[d] = works, item.node.Line
				return true
			})
		}
	}
	r.mapping(v, keys{"holidays": list(false), "workdays": list(true)})
	return calendar
}

// dates visits each day of a list of dates and ranges of them, and goes on to
// the next entry of the list when visit says no.
func (r *reader) dates(v value, visit func(period.Date, value) bool) {
	if v.node.Kind != yaml.SequenceNode {
		r.fault(v, describe(v.node), "a list of dates, such as [2018-10-01..2018-10-07, 2018-12-31]")
		return
	}
	for i, node := range v.node.Content {
		item := value{target(node), v.path + "[" + strconv.Itoa(i) + "]"}
		first, last := r.firstAndLast(item)
		if first.IsZero() {
			continue
		}
		for at := first; !at.After(last) && visit(period.DateAt(at), item); {
			at = at.AddDate(0, 0, 1)
		}
	}
}

// firstAndLast reads a date, or a range of them; zero after a fault.
func (r *reader) firstAndLast(v value) (first, last time.Time) {
	const expected = "a date, such as 2018-12-31, or a range of them, such as 2018-10-01..2018-10-07"
	text, ok := r.text(v, expected)
	if !ok {
		return first, last
	}
	from, through, isRange := strings.Cut(text, "..")
	if !isRange {
		through = from
	}
	first, errFirst := time.Parse(time.DateOnly, from)
	last, errLast := time.Parse(time.DateOnly, through)
	switch {
	case errFirst != nil, errLast != nil, first.Year() < 1900:
		r.fault(v, describe(v.node), expected)
	case last.Before(first):
		r.fault(v, from+" after "+through, "the first day not after the last")
	case last.Sub(first) >= longestHoliday*24*time.Hour:
		r.fault(v, describe(v.node), "a range of at most "+strconv.Itoa(longestHoliday)+" days")
	default:
		return first, last
	}
	return time.Time{}, time.Time{}
}
