package ledger

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
)

// retentionActor is the actor of events about what was removed for its age.
const retentionActor = "retention"

// pruneRows is how many rows one transaction of Prune removes: no run waits long
// for it to end.
const pruneRows = 500

// Retention says what has been kept long enough. Zero times keep everything.
type Retention struct {
	Runs     time.Time // that ended before, and that nothing refers to
	Rejects  time.Time // of runs that failed before
	Resolved time.Time // discrepancies resolved before
}

// Pruned counts what was removed, or would be.
type Pruned struct{ Resolved, Rejects, Runs int64 }

// Any says whether there is anything.
func (p Pruned) Any() bool { return p != Pruned{} }

// Prune removes what has been kept long enough, in small transactions; with dry
// set it only counts. It never removes what the ledger still stands on: runs
// that kept discrepancies or rejects refer to, the newest run of each job, area
// and outcome, the newest successful reading of each feed, and what a
// successful run rejected.
//
// The events of a removed discrepancy stay, under its number, and a last one,
// a note of the actor "retention", says what it was about: its kind, and the
// digest by which the same subject would be known again. What was found anew
// after that has a new number. Totals and counts of Summary go on.
func (l *Ledger) Prune(ctx context.Context, r Retention, dry bool) (Pruned, error) {
	p := pruner{l: l, dry: dry}
	for _, step := range []struct {
		before time.Time
		do     func(context.Context, int64) error
	}{{r.Resolved, p.resolved}, {r.Rejects, p.rejects}, {r.Runs, p.runs}} {
		if step.before.IsZero() {
			continue
		}
		if err := step.do(ctx, micros(step.before)); err != nil {
			return p.done, fmt.Errorf("remove what was kept long enough: %w", err)
		}
	}
	return p.done, nil
}

// pruner removes, and counts what it removed.
type pruner struct {
	l    *Ledger
	dry  bool
	done Pruned

	resolvedBefore int64         // discrepancies that are gone, or would be
	freed          []rejectGroup // likewise
}

// rejectGroup is the rejects of one feed that are kept under one run.
type rejectGroup struct {
	Feed string `db:"feed"`
	Run  int64  `db:"run_id"`
}

// each has do work on the rows in small transactions, under the lock of those
// who record. Dry, it only counts them.
func (p *pruner) each(ctx context.Context, ids []int64, count *int64, do func(*tx, []int64) error) error {
	for chunk := range slices.Chunk(ids, pruneRows) {
		if !p.dry {
			err := p.l.write(ctx, func(t *tx) error {
				if _, err := lockNumbers(ctx, t); err != nil {
					return err
				}
				return do(t, chunk)
			})
			if err != nil {
				return err
			}
		}
		*count += int64(len(chunk))
	}
	return nil
}

// resolved removes discrepancies that were resolved before a time.
func (p *pruner) resolved(ctx context.Context, before int64) error {
	var ids []int64
	p.resolvedBefore = before
	const chosen = "status = ? AND resolved_at < ?"
	err := p.l.read(ctx, func(t *tx) error {
		return t.list(ctx, &ids, "SELECT id FROM discrepancies WHERE "+chosen+" ORDER BY id", StatusResolved, before)
	})
	if err != nil {
		return err
	}
	return p.each(ctx, ids, &p.done.Resolved, func(t *tx, ids []int64) error {
		rows, err := goneRows(ctx, t, chosen+" AND id IN (?)", StatusResolved, before, ids) // none that was reopened meanwhile
		if err != nil {
			return err
		}
		if err := p.bury(ctx, t, rows); err != nil {
			return err
		}
		if err := t.execIn(ctx, "DELETE FROM discrepancies WHERE "+chosen+" AND id IN (?)", StatusResolved, before, ids); err != nil {
			return err
		}
		return t.execIn(ctx, "DELETE FROM handlings WHERE discrepancy_id IN (?) AND discrepancy_id NOT IN (SELECT id FROM discrepancies)", ids)
	})
}

// goneRow is what stays known of a discrepancy that is removed.
type goneRow struct {
	ID       int64  `db:"id"`
	Job      string `db:"job"`
	Kind     string `db:"kind"`
	Agency   string `db:"agency"`
	Severity string `db:"severity"`
	County   string `db:"county_key"`
	Identity []byte `db:"identity"`
}

func goneRows(ctx context.Context, t *tx, condition string, args ...any) (rows []goneRow, err error) {
	query, args, err := sqlx.In("SELECT id, job, kind, agency, severity, county_key, identity FROM discrepancies WHERE "+condition+" ORDER BY id", args...)
	if err != nil {
		return nil, err
	}
	return rows, t.list(ctx, &rows, query, args...)
}

// bury writes the last event of discrepancies, and of what sorts they were.
func (p *pruner) bury(ctx context.Context, t *tx, rows []goneRow) error {
	next, err := lockNumbers(ctx, t)
	if err != nil {
		return err
	}
	at := micros(p.l.now())
	events := newBatch(t, "discrepancy_events", eventColumns(), nil, "")
	counts := formerCounts(t)
	for _, row := range rows {
		detail := toJSON(map[string]string{"note": "removed", "kind": row.Kind, "identity": hex.EncodeToString(row.Identity)})
		if err := events.add(ctx, row.ID, nil, at, retentionActor, EventNote, detail, next.event); err != nil {
			return err
		}
		next.event++
		if err := counts.add(ctx, row.Job, row.Kind, row.Agency, row.Severity, row.County); err != nil {
			return err
		}
	}
	if err := events.flush(ctx); err != nil {
		return err
	}
	if err := counts.flush(ctx); err != nil {
		return err
	}
	return next.save(ctx, t)
}

// formerCounts takes up the sorts (job, kind, agency, severity, county) that
// discrepancies were of and are no more: their counts are shown on, as 0.
func formerCounts(t *tx) *batch {
	sorts := []string{"job", "kind", "agency", "severity", "county_key"}
	return newBatch(t, "pruned_counts", sorts, nil, t.dialect.upsert("job, kind, agency, severity, county_key", sorts[:1]))
}

// rejects removes what failed runs rejected, where the newest that rejected the
// same ended before a time.
func (p *pruner) rejects(ctx context.Context, before int64) error {
	var groups []struct {
		rejectGroup
		Last int64 `db:"last"`
	}
	err := p.l.read(ctx, func(t *tx) error {
		return t.list(ctx, &groups, `SELECT x.feed, x.run_id, x.last FROM (SELECT feed, run_id, MAX(n) AS last FROM rejects GROUP BY feed, run_id) x
			JOIN runs r ON r.id = x.run_id JOIN run_feeds f ON f.run_id = x.run_id AND f.feed = x.feed
			WHERE r.status = ? AND r.finished_at < ? AND NOT EXISTS (SELECT 1 FROM run_feeds g JOIN runs s ON s.id = g.run_id
			WHERE g.feed = x.feed AND g.rejects_digest = f.rejects_digest AND s.status = ? AND s.finished_at >= ?)
			ORDER BY x.feed, x.run_id`, Failed, before, Failed, before)
	})
	if err != nil {
		return err
	}
	for _, g := range groups {
		p.freed = append(p.freed, g.rejectGroup)
		numbers := make([]int64, g.Last+1)
		for n := range numbers {
			numbers[n] = int64(n)
		}
		slices.Reverse(numbers) // so that what is left of an interrupted removal is found again by its highest number
		err := p.each(ctx, numbers, &p.done.Rejects, func(t *tx, numbers []int64) error {
			_, err := t.exec(ctx, "DELETE FROM rejects WHERE feed = ? AND run_id = ? AND n BETWEEN ? AND ?",
				g.Feed, g.Run, numbers[len(numbers)-1], numbers[0])
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
