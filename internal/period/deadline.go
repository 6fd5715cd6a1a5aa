package period

import (
	"fmt"
	"time"
)

// wholeDay is the minute of a Deadline to which no time of day was set.
const wholeDay = 24 * 60

// Deadline is by when something must be done: a time of a day, or the end of
// it. The zero Deadline is none.
type Deadline struct {
	Date   Date
	minute int // after midnight; wholeDay: the end of the day
}

// DeadlineOn is the end of d.
func DeadlineOn(d Date) Deadline {
	if !d.Known() {
		return Deadline{}
	}
	return Deadline{Date: d, minute: wholeDay}
}

// DeadlineAt is an hour of 0 to 23 and a minute of 0 to 59 on d.
func DeadlineAt(d Date, hour, minute int) Deadline {
	return Deadline{Date: d, minute: hour*60 + minute}
}

// Known says whether there is a deadline.
func (d Deadline) Known() bool { return d.Date.Known() }

// Time is the last moment before the deadline is past: the last second of the
// day where none was set. The zero Time is none.
func (d Deadline) Time(zone *time.Location) time.Time {
	if !d.Known() || d.minute == wholeDay {
		return d.Date.End(zone)
	}
	return time.Date(d.Date.Year(), time.Month(d.Date.Month().Month()), d.Date.Day(), 0, d.minute, 0, 0, zone)
}

// String writes 2018-11-26, or 2018-11-26T17:00 where a time was set; "" for none.
func (d Deadline) String() string {
	if !d.Known() || d.minute == wholeDay {
		return d.Date.String()
	}
	return fmt.Sprintf("%sT%02d:%02d", d.Date, d.minute/60, d.minute%60)
}

// Left is what remains until a deadline, seen from a day.
type Left struct {
	Days    int  // calendar days from the day to that of the deadline; negative: it was before
	Working int  // the working days among them, as Calendar.WorkingDays counts
	Past    bool // the deadline has passed
}

// Left says what remains until d. It is seen from a day as a whole: at now,
// where now lies in it, else in its morning.
func (d Deadline) Left(from Date, now time.Time, calendar Calendar) Left {
	left := Left{Days: from.DaysUntil(d.Date), Working: calendar.WorkingDays(from, d.Date)}
	left.Past = left.Days < 0 || left.Days == 0 && DateAt(now) == from && now.After(d.Time(now.Location()))
	return left
}
