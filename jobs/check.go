package jobs

import (
	"context"
	"errors"
	"io"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// FeedCheck is what a look at one feed showed.
type FeedCheck struct {
	Feed     string
	Location string
	Tables   []TableCheck
	Access   string           // what was done to spare the database; "" where it is none
	Notes    []string         // what people should know
	Read     *ledger.FeedRead // the rows, where they were read
	Months   *matchers.Calendar
	Names    []matchers.Ambiguity // that rows bear without a code, and several areas go by
	Err      error
}

// TableCheck is what a look at one table's header showed.
type TableCheck struct {
	Source   string
	Row      int               // where the header stands
	Columns  map[string]string // field → the header it was found by
	Unmapped []string          // headers that no field claims
	Samples  []table.Sample    // the first rows, masked
}

// samples is how many rows of a table a check shows.
const samples = 3

// CheckHeaders opens every configured feed and looks at the header of each of its tables.
func (r *Runner) CheckHeaders(ctx context.Context) ([]FeedCheck, error) {
	databases, err := source.NewDatabases(r.settings.Location)
	if err != nil {
		return nil, err
	}
	defer databases.Close()
	before, err := r.ledger.Feeds(ctx, feedsRead()...)
	if err != nil {
		return nil, err
	}
	var checks []FeedCheck
	for _, schema := range Schemas {
		spec, ok := r.settings.Feeds[schema.Feed]
		if !ok {
			continue
		}
		check := FeedCheck{Feed: schema.Feed, Location: source.Shown(spec.Source.From)}
		if warning := spec.Authorisation.Warning(r.today()); warning != "" {
			check.Notes = append(check.Notes, warning)
		}
		if err := r.checkHeader(ctx, &check, newHeaders(schema, &r.settings, before[schema.Feed].Headers), databases); err != nil {
			check.Err = asRefusal(err)
		}
		checks = append(checks, check)
	}
	return checks, nil
}

func (r *Runner) checkHeader(ctx context.Context, check *FeedCheck, headers *headers, databases *source.Databases) (err error) {
	spec := r.settings.Feeds[check.Feed]
	if err := spec.Authorisation.check(check.Feed, r.today()); err != nil {
		return err
	}
	feed, err := source.Open(spec.Source, source.Env{Dir: r.settings.Dir, Databases: databases})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, feed.Close()) }()
	check.Location = feed.Location()
	if err := feed.Bring(ctx); err != nil {
		return err
	}
	check.Access = feed.Access()
	defer func() { check.Notes = append(check.Notes, headers.told()...) }()
	var batch table.Batch
	for {
		src, err := feed.Next(ctx)
		if err == io.EOF {
			check.Notes = append(check.Notes, feed.Notes()...)
			return headers.verdict()
		}
		if err != nil {
			return err
		}
		if err := feed.Read(ctx, &batch); err == io.EOF {
			batch.Rows = nil
		} else if err != nil {
			return err
		}
		if m := headers.mapping(src, batch.Rows); m != nil {
			check.Tables = append(check.Tables, TableCheck{
				Source: src.String(), Row: m.Header.Number, Columns: m.Found(), Unmapped: m.Unmapped(), Samples: m.Samples(batch.Rows, samples),
			})
		}
	}
}

// CheckFeeds reads every configured feed to its end, as a run would, and
// guards it, but judges and records nothing.
func (r *Runner) CheckFeeds(ctx context.Context) ([]FeedCheck, error) {
	request := Request{AsOf: r.today(), DryRun: true}
	in, err := r.newIntake(ctx, request, nil, nil)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for name := range r.settings.Feeds {
		wanted[name] = true
	}
	if err := in.run(ctx, wanted); err != nil {
		return nil, err
	}
	var checks []FeedCheck
	for _, name := range feedsRead() {
		if !wanted[name] {
			continue
		}
		check := FeedCheck{Feed: name, Err: in.failed[name]}
		if read, ok := in.reads[name]; ok {
			check.Location, check.Read = read.Location, &read
			check.Months, check.Names = in.calendar(name), in.ambiguous(name)
		}
		checks = append(checks, check)
	}
	return checks, nil
}
