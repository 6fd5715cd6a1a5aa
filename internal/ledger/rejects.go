package ledger

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// keepRejects makes the rejects of a feed be those of its newest successful run,
// and beside them those of its newest failed run after that, if any. Rejects
// that are there already stay as they are, with the run that first had them.
func keepRejects(ctx context.Context, t *tx, o feedsOf, f FeedRead, digest string) error {
	there, err := clearRejects(ctx, t, o.succeeded, f.Feed, digest)
	if err != nil || there {
		return err
	}
	return insertRejects(ctx, t, o.run, f)
}

// clearRejects removes the rejects of a feed that those of a newer run, with
// that digest, take the place of, and says whether these are there already.
func clearRejects(ctx context.Context, t *tx, succeeded bool, feed, digest string) (there bool, err error) {
	var groups []struct {
		Run    int64  `db:"run_id"`
		Status string `db:"status"`
		Digest string `db:"rejects_digest"`
	}
	err = t.list(ctx, &groups, `SELECT x.run_id, r.status, f.rejects_digest FROM (SELECT DISTINCT run_id FROM rejects WHERE feed = ?) x
		JOIN runs r ON r.id = x.run_id JOIN run_feeds f ON f.run_id = x.run_id AND f.feed = ?`, feed, feed)
	if err != nil {
		return false, err
	}
	for _, g := range groups {
		ofSuccess := g.Status == Succeeded
		switch {
		case ofSuccess == succeeded && g.Digest == digest:
			there = true
			continue
		case ofSuccess && !succeeded: // what a failed run rejects does not replace these
			continue
		}
		if _, err := t.exec(ctx, "DELETE FROM rejects WHERE feed = ? AND run_id = ?", feed, g.Run); err != nil {
			return false, err
		}
	}
	return there, nil
}

func insertRejects(ctx context.Context, t *tx, run int64, f FeedRead) error {
	rows := newBatch(t, "rejects", []string{"run_id", "feed", "location", "sheet", "`row_number`", "field", "reason", "masked_value", "n"}, nil, "")
	for n, r := range f.Rejects {
		if err := rows.add(ctx, run, f.Feed, clean(r.Location), clean(r.Sheet), r.Row, clip(r.Field), r.Reason, clean(r.Masked), n); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

// rejectsDigest tells two lists of rejects apart; it is empty for none.
func rejectsDigest(rejects []Reject) string {
	if len(rejects) == 0 {
		return ""
	}
	sum := sha256.New()
	var text []byte
	for _, r := range rejects {
		text = binary.AppendVarint(text[:0], int64(r.Row))
		for _, part := range [...]string{r.Location, r.Sheet, r.Field, r.Reason, r.Masked} {
			text = binary.AppendUvarint(text, uint64(len(part)))
			text = append(text, part...)
		}
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// RejectFilter chooses rejects; what is empty chooses all.
type RejectFilter struct {
	Feeds    []string
	Location string
	Run      int64 // 0: of each feed those of the newest run that had any
}

// where is the condition on the rows of rejects x.
func (f RejectFilter) where(ctx context.Context, t *tx) (condition string, args []any, err error) {
	condition = "1 = 1"
	if len(f.Feeds) > 0 {
		condition += " AND x.feed IN (?" + strings.Repeat(", ?", len(f.Feeds)-1) + ")"
		for _, feed := range f.Feeds {
			args = append(args, feed)
		}
	}
	if f.Location != "" {
		condition, args = condition+" AND x.location = ?", append(args, f.Location)
	}
	if f.Run == 0 {
		return condition + " AND x.run_id = (SELECT MAX(y.run_id) FROM rejects y WHERE y.feed = x.feed)", args, nil
	}
	groups, err := rejectsOfRun(ctx, t, f.Run)
	if err != nil {
		return "", nil, err
	}
	condition += " AND (1 = 0"
	for _, g := range groups {
		if g.KeptBy != 0 {
			condition, args = condition+" OR x.feed = ? AND x.run_id = ?", append(args, g.Feed, g.KeptBy)
		}
	}
	return condition + ")", args, nil
}

// runRejects is where the rejects are that a run had of a feed.
type runRejects struct {
	Feed   string `db:"feed"`
	KeptBy int64  `db:"kept_by"` // a run that had the same; 0: they are no longer kept
}

// rejectsOfRun finds the rejects of a run, feed by feed: they are kept once, under
// the first run that had them.
func rejectsOfRun(ctx context.Context, t *tx, run int64) ([]runRejects, error) {
	var groups []runRejects
	err := t.list(ctx, &groups, `SELECT n.feed, COALESCE(MAX(x.run_id), 0) AS kept_by FROM run_feeds n
		JOIN run_feeds g ON g.feed = n.feed AND g.rejects_digest = n.rejects_digest
		LEFT JOIN (SELECT DISTINCT feed, run_id FROM rejects) x ON x.feed = g.feed AND x.run_id = g.run_id
		WHERE n.run_id = ? AND n.rejects_digest <> '' GROUP BY n.feed ORDER BY n.feed`, run)
	return groups, err
}

// RejectsGone is the feeds, of those that f chooses, of which the run f.Run had
// rejects that are no longer kept: later runs had others.
func (l *Ledger) RejectsGone(ctx context.Context, f RejectFilter) (feeds []string, err error) {
	err = l.read(ctx, func(t *tx) error {
		groups, err := rejectsOfRun(ctx, t, f.Run)
		for _, g := range groups {
			if g.KeptBy == 0 && (len(f.Feeds) == 0 || slices.Contains(f.Feeds, g.Feed)) {
				feeds = append(feeds, g.Feed)
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up the rejects of run %d: %w", f.Run, err)
	}
	return feeds, nil
}

// RejectRow is a reject as the ledger keeps it: with its feed, and the run that
// was asked for, or else the first that had it.
type RejectRow struct {
	Run  int64
	Feed string
	Reject
}

// Rejects gives what could not be used, in the order in which it was read, feed
// by feed. By default that is what a person has to look at now: after a run that
// failed, its rejects; else those of the last successful one. Of earlier runs
// those are kept that these had too, see RejectsGone.
func (l *Ledger) Rejects(ctx context.Context, f RejectFilter) iter.Seq2[RejectRow, error] {
	const columns = "SELECT x.run_id, x.feed, x.location, x.sheet, x.`row_number`, x.field, x.reason, x.masked_value FROM rejects x WHERE "
	scan := func(rows *sql.Rows) (r RejectRow, err error) {
		err = rows.Scan(&r.Run, &r.Feed, &r.Location, &r.Sheet, &r.Row, &r.Field, &r.Reason, &r.Masked)
		r.Run = cmp.Or(f.Run, r.Run)
		return r, translate(err)
	}
	return func(yield func(RejectRow, error) bool) {
		err := l.read(ctx, func(t *tx) error {
			where, args, err := f.where(ctx, t)
			if err != nil {
				return err
			}
			return t.stream(ctx, each(scan, yield), columns+where+" ORDER BY x.feed, x.run_id, x.n", args...)
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(RejectRow{}, fmt.Errorf("look up rejects: %w", err))
		}
	}
}

// errStopped ends a stream whose reader wants no more.
var errStopped = errors.New("the reader stopped")

// each hands the scanned rows of a stream to the reader of an iterator.
func each[T any](scan func(*sql.Rows) (T, error), yield func(T, error) bool) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		value, err := scan(rows)
		if err != nil {
			return err
		}
		if !yield(value, nil) {
			return errStopped
		}
		return nil
	}
}
