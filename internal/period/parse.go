package period

import "strings"

// ParseDate reads a date as people write it: 2018-09-30, 2018/9/30, 2018.9.30,
// 2018年9月30日, 20180930, each with a time of day behind it or not, or the
// serial number of a spreadsheet. A time with a zone (Z, +00:00, +0000) is an
// instant, whose date is taken in China, which has one zone, +08:00: programs
// write the first of October as 2018-09-30T16:00:00.000Z. Text that names only
// a month (2018-09, 201809, 2018年9月) gives a Date whose Day is 0, before all
// days of that month. A bare year is no date, and 2018.1 is none either: it may
// be an October whose last zero a spreadsheet dropped; nor is 20181, which is
// more likely a year and a month than the serial of a day in 1955.
func ParseDate(text string) (Date, bool) {
	if date, ok := parsePlain(text); ok {
		return date, true
	}
	return parseAny(text)
}

// parseAny is ParseDate by the forms as they are listed.
func parseAny(text string) (Date, bool) {
	if i := strings.IndexAny(text, " T"); i >= 8 {
		days, ok := daysToChina(strings.TrimLeft(text[i+1:], " "))
		if !ok {
			return 0, false
		}
		date, ok := parseDay(text[:i])
		if days == 0 || !ok {
			return date, ok
		}
		return date.plus(days)
	}
	return parseDay(text)
}

// parseDay reads a date without a time of day.
func parseDay(text string) (Date, bool) {
	if digits := leadingDigits(text); digits == len(text) {
		return parseDigits(text)
	}
	return parseSeparated(text)
}

// parsePlain reads 2018-09-30 and 2018-09, in which nearly all dates are written,
// and is false for all else, be it a date or not.
func parsePlain(text string) (Date, bool) {
	if len(text) != len("2018-09-30") && len(text) != len("2018-09") || text[4] != '-' {
		return 0, false
	}
	digits := uint(0)
	read := func(from, to int) (n int) {
		for _, c := range []byte(text[from:to]) {
			digits = max(digits, uint(c-'0'))
			n = n*10 + int(c-'0')
		}
		return n
	}
	year, month := read(0, 4), read(5, 7)
	if len(text) == len("2018-09") {
		date, ok := monthOnly(year, month)
		return date, ok && digits <= 9
	}
	date, ok := dateIn(year, month, read(8, 10))
	return date, ok && digits <= 9 && text[7] == '-'
}

// ParseMonth reads a month from any text that ParseDate reads.
func ParseMonth(text string) (Month, bool) {
	d, ok := ParseDate(text)
	return d.Month(), ok
}

// ParseYear reads a year of four digits, with 年 behind it or not, or the year of a date.
func ParseYear(text string) (int, bool) {
	text = strings.TrimSuffix(text, "年")
	if leadingDigits(text) == len(text) && len(text) == 4 {
		year := number(text)
		return year, year >= 1900 && year < 2200
	}
	d, ok := ParseDate(text)
	return d.Year(), ok
}

func parseDigits(text string) (Date, bool) {
	switch len(text) {
	case 5:
		return fromSerial(number(text))
	case 6:
		return monthOnly(number(text[:4]), number(text[4:]))
	case 8:
		return dateIn(number(text[:4]), number(text[4:6]), number(text[6:]))
	}
	return 0, false
}

// parseSeparated reads year, month and perhaps day with - / . or 年月日 between them.
func parseSeparated(text string) (Date, bool) {
	if leadingDigits(text) == 5 && text[5] == '.' { // a serial with a time of day
		if leadingDigits(text[6:]) == len(text)-6 {
			return fromSerial(number(text[:5]))
		}
		return 0, false
	}
	yearText, rest, mark := cutNumber(text)
	monthText, rest, second := cutNumber(rest)
	if len(yearText) != 4 || monthText == "" || len(monthText) > 2 {
		return 0, false
	}
	if mark == "." && rest == "" && monthText == "1" {
		return 0, false
	}
	year, month := number(yearText), number(monthText)
	if rest == "" {
		complete := second == "" && mark != "年" || second == "月" && mark == "年"
		if !complete {
			return 0, false
		}
		return monthOnly(year, month)
	}
	dayText, rest, third := cutNumber(rest)
	sameMarks := mark == second && third == "" || mark == "年" && second == "月" && (third == "日" || third == "号" || third == "")
	if dayText == "" || len(dayText) > 2 || rest != "" || !sameMarks {
		return 0, false
	}
	return dateIn(year, month, number(dayText))
}

// cutNumber splits text into leading digits, the one separator behind them, and what follows.
func cutNumber(text string) (digits, rest, mark string) {
	n := leadingDigits(text)
	digits, rest = text[:n], text[n:]
	for _, mark := range []string{"-", "/", ".", "年", "月", "日", "号"} {
		if after, ok := strings.CutPrefix(rest, mark); ok {
			return digits, after, mark
		}
	}
	return digits, rest, ""
}

func monthOnly(year, month int) (Date, bool) {
	if month < 1 || month > 12 || !plausible(year) {
		return 0, false
	}
	return Date(year<<9 | month<<5), true
}

func dateIn(year, month, day int) (Date, bool) {
	if !plausible(year) {
		return 0, false
	}
	return DateOf(year, month, day)
}

func plausible(year int) bool { return year >= 1900 && year < 2200 }

// fromSerial turns a spreadsheet's day number (1900 date system) into a Date.
// Day numbers from 1930 to 2173 have five digits and are taken, but for those
// that begin with a year of this time, 19001 to 20999: they may be years and
// months from which a zero is missing. They would be days of 1952 to 1957.
func fromSerial(days int) (Date, bool) {
	if days < 10959 || days > 19000 && days < 21000 {
		return 0, false
	}
	// Days since 0000-03-01, the start of the 400-year cycle: serial 25569 is 1970-01-01.
	z := days - 25569 + 719468
	era := z / 146097
	dayOfEra := z - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	day := dayOfYear - (153*shifted+2)/5 + 1
	month := shifted + 3
	year := yearOfEra + era*400
	if month > 12 {
		month, year = month-12, year+1
	}
	return DateOf(year, month, day)
}

func leadingDigits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

func number(digits string) int {
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
}
