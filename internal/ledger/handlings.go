package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// Handled is a discrepancy with what was decided about it. It mirrors a row of
// handlings; a zero time or run stands for none.
type Handled struct {
	Discrepancy
	Handling    string // one of rules.Handlings, unless somebody edited the ledger
	Reason      string
	Actor       string
	DecidedAt   time.Time
	People      int       // active members of the household, of a handling of households; -1: not known
	VerifiedAt  time.Time // when a run found that it was done
	VerifiedRun int64
}

// Decided is the decision as the rules see it; they must know the handling.
func (h *Handled) Decided() (rules.Decided, error) {
	handling, ok := rules.HandlingNamed(h.Handling)
	if !ok {
		return rules.Decided{}, fmt.Errorf("discrepancy %d has the unknown handling %q", h.ID, h.Handling)
	}
	row := subjectRow{ID: h.ID, Kind: h.Kind, Subject: h.Subject, HouseholdID: h.HouseholdID, MemberID: h.MemberID, IDNumber: h.IDNumber, Detail: h.Detail}
	party, err := row.party()
	return rules.Decided{ID: h.ID, Handling: handling, Party: party}, err
}

// Handlings gives the chosen discrepancies about which something was decided, by
// id, all as they stood at one time. When they were last seen is left out.
func (l *Ledger) Handlings(ctx context.Context, f Filter) iter.Seq2[Handled, error] {
	return func(yield func(Handled, error) bool) {
		where, args := f.where()
		err := l.read(ctx, func(t *tx) error {
			return t.stream(ctx, func(rows *sql.Rows) error {
				h, err := scanHandled(rows)
				if err != nil || !f.Scope.Covers(h.Area()) {
					return err
				}
				if !yield(h, nil) {
					return errStopped
				}
				return nil
			}, "SELECT "+strings.Join(discrepancyColumns()[:contractColumns], ", ")+
				", handling, reason, actor, decided_at, people, verified_at, verified_run"+
				" FROM handlings JOIN discrepancies ON id = discrepancy_id"+where+" ORDER BY id", args...)
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(Handled{}, fmt.Errorf("look up handlings: %w", err))
		}
	}
}

func scanHandled(rows *sql.Rows) (h Handled, err error) {
	var decided int64
	var people, verifiedAt, verifiedRun sql.Null[int64]
	h.Discrepancy, err = scanDiscrepancy(rows, &h.Handling, &h.Reason, &h.Actor, &decided, &people, &verifiedAt, &verifiedRun)
	h.DecidedAt, h.VerifiedAt = instant(decided), instant(verifiedAt.V)
	h.People, h.VerifiedRun = int(people.V), verifiedRun.V
	if !people.Valid {
		h.People = -1
	}
	return h, err
}

// activeIn is the active members of a household, where the detail of a
// discrepancy tells them.
func activeIn(detail string) (active sql.Null[int64]) {
	var d struct {
		Active *int64 `json:"active"`
	}
	if err := json.Unmarshal([]byte(detail), &d); err == nil && d.Active != nil {
		active.V, active.Valid = *d.Active, true
	}
	return active
}

// Sight is what a run saw of those about whom something was decided.
type Sight func(who rules.Party, in registry.Area) (now rules.Presence, certain bool)

// standingHandling is a row of handlings with whom it is about.
type standingHandling struct {
	subjectRow
	Handling string          `db:"handling"`
	People   sql.Null[int64] `db:"people"`
	Verified sql.Null[int64] `db:"verified_run"`
	County   string          `db:"county"`
	Town     string          `db:"town"`
	Village  string          `db:"village"`
	Code     string          `db:"area_code"`
}

func (s *standingHandling) area() registry.Area {
	return registry.Area{Code: s.Code, County: s.County, Town: s.Town, Village: s.Village}
}

// verify enters what has been done of the decisions in the run's scope, and how
// many live in the households, where either has changed.
func (w *writer) verify(ctx context.Context, start Start) error {
	if w.outcome.Sight == nil {
		return nil
	}
	var rows []standingHandling
	err := w.tx.list(ctx, &rows, "SELECT "+subjectColumns+", handling, people, verified_run, county, town, village, area_code"+
		" FROM handlings JOIN discrepancies ON id = discrepancy_id WHERE job = ? ORDER BY id", start.Job)
	if err != nil {
		return err
	}
	for i := range rows {
		s := &rows[i]
		handling, ok := rules.HandlingNamed(s.Handling)
		if !ok || !start.Scope.Covers(s.area()) {
			continue
		}
		if err := w.verifyOne(ctx, s, handling); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) verifyOne(ctx context.Context, s *standingHandling, handling *rules.Handling) error {
	party, err := s.party()
	if err != nil {
		return err
	}
	now, certain := w.outcome.Sight(party, s.area())
	people := sql.Null[int64]{V: int64(now.People), Valid: true}
	if handling.About == rules.AHousehold && now.Household && certain && people != s.People {
		if _, err := w.tx.exec(ctx, "UPDATE handlings SET people = ? WHERE discrepancy_id = ?", people, s.ID); err != nil {
			return err
		}
	}
	executed := handling.Executed(party, now)
	if !certain && executed == (handling.Aim == rules.Gone) || executed == s.Verified.Valid {
		return nil // what is not there may only be missing
	}
	at, run := known(w.at), known(w.run)
	if !executed {
		at, run = known(0), known(0)
	}
	if _, err := w.tx.exec(ctx, "UPDATE handlings SET verified_at = ?, verified_run = ? WHERE discrepancy_id = ?", at, run, s.ID); err != nil {
		return err
	}
	return w.event(ctx, s.ID, EventNote, toJSON(map[string]any{"handling": s.Handling, "executed": executed}))
}
