package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Inputs is the digests of what runs read that began at a time or later, and of
// what the last successful run got from each feed, whenever that was.
func (l *Ledger) Inputs(ctx context.Context, since time.Time) (map[string]bool, error) {
	digests := map[string]bool{}
	gather := func(rows *sql.Rows) error {
		var column sql.RawBytes
		if err := rows.Scan(&column); err != nil {
			return translate(err)
		}
		var inputs []Input
		if err := fromJSON(column, &inputs); err != nil {
			return err
		}
		for _, input := range inputs {
			digests[input.Digest] = true
		}
		return nil
	}
	err := l.read(ctx, func(t *tx) error {
		return t.stream(ctx, gather, `SELECT f.inputs FROM run_feeds f JOIN runs r ON r.id = f.run_id WHERE r.started_at >= ?
			UNION ALL SELECT f.inputs FROM run_feeds f `+newestFeeds, micros(since), Succeeded)
	})
	if err != nil {
		return nil, fmt.Errorf("look up what runs read: %w", err)
	}
	return digests, nil
}
