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

func (a *app) exportCommand() *cobra.Command {
	var (
		f      filterFlags
		export report.Export
		format string
		output string
	)
	c := &cobra.Command{
		Use:   "export",
		Short: "Write discrepancies to a file",
		Long: `Export writes the discrepancies of the ledger, the open ones unless told otherwise,
as CSV, XLSX or JSON with the columns of the ledger's table. ID numbers are masked
(430599********1234) unless --unmask is given, which is recorded in the ledger.`,
		Example: `  bidui export -o open.csv
  bidui export --format xlsx --area 430524 -o 隆回县.xlsx
  bidui export --format csv --bom -o for-excel.csv
  bidui export --status all --format json -o - | jq .`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.export(c.Context(), &f, export, format, output) },
	}
	flags := c.Flags()
	f.register(flags)
	flags.StringVar(&format, "format", "csv", "csv, xlsx or json")
	flags.StringVarP(&output, "output", "o", "-", "write to `FILE`; - is the standard output")
	flags.BoolVar(&export.Unmask, "unmask", false, "write ID numbers whole; recorded in the ledger")
	flags.BoolVar(&export.BOM, "bom", false, "begin a CSV with a byte order mark, for Excel")
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
	if export.Unmask {
		return a.exportUnmasked(ctx, filter, output, write)
	}
	return a.view(ctx, func(l *ledger.Ledger) error { return a.writeRows(ctx, l, filter, output, write) })
}

// exportUnmasked records who takes ID numbers out of the ledger before it hands them out.
func (a *app) exportUnmasked(ctx context.Context, filter ledger.Filter, output string,
	write func(*outFile, report.Discrepancies) (int, error),
) error {
	return a.change(ctx, func(l *ledger.Ledger) error {
		note := fmt.Sprintf("unmasked export: job=%q kind=%q area=%q status=%q severity=%q",
			filter.Job, filter.Kind, filter.Scope, filter.Status, filter.Severity)
		if err := l.Note(ctx, ledger.Decision{Actor: actor(), Note: note}); err != nil {
			return fmt.Errorf("record the unmasked export: %w", err)
		}
		return a.writeRows(ctx, l, filter, output, write)
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
