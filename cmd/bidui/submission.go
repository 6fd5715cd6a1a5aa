package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
)

// submissionFlags is what the command line says of a submission.
type submissionFlags struct {
	area, deadline, since string
	external, unmask      bool
	format, output        string
}

func (a *app) submissionCommand() *cobra.Command {
	var f submissionFlags
	c := &cobra.Command{
		Use:   "submission",
		Short: "Write the lists and statistics that are handed in by a deadline (报送)",
		Long: `Submission writes what was decided with handle as a workbook to be handed in: by
county how many households and persons are handled in which way, the reasons, and a
list of names for each handling. The sums are checked against the lists. Decisions
without a reason, or that put somebody in two lists, are named by their numbers, and
nothing is written.

--external leaves all lists out but that of 稳定脱贫回退, the only one that goes to
others by name. After the deadline it is written all the same, and says 逾期. JSON
has the statistics alone. ID numbers are masked unless --unmask is given, which is
recorded in the ledger.`,
		Example: `  bidui submission --deadline 2018-11-26T17:00 -o 报送.xlsx
  bidui submission --deadline 2018-11-26T17:00 --area 430524 -o 隆回县.xlsx
  bidui submission --deadline 2018-11-26T17:00 --external --unmask -o 稳定脱贫回退.xlsx
  bidui submission --since 2018-11-01 --format json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.submission(c.Context(), &f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.deadline, "deadline", "", "when it is due: `TIME` such as 2018-11-26T17:00 in the configured time zone")
	flags.StringVar(&f.area, "area", "", "only this area: `CODE|NAME` of a county, town or village")
	flags.StringVar(&f.since, "since", "", "only what was decided on this `DATE` or later")
	flags.BoolVar(&f.external, "external", false, "the statistics, and no names but those of 稳定脱贫回退")
	flags.BoolVar(&f.unmask, "unmask", false, "write ID numbers whole; recorded in the ledger")
	flags.StringVar(&f.format, "format", "xlsx", "xlsx, or json of the statistics")
	flags.StringVarP(&f.output, "output", "o", "", "write to `FILE`; - is the standard output (default: 报送-20181126.xlsx for xlsx, - for json)")
	return c
}

func (a *app) submission(ctx context.Context, f *submissionFlags) error {
	if err := choice("format", f.format, "xlsx", "json"); err != nil {
		return err
	}
	if f.unmask && f.format == "json" {
		return usageError{errors.New("JSON has no ID numbers: leave --unmask out")}
	}
	file, err := a.load()
	if err != nil {
		return err
	}
	s := report.Submission{Area: f.area, At: a.now().In(file.Timezone), External: f.external, Unmask: f.unmask}
	if f.deadline != "" {
		if s.Deadline, err = timeIn(f.deadline, file.Timezone); err != nil {
			return usageError{fmt.Errorf("--deadline %q: want a time such as 2018-11-26T17:00", f.deadline)}
		}
	}
	var since time.Time
	if f.since != "" {
		if since, err = time.ParseInLocation(time.DateOnly, f.since, file.Timezone); err != nil {
			return usageError{fmt.Errorf("--since %q: want a date such as 2018-11-01", f.since)}
		}
	}
	filter := ledger.Filter{}
	if f.area != "" {
		filter.Scope = file.Areas.Scope(f.area)
	}
	if s.Late() {
		if _, err := fmt.Fprintf(a.stderr, "the deadline, %s, has passed: the submission says 逾期\n", s.Deadline.Format("2006-01-02 15:04")); err != nil {
			return err
		}
	}
	if !f.unmask {
		return a.view(ctx, func(l *ledger.Ledger) error { return a.submit(f, s, decidedSince(l.Handlings(ctx, filter), since)) })
	}
	return a.change(ctx, func(l *ledger.Ledger) error {
		note := fmt.Sprintf("unmasked submission: area=%q since=%q external=%t", f.area, f.since, f.external)
		if err := l.Note(ctx, ledger.Decision{Actor: actor(), Note: note}); err != nil {
			return fmt.Errorf("record the unmasked submission: %w", err)
		}
		return a.submit(f, s, decidedSince(l.Handlings(ctx, filter), since))
	})
}

// submit writes the submission where the flags say.
func (a *app) submit(f *submissionFlags, s report.Submission, rows report.Handlings) error {
	output := f.output
	switch {
	case output != "":
	case f.format == "json":
		output = "-"
	default:
		due := s.Deadline
		if due.IsZero() {
			due = s.At
		}
		output = "报送-" + due.Format("20060102") + ".xlsx"
	}
	n := 0
	err := a.writeTo(output, func(out *outFile) (err error) {
		if f.format == "json" {
			n, err = s.WriteJSON(out, rows)
		} else {
			n, err = s.WriteXLSX(out, rows)
		}
		return err
	})
	if err == nil && output != "-" {
		_, err = fmt.Fprintf(a.stderr, "%s: %d entries\n", output, n)
	}
	return err
}

// decidedSince is the rows that were decided at a time or later.
func decidedSince(rows report.Handlings, since time.Time) report.Handlings {
	return func(yield func(ledger.Handled, error) bool) {
		for h, err := range rows {
			if err == nil && h.DecidedAt.Before(since) {
				continue
			}
			if !yield(h, err) {
				return
			}
		}
	}
}

// timeIn reads a time of a time zone; a day alone ends with its last minute.
func timeIn(text string, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, nil
		}
	}
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	return day.Add(24*time.Hour - time.Minute), err
}
