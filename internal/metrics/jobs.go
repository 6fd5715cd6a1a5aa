package metrics

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

type jobMetrics struct {
	lastSuccess, lastCompletion  *prometheus.Desc
	succeeded, running, duration *prometheus.Desc
	since, deadline, interval    *prometheus.Desc
	feed                         *prometheus.Desc

	deadlines Deadlines
	intervals Intervals
}

func newJobMetrics(c *catalogue, deadlines Deadlines, intervals Intervals) jobMetrics {
	return jobMetrics{
		lastSuccess:    c.add("job_last_success_timestamp_seconds", "When the last successful run ended.", "task"),
		lastCompletion: c.add("job_last_completion_timestamp_seconds", "When the last run ended, successful or not.", "task"),
		succeeded:      c.add("job_last_success", "Whether the last run that ended was successful.", "task"),
		running:        c.add("job_running", "Whether a run is under way, in any process.", "task"),
		since:          c.add("job_running_since_timestamp_seconds", "When the run that is under way began.", "task"),
		duration:       c.add("job_duration_seconds", "How long the last run that ended took.", "task"),
		deadline:       c.add("job_deadline_timestamp_seconds", "By when no discrepancy should remain.", "task"),
		interval:       c.add("job_interval_seconds", "How far apart the job's scheduled runs are at most.", "task"),
		feed:           c.add("job_feed", "Always 1: a feed that the job reads where it is configured.", "task", "feed"),
		deadlines:      deadlines,
		intervals:      intervals,
	}
}

// collect sends of each job what is known. That none is running is known of
// jobs that never ran, too.
func (m jobMetrics) collect(s sender, states []ledger.JobState) {
	for _, j := range states {
		s.since(m.lastSuccess, j.LastSuccess, j.Job)
		s.since(m.lastCompletion, j.LastCompletion, j.Job)
		if !j.LastCompletion.IsZero() {
			s.gauge(m.succeeded, oneIf(j.Succeeded), j.Job)
			s.gauge(m.duration, j.Duration.Seconds(), j.Job)
		}
		s.gauge(m.running, oneIf(j.Running), j.Job)
		s.since(m.since, j.RunningSince, j.Job)
	}
	for _, job := range rules.Jobs {
		if !slices.ContainsFunc(states, func(j ledger.JobState) bool { return j.Job == job.Name }) {
			s.gauge(m.running, 0, job.Name)
		}
		for _, feed := range slices.Concat(job.Feeds, job.OneOf) {
			s.gauge(m.feed, 1, job.Name, feed)
		}
	}
	for job, deadline := range m.deadlines {
		s.since(m.deadline, deadline, job)
	}
	for job, interval := range m.intervals {
		s.gauge(m.interval, interval.Seconds(), job)
	}
}
