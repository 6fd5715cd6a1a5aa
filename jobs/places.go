package jobs

import (
	"slices"

	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// countiesBefore is how many rows each county had in the last successful run, by
// what the counties are called now, so that none is held for rows that come
// under its new code, or under its code instead of its name.
func (in *intake) countiesBefore(feed string) map[string]int64 {
	before := map[string]int64{}
	for county, rows := range in.before[feed].CountyRows {
		before[in.join.CountyNow(county)] += rows
	}
	return before
}

// place keeps where the rows of a feed belong that say so themselves; the
// others belong where their household does.
func (in *intake) place(feed string, perArea []int64) {
	named := func(f table.Field) bool { return f.Name == "county" }
	for _, schema := range Schemas {
		if schema.Feed == feed && slices.ContainsFunc(schema.Fields, named) {
			in.placed[feed] = perArea
		}
	}
}

// ambiguous is the names that rows of a feed bear without a code, and that
// several areas of the registry go by.
func (in *intake) ambiguous(feed string) []matchers.Ambiguity {
	return in.join.Ambiguous(in.placed[feed])
}

// warnOfNames tells how many rows have no code because their names have several.
func (in *intake) warnOfNames() {
	for _, feed := range feedsRead() {
		names, rows := in.ambiguous(feed), int64(0)
		for _, a := range names {
			rows += a.Rows
		}
		if len(names) > 0 {
			in.runner.log.Warn("area names with several codes: bidui check --feeds lists them", "feed", feed, "names", len(names), "rows", rows)
		}
	}
}

// calendar is what has arrived of a monthly roll; nil for every other feed.
func (in *intake) calendar(feed string) *matchers.Calendar {
	for _, roll := range []matchers.Roll{matchers.Dibao, matchers.Tekun} {
		if roll.Feed() == feed {
			return in.join.Calendar(roll)
		}
	}
	return nil
}
