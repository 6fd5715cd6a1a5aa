package matchers

import (
	"math/bits"
	"slices"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
)

// evidence is what the rolls' silence about a person means, county by county:
// nothing where months of a monthly feed are missing, or where the feed is held.
type evidence struct {
	window   period.Window
	monthly  [rolls]bool              // some row stands for a single month or quarter
	rows     [rolls][]uint32          // by area, then by month of the window; behind them, rows of no such month
	months   [rolls]map[string]uint32 // the months of the window with rows, by county
	counties map[string]bool          // of the registry
	held     Held
}

func newEvidence(w period.Window) evidence {
	e := evidence{window: w, counties: map[string]bool{}}
	for roll := range rolls {
		e.months[roll] = map[string]uint32{}
	}
	return e
}

func (e *evidence) add(roll Roll, monthly bool, area registry.AreaID, months uint32) {
	if !monthly {
		return
	}
	e.monthly[roll] = true
	slots := e.window.Months() + 1
	at := int(area) * slots
	for len(e.rows[roll]) < at+slots {
		e.rows[roll] = append(e.rows[roll], 0)
	}
	if months == 0 {
		e.rows[roll][at+slots-1]++
	}
	for ; months != 0; months &= months - 1 {
		e.rows[roll][at+bits.TrailingZeros32(months)]++
	}
}

// byArea visits every area with rows of a monthly roll: how many of each month
// of the window, and behind them how many of no such month.
func (e *evidence) byArea(roll Roll, visit func(area registry.AreaID, rows []uint32)) {
	slots := e.window.Months() + 1
	for at := 0; at < len(e.rows[roll]); at += slots {
		rows := e.rows[roll][at : at+slots]
		if slices.ContainsFunc(rows, func(n uint32) bool { return n > 0 }) {
			visit(registry.AreaID(at/slots), rows)
		}
	}
}

// settle adds the areas up by county.
func (e *evidence) settle(areas *registry.Areas) {
	for roll := range rolls {
		e.byArea(roll, func(area registry.AreaID, rows []uint32) {
			months := uint32(0)
			for i, n := range rows[:e.window.Months()] {
				if n > 0 {
					months |= 1 << i
				}
			}
			e.months[roll][areas.At(area).CountyKey()] |= months
		})
	}
}

// know adds a county of the registry to those that are asked where a subject names none.
func (e *evidence) know(county string) {
	if county != "" {
		e.counties[county] = true
	}
}

// complete says whether a roll shows every month of the window in a county, or
// in every county where the subject's is not known.
func (e *evidence) complete(roll Roll, county string) bool {
	if e.held.Covers(roll.Feed(), county) {
		return false
	}
	if !e.monthly[roll] {
		return true
	}
	if county != "" {
		return e.months[roll][county] == e.window.Full()
	}
	named := len(e.counties) > 0
	for each := range e.counties {
		if e.months[roll][each] != e.window.Full() {
			return false
		}
	}
	for each, months := range e.months[roll] { // counties that the roll alone names
		if each == "" {
			continue
		}
		if named = true; months != e.window.Full() {
			return false
		}
	}
	return named || e.months[roll][""] == e.window.Full() // nobody names a county: all is of one
}

// Held names the counties whose rows fell too much to be trusted: feed →
// counties. The county "" stands for rows that name none.
type Held map[string]map[string]bool

// Covers says whether a county is held for a feed. A subject without a county
// is held where any county is; rows without a county hold every county.
func (h Held) Covers(feed, county string) bool {
	counties := h[feed]
	return len(counties) > 0 && (county == "" || counties[county] || counties[""])
}
