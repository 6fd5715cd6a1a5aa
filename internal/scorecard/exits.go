package scorecard

import (
	"maps"
	"slices"

	"github.com/bidui/bidui/internal/ledger"
)

// Plan is how many households are to leave poverty: county, by code or name →
// year → households.
type Plan map[string]map[int]int64

// Exited is the households of a county that left poverty.
type Exited struct {
	Year    int      `json:"year"` // that of the as-of date
	Count   int64    `json:"count"`
	Planned *int64   `json:"planned,omitempty"`
	Former  []OfYear `json:"former,omitempty"` // the years before with any, oldest first
	Notes   []Note   `json:"notes,omitempty"`
}

// OfYear is the exits of one year.
type OfYear struct {
	Year  int   `json:"year"`
	Count int64 `json:"count"`
}

// Note is what is odd about a county's exits.
type Note string

// The notes.
const (
	AsPlanned  Note = "equals_plan" // exactly as many as planned
	JumpedUp   Note = "jump_up"     // many more than in former years
	JumpedDown Note = "jump_down"   // far fewer
)

// exited is a county's exits of a year against its plan and its former years;
// nil where there is nothing to tell. jump is how many times, in hundredths, a
// year must differ.
func exited(facts ledger.CountyFacts, year int, planned *int64, jump int64) *Exited {
	e := &Exited{Year: year, Count: facts.Exits[year], Planned: planned}
	var sum int64
	for _, former := range slices.Sorted(maps.Keys(facts.Exits)) {
		if n := facts.Exits[former]; former < year && n > 0 {
			e.Former = append(e.Former, OfYear{former, n})
			sum += n
		}
	}
	if e.Count == 0 && e.Planned == nil && len(e.Former) == 0 {
		return nil
	}
	if planned != nil && *planned == e.Count && e.Count > 0 {
		e.Notes = append(e.Notes, AsPlanned)
	}
	years := int64(len(e.Former))
	switch {
	case years == 0 || e.Count == 0:
	case e.Count*years*100 > jump*sum:
		e.Notes = append(e.Notes, JumpedUp)
	case e.Count*years*jump < sum*100:
		e.Notes = append(e.Notes, JumpedDown)
	}
	return e
}
