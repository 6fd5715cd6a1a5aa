package metrics

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

type discrepancyMetrics struct {
	unresolved, oldest         *prometheus.Desc
	opened, resolved, reopened *prometheus.Desc
}

func newDiscrepancyMetrics(c *catalogue) discrepancyMetrics {
	return discrepancyMetrics{
		unresolved: c.add("discrepancies_unresolved", "Open discrepancies that are neither waived nor mere information.",
			"task", "kind", "agency", "severity", "county"),
		oldest: c.add("discrepancies_oldest_timestamp_seconds", "When the longest unresolved discrepancy was opened.",
			"task", "county"),
		opened:   c.add("discrepancies_opened_total", "Discrepancies opened by all runs.", "task", "kind"),
		resolved: c.add("discrepancies_resolved_total", "Discrepancies resolved by all runs.", "task", "kind"),
		reopened: c.add("discrepancies_reopened_total", "Discrepancies reopened by all runs.", "task", "kind"),
	}
}

func (m discrepancyMetrics) collect(s sender, summary ledger.Summary) {
	for _, c := range summary.Counts {
		s.gauge(m.unresolved, float64(c.Unresolved), c.Job, c.Kind, c.Agency, c.Severity, c.County)
	}
	for _, o := range summary.Oldest {
		s.since(m.oldest, o.OpenedAt, o.Job, o.County)
	}
	for _, t := range totals(summary) {
		s.counter(m.opened, t.Opened, t.Job, t.Kind)
		s.counter(m.resolved, t.Resolved, t.Job, t.Kind)
		s.counter(m.reopened, t.Reopened, t.Job, t.Kind)
	}
}

// totals is what runs did to each kind, the kinds to which nothing happened yet
// among them: a counter that begins with its first event hides that event from rate.
func totals(summary ledger.Summary) []ledger.Total {
	all := slices.Clone(summary.Totals)
	for _, k := range rules.Kinds {
		if !slices.ContainsFunc(all, func(t ledger.Total) bool { return t.Job == k.Job && t.Kind == k.Name }) {
			all = append(all, ledger.Total{Job: k.Job, Kind: k.Name})
		}
	}
	return all
}
