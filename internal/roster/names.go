package roster

import (
	"path"
	"regexp"
	"strings"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/table"
)

// monthIn finds a run such as 201710, 2017-10, 2017年10月 and 20171031; what
// stands before and after its digits is no digit.
var monthIn = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)[-_.年]?(0[1-9]|1[0-2]|[1-9]月)(?:\d\d)?(?:\D|$)`)

// moreMonths is what follows the first month of several in one year: 2017年10-12月.
var moreMonths = regexp.MustCompile(`^月?份?[-—–~～至到、及和]+\d{1,2}月`)

// monthInName is the one month that the name of the sheet, else of the file, tells.
func monthInName(src *table.Source) (period.Month, bool) {
	for _, name := range []string{src.Sheet, path.Base(strings.ReplaceAll(src.File, `\`, "/"))} {
		if month, ok := onlyMonth(name); ok {
			return month, true
		}
	}
	return 0, false
}

// onlyMonth is the month that name tells, however often; false where it tells
// none or several.
func onlyMonth(name string) (period.Month, bool) {
	only := period.Month(0)
	for {
		at := monthIn.FindStringSubmatchIndex(name)
		if at == nil {
			return only, only.Known()
		}
		month, ok := period.ParseMonth(name[at[2]:at[3]] + "-" + strings.TrimSuffix(name[at[4]:at[5]], "月"))
		name = name[at[5]:] // from here on, for what ends this run may begin the next
		if !ok || only.Known() && month != only || moreMonths.MatchString(name) {
			return 0, false
		}
		only = month
	}
}
