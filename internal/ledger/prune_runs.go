package ledger

import (
	"context"
	"slices"

	"github.com/jmoiron/sqlx"
)

// runs removes runs that ended before a time and that nothing refers to. None of
// them can be referred to later: a recording refers to its own run and to the
// newest successful ones, which stay.
func (p *pruner) runs(ctx context.Context, before int64) error {
	var ids []int64
	err := p.l.read(ctx, func(t *tx) (err error) {
		ids, err = p.spent(ctx, t, before)
		return err
	})
	if err != nil {
		return err
	}
	return p.each(ctx, ids, &p.done.Runs, func(t *tx, ids []int64) error {
		if err := keepTotals(ctx, t, ids); err != nil {
			return err
		}
		for _, table := range []string{"run_kinds WHERE run_id", "run_feeds WHERE run_id", "runs WHERE id"} {
			if err := t.execIn(ctx, "DELETE FROM "+table+" IN (?)", ids); err != nil {
				return err
			}
		}
		return nil
	})
}

// spent lists the runs that may go. What refers to them is looked up only where a
// run is old enough.
func (p *pruner) spent(ctx context.Context, t *tx, before int64) ([]int64, error) {
	var old, kept []int64
	if err := t.list(ctx, &old, `SELECT id FROM runs WHERE finished_at < ? AND status <> ?
		AND id NOT IN (SELECT MAX(id) FROM runs GROUP BY job, area, status) ORDER BY id`, before, Running); err != nil || len(old) == 0 {
		return nil, err
	}
	const stays = " FROM discrepancies WHERE (status <> ? OR resolved_at >= ?)"
	err := t.list(ctx, &kept, "SELECT opened_run"+stays+" UNION SELECT last_seen_run"+stays+" AND last_seen_run IS NOT NULL"+
		" UNION SELECT verified_run FROM handlings h JOIN discrepancies d ON d.id = h.discrepancy_id WHERE (d.status <> ? OR d.resolved_at >= ?)"+
		" AND verified_run IS NOT NULL"+
		" UNION SELECT resolved_run"+stays+` AND resolved_run IS NOT NULL
		UNION SELECT MAX(f.run_id) FROM run_feeds f JOIN runs r ON r.id = f.run_id WHERE r.status = ? GROUP BY f.feed`,
		StatusResolved, p.resolvedBefore, StatusResolved, p.resolvedBefore, StatusResolved, p.resolvedBefore, StatusResolved, p.resolvedBefore, Succeeded)
	if err != nil {
		return nil, err
	}
	var rejects []rejectGroup
	if err := t.list(ctx, &rejects, "SELECT DISTINCT feed, run_id FROM rejects"); err != nil {
		return nil, err
	}
	for _, group := range rejects {
		if !slices.Contains(p.freed, group) {
			kept = append(kept, group.Run)
		}
	}
	old = without(old, kept)
	repeated, err := repeatedBesides(ctx, t, old)
	return without(old, repeated), err
}

// repeatedBesides lists the runs whose results others repeat than those named,
// which are ascending.
func repeatedBesides(ctx context.Context, t *tx, runs []int64) (repeated []int64, err error) {
	var all []struct {
		ID     int64 `db:"id"`
		SameAs int64 `db:"same_as"`
	}
	if err := t.list(ctx, &all, "SELECT id, same_as FROM runs WHERE same_as IS NOT NULL"); err != nil {
		return nil, err
	}
	for _, run := range all {
		if _, named := slices.BinarySearch(runs, run.ID); !named {
			repeated = append(repeated, run.SameAs)
		}
	}
	return repeated, nil
}

// without takes others out of ids.
func without(ids, others []int64) []int64 {
	slices.Sort(others)
	return slices.DeleteFunc(ids, func(id int64) bool {
		_, found := slices.BinarySearch(others, id)
		return found
	})
}

// keepTotals adds what runs did to each kind to that of runs removed before.
func keepTotals(ctx context.Context, t *tx, runs []int64) error {
	var sums, former []Total
	query, args, err := sqlx.In(`SELECT r.job, k.kind, SUM(k.opened) AS opened, SUM(k.changed) AS changed, SUM(k.resolved) AS resolved,
		SUM(k.reopened) AS reopened FROM run_kinds k JOIN runs r ON r.id = k.run_id WHERE k.run_id IN (?) GROUP BY r.job, k.kind`, runs)
	if err != nil {
		return err
	}
	if err := t.list(ctx, &sums, query, args...); err != nil {
		return err
	}
	if err := t.list(ctx, &former, "SELECT job, kind, opened, changed, resolved, reopened FROM pruned_totals"); err != nil {
		return err
	}
	columns := []string{"job", "kind", "opened", "changed", "resolved", "reopened"}
	rows := newBatch(t, "pruned_totals", columns, nil, t.dialect.upsert("job, kind", columns[2:]))
	for _, sum := range mergeTotals(sums, former) {
		if err := rows.add(ctx, sum.Job, sum.Kind, sum.Opened, sum.Changed, sum.Resolved, sum.Reopened); err != nil {
			return err
		}
	}
	return rows.flush(ctx)
}

// mergeTotals adds to each total of the first list that of the same job and kind
// in the second.
func mergeTotals(totals, others []Total) []Total {
	merged := slices.Clone(totals)
	for i := range merged {
		t := &merged[i]
		for _, other := range others {
			if other.Job == t.Job && other.Kind == t.Kind {
				t.Opened, t.Changed, t.Resolved, t.Reopened = t.Opened+other.Opened, t.Changed+other.Changed, t.Resolved+other.Resolved, t.Reopened+other.Reopened
			}
		}
	}
	return merged
}
