package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/config"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/jobs"
)

// runFlags is what the command line says of one run.
type runFlags struct {
	area             string
	asOf             string
	dryRun           bool
	acceptShrink     bool
	force            bool
	failOnUnresolved bool
	format           string
	replay           int64
	tell             tellFlags
}

func (a *app) runCommand() *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:   "run [job…]",
		Short: "Run jobs now",
		Long: `Run reads the configured feeds, matches them to the registry, and records what
differs. Without names it runs every job whose required feeds are configured:

` + jobsHelp(" or ") + `

Jobs of one run share what they read. One failing job does not stop the others;
the exit status is the worst of them (5 refused, 1 failed, 4 locked, 3 unresolved).

Where none of the jobs can find anything else than when it last ran, since inputs,
configuration, version, area and date are the same and nobody has decided anything
since, the inputs are only compared. That is a run as any other, and --force makes
it a whole one.

When the jobs have ended, well or not, --push or --textfile tells Prometheus what a
scrape of ` + "`bidui serve`" + ` would. Where that fails the runs are recorded all the same,
and the exit status is 1.`,
		Example: `  bidui run                          every job
  bidui run assistance               one job
  bidui run --area 430524            one county, by code or name
  bidui run --as-of 2018-10-15       as if it were that day
  bidui run --dry-run --format json  what would change, as JSON; the ledger stays as it is
  bidui run --force                  though nothing has changed since the last run
  bidui run --accept-shrink          believe a roster that lost many rows of a county, once
  bidui run --push http://pushgateway:9091 --instance hunan
  bidui run --replay 12              run 12 again on the inputs kept of it: does it find the same?`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return a.runJobs(c.Context(), f, args) },
	}
	flags := c.Flags()
	flags.StringVar(&f.area, "area", "", "only this area: `CODE|NAME` of a county, town or village")
	flags.StringVar(&f.asOf, "as-of", "", "reason about this `DATE` (default: today in the configured time zone)")
	flags.BoolVar(&f.dryRun, "dry-run", false, "show what would change; write nothing")
	flags.BoolVar(&f.acceptShrink, "accept-shrink", false, "hold no county back because its rows fell")
	flags.BoolVar(&f.force, "force", false, "judge again, though nothing has changed since the last run")
	flags.BoolVar(&f.failOnUnresolved, "fail-on-unresolved", false, "exit with 3 while unresolved discrepancies remain")
	flags.Int64Var(&f.replay, "replay", 0, "run the job of this `RUN` again, on the inputs that were kept of it, for its area\n"+
		"and as of its date: does it find the same? Nothing is recorded")
	flags.StringVar(&f.format, "format", "table", "summary as table or json")
	f.tell.register(flags)
	return c
}

// jobsHelp lists the jobs with the feeds that each needs, or stands between two of
// which one will do.
func jobsHelp(or string) string {
	var lines []string
	for _, job := range rules.Jobs {
		lines = append(lines, fmt.Sprintf("  %-12s %s: %s", job.Name, job.Title, needs(job, or)))
	}
	return strings.Join(lines, "\n")
}

// needs is the feeds without which a job cannot run.
func needs(job *rules.Job, or string) string {
	feeds := slices.Clone(job.Feeds)
	if len(job.OneOf) > 0 {
		feeds = append(feeds, strings.Join(job.OneOf, or))
	}
	return strings.Join(feeds, ", ")
}

func (a *app) runJobs(ctx context.Context, f runFlags, names []string) (err error) {
	request, err := f.request(names)
	if err != nil {
		return err
	}
	file, err := a.load()
	if err != nil {
		return err
	}
	tell, err := a.teller(&f.tell, f.dryRun || f.replay != 0)
	if err != nil {
		return err
	}
	request.Scope = file.Areas.Scope(f.area)
	open := a.openLedger
	if f.dryRun || f.replay != 0 {
		open = a.viewLedger
	}
	l, err := open(ctx, file)
	if err != nil {
		return err
	}
	defer closing(l, &err)
	progress := newProgress(a.stderr)
	runner, err := a.runner(file, l, a.runLogger(progress), progress)
	if err != nil {
		return err
	}
	if f.replay != 0 {
		request, err = runner.Replay(ctx, f.replay, request)
	} else {
		request.Jobs, err = chosen(runner, names)
	}
	if err != nil {
		return err
	}
	results := runner.Run(ctx, request)
	progress.Close()
	untold := a.told(ctx, tell, file, runner, l)
	if err := a.summarise(file, f, results); err != nil {
		_, _ = fmt.Fprintf(a.stderr, "bidui: the summary of the run could not be written: %v\n", err) // the status tells, too
		untold = errors.Join(untold, err)
	}
	return worst(results, f.failOnUnresolved, untold)
}

// longestArea is how many characters of an area a ledger has room for.
const longestArea = 255

func (f runFlags) request(names []string) (jobs.Request, error) {
	request := jobs.Request{
		Trigger: "manual", DryRun: f.dryRun, AcceptShrink: f.acceptShrink, Force: f.force,
	}
	for _, name := range names {
		if _, ok := rules.JobNamed(name); !ok {
			return request, usageError{fmt.Errorf("no job is named %q; the jobs are:\n%s", name, jobsHelp(" or "))}
		}
	}
	if n := utf8.RuneCountInString(f.area); n > longestArea {
		return request, usageError{fmt.Errorf("--area has %d characters: want the code or the name of an area, of %d at the most", n, longestArea)}
	}
	if f.asOf != "" {
		day, err := time.Parse(time.DateOnly, f.asOf)
		if err != nil {
			return request, usageError{fmt.Errorf("--as-of %q: want a date such as 2018-10-15", f.asOf)}
		}
		request.AsOf = period.DateAt(day)
	}
	if f.replay != 0 && (len(names) > 0 || f.area != "" || f.asOf != "" || f.acceptShrink) {
		return request, usageError{errors.New("--replay takes job, area and date from the run: leave the others out")}
	}
	return request, choice("format", f.format, "table", "json")
}

// chosen is the jobs that were named, or all that can run.
func chosen(runner *jobs.Runner, names []string) ([]string, error) {
	runnable := runner.Runnable()
	if len(names) == 0 {
		if len(runnable) == 0 {
			return nil, usageError{fmt.Errorf("the configuration has the feeds of no job; the jobs need:\n%s", jobsHelp(" or "))}
		}
		return runnable, nil
	}
	for _, name := range names {
		if !slices.Contains(runnable, name) {
			job, _ := rules.JobNamed(name)
			return nil, usageError{fmt.Errorf("job %s needs the feeds %s; not all of them are configured", name, needs(job, " or "))}
		}
	}
	return names, nil
}

// summarise prints what the run found and did.
func (a *app) summarise(file *config.File, f runFlags, results []jobs.Result) error {
	lang, err := report.LanguageOf(a.lang)
	if err != nil {
		return err
	}
	summary := report.Summary{Language: lang, DryRun: f.dryRun || f.replay != 0, Replayed: f.replay}
	for _, r := range results {
		summary.Jobs = append(summary.Jobs, report.JobSummary{
			Job: r.Job, RunID: r.RunID, AsOf: r.AsOf, Took: r.Took, Tally: r.Tally, Feeds: r.Reads, Err: r.Err,
			Due: a.due(file, r.Job, r.AsOf), SameAs: r.SameAs,
		})
	}
	if f.format == "json" {
		return summary.WriteJSON(a.stdout)
	}
	return summary.WriteTable(a.stdout)
}

// due is what remains until the deadline of a job, seen from a day.
func (a *app) due(file *config.File, job string, from period.Date) report.Due {
	deadline := file.Jobs[job].Deadline
	return report.Due{Deadline: deadline, Left: deadline.Left(from, a.now().In(file.Timezone), file.Calendar)}
}

// worst is the error that decides the exit status, after all were shown: one of
// a job, or that nobody was told.
func worst(results []jobs.Result, failOnUnresolved bool, untold error) error {
	badness := []int{statusDone, statusUnresolved, statusLocked, statusFailed, statusRefused, statusUsage}
	worst := untold
	for _, r := range results {
		err := r.Err
		if err == nil && failOnUnresolved && r.Tally.Unresolved > 0 {
			err = errUnresolved
		}
		if slices.Index(badness, statusOf(err)) > slices.Index(badness, statusOf(worst)) {
			worst = err
		}
	}
	if worst == nil || errors.Is(worst, errUnresolved) {
		return worst
	}
	return errors.Join(errReported, worst)
}
