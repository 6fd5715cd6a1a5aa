package jobs

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// nameOurs tells of each issued problem which kinds the other jobs have open
// about the same subject. It runs after those have been recorded.
func (r *Runner) nameOurs(ctx context.Context, findings []rules.Finding) error {
	ours := make(map[string][]string, len(findings))
	for _, f := range findings {
		ours[f.Subject] = nil
	}
	if err := r.findOurs(ctx, ours); err != nil {
		return err
	}
	for i := range findings {
		if kinds := ours[findings[i].Subject]; len(kinds) > 0 {
			findings[i].Detail.Others = &rules.Others{Ours: kinds}
		}
	}
	return nil
}

// findOurs gives each subject the kinds that the other jobs have open about it, sorted.
func (r *Runner) findOurs(ctx context.Context, ours map[string][]string) error {
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
	for _, kinds := range ours {
		slices.Sort(kinds)
	}
	return nil
}

// oursStand says whether the issued problems of an area name what the other jobs
// have open by now: these may have run since.
func (r *Runner) oursStand(ctx context.Context, scope registry.Scope) (bool, error) {
	named, ours := map[string][]string{}, map[string][]string{}
	for d, err := range r.ledger.Discrepancies(ctx, ledger.Filter{Job: rules.Issued}) {
		if err != nil {
			return false, err
		}
		if d.Status == ledger.StatusResolved || !scope.Covers(d.Area()) {
			continue
		}
		var detail rules.Others
		if json.Unmarshal([]byte(d.Detail), &detail) != nil {
			return false, nil // the run will write it anew
		}
		if other, twice := named[d.Subject]; twice && !slices.Equal(other, detail.Ours) {
			return false, nil
		}
		named[d.Subject], ours[d.Subject] = detail.Ours, nil
	}
	err := r.findOurs(ctx, ours)
	return maps.EqualFunc(named, ours, slices.Equal), err
}
