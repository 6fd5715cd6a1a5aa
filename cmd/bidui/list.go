package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/config"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/report"
)

func (a *app) listCommand() *cobra.Command {
	var (
		f      filterFlags
		limit  int
		format string
	)
	c := &cobra.Command{
		Use:   "list",
		Short: "List discrepancies",
		Long: `List prints the discrepancies of the ledger, the open ones unless told otherwise,
with ID numbers masked, and how much time each of their jobs has left. For all of them in a file use export.`,
		Example: `  bidui list
  bidui list --kind dibao_unmarked --area 430524
  bidui list --status resolved --limit 0
  bidui list --format json | jq length`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.list(c.Context(), &f, limit, format) },
	}
	f.register(c.Flags())
	c.Flags().IntVar(&limit, "limit", 100, "at most so many rows; 0: all")
	c.Flags().StringVar(&format, "format", "table", "table or json")
	return c
}

func (a *app) list(ctx context.Context, f *filterFlags, limit int, format string) error {
	filter, err := a.filter(f)
	if err != nil {
		return err
	}
	if err := choice("format", format, "table", "json"); err != nil {
		return err
	}
	file, err := a.load()
	if err != nil {
		return err
	}
	return a.view(ctx, func(l *ledger.Ledger) error {
		more := false
		rows := firstOf(l.Discrepancies(ctx, filter), limit, &more)
		var err error
		if format == "json" {
			_, err = report.Export{}.WriteJSON(a.stdout, rows)
		} else {
			_, err = report.Language(a.lang).WriteList(a.stdout, rows)
		}
		if err == nil && format == "table" {
			err = a.listOpen(ctx, file, l, filter)
		}
		if err == nil && more {
			_, err = fmt.Fprintf(a.stderr, "only the first %d are shown; --limit 0 shows all\n", limit)
		}
		return err
	})
}

// listOpen prints how many of the filter's discrepancies are unresolved, by job,
// and how much time is left.
func (a *app) listOpen(ctx context.Context, file *config.File, l *ledger.Ledger, filter ledger.Filter) error {
	unresolved, err := l.Unresolved(ctx, filter)
	if err != nil {
		return err
	}
	today := period.DateAt(a.now().In(file.Timezone))
	var open []report.OpenJob
	for _, job := range jobNames() {
		if n := unresolved[job]; n > 0 {
			open = append(open, report.OpenJob{Job: job, Open: n, Due: a.due(file, job, today)})
		}
	}
	return report.Language(a.lang).WriteOpen(a.stdout, open)
}

// firstOf is the first n rows, or all of them where n is 0. It sets more when
// there are others.
func firstOf(rows report.Discrepancies, n int, more *bool) report.Discrepancies {
	if n <= 0 {
		return rows
	}
	return func(yield func(ledger.Discrepancy, error) bool) {
		left := n
		for d, err := range rows {
			if left == 0 && err == nil {
				*more = true
				return
			}
			if !yield(d, err) {
				return
			}
			left--
		}
	}
}
