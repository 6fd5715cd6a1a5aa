package period

import "strings"

// Quarter is the calendar quarter that m lies in; of the unknown month none.
func (m Month) Quarter() Window {
	if !m.Known() {
		return Window{}
	}
	first := m - m%3
	return Window{From: first, Through: first + 2}
}

// ParseQuarter reads a calendar quarter as people write it: 2017年四季度,
// 2017年第4季度, 2017Q4, 2017年10-12月, 201710-201712, 2017年10月-12月. What
// ParseDate reads stands for the quarter that it lies in. Several months that
// do not make up one quarter are none.
func ParseQuarter(text string) (Window, bool) {
	if month, ok := ParseMonth(text); ok {
		return month.Quarter(), true
	}
	if leadingDigits(text) >= 4 && plausible(number(text[:4])) {
		after := strings.TrimPrefix(text[4:], "年")
		if after == text[4:] {
			after = strings.TrimPrefix(after, "-")
		}
		if n := quarterNumber(after); n != 0 {
			return MonthOf(number(text[:4]), 3*n).Quarter(), true
		}
	}
	year, first, rest := cutMonth(text)
	rest, several := cutThrough(rest)
	if year == 0 || !several {
		return Window{}, false
	}
	lastYear, last, rest := cutMonth(rest)
	if lastYear == 0 {
		lastYear = year
	}
	if first < 1 || first > 10 || first%3 != 1 || last != first+2 || lastYear != year || rest != "" || !plausible(year) {
		return Window{}, false
	}
	return MonthOf(year, first).Quarter(), true
}

// quarterNumber is the number that Q4, 四季度, 第四季度 and 4季 name; 0 where text is nothing of the kind.
func quarterNumber(text string) int {
	if text != "" && (text[0] == 'Q' || text[0] == 'q') {
		return oneOfFour(text[1:])
	}
	if ordinal, ok := strings.CutSuffix(strings.TrimSuffix(text, "度"), "季"); ok {
		return oneOfFour(strings.TrimPrefix(ordinal, "第"))
	}
	return 0
}

// oneOfFour reads the number of a quarter; 0 is none.
func oneOfFour(text string) int {
	for i, digits := range [...][2]string{{"1", "一"}, {"2", "二"}, {"3", "三"}, {"4", "四"}} {
		if text == digits[0] || text == digits[1] {
			return i + 1
		}
	}
	return 0
}

// cutMonth splits text into the month with which it begins, and what follows:
// 201710, 2017-10, 2017年10月, and 12月 or 12, which name no year.
func cutMonth(text string) (year, month int, rest string) {
	switch n := leadingDigits(text); n {
	case 6:
		year, month, rest = number(text[:4]), number(text[4:6]), text[6:]
	case 4:
		_, after, mark := cutNumber(text)
		digits := leadingDigits(after)
		if digits > 2 || mark == "月" || mark == "日" || mark == "号" {
			return 0, 0, text
		}
		year, month, rest = number(text[:4]), number(after[:digits]), after[digits:]
	case 1, 2:
		month, rest = number(text[:n]), text[n:]
	default:
		return 0, 0, text
	}
	return year, month, strings.TrimPrefix(strings.TrimPrefix(rest, "月"), "份")
}

// cutThrough takes away what stands between the first month and the last.
func cutThrough(text string) (string, bool) {
	for _, mark := range [...]string{"--", "-", "——", "—", "–", "~", "～", "至", "到"} {
		if rest, ok := strings.CutPrefix(text, mark); ok {
			return rest, true
		}
	}
	return text, false
}
