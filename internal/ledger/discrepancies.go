package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// Discrepancy is a discrepancy. It mirrors the columns of the contract in their
// order; a zero time or run stands for none.
type Discrepancy struct {
	ID            int64
	Kind          string
	Subject       string
	Qualifier     string
	Job           string
	Agency        string
	Severity      rules.Severity
	County        string
	Town          string
	Village       string
	AreaCode      string
	HouseholdID   string
	MemberID      string
	IDNumber      string
	Name          string
	RegistryValue string
	AgencyValue   string
	ExpectedValue string
	Detail        string // a JSON object
	Status        string
	OpenedAt      time.Time
	LastSeenAt    time.Time
	ResolvedAt    time.Time
	OpenedRun     int64
	LastSeenRun   int64
	ResolvedRun   int64
	TimesReopened int
	WaivedUntil   string // 2018-12-31, the last day; empty: not waived, or without an end
	Note          string
}

// Area is where the discrepancy lies.
func (d *Discrepancy) Area() registry.Area {
	return registry.Area{Code: d.AreaCode, County: d.County, Town: d.Town, Village: d.Village}
}

// Filter chooses discrepancies; what is empty chooses all.
type Filter struct {
	IDs      []int64
	Job      string
	Kind     string
	Agency   string
	Status   string
	Severity string
	Scope    registry.Scope
}

// where is the filter in SQL, but for the scope, which is judged in Go: what an
// area covers is said in one place.
func (f Filter) where() (string, []any) {
	var conditions []string
	var args []any
	for _, c := range [...]struct{ column, value string }{
		{"job", f.Job}, {"kind", f.Kind}, {"agency", f.Agency}, {"status", f.Status}, {"severity", f.Severity},
	} {
		if c.value != "" {
			conditions, args = append(conditions, c.column+" = ?"), append(args, c.value)
		}
	}
	if len(f.IDs) > 0 {
		conditions = append(conditions, "id IN (?"+strings.Repeat(", ?", len(f.IDs)-1)+")")
		for _, id := range f.IDs {
			args = append(args, id)
		}
	}
	if len(conditions) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(conditions, " AND "), args
}

// Discrepancies gives the chosen discrepancies by id, all as they stood at one
// time. Rows are read as they are asked for; an error is the last that is given.
func (l *Ledger) Discrepancies(ctx context.Context, f Filter) iter.Seq2[Discrepancy, error] {
	return func(yield func(Discrepancy, error) bool) {
		err := l.read(ctx, func(t *tx) error {
			return eachDiscrepancy(ctx, t, f, func(d Discrepancy) error {
				if !yield(d, nil) {
					return errStopped
				}
				return nil
			})
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(Discrepancy{}, fmt.Errorf("look up discrepancies: %w", err))
		}
	}
}

// Unresolved counts by job the chosen discrepancies that are unresolved: open,
// whatever status the filter chooses, and not info.
func (l *Ledger) Unresolved(ctx context.Context, f Filter) (map[string]int, error) {
	f.Status = StatusOpen
	where, args := f.where()
	var rows []struct {
		Job      string `db:"job"`
		AreaCode string `db:"area_code"`
		County   string `db:"county"`
		Town     string `db:"town"`
		Village  string `db:"village"`
		Count    int    `db:"n"`
	}
	err := l.read(ctx, func(t *tx) error {
		return t.list(ctx, &rows, "SELECT job, area_code, county, town, village, COUNT(*) AS n FROM discrepancies"+where+
			" AND severity <> ? GROUP BY job, area_code, county, town, village", append(args, rules.Info.String())...)
	})
	if err != nil {
		return nil, fmt.Errorf("count unresolved discrepancies: %w", err)
	}
	counts := map[string]int{}
	for _, row := range rows {
		if f.Scope.Covers(registry.Area{Code: row.AreaCode, County: row.County, Town: row.Town, Village: row.Village}) {
			counts[row.Job] += row.Count
		}
	}
	return counts, nil
}

// eachDiscrepancy gives the chosen discrepancies by id, up to the first error.
func eachDiscrepancy(ctx context.Context, t *tx, f Filter, each func(Discrepancy) error) error {
	runs, err := coverageOf(ctx, t, f.Job)
	if err != nil {
		return err
	}
	where, args := f.where()
	return t.stream(ctx, func(rows *sql.Rows) error {
		d, err := scanDiscrepancy(rows)
		if err != nil || !f.Scope.Covers(d.Area()) {
			return err
		}
		if d.LastSeenRun == 0 {
			last := runs[d.Job].last(d.Area())
			d.LastSeenRun, d.LastSeenAt = last.Run, instant(last.At)
		}
		return each(d)
	}, "SELECT "+strings.Join(discrepancyColumns()[:contractColumns], ", ")+" FROM discrepancies"+where+" ORDER BY id", args...)
}

// scanDiscrepancy reads a row of the contract's columns, and what further columns
// it has.
func scanDiscrepancy(rows *sql.Rows, further ...any) (Discrepancy, error) {
	var d Discrepancy
	var severity string
	var opened int64
	var lastSeen, resolved, lastSeenRun, resolvedRun sql.Null[int64]
	var waivedUntil sql.Null[string]
	err := rows.Scan(append([]any{&d.ID, &d.Kind, &d.Subject, &d.Qualifier, &d.Job, &d.Agency, &severity,
		&d.County, &d.Town, &d.Village, &d.AreaCode, &d.HouseholdID, &d.MemberID, &d.IDNumber, &d.Name,
		&d.RegistryValue, &d.AgencyValue, &d.ExpectedValue, &d.Detail, &d.Status,
		&opened, &lastSeen, &resolved, &d.OpenedRun, &lastSeenRun, &resolvedRun,
		&d.TimesReopened, &waivedUntil, &d.Note}, further...)...)
	if err != nil {
		return d, translate(err)
	}
	var known bool
	if d.Severity, known = rules.ParseSeverity(severity); !known {
		return d, fmt.Errorf("discrepancy %d has the unknown severity %q", d.ID, severity)
	}
	d.OpenedAt, d.LastSeenAt, d.ResolvedAt = instant(opened), instant(lastSeen.V), instant(resolved.V)
	d.LastSeenRun, d.ResolvedRun, d.WaivedUntil = lastSeenRun.V, resolvedRun.V, waivedUntil.V
	return d, nil
}
