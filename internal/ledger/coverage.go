package ledger

import (
	"context"
	"slices"

	"github.com/bidui/bidui/internal/registry"
)

// coverage lists the newest successful run of a job over each area that was ever
// run, newest first. From it follows when a discrepancy was last seen, where its
// row does not say so: by the newest run over its area.
type coverage []covered

type covered struct {
	Run  int64  `db:"id"`
	At   int64  `db:"finished_at"`
	Area string `db:"area"`
}

// coverageOf reads the coverage of every job, or of the one that is named.
func coverageOf(ctx context.Context, t *tx, job string) (map[string]coverage, error) {
	var rows []struct {
		covered
		Job string `db:"job"`
	}
	query := "SELECT r.id, r.finished_at, r.area, r.job FROM runs r JOIN (SELECT MAX(id) AS id FROM runs WHERE status = ?"
	args := []any{Succeeded}
	if job != "" {
		query += " AND job = ?"
		args = append(args, job)
	}
	if err := t.list(ctx, &rows, query+" GROUP BY job, area) newest ON newest.id = r.id", args...); err != nil {
		return nil, err
	}
	jobs := map[string]coverage{}
	for _, row := range rows {
		jobs[row.Job] = append(jobs[row.Job], row.covered)
	}
	for _, c := range jobs {
		slices.SortFunc(c, func(a, b covered) int { return int(b.Run - a.Run) })
	}
	return jobs, nil
}

// last is the run that last saw what lies in a, and when.
func (c coverage) last(a registry.Area) covered {
	for _, run := range c {
		if registry.ScopeOf(run.Area).Covers(a) {
			return run
		}
	}
	return covered{}
}
