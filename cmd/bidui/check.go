package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/jobs"
)

func (a *app) checkCommand() *cobra.Command {
	var read bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Check configuration, feeds, headers and database",
		Long: `Check reads the configuration, opens every feed and finds its header, and asks the
ledger's database whether it answers. With --feeds it reads the feeds to their end,
as a run would, and says what could not be used. It changes nothing.`,
		Example: `  bidui check
  bidui check --feeds`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.check(c.Context(), read) },
	}
	c.Flags().BoolVar(&read, "feeds", false, "read the feeds whole")
	return c
}

func (a *app) check(ctx context.Context, read bool) (err error) {
	file, err := a.load()
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "configuration  ok  %s\n", a.config)
	l, err := a.viewLedger(ctx, file)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	defer closing(l, &err)
	if _, err := l.Version(ctx); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	fmt.Fprintf(a.stdout, "ledger         ok  %s\n", file.Store)
	progress := newProgress(a.stderr)
	defer progress.Close()
	runner, err := a.runner(file, l, a.logger(), progress)
	if err != nil {
		return err
	}
	checks, err := runner.CheckHeaders(ctx)
	if err != nil {
		return err
	}
	faults := a.printHeaders(checks)
	if read && faults == nil {
		if checks, err = runner.CheckFeeds(ctx); err != nil {
			return err
		}
		faults = a.printReads(checks)
	}
	if faults != nil {
		return errors.Join(errReported, faults)
	}
	runnable := runner.Runnable()
	if len(runnable) == 0 {
		return usageError{fmt.Errorf("the configuration has the feeds of no job; the jobs need:\n%s", jobsHelp())}
	}
	fmt.Fprintf(a.stdout, "jobs           ok  %s\n", strings.Join(runnable, ", "))
	return nil
}

func (a *app) printHeaders(checks []jobs.FeedCheck) error {
	var faults error
	for _, c := range checks {
		if c.Err != nil {
			faults = errors.Join(faults, c.Err)
			fmt.Fprintf(a.stdout, "feed %-9s FAULT %s\n  %s\n", c.Feed, c.Location, strings.ReplaceAll(c.Err.Error(), "\n", "\n  "))
			continue
		}
		fmt.Fprintf(a.stdout, "feed %-9s ok  %s\n", c.Feed, c.Location)
		for _, t := range c.Tables {
			fmt.Fprintf(a.stdout, "  %s: header in row %d\n", t.Source, t.Row)
			for _, field := range slices.Sorted(maps.Keys(t.Columns)) {
				fmt.Fprintf(a.stdout, "    %-15s %s\n", field, t.Columns[field])
			}
			if len(t.Unmapped) > 0 {
				fmt.Fprintf(a.stdout, "    %-15s %s\n", "(not used)", strings.Join(t.Unmapped, ", "))
			}
		}
	}
	return faults
}

func (a *app) printReads(checks []jobs.FeedCheck) error {
	var faults error
	for _, c := range checks {
		faults = errors.Join(faults, c.Err)
		if c.Read == nil {
			fmt.Fprintf(a.stdout, "read %-9s FAULT %v\n", c.Feed, c.Err)
			continue
		}
		state := "ok"
		if c.Err != nil {
			state = "FAULT"
		}
		fmt.Fprintf(a.stdout, "read %-9s %s  %d rows, %d not used, %d reject notes%s\n",
			c.Feed, state, c.Read.RowsRead, c.Read.RowsRejected, len(c.Read.Rejects), heldNote(*c.Read))
		if c.Err != nil {
			fmt.Fprintf(a.stdout, "  %v\n", c.Err)
		}
		for _, r := range c.Read.Rejects {
			fmt.Fprintf(a.stdout, "  %s %s row %d %s: %s %s\n", r.Location, r.Sheet, r.Row, r.Field, r.Reason, r.Masked)
		}
	}
	return faults
}

func heldNote(read ledger.FeedRead) string {
	if len(read.HeldCounties) == 0 {
		return ""
	}
	return "; held for lost rows: " + strings.Join(read.HeldCounties, " ")
}
