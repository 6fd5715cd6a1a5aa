package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/jobs"
)

func (a *app) rejectsCommand() *cobra.Command {
	var (
		filter ledger.RejectFilter
		format string
		output string
	)
	c := &cobra.Command{
		Use:   "rejects",
		Short: "List the rows and cells of the feeds that could not be used",
		Long: `Rejects lists every row and cell that the last run of each feed could not use, with
file, sheet, row, field and reason. Values are masked. After a run that a guard
refused it lists that run's.`,
		Example: `  bidui rejects
  bidui rejects --feed dibao --format csv -o rejects.csv
  bidui rejects --run 12`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.rejects(c.Context(), filter, format, output) },
	}
	flags := c.Flags()
	flags.StringVar(&filter.Feed, "feed", "", "only this `FEED`")
	flags.StringVar(&filter.Location, "file", "", "only this `FILE`")
	flags.Int64Var(&filter.Run, "run", 0, "those of this `RUN` (default: the newest of each feed)")
	flags.StringVar(&format, "format", "table", "table, csv or json")
	flags.StringVarP(&output, "output", "o", "-", "write to `FILE`; - is the standard output")
	return c
}

func (a *app) rejects(ctx context.Context, filter ledger.RejectFilter, format, output string) error {
	if err := choice("format", format, "table", "csv", "json"); err != nil {
		return err
	}
	if filter.Feed != "" {
		if err := choice("feed", filter.Feed, feedNames()...); err != nil {
			return err
		}
	}
	return a.view(ctx, func(l *ledger.Ledger) error {
		rows := l.Rejects(ctx, filter)
		return a.writeTo(output, func(out *outFile) (err error) {
			switch format {
			case "csv":
				_, err = report.WriteRejectCSV(out, rows)
			case "json":
				_, err = report.WriteRejectJSON(out, rows)
			default:
				_, err = report.Language(a.lang).WriteRejectTable(out, rows)
			}
			return err
		})
	})
}

func feedNames() []string {
	var names []string
	for _, schema := range jobs.Schemas {
		names = append(names, schema.Feed)
	}
	return names
}
