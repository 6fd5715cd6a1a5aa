package scorecard

import (
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// inTime is how many days after that of its opening a discrepancy is resolved in time.
const inTime = 7

// unresolvedAt says whether a discrepancy was open, and not mere information, at
// an instant.
func unresolvedAt(h *ledger.History, at time.Time) bool {
	open := false
	for _, e := range h.Events {
		if e.At.After(at) {
			continue
		}
		switch e.Event {
		case ledger.EventOpened, ledger.EventReopened, ledger.EventUnwaived:
			open = true
		case ledger.EventResolved, ledger.EventWaived:
			open = false
		}
	}
	return open && severityAt(h, at) != rules.Info.String()
}

// severityAt is the severity that the next change after an instant took away, or
// today's.
func severityAt(h *ledger.History, at time.Time) string {
	for _, e := range h.Events {
		if e.At.After(at) && e.Severity != "" {
			return e.Severity
		}
	}
	return h.Severity
}

// figuresOf is what one discrepancy adds to the figures of its kind and county.
func (b *Builder) figuresOf(h *ledger.History) Figures {
	var f Figures
	if severityAt(h, b.options.At) != rules.Info.String() {
		b.handled(h, &f)
	}
	if unresolvedAt(h, b.options.At) {
		f.Unresolved = 1
		f.Oldest = h.Events[0].At.In(b.options.Zone)
	}
	for i, point := range b.card.Points {
		if unresolvedAt(h, point.At) {
			if f.Trend == nil {
				f.Trend = make([]int64, len(b.card.Points))
			}
			f.Trend[i] = 1
		}
	}
	return f
}

// handled counts how a discrepancy was opened, resolved and reopened in the period.
func (b *Builder) handled(h *ledger.History, f *Figures) {
	var opened, resolved time.Time
	for _, e := range h.Events {
		if e.At.After(b.options.At) {
			continue
		}
		switch {
		case e.Event == ledger.EventOpened:
			opened = e.At
		case e.Event == ledger.EventResolved && resolved.IsZero():
			resolved = e.At
		case e.Event == ledger.EventReopened && b.options.in(e.At):
			f.Reopened++
		}
	}
	if opened.IsZero() {
		return
	}
	if b.options.in(opened) {
		f.Opened = 1
	}
	year, month, day := opened.In(b.options.Zone).Date()
	over := time.Date(year, month, day+inTime+1, 0, 0, 0, 0, b.options.Zone)
	last := over.Add(-time.Microsecond)
	if last.After(b.options.At) || !b.options.in(last) {
		return
	}
	f.Due = 1
	if !resolved.IsZero() && resolved.Before(over) {
		f.InTime = 1
	}
}
