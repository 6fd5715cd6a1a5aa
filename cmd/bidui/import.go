package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/config"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/worksheet"
)

// importFlags say how worksheets are taken in.
type importFlags struct {
	actor, until    string
	partial, dryRun bool
	format          string
}

func (a *app) importCommand() *cobra.Command {
	var f importFlags
	c := &cobra.Command{
		Use:   "import FILE…",
		Short: "Take back the worksheets that were filled in (反馈)",
		Long: `Import reads worksheets of export --split that came back, sorted, shortened or saved
by another program as they may be, and records each answer as an event of its
discrepancy, in one transaction:

  属实已改       note; it stays open until a run no longer finds it
  属实整改中     note
  不属实(佐证)   waiver with the evidence as its reason, until --waive-until
  源数据有误     note
  无法核实       note

Bad cells are listed with file, sheet, row and field, and then nothing is recorded.
So are conflicts: discrepancies that were resolved, waived by hand or found with
other values since the worksheet was written, and numbers that are unknown; with
--partial the other rows are recorded. Either way the status is 1. What was
recorded before is passed over: the same file again changes nothing, a changed
remark is another event, and an answer that is no longer 不属实 ends its waiver.`,
		Example: `  bidui import 反馈/*.xlsx --dry-run
  bidui import 反馈/*.xlsx
  bidui import 隆回县-石溪镇-核查表-20181016.xlsx --actor 王某 --waive-until 2018-12-31
  bidui import 反馈/*.xlsx --partial --format json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.importWorksheets(c.Context(), f, args) },
	}
	flags := c.Flags()
	flags.StringVar(&f.actor, "actor", "", "`NAME` of who takes the answers in (default: the user)")
	flags.StringVar(&f.until, "waive-until", "", "last `DATE` of the waivers (default: worksheets.waive_for of the configuration, 180 days)")
	flags.BoolVar(&f.partial, "partial", false, "record what does not conflict, though some does")
	flags.BoolVar(&f.dryRun, "dry-run", false, "say what would be recorded, and record nothing")
	flags.StringVar(&f.format, "format", "table", "table or json")
	return c
}

func (a *app) importWorksheets(ctx context.Context, f importFlags, paths []string) error {
	if err := choice("format", f.format, "table", "json"); err != nil {
		return err
	}
	paths, err := expand(paths)
	if err != nil {
		return err
	}
	file, err := a.load()
	if err != nil {
		return err
	}
	acceptance, err := a.acceptance(f, file)
	if err != nil {
		return err
	}
	summary := report.FeedbackSummary{
		Language: report.Language(a.lang), Files: len(paths), DryRun: f.dryRun,
		Reader: &worksheet.Reader{Today: period.DateAt(a.now().In(file.Timezone))},
	}
	for _, path := range paths {
		if err := readWorksheet(ctx, summary.Reader, path); err != nil {
			return err
		}
	}
	if len(summary.Reader.Faults) == 0 {
		open := a.openLedger
		if f.dryRun {
			open = a.viewLedger
		}
		err := a.with(ctx, open, func(l *ledger.Ledger) (err error) {
			summary.Accepted, err = l.Accept(ctx, summary.Reader.Feedback, acceptance)
			return err
		})
		if err != nil {
			return err
		}
	}
	return a.tell(summary, f.format)
}

// acceptance checks the flags.
func (a *app) acceptance(f importFlags, file *config.File) (ledger.Acceptance, error) {
	acceptance := ledger.Acceptance{Actor: f.actor, Partial: f.partial, DryRun: f.dryRun}
	if f.actor == "" {
		acceptance.Actor = actor()
	}
	if f.until == "" {
		acceptance.Until = period.DateAt(a.now().In(file.Timezone).AddDate(0, 0, file.Worksheets.WaiveDays))
		return acceptance, nil
	}
	day, err := time.Parse(time.DateOnly, f.until)
	if err != nil {
		return acceptance, usageError{fmt.Errorf("--waive-until %q: want the last day of the waivers, such as 2018-12-31", f.until)}
	}
	acceptance.Until = period.DateAt(day)
	return acceptance, a.checkLastDay("waive-until", acceptance.Until)
}

// readWorksheet reads a file. One that is not there is a wrong command line; one
// that cannot be read is a fault like others.
// expand does to file names what the shells of Windows leave to programs.
func expand(args []string) (paths []string, err error) {
	for _, arg := range args {
		found, err := source.Files(arg, ".")
		if err != nil {
			return nil, usageError{fmt.Errorf("read worksheets: %w", err)}
		}
		paths = append(paths, found...)
	}
	return paths, nil
}

func readWorksheet(ctx context.Context, r *worksheet.Reader, path string) (err error) {
	handle, err := os.Open(path)
	if err != nil {
		return usageError{fmt.Errorf("read a worksheet: %w", err)}
	}
	defer closing(handle, &err)
	info, err := handle.Stat()
	if err != nil {
		return fmt.Errorf("read a worksheet: %w", err)
	}
	return r.Read(ctx, path, handle, info.Size())
}

// errWorksheets says that worksheets were not taken in whole.
var errWorksheets = errors.New("worksheets have faults or conflicts")

func (a *app) tell(summary report.FeedbackSummary, format string) error {
	write := summary.WriteTable
	if format == "json" {
		write = summary.WriteJSON
	}
	if err := write(a.stdout); err != nil {
		return err
	}
	if summary.Refused() {
		return errors.Join(errReported, errWorksheets)
	}
	return nil
}
