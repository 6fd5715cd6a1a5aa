package jobs

import (
	"context"
	"slices"
	"time"

	"github.com/bidui/bidui/internal/ledger"
)

// Prune removes from the ledger what has been kept as long as the settings say;
// with dry set it only counts.
func (r *Runner) Prune(ctx context.Context, dry bool) (ledger.Pruned, error) {
	return r.ledger.Prune(ctx, r.settings.Retention.at(r.now()), dry)
}

// at is from when on everything stays.
func (k Retention) at(now time.Time) ledger.Retention {
	ago := func(days int) time.Time {
		if days == 0 {
			return time.Time{}
		}
		return now.AddDate(0, 0, -days)
	}
	return ledger.Retention{Runs: ago(k.Runs), Rejects: ago(k.Rejects), Resolved: ago(k.Resolved)}
}

// prune removes what is too old after a run that succeeded. It is no matter of
// the run's own success. A run that is dry, or made again, removes nothing.
func (r *Runner) prune(ctx context.Context, request Request, results []Result) {
	succeeded := func(result Result) bool { return result.Err == nil }
	if request.DryRun || request.replay != nil || ctx.Err() != nil || !slices.ContainsFunc(results, succeeded) {
		return
	}
	removed, err := r.Prune(ctx, false)
	if err != nil {
		r.log.Warn("old rows of the ledger could not be removed", "error", err)
	}
	if removed.Any() {
		r.log.Info("old rows of the ledger removed", "resolved", removed.Resolved, "rejects", removed.Rejects, "runs", removed.Runs)
	}
}
