package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bidui/bidui/config"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/internal/scorecard"
)

// scorecardFlags say which scorecard, and where it goes.
type scorecardFlags struct {
	job, kind, area string
	from, through   string
	month, freeze   string
	list            bool
	trend           string
	format, output  string
}

func (a *app) scorecardCommand() *cobra.Command {
	var f scorecardFlags
	c := &cobra.Command{
		Use:   "scorecard",
		Short: "Assess counties: rates, deadlines kept, trend, exits; freeze a month",
		Long: `Scorecard tells for each county, and each kind in it, how much was checked in the
last successful run, how much of that is unresolved, the rate per thousand, and the
share that is correct, held against the two bars of the configuration (scorecard:
good, fair). It tells how much was opened, how much of what had its seven days was
resolved within them, how much came back, and since when the oldest is open; --from
and --through say which openings, seventh days and reopenings count. The trend is
what was unresolved after each of the last twelve rounds of runs, or at each month's
end. Counties whose exits of the year equal the plan exactly, or jump against former
years, are noted.

--freeze keeps the scorecard of a month that is over as it stood at its end, for
ever: later runs, decisions and settings do not change the copy, which --month
shows. A month that would now come out otherwise is not frozen again.`,
		Example: `  bidui scorecard
  bidui scorecard --area 4305 --format xlsx -o 记分卡.xlsx
  bidui scorecard --job water --from 2018-11-01 --through 2018-11-30
  bidui scorecard --trend months --format json
  bidui scorecard --freeze 2018-11
  bidui scorecard --month 2018-11
  bidui scorecard --list`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.check(c.Flags()); err != nil {
				return err
			}
			return a.scorecard(c.Context(), &f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.job, "job", "", "only kinds of this `JOB`")
	flags.StringVar(&f.kind, "kind", "", "only this `KIND`, such as dibao_unmarked")
	flags.StringVar(&f.area, "area", "", "only these counties: `CODE|NAME` of a county, or the code of a city or province")
	flags.StringVar(&f.from, "from", "", "count what was opened, due or reopened from this `DATE` on")
	flags.StringVar(&f.through, "through", "", "count what was opened, due or reopened through this `DATE`")
	flags.StringVar(&f.month, "month", "", "show the frozen copy of this `MONTH`")
	flags.StringVar(&f.freeze, "freeze", "", "freeze this `MONTH`, such as 2018-11, as it stood at its end")
	flags.BoolVar(&f.list, "list", false, "list the frozen months")
	flags.StringVar(&f.trend, "trend", "runs", "trend by runs or months")
	flags.StringVar(&f.format, "format", "table", "table, xlsx or json")
	flags.StringVarP(&f.output, "output", "o", "-", "write to `FILE`; - is the standard output")
	return c
}

// check refuses flags that do not go together, or have no such value.
func (f *scorecardFlags) check(flags *pflag.FlagSet) error {
	live := []string{"from", "through", "trend"}
	for _, one := range []struct {
		flag    string
		without []string
	}{
		{"list", append([]string{"freeze", "month", "job", "kind", "area", "format", "output"}, live...)},
		{"freeze", append([]string{"month", "job", "kind", "area", "format", "output"}, live...)},
		{"month", live},
	} {
		for _, other := range one.without {
			if flags.Changed(one.flag) && flags.Changed(other) {
				return usageError{fmt.Errorf("--%s goes without --%s", one.flag, other)}
			}
		}
	}
	return errors.Join(choice("format", f.format, "table", "xlsx", "json"), choice("trend", f.trend, "runs", "months"))
}

func (a *app) scorecard(ctx context.Context, f *scorecardFlags) error {
	file, err := a.load()
	if err != nil {
		return err
	}
	filter, err := (&filterFlags{job: f.job, kind: f.kind, status: "all"}).filter()
	if err != nil {
		return err
	}
	switch {
	case f.list:
		return a.view(ctx, func(l *ledger.Ledger) error { return a.frozenMonths(ctx, l, file) })
	case f.freeze != "":
		return a.freeze(ctx, file, f)
	case f.month != "":
		return a.frozen(ctx, file, f)
	default:
		return a.standing(ctx, file, f, filter)
	}
}

// standing writes how things stand now.
func (a *app) standing(ctx context.Context, file *config.File, f *scorecardFlags, filter ledger.Filter) error {
	o := scorecardOptions(file)
	o.At, o.Job, o.Kind, o.ByMonth = a.now(), f.job, f.kind, f.trend == "months"
	for _, day := range []struct {
		flag, text string
		into       *period.Date
	}{{"from", f.from, &o.From}, {"through", f.through, &o.Through}} {
		if day.text == "" {
			continue
		}
		at, err := time.Parse(time.DateOnly, day.text)
		if err != nil {
			return usageError{fmt.Errorf("--%s %q: want a date, such as 2018-11-30", day.flag, day.text)}
		}
		*day.into = period.DateAt(at)
	}
	if o.Through.Known() && o.From > o.Through {
		return usageError{fmt.Errorf("--from %s is after --through %s", o.From, o.Through)}
	}
	return a.view(ctx, func(l *ledger.Ledger) error {
		card, err := cardOf(ctx, l, filter, o)
		if err != nil {
			return err
		}
		return a.writeCard(f, report.Scorecard{Card: card.Only(file.Areas.Scope(f.area), f.job, f.kind)})
	})
}

// cardOf is the scorecard of what the ledger holds.
func cardOf(ctx context.Context, l *ledger.Ledger, filter ledger.Filter, o scorecard.Options) (card scorecard.Card, err error) {
	err = l.Chronicle(ctx, o.At, filter, func(past ledger.Past, histories iter.Seq2[*ledger.History, error]) error {
		builder, err := scorecard.New(o, past)
		if err != nil {
			return err
		}
		for h, err := range histories {
			if err != nil {
				return err
			}
			builder.Add(h)
		}
		card = builder.Card()
		return nil
	})
	return card, err
}

// freeze keeps the scorecard of a month that is over.
func (a *app) freeze(ctx context.Context, file *config.File, f *scorecardFlags) error {
	month, err := monthOf("freeze", f.freeze)
	if err != nil {
		return err
	}
	o := scorecardOptions(file)
	o.Month, o.At = month, scorecard.EndOf(month, file.Timezone)
	o.From, _ = period.DateOf(month.Year(), month.Month(), 1)
	o.Through = period.DateAt(o.At)
	if !a.now().After(o.At) {
		return usageError{fmt.Errorf("--freeze %s: the month is not over", month)}
	}
	return a.change(ctx, func(l *ledger.Ledger) error {
		card, err := cardOf(ctx, l, ledger.Filter{}, o)
		if err != nil {
			return err
		}
		if len(card.Runs) == 0 {
			return usageError{fmt.Errorf("--freeze %s: no run had succeeded when the month ended", month)}
		}
		content, err := json.Marshal(card)
		if err != nil {
			return err
		}
		frozen, before, err := l.Freeze(ctx, month, string(content), version())
		if errors.Is(err, ledger.ErrFrozen) {
			return fmt.Errorf("%w; bidui scorecard --month %s shows the copy", err, month)
		}
		if err != nil {
			return err
		}
		return report.Language(a.lang).WriteFreeze(a.stdout, frozen, before)
	})
}

// frozen writes the frozen copy of a month.
func (a *app) frozen(ctx context.Context, file *config.File, f *scorecardFlags) error {
	month, err := monthOf("month", f.month)
	if err != nil {
		return err
	}
	return a.view(ctx, func(l *ledger.Ledger) error {
		copied, ok, err := l.Frozen(ctx, month)
		if err != nil {
			return err
		}
		if !ok {
			return usageError{fmt.Errorf("--month %s: it is not frozen; bidui scorecard --list lists what is, --freeze %[1]s freezes it", month)}
		}
		var card scorecard.Card
		if err := json.Unmarshal([]byte(copied.Content), &card); err != nil {
			return fmt.Errorf("read the frozen scorecard of %s: %w", month, err)
		}
		return a.writeCard(f, report.Scorecard{
			Card: card.Only(file.Areas.Scope(f.area), f.job, f.kind), FrozenAt: copied.FrozenAt, Digest: copied.Digest,
		})
	})
}

func (a *app) frozenMonths(ctx context.Context, l *ledger.Ledger, file *config.File) error {
	months, err := l.FrozenMonths(ctx)
	if err != nil {
		return err
	}
	return report.Language(a.lang).WriteFrozen(a.stdout, months, file.Timezone)
}

// writeCard writes a scorecard that has been cut to what was asked for.
func (a *app) writeCard(f *scorecardFlags, s report.Scorecard) error {
	if f.area != "" && len(s.Card.Counties) == 0 {
		return usageError{fmt.Errorf("--area %q: no county that was checked lies there (an area within a county has no scorecard)", f.area)}
	}
	s.Language = report.Language(a.lang)
	return a.writeTo(f.output, func(out *outFile) error {
		switch f.format {
		case "json":
			return s.WriteJSON(out)
		case "xlsx":
			return s.WriteXLSX(out)
		}
		return s.WriteTable(out)
	})
}

func scorecardOptions(file *config.File) scorecard.Options {
	s := file.Scorecard
	return scorecard.Options{Zone: file.Timezone, Settings: scorecard.Settings{
		Bars: scorecard.Bars{Good: int64(s.Good), Fair: int64(s.Fair)}, Jump: s.Jump, Plan: scorecard.Plan(s.Plan), Aliases: file.Areas,
	}}
}

// monthOf reads the month that a flag names.
func monthOf(flag, text string) (period.Month, error) {
	at, err := time.Parse("2006-01", text)
	if err != nil || at.Year() < 1900 {
		return 0, usageError{fmt.Errorf("--%s %q: want a month, such as 2018-11", flag, text)}
	}
	return period.MonthOf(at.Year(), int(at.Month())), nil
}
