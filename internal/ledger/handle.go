package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"github.com/bidui/bidui/internal/rules"
)

// Choice is how one discrepancy is to be handled, and why.
type Choice struct {
	ID       int64
	Handling *rules.Handling
	Reason   string
}

// Handle enters how discrepancies are to be handled, in place of what was decided
// about them before: all of them or, on an error, none. Resolved ones are beyond
// handling. Nobody may come to be in two lists (rules.Overlaps); an error names all
// discrepancies that stand in the way by their numbers.
func (l *Ledger) Handle(ctx context.Context, actor string, choices []Choice) error {
	if l.db == nil {
		return ErrReadOnly
	}
	ids, err := idsOf(actor, choices)
	if err != nil {
		return fmt.Errorf("handle: %w", err)
	}
	err = l.write(ctx, func(t *tx) error {
		next, err := lockNumbers(ctx, t)
		if err != nil {
			return err
		}
		h := handler{tx: t, actor: clip(actor), at: micros(l.now()), next: next}
		if err := h.handle(ctx, ids, choices); err != nil {
			return err
		}
		if err := countDecision(ctx, t); err != nil {
			return err
		}
		return h.next.save(ctx, t)
	})
	if err != nil {
		return fmt.Errorf("handle: %w", err)
	}
	return nil
}

// idsOf is the numbers of the choices, ascending.
func idsOf(actor string, choices []Choice) ([]int64, error) {
	if len(choices) == 0 {
		return nil, errors.New("no discrepancy is named")
	}
	if strings.TrimSpace(actor) == "" {
		return nil, errors.New("nobody is named who decides")
	}
	var ids []int64
	for _, c := range choices {
		if strings.TrimSpace(c.Reason) == "" {
			return nil, fmt.Errorf("discrepancy %d: a handling needs a reason", c.ID)
		}
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	for i := range ids[1:] {
		if ids[i] == ids[i+1] {
			return nil, fmt.Errorf("discrepancy %d is named twice", ids[i])
		}
	}
	return ids, nil
}

// handler enters decisions in a transaction.
type handler struct {
	tx    *tx
	actor string
	at    int64
	next  numbers
}

func (h *handler) handle(ctx context.Context, ids []int64, choices []Choice) error {
	rows, err := handleable(ctx, h.tx, ids)
	if err != nil {
		return err
	}
	decided, err := suited(rows, choices)
	if err != nil {
		return err
	}
	if err := checkLists(ctx, h.tx, ids, decided); err != nil {
		return err
	}
	columns := []string{"discrepancy_id", "handling", "reason", "actor", "decided_at", "people", "verified_at", "verified_run"}
	kept := newBatch(h.tx, "handlings", columns, map[string]string{"verified_at": "NULL", "verified_run": "NULL"},
		h.tx.dialect.upsert("discrepancy_id", columns[1:]))
	events := newBatch(h.tx, "discrepancy_events", eventColumns(), nil, "")
	for _, c := range choices {
		reason, people := clean(c.Reason), sql.Null[int64]{}
		if c.Handling.About == rules.AHousehold {
			people = activeIn(rows[c.ID].Detail)
		}
		if err := kept.add(ctx, c.ID, c.Handling.Name, reason, h.actor, h.at, people); err != nil {
			return err
		}
		detail := toJSON(map[string]string{"handling": c.Handling.Name, "reason": reason})
		if err := events.add(ctx, c.ID, nil, h.at, h.actor, EventNote, detail, h.next.event); err != nil {
			return err
		}
		h.next.event++
	}
	if err := kept.flush(ctx); err != nil {
		return err
	}
	return events.flush(ctx)
}

// subjectRow is a discrepancy as far as handlings look at it.
type subjectRow struct {
	ID          int64  `db:"id"`
	Status      string `db:"status"`
	Kind        string `db:"kind"`
	Subject     string `db:"subject"`
	HouseholdID string `db:"household_id"`
	MemberID    string `db:"member_id"`
	IDNumber    string `db:"id_number"`
	Detail      string `db:"detail"`
}

const subjectColumns = "id, status, kind, subject, household_id, member_id, id_number, detail"

func (r *subjectRow) party() (rules.Party, error) {
	about := rules.About{Kind: r.Kind, Subject: r.Subject, HouseholdID: r.HouseholdID, MemberID: r.MemberID, IDNumber: r.IDNumber, Detail: r.Detail}
	party, err := about.Party()
	if err != nil {
		return party, fmt.Errorf("discrepancy %d: %w", r.ID, err)
	}
	return party, nil
}

// handleable is the discrepancies by number, all of which must exist and be
// unresolved.
func handleable(ctx context.Context, t *tx, ids []int64) (map[int64]*subjectRow, error) {
	found := make(map[int64]*subjectRow, len(ids))
	for chunk := range slices.Chunk(ids, 1000) {
		query, args, err := sqlx.In("SELECT "+subjectColumns+" FROM discrepancies WHERE id IN (?)", chunk)
		if err != nil {
			return nil, err
		}
		var rows []subjectRow
		if err := t.list(ctx, &rows, query, args...); err != nil {
			return nil, err
		}
		for i := range rows {
			found[rows[i].ID] = &rows[i]
		}
	}
	var faults []error
	for _, id := range ids {
		switch row := found[id]; {
		case row == nil:
			faults = append(faults, fmt.Errorf("there is no discrepancy %d", id))
		case row.Status == StatusResolved:
			faults = append(faults, fmt.Errorf("discrepancy %d is %s", id, row.Status))
		}
	}
	return found, errors.Join(faults...)
}

// suited is the decisions that the choices come to; each must suit whom its
// discrepancy is about.
func suited(rows map[int64]*subjectRow, choices []Choice) ([]rules.Decided, error) {
	var decided []rules.Decided
	var faults []error
	for _, c := range choices {
		party, err := rows[c.ID].party()
		if err == nil {
			if err = c.Handling.Suits(party); err != nil {
				err = fmt.Errorf("discrepancy %d %w: %s does not suit it", c.ID, err, c.Handling.Name)
			}
		}
		faults = append(faults, err)
		decided = append(decided, rules.Decided{ID: c.ID, Handling: c.Handling, Party: party})
	}
	return decided, errors.Join(faults...)
}

// checkLists makes sure that nobody whom the new decisions are about comes to be
// in two lists. ids are theirs, ascending.
func checkLists(ctx context.Context, t *tx, ids []int64, decided []rules.Decided) error {
	if !slices.ContainsFunc(decided, func(d rules.Decided) bool { return d.Handling.Listed }) {
		return nil
	}
	standing, err := listed(ctx, t)
	if err != nil {
		return err
	}
	mine := func(id int64) bool { _, ok := slices.BinarySearch(ids, id); return ok }
	all := slices.DeleteFunc(standing, func(d rules.Decided) bool { return mine(d.ID) })
	all = append(all, decided...)
	named := make(map[int64]string, len(all))
	for _, d := range all {
		named[d.ID] = d.Handling.Name
	}
	var faults []error
	for _, overlap := range rules.Overlaps(all) {
		if slices.ContainsFunc(overlap, mine) {
			faults = append(faults, twoLists(overlap, named))
		}
	}
	return errors.Join(faults...)
}

func twoLists(ids []int64, named map[int64]string) error {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = fmt.Sprintf("%d (%s)", id, named[id])
	}
	return fmt.Errorf("discrepancies %s put one person or household in more than one list; `bidui handle --clear` takes a decision back",
		strings.Join(parts, ", "))
}

// listed is the standing decisions that put somebody in a list.
func listed(ctx context.Context, t *tx) ([]rules.Decided, error) {
	var names []string
	for _, h := range rules.Handlings {
		if h.Listed {
			names = append(names, h.Name)
		}
	}
	query, args, err := sqlx.In("SELECT h.handling, "+subjectColumns+
		" FROM handlings h JOIN discrepancies d ON d.id = h.discrepancy_id WHERE h.handling IN (?)", names)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		subjectRow
		Handling string `db:"handling"`
	}
	if err := t.list(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	all := make([]rules.Decided, len(rows))
	for i := range rows {
		handling, _ := rules.HandlingNamed(rows[i].Handling)
		party, err := rows[i].party()
		if err != nil {
			return nil, err
		}
		all[i] = rules.Decided{ID: rows[i].ID, Handling: handling, Party: party}
	}
	return all, nil
}

// Unhandle takes back how discrepancies were to be handled: all of them or, on an
// error, none.
func (l *Ledger) Unhandle(ctx context.Context, d Decision) error {
	if len(d.IDs) == 0 {
		return errors.New("take back: no discrepancy is named")
	}
	ids := slices.Compact(slices.Sorted(slices.Values(d.IDs)))
	detail := toJSON(map[string]string{"handling": "", "reason": clean(d.Note)})
	err := l.history(ctx, ids, d.Actor, decided{event: EventNote, detail: detail}, func(t *tx, ids []int64) error {
		var handled []int64
		query, args, err := sqlx.In("SELECT discrepancy_id FROM handlings WHERE discrepancy_id IN (?)", ids)
		if err != nil {
			return err
		}
		if err := t.list(ctx, &handled, query, args...); err != nil {
			return err
		}
		for _, id := range ids {
			if !slices.Contains(handled, id) {
				return fmt.Errorf("nothing was decided about discrepancy %d", id)
			}
		}
		return t.execIn(ctx, "DELETE FROM handlings WHERE discrepancy_id IN (?)", ids)
	})
	if err != nil {
		return fmt.Errorf("take back: %w", err)
	}
	return nil
}
