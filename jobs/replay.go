package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/source"
)

// ErrNoReplay is, for errors.Is, that a run cannot be run again.
var ErrNoReplay = errors.New("the run cannot be replayed")

// replay is a former run whose inputs are to be read again.
type replay struct {
	run   ledger.RunRow
	feeds map[string]ledger.FeedRow
}

// Replay makes request one to run a former run's job again on the inputs that
// were kept of it, for its area and as of its date. It fails unless it finds
// what the run found, and records nothing: what has been found since stands.
func (r *Runner) Replay(ctx context.Context, run int64, request Request) (Request, error) {
	runs, err := r.ledger.Runs(ctx, ledger.RunFilter{ID: run})
	switch {
	case err != nil:
		return request, err
	case len(runs) == 0:
		return request, fmt.Errorf("%w: there is no run %d", ErrNoReplay, run)
	case runs[0].Status != ledger.Succeeded:
		return request, fmt.Errorf("%w: run %d has not succeeded", ErrNoReplay, run)
	case r.settings.Snapshots.keeping() == nil:
		return request, fmt.Errorf("%w: snapshots.keep is none, so that no inputs are kept", ErrNoReplay)
	}
	feeds, err := r.ledger.RunFeeds(ctx, run)
	if err != nil {
		return request, err
	}
	again := &replay{run: runs[0], feeds: map[string]ledger.FeedRow{}}
	for _, feed := range feeds {
		if len(feed.Inputs) == 0 {
			return request, fmt.Errorf("%w: run %d kept no inputs of feed %s", ErrNoReplay, run, feed.Feed)
		}
		again.feeds[feed.Feed] = feed
	}
	asOf, ok := period.ParseDate(again.run.AsOf)
	if !ok {
		return request, fmt.Errorf("%w: run %d has the as-of date %q", ErrNoReplay, run, again.run.AsOf)
	}
	request.Jobs, request.AsOf, request.Scope = []string{again.run.Job}, asOf, registry.ScopeOf(again.run.Area)
	request.replay, request.DryRun = again, true
	return request, nil
}

// open is the feed as the run had it.
func (p *replay) open(name string, spec source.Spec, env source.Env) (*source.Feed, error) {
	feed := p.feeds[name]
	inputs := make([]source.Input, len(feed.Inputs))
	for i, input := range feed.Inputs {
		inputs[i] = source.Input(input)
	}
	return source.Replay(spec, feed.Location, inputs, env)
}

// verify is an error unless the findings are what the run found.
func (p *replay) verify(settings Settings, o ledger.Outcome) error {
	if ledger.DigestOf(o.Findings) == p.run.Findings {
		return nil
	}
	why := "the inputs, the configuration and the version are the same, so this is a fault of the program: please report it"
	switch {
	case p.run.ConfigDigest != settings.ConfigDigest:
		why = "the configuration has changed since"
	case p.run.Version != settings.Version:
		why = fmt.Sprintf("version %s ran it, and this is %s", p.run.Version, settings.Version)
	}
	return fmt.Errorf("run %d found something else on the same inputs (%d findings now): %s", p.run.ID, len(o.Findings), why)
}
