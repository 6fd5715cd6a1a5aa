package period

// Calendar lists the days that are otherwise than their day of the week says:
// true is a Saturday or Sunday that is worked (调休), false a holiday. On all
// others people work from Monday to Friday. The nil Calendar knows no holidays.
type Calendar map[Date]bool

// Works says whether d is a working day.
func (c Calendar) Works(d Date) bool {
	if works, listed := c[d]; listed {
		return works
	}
	return isWeekday(d.number())
}

// WorkingDays counts the working days after from, up to and with through: from
// itself has no say, through has. Where through comes before from they count
// negatively, from through (without) to from (with).
func (c Calendar) WorkingDays(from, through Date) int {
	if through < from {
		return -c.WorkingDays(through, from)
	}
	working := weekdays(through.number()) - weekdays(from.number())
	for d, works := range c {
		if d <= from || d > through || works == isWeekday(d.number()) {
			continue
		}
		if works {
			working++
		} else {
			working--
		}
	}
	return working
}

// dayOfWeek is 0 for a Monday to 6 for a Sunday. Day 0 by number, the first of
// January 1970, was a Thursday.
func dayOfWeek(day int) int { return ((day+3)%7 + 7) % 7 }

func isWeekday(day int) bool { return dayOfWeek(day) < 5 }

// weekdays counts those from a Monday long ago up to and with a day; only the
// difference of two means anything.
func weekdays(day int) int {
	rest := dayOfWeek(day)
	return (day+3-rest)/7*5 + min(rest+1, 5)
}
