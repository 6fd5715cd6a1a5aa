package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/bidui/bidui/internal/ledger"
)

// ErrNoArea is, for errors.Is, that nothing lies in the area of a run.
var ErrNoArea = errors.New("nothing lies in this area: neither a row of the feeds nor a discrepancy of the ledger")

// checkScope is an ErrNoArea where the area of a request is a slip of the pen: a
// run over it would find nothing, and look as if all were well there.
func (r *Runner) checkScope(ctx context.Context, request Request, in *intake) error {
	if request.Scope.Everything() || request.replay != nil || in.failed["households"] != nil || in.join.Reaches(request.Scope) {
		return nil
	}
	for _, err := range r.ledger.Discrepancies(ctx, ledger.Filter{Scope: request.Scope}) {
		return err // one is enough
	}
	return fmt.Errorf("area %q: %w", request.Scope, ErrNoArea)
}
