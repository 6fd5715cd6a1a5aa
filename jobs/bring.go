package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/source"
)

// arrival is a feed that has been brought whole, or why it has not.
type arrival struct {
	name string
	feed *source.Feed // nil where err says why
	err  error
}

// bringAhead brings the wanted feeds, in the order in which they are read, while
// others are read already. The channel closes after the last; the databases are
// let go as soon as that, before most of the work.
//
// Two feeds are brought at a time: while nothing is read yet, that is what there
// is to do. Of what comes from elsewhere it is one, so as not to ask for more.
func (in *intake) bringAhead(ctx context.Context, wanted map[string]bool) <-chan arrival {
	arrivals := make(chan arrival, len(feedReaders)) // no sender ever waits, here and below
	var bringers errgroup.Group
	bringers.SetLimit(2)
	coming := make(chan chan arrival, len(feedReaders))
	go func() {
		defer close(coming)
		for _, r := range feedReaders {
			if wanted[r.feed] {
				one := make(chan arrival, 1)
				coming <- one
				bringers.Go(func() error {
					one <- in.arrive(ctx, r.feed)
					return nil
				})
			}
		}
	}()
	go func() {
		defer close(arrivals)
		defer in.outside.databases.Close()
		for one := range coming {
			arrivals <- <-one
		}
	}()
	return arrivals
}

// arrive brings a feed, and does not fail.
func (in *intake) arrive(ctx context.Context, name string) arrival {
	a := arrival{name: name}
	a.err = safely(func() (err error) {
		a.feed, err = in.bring(ctx, name)
		return err
	})
	return a
}

// discard waits until nothing more is brought, and closes what nobody reads.
func (in *intake) discard(arrivals <-chan arrival) error {
	var err error
	for a := range arrivals {
		if a.feed != nil {
			err = errors.Join(err, a.feed.Close())
		}
	}
	return err
}

// bring brings one feed whole to this machine, or what a former run kept of it.
func (in *intake) bring(ctx context.Context, name string) (*source.Feed, error) {
	if err := in.runner.settings.Feeds[name].Authorisation.check(name, in.runner.today()); err != nil {
		return nil, err
	}
	feed, err := in.open(name)
	if err != nil {
		return nil, fmt.Errorf("feed %s: %w", name, err)
	}
	if !feed.Local() {
		in.outside.turn.Lock()
		defer in.outside.turn.Unlock()
	}
	stage := "bring " + name
	in.runner.progress.Start(stage, feed.Progress)
	defer in.runner.progress.Done(stage)
	if err := feed.Bring(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("feed %s: %w", name, asRefusal(err)), feed.Close())
	}
	return feed, nil
}

// open finds a feed where the configuration says, or where a replayed run kept
// it. What judges only, and records nothing, keeps nothing.
func (in *intake) open(name string) (*source.Feed, error) {
	settings := in.runner.settings
	spec := settings.Feeds[name].Source
	env := source.Env{Dir: settings.Dir, Databases: in.outside.databases, Snapshots: settings.Snapshots.keeping(), Now: in.runner.now}
	if again := in.request.replay; again != nil {
		return again.open(name, spec, env)
	}
	if in.request.DryRun {
		env.Snapshots, env.Passing = nil, true
	}
	return source.Open(spec, env)
}

// inputsOf is what was brought as the ledger keeps it.
func inputsOf(feed *source.Feed) []ledger.Input {
	brought := feed.Inputs()
	inputs := make([]ledger.Input, len(brought))
	for i, input := range brought {
		inputs[i] = ledger.Input(input)
	}
	return inputs
}

// youngest is how old a snapshot must be to go: another process may have kept it
// for a run that is not recorded yet.
const youngest = 24 * time.Hour

// sweep removes the snapshots of runs that are older than they are kept. It is
// no matter of the run's own success.
func (r *Runner) sweep(ctx context.Context, request Request) {
	kept := r.settings.Snapshots.Store
	if request.DryRun || kept == nil || ctx.Err() != nil {
		return
	}
	now := r.now()
	var wanted map[string]bool
	var err error
	if days := r.settings.Snapshots.Days; days > 0 {
		wanted, err = r.ledger.Inputs(ctx, now.AddDate(0, 0, -days))
	}
	removed := 0
	if err == nil {
		removed, err = kept.Sweep(wanted, now.Add(-youngest))
	}
	if err != nil {
		r.log.Warn("old snapshots could not be removed", "dir", kept.Dir(), "error", err)
	}
	if removed > 0 {
		r.log.Info("old snapshots removed", "dir", kept.Dir(), "files", removed)
	}
}
