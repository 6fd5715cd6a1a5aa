package main

import (
	"context"
	"fmt"
	"os"
	"os/user"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
)

// exportFlags say how discrepancies are written and where to.
type exportFlags struct {
	report.Export
	format string
	output string
	split  string // county, town or village: worksheets; empty: one file
}

func (a *app) exportCommand() *cobra.Command {
	var (
		f filterFlags
		e exportFlags
	)
	c := &cobra.Command{
		Use:   "export",
		Short: "Write discrepancies to a file, or worksheets to hand out (下发)",
		Long: `Export writes the discrepancies of the ledger, the open ones unless told otherwise,
as CSV, XLSX or JSON with the columns of the ledger's table. ID numbers are masked
(430599********1234) unless --unmask is given, which is recorded in the ledger.

With --split it writes worksheets (核查表) to be filled in, one workbook for each
county, town or village, named 隆回县-石溪镇-核查表-20181016.xlsx: sorted by village,
household and name, with a list to choose the outcome from and room for evidence.
A worksheet of the same day takes the place of the former one. Filled in, they
come back by bidui import.`,
		Example: `  bidui export -o open.csv
  bidui export --format xlsx --area 430524 -o 隆回县.xlsx
  bidui export --format csv --bom -o for-excel.csv
  bidui export --status all --format json -o - | jq .
  bidui export --split town -o 下发
  bidui export --split village --area 石溪镇 --kind water_marked_safe --unmask -o 下发`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if e.split == "" {
				return a.export(c.Context(), &f, e.Export, e.format, e.output)
			}
			if err := e.checkSplit(c.Flags().Changed("format")); err != nil {
				return err
			}
			return a.exportWorksheets(c.Context(), &f, e)
		},
	}
	flags := c.Flags()
	f.register(flags)
	flags.StringVar(&e.format, "format", "csv", "csv, xlsx or json")
	flags.StringVarP(&e.output, "output", "o", "-", "write to `FILE`; - is the standard output; with --split, the directory")
	flags.BoolVar(&e.Unmask, "unmask", false, "write ID numbers whole; recorded in the ledger")
	flags.BoolVar(&e.BOM, "bom", false, "begin a CSV with a byte order mark, for Excel")
	flags.StringVar(&e.split, "split", "", "write worksheets, one for each county, town or village")
	return c
}

func (a *app) export(ctx context.Context, f *filterFlags, export report.Export, format, output string) error {
	filter, err := a.filter(f)
	if err != nil {
		return err
	}
	if err := choice("format", format, "csv", "xlsx", "json"); err != nil {
		return err
	}
	write := map[string]func(*outFile, report.Discrepancies) (int, error){
		"csv":  func(out *outFile, rows report.Discrepancies) (int, error) { return export.WriteCSV(out, rows) },
		"xlsx": func(out *outFile, rows report.Discrepancies) (int, error) { return export.WriteXLSX(out, rows) },
		"json": func(out *outFile, rows report.Discrepancies) (int, error) { return export.WriteJSON(out, rows) },
	}[format]
	show := func(l *ledger.Ledger) error { return a.writeRows(ctx, l, filter, output, write) }
	if err := a.spare(output); err != nil {
		return err // before anything is recorded
	}
	if export.Unmask {
		return a.changeUnmasked(ctx, filter, show)
	}
	return a.view(ctx, show)
}

// changeUnmasked records who takes ID numbers out of the ledger before it lets
// show hand them out.
func (a *app) changeUnmasked(ctx context.Context, filter ledger.Filter, show func(*ledger.Ledger) error) error {
	return a.change(ctx, func(l *ledger.Ledger) error {
		note := fmt.Sprintf("unmasked export: job=%q kind=%q area=%q status=%q severity=%q",
			filter.Job, filter.Kind, filter.Scope, filter.Status, filter.Severity)
		if err := l.Note(ctx, ledger.Decision{Actor: actor(), Note: note}); err != nil {
			return fmt.Errorf("record the unmasked export: %w", err)
		}
		return show(l)
	})
}

func (a *app) writeRows(ctx context.Context, l *ledger.Ledger, filter ledger.Filter, output string,
	write func(*outFile, report.Discrepancies) (int, error),
) error {
	n := 0
	err := a.writeTo(output, func(out *outFile) (err error) {
		n, err = write(out, l.Discrepancies(ctx, filter))
		return err
	})
	if err == nil && output != "-" {
		_, err = fmt.Fprintf(a.stderr, "%s: %d rows\n", output, n)
	}
	return err
}

// actor is who the ledger says did something by hand.
func actor() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return os.Getenv("USER")
}
