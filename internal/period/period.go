// Package period holds calendar months, dates and windows of months, and reads
// them as people write them in spreadsheets. It never asks what day it is.
package period

import (
	"fmt"
	"time"
)

// Month counts months since January of year 0; the zero Month is "unknown".
type Month int32

// MonthOf is the Month of a year and a month of 1 to 12.
func MonthOf(year, month int) Month { return Month(year*12 + month - 1) }

// Year is the calendar year of m.
func (m Month) Year() int { return int(m) / 12 }

// Month is the calendar month of m, 1 to 12.
func (m Month) Month() int { return int(m)%12 + 1 }

// Known says whether m is a month at all.
func (m Month) Known() bool { return m != 0 }

// String writes m as 2018-09, and the unknown month as "".
func (m Month) String() string {
	if !m.Known() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.Year(), m.Month())
}

// Date counts days as year×512 + month×32 + day, so that dates compare as
// numbers; the zero Date is "unknown".
type Date int32

// DateOf is the Date of a year, a month of 1 to 12 and a day of the month,
// and false where the calendar has no such day.
func DateOf(year, month, day int) (Date, bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	return Date(year<<9 | month<<5 | day), true
}

// DateAt is the Date of t in t's own location.
func DateAt(t time.Time) Date {
	year, month, day := t.Date()
	return Date(year<<9 | int(month)<<5 | day)
}

// Year is the calendar year of d.
func (d Date) Year() int { return int(d) >> 9 }

// Month is the month that d lies in.
func (d Date) Month() Month {
	if !d.Known() {
		return 0
	}
	return MonthOf(d.Year(), int(d)>>5&15)
}

// Day is the day of the month of d.
func (d Date) Day() int { return int(d) & 31 }

// Known says whether d is a date at all.
func (d Date) Known() bool { return d != 0 }

// End is the last second of d in a time zone; the zero Time for an unknown date.
func (d Date) End(zone *time.Location) time.Time {
	if !d.Known() {
		return time.Time{}
	}
	return time.Date(d.Year(), time.Month(int(d)>>5&15), d.Day(), 23, 59, 59, 0, zone)
}

// DaysUntil is how many days later comes after d; negative where it comes before.
func (d Date) DaysUntil(later Date) int {
	return later.number() - d.number()
}

// number counts the days since the first of January 1970.
func (d Date) number() int { return int(d.time().Unix() / (24 * 60 * 60)) }

func (d Date) time() time.Time {
	return time.Date(d.Year(), time.Month(int(d)>>5&15), d.Day(), 0, 0, 0, 0, time.UTC)
}

// String writes d as 2018-09-30, and the unknown date as "".
func (d Date) String() string {
	if !d.Known() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year(), int(d)>>5&15, d.Day())
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Window is a run of months, both ends included.
type Window struct{ From, Through Month }

// MaxWindow is the most months that a Window used as a mask may span: one bit each.
const MaxWindow = 32

// Months is how many months w spans.
func (w Window) Months() int { return int(w.Through-w.From) + 1 }

// Contains says whether m lies in w.
func (w Window) Contains(m Month) bool { return m.Known() && w.From <= m && m <= w.Through }

// Mask has bit i set for the i-th month of w that lies in from…through; an
// unknown through means "and ever after".
func (w Window) Mask(from, through Month) uint32 {
	first := max(from, w.From)
	last := w.Through
	if through.Known() {
		last = min(through, last)
	}
	if first > last {
		return 0
	}
	span := uint(last-first) + 1
	return uint32((uint64(1)<<span - 1) << uint(first-w.From))
}

// Full is the mask of every month of w.
func (w Window) Full() uint32 { return w.Mask(w.From, w.Through) }

// TwelveBefore is the window of the twelve full months before d's month.
func TwelveBefore(d Date) Window {
	return Window{From: d.Month() - 12, Through: d.Month() - 1}
}
