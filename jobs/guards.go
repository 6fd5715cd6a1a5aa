package jobs

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Guard says what input is refused. Shares are in hundredths of a percent: 500 is 5 %.
type Guard struct {
	MaxRejected int64 // of the rows of a feed, how many may be lost
	MaxShrink   int64 // of the rows of a county, how many may be gone since the last run
	AllowEmpty  bool  // a feed without a row is fine
}

const whole = 10_000 // hundredths of a percent

// tolerance is how many rows may be lost, or a county may fall by, before a
// share is looked at: small files have large shares.
const tolerance = 20

// Refusal says that a guard would not let an input through. The ledger stays as it was.
type Refusal struct{ Cause error }

// Error is the cause's text.
func (r *Refusal) Error() string { return r.Cause.Error() }

// Unwrap is the cause.
func (r *Refusal) Unwrap() error { return r.Cause }

func refuse(format string, args ...any) error {
	return &Refusal{Cause: fmt.Errorf(format, args...)}
}

// check refuses a feed without usable rows, and one that lost too many.
func (g Guard) check(feed string, location string, rows, lost int64, reasons map[string]int64) error {
	if rows-lost == 0 && !g.AllowEmpty {
		return refuse("feed %s (%s): none of %d rows could be used%s; if that is right, set feeds.%s.allow_empty: true",
			feed, location, rows, summarise(reasons), feed)
	}
	if lost > tolerance && lost*whole > g.MaxRejected*rows {
		return refuse("feed %s (%s): %d of %d rows could not be used%s; feeds.%s.max_rejected allows %.4g %%: see `bidui rejects --feed %s`",
			feed, location, lost, rows, summarise(reasons), feed, float64(g.MaxRejected)/100, feed)
	}
	return nil
}

// summarise names the reasons of lost rows with their counts.
func summarise(reasons map[string]int64) string {
	if len(reasons) == 0 {
		return ""
	}
	var counts []string
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		counts = append(counts, fmt.Sprintf("%s %d", reason, reasons[reason]))
	}
	return " (" + strings.Join(counts, ", ") + ")"
}

// shrunken is the counties whose rows fell too much since the last successful
// run. A feed whose baseline is not known yet has none. Rows without a county are
// lost only as far as the feed as a whole has fewer: the others have a county now.
func (g Guard) shrunken(before, now map[string]int64) []string {
	var counties []string
	for county, rows := range before {
		fell := rows - now[county]
		if county == "" {
			fell = min(fell, sumOf(before)-sumOf(now))
		}
		if fell > tolerance && fell*whole > g.MaxShrink*rows {
			counties = append(counties, county)
		}
	}
	slices.Sort(counties)
	return counties
}

func sumOf(rows map[string]int64) (sum int64) {
	for _, n := range rows {
		sum += n
	}
	return sum
}

// baseline is what the next run compares with: today's rows, but for held
// counties those of before, so that a county stays held until its rows are back.
func baseline(before, now map[string]int64, held []string) map[string]int64 {
	next := maps.Clone(now)
	if next == nil {
		next = map[string]int64{}
	}
	for _, county := range held {
		next[county] = before[county]
	}
	return next
}
