package scorecard

import (
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
)

// trendPoints is how many points a trend has at most.
const trendPoints = 12

// rounds is the ends of the last rounds, the last of them at the instant itself.
func rounds(whole []ledger.RunEnd, at time.Time) []Point {
	var ends []Point
	in := map[string]bool{}
	for _, run := range whole {
		if in[run.Job] || len(ends) == 0 {
			clear(in)
			ends = append(ends, Point{})
		}
		in[run.Job] = true
		ends[len(ends)-1].At = run.At
	}
	if len(ends) == 0 {
		ends = []Point{{}}
	}
	ends[len(ends)-1].At = at
	return ends[max(0, len(ends)-trendPoints):]
}

// months is the ends of the months since the first run, the last at the instant itself.
func months(whole []ledger.RunEnd, at time.Time, zone *time.Location) []Point {
	points := []Point{{at}}
	if len(whole) == 0 {
		return points
	}
	for month := period.DateAt(at.In(zone)).Month() - 1; len(points) < trendPoints; month-- {
		end := EndOf(month, zone)
		if end.Before(whole[0].At) {
			break
		}
		if end.Before(at) {
			points = append([]Point{{end}}, points...)
		}
	}
	return points
}

// EndOf is the last instant of a month, as the ledger tells times apart.
func EndOf(month period.Month, zone *time.Location) time.Time {
	return time.Date(month.Year(), time.Month(month.Month()+1), 1, 0, 0, 0, 0, zone).Add(-time.Microsecond)
}
