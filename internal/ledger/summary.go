package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bidui/bidui/internal/rules"
)

// Summary is everything that metrics tell of a ledger.
type Summary struct {
	Counts     []Count
	Oldest     []Oldest
	Totals     []Total
	Jobs       []JobState
	Feeds      []FeedSummary
	Members    map[string]int64 // rows of feed members by county, as last read
	Households map[string]int64
}

// Count is how many discrepancies of one sort are unresolved. One that has been
// is listed for ever, with 0.
type Count struct {
	Job        string `db:"job"`
	Kind       string `db:"kind"`
	Agency     string `db:"agency"`
	Severity   string `db:"severity"`
	County     string `db:"county_key"` // code or name
	Unresolved int64  `db:"unresolved"`
}

// Oldest is when the longest unresolved discrepancy of a county was first opened.
type Oldest struct {
	Job, County string
	OpenedAt    time.Time
}

// Total is what all runs of a job have done to a kind.
type Total struct {
	Job      string `db:"job"`
	Kind     string `db:"kind"`
	Opened   int64  `db:"opened"`
	Changed  int64  `db:"changed"`
	Resolved int64  `db:"resolved"`
	Reopened int64  `db:"reopened"`
}

// JobState is how a job stands. Zero times stand for never.
type JobState struct {
	Job            string
	LastSuccess    time.Time     // when the last successful run ended
	LastCompletion time.Time     // when the last run ended that is over
	Succeeded      bool          // that one
	Duration       time.Duration // of that one
	Running        bool          // now, by a process that renews its lease
	RunningSince   time.Time     // zero where none is
}

// FeedSummary is what the last successful run read of a feed.
type FeedSummary struct {
	Feed         string
	Rows         int64            // accepted
	Rejected     map[string]int64 // rejects by reason
	HeldCounties []string         // by code or name
	ChangedAt    time.Time
}

// Summary reads all of it as it stands at one time. It looks at every
// discrepancy: ask Version first whether anything has changed.
func (l *Ledger) Summary(ctx context.Context) (Summary, error) {
	var s Summary
	err := l.read(ctx, func(t *tx) error {
		if err := s.readCounts(ctx, t); err != nil {
			return err
		}
		if err := t.list(ctx, &s.Totals, `SELECT x.job, x.kind, SUM(x.opened) AS opened, SUM(x.changed) AS changed, SUM(x.resolved) AS resolved,
			SUM(x.reopened) AS reopened FROM (SELECT r.job, k.kind, k.opened, k.changed, k.resolved, k.reopened FROM run_kinds k JOIN runs r ON r.id = k.run_id
			UNION ALL SELECT job, kind, opened, changed, resolved, reopened FROM pruned_totals) x GROUP BY x.job, x.kind ORDER BY x.job, x.kind`); err != nil {
			return err
		}
		if err := s.readJobs(ctx, t, l); err != nil {
			return err
		}
		return s.readFeeds(ctx, t)
	})
	if err != nil {
		return Summary{}, fmt.Errorf("sum up the ledger: %w", err)
	}
	return s, nil
}

func (s *Summary) readCounts(ctx context.Context, t *tx) error {
	var rows []struct {
		Count
		Oldest sql.Null[int64] `db:"oldest"`
	}
	const sort = "job, kind, agency, severity, county_key"
	err := t.list(ctx, &rows, "SELECT "+sort+", SUM(unresolved) AS unresolved, MIN(oldest) AS oldest FROM (SELECT "+sort+`,
		SUM(CASE WHEN status = ? THEN 1 ELSE 0 END) AS unresolved, MIN(CASE WHEN status = ? THEN opened_at END) AS oldest
		FROM discrepancies WHERE severity <> ? GROUP BY `+sort+" UNION ALL SELECT "+sort+`, 0, NULL FROM pruned_counts WHERE severity <> ?) x
		GROUP BY `+sort+" ORDER BY "+sort, StatusOpen, StatusOpen, rules.Info.String(), rules.Info.String())
	if err != nil {
		return err
	}
	type place struct{ job, county string }
	at := map[place]int{}
	for _, row := range rows {
		s.Counts = append(s.Counts, row.Count)
		if !row.Oldest.Valid {
			continue
		}
		here, opened := place{row.Job, row.County}, instant(row.Oldest.V)
		i, listed := at[here]
		if !listed {
			at[here] = len(s.Oldest)
			s.Oldest = append(s.Oldest, Oldest{row.Job, row.County, opened})
		} else if opened.Before(s.Oldest[i].OpenedAt) {
			s.Oldest[i].OpenedAt = opened
		}
	}
	return nil
}

func (s *Summary) readJobs(ctx context.Context, t *tx, l *Ledger) error {
	// A run about one area says nothing of the others: it counts only where there is no run about all.
	const newest = "JOIN (SELECT COALESCE(MAX(CASE WHEN area = '' THEN id END), MAX(id)) AS newest FROM runs WHERE status IN (?, ?) GROUP BY job) n" +
		" ON n.newest = runs.id ORDER BY job"
	succeeded, err := runRows(ctx, t, newest, Succeeded, Succeeded)
	if err != nil {
		return err
	}
	completed, err := runRows(ctx, t, newest, Succeeded, Failed)
	if err != nil {
		return err
	}
	begun, err := runRows(ctx, t, newest, Running, Running)
	if err != nil {
		return err
	}
	running, err := l.running(ctx, t)
	if err != nil {
		return err
	}
	at := map[string]int{}
	state := func(job string) *JobState {
		i, listed := at[job]
		if !listed {
			i = len(s.Jobs)
			at[job], s.Jobs = i, append(s.Jobs, JobState{Job: job})
		}
		return &s.Jobs[i]
	}
	for _, run := range completed {
		j := state(run.Job)
		j.LastCompletion, j.Succeeded, j.Duration = run.FinishedAt, run.Status == Succeeded, max(0, run.FinishedAt.Sub(run.StartedAt)) // a clock may go back
	}
	for _, run := range succeeded {
		state(run.Job).LastSuccess = run.FinishedAt
	}
	for _, job := range running {
		state(job).Running = true
	}
	for _, run := range begun {
		if slices.Contains(running, run.Job) { // else its process is dead
			state(run.Job).RunningSince = run.StartedAt
		}
	}
	slices.SortFunc(s.Jobs, func(a, b JobState) int { return strings.Compare(a.Job, b.Job) })
	return nil
}

// running lists the jobs whose lease holds.
func (l *Ledger) running(ctx context.Context, t *tx) ([]string, error) {
	var leased []string
	if err := t.list(ctx, &leased, "SELECT job FROM leases ORDER BY job"); err != nil {
		return nil, err
	}
	var running []string
	for _, job := range leased {
		switch err := l.checkFree(ctx, t, job, ""); {
		case errors.Is(err, ErrLocked):
			running = append(running, job)
		case err != nil:
			return nil, err
		}
	}
	return running, nil
}

func (s *Summary) readFeeds(ctx context.Context, t *tx) error {
	states, err := feedStates(ctx, t)
	if err != nil {
		return err
	}
	var rejects []struct {
		Feed   string `db:"feed"`
		Reason string `db:"reason"`
		Rows   int64  `db:"n"`
	}
	err = t.list(ctx, &rejects, `SELECT x.feed, x.reason, COUNT(*) AS n FROM rejects x JOIN runs r ON r.id = x.run_id
		WHERE r.status = ? GROUP BY x.feed, x.reason`, Succeeded)
	if err != nil {
		return err
	}
	for _, feed := range slices.Sorted(maps.Keys(states)) {
		state := states[feed]
		summary := FeedSummary{Feed: feed, Rows: state.RowsAccepted, Rejected: map[string]int64{}, HeldCounties: state.HeldCounties, ChangedAt: state.ChangedAt}
		for _, r := range rejects {
			if r.Feed == feed {
				summary.Rejected[r.Reason] = r.Rows
			}
		}
		s.Feeds = append(s.Feeds, summary)
	}
	s.Members, s.Households = states["members"].CountyRows, states["households"].CountyRows
	return nil
}

// Version is a text that is another whenever Summary is, and costs little.
func (l *Ledger) Version(ctx context.Context) (string, error) {
	var v struct {
		Runs     int64 `db:"runs"`
		Running  int64 `db:"running"`
		Finished int64 `db:"finished"`
		Events   int64 `db:"events"`
	}
	var running []string
	err := l.read(ctx, func(t *tx) (err error) {
		if err = t.get(ctx, &v, `SELECT (SELECT COALESCE(MAX(id), 0) FROM runs) AS runs, (SELECT COUNT(*) FROM runs WHERE status = ?) AS running,
			(SELECT COALESCE(MAX(finished_at), 0) FROM runs) AS finished, (SELECT next FROM sequences WHERE name = 'events') AS events`, Running); err != nil {
			return err
		}
		running, err = l.running(ctx, t)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read the ledger's version: %w", err)
	}
	return fmt.Sprint(v.Runs, v.Running, v.Finished, v.Events, running), nil
}
