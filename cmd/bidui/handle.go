package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/internal/rules"
)

// handleFlags is what the command line says of handlings.
type handleFlags struct {
	filterFlags
	as, reason, actor string
	clear             bool
	propose, accept   bool
	list              bool
	format            string
}

func (a *app) handleCommand() *cobra.Command {
	var f handleFlags
	c := &cobra.Command{
		Use:   "handle [NUMBER…]",
		Short: "Decide what is to be done about discrepancies (处理)",
		Long: `Handle enters how discrepancies are to be handled, by their numbers as list shows
them or by filters, with a reason, who decided and when:

` + handlingsHelp() + `

A person or household can be in one of the lists marked * only; a household that is
removed takes its members with it. All are entered, or where one cannot be, none. A
later decision takes the place of the former one; --clear takes it back.

--propose shows what the rules propose for open discrepancies about which nothing
was decided; with --accept and a reason it becomes the decision. Removals and
rollbacks are never proposed. --list shows what was decided, and whether the
registry of a later run showed that it was done. Export has the rest of a
discrepancy, submission writes the lists.`,
		Example: `  bidui handle 17 --as supplement --reason "入户核实，共同生活"
  bidui handle 21 22 --as remove_household --reason "识别不精准，村民代表会议评议" --actor 王某
  bidui handle --kind water_unmarked --area 430524 --as correct_registry --reason "已与水利部门核对"
  bidui handle --propose --kind member_missing
  bidui handle --propose --kind member_missing --accept --reason "县办审核同意"
  bidui handle 17 --clear --reason "核实有误"
  bidui handle --list`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			chosen := slices.ContainsFunc([]string{"job", "kind", "area", "severity", "status"}, c.Flags().Changed)
			if err := f.check(len(args) > 0, chosen); err != nil {
				return usageError{err}
			}
			if (f.list || f.clear) && !c.Flags().Changed("status") {
				f.status = "all"
			}
			return a.handle(c.Context(), &f, args)
		},
	}
	flags := c.Flags()
	f.register(flags)
	flags.StringVar(&f.as, "as", "", "the `HANDLING`, one of those above")
	flags.StringVar(&f.reason, "reason", "", "why (required to decide, to accept and to clear)")
	flags.StringVar(&f.actor, "actor", "", "`NAME` of who decides (default: the user of the system)")
	flags.BoolVar(&f.clear, "clear", false, "take the decisions back")
	flags.BoolVar(&f.propose, "propose", false, "show what the rules propose")
	flags.BoolVar(&f.accept, "accept", false, "with --propose: decide so")
	flags.BoolVar(&f.list, "list", false, "show what was decided")
	flags.StringVar(&f.format, "format", "table", "of --list and --propose: table or json")
	return c
}

// handlingsHelp lists the handlings.
func handlingsHelp() string {
	lines := make([]string, len(rules.Handlings))
	for i, h := range rules.Handlings {
		mark := " "
		if h.Listed {
			mark = "*"
		}
		lines[i] = fmt.Sprintf("  %s %-19s %s", mark, h.Name, h.Title)
	}
	return strings.Join(lines, "\n")
}

// check finds out whether the flags go together. Numbers or filters may have been given.
func (f *handleFlags) check(numbers, filters bool) error {
	modes := 0
	for _, set := range []bool{f.as != "", f.clear, f.propose, f.list} {
		if set {
			modes++
		}
	}
	decides := f.as != "" || f.clear || f.accept
	switch {
	case modes != 1:
		return errors.New("want one of --as, --clear, --propose and --list")
	case f.accept && !f.propose:
		return errors.New("--accept goes with --propose")
	case decides && strings.TrimSpace(f.reason) == "":
		return errors.New("a decision needs a --reason")
	case numbers && filters:
		return errors.New("choose by numbers or by filters, not by both")
	case (f.as != "" || f.clear) && !numbers && !filters:
		return errors.New("which discrepancies? Give numbers, or filters such as --kind and --area")
	}
	return choice("format", f.format, "table", "json")
}

func (a *app) handle(ctx context.Context, f *handleFlags, numbers []string) error {
	handling, known := rules.HandlingNamed(f.as)
	if f.as != "" && !known {
		var names []string
		for _, h := range rules.Handlings {
			names = append(names, h.Name)
		}
		return choice("as", f.as, names...)
	}
	filter, err := a.filter(&f.filterFlags)
	if err != nil {
		return err
	}
	if filter.IDs, err = idsIn(numbers); err != nil {
		return usageError{err}
	}
	if len(filter.IDs) > 0 {
		filter.Status = "" // the ledger says what cannot be handled
	}
	if f.actor == "" {
		f.actor = actor()
	}
	switch {
	case f.list:
		return a.view(ctx, func(l *ledger.Ledger) error { return a.showHandlings(f.format, l.Handlings(ctx, filter)) })
	case f.propose && !f.accept:
		return a.view(ctx, func(l *ledger.Ledger) error { return a.showProposals(f.format, proposals(ctx, l, filter)) })
	case f.propose:
		return a.change(ctx, func(l *ledger.Ledger) error { return a.acceptProposals(ctx, l, f, filter) })
	case f.clear:
		return a.change(ctx, func(l *ledger.Ledger) error { return a.clearHandlings(ctx, l, f, filter) })
	}
	return a.change(ctx, func(l *ledger.Ledger) error { return a.decideHandling(ctx, l, f, filter, handling) })
}

// decideHandling enters one handling for all that are chosen.
func (a *app) decideHandling(ctx context.Context, l *ledger.Ledger, f *handleFlags, filter ledger.Filter, handling *rules.Handling) error {
	ids := filter.IDs
	if len(ids) == 0 {
		for d, err := range l.Discrepancies(ctx, filter) {
			if err != nil {
				return err
			}
			ids = append(ids, d.ID)
		}
	}
	choices := make([]ledger.Choice, len(ids))
	for i, id := range ids {
		choices[i] = ledger.Choice{ID: id, Handling: handling, Reason: f.reason}
	}
	return a.enter(ctx, l, f.actor, choices)
}

// enter enters decisions and says how many.
func (a *app) enter(ctx context.Context, l *ledger.Ledger, actor string, choices []ledger.Choice) error {
	if len(choices) > 0 {
		if err := l.Handle(ctx, actor, choices); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(a.stderr, "%d decided\n", len(choices))
	return err
}

func (a *app) clearHandlings(ctx context.Context, l *ledger.Ledger, f *handleFlags, filter ledger.Filter) error {
	ids := filter.IDs
	if len(ids) == 0 {
		for h, err := range l.Handlings(ctx, filter) {
			if err != nil {
				return err
			}
			ids = append(ids, h.ID)
		}
	}
	if len(ids) > 0 {
		if err := l.Unhandle(ctx, ledger.Decision{IDs: ids, Actor: f.actor, Note: f.reason}); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(a.stderr, "%d taken back\n", len(ids))
	return err
}

func (a *app) showHandlings(format string, rows report.Handlings) (err error) {
	if format == "json" {
		_, err = report.WriteHandlingsJSON(a.stdout, rows)
	} else {
		_, err = report.Language(a.lang).WriteHandlings(a.stdout, rows)
	}
	return err
}
