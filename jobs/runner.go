package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/bidui/bidui/internal/failpoint"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/matchers"
)

// Runner runs jobs. Its methods may be called from several goroutines.
type Runner struct {
	settings Settings
	ledger   *ledger.Ledger
	log      *slog.Logger
	progress Progress
	now      func() time.Time
}

// NewRunner returns a Runner that records in l. A nil progress is told nothing.
func NewRunner(s Settings, l *ledger.Ledger, log *slog.Logger, progress Progress, now func() time.Time) (*Runner, error) {
	if l == nil || log == nil || now == nil {
		return nil, errors.New("jobs: a runner needs a ledger, a logger and a clock")
	}
	if progress == nil {
		progress = silent{}
	}
	return &Runner{settings: s, ledger: l, log: log, progress: progress, now: now}, nil
}

// Runnable is the jobs whose feeds are all configured, in their order.
func (r *Runner) Runnable() []string {
	var names []string
	for _, job := range rules.Jobs {
		if len(r.missing(job)) == 0 {
			names = append(names, job.Name)
		}
	}
	return names
}

// missing is the feeds that a job needs and the configuration lacks.
func (r *Runner) missing(job *rules.Job) []string {
	var feeds []string
	for _, feed := range job.Feeds {
		if _, ok := r.settings.Feeds[feed]; !ok {
			feeds = append(feeds, feed)
		}
	}
	if len(job.OneOf) > 0 && len(r.configured(job.OneOf)) == 0 {
		feeds = append(feeds, strings.Join(job.OneOf, " or "))
	}
	return feeds
}

// configured is those of the feeds that the configuration has.
func (r *Runner) configured(feeds []string) []string {
	return slices.DeleteFunc(slices.Clone(feeds), func(feed string) bool {
		_, ok := r.settings.Feeds[feed]
		return !ok
	})
}

// reads is the feeds that a run of the job reads.
func (r *Runner) reads(job *rules.Job) []string {
	feeds := slices.Clone(job.Feeds)
	if !slices.Contains(feeds, "villages") {
		feeds = append(r.configured([]string{"villages"}), feeds...)
	}
	return append(feeds, r.configured(job.OneOf)...)
}

// today is the date in the configured time zone.
func (r *Runner) today() period.Date { return period.DateAt(r.now().In(r.settings.Location)) }

// readsOf is the feeds that a request makes the job read: those of a replayed
// run, whatever is configured by now.
func (r *Runner) readsOf(request Request, job *rules.Job) []string {
	if request.replay != nil {
		return slices.Sorted(maps.Keys(request.replay.feeds))
	}
	return r.reads(job)
}

// Run runs the jobs over what they share: each feed is read once. One failing
// job does not stop the others; each has its own Result, in the order of rules.Jobs.
func (r *Runner) Run(ctx context.Context, request Request) []Result {
	if !request.AsOf.Known() {
		request.AsOf = r.today()
	}
	var all []*execution
	for _, job := range rules.Jobs {
		if slices.Contains(request.Jobs, job.Name) {
			all = append(all, r.begin(ctx, job, request))
		}
	}
	failpoint.Hit("begun")
	r.execute(ctx, request, all)
	failpoint.Hit("recorded")
	r.sweep(ctx, request)
	results := make([]Result, len(all))
	for i, e := range all {
		e.result.Took = max(0, r.now().Sub(e.started)) // a clock may go back
		results[i] = e.result
		r.report(e.result)
	}
	r.prune(ctx, request, results)
	return results
}

// execution is one job on its way through Run.
type execution struct {
	job     *rules.Job
	run     *ledger.Run // nil in a dry run
	started time.Time
	result  Result
}

// begin takes the job's lease, so that a job that is running elsewhere is known before anything is read.
func (r *Runner) begin(ctx context.Context, job *rules.Job, request Request) *execution {
	e := &execution{job: job, started: r.now(), result: Result{Job: job.Name, AsOf: request.AsOf}}
	if missing := r.missing(job); len(missing) > 0 {
		e.result.Err = fmt.Errorf("job %s needs feeds that the configuration lacks: %v", job.Name, missing)
		return e
	}
	if request.DryRun {
		return e
	}
	e.run, e.result.Err = r.ledger.Begin(ctx, r.start(job, request))
	if e.run != nil {
		e.result.RunID = e.run.ID()
	}
	return e
}

// start says what the job's run is going to be.
func (r *Runner) start(job *rules.Job, request Request) ledger.Start {
	return ledger.Start{
		Job: job.Name, Trigger: request.Trigger, Scope: request.Scope, AsOf: request.AsOf,
		ConfigDigest: r.settings.ConfigDigest, Version: r.settings.Version,
	}
}

// execute pulls, matches and judges for all jobs that have begun, and records each.
func (r *Runner) execute(ctx context.Context, request Request, all []*execution) {
	all = slices.DeleteFunc(slices.Clone(all), func(e *execution) bool { return e.result.Err != nil })
	if len(all) == 0 {
		return
	}
	former, err := r.standing(ctx, request, all)
	request.former = former
	var in *intake
	if err == nil {
		in, err = r.judgeAll(ctx, request, all)
	}
	if err == errUnchanged { //nolint:errorlint // alone: with it, a feed that could not be let go is a failure
		if all = r.repeat(ctx, former, all); len(all) > 0 {
			request.former = nil
			in, err = r.judgeAll(ctx, request, all)
		}
	}
	failpoint.Hit("judged")
	if err == nil && in != nil {
		err = r.checkScope(ctx, request, in)
	}
	for _, e := range all {
		r.finish(ctx, request, e, in, err)
	}
}

// judgeAll judges for all of the jobs.
func (r *Runner) judgeAll(ctx context.Context, request Request, all []*execution) (in *intake, err error) {
	wanted := map[string]bool{}
	var jobs []string
	for _, e := range all {
		jobs = append(jobs, e.job.Name)
		for _, feed := range r.readsOf(request, e.job) {
			wanted[feed] = true
		}
	}
	err = safely(func() (err error) {
		in, err = r.judge(whileLeased(ctx, all), request, jobs, wanted)
		return err
	})
	return in, err
}

// whileLeased is ctx until the last of the runs has lost its lease: then nobody
// could record what is read. A run that loses its lease alone is refused by
// Record, and leaves the others be.
func whileLeased(ctx context.Context, all []*execution) context.Context {
	runs := slices.DeleteFunc(slices.Clone(all), func(e *execution) bool { return e.run == nil })
	if len(runs) == 0 {
		return ctx
	}
	ctx, cancel := context.WithCancelCause(ctx)
	go func() { // ends with the last of the runs
		for _, e := range runs {
			<-e.run.Context().Done()
		}
		cancel(context.Cause(runs[len(runs)-1].run.Context()))
	}()
	return ctx
}

// judge pulls the wanted feeds and judges what they add up to.
func (r *Runner) judge(ctx context.Context, request Request, jobs []string, wanted map[string]bool) (in *intake, err error) {
	var room scratch
	defer func() {
		if kept := room.Close(); kept != nil {
			err = errors.Join(err, kept)
		}
	}()
	if in, err = r.newIntake(ctx, request, jobs, &room); err != nil {
		return nil, err
	}
	err = in.run(ctx, wanted)
	if err != nil || in.failed["households"] != nil || in.failed["members"] != nil {
		return in, err
	}
	return in, in.conclude(jobs)
}

// conclude judges what all that was read adds up to.
func (in *intake) conclude(jobs []string) error {
	r := in.runner
	r.progress.Start("judge", func() (done, total int64) { return 0, 0 })
	defer r.progress.Done("judge")
	var aside errgroup.Group
	aside.Go(func() error { return safely(func() error { in.join.FindDuplicates(); return nil }) })
	for h := range in.join.Households {
		in.judge.Household(h)
	}
	for s := range in.join.Suspects {
		in.judge.Suspect(s)
	}
	in.noteUndecided()
	for p := range in.join.Persons {
		in.judge.Person(p)
	}
	if slices.Contains(jobs, rules.Contacts) { // the villages may be read for their names alone
		for v := range in.join.Villages {
			in.judge.Village(v)
		}
		for s := range in.join.SharedPhones {
			in.judge.SharedPhone(s)
		}
	}
	for p := range in.join.Problems {
		in.judge.Problem(p)
	}
	if err := aside.Wait(); err != nil {
		return err
	}
	for d := range in.join.Duplicates {
		in.judge.Duplicate(d)
	}
	in.join.Forget()
	if err := in.join.Err(); err != nil {
		return fmt.Errorf("read back what was set aside of the members: %w", err)
	}
	return nil
}

// noteUndecided tells how many rows have several near matches.
func (in *intake) noteUndecided() {
	for _, roll := range []matchers.Roll{matchers.Dibao, matchers.Tekun} {
		read, known := in.reads[roll.Feed()]
		if n := in.join.Undecided(roll); n > 0 && known {
			read.Notes = append(read.Notes, fmt.Sprintf("ambiguous: %d rows without an exact match are near to several members each; none is suggested", n))
			in.reads[roll.Feed()] = read
			in.runner.log.Warn("rows are near to several members each", "feed", roll.Feed(), "rows", n)
		}
	}
}

// finish records what was found for one job, or that it failed and why.
func (r *Runner) finish(ctx context.Context, request Request, e *execution, in *intake, err error) {
	if in != nil {
		for _, feed := range r.readsOf(request, e.job) {
			if read, ok := in.reads[feed]; ok {
				e.result.Reads = append(e.result.Reads, read)
			}
			err = errors.Join(err, in.failed[feed])
		}
	}
	if err == nil {
		err = safely(func() error { return r.record(ctx, request, e, in) })
	}
	if err == nil {
		return
	}
	e.result.Err = err
	switch {
	case e.run == nil:
	case errors.Is(err, ErrNoArea): // nothing that history should tell
		e.result.RunID, e.result.Err = 0, errors.Join(err, e.run.Withdraw(ctx))
	default:
		e.result.Err = errors.Join(err, e.run.Fail(ctx, err, e.result.Reads))
	}
}

// record enters what was found for one job; of a dry run it only tells what that would change.
func (r *Runner) record(ctx context.Context, request Request, e *execution, in *intake) (err error) {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	outcome := ledger.Outcome{
		Findings: in.judge.Findings(e.job.Name),
		Feeds:    e.result.Reads,
		Held:     in.heldFor,
		Sight:    in.sight,
	}
	if again := request.replay; again != nil {
		if err := again.verify(r.settings, outcome); err != nil {
			return err
		}
	}
	if e.job.Name == rules.Issued {
		if err := r.nameOurs(ctx, outcome.Findings); err != nil {
			return err
		}
	}
	stage := "record " + e.job.Name
	r.progress.Start(stage, func() (done, total int64) { return 0, 0 })
	defer r.progress.Done(stage)
	if request.DryRun {
		e.result.Tally, err = r.ledger.Preview(ctx, r.start(e.job, request), outcome)
		return err
	}
	e.result.Tally, err = e.run.Record(ctx, outcome)
	return err
}

// heldFor says whether a discrepancy must not be resolved by not being seen.
func (in *intake) heldFor(kind, qualifier string, area registry.Area) bool {
	k, ok := rules.KindNamed(kind)
	if !ok {
		return false
	}
	if k == rules.ExitDoubtful && !in.judgesExits(qualifier) {
		return true
	}
	county := in.join.CountyNow(area.CountyKey())
	for feed := range in.held {
		if k.RestsOn(feed, qualifier) && in.held.Covers(feed, county) {
			return true
		}
	}
	return false
}

// judgesExits says whether exits are judged by what a qualifier names: the feed
// of one may not be configured any more.
func (in *intake) judgesExits(qualifier string) bool {
	feed := "water"
	if qualifier == rules.Schooling {
		feed = "enrolment"
	}
	_, read := in.reads[feed]
	return read
}

// report logs what became of a job.
func (r *Runner) report(result Result) {
	log := r.log.With("task", result.Job, "run", result.RunID, "as_of", result.AsOf.String(), "took", result.Took.Round(time.Millisecond))
	if result.Err != nil {
		log.Error("job failed", "error", result.Err)
		return
	}
	if result.SameAs != 0 {
		log = log.With("unchanged_since_run", result.SameAs)
	}
	log.Info("job succeeded", "opened", result.Tally.Opened, "changed", result.Tally.Changed, "resolved", result.Tally.Resolved,
		"reopened", result.Tally.Reopened, "unresolved", result.Tally.Unresolved)
}
