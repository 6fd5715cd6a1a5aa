package ledger

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
)

// runActor is the actor of events that a run causes.
const runActor = "run"

// discrepancyColumns are those of the contract in its order, and two of ours.
func discrepancyColumns() []string {
	return []string{
		"id", "kind", "subject", "qualifier", "job", "agency", "severity", "county", "town", "village", "area_code",
		"household_id", "member_id", "id_number", "name", "registry_value", "agency_value", "expected_value", "detail",
		"status", "opened_at", "last_seen_at", "resolved_at", "opened_run", "last_seen_run", "resolved_run",
		"times_reopened", "waived_until", "note", "identity", "county_key",
	}
}

// contractColumns is how many of discrepancyColumns the contract names.
const contractColumns = 29

// refreshedColumns and rewrittenColumns are what a verdict changes of a row.
func refreshedColumns() []string {
	return []string{
		"county", "town", "village", "area_code", "county_key", "household_id", "member_id", "id_number", "name", "detail",
		"last_seen_at", "last_seen_run",
	}
}

func rewrittenColumns() []string {
	return append(refreshedColumns(),
		"severity", "registry_value", "agency_value", "expected_value",
		"status", "resolved_at", "resolved_run", "times_reopened", "waived_until")
}

// eventColumns begin with those of the contract.
func eventColumns() []string {
	return []string{"discrepancy_id", "run_id", "at", "actor", "event", "detail", "id"}
}

// numbers are the next ids of discrepancies and events.
type numbers struct{ discrepancy, event int64 }

// lockNumbers locks the numbers to the end of the transaction: whoever records
// does so first, so that recordings come one after the other.
func lockNumbers(ctx context.Context, t *tx) (n numbers, err error) {
	query := "SELECT next FROM sequences WHERE name = ?" + t.dialect.lock
	if err := t.get(ctx, &n.discrepancy, query, "discrepancies"); err != nil {
		return n, err
	}
	return n, t.get(ctx, &n.event, query, "events")
}

// save writes the numbers back where they have grown.
func (n numbers) save(ctx context.Context, t *tx) error {
	const query = "UPDATE sequences SET next = ? WHERE name = ? AND next < ?"
	if _, err := t.exec(ctx, query, n.discrepancy, "discrepancies", n.discrepancy); err != nil {
		return err
	}
	_, err := t.exec(ctx, query, n.event, "events", n.event)
	return err
}

// decisions is the number of the next decision. Decisions are what people enter
// that a run acts on: waivers, and how discrepancies are to be handled.
func decisions(ctx context.Context, t *tx) (next int64, err error) {
	return next, t.get(ctx, &next, "SELECT next FROM sequences WHERE name = 'decisions'")
}

// countDecision is part of each transaction that enters a decision.
func countDecision(ctx context.Context, t *tx) error {
	_, err := t.exec(ctx, "UPDATE sequences SET next = next + 1 WHERE name = 'decisions'")
	return err
}

// writer writes the plan of a run.
type writer struct {
	tx      *tx
	run     int64
	at      int64
	outcome Outcome
	next    numbers
	events  *batch
	values  []any // of one row, for the next to use again
}

func (w *writer) apply(ctx context.Context, start Start, p *plan) error {
	w.events = newBatch(w.tx, "discrepancy_events", eventColumns(), nil, "")
	if err := w.insert(ctx, p.opened); err != nil {
		return err
	}
	if err := w.rewrite(ctx, p.rewritten, rewrittenColumns()); err != nil {
		return err
	}
	if err := w.rewrite(ctx, p.refreshed, refreshedColumns()); err != nil {
		return err
	}
	if err := w.leave(ctx, p.left); err != nil {
		return err
	}
	if err := w.miss(ctx, p.resolved, resolve); err != nil {
		return err
	}
	if err := w.miss(ctx, p.unseen, remember); err != nil {
		return err
	}
	if err := w.verify(ctx, start); err != nil {
		return err
	}
	if err := w.events.flush(ctx); err != nil {
		return err
	}
	return w.next.save(ctx, w.tx)
}

// insert opens discrepancies. Their events are made where their rows are.
func (w *writer) insert(ctx context.Context, opened []int) error {
	if len(opened) == 0 {
		return nil
	}
	first := w.next.discrepancy
	rows := w.rows("")
	for _, i := range opened {
		if err := rows.add(ctx, w.row(rewrite{id: w.next.discrepancy, finding: i})...); err != nil {
			return err
		}
		w.next.discrepancy++
	}
	if err := rows.flush(ctx); err != nil {
		return err
	}
	_, err := w.tx.exec(ctx, `INSERT INTO discrepancy_events (discrepancy_id, run_id, at, actor, event, detail, id)
		SELECT id, opened_run, opened_at, ?, ?, ?, id - ? + ? FROM discrepancies WHERE id >= ? AND id < ?`,
		runActor, EventOpened, noDetail, first, w.next.event, first, w.next.discrepancy)
	w.next.event += w.next.discrepancy - first
	return err
}

// rewrite changes the columns of rows to what their findings say. The rows exist,
// so that the INSERT is only how many rows are changed with one statement.
func (w *writer) rewrite(ctx context.Context, rewrites []rewrite, columns []string) error {
	rows := w.rows(w.tx.dialect.upsert("id", columns))
	for _, r := range rewrites {
		if err := rows.add(ctx, w.row(r)...); err != nil {
			return err
		}
		for _, event := range r.verdict.events() {
			detail := r.changes
			if event == EventUnwaived {
				detail = r.waiver
			}
			if err := w.event(ctx, r.id, event, detail); err != nil {
				return err
			}
		}
	}
	return rows.flush(ctx)
}

// leave notes the sorts that discrepancies were of and are no more.
func (w *writer) leave(ctx context.Context, left map[sort]bool) error {
	counts := formerCounts(w.tx)
	for s := range left {
		if err := counts.add(ctx, s.kind.Job, s.kind.Name, s.kind.Agency, s.severity, s.county); err != nil {
			return err
		}
	}
	return counts.flush(ctx)
}

// rows is a batch of open discrepancies.
func (w *writer) rows(tail string) *batch {
	return newBatch(w.tx, "discrepancies", discrepancyColumns(), map[string]string{
		"status": "'" + StatusOpen + "'", "note": "''", "waived_until": "NULL",
		"opened_at": strconv.FormatInt(w.at, 10), "last_seen_at": "NULL", "resolved_at": "NULL",
		"opened_run": strconv.FormatInt(w.run, 10), "last_seen_run": "NULL", "resolved_run": "NULL",
	}, tail)
}

// row is what a batch of rows wants of one, until the next is asked for.
func (w *writer) row(r rewrite) []any {
	f := &w.outcome.Findings[r.finding]
	area, id, detail := cleanArea(f.Area), identify(f), r.detail
	if detail == "" {
		detail = f.Detail.JSON()
	}
	w.values = append(w.values[:0],
		r.id, f.Kind.Name, clean(f.Subject), clean(f.Qualifier), f.Kind.Job, f.Kind.Agency, f.Severity.String(),
		area.County, area.Town, area.Village, area.Code,
		clean(f.HouseholdID), clean(f.MemberID), clean(f.IDNumber), clean(f.Name),
		clean(f.Registry), clean(f.Agency), clean(f.Expected), detail,
		r.reopened, id[:], area.CountyKey(),
	)
	return w.values
}

// miss changes rows that were not seen, those with the same last sighting with
// one statement.
func (w *writer) miss(ctx context.Context, rows []missing, v verdict) error {
	slices.SortStableFunc(rows, func(a, b missing) int { return int(a.last.Run - b.last.Run) })
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && n < 1000 && rows[n].last == rows[0].last {
			n++
		}
		if err := w.missSome(ctx, rows[:n], v); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func (w *writer) missSome(ctx context.Context, rows []missing, v verdict) error {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.id
		for _, event := range v.events() {
			if err := w.event(ctx, row.id, event, row.waiver); err != nil {
				return err
			}
		}
	}
	const seenThen = "last_seen_at = COALESCE(last_seen_at, ?), last_seen_run = COALESCE(last_seen_run, ?)"
	at, run := known(rows[0].last.At), known(rows[0].last.Run)
	if v == remember {
		return w.tx.execIn(ctx, "UPDATE discrepancies SET "+seenThen+" WHERE id IN (?)", at, run, ids)
	}
	return w.tx.execIn(ctx, "UPDATE discrepancies SET status = ?, resolved_at = ?, resolved_run = ?, waived_until = NULL, "+seenThen+" WHERE id IN (?)",
		StatusResolved, w.at, w.run, at, run, ids)
}

func (w *writer) event(ctx context.Context, id int64, event, detail string) error {
	err := w.events.add(ctx, id, w.run, w.at, runActor, event, detail, w.next.event)
	w.next.event++
	return err
}

// known is NULL for the number that stands for nothing.
func known(n int64) sql.Null[int64] { return sql.Null[int64]{V: n, Valid: n != 0} }
