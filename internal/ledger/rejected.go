package ledger

import (
	"context"
	"fmt"
)

// RejectedFeed is a feed of which something could not be used.
type RejectedFeed struct {
	FirstRun int64   // under which the rejects are kept
	Rejects  int64   // of those chosen
	Read     FeedRow // as the newest run with these rejects read it, or the one asked for
	Run      RunRow  // that run
}

// RejectedFeeds gives the feeds with rejects of Rejects(f), by name, and what is
// known of where they come from.
func (l *Ledger) RejectedFeeds(ctx context.Context, f RejectFilter) ([]RejectedFeed, error) {
	var feeds []RejectedFeed
	err := l.read(ctx, func(t *tx) error {
		kept, err := keptRejects(ctx, t, f)
		if err != nil {
			return err
		}
		for _, k := range kept {
			feed, err := k.look(ctx, t, f.Run)
			if err != nil {
				return err
			}
			feeds = append(feeds, feed)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look up what rejects come from: %w", err)
	}
	return feeds, nil
}

// kept is the rejects of one feed that are kept under one run.
type kept struct {
	Feed   string `db:"feed"`
	Run    int64  `db:"run_id"`
	Digest string `db:"rejects_digest"`
	Status string `db:"status"`
	Count  int64  `db:"n"`
}

func keptRejects(ctx context.Context, t *tx, f RejectFilter) ([]kept, error) {
	where, args, err := f.where(ctx, t)
	if err != nil {
		return nil, err
	}
	var all []kept
	err = t.list(ctx, &all, `SELECT x.feed, x.run_id, f.rejects_digest, r.status, COUNT(*) AS n FROM rejects x
		JOIN run_feeds f ON f.run_id = x.run_id AND f.feed = x.feed JOIN runs r ON r.id = x.run_id
		WHERE `+where+" GROUP BY x.feed, x.run_id, f.rejects_digest, r.status ORDER BY x.feed, x.run_id", args...)
	return all, err
}

// look finds the run asked for, or else the newest that has the same rejects: they
// stay under the first.
func (k kept) look(ctx context.Context, t *tx, asked int64) (RejectedFeed, error) {
	found := RejectedFeed{FirstRun: k.Run, Rejects: k.Count}
	choice, args := `JOIN runs r ON r.id = f.run_id WHERE f.feed = ? AND f.run_id >= ? AND f.rejects_digest = ? AND r.status = ?
		ORDER BY f.run_id DESC LIMIT 1`, []any{k.Feed, k.Run, k.Digest, k.Status}
	if asked != 0 {
		choice, args = "WHERE f.feed = ? AND f.run_id = ?", []any{k.Feed, asked}
	}
	reads, err := feedRows(ctx, t, choice, args...)
	if err != nil {
		return found, err
	}
	for _, read := range reads { // one
		found.Read = read
	}
	runs, err := runRows(ctx, t, "WHERE id = ?", found.Read.Run)
	for _, run := range runs {
		found.Run = run
	}
	return found, err
}
