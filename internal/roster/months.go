package roster

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/bidui/bidui/internal/period"
)

// How people write months into names. Before the digits of a year stands no
// digit, lest the number of a person or place be taken for one.
var (
	// aMonth finds 201710, 2017-10, 2017年10月, 2017年十月 and 20171031.
	aMonth = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)[-_.年]?(0[1-9]|1[0-2]|[1-9]月|十[一二]?月|[一二三四五六七八九]月)(?:\d\d)?(?:\D|$)`)
	// someMonths finds several of one year: 2017年10-12月, 2017年10月至12月, 2017年1、2、3月.
	someMonths = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)[-_.年]?(\d{1,2}月?份?(?:[-—–~～至到、及和]+\d{1,2}月?份?)*[-—–~～至到、及和]+\d{1,2}月)`)
	// aQuarter finds 2017年四季度, 2017年第4季度, 2017Q4, and 2017年一季度至三季度.
	aQuarter = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)[-_.年 ]?(?:第?([1-4一二三四])季度?(?:[-—–~～至到、及和]*第?([1-4一二三四])季)?|[Qq]([1-4])(?:\D|$))`)
	// codeAndMonth finds 430521201710: the code of a county and a month. With a
	// last three digits of 001 to 599 it may as well be the code of a village.
	codeAndMonth = regexp.MustCompile(`(?:^|\D)(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{4}(20\d[6-9])(0[1-9]|1[0-2])(?:\D|$)`)
	aYear        = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:\D|$)`)

	// Names that are a month, several or a quarter, and nothing else.
	bareMonth   = regexp.MustCompile(`^(0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])月份?$`)
	bareSpan    = regexp.MustCompile(`^(\d{1,2})月?份?[-—–~～至到]+(\d{1,2})月份?$`)
	bareQuarter = regexp.MustCompile(`^(?:第?([1-4一二三四])季度?|[Qq]([1-4]))$`)
	bareFigure  = regexp.MustCompile(`^(?:0?[1-9]|1[0-2])$`)
	bareYear    = regexp.MustCompile(`^(?:19|20)\d\d年?$`)

	figures  = regexp.MustCompile(`\d+`)
	numerals = []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"}
)

// monthsIn is the span of all months that name tells; of quarters only where
// they are asked for. A day beside a month, as in 低保201710_20171105导出, is that
// of the export and tells none, unless the two are from and through, as in
// 201710-20171231, or the day comes before the month.
func monthsIn(name string, quarters bool) period.Window {
	rest, days := withoutDays(name)
	told := monthsWritten(rest, quarters)
	if !told.From.Known() || len(days) == 0 || slices.Min(days) < told.From || fromThrough.MatchString(name) {
		return monthsWritten(name, quarters)
	}
	return told
}

// fromThrough finds a day of eight digits and a month that are one span.
var fromThrough = regexp.MustCompile(`\d[年月份日号 ]*[-—–~～至到、及和]+ *\d{8}(?:\D|$)|(?:^|\D)\d{8}[日号 ]*[-—–~～至到、及和]+ *\d{4}`)

// withoutDays is a name without the days of eight digits in it, and their months.
func withoutDays(name string) (rest string, months []period.Month) {
	rest = figures.ReplaceAllStringFunc(name, func(run string) string {
		if date, ok := period.ParseDate(run); ok && len(run) == len("20171105") {
			months = append(months, date.Month())
			return "_"
		}
		return run
	})
	return rest, months
}

// monthsWritten is monthsIn with all that is written.
func monthsWritten(name string, quarters bool) period.Window {
	var told period.Window
	eachIn(codeAndMonth, name, func(year int, found []string) { include(&told, year, numeral(found[0])) })
	eachIn(aMonth, name, func(year int, found []string) {
		include(&told, year, numeral(strings.TrimSuffix(found[0], "月")))
	})
	eachIn(someMonths, name, func(year int, found []string) {
		for _, figure := range figures.FindAllString(found[0], -1) {
			include(&told, year, numeral(figure))
		}
	})
	if quarters {
		eachIn(aQuarter, name, func(year int, found []string) {
			for _, number := range found {
				if last := 3 * numeral(number); last != 0 {
					include(&told, year, last-2)
					include(&told, year, last)
				}
			}
		})
	}
	return told
}

// hasQuarter says whether name tells a quarter by that word.
func hasQuarter(name string) bool { return aQuarter.MatchString(name) }

// yearsIn is the span of all years that name tells.
func yearsIn(name string) period.Window {
	var told period.Window
	eachIn(aYear, name, func(year int, _ []string) {
		include(&told, year, 1)
		include(&told, year, 12)
	})
	return told
}

// isYear says whether a name is a year and nothing else.
func isYear(name string) bool { return bareYear.MatchString(name) }

// bareMonths is the first and last month, from 1 to 12, of a name that tells
// them without a year, and nothing else.
func bareMonths(name string) (first, last int, ok bool) {
	if found := bareMonth.FindStringSubmatch(name); found != nil {
		n := numeral(found[1])
		return n, n, true
	}
	if found := bareSpan.FindStringSubmatch(name); found != nil {
		first, last = numeral(found[1]), numeral(found[2])
		return first, last, 1 <= first && first <= last && last <= 12
	}
	if found := bareQuarter.FindStringSubmatch(name); found != nil {
		last = 3 * numeral(found[1]+found[2])
		return last - 2, last, true
	}
	return 0, 0, false
}

// bareNumber is a name that is a number from 1 to 12.
func bareNumber(name string) (int, bool) {
	return numeral(name), bareFigure.MatchString(name)
}

// eachIn visits what pattern finds in name: a year, and what stands behind it.
func eachIn(pattern *regexp.Regexp, name string, visit func(year int, found []string)) {
	for {
		at := pattern.FindStringSubmatchIndex(name)
		if at == nil {
			return
		}
		found := pattern.FindStringSubmatch(name)
		visit(numeral(found[1]), found[2:])
		name = name[at[3]:] // from behind the year on, for what ends this may begin the next
	}
}

// include widens a span to a month; one that the year does not have makes it
// the whole year, which is several in any case.
func include(told *period.Window, year, month int) {
	from, through := period.MonthOf(year, month), period.MonthOf(year, month)
	if month < 1 || month > 12 {
		from, through = period.MonthOf(year, 1), period.MonthOf(year, 12)
	}
	if !told.From.Known() {
		*told = period.Window{From: from, Through: through}
	}
	told.From, told.Through = min(told.From, from), max(told.Through, through)
}

// numeral reads figures, or the words 一 to 十二; 0 is none.
func numeral(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return max(0, slices.Index(numerals, text))
}
