package period

import "strings"

// chinaAhead is how many minutes China's one time zone is ahead of UTC.
const chinaAhead = 8 * 60

const minutesOfDay = 24 * 60

// daysToChina reads a time of day: 8:15, 08:15:00, 08:15:00.000, 081500, 08, each
// with Z or an offset from UTC behind it or not. It is how many days later, or
// earlier, it is in China at that instant: 0 where no zone is told.
func daysToChina(text string) (days int, ok bool) {
	clock, ahead, zoned, ok := cutZone(text)
	if !ok {
		return 0, false
	}
	minute, ok := minuteOf(clock)
	if !ok || !zoned {
		return 0, ok
	}
	switch minute += chinaAhead - ahead; {
	case minute < 0:
		return -1, true
	case minute >= minutesOfDay:
		return 1, true
	}
	return 0, true
}

// cutZone splits a time of day from the zone behind it, which is so many
// minutes ahead of UTC. False is a zone that cannot be read.
func cutZone(text string) (clock string, ahead int, zoned, ok bool) {
	if clock, zoned = strings.CutSuffix(text, "Z"); zoned {
		return strings.TrimRight(clock, " "), 0, true, true
	}
	at := strings.LastIndexAny(text, "+-")
	if at < 0 {
		return text, 0, false, true
	}
	sign := 1
	if text[at] == '-' {
		sign = -1
	}
	hour, minute, _ := strings.Cut(text[at+1:], ":")
	if minute == "" && len(hour) == len("0800") {
		hour, minute = hour[:2], hour[2:]
	}
	ahead, ok = clockDigits(hour, minute)
	ok = ok && len(hour) == 2 && (minute == "" || len(minute) == 2)
	return strings.TrimRight(text[:at], " "), sign * ahead, true, ok
}

// minuteOf is the minute of the day of a time without a zone.
func minuteOf(clock string) (int, bool) {
	whole, fraction, fractional := strings.Cut(clock, ".")
	if fractional && (fraction == "" || leadingDigits(fraction) < len(fraction)) {
		return 0, false
	}
	hour, rest, colons := strings.Cut(whole, ":")
	if !colons {
		if digits := len(whole); fractional && digits < 6 || digits != 2 && digits != 4 && digits != 6 {
			return 0, false
		}
		return clockDigits(whole[:2], whole[2:])
	}
	minute, second, seconds := strings.Cut(rest, ":")
	if len(hour) > 2 || len(minute) != 2 || seconds && len(second) != 2 || fractional && !seconds {
		return 0, false
	}
	return clockDigits(hour, minute+second)
}

// clockDigits is the minutes of an hour and what stands behind it: nothing,
// minutes, or minutes and seconds.
func clockDigits(hour, rest string) (int, bool) {
	if hour == "" || len(hour) > 2 || leadingDigits(hour) < len(hour) || leadingDigits(rest) < len(rest) {
		return 0, false
	}
	minute := number(rest[:min(2, len(rest))])
	return number(hour)*60 + minute, number(hour) <= 24 && minute < 60
}

// plus is the day so many days after d; false where d is only a month.
func (d Date) plus(days int) (Date, bool) {
	if d.Day() == 0 {
		return 0, false
	}
	at := d.time().AddDate(0, 0, days)
	return dateIn(at.Year(), int(at.Month()), at.Day())
}
