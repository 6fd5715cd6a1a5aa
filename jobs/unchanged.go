package jobs

import (
	"context"
	"errors"
	"slices"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/source"
)

// standing is what the jobs of a request found when they last ran, where all of
// them would find the same again on the same inputs (ledger.Standing).
type standing struct {
	jobs  map[string]*ledger.Standing
	feeds map[string]ledger.FeedRow // what they read
}

// standing is nil where some job has to run, whatever its feeds are by now, or
// the request wants it to.
func (r *Runner) standing(ctx context.Context, request Request, all []*execution) (*standing, error) {
	if request.Force || request.DryRun || request.AcceptShrink || request.replay != nil {
		return nil, nil
	}
	former := &standing{jobs: map[string]*ledger.Standing{}, feeds: map[string]ledger.FeedRow{}}
	for _, e := range all {
		s, err := r.ledger.Standing(ctx, r.start(e.job, request))
		if err != nil || s == nil || !former.add(e.job.Name, s, r.reads(e.job)) {
			return nil, err
		}
	}
	if former.jobs[rules.Issued] != nil {
		if stand, err := r.oursStand(ctx, request.Scope); err != nil || !stand {
			return nil, err
		}
	}
	for feed := range former.feeds {
		if r.settings.Feeds[feed].Authorisation.Warning(r.today()) != "" {
			return nil, nil // which people are to hear with every run
		}
	}
	return former, nil
}

// add takes in what one job found, unless it reads other feeds by now, or read
// another state of them than the others.
func (s *standing) add(job string, found *ledger.Standing, reads []string) bool {
	s.jobs[job] = found
	for _, row := range found.Feeds {
		if other, known := s.feeds[row.Feed]; known && !slices.Equal(other.Inputs, row.Inputs) || !slices.Contains(reads, row.Feed) {
			return false
		}
		s.feeds[row.Feed] = row
	}
	return len(found.Feeds) == len(reads)
}

// sees says whether a feed is what it was: the same bytes, of the same names,
// from the same place.
func (s *standing) sees(name string, feed *source.Feed) bool {
	was := s.feeds[name]
	return len(was.Inputs) > 0 && feed.Digest() == was.Digest && feed.Location() == was.Location && slices.Equal(inputsOf(feed), was.Inputs)
}

// errUnchanged is that all feeds are what they were: there is nothing to judge.
var errUnchanged = errors.New("nothing has changed since the last run")

// compare looks at the feeds as they are brought, up to the first that is not
// what it was. All of them come again, for whoever is to read them or not.
func (s *standing) compare(arrivals <-chan arrival, feeds int) (again <-chan arrival, same bool) {
	early := make(chan arrival, len(feedReaders))
	defer func() {
		go func() {
			defer close(early)
			for a := range arrivals {
				early <- a
			}
		}()
	}()
	for range feeds {
		a := <-arrivals
		early <- a
		if a.err != nil || !s.sees(a.name, a.feed) {
			return early, false
		}
	}
	return early, true
}

// repeat ends the runs that find what they found before, and gives those that
// cannot: somebody has decided something just now, or another run was faster.
func (r *Runner) repeat(ctx context.Context, former *standing, all []*execution) (left []*execution) {
	for _, e := range all {
		found, done := former.jobs[e.job.Name], false
		err := safely(func() (err error) {
			e.result.Tally, done, err = e.run.Repeat(ctx, found)
			return err
		})
		switch {
		case err != nil:
			e.result.Err = errors.Join(err, e.run.Fail(ctx, err, nil))
		case done:
			e.result.SameAs = found.Run
			e.result.Reads = found.Reads()
			order := r.reads(e.job)
			slices.SortFunc(e.result.Reads, func(a, b ledger.FeedRead) int {
				return slices.Index(order, a.Feed) - slices.Index(order, b.Feed)
			})
		default:
			left = append(left, e)
		}
	}
	return left
}
