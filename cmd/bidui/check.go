package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/jobs"
)

func (a *app) checkCommand() *cobra.Command {
	var read bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Check configuration, feeds, headers and database",
		Long: `Check reads the configuration, opens every feed and finds its header, and asks the
ledger's database whether it answers. It warns where clocks differ, disks fill up,
others can read what names people, or the database is set to lose data. With --feeds
it reads the feeds to their end, as a run would, and says what could not be used,
which months of the monthly rolls each county has yet to send, and which area names
stand for several codes. It changes nothing.`,
		Example: `  bidui check
  bidui check --feeds`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.check(c.Context(), read) },
	}
	c.Flags().BoolVar(&read, "feeds", false, "read the feeds whole")
	return c
}

func (a *app) check(ctx context.Context, read bool) (err error) {
	file, err := a.loadWhole()
	if err != nil {
		return err
	}
	out := &printer{to: a.stdout}
	defer func() { err = errors.Join(err, out.err) }()
	out.printf("configuration  ok  %s\n", a.config)
	l, err := a.viewLedger(ctx, file)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	defer closing(l, &err)
	if _, err := l.Version(ctx); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	out.printf("ledger         ok  %s\n", file.Store)
	if err := a.checkMachine(ctx, out, file, l); err != nil {
		return err
	}
	progress := newProgress(a.stderr)
	defer progress.Close()
	runner, err := a.runner(file, l, slog.New(slog.DiscardHandler), progress) // check prints all that it finds
	if err != nil {
		return err
	}
	checks, err := runner.CheckHeaders(ctx)
	if err != nil {
		return err
	}
	faults := printHeaders(out, checks, read)
	if read && faults == nil {
		if checks, err = runner.CheckFeeds(ctx); err != nil {
			return err
		}
		faults = printReads(out, checks)
		if err := printMonths(out, report.Language(a.lang), checks); err != nil {
			return err
		}
	}
	if faults != nil {
		return errors.Join(errReported, faults)
	}
	runnable := runner.Runnable()
	if len(runnable) == 0 {
		return usageError{fmt.Errorf("the configuration has the feeds of no job; the jobs need:\n%s", jobsHelp(" or "))}
	}
	out.printf("jobs           ok  %s\n", strings.Join(runnable, ", "))
	return nil
}

// printHeaders prints each feed's mapping; with samples, what the first rows say.
func printHeaders(out *printer, checks []jobs.FeedCheck, samples bool) error {
	var faults error
	for _, c := range checks {
		if c.Err != nil {
			faults = errors.Join(faults, c.Err)
			out.plainf("feed %-9s FAULT %s\n", c.Feed, c.Location)
			out.fault(c.Err)
			continue
		}
		out.plainf("feed %-9s ok  %s\n", c.Feed, c.Location)
		if c.Access != "" {
			out.plainf("  access: %s\n", c.Access)
		}
		for _, note := range c.Notes {
			out.plainf("  note: %s\n", note)
		}
		for _, t := range c.Tables {
			out.plainf("  %s: header in row %d\n", t.Source, t.Row)
			for _, field := range slices.Sorted(maps.Keys(t.Columns)) {
				out.plainf("    %-15s %s", field, t.Columns[field])
				for i, sample := range t.Samples {
					if samples {
						out.plainf("%s%s", []string{" | ", "  = "}[max(0, 1-i)], sample.Cells[field])
					}
				}
				out.plainf("\n")
			}
			if len(t.Unmapped) > 0 {
				out.plainf("    %-15s %s\n", "(not used)", strings.Join(t.Unmapped, ", "))
			}
		}
	}
	return faults
}

// fault prints an error, each of several on a line of its own.
func (p *printer) fault(err error) {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		p.plainf("  %s\n", line)
	}
}

func printReads(out *printer, checks []jobs.FeedCheck) error {
	var faults error
	for _, c := range checks {
		faults = errors.Join(faults, c.Err)
		if c.Read == nil {
			out.plainf("read %-9s FAULT %v\n", c.Feed, c.Err)
			continue
		}
		state := "ok"
		if c.Err != nil {
			state = "FAULT"
		}
		out.plainf("read %-9s %s  %d rows, %d not used, %d reject notes%s\n",
			c.Feed, state, c.Read.RowsRead, c.Read.RowsRejected, len(c.Read.Rejects), heldNote(*c.Read))
		if c.Err != nil {
			out.fault(c.Err)
		}
		for _, note := range c.Read.Notes {
			out.plainf("  note: %s\n", note)
		}
		for _, r := range c.Read.Rejects {
			out.plainf("  %s %s row %d %s: %s %s\n", r.Location, r.Sheet, r.Row, r.Field, r.Reason, r.Masked)
		}
	}
	return faults
}

func heldNote(read ledger.FeedRead) string {
	if len(read.HeldCounties) == 0 {
		return ""
	}
	return "; held for lost rows: " + strings.Join(resident.MaskAll(read.HeldCounties), " ")
}
