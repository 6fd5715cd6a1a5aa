package jobs

import (
	"slices"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// rename calls the counties that the last runs read by their new codes and
// names, so that a county is not held for rows that now come under another.
func (r *Runner) rename(before map[string]ledger.FeedState) {
	for _, state := range before {
		for county, rows := range state.CountyRows {
			if now := r.settings.Aliases.Now(county); now != county {
				delete(state.CountyRows, county)
				state.CountyRows[now] += rows
			}
		}
	}
}

// countyNow is the county of an area as a ledger has it, by its new code or name.
func (r *Runner) countyNow(area registry.Area) string {
	return r.settings.Aliases.Now(area.CountyKey())
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
