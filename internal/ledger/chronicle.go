package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/bidui/bidui/internal/registry"
)

// Past is the successful runs up to a time.
type Past struct {
	Whole []RunEnd  // those over everything, in the order of their numbers
	Last  []LastRun // of each job the newest over whatever area, by job
}

// RunEnd is when a run succeeded.
type RunEnd struct {
	ID  int64
	Job string
	At  time.Time
}

// LastRun is the newest successful run of a job, and what it read. That is every
// county's rows, also of a run that was about one area.
type LastRun struct {
	RunEnd
	AsOf  string // 2018-09-30
	Feeds []FeedRow
}

// History is what became of one discrepancy. It and its events are valid until
// the next is asked for.
type History struct {
	ID       int64
	Kind     string
	Severity string        // as it is now
	Area     registry.Area // as it is now
	Events   []Happening   // without notes, oldest first
}

// Happening is one event of a history.
type Happening struct {
	At       time.Time
	Event    string
	Severity string // until the event, where it changed it; else empty
}

// Chronicle tells what was recorded up to a time of the discrepancies of a job or
// kind, or of all: the runs, and then the history of one discrepancy after the
// other, by number. Both are as the ledger stands now; later events are among the
// histories too, since they say what was before. An error of the histories is
// the last that is given.
func (l *Ledger) Chronicle(ctx context.Context, until time.Time, f Filter, tell func(Past, iter.Seq2[*History, error]) error) error {
	told := false
	err := l.read(ctx, func(t *tx) error {
		told = true
		past, err := pastOf(ctx, t, until, f.Job)
		if err != nil {
			return err
		}
		return tell(past, histories(ctx, t, f))
	})
	if err == nil && !told { // a ledger that is not there yet is empty
		err = tell(Past{}, func(func(*History, error) bool) {})
	}
	if err != nil {
		return fmt.Errorf("look up what was recorded: %w", err)
	}
	return nil
}

func pastOf(ctx context.Context, t *tx, until time.Time, job string) (past Past, err error) {
	var rows []struct {
		ID       int64  `db:"id"`
		Job      string `db:"job"`
		Area     string `db:"area"`
		AsOf     string `db:"as_of"`
		Finished int64  `db:"finished_at"`
	}
	err = t.list(ctx, &rows, `SELECT id, job, area, as_of, finished_at FROM runs
		WHERE status = ? AND finished_at <= ? AND (? = '' OR job = ?) ORDER BY id`, Succeeded, micros(until), job, job)
	if err != nil {
		return past, err
	}
	last := map[string]LastRun{}
	for _, row := range rows {
		end := RunEnd{ID: row.ID, Job: row.Job, At: instant(row.Finished)}
		last[row.Job] = LastRun{RunEnd: end, AsOf: row.AsOf}
		if row.Area == "" {
			past.Whole = append(past.Whole, end)
		}
	}
	for _, job := range slices.Sorted(maps.Keys(last)) {
		run := last[job]
		if run.Feeds, err = feedRows(ctx, t, "WHERE f.run_id = ? ORDER BY f.feed", run.ID); err != nil {
			return past, err
		}
		past.Last = append(past.Last, run)
	}
	return past, nil
}

// histories reads the histories of discrepancies, a row for each event.
func histories(ctx context.Context, t *tx, f Filter) iter.Seq2[*History, error] {
	return func(yield func(*History, error) bool) {
		h := &History{}
		where, args := f.where()
		err := t.stream(ctx, func(rows *sql.Rows) error {
			if err := h.step(rows, yield); err != nil {
				return err
			}
			return nil
		}, `SELECT d.id, d.kind, d.severity, d.county, d.town, d.village, d.area_code, e.at, e.event,
			CASE WHEN e.event IN ('changed', 'reopened') THEN e.detail ELSE '' END
			FROM (SELECT * FROM discrepancies`+where+`) d JOIN discrepancy_events e ON e.discrepancy_id = d.id
			WHERE e.event <> 'note' ORDER BY d.id, e.id`, args...)
		if err == nil && h.ID != 0 && !yield(h, nil) {
			return
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	}
}

// step takes up one row: another event, or the first of another discrepancy,
// before which the one that is complete is told.
func (h *History) step(rows *sql.Rows, yield func(*History, error) bool) error {
	var next History
	var at int64
	var event string
	var detail sql.RawBytes
	a := &next.Area
	if err := rows.Scan(&next.ID, &next.Kind, &next.Severity, &a.County, &a.Town, &a.Village, &a.Code, &at, &event, &detail); err != nil {
		return translate(err)
	}
	var changed struct {
		Severity fromTo `json:"severity"`
	}
	if len(detail) > 0 {
		if err := json.Unmarshal(detail, &changed); err != nil {
			return fmt.Errorf("the history of discrepancy %d: %w", next.ID, err)
		}
	}
	if next.ID != h.ID {
		if h.ID != 0 && !yield(h, nil) {
			return errStopped
		}
		next.Events = h.Events[:0]
		*h = next
	}
	h.Events = append(h.Events, Happening{At: instant(at), Event: event, Severity: changed.Severity.From})
	return nil
}
