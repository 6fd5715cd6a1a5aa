package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/internal/rules"
)

func (a *app) issuedCommand() *cobra.Command {
	var area, format, output string
	c := &cobra.Command{
		Use:   "issued",
		Short: "Compare the province's list of problems with our own findings",
		Long: `Issued compares, by problem and county, the newest list that the province issued
with the discrepancies that the other jobs have open, and says how many problems
remain and by when they are due. It reads the ledger: run the job issued and the
others first.

  both         on the list, and an open discrepancy (more than info) is about the
               same household, member or person; one about a member counts for a
               household on the list as well
  issued only  on the list, and we have found nothing
  found only   ours, of medium severity or more, whose subject is not on the list

The key problems of the job issued says which kinds the text of a problem means
(problems: {低保标识错误: [dibao_unmarked, dibao_unsupported]}): those are held
against each other. A text that is not there may mean any kind.`,
		Example: `  bidui issued
  bidui issued --area 430524 --format json
  bidui issued --format xlsx -o 下发与自查.xlsx`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.issued(c.Context(), area, format, output) },
	}
	flags := c.Flags()
	flags.StringVar(&area, "area", "", "only this area: `CODE|NAME` of a county, town or village")
	flags.StringVar(&format, "format", "table", "table, json or xlsx")
	flags.StringVarP(&output, "output", "o", "-", "write to `FILE`; - is the standard output")
	return c
}

func (a *app) issued(ctx context.Context, area, format, output string) error {
	if err := choice("format", format, "table", "json", "xlsx"); err != nil {
		return err
	}
	file, err := a.load()
	if err != nil {
		return err
	}
	today := period.DateAt(a.now().In(file.Timezone))
	comparison := report.Issued{
		Problems: file.Jobs[rules.Issued].Problems, Today: today, Due: a.due(file, rules.Issued, today),
	}
	scope := file.Areas.Scope(area)
	return a.view(ctx, func(l *ledger.Ledger) error {
		issued := l.Discrepancies(ctx, ledger.Filter{Job: rules.Issued, Scope: scope})
		ours := l.Discrepancies(ctx, ledger.Filter{Status: ledger.StatusOpen, Scope: scope})
		if err := comparison.Compare(issued, ours); err != nil {
			return err
		}
		return a.writeTo(output, func(out *outFile) error {
			switch format {
			case "json":
				return comparison.WriteJSON(out)
			case "xlsx":
				return comparison.WriteXLSX(out)
			}
			return comparison.WriteTable(out, report.Language(a.lang))
		})
	})
}
