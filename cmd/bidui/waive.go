package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
)

func (a *app) waiveCommand() *cobra.Command {
	var (
		until, reason string
		lift          bool
	)
	c := &cobra.Command{
		Use:   "waive NUMBER…",
		Short: "Take discrepancies off the list until a date (豁免)",
		Long: `Waive takes open discrepancies off the list of what is unresolved, by their numbers
as list shows them, with a reason and a last day. No run overrides a waiver: it
ends after that day, or when other values are found. With --lift it ends now.
All numbers are waived, or where one cannot be, none.`,
		Example: `  bidui waive 17 42 --until 2018-12-31 --reason "民政已核实，系统下月更新"
  bidui waive 17 --lift --reason "核实有误"`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			decision, err := decide(args, until, reason, lift)
			if err != nil {
				return usageError{err}
			}
			return a.waive(c.Context(), decision, lift)
		},
	}
	c.Flags().StringVar(&until, "until", "", "last `DATE` of the waiver (required)")
	c.Flags().StringVar(&reason, "reason", "", "why (required)")
	c.Flags().BoolVar(&lift, "lift", false, "end the waiver now")
	return c
}

// decide reads a decision from the command line.
func decide(numbers []string, until, reason string, lift bool) (ledger.Decision, error) {
	ids, err := idsIn(numbers)
	d := ledger.Decision{IDs: ids, Actor: actor(), Note: reason}
	if err != nil {
		return d, err
	}
	if reason == "" {
		return d, errors.New("a waiver needs a --reason")
	}
	if lift {
		if until != "" {
			return d, errors.New("--lift ends the waiver now: leave --until out")
		}
		return d, nil
	}
	day, err := time.Parse(time.DateOnly, until)
	if err != nil {
		return d, fmt.Errorf("--until %q: want the last day of the waiver, such as 2018-12-31", until)
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

func (a *app) waive(ctx context.Context, d ledger.Decision, lift bool) error {
	return a.change(ctx, func(l *ledger.Ledger) error {
		if lift {
			return l.Unwaive(ctx, d)
		}
		return l.Waive(ctx, d)
	})
}
