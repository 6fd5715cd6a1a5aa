package jobs

import (
	"context"
	"fmt"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/matchers"
)

// watchHandled has the join look out for those about whom people decided
// something: whether the registry shows that it was done.
func (r *Runner) watchHandled(ctx context.Context, join *matchers.Join) error {
	for h, err := range r.ledger.Handlings(ctx, ledger.Filter{}) {
		if err != nil {
			return err
		}
		if _, ok := rules.HandlingNamed(h.Handling); !ok {
			continue // whoever lists them is told
		}
		decided, err := h.Decided()
		if err != nil {
			return fmt.Errorf("look up handlings: %w", err)
		}
		join.Watch(watched(decided.Party))
	}
	return nil
}

// sight is what the registry that was read has of somebody. It is not certain
// where the county's households or members are held, nor of those about whom
// something was decided since the run began.
func (in *intake) sight(who rules.Party, area registry.Area) (now rules.Presence, certain bool) {
	seen, watched := in.join.Look(watched(who))
	county := in.join.CountyNow(area.CountyKey())
	return rules.Presence(seen), watched && !in.held.Covers("households", county) && !in.held.Covers("members", county)
}

func watched(who rules.Party) matchers.Watched {
	return matchers.Watched{Household: who.Household, Member: who.Member, Person: who.Person}
}
