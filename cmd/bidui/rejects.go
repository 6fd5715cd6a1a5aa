package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/jobs"
)

// rejectFlags choose rejects and where they go.
type rejectFlags struct {
	feed, agency string
	file         string
	run          int64
	format       string
	output       string
	sendBack     string
}

func (a *app) rejectsCommand() *cobra.Command {
	var f rejectFlags
	c := &cobra.Command{
		Use:   "rejects",
		Short: "List the rows and cells of the feeds that could not be used, or send them back",
		Long: `Rejects lists every row and cell that the last run of each feed could not use, with
file, sheet, row, field and reason. Values are masked. After a run that a guard
refused it lists that run's. CSV and JSON have the columns of the ledger; XLSX says
in Chinese, feed by feed, what is wrong and what a right value looks like. With
--run it lists those of an earlier run, as long as later ones rejected the same.

With --send-back it writes a letter to each agency whose data has such rows
(校核纠错单): a workbook 校核纠错-民政-20181015.xlsx, named for the day of the run,
with what the agency sent and its digest, each cell to be corrected, and blank
columns for the answer, to be printed or filled in. A letter of the same day takes
the place of the former one. Where nothing was rejected nothing is written.`,
		Example: `  bidui rejects
  bidui rejects --feed dibao --format csv -o rejects.csv
  bidui rejects --format xlsx -o 未采用.xlsx
  bidui rejects --send-back 纠错
  bidui rejects --send-back 纠错 --agency civil
  bidui rejects --run 12`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if f.sendBack != "" && (c.Flags().Changed("format") || c.Flags().Changed("output")) {
				return usageError{errors.New("--send-back writes workbooks of its own: leave --format and --output out")}
			}
			if c.Flags().Changed("run") && f.run < 1 {
				return usageError{fmt.Errorf("--run %d: want the number of a run; `bidui history` lists them", f.run)}
			}
			return a.rejects(c.Context(), &f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.feed, "feed", "", "only this `FEED`")
	flags.StringVar(&f.agency, "agency", "", "only feeds of this `AGENCY`: registry, civil, water, …")
	flags.StringVar(&f.file, "file", "", "only this `FILE`")
	flags.Int64Var(&f.run, "run", 0, "those of this `RUN` (default: the newest of each feed)")
	flags.StringVar(&f.format, "format", "table", "table, csv, xlsx or json")
	flags.StringVarP(&f.output, "output", "o", "-", "write to `FILE`; - is the standard output")
	flags.StringVar(&f.sendBack, "send-back", "", "write a letter to each agency into `DIR`, which is made if need be")
	return c
}

func (a *app) rejects(ctx context.Context, f *rejectFlags) error {
	if err := choice("format", f.format, "table", "csv", "xlsx", "json"); err != nil {
		return err
	}
	filter, err := f.filter()
	if err != nil {
		return err
	}
	return a.view(ctx, func(l *ledger.Ledger) error {
		if nothing, err := a.tellGone(ctx, l, filter); err != nil || nothing && (f.sendBack != "" || f.format == "table") {
			return err
		}
		if f.sendBack != "" {
			return a.sendBack(ctx, l, filter, f.sendBack)
		}
		rows := l.Rejects(ctx, filter)
		return a.writeTo(f.output, func(out *outFile) (err error) {
			switch f.format {
			case "csv":
				_, err = report.WriteRejectCSV(out, rows)
			case "json":
				_, err = report.WriteRejectJSON(out, rows)
			case "xlsx":
				_, err = report.RejectBook{Schemas: jobs.Schemas}.WriteXLSX(out, rows)
			default:
				_, err = report.Language(a.lang).WriteRejectTable(out, rows)
			}
			return err
		})
	})
}

// tellGone says of which feeds the rejects of the run asked for are no longer kept,
// and whether that leaves nothing to show. That there is no such run is a usage error.
func (a *app) tellGone(ctx context.Context, l *ledger.Ledger, filter ledger.RejectFilter) (nothing bool, err error) {
	if filter.Run == 0 {
		return false, nil
	}
	if _, err := runOf(ctx, l, filter.Run); err != nil {
		return false, err
	}
	gone, err := l.RejectsGone(ctx, filter)
	if err != nil || len(gone) == 0 {
		return false, err
	}
	if _, err := fmt.Fprintln(a.stderr, report.Language(a.lang).RejectsGone(filter.Run, gone)); err != nil {
		return false, err
	}
	left, err := l.RejectedFeeds(ctx, filter)
	return len(left) == 0, err
}

// filter checks the flags that choose rejects.
func (f *rejectFlags) filter() (ledger.RejectFilter, error) {
	filter := ledger.RejectFilter{Location: f.file, Run: f.run}
	if f.agency != "" {
		if err := choice("agency", f.agency, agencyNames()...); err != nil {
			return filter, err
		}
		filter.Feeds = feedNames(f.agency)
	}
	if f.feed != "" {
		if err := choice("feed", f.feed, feedNames("")...); err != nil {
			return filter, err
		}
		if f.agency != "" && !slices.Contains(filter.Feeds, f.feed) {
			return filter, usageError{fmt.Errorf("--feed %s is not a feed of --agency %s", f.feed, f.agency)}
		}
		filter.Feeds = []string{f.feed}
	}
	return filter, nil
}

// feedNames are the feeds of an agency, or of all.
func feedNames(agency string) []string {
	var names []string
	for _, schema := range jobs.Schemas {
		if agency == "" || schema.Agency == agency {
			names = append(names, schema.Feed)
		}
	}
	return names
}

// agencyNames are those who own feeds.
func agencyNames() []string {
	var names []string
	for _, schema := range jobs.Schemas {
		if !slices.Contains(names, schema.Agency) {
			names = append(names, schema.Agency)
		}
	}
	return names
}
