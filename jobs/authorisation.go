package jobs

import (
	"fmt"

	"github.com/bidui/bidui/internal/period"
)

// Authorisation is the right to use a feed: other agencies give their data for a
// purpose and a time (政务数据共享条例).
type Authorisation struct {
	Basis string      // the law, agreement or document that gives it
	Until period.Date // the last day; unknown: no end was set
}

// warnDays is how long before its end people hear of it.
const warnDays = 30

// check refuses a feed that may be used no longer.
func (a Authorisation) check(feed string, today period.Date) error {
	if !a.Until.Known() || today <= a.Until {
		return nil
	}
	return refuse("feed %s: its authorisation%s ended on %s: have it renewed, then set feeds.%s.authorised_until",
		feed, a.basis(), a.Until, feed)
}

// Warning says that the authorisation ends within 30 days; else it is empty.
func (a Authorisation) Warning(today period.Date) string {
	left := today.DaysUntil(a.Until)
	if !a.Until.Known() || left < 0 || left > warnDays {
		return ""
	}
	return fmt.Sprintf("its authorisation%s ends on %s, in %d days", a.basis(), a.Until, left)
}

func (a Authorisation) basis() string {
	if a.Basis == "" {
		return ""
	}
	return " (" + a.Basis + ")"
}
