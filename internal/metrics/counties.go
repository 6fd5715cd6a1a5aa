package metrics

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/resident"
)

// shown is a summary whose counties may be labels: those with a code, those of
// the registry itself, and names that read like a county's. What else stands
// where an agency's roster should name a county may be a person or a phone number,
// and another one in each row: that is shown as of no county.
func shown(s ledger.Summary) ledger.Summary {
	label := func(county string) string {
		if _, known := s.Members[county]; known || isCode(county) || isCountyName(county) {
			return county
		}
		return ""
	}
	s.Members, s.Households = labelled(s.Members), labelled(s.Households)
	s.Counts = countsBy(label, s.Counts)
	s.Oldest = oldestBy(label, s.Oldest)
	for i, feed := range s.Feeds {
		held := map[string]bool{}
		s.Feeds[i].HeldCounties = nil
		for _, county := range feed.HeldCounties {
			if name := label(county); !held[name] {
				held[name] = true
				s.Feeds[i].HeldCounties = append(s.Feeds[i].HeldCounties, name)
			}
		}
	}
	return s
}

// labelled is the numbers by county, with those of no county where an ID number
// stands in its place.
func labelled[N int | int64](numbers map[string]N) map[string]N {
	sums := make(map[string]N, len(numbers))
	for county, n := range numbers {
		if resident.MaskWithin(county) != county {
			county = ""
		}
		sums[county] += n
	}
	return sums
}

// countsBy adds up the counts whose counties have one label.
func countsBy(label func(string) string, counts []ledger.Count) []ledger.Count {
	var sums []ledger.Count
	at := map[ledger.Count]int{}
	for _, c := range counts {
		c.County = label(c.County)
		key := c
		key.Unresolved = 0
		i, known := at[key]
		if !known {
			at[key] = len(sums)
			sums = append(sums, c)
			continue
		}
		sums[i].Unresolved += c.Unresolved
	}
	return sums
}

// oldestBy keeps the oldest of those whose counties have one label.
func oldestBy(label func(string) string, all []ledger.Oldest) []ledger.Oldest {
	var oldest []ledger.Oldest
	at := map[ledger.Oldest]int{}
	for _, o := range all {
		o.County = label(o.County)
		key := ledger.Oldest{Job: o.Job, County: o.County}
		i, known := at[key]
		if !known {
			at[key] = len(oldest)
			oldest = append(oldest, o)
			continue
		}
		if o.OpenedAt.Before(oldest[i].OpenedAt) {
			oldest[i].OpenedAt = o.OpenedAt
		}
	}
	return oldest
}

// isCode says whether a county is known by the first digits of its area code.
func isCode(county string) bool { return len(county) == 6 && strings.Trim(county, "0123456789") == "" }

// isCountyName says whether a text reads like the name of a county, as 隆回县 and
// 积石山保安族东乡族撒拉族自治县, the longest, do.
func isCountyName(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return utf8.RuneCountInString(text) <= 14 && strings.ContainsRune("县市区旗", last) &&
		!strings.ContainsFunc(text, func(c rune) bool { return !unicode.Is(unicode.Han, c) })
}
