package oracle

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	timeOfDay    = regexp.MustCompile(`[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$`)
	instant      = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})$`)
	dayWritten   = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$`)
	dayCompact   = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	monthWritten = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})月?$`)
	monthCompact = regexp.MustCompile(`^(\d{4})(\d{2})$`)
	yearWritten  = regexp.MustCompile(`^(\d{4})年?$`)
	serial       = regexp.MustCompile(`^(\d{5})(\.\d+)?$`)
)

// date reads a cell as a day (2017-10-05), as a month where that is all it
// says (2017-10), or as a bare year (2017); "" is blank or unreadable. A time
// with a zone counts for the day that it is in China. Five digits that begin
// with a year of this time, as in 20181, are no serial: a zero may be missing.
func date(cell string) string {
	if m := instant.FindStringSubmatch(text(cell)); m != nil {
		at, err := time.Parse("2006-01-02T15:04:05Z0700", m[1]+"T"+m[2]+strings.Replace(m[3], ":", "", 1))
		if err != nil {
			return ""
		}
		return at.UTC().Add(8 * time.Hour).Format(time.DateOnly)
	}
	cell = timeOfDay.ReplaceAllString(text(cell), "")
	if m := serial.FindStringSubmatch(cell); m != nil {
		days, _ := strconv.Atoi(m[1]) // five digits
		if days >= 19001 && days <= 20999 {
			return ""
		}
		return time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	for _, form := range []*regexp.Regexp{dayWritten, dayCompact} {
		if m := form.FindStringSubmatch(cell); m != nil {
			return day(number(m[1]), number(m[2]), number(m[3]))
		}
	}
	for _, form := range []*regexp.Regexp{monthWritten, monthCompact} {
		if m := form.FindStringSubmatch(cell); m != nil && day(number(m[1]), number(m[2]), 1) != "" {
			return day(number(m[1]), number(m[2]), 1)[:len("2017-10")]
		}
	}
	if m := yearWritten.FindStringSubmatch(cell); m != nil {
		return m[1]
	}
	return ""
}

// month is the month of a cell that holds a month or a date; a bare year is none.
func month(cell string) string {
	if d := date(cell); len(d) >= len("2017-10") {
		return d[:len("2017-10")]
	}
	return ""
}

// pastDate reads a date that may be a month but not a bare year, and may not
// lie after the as-of date; else "". A month precedes its own days.
func pastDate(cell, asOf string) string {
	d := date(cell)
	if len(d) < len("2017-10") || d > asOf {
		return ""
	}
	return d
}

// day is the text of a day, and "" where the calendar has none or it lies before 1900.
func day(year, month, dayOfMonth int) string {
	d := time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC)
	if year < 1900 || d.Year() != year || int(d.Month()) != month || d.Day() != dayOfMonth {
		return ""
	}
	return d.Format(time.DateOnly)
}

// number is the value of digits.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// monthsLater is the month n months after m, or before it where n is negative.
func monthsLater(m string, n int) string {
	months := number(m[:4])*12 + number(m[5:]) - 1 + n
	return fmt.Sprintf("%04d-%02d", months/12, months%12+1)
}

// months lists from … through, both included.
func months(from, through string) (list []string) {
	for m := from; m <= through; m = monthsLater(m, 1) {
		list = append(list, m)
	}
	return list
}
