package config

import (
	"regexp"
	"strconv"
	"strings"
)

// Scorecard says by what counties are assessed.
type Scorecard struct {
	Good, Fair Share                    // of what was checked, how much must be correct
	Jump       int64                    // how many times as many exits as in former years is odd, in hundredths
	Plan       map[string]map[int]int64 // county, by code or name → year → households that are to leave poverty
}

func (r *reader) scorecard(v value, into *Scorecard) {
	before := len(r.faults)
	seen := r.mapping(v, keys{
		"good": func(v value) { into.Good = r.share(v) },
		"fair": func(v value) { into.Fair = r.share(v) },
		"jump": func(v value) { into.Jump = r.times(v) },
		"plan": func(v value) { into.Plan = r.plan(v) },
	})
	if len(r.faults) > before || into.Fair <= into.Good {
		return
	}
	for _, key := range []string{"fair", "good"} {
		if bar, said := seen[key]; said {
			r.fault(bar, describe(bar.node), "fair not above good (they are "+into.Fair.String()+" and "+into.Good.String()+")")
			return
		}
	}
}

// String is the share as it is written, 5% or 0.25%.
func (s Share) String() string {
	return strconv.FormatFloat(float64(s)/100, 'f', -1, 64) + "%"
}

var factor = regexp.MustCompile(`^(\d{1,3})(?:\.(\d{1,2}))?$`)

// times reads a factor above 1, in hundredths.
func (r *reader) times(v value) int64 {
	const expected = "a number above 1 and below 1000, such as 2 or 1.5"
	text, ok := r.text(v, expected)
	if !ok {
		return 0
	}
	match := factor.FindStringSubmatch(text)
	if match == nil {
		r.fault(v, describe(v.node), expected)
		return 0
	}
	hundredths, _ := strconv.ParseInt(match[1]+(match[2] + "00")[:2], 10, 64) // of five digits at most
	if hundredths <= 100 {
		r.fault(v, describe(v.node), expected)
	}
	return hundredths
}

var countyCode = regexp.MustCompile(`^\d{6}$`)

// plan reads county → year → households.
func (r *reader) plan(v value) map[string]map[int]int64 {
	plan := map[string]map[int]int64{}
	r.entries(v, func(county string, key, item value) {
		isName := strings.Trim(county, "0123456789") != "" && strings.TrimSpace(county) == county
		if !isName && !countyCode.MatchString(county) {
			r.fault(key, describe(key.node), "the code of a county (6 digits) or its name")
			return
		}
		plan[county] = r.planned(item)
	})
	return plan
}

var year, households = regexp.MustCompile(`^20\d\d$`), regexp.MustCompile(`^\d{1,9}$`)

// planned reads year → households.
func (r *reader) planned(v value) map[int]int64 {
	planned := map[int]int64{}
	r.entries(v, func(name string, key, item value) {
		if !year.MatchString(name) {
			r.fault(key, describe(key.node), "a year, such as 2018")
			return
		}
		const expected = "a number of households, such as 1200"
		text, ok := r.text(item, expected)
		switch {
		case !ok:
			return
		case !households.MatchString(text):
			r.fault(item, describe(item.node), expected)
			return
		}
		in, _ := strconv.Atoi(name)                     // of four digits
		planned[in], _ = strconv.ParseInt(text, 10, 64) // of nine at most
	})
	return planned
}
