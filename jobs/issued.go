package jobs

import (
	"context"
	"slices"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// nameOurs tells of each issued problem which kinds the other jobs have open
// about the same subject. It runs after those have been recorded.
func (r *Runner) nameOurs(ctx context.Context, findings []rules.Finding) error {
	ours := make(map[string][]string, len(findings))
	for _, f := range findings {
		ours[f.Subject] = nil
	}
	if len(ours) == 0 {
		return nil
	}
	for d, err := range r.ledger.Discrepancies(ctx, ledger.Filter{Status: ledger.StatusOpen}) {
		if err != nil {
			return err
		}
		kinds, issued := ours[d.Subject]
		if issued && d.Job != rules.Issued && !slices.Contains(kinds, d.Kind) {
			ours[d.Subject] = append(kinds, d.Kind)
		}
	}
	for i := range findings {
		kinds := ours[findings[i].Subject]
		if len(kinds) > 0 {
			slices.Sort(kinds)
			findings[i].Detail.Others = &rules.Others{Ours: kinds}
		}
	}
	return nil
}
