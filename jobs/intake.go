package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// intake brings the feeds of one run into a join, in the order that the join
// asks for, and keeps what is to be told of each.
type intake struct {
	runner  *Runner
	request Request
	join    *matchers.Join
	judge   *rules.Judge
	before  map[string]ledger.FeedState // by feed: the last successful run's
	held    matchers.Held

	outside outside
	reads   map[string]ledger.FeedRead
	failed  map[string]error
	placed  map[string][]int64 // by feed whose rows say where they belong: accepted rows by registry.AreaID
	exits   exits
}

// outside is where feeds come from that do not lie on this machine.
type outside struct {
	databases *source.Databases
	turn      sync.Mutex // is held while a feed comes from there
}

// schooling is the job whose findings the exits rest on too.
var schooling, _ = rules.JobNamed(rules.Schooling)

// newIntake prepares the intake of one request for the rules of the named jobs.
func (r *Runner) newIntake(ctx context.Context, request Request, jobs []string, room matchers.Scratch) (*intake, error) {
	join, err := matchers.New(matchers.Options{
		AsOf: request.AsOf, Window: r.settings.Window(request.AsOf), MidYear: r.settings.MidYear,
		Duplicates: slices.Contains(jobs, rules.Registry), Suspects: slices.Contains(jobs, rules.Assistance), Aliases: r.settings.Aliases,
		Scratch: room,
	})
	if err != nil {
		return nil, err
	}
	if err := r.watchHandled(ctx, join); err != nil {
		return nil, err
	}
	before, err := r.ledger.Feeds(ctx, feedsRead()...)
	if err != nil {
		return nil, fmt.Errorf("look up what the last runs read: %w", err)
	}
	databases, err := source.NewDatabases(r.settings.Location)
	if err != nil {
		return nil, err
	}
	held := matchers.Held{}
	return &intake{
		runner: r, request: request, join: join, before: before, held: held,
		judge: rules.NewJudge(rules.Options{
			Jobs: jobs, AsOf: request.AsOf, Held: held, // of the scope the ledger sees to: what has left it is there still
			Enrolment: len(r.missing(schooling)) == 0, Terms: r.settings.Terms, Words: r.settings.Words,
		}),
		outside: outside{databases: databases},
		reads:   map[string]ledger.FeedRead{},
		failed:  map[string]error{},
		placed:  map[string][]int64{},
	}, nil
}

// feedReader reads one feed into the join.
type feedReader func(*intake, context.Context, *source.Feed, *tally) error

// feedReaders is how each feed is read; the feeds are read in this order.
var feedReaders = []struct {
	feed string
	read feedReader
}{
	{"villages", (*intake).villages},
	{"households", (*intake).households},
	{"dibao", (*intake).dibao},
	{"tekun", (*intake).tekun},
	{"water", (*intake).water},
	{"work_teams", (*intake).teams},
	{"helpers", (*intake).helpers},
	{"enrolment", (*intake).enrolment},
	{"issued", (*intake).issued},
	{"members", (*intake).members},
}

// Schemas is the schema of every feed that can be configured.
var Schemas = []*table.Schema{
	registry.VillageSchema, registry.HouseholdSchema,
	roster.DibaoSchema, roster.TekunSchema, roster.WaterSchema,
	registry.WorkTeamSchema, registry.HelperSchema, roster.EnrolmentSchema, roster.IssuedSchema,
	registry.MemberSchema,
}

// feedsRead names the feeds that runs read, in their order.
func feedsRead() []string {
	names := make([]string, len(feedReaders))
	for i, r := range feedReaders {
		names[i] = r.feed
	}
	return names
}

// run reads every wanted feed, unless they are all what they were: that is
// errUnchanged itself. What fails is kept per feed; only a cancelled context ends
// it early.
func (in *intake) run(ctx context.Context, wanted map[string]bool) (err error) {
	ahead, cancel := context.WithCancel(ctx)
	arrivals := in.bringAhead(ahead, wanted)
	defer func() {
		cancel()
		if unclosed := in.discard(arrivals); unclosed != nil {
			err = errors.Join(err, unclosed)
		}
	}()
	if former := in.request.former; former != nil {
		var same bool
		if arrivals, same = former.compare(arrivals, len(wanted)); same {
			return errUnchanged
		}
	}
	for _, r := range feedReaders {
		if !wanted[r.feed] {
			continue
		}
		if r.feed == "members" {
			in.join.Hold(in.held)
		}
		if err := in.take(ctx, r.feed, <-arrivals, r.read); err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			in.failed[r.feed] = err
		}
		if r.feed == "households" {
			in.learn()
		}
		if r.feed == "members" {
			in.learnChildren()
		}
	}
	in.warnOfNames()
	return nil
}

// take streams and guards one feed that was brought.
func (in *intake) take(ctx context.Context, name string, a arrival, read feedReader) (err error) {
	if a.err != nil {
		return a.err
	}
	spec, feed := in.runner.settings.Feeds[name], a.feed
	defer func() { err = errors.Join(err, feed.Close()) }()
	in.runner.progress.Start(name, feed.Progress)
	defer in.runner.progress.Done(name)

	t := &tally{}
	in.join.Foresee(func() (done, total int64) { return t.progress.done, t.progress.total })
	readErr := read(in, ctx, feed, t)
	if readErr != nil && ctx.Err() != nil {
		return readErr
	}
	if name == "households" {
		in.join.Settle() // counties go by their codes from here on
	}
	in.place(name, t.perArea)
	counties := in.join.Counties(t.perArea)
	result := ledger.FeedRead{
		Feed: name, Location: feed.Location(), Digest: feed.Digest(), Inputs: inputsOf(feed), Headers: t.headers, Notes: append(feed.Notes(), t.notes...),
		RowsRead: t.rows, RowsAccepted: t.rows - t.lost, RowsRejected: t.lost,
		Rejects: rejectsOf(t.rejects),
	}
	if readErr == nil {
		result.HeldCounties = in.hold(name, spec.Guard, counties)
		readErr = spec.Guard.check(name, feed.Location(), t.rows, t.lost, t.reasons())
	} else {
		readErr = fmt.Errorf("feed %s: %w", name, asRefusal(readErr))
	}
	result.CountyRows = baseline(in.countiesBefore(name), counties, result.HeldCounties)
	if warning := spec.Authorisation.Warning(in.runner.today()); warning != "" {
		result.Notes = append(result.Notes, warning)
	}
	in.reads[name] = result
	for _, note := range result.Notes {
		in.runner.log.Warn("feed note", "feed", name, "note", note)
	}
	in.runner.log.Info("feed read", "feed", name, "location", result.Location, "rows", result.RowsRead,
		"rejected", result.RowsRejected, "held", resident.MaskAll(result.HeldCounties))
	return readErr
}

// hold marks the counties that fell too much, unless this run accepts that: of
// the counties that all lie in its scope, and of no others.
func (in *intake) hold(feed string, guard Guard, counties map[string]int64) []string {
	held := guard.shrunken(in.countiesBefore(feed), counties)
	switch again := in.request.replay; {
	case again != nil:
		held = again.feeds[feed].HeldCounties
	case in.request.AcceptShrink:
		held = slices.DeleteFunc(held, func(county string) bool { return in.request.Scope.Covers(in.join.County(county)) })
	}
	if len(held) > 0 {
		in.held[feed] = map[string]bool{}
		for _, county := range held {
			in.held[feed][county] = true
		}
	}
	return held
}

// asRefusal makes damaged input a refusal. What could not be got at, and what we
// broke ourselves, is none.
func asRefusal(err error) error {
	if refusal := (*Refusal)(nil); errors.As(err, &refusal) || !errors.Is(err, source.ErrDamaged) {
		return err
	}
	return &Refusal{Cause: err}
}

// tally counts a feed's rows as they are taken in.
type tally struct {
	rows, lost int64
	progress   progress
	perArea    []int64 // accepted rows by registry.AreaID
	rejects    []table.Reject
	headers    map[string][]string // field → the headers that it was found by
	notes      []string
}

// progress is how many bytes of a feed, of how many, there are up to the rows in
// hand. Of the feed itself it is more: others are decoded already.
type progress struct{ done, total int64 }

// add takes over a chunk's counts and rejects.
func (t *tally) add(p progress, rows, lost int64, rejects []table.Reject) {
	t.progress = p
	t.rows += rows
	t.lost += lost
	t.rejects = append(t.rejects, rejects...)
}

// at counts an accepted row of an area.
func (t *tally) at(area registry.AreaID) {
	for int(area) >= len(t.perArea) {
		t.perArea = append(t.perArea, 0)
	}
	t.perArea[area]++
}

// double notes a row whose number a former row has.
func (t *tally) double(origin table.Origin, field, number string) {
	t.lost++
	t.rejects = append(t.rejects, table.Reject{
		Origin: origin, Field: field, Reason: table.ReasonDuplicate, Masked: table.MaskCell(number), Lost: true,
	})
}

func (t *tally) reasons() map[string]int64 {
	reasons := map[string]int64{}
	for _, r := range t.rejects {
		if r.Lost {
			reasons[r.Reason]++
		}
	}
	return reasons
}

// rejectsOf is the rejects as the ledger keeps them, in the order of the rows.
func rejectsOf(rejects []table.Reject) []ledger.Reject {
	reading := map[*table.Source]int{} // the order in which the sources were read
	for _, r := range rejects {
		if _, known := reading[r.Origin.Source]; !known {
			reading[r.Origin.Source] = len(reading)
		}
	}
	slices.SortStableFunc(rejects, func(a, b table.Reject) int {
		return cmp.Or(reading[a.Origin.Source]-reading[b.Origin.Source], a.Origin.Row-b.Origin.Row)
	})
	out := make([]ledger.Reject, len(rejects))
	for i, r := range rejects {
		out[i] = ledger.Reject{
			Location: r.Origin.Source.File, Sheet: r.Origin.Source.Sheet, Row: r.Origin.Row,
			Field: r.Field, Reason: r.Reason, Masked: r.Masked,
		}
	}
	return out
}
