package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/report"
)

// waiveFlags say what is decided about which discrepancies.
type waiveFlags struct {
	filterFlags
	until, reason string
	lift, dryRun  bool
}

func (a *app) waiveCommand() *cobra.Command {
	var f waiveFlags
	c := &cobra.Command{
		Use:   "waive [NUMBER…]",
		Short: "Take discrepancies off the list until a date (豁免)",
		Long: `Waive takes open discrepancies off the list of what is unresolved, with a reason and
a last day: those of the numbers that list shows, or all that --job, --kind, --area
and --severity choose; --dry-run shows them. No run overrides a waiver: it ends
after that day, or when other values are found. With --lift it ends now. All are
waived, or where one cannot be, none. ` + "`list --status waived`" + ` shows them with reason
and last day, and so does export.`,
		Example: `  bidui waive 17 42 --until 2018-12-31 --reason "民政已核实，系统下月更新"
  bidui waive --kind water_no_record --area 石溪镇 --until 2018-12-31 --reason "水利补评中" --dry-run
  bidui waive 17 --lift --reason "核实有误"
  bidui waive --lift --kind water_no_record --reason "已补评"`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return a.waive(c.Context(), f, args) },
	}
	flags := c.Flags()
	f.registerChoice(flags)
	flags.StringVar(&f.until, "until", "", "last `DATE` of the waiver (required)")
	flags.StringVar(&f.reason, "reason", "", "why (required)")
	flags.BoolVar(&f.lift, "lift", false, "end the waiver now")
	flags.BoolVar(&f.dryRun, "dry-run", false, "show what would be waived, and waive nothing")
	return c
}

func (a *app) waive(ctx context.Context, f waiveFlags, numbers []string) error {
	decision, err := decide(f, numbers)
	if err != nil {
		return usageError{err}
	}
	if err := a.checkLastDay("until", decision.Until); err != nil {
		return err
	}
	if f.status = ledger.StatusOpen; f.lift {
		f.status = ledger.StatusWaived
	}
	filter, err := a.filter(&f.filterFlags)
	if err != nil {
		return err
	}
	filter.IDs = decision.IDs
	if len(numbers) > 0 {
		filter.Status = "" // the ledger says which number may not be decided on
	}
	if f.dryRun {
		return a.view(ctx, func(l *ledger.Ledger) error {
			_, err := report.Language(a.lang).WriteList(a.stdout, l.Discrepancies(ctx, filter))
			return err
		})
	}
	return a.change(ctx, func(l *ledger.Ledger) error { return a.decideOn(ctx, l, filter, decision, f.lift) })
}

// checkLastDay makes sure that the last day of a waiver is to come, or unknown.
func (a *app) checkLastDay(flag string, day period.Date) error {
	file, err := a.load()
	if err != nil {
		return err
	}
	if day.Known() && day < period.DateAt(a.now().In(file.Timezone)) {
		return usageError{fmt.Errorf("--%s %s has passed", flag, day)}
	}
	return nil
}

// decideOn makes the decision about the numbers it has, or else about what the
// filter chooses.
func (a *app) decideOn(ctx context.Context, l *ledger.Ledger, filter ledger.Filter, d ledger.Decision, lift bool) error {
	chosen := len(d.IDs) == 0
	if chosen {
		for found, err := range l.Discrepancies(ctx, filter) {
			if err != nil {
				return err
			}
			d.IDs = append(d.IDs, found.ID)
		}
		if len(d.IDs) == 0 {
			return fmt.Errorf("no discrepancy that is %s is chosen", filter.Status)
		}
	}
	decide := l.Waive
	if lift {
		decide = l.Unwaive
	}
	if err := decide(ctx, d); err != nil || !chosen {
		return err
	}
	_, err := fmt.Fprintf(a.stderr, "%d discrepancies\n", len(d.IDs))
	return err
}

// decide reads a decision from the command line.
func decide(f waiveFlags, numbers []string) (ledger.Decision, error) {
	ids, err := idsIn(numbers)
	d := ledger.Decision{IDs: ids, Actor: actor(), Note: f.reason}
	if err != nil {
		return d, err
	}
	switch chosen := f.chooses(); {
	case len(numbers) == 0 && !chosen:
		return d, errors.New("name discrepancies by number, or choose them with --job, --kind, --area or --severity")
	case len(numbers) > 0 && chosen:
		return d, errors.New("name discrepancies by number or choose them by flags, not both")
	case strings.TrimSpace(f.reason) == "":
		return d, errors.New("a waiver needs a --reason")
	}
	if f.lift {
		if f.until != "" {
			return d, errors.New("--lift ends the waiver now: leave --until out")
		}
		return d, nil
	}
	day, err := time.Parse(time.DateOnly, f.until)
	if err != nil {
		return d, fmt.Errorf("--until %q: want the last day of the waiver, such as 2018-12-31", f.until)
	}
	d.Until = period.DateAt(day)
	return d, nil
}

// idsIn reads the numbers of discrepancies.
func idsIn(numbers []string) (ids []int64, err error) {
	for _, text := range numbers {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is not the number of a discrepancy; `bidui list` shows them", text)
		}
		ids = append(ids, id)
	}
	return ids, nil
}
