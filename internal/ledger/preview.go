package ledger

import (
	"context"
	"fmt"
)

// Preview is what Record would do with the outcome of such a run now. It writes
// nothing and takes no lease, so that a ledger opened read-only will do.
func (l *Ledger) Preview(ctx context.Context, s Start, o Outcome) (Tally, error) {
	findings, err := index(s.Job, o.Findings)
	if err != nil {
		return Tally{}, fmt.Errorf("preview a run of %s: %w", s.Job, err)
	}
	planner := newPlanner(s, o, findings)
	if err := l.read(ctx, func(t *tx) error { return planner.compare(ctx, t) }); err != nil {
		return Tally{}, fmt.Errorf("preview a run of %s: %w", s.Job, err)
	}
	return planner.finish().tally, nil
}
