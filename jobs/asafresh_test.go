package jobs_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/jobs"
)

// TestALedgerTellsWhatAFreshOneWould changes random counties night by night. What
// is open after each run says of its subject what a ledger says that never saw
// another night, lineage apart; on the same rows in another order nothing is written.
func TestALedgerTellsWhatAFreshOneWould(t *testing.T) {
	t.Parallel()
	told := 0
	const seeds = 10
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 6))
			in := county(300 + seed)
			dir := t.TempDir()
			old := newTestRunner(t, openLedger(t, sqliteIn(dir)), settingsOf(t, dir, in), nil)
			request := jobs.Request{AsOf: date(t, in.AsOf)}
			var before map[string]ledger.Discrepancy
			for night := range 3 {
				if night > 0 {
					in = nextNight(r, in)
				}
				must(t, oracle.WriteCSV(dir, in))
				old.all(t, request)
				fresh := newTestRunner(t, openLedger(t, sqliteIn(t.TempDir())), settingsOf(t, dir, in), nil)
				fresh.all(t, request)
				after := current(t, old.ledger)
				if diff := cmp.Diff(current(t, fresh.ledger), after); diff != "" {
					t.Fatalf("night %d: a fresh ledger (-) and the old one (+) differ:\n%s", night, diff)
				}
				told += retold(before, after)
				before = after

				db := openSQLite(t, dir)
				ordered := dump(t, db)
				must(t, oracle.WriteCSV(dir, reordered(r, in)))
				old.all(t, request)
				otherwise := dump(t, db)
				delete(otherwise, "rejects") // they name rows
				checkOnlyRunsAdded(t, ordered, otherwise)
				if t.Failed() {
					t.Fatalf("that was night %d, in another order", night)
				}
			}
		})
	}
	if told == 0 {
		t.Error("nothing was ever told otherwise that did not change")
	}
}

// nextNight is an input of which some rows are gone, and some have a cell of
// another.
func nextNight(r *rand.Rand, in oracle.Input) oracle.Input {
	for _, feed := range rowsOf(&in) {
		rows := *feed
		*feed = eachRow(rows, func(row oracle.Row) []oracle.Row {
			switch r.IntN(20) {
			case 0:
				return nil
			case 1, 2, 3:
				field, other := slices.Sorted(maps.Keys(row))[r.IntN(len(row))], rows[r.IntN(len(rows))]
				row = maps.Clone(row)
				row[field] = other[field]
			}
			return []oracle.Row{row}
		})
	}
	return in
}

// reordered is an input with the rows of each feed in another order.
func reordered(r *rand.Rand, in oracle.Input) oracle.Input {
	s := &shaper{r: r}
	for i, feed := range []string{"households", "members", "villages"} {
		rows := rowsOf(&in)[i]
		*rows = s.shuffled(*rows, feed)
	}
	for _, rows := range rowsOf(&in)[3:] {
		*rows = s.shuffled(*rows, "")
	}
	return in
}

// current is what is open, by what it is known by: all that is said of it, its
// number, its history and where its rows stood apart.
func current(t testing.TB, l *ledger.Ledger) map[string]ledger.Discrepancy {
	t.Helper()
	all := map[string]ledger.Discrepancy{}
	for _, d := range rows(t, l, ledger.Filter{Status: ledger.StatusOpen}) {
		facts := map[string]any{}
		must(t, json.Unmarshal([]byte(d.Detail), &facts))
		for _, origin := range rules.Origins {
			delete(facts, origin)
		}
		d.Detail = fmt.Sprint(facts)
		d.ID, d.OpenedRun, d.LastSeenRun, d.TimesReopened = 0, 0, 0, 0
		d.OpenedAt, d.LastSeenAt = time.Time{}, time.Time{}
		all[d.Kind+" "+d.Subject+" "+d.Qualifier] = d
	}
	return all
}

// retold counts what has the same values as before, and is told otherwise.
func retold(before, after map[string]ledger.Discrepancy) (n int) {
	for key, d := range after {
		was, known := before[key]
		same := was.Severity == d.Severity && was.RegistryValue == d.RegistryValue && was.AgencyValue == d.AgencyValue && was.ExpectedValue == d.ExpectedValue
		if known && same && (was.Detail != d.Detail || was.Name != d.Name || was.HouseholdID != d.HouseholdID) {
			n++
		}
	}
	return n
}
