package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/bidui/bidui/internal/period"
)

// Decision is what a person decides about discrepancies, all of them or, on an
// error, none.
type Decision struct {
	IDs   []int64
	Actor string      // who decides
	Until period.Date // of a waiver: its last day; unknown: it has no end
	Note  string      // why; empty: the discrepancies keep the notes they have
}

// Waive takes open discrepancies off the list until a date, or until what was
// found is found otherwise. For those that are waived it sets another date.
func (l *Ledger) Waive(ctx context.Context, d Decision) error {
	until := sql.Null[string]{V: d.Until.String(), Valid: d.Until.Known()}
	detail := map[string]string{"note": clean(d.Note), "waived_until": until.V}
	err := l.decide(ctx, d, decided{event: EventWaived, detail: toJSON(detail), from: []string{StatusOpen, StatusWaived},
		set: "status = ?, waived_until = ?", args: []any{StatusWaived, until}})
	if err != nil {
		return fmt.Errorf("waive: %w", err)
	}
	return nil
}

// Unwaive puts waived discrepancies back on the list.
func (l *Ledger) Unwaive(ctx context.Context, d Decision) error {
	err := l.decide(ctx, d, decided{event: EventUnwaived, detail: noteDetail(d), from: []string{StatusWaived},
		set: "status = ?, waived_until = NULL", args: []any{StatusOpen}})
	if err != nil {
		return fmt.Errorf("unwaive: %w", err)
	}
	return nil
}

// Note adds a note to the history of discrepancies and leaves them as they are.
// Without any, it is a note about the ledger as a whole: event of discrepancy 0.
func (l *Ledger) Note(ctx context.Context, d Decision) error {
	n := decided{event: EventNote, detail: noteDetail(d), from: []string{StatusOpen, StatusWaived, StatusResolved}}
	var err error
	if len(d.IDs) > 0 {
		err = l.decide(ctx, d, n)
	} else {
		err = l.history(ctx, []int64{0}, d.Actor, n, nil)
	}
	if err != nil {
		return fmt.Errorf("note: %w", err)
	}
	return nil
}

func noteDetail(d Decision) string { return toJSON(map[string]string{"note": clean(d.Note)}) }

// decided is what a decision does to discrepancies that have one of the statuses.
type decided struct {
	event  string
	detail string
	from   []string
	set    string // assignments in SQL, for args; empty: none but the note
	args   []any
}

func (l *Ledger) decide(ctx context.Context, d Decision, what decided) error {
	if len(d.IDs) == 0 {
		return errors.New("no discrepancy is named")
	}
	if d.Note != "" {
		if what.set != "" {
			what.set += ", "
		}
		what.set, what.args = what.set+"note = ?", append(what.args, clean(d.Note))
	}
	ids := slices.Compact(slices.Sorted(slices.Values(d.IDs)))
	return l.history(ctx, ids, d.Actor, what, func(t *tx, ids []int64) error {
		if err := checkStatuses(ctx, t, ids, what); err != nil || what.set == "" {
			return err
		}
		return t.execIn(ctx, "UPDATE discrepancies SET "+what.set+" WHERE id IN (?)", append(slices.Clone(what.args), ids)...)
	})
}

// history writes an event for each id, after change had its way with them, up to
// 1,000 at a time.
func (l *Ledger) history(ctx context.Context, ids []int64, actor string, what decided, change func(*tx, []int64) error) error {
	if l.db == nil {
		return ErrReadOnly
	}
	return l.write(ctx, func(t *tx) error {
		next, err := lockNumbers(ctx, t)
		if err != nil {
			return err
		}
		at := micros(l.now())
		events := newBatch(t, "discrepancy_events", eventColumns(), nil, "")
		for chunk := range slices.Chunk(ids, 1000) {
			if change != nil {
				if err := change(t, chunk); err != nil {
					return err
				}
			}
			for _, id := range chunk {
				if err := events.add(ctx, id, nil, at, clip(actor), what.event, what.detail, next.event); err != nil {
					return err
				}
				next.event++
			}
		}
		if err := events.flush(ctx); err != nil {
			return err
		}
		if what.event != EventNote {
			if err := countDecision(ctx, t); err != nil {
				return err
			}
		}
		return next.save(ctx, t)
	})
}

// checkStatuses makes sure that all discrepancies exist and may be decided on.
func checkStatuses(ctx context.Context, t *tx, ids []int64, what decided) error {
	var rows []struct {
		ID     int64  `db:"id"`
		Status string `db:"status"`
	}
	query, args, err := sqlx.In("SELECT id, status FROM discrepancies WHERE id IN (?)", ids)
	if err != nil {
		return err
	}
	if err := t.list(ctx, &rows, query, args...); err != nil {
		return err
	}
	statuses := make(map[int64]string, len(rows))
	for _, row := range rows {
		statuses[row.ID] = row.Status
	}
	for _, id := range ids {
		status, exists := statuses[id]
		if !exists {
			return fmt.Errorf("there is no discrepancy %d", id)
		}
		if !slices.Contains(what.from, status) {
			return fmt.Errorf("discrepancy %d is %s", id, status)
		}
	}
	return nil
}

// Event is one line of a discrepancy's history.
type Event struct {
	ID            int64     `db:"id"`
	DiscrepancyID int64     `db:"discrepancy_id"`
	Run           int64     `db:"run_id"` // 0: a person's doing
	At            time.Time `db:"-"`
	Actor         string    `db:"actor"`
	Event         string    `db:"event"`
	Detail        string    `db:"detail"` // a JSON object
}

// Events is the history of a discrepancy, oldest first.
func (l *Ledger) Events(ctx context.Context, discrepancy int64) ([]Event, error) {
	var stored []struct {
		Event
		Micros int64 `db:"at"`
	}
	err := l.read(ctx, func(t *tx) error {
		return t.list(ctx, &stored, `SELECT id, discrepancy_id, COALESCE(run_id, 0) AS run_id, at, actor, event, detail
			FROM discrepancy_events WHERE discrepancy_id = ? ORDER BY id`, discrepancy)
	})
	if err != nil {
		return nil, fmt.Errorf("look up the history of discrepancy %d: %w", discrepancy, err)
	}
	events := make([]Event, len(stored))
	for i, s := range stored {
		events[i] = s.Event
		events[i].At = instant(s.Micros)
	}
	return events, nil
}
