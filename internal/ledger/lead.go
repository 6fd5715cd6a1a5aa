package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
)

// Lead is a discrepancy as it is handed out to be checked.
type Lead struct {
	Discrepancy
	revision int64 // the event that gave it the values it has
}

// Stamp tells, when the answer comes back, whether the discrepancy is still the
// one that was handed out: it changes with the values and whenever the
// discrepancy returns, and no two ledgers have it in common. Nothing of the
// values can be found from it, as it could from a digest of them, where an ID
// number is masked that has no more than some ten thousand birth dates.
func (d *Lead) Stamp() string { return stamp(d.ID, d.Kind, micros(d.OpenedAt), d.revision) }

func stamp(id int64, kind string, openedAt, revision int64) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d %d", id, kind, openedAt, revision))
	return "b" + hex.EncodeToString(sum[:5]) // with a letter first no program takes it for a number
}

// Leads gives the chosen discrepancies by id, all as they stood at one time.
func (l *Ledger) Leads(ctx context.Context, f Filter) ([]Lead, error) {
	var leads []Lead
	err := l.read(ctx, func(t *tx) error {
		leads = leads[:0]
		err := eachDiscrepancy(ctx, t, f, func(d Discrepancy) error {
			leads = append(leads, Lead{Discrepancy: d})
			return nil
		})
		if err != nil {
			return err
		}
		for chunk := range slices.Chunk(leads, 1000) {
			if err := readRevisions(ctx, t, chunk); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look up what is to be handed out: %w", err)
	}
	return leads, nil
}

func readRevisions(ctx context.Context, t *tx, leads []Lead) error {
	ids := make([]int64, len(leads))
	for i := range leads {
		ids[i] = leads[i].ID
	}
	query, args, err := sqlx.In(`SELECT discrepancy_id, MAX(id) AS id FROM discrepancy_events
		WHERE discrepancy_id IN (?) AND event IN (?) GROUP BY discrepancy_id`, ids, revising())
	if err != nil {
		return err
	}
	var rows []struct {
		Discrepancy int64 `db:"discrepancy_id"`
		ID          int64 `db:"id"`
	}
	if err := t.list(ctx, &rows, query, args...); err != nil {
		return err
	}
	revisions := make(map[int64]int64, len(rows))
	for _, row := range rows {
		revisions[row.Discrepancy] = row.ID
	}
	for i := range leads {
		leads[i].revision = revisions[leads[i].ID]
	}
	return nil
}

// revising are the events after which a discrepancy is another one to check.
func revising() []string { return []string{EventOpened, EventChanged, EventReopened} }
