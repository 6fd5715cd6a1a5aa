package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
)

func (a *app) historyCommand() *cobra.Command {
	var (
		job   string
		limit int
	)
	c := &cobra.Command{
		Use:   "history [run]",
		Short: "List the runs, or one run with its inputs",
		Long: `History lists the last runs, newest first. With the number of a run it prints that
run whole: what it read from where with which digest, and its error.`,
		Example: `  bidui history
  bidui history --job water --limit 5
  bidui history 42`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.historyOf(c.Context(), args[0])
			}
			return a.history(c.Context(), job, limit)
		},
	}
	c.Flags().StringVar(&job, "job", "", "only this `JOB`")
	c.Flags().IntVar(&limit, "limit", 20, "at most so many runs; 0: all")
	return c
}

func (a *app) history(ctx context.Context, job string, limit int) error {
	if job != "" {
		if err := choice("job", job, jobNames()...); err != nil {
			return err
		}
	}
	return a.view(ctx, func(l *ledger.Ledger) error {
		runs, err := l.Runs(ctx, ledger.RunFilter{Job: job, Limit: limit})
		if err != nil {
			return err
		}
		return report.Language(a.lang).WriteHistory(a.stdout, runs)
	})
}

func (a *app) historyOf(ctx context.Context, text string) error {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return usageError{fmt.Errorf("%q is not the number of a run; `bidui history` lists them", text)}
	}
	return a.view(ctx, func(l *ledger.Ledger) error {
		run, err := runOf(ctx, l, id)
		if err != nil {
			return err
		}
		feeds, err := l.RunFeeds(ctx, id)
		if err != nil {
			return err
		}
		return report.Language(a.lang).WriteRun(a.stdout, run, feeds)
	})
}

// runOf is the run of a number; that there is none is a usage error.
func runOf(ctx context.Context, l *ledger.Ledger, id int64) (ledger.RunRow, error) {
	runs, err := l.Runs(ctx, ledger.RunFilter{ID: id})
	if err != nil {
		return ledger.RunRow{}, err
	}
	if len(runs) == 0 {
		return ledger.RunRow{}, usageError{fmt.Errorf("there is no run %d; `bidui history` lists them", id)}
	}
	return runs[0], nil
}
