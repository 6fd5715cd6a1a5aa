package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
)

func (a *app) whyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "why NUMBER",
		Short: "Explain one discrepancy: its rule, both sides, its history",
		Long: `Why prints one discrepancy whole, by its number as list shows it: the rule and the
policy behind it, what either side says and where that stands, what would resolve
it, and what became of it in every run. ID numbers are masked.`,
		Example: "  bidui why 17",
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.why(c.Context(), args[0]) },
	}
}

func (a *app) why(ctx context.Context, text string) error {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return usageError{fmt.Errorf("%q is not the number of a discrepancy; `bidui list` shows them", text)}
	}
	return a.view(ctx, func(l *ledger.Ledger) error {
		for d, err := range l.Discrepancies(ctx, ledger.Filter{IDs: []int64{id}}) {
			if err != nil {
				return err
			}
			events, err := l.Events(ctx, id)
			if err != nil {
				return err
			}
			var decided *ledger.Handled
			for h, err := range l.Handlings(ctx, ledger.Filter{IDs: []int64{id}}) {
				if err != nil {
					return err
				}
				decided = &h
			}
			return report.Language(a.lang).WriteWhy(a.stdout, d, decided, events)
		}
		return usageError{fmt.Errorf("there is no discrepancy %d; `bidui list --status all` shows them", id)}
	})
}
