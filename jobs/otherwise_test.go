package jobs_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/jobs"
)

// TestOldAreasMeanTheNew writes the areas of random rows by codes and names of
// former years. Where the aliases are told, the ledger is that of the new ones.
func TestOldAreasMeanTheNew(t *testing.T) {
	t.Parallel()
	aliases := registry.Aliases{
		Codes: map[string]string{"439801": "439901", "439701": "439801", "439802": "439902", "439803100": "439903100", "439803": "439933", "439809": "439909"},
		Names: map[string]string{"老甲县": "甲县", "老老甲县": "老甲县", "老乙县": "乙县", "老丙区": "丙区", "老东乡": "东乡"},
	}
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			in := county(seed)
			r := rand.New(rand.NewPCG(seed, 2))
			disguised := everyRow(in, func(row oracle.Row) []oracle.Row { return []oracle.Row{oldArea(r, row)} })
			dir := t.TempDir()
			must(t, oracle.WriteCSV(dir, disguised))
			settings := settingsOf(t, dir, disguised)
			settings.Aliases = aliases
			runner := newTestRunner(t, openLedger(t, sqliteIn(dir)), settings, nil)
			runner.all(t, jobs.Request{AsOf: date(t, in.AsOf)})
			if diff := cmp.Diff(expected(in), found(t, runner.ledger)); diff != "" {
				t.Fatalf("contract (-) and ledger (+) differ:\n%s", diff)
			}
			checkCounties(t, in, runner.ledger)
		})
	}
}

// oldArea is a row whose area bears a former code or former names, or not.
func oldArea(r *rand.Rand, row oracle.Row) oracle.Row {
	row = maps.Clone(row)
	if code := row["area_code"]; strings.HasPrefix(code, "43990") && len(code) == 12 {
		row["area_code"] = []string{code, "43980" + code[5:]}[r.IntN(2)]
		if strings.HasPrefix(code, "439901") && r.IntN(4) == 0 {
			row["area_code"] = "43970" + code[5:]
		}
	}
	for _, renamed := range []struct {
		field string
		old   []string
	}{{"county", []string{"甲县", "乙县", "丙区"}}, {"town", []string{"东乡"}}} {
		if name := row[renamed.field]; slices.Contains(renamed.old, name) && r.IntN(2) == 0 {
			row[renamed.field] = "老" + name
		}
	}
	if row["county"] == "老甲县" && r.IntN(2) == 0 {
		row["county"] = "老老甲县"
	}
	return row
}

// TestQuartersMeanTheirMonths writes the months of rolls as quarters. Where the
// rolls are told to be quarterly, the ledger is that of a row for each month.
func TestQuartersMeanTheirMonths(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			in := county(seed)
			r := rand.New(rand.NewPCG(seed, 3))
			byMonth, byQuarter := in, in
			for _, feed := range []func(*oracle.Input) *[]oracle.Row{
				func(in *oracle.Input) *[]oracle.Row { return &in.Dibao }, func(in *oracle.Input) *[]oracle.Row { return &in.Tekun },
			} {
				*feed(&byMonth) = eachRow(*feed(&in), monthsOfQuarter)
				*feed(&byQuarter) = eachRow(*feed(&in), func(row oracle.Row) []oracle.Row { return []oracle.Row{asQuarter(r, row)} })
			}
			dir := t.TempDir()
			must(t, oracle.WriteCSV(dir, byQuarter))
			settings := settingsOf(t, dir, byQuarter)
			for _, name := range []string{"dibao", "tekun"} {
				feed := settings.Feeds[name]
				feed.Terms.Quarterly = true
				settings.Feeds[name] = feed
			}
			runner := newTestRunner(t, openLedger(t, sqliteIn(dir)), settings, nil)
			runner.all(t, jobs.Request{AsOf: date(t, in.AsOf)})
			if diff := cmp.Diff(expected(byMonth), found(t, runner.ledger)); diff != "" {
				t.Fatalf("contract (-) and ledger (+) differ:\n%s", diff)
			}
		})
	}
}

// monthsOfQuarter is a row for each month of the quarter that the row's month lies in.
func monthsOfQuarter(row oracle.Row) []oracle.Row {
	month, ok := period.ParseMonth(table.CleanCode(row["month"]))
	if !ok {
		return []oracle.Row{row}
	}
	var rows []oracle.Row
	for m := month.Quarter().From; m <= month.Quarter().Through; m++ {
		one := maps.Clone(row)
		one["month"] = m.String()
		rows = append(rows, one)
	}
	return rows
}

// asQuarter is a row that names its quarter in one of the ways that people do.
func asQuarter(r *rand.Rand, row oracle.Row) oracle.Row {
	month, ok := period.ParseMonth(table.CleanCode(row["month"]))
	if !ok {
		return row
	}
	row = maps.Clone(row)
	first := month.Quarter().From
	year, n := first.Year(), first.Month()
	row["month"] = []string{
		row["month"],
		fmt.Sprintf("%d年%s季度", year, []string{"一", "二", "三", "四"}[n/3]),
		fmt.Sprintf("%d年第%d季度", year, n/3+1),
		fmt.Sprintf("%dQ%d", year, n/3+1),
		fmt.Sprintf("%d年%d-%d月", year, n, n+2),
		fmt.Sprintf("%d%02d-%d%02d", year, n, year, n+2),
		fmt.Sprintf("%d年%d月-%d月", year, n, n+2),
	}[r.IntN(7)]
	return row
}

// everyRow is an input with each row of each feed replaced.
func everyRow(in oracle.Input, by func(oracle.Row) []oracle.Row) oracle.Input {
	for _, feed := range rowsOf(&in) {
		*feed = eachRow(*feed, by)
	}
	return in
}

// rowsOf is the feeds of an input, first those of which one row to a number counts:
// households, members, villages.
func rowsOf(in *oracle.Input) []*[]oracle.Row {
	return []*[]oracle.Row{
		&in.Households, &in.Members, &in.Villages, &in.Dibao, &in.Tekun, &in.Water, &in.WorkTeams, &in.Helpers, &in.Enrolment, &in.Issued,
	}
}

// eachRow is rows with each replaced; a feed that is not configured stays so.
func eachRow(rows []oracle.Row, by func(oracle.Row) []oracle.Row) []oracle.Row {
	if rows == nil {
		return nil
	}
	out := []oracle.Row{}
	for _, row := range rows {
		out = append(out, by(row)...)
	}
	return out
}
