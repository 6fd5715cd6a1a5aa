package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/bidui/bidui/internal/ledger"
)

// descs is the closed set of metrics. The label for a job is task: a label
// named job collides with the one that scraping sets.
type descs struct {
	unresolved, oldest                           *prometheus.Desc
	opened, resolved, reopened                   *prometheus.Desc
	members, households                          *prometheus.Desc
	lastSuccess, lastCompletion, succeeded       *prometheus.Desc
	running, duration, deadline                  *prometheus.Desc
	feedRows, feedRejected, feedHeld, feedChange *prometheus.Desc
	buildInfo                                    *prometheus.Desc
}

func newDescs() descs {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("bidui_"+name, help, labels, nil)
	}
	return descs{
		unresolved: desc("discrepancies_unresolved", "Open discrepancies that are neither waived nor mere information.",
			"task", "kind", "agency", "severity", "county"),
		oldest: desc("discrepancies_oldest_timestamp_seconds", "When the longest unresolved discrepancy was opened.",
			"task", "county"),
		opened:         desc("discrepancies_opened_total", "Discrepancies opened by all runs.", "task", "kind"),
		resolved:       desc("discrepancies_resolved_total", "Discrepancies resolved by all runs.", "task", "kind"),
		reopened:       desc("discrepancies_reopened_total", "Discrepancies reopened by all runs.", "task", "kind"),
		members:        desc("registry_members", "Members of the registry as last read.", "county"),
		households:     desc("registry_households", "Households of the registry as last read.", "county"),
		lastSuccess:    desc("job_last_success_timestamp_seconds", "When the last successful run ended.", "task"),
		lastCompletion: desc("job_last_completion_timestamp_seconds", "When the last run ended, successful or not.", "task"),
		succeeded:      desc("job_last_success", "Whether the last run that ended was successful.", "task"),
		running:        desc("job_running", "Whether a run is under way, in any process.", "task"),
		duration:       desc("job_duration_seconds", "How long the last run that ended took.", "task"),
		deadline:       desc("job_deadline_timestamp_seconds", "By when no discrepancy should remain.", "task"),
		feedRows:       desc("feed_rows", "Rows of the feed that the last successful run used.", "feed"),
		feedRejected:   desc("feed_rejected_rows", "Rows and cells of the feed that the last successful run could not use.", "feed", "reason"),
		feedHeld:       desc("feed_held_counties", "Counties held back because the feed lost too many of their rows.", "feed"),
		feedChange:     desc("feed_last_change_timestamp_seconds", "When a run first read the feed as it is now.", "feed"),
		buildInfo:      desc("build_info", "The version of bidui, always 1.", "version", "goversion"),
	}
}

func (d descs) all() []*prometheus.Desc {
	return []*prometheus.Desc{
		d.unresolved, d.oldest, d.opened, d.resolved, d.reopened, d.members, d.households,
		d.lastSuccess, d.lastCompletion, d.succeeded, d.running, d.duration, d.deadline,
		d.feedRows, d.feedRejected, d.feedHeld, d.feedChange, d.buildInfo,
	}
}

// sender turns what the ledger says into metrics.
type sender struct {
	out   chan<- prometheus.Metric
	descs descs
}

func (s sender) gauge(d *prometheus.Desc, value float64, labels ...string) {
	s.out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
}

func (s sender) counter(d *prometheus.Desc, value int64, labels ...string) {
	s.out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(value), labels...)
}

func (s sender) discrepancies(summary ledger.Summary) {
	for _, c := range summary.Counts {
		s.gauge(s.descs.unresolved, float64(c.Unresolved), c.Job, c.Kind, c.Agency, c.Severity, c.County)
	}
	for _, o := range summary.Oldest {
		s.gauge(s.descs.oldest, seconds(o.OpenedAt), o.Job, o.County)
	}
	for _, t := range summary.Totals {
		s.counter(s.descs.opened, t.Opened, t.Job, t.Kind)
		s.counter(s.descs.resolved, t.Resolved, t.Job, t.Kind)
		s.counter(s.descs.reopened, t.Reopened, t.Job, t.Kind)
	}
	for county, n := range summary.Members {
		s.gauge(s.descs.members, float64(n), county)
	}
	for county, n := range summary.Households {
		s.gauge(s.descs.households, float64(n), county)
	}
}

func (s sender) jobs(jobs []ledger.JobState) {
	for _, j := range jobs {
		if !j.LastSuccess.IsZero() {
			s.gauge(s.descs.lastSuccess, seconds(j.LastSuccess), j.Job)
		}
		if !j.LastCompletion.IsZero() {
			s.gauge(s.descs.lastCompletion, seconds(j.LastCompletion), j.Job)
			s.gauge(s.descs.succeeded, oneIf(j.Succeeded), j.Job)
			s.gauge(s.descs.duration, j.Duration.Seconds(), j.Job)
		}
		s.gauge(s.descs.running, oneIf(j.Running), j.Job)
	}
}

func (s sender) feeds(feeds []ledger.FeedSummary) {
	for _, f := range feeds {
		s.gauge(s.descs.feedRows, float64(f.Rows), f.Feed)
		for reason, n := range f.Rejected {
			s.gauge(s.descs.feedRejected, float64(n), f.Feed, reason)
		}
		s.gauge(s.descs.feedHeld, float64(f.HeldCounties), f.Feed)
		if !f.ChangedAt.IsZero() {
			s.gauge(s.descs.feedChange, seconds(f.ChangedAt), f.Feed)
		}
	}
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
