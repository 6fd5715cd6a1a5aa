package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
)

// question is what the ledger knows of a discrepancy to which an answer came.
type question struct {
	ID          int64            `db:"id"`
	Kind        string           `db:"kind"`
	Status      string           `db:"status"`
	HouseholdID string           `db:"household_id"`
	OpenedAt    int64            `db:"opened_at"`
	WaivedUntil sql.Null[string] `db:"waived_until"`

	revision int64           // the event that gave it the values it has
	answered bool            // it was an answer that waived it last
	keys     map[string]bool // of the answers there are
}

// sift tells answers that are new from those that were recorded before and those
// that do not fit, and gives what is known of the discrepancies by number.
func sift(ctx context.Context, t *tx, feedback []Feedback) (Accepted, map[int64]*question, error) {
	asked, err := questions(ctx, t, feedback)
	if err != nil {
		return Accepted{}, nil, err
	}
	var a Accepted
	for _, f := range feedback {
		q := asked[f.ID]
		switch reason := q.conflict(&f); {
		case q.knows(&f):
			a.Repeated++
		case reason != "":
			a.Conflicts = append(a.Conflicts, Conflict{Feedback: f, Reason: reason})
		default:
			a.Recorded = append(a.Recorded, f)
			q.keys[f.key()] = true // should the list say it twice
		}
	}
	return a, asked, nil
}

// knows says whether the answer was recorded before.
func (q *question) knows(f *Feedback) bool { return q != nil && q.keys[f.key()] }

// conflict is why the answer does not fit; "" where it does.
func (q *question) conflict(f *Feedback) string {
	switch {
	case q == nil:
		return ConflictUnknown
	case f.HouseholdID != "" && f.HouseholdID != q.HouseholdID:
		return ConflictMixed
	case f.Stamp != stamp(q.ID, q.Kind, q.OpenedAt, q.revision):
		return ConflictChanged
	case q.Status == StatusResolved:
		return ConflictResolved
	case q.Status == StatusWaived && !q.answered:
		return ConflictWaived
	}
	return ""
}

// questions looks up the discrepancies that answers are about.
func questions(ctx context.Context, t *tx, feedback []Feedback) (map[int64]*question, error) {
	ids := make([]int64, len(feedback))
	for i := range feedback {
		ids[i] = feedback[i].ID
	}
	slices.Sort(ids)
	found := map[int64]*question{}
	for chunk := range slices.Chunk(slices.Compact(ids), 1000) {
		query, args, err := sqlx.In("SELECT id, kind, status, household_id, opened_at, waived_until FROM discrepancies WHERE id IN (?)", chunk)
		if err != nil {
			return nil, err
		}
		var rows []*question
		if err := t.list(ctx, &rows, query, args...); err != nil {
			return nil, err
		}
		for _, q := range rows {
			q.keys = map[string]bool{}
			found[q.ID] = q
		}
		if err := recall(ctx, t, chunk, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// recall reads from the histories of discrepancies what bears on answers.
func recall(ctx context.Context, t *tx, ids []int64, found map[int64]*question) error {
	query, args, err := sqlx.In("SELECT discrepancy_id, id, event, detail FROM discrepancy_events WHERE discrepancy_id IN (?) ORDER BY discrepancy_id, id", ids)
	if err != nil {
		return err
	}
	return t.stream(ctx, func(rows *sql.Rows) error {
		var e Event
		if err := rows.Scan(&e.DiscrepancyID, &e.ID, &e.Event, &e.Detail); err != nil {
			return translate(err)
		}
		if q := found[e.DiscrepancyID]; q != nil {
			return q.remember(e)
		}
		return nil
	}, query, args...)
}

// remember takes in the next event of the discrepancy's history.
func (q *question) remember(e Event) error {
	switch {
	case slices.Contains(revising(), e.Event):
		q.revision = e.ID
	case e.Event == EventWaived, e.Event == EventNote:
		var d feedbackDetail
		if err := json.Unmarshal([]byte(e.Detail), &d); err != nil {
			return fmt.Errorf("read event %d of discrepancy %d: %w", e.ID, q.ID, err)
		}
		if d.Key != "" {
			q.keys[d.Key] = true
		}
		if e.Event == EventWaived {
			q.answered = d.Key != ""
		}
	}
	return nil
}
