package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"
)

// RunRow is a run. It mirrors the columns of the contract, and some of ours.
type RunRow struct {
	ID           int64     `db:"id"`
	Job          string    `db:"job"`
	Trigger      string    `db:"trigger"`
	Area         string    `db:"area"`  // empty: everything
	AsOf         string    `db:"as_of"` // 2018-09-30
	Status       string    `db:"status"`
	StartedAt    time.Time `db:"-"`
	FinishedAt   time.Time `db:"-"` // zero while it is running
	ConfigDigest string    `db:"config_digest"`
	Version      string    `db:"version"`
	Opened       int       `db:"opened"`
	Resolved     int       `db:"resolved"`
	Reopened     int       `db:"reopened"`
	Unresolved   int       `db:"unresolved"` // in the run's area, after it
	Error        string    `db:"error"`
	Changed      int       `db:"changed"`
	Findings     string    `db:"findings_digest"` // tells whether two runs found the same; empty of failed and of old ones
	SameAs       int64     `db:"same_as"`         // the run whose result this one repeats, see Run.Repeat; 0: it has its own
}

// RunFilter chooses runs; what is empty chooses all.
type RunFilter struct {
	ID     int64
	Job    string
	Status string
	Whole  bool // only runs about all areas
	Limit  int
}

// Runs gives the chosen runs, newest first.
func (l *Ledger) Runs(ctx context.Context, f RunFilter) ([]RunRow, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = math.MaxInt32
	}
	var rows []RunRow
	err := l.read(ctx, func(t *tx) (err error) {
		rows, err = runRows(ctx, t, "WHERE (? = 0 OR id = ?) AND (? = '' OR job = ?) AND (? = '' OR status = ?)"+
			" AND (? = FALSE OR area = '') ORDER BY id DESC LIMIT ?",
			f.ID, f.ID, f.Job, f.Job, f.Status, f.Status, f.Whole, limit)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up runs: %w", err)
	}
	return rows, nil
}

// runRows reads the rows of runs that the end of a query chooses.
func runRows(ctx context.Context, t *tx, choice string, args ...any) ([]RunRow, error) {
	var stored []struct {
		RunRow
		Started  int64           `db:"started_at"`
		Finished sql.Null[int64] `db:"finished_at"`
	}
	err := t.list(ctx, &stored, "SELECT id, job, `trigger`, area, as_of, status, started_at, finished_at, config_digest, version,"+
		" opened, resolved, reopened, unresolved, error, changed, findings_digest, COALESCE(same_as, 0) AS same_as FROM runs "+choice, args...)
	if err != nil {
		return nil, err
	}
	rows := make([]RunRow, len(stored))
	for i, s := range stored {
		rows[i] = s.RunRow
		rows[i].StartedAt, rows[i].FinishedAt = instant(s.Started), instant(s.Finished.V)
	}
	return rows, nil
}
