package main

import (
	"context"
	"errors"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/jobs"
)

func (a *app) pruneCommand() *cobra.Command {
	var dry bool
	c := &cobra.Command{
		Use:   "prune",
		Short: "Remove from the ledger what was kept long enough",
		Long: `Prune removes what has been in the ledger for longer than the configuration says
under retention: {runs: 400d, rejects: 90d, resolved: 730d}. What the configuration
leaves out is kept for ever. Every run that succeeds does the same at its end.

  runs      and what they read, unless an open or kept discrepancy or reject refers
            to them, or they are the newest of their job, area and outcome
  rejects   of failed runs; those of each feed's last successful run always stay
  resolved  discrepancies since resolved; their history stays, under their number

Metrics go on as if nothing had been removed.`,
		Example: `  bidui prune --dry-run
  bidui prune`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.prune(c.Context(), dry) },
	}
	c.Flags().BoolVar(&dry, "dry-run", false, "count what would be removed; remove nothing")
	return c
}

func (a *app) prune(ctx context.Context, dry bool) (err error) {
	file, err := a.load()
	if err != nil {
		return err
	}
	settings := settingsOf(file)
	if settings.Retention == (jobs.Retention{}) {
		return usageError{errors.New("the configuration has no retention: everything is kept; see `bidui prune --help`")}
	}
	open := a.openLedger
	if dry {
		open = a.viewLedger
	}
	l, err := open(ctx, file)
	if err != nil {
		return err
	}
	defer closing(l, &err)
	runner, err := jobs.NewRunner(settings, l, slog.New(slog.DiscardHandler), nil, a.now)
	if err != nil {
		return err
	}
	removed, err := runner.Prune(ctx, dry)
	if err != nil {
		return err
	}
	verb := "removed"
	if dry {
		verb = "to be removed"
	}
	out := &printer{to: a.stdout}
	out.printf("%s: %d runs, %d rejects, %d resolved discrepancies\n", verb, removed.Runs, removed.Rejects, removed.Resolved)
	return out.err
}
