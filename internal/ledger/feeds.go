package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// FeedState is what the last successful run of any job got from a feed.
type FeedState struct {
	Run          int64
	Digest       string
	ChangedAt    time.Time // when the digest became this one
	CountyRows   map[string]int64
	RowsAccepted int64
	HeldCounties []string
	Headers      map[string][]string    // field → the headers that it was found by
	Counties     map[string]CountyFacts // of the feeds households and members
}

// Feeds is the state of each of the named feeds that a run ever read with
// success, or of all.
func (l *Ledger) Feeds(ctx context.Context, feeds ...string) (map[string]FeedState, error) {
	var states map[string]FeedState
	err := l.read(ctx, func(t *tx) (err error) {
		states, err = feedStates(ctx, t)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up what feeds held before: %w", err)
	}
	if len(feeds) > 0 {
		for feed := range states {
			if !slices.Contains(feeds, feed) {
				delete(states, feed)
			}
		}
	}
	return states, nil
}

// newestFeeds leaves of run_feeds f what the last successful run got from each feed.
const newestFeeds = `JOIN (
	SELECT g.feed, MAX(g.run_id) AS run_id FROM run_feeds g JOIN runs r ON r.id = g.run_id WHERE r.status = ? GROUP BY g.feed
) newest ON newest.feed = f.feed AND newest.run_id = f.run_id`

func feedStates(ctx context.Context, t *tx) (map[string]FeedState, error) {
	rows, err := feedRows(ctx, t, newestFeeds, Succeeded)
	if err != nil {
		return nil, err
	}
	states := make(map[string]FeedState, len(rows))
	for _, row := range rows {
		states[row.Feed] = FeedState{Run: row.Run, Digest: row.Digest, ChangedAt: row.ChangedAt, CountyRows: row.CountyRows,
			RowsAccepted: row.RowsAccepted, HeldCounties: row.HeldCounties, Headers: row.Headers, Counties: row.Counties}
	}
	return states, nil
}

// FeedRow is what one run read of one feed. It mirrors the columns of run_feeds.
type FeedRow struct {
	Run          int64                  `db:"run_id"`
	Feed         string                 `db:"feed"`
	Location     string                 `db:"location"`
	Digest       string                 `db:"digest"`
	RowsRead     int64                  `db:"rows_read"`
	RowsAccepted int64                  `db:"rows_accepted"`
	RowsRejected int64                  `db:"rows_rejected"`
	HeldCounties []string               `db:"-"`
	CountyRows   map[string]int64       `db:"-"`
	ChangedAt    time.Time              `db:"-"` // when the digest became this one
	Inputs       []Input                `db:"-"` // empty of runs before inputs were recorded
	Headers      map[string][]string    `db:"-"` // field → the headers that it was found by
	Notes        []string               `db:"-"`
	Counties     map[string]CountyFacts `db:"-"` // of the feeds households and members; nil of runs before it was recorded

	RejectsDigest string `db:"rejects_digest"` // tells whether two runs rejected the same; empty: nothing
}

// RunFeeds is what a run read, by feed.
func (l *Ledger) RunFeeds(ctx context.Context, run int64) ([]FeedRow, error) {
	var rows []FeedRow
	err := l.read(ctx, func(t *tx) (err error) {
		rows, err = feedRows(ctx, t, "WHERE f.run_id = ? ORDER BY f.feed", run)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up the feeds of run %d: %w", run, err)
	}
	return rows, nil
}

// feedRows reads the rows of run_feeds f that the end of a query chooses.
func feedRows(ctx context.Context, t *tx, choice string, args ...any) ([]FeedRow, error) {
	var stored []struct {
		FeedRow
		Held    []byte `db:"held_counties"`
		Rows    []byte `db:"county_rows"`
		Changed int64  `db:"changed_at"`
		Inputs  []byte `db:"inputs"`
		Headers []byte `db:"headers"`
		Notes   []byte `db:"notes"`
		Facts   []byte `db:"counties"`
	}
	err := t.list(ctx, &stored, `SELECT f.run_id, f.feed, f.location, f.digest, f.rows_read, f.rows_accepted, f.rows_rejected,
		f.held_counties, f.county_rows, f.changed_at, f.rejects_digest, f.inputs, f.headers, f.notes, f.counties FROM run_feeds f `+choice, args...)
	if err != nil {
		return nil, err
	}
	rows := make([]FeedRow, len(stored))
	for i, s := range stored {
		row := s.FeedRow
		row.ChangedAt = instant(s.Changed)
		if err := errors.Join(fromJSON(s.Held, &row.HeldCounties), fromJSON(s.Rows, &row.CountyRows),
			fromJSON(s.Inputs, &row.Inputs), fromJSON(s.Headers, &row.Headers), fromJSON(s.Notes, &row.Notes),
			fromJSON(s.Facts, &row.Counties)); err != nil {
			return nil, fmt.Errorf("what feed %s was in run %d: %w", row.Feed, row.Run, err)
		}
		rows[i] = row
	}
	return rows, nil
}

// feedsOf is what a run that is about to end has read.
type feedsOf struct {
	run       int64
	at        time.Time
	succeeded bool
	feeds     []FeedRead
}

// recordFeeds enters what the run read, feed by feed, and keeps the rejects.
func recordFeeds(ctx context.Context, t *tx, o feedsOf) error {
	before, err := feedStates(ctx, t)
	if err != nil {
		return err
	}
	rows := newBatch(t, "run_feeds", []string{"run_id", "feed", "location", "digest", "rows_read", "rows_accepted", "rows_rejected",
		"held_counties", "county_rows", "changed_at", "rejects_digest", "inputs", "headers", "notes", "counties"}, nil, "")
	for _, f := range o.feeds {
		changed := o.at
		if last, known := before[f.Feed]; known && last.Digest == f.Digest {
			changed = last.ChangedAt
		}
		held, counties := f.HeldCounties, f.CountyRows
		if held == nil {
			held = []string{}
		}
		if counties == nil {
			counties = map[string]int64{}
		}
		digest := rejectsDigest(f.Rejects)
		if err := rows.add(ctx, o.run, f.Feed, clean(f.Location), f.Digest, f.RowsRead, f.RowsAccepted, f.RowsRejected,
			toJSON(held), toJSON(counties), micros(changed), digest, toJSON(f.Inputs), toJSON(f.Headers), toJSON(f.Notes), factsOf(f.Counties)); err != nil {
			return err
		}
		if err := keepRejects(ctx, t, o, f, digest); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

// factsOf is the column counties, NULL where nothing was learned.
func factsOf(counties map[string]CountyFacts) sql.Null[string] {
	if len(counties) == 0 {
		return sql.Null[string]{}
	}
	return sql.Null[string]{V: clean(toJSON(counties)), Valid: true}
}

// fromJSON reads a column that may be NULL: it was added later.
func fromJSON(column []byte, into any) error {
	if len(column) == 0 {
		return nil
	}
	return json.Unmarshal(column, into)
}
