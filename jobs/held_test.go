package jobs_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/jobs"
)

// ten is what a county of small(100) has open.
var ten = planted{unmarked: 10, unsupported: 10, noWater: 10, unsafe: 10, invalid: 10}

// wantHeld wants these counties held for a feed.
func wantHeld(t *testing.T, results map[string]jobs.Result, job, feed string, want ...string) {
	t.Helper()
	if got := heldFor(t, results, job, feed); !slices.Equal(got, want) {
		t.Errorf("held for %s: %q, want %q", feed, got, want)
	}
}

// shrunken is small(100) as it might come the next time: county A has lost 30 of
// its 80 dibao rows, county B 10; and in A three discrepancies were mended that
// do not rest on dibao, and one came that rests on no row's absence.
func shrunken() oracle.Input {
	in := small(100)
	in.Dibao = without(in.Dibao, 30, within(countyA))
	in.Dibao = without(in.Dibao, 10, within(countyB))
	for _, household := range []string{"4399010002", "4399010012"} {
		in.Water = append(in.Water, oracle.Row{
			"household_id": household, "quantity": "达标", "quality": "达标", "convenience": "达标", "reliability": "达标",
			"area_code": countyA + "100200", "county": nameA, "town": "东乡", "village": "新村",
		})
	}
	in.Members = with(in.Members, "member_id", "439901000402", "id_number", numberOf(countyA, 504))
	in.Members = with(in.Members, "member_id", "439901009901", "dibao", "否")
	return in
}

// The 30 dibao rows that county A loses are those of households 0 to 37, four of
// them unmarked; the 10 of county B are those of 0 to 12, two of them unmarked.
var (
	heldA   = planted{unmarked: 11, unsupported: 10, noWater: 8, unsafe: 10, invalid: 9}
	liftedA = planted{unmarked: 7, unsupported: 36, attribute: 30, noWater: 8, unsafe: 10, invalid: 9}
	freeB   = planted{unmarked: 8, unsupported: 18, attribute: 10, noWater: 10, unsafe: 10, invalid: 10}
)

// TestShrunkenCountyIsHeld: nothing of the kinds that rest on the feed is
// resolved there, and nothing that rests on absence opened; all else goes on.
func TestShrunkenCountyIsHeld(t *testing.T) {
	th := stage(t, small(100), nil)
	first := th.show(t, small(100), jobs.Request{})
	wantHeld(t, first, "assistance", "dibao")
	check(t, th.ledger, ten, ten)

	wantHeld(t, th.show(t, shrunken(), jobs.Request{}), "assistance", "dibao", countyA)
	check(t, th.ledger, heldA, freeB)

	t.Run("until the rows are back", func(t *testing.T) {
		again := th.show(t, shrunken(), jobs.Request{})
		wantHeld(t, again, "assistance", "dibao", countyA)
		if tally := again["assistance"].Tally.Counts; tally.Opened+tally.Resolved+tally.Changed+tally.Reopened > 0 {
			t.Errorf("the same feeds again, and %+v", tally)
		}
		check(t, th.ledger, heldA, freeB)

		back := shrunken()
		back.Dibao = small(100).Dibao
		wantHeld(t, th.show(t, back, jobs.Request{}), "assistance", "dibao")
		check(t, th.ledger, planted{unmarked: 11, unsupported: 10, noWater: 8, unsafe: 10, invalid: 9}, ten)
	})
	t.Run("until it is accepted, once", func(t *testing.T) {
		wantHeld(t, th.show(t, shrunken(), jobs.Request{}), "assistance", "dibao", countyA)
		wantHeld(t, th.show(t, shrunken(), jobs.Request{AcceptShrink: true}), "assistance", "dibao")
		check(t, th.ledger, liftedA, freeB)
		wantHeld(t, th.show(t, shrunken(), jobs.Request{}), "assistance", "dibao")
		check(t, th.ledger, liftedA, freeB)

		all := small(100)
		th.show(t, all, jobs.Request{AcceptShrink: true})
		wantHeld(t, th.show(t, shrunken(), jobs.Request{Scope: registry.ScopeOf(countyB), AcceptShrink: true}), "assistance", "dibao", countyA)
		wantHeld(t, th.show(t, shrunken(), jobs.Request{Scope: registry.ScopeOf(countyA + "100"), AcceptShrink: true}), "assistance", "dibao", countyA)
		wantHeld(t, th.show(t, shrunken(), jobs.Request{Scope: registry.ScopeOf(nameA), AcceptShrink: true, DryRun: true}), "assistance", "dibao")
		wantHeld(t, th.show(t, shrunken(), jobs.Request{Scope: registry.ScopeOf(countyA), AcceptShrink: true}), "assistance", "dibao")
		th.show(t, shrunken(), jobs.Request{})
		check(t, th.ledger, liftedA, freeB)

		less := shrunken() // what was accepted is what the next run is held against
		less.Dibao = without(less.Dibao, 21, within(countyA))
		wantHeld(t, th.show(t, less, jobs.Request{}), "assistance", "dibao", countyA)
		check(t, th.ledger, liftedA, freeB)
	})
}

// TestHoldingAgreesWithOracle takes rows of one agency out of random counties.
// Where so many are gone that a county is held, what the oracle finds while it
// is held is open, and beside it only what was open there before and rests on
// the feed.
func TestHoldingAgreesWithOracle(t *testing.T) {
	t.Parallel()
	held, kept, ran := map[string]int{}, map[string]int{}, 0
	feeds := []string{"dibao", "tekun", "water", "helpers"}
	for seed := range uint64(48) {
		name := feeds[seed%4]
		t.Run(fmt.Sprint(seed, " ", name), func(t *testing.T) {
			ran++
			r := rand.New(rand.NewPCG(seed, 3))
			in := oracle.Random(r, oracle.Shape{Households: 80, Counties: 2})
			in.Held = nil
			if in.Villages == nil {
				in.Villages = []oracle.Row{{"area_code": "439901100200", "village": "新村", "poor_village": "否"}}
			}
			dir := t.TempDir()
			settings := settingsOf(t, dir, in)
			feed := settings.Feeds[name]
			feed.Guard.MaxShrink = 0
			settings.Feeds[name] = feed
			run := newTestRunner(t, openLedger(t, sqliteIn(dir)), settings, nil)
			must(t, oracle.WriteCSV(dir, in))
			run.all(t, jobs.Request{AsOf: date(t, in.AsOf)})
			before := withoutFacts(found(t, run.ledger))

			gone := 10 * (3 + r.IntN(6))
			for _, rows := range []*[]oracle.Row{&in.Dibao, &in.Tekun, &in.Water, &in.Helpers} {
				if &(*rows)[0] == &feedsOf(in)[name][0] {
					*rows = slices.DeleteFunc(slices.Clone(*rows), func(oracle.Row) bool { return r.IntN(100) < gone })
				}
			}
			must(t, oracle.WriteCSV(dir, in))
			job := map[string]string{"dibao": "assistance", "tekun": "assistance", "water": "water", "helpers": "contacts"}[name]
			counties := heldFor(t, run.all(t, jobs.Request{AsOf: date(t, in.AsOf)}), job, name)
			if slices.Contains(counties, "") {
				return // holds every county, of which the oracle knows nothing
			}
			held[name] += len(counties)
			in.Held = map[string][]string{name: counties}
			kept[name] += checkHeld(t, in, name, before, run.ledger)
		})
	}
	for _, name := range feeds {
		if ran == 48 && (held[name] < 5 || kept[name] < 5) {
			t.Errorf("%d counties were held for %s and %d discrepancies kept: too few to prove anything", held[name], name, kept[name])
		}
	}
}

// checkHeld compares the ledger with the oracle while counties are held for a
// feed, and says how many discrepancies are open for that reason alone.
func checkHeld(t *testing.T, in oracle.Input, feed string, before []string, l *ledger.Ledger) (kept int) {
	t.Helper()
	want := withoutFacts(expected(in))
	anywhere := map[string]bool{} // without a county, and so held where any is: a reading that the oracle does not share
	for _, f := range oracle.Judge(in) {
		if (f.Kind == "water_no_record" || f.Kind == "helper_missing") && f.County == "" {
			anywhere[withoutFacts([]string{line(f.Job, f.Kind, f.Subject, f.Qualifier, f.Expected, f.Severity, nil)})[0]] = true
		}
	}
	for _, d := range rows(t, l, ledger.Filter{Status: ledger.StatusOpen}) {
		line := withoutFacts([]string{line(d.Job, d.Kind, d.Subject, d.Qualifier, d.ExpectedValue, d.Severity.String(), nil)})[0]
		if at := slices.Index(want, line); at >= 0 {
			want = slices.Delete(want, at, at+1)
			continue
		}
		kept++
		county := d.Area().CountyKey()
		there := county == "" || slices.Contains(in.Held[feed], county)
		if !slices.Contains(before, line) || !there || !restsOn(feed, d) {
			t.Errorf("open while %q is held, in %q: %s", in.Held[feed], county, line)
		}
	}
	want = slices.DeleteFunc(want, func(line string) bool { return anywhere[line] })
	for _, line := range want {
		t.Errorf("not open while %q is held: %s", in.Held[feed], line)
	}
	return kept
}

// restsOn says whether a discrepancy is judged from an agency's feed.
func restsOn(feed string, d ledger.Discrepancy) bool {
	switch feed {
	case "dibao":
		return d.Job == "assistance" && d.Qualifier != "tekun"
	case "tekun":
		return d.Job == "assistance" && d.Qualifier != "dibao" && d.Kind != "dibao_unmarked" && d.Kind != "dibao_unsupported"
	case "helpers":
		return d.Job == "contacts" && d.Kind != "team_missing" && !strings.HasPrefix(d.Subject, "village:")
	}
	return d.Job == "water" && d.Kind != "water_flags_contradict" || d.Kind == "exit_doubtful" && d.Qualifier == "water"
}

// TestRowsThatGetACounty are no loss: orphans that are put right hold nobody up.
func TestRowsThatGetACounty(t *testing.T) {
	orphaned := small(100)
	for _, row := range orphaned.Members[:30] {
		row["household_id"] += "9"
	}
	th := stage(t, orphaned, nil)
	th.show(t, orphaned, jobs.Request{})
	wantHeld(t, th.show(t, small(100), jobs.Request{}), "registry", "members")
	check(t, th.ledger, ten, ten)

	lost := small(100)
	for _, row := range lost.Members[:30] {
		row["household_id"] += "9"
	}
	th.show(t, lost, jobs.Request{AcceptShrink: true})
	lost.Members = lost.Members[30:]
	wantHeld(t, th.show(t, lost, jobs.Request{}), "registry", "members", "")
}

// TestCountiesKnownByNameAreHeld: households that only have names are held by
// the code that the villages have for them, as everything else of the county goes by it.
func TestCountiesKnownByNameAreHeld(t *testing.T) {
	named := func(in oracle.Input) oracle.Input {
		in.Villages = nil
		for code, name := range map[string]string{countyA: nameA, countyB: nameB} {
			in.Villages = append(in.Villages, oracle.Row{"area_code": code + "100200", "county": name, "town": "东乡", "village": "新村", "poor_village": "否"})
		}
		for _, row := range in.Households {
			delete(row, "area_code")
		}
		return in
	}
	th := stage(t, named(small(100)), nil)
	th.show(t, named(small(100)), jobs.Request{})
	less := named(small(100))
	less.Households = less.Households[40:]
	wantHeld(t, th.show(t, less, jobs.Request{}), "registry", "households", countyA)
}
