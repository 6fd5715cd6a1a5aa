package scorecard

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

var shanghai = time.FixedZone("CST", 8*60*60)

// on is an hour of a day of November 2018 in Shanghai.
func on(day, hour int) time.Time { return time.Date(2018, 11, day, hour, 0, 0, 0, shanghai) }

func options() Options {
	return Options{At: on(30, 23), Zone: shanghai, Settings: Settings{Bars: Bars{Good: 9800, Fair: 9500}, Jump: 200}}
}

// lastRun is a run of a job over members and households of two counties.
func lastRun(id int64, job string, at time.Time) ledger.LastRun {
	return ledger.LastRun{RunEnd: ledger.RunEnd{ID: id, Job: job, At: at}, AsOf: "2018-11-30", Feeds: []ledger.FeedRow{
		{Feed: "households", CountyRows: map[string]int64{"430521": 100, "430524": 50}, Counties: map[string]ledger.CountyFacts{
			"430521": {Name: "邵东县", Exits: map[int]int64{2018: 10}}, "430524": {Name: "隆回县"},
		}},
		{Feed: "members", CountyRows: map[string]int64{"430521": 400, "430524": 200}, Counties: map[string]ledger.CountyFacts{"430521": {Children: 40}}},
	}}
}

// lead is the history of a discrepancy of a kind in a county.
func lead(kind *rules.Kind, county string, events ...ledger.Happening) *ledger.History {
	return &ledger.History{ID: 1, Kind: kind.Name, Severity: "high", Area: registry.Area{Code: county + "101200"}, Events: events}
}

func event(at time.Time, name string) ledger.Happening { return ledger.Happening{At: at, Event: name} }

func build(t interface{ Fatal(...any) }, o Options, past ledger.Past, histories ...*ledger.History) Card {
	b, err := New(o, past)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range histories {
		b.Add(h)
	}
	return b.Card()
}

func TestEveryKindHasABasis(t *testing.T) {
	never := []*rules.Kind{rules.SingleDibaoExcluded, rules.HouseholdUnregistered, rules.ShouldBeCovered}
	for _, kind := range rules.Kinds {
		if (BasisOf(kind) == Nothing) != slices.Contains(never, kind) {
			t.Errorf("%s: basis %d", kind.Name, BasisOf(kind))
		}
	}
	if BasisOf(&rules.Kind{Name: "of_next_year"}) != Nothing {
		t.Error("a kind that nobody knows has a basis")
	}
}

func TestWhatIsCheckedIsWhatTheLastRunRead(t *testing.T) {
	contacts := ledger.LastRun{RunEnd: ledger.RunEnd{ID: 3, Job: rules.Contacts}, AsOf: "2018-11-30", Feeds: []ledger.FeedRow{
		{Feed: "villages", CountyRows: map[string]int64{"430521": 7}},
		{Feed: "work_teams", CountyRows: map[string]int64{"430521": 20}},
		{Feed: "helpers", CountyRows: map[string]int64{"430521": 90, "": 1}},
		{Feed: "households", CountyRows: map[string]int64{"430521": 99}},
	}}
	card := build(t, options(), ledger.Past{Last: []ledger.LastRun{lastRun(1, rules.Assistance, on(1, 2)), contacts, lastRun(2, rules.Exits, on(1, 2)), lastRun(4, rules.Schooling, on(1, 2))}})
	got := map[string]int64{}
	for _, county := range card.Counties {
		for _, line := range county.Lines {
			got[county.Key+" "+line.Kind] = line.Checked
		}
	}
	for line, want := range map[string]int64{
		"430521 dibao_unmarked": 400, "430524 dibao_unmarked": 200, "430521 member_missing": 400,
		"430521 attribute_wrong": 100, "430521 team_missing": 7, "430521 helper_missing": 99,
		"430521 phone_missing": 110, " phone_shared": 1, "430521 exit_doubtful": 10, "430521 absence_unexplained": 40, "430521 enrolment_missing": 40,
	} {
		if got[line] != want {
			t.Errorf("%s: %d, want %d", line, got[line], want)
		}
	}
	for _, line := range []string{"430524 exit_doubtful", "430524 absence_unexplained", "430521 single_dibao_excluded", "430521 water_no_record"} {
		if n, listed := got[line]; listed {
			t.Errorf("%s: %d, and it was not checked", line, n)
		}
	}
	if diff := cmp.Diff([]string{"", "430521", "430524"}, keys(card)); diff != "" {
		t.Error(diff)
	}
}

func keys(c Card) []string {
	var keys []string
	for _, county := range c.Counties {
		keys = append(keys, county.Key)
	}
	return keys
}

// Seven days are counted by the calendar: whatever the hour of opening, there is
// time until the end of the seventh day after.
func TestInTimeIsUntilTheEndOfTheSeventhDay(t *testing.T) {
	type handled struct{ Opened, Due, InTime, Reopened int64 }
	opened := event(on(10, 2), ledger.EventOpened)
	midnight := on(18, 0)
	for name, c := range map[string]struct {
		at     time.Time
		events []ledger.Happening
		want   handled
	}{
		"the last instant of the seventh day": {on(30, 0), []ledger.Happening{opened, event(midnight.Add(-time.Microsecond), ledger.EventResolved)}, handled{1, 1, 1, 0}},
		"the eighth day":                      {on(30, 0), []ledger.Happening{opened, event(midnight, ledger.EventResolved)}, handled{1, 1, 0, 0}},
		"the same instant":                    {on(30, 0), []ledger.Happening{opened, event(on(10, 2), ledger.EventResolved)}, handled{1, 1, 1, 0}},
		"not due, on the seventh day":         {on(17, 23), []ledger.Happening{opened, event(on(10, 2), ledger.EventResolved)}, handled{1, 0, 0, 0}},
		"due, at its end":                     {midnight.Add(-time.Microsecond), []ledger.Happening{opened}, handled{1, 1, 0, 0}},
		"in time, and back again": {on(30, 0), []ledger.Happening{opened, event(on(11, 2), ledger.EventResolved), event(on(25, 2), ledger.EventReopened)},
			handled{1, 1, 1, 1}},
		"the first time, whatever came of it": {on(30, 0), []ledger.Happening{opened, event(on(11, 2), ledger.EventResolved), event(on(25, 2), ledger.EventReopened),
			event(on(26, 2), ledger.EventResolved)}, handled{1, 1, 1, 1}},
		"late, after the instant told of": {on(18, 1), []ledger.Happening{opened, event(on(19, 2), ledger.EventResolved)}, handled{1, 1, 0, 0}},
		"opened after it":                 {on(9, 0), []ledger.Happening{opened}, handled{}},
	} {
		o := options()
		o.At = c.at
		f := build(t, o, ledger.Past{}, lead(rules.DibaoUnmarked, "430521", c.events...)).Total()
		if got := (handled{f.Opened, f.Due, f.InTime, f.Reopened}); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestPeriodChoosesWhatHappenedInIt(t *testing.T) {
	h := lead(rules.DibaoUnmarked, "430521", event(on(10, 0), ledger.EventOpened), event(on(12, 0), ledger.EventResolved), event(on(20, 23), ledger.EventReopened))
	for _, c := range []struct {
		from, through         int
		opened, due, reopened int64
	}{{10, 20, 1, 1, 1}, {11, 20, 0, 1, 1}, {10, 19, 1, 1, 0}, {11, 16, 0, 0, 0}, {17, 17, 0, 1, 0}, {18, 20, 0, 0, 1}, {0, 0, 1, 1, 1}} {
		o := options()
		if c.from > 0 {
			o.From, o.Through = period.DateAt(on(c.from, 0)), period.DateAt(on(c.through, 0))
		}
		f := build(t, o, ledger.Past{}, h).Total()
		if f.Opened != c.opened || f.Due != c.due || f.InTime != c.due || f.Reopened != c.reopened || f.Unresolved != 1 || !f.Oldest.Equal(on(10, 0)) {
			t.Errorf("%+v: %+v", c, f)
		}
	}
}

func TestInformationAndWaivedAreNotUnresolved(t *testing.T) {
	opened := event(on(1, 2), ledger.EventOpened)
	milder := ledger.Happening{At: on(5, 2), Event: ledger.EventChanged, Severity: "high"}
	info := lead(rules.DibaoUnsupported, "430521", opened, milder)
	info.Severity = "info"
	waived := lead(rules.DibaoUnmarked, "430521", opened, event(on(5, 2), ledger.EventWaived))
	back := lead(rules.DibaoUnmarked, "430521", opened, event(on(4, 2), ledger.EventWaived), event(on(5, 1), ledger.EventUnwaived))
	for day, want := range map[int]int64{4: 2, 6: 1} {
		o := options()
		o.At = on(day, 12)
		if got := build(t, o, ledger.Past{}, info, waived, back).Total().Unresolved; got != want {
			t.Errorf("on the %d.: %d unresolved, want %d", day, got, want)
		}
	}
	o := options()
	o.At = on(30, 0)
	if f := build(t, o, ledger.Past{}, info).Total(); f.Opened != 0 {
		t.Errorf("information counts as opened: %+v", f)
	}
}

func TestRatesAreHeldAgainstBarsExactly(t *testing.T) {
	bars := Bars{Good: 9800, Fair: 9500}
	for _, c := range []struct {
		checked, unresolved, perThousand, correct int64
		want                                      Rating
	}{
		{100, 2, 2000, 9800, Good}, {100_000, 2001, 2001, 9799, Fair}, {1_000_000, 20_001, 2000, 9799, Fair},
		{100, 5, 5000, 9500, Fair}, {10_000, 501, 5010, 9499, Poor}, {10, 11, 110_000, 0, Poor}, {3, 1, 33_333, 6666, Poor}, {7, 0, 0, 10_000, Good},
	} {
		f := Figures{Checked: c.checked, Unresolved: c.unresolved}
		rate, _ := f.PerThousand()
		correct, _ := f.Correct()
		if got := bars.Rate(f); got != c.want || rate != c.perThousand || correct != c.correct {
			t.Errorf("%d of %d: %s, %d, %d", c.unresolved, c.checked, got, rate, correct)
		}
	}
	if _, known := (Figures{Unresolved: 1}).Correct(); known || bars.Rate(Figures{Unresolved: 1}) != Unrated {
		t.Error("what was not checked is rated")
	}
}

func TestExitsThatAreOddAreNoted(t *testing.T) {
	plan := func(n int64) *int64 { return &n }
	for name, c := range map[string]struct {
		exits   map[int]int64
		planned *int64
		want    []Note
	}{
		"as planned":              {map[int]int64{2018: 1200}, plan(1200), []Note{AsPlanned}},
		"one more than planned":   {map[int]int64{2018: 1201}, plan(1200), nil},
		"none planned, none left": {map[int]int64{2017: 3}, plan(0), nil},
		"twice":                   {map[int]int64{2016: 90, 2017: 110, 2018: 200}, nil, nil},
		"more than twice":         {map[int]int64{2016: 90, 2017: 110, 2018: 201}, nil, []Note{JumpedUp}},
		"half":                    {map[int]int64{2016: 90, 2017: 110, 2018: 50}, nil, nil},
		"less than half":          {map[int]int64{2016: 90, 2017: 110, 2018: 49}, plan(49), []Note{AsPlanned, JumpedDown}},
		"none yet":                {map[int]int64{2016: 90, 2018: 0}, nil, nil},
		"the first year":          {map[int]int64{2018: 5, 2019: 1}, nil, nil},
	} {
		got := exited(ledger.CountyFacts{Exits: c.exits}, 2018, c.planned, 200)
		if diff := cmp.Diff(c.want, got.Notes); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := exited(ledger.CountyFacts{}, 2018, nil, 200); got != nil {
		t.Errorf("of a county without any: %+v", got)
	}
}

func TestPlanIsByCodeOrName(t *testing.T) {
	o := options()
	o.Plan = Plan{"430521": {2018: 10}, "隆回县": {2018: 7}, "430599": {2018: 1}, "邵阳县": {2017: 1}}
	card := build(t, o, ledger.Past{Last: []ledger.LastRun{lastRun(1, rules.Water, on(1, 2))}})
	if diff := cmp.Diff([]string{"430599"}, card.Unknown); diff != "" {
		t.Error(diff)
	}
	if e := card.Counties[0].Exits; e == nil || *e.Planned != 10 || !slices.Equal(e.Notes, []Note{AsPlanned}) {
		t.Errorf("%+v", e)
	}
	if e := card.Counties[1].Exits; e == nil || *e.Planned != 7 || e.Count != 0 {
		t.Errorf("%+v", e)
	}
}

func TestCountiesGoByTheirNewCodes(t *testing.T) {
	o := options()
	o.Aliases = registry.Aliases{Codes: map[string]string{"430521": "430582"}, Names: map[string]string{"邵东县": "邵东市"}}
	named := lead(rules.DibaoUnmarked, "", event(on(1, 2), ledger.EventOpened))
	named.Area = registry.Area{County: "隆回县"} // the registry gave no code then
	card := build(t, o, ledger.Past{Last: []ledger.LastRun{lastRun(1, rules.Assistance, on(1, 2))}},
		lead(rules.DibaoUnmarked, "430521", event(on(1, 2), ledger.EventOpened)), lead(rules.DibaoUnmarked, "430582", event(on(1, 2), ledger.EventOpened)), named)
	if diff := cmp.Diff([]string{"430524", "430582"}, keys(card)); diff != "" {
		t.Fatal(diff)
	}
	if got := card.Counties[1].Total().Unresolved; got != 2 {
		t.Errorf("%d under both codes", got)
	}
	if got := card.Counties[0].Total().Unresolved; got != 1 {
		t.Errorf("%d by name", got)
	}
}

func TestExitsOfMergedCountiesAddUp(t *testing.T) {
	o := options()
	o.Aliases = registry.Aliases{Codes: map[string]string{"430521": "430524"}}
	run := lastRun(1, rules.Exits, on(1, 2))
	run.Feeds[0].Counties["430524"] = ledger.CountyFacts{Name: "隆回县", Exits: map[int]int64{2017: 3, 2018: 4}}
	card := build(t, o, ledger.Past{Last: []ledger.LastRun{run}})
	want := []County{{Key: "430524", Name: "隆回县", Lines: []Line{{"exit_doubtful", Figures{Checked: 14}}},
		Exits: &Exited{Year: 2018, Count: 14, Former: []OfYear{{2017, 3}}, Notes: []Note{JumpedUp}}}}
	if diff := cmp.Diff(want, card.Counties); diff != "" {
		t.Error(diff)
	}
}

func TestNameOfSeveralCountiesStandsForNone(t *testing.T) {
	run := lastRun(1, rules.Assistance, on(1, 2))
	for _, county := range []string{"430521", "430524", "440101"} {
		run.Feeds[0].Counties[county] = ledger.CountyFacts{Name: "城区"}
	}
	named := lead(rules.DibaoUnmarked, "", event(on(1, 2), ledger.EventOpened))
	named.Area = registry.Area{County: "城区"}
	card := build(t, options(), ledger.Past{Last: []ledger.LastRun{run}}, named)
	if diff := cmp.Diff([]string{"430521", "430524", "城区"}, keys(card)); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyLeavesTheOthersOut(t *testing.T) {
	card := build(t, options(), ledger.Past{Last: []ledger.LastRun{lastRun(1, rules.Assistance, on(1, 2)), lastRun(2, rules.Water, on(1, 3))}})
	for area, want := range map[string][]string{
		"": {"430521", "430524"}, "4305": {"430521", "430524"}, "430524": {"430524"}, "隆回县": {"430524"}, "430524101": nil, "44": nil,
	} {
		if diff := cmp.Diff(want, keys(card.Only(registry.ScopeOf(area), "", ""))); diff != "" {
			t.Errorf("%q: %s", area, diff)
		}
	}
	water := card.Only(registry.ScopeOf("430521"), rules.Water, "").ByKind()
	if len(water) != 7 || water[0].Kind != "water_unmarked" {
		t.Errorf("of the job: %+v", water)
	}
	if one := card.Only(registry.Scope{}, "", "water_no_record"); len(one.ByKind()) != 1 || one.Total().Checked != 150 {
		t.Errorf("of the kind: %+v", one)
	}
}

func TestTrendHasAPointForEachRound(t *testing.T) {
	runs := func(jobs ...string) (ends []ledger.RunEnd) {
		for i, job := range jobs {
			ends = append(ends, ledger.RunEnd{ID: int64(i), Job: job, At: on(1, i)})
		}
		return ends
	}
	var many []string
	for range 30 {
		many = append(many, "water")
	}
	for name, c := range map[string]struct {
		runs []ledger.RunEnd
		want []time.Time
	}{
		"none":                {nil, []time.Time{on(30, 0)}},
		"one":                 {runs("water"), []time.Time{on(30, 0)}},
		"two nights":          {runs("registry", "water", "registry", "water"), []time.Time{on(1, 1), on(30, 0)}},
		"one failed":          {runs("registry", "water", "water", "registry", "water"), []time.Time{on(1, 1), on(1, 3), on(30, 0)}},
		"the same job thrice": {runs("water", "water", "water"), []time.Time{on(1, 0), on(1, 1), on(30, 0)}},
	} {
		var got []time.Time
		for _, p := range rounds(c.runs, on(30, 0)) {
			got = append(got, p.At)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := rounds(runs(many[:24]...), on(30, 0)); len(got) != 12 || !got[0].At.Equal(on(1, 12)) {
		t.Errorf("of many: %+v", got)
	}
}

func TestTrendByMonthBeginsWithTheFirstRun(t *testing.T) {
	first := []ledger.RunEnd{{At: time.Date(2018, 8, 31, 23, 59, 0, 0, shanghai)}}
	var got []string
	for _, p := range months(first, on(30, 23), shanghai) {
		got = append(got, p.At.In(shanghai).Format("01-02 15:04"))
	}
	if diff := cmp.Diff([]string{"08-31 23:59", "09-30 23:59", "10-31 23:59", "11-30 23:00"}, got); diff != "" {
		t.Error(diff)
	}
	first[0].At = time.Date(2010, 1, 1, 0, 0, 0, 0, shanghai)
	if got := months(first, EndOf(period.MonthOf(2018, 12), shanghai), shanghai); len(got) != 12 || got[0].At.Format("2006-01") != "2018-01" {
		t.Errorf("of many: %+v", got)
	}
}

// past and histories as a ledger could hold them: events in order, each possible
// after the one before.
func random(t *rapid.T) (ledger.Past, []*ledger.History) {
	var past ledger.Past
	for i := range rapid.IntRange(1, 20).Draw(t, "runs") {
		run := lastRun(int64(i), rapid.SampledFrom([]string{rules.Assistance, rules.Water}).Draw(t, "job"), on(1+i, 2))
		past.Whole = append(past.Whole, run.RunEnd)
		past.Last = slices.DeleteFunc(past.Last, func(r ledger.LastRun) bool { return r.Job == run.Job })
		past.Last = append(past.Last, run)
	}
	kinds := []*rules.Kind{rules.DibaoUnmarked, rules.DibaoUnsupported, rules.WaterNoRecord, rules.ShouldBeCovered}
	next := map[string][]string{
		ledger.EventOpened:   {ledger.EventChanged, ledger.EventResolved, ledger.EventWaived},
		ledger.EventReopened: {ledger.EventChanged, ledger.EventResolved, ledger.EventWaived},
		ledger.EventUnwaived: {ledger.EventChanged, ledger.EventResolved, ledger.EventWaived},
		ledger.EventChanged:  {ledger.EventChanged, ledger.EventResolved, ledger.EventWaived},
		ledger.EventResolved: {ledger.EventReopened},
		ledger.EventWaived:   {ledger.EventUnwaived, ledger.EventResolved},
	}
	var histories []*ledger.History
	for range rapid.IntRange(0, 15).Draw(t, "discrepancies") {
		h := lead(rapid.SampledFrom(kinds).Draw(t, "kind"), rapid.SampledFrom([]string{"430521", "430524", "440101"}).Draw(t, "county"))
		severity, name, hour := rapid.SampledFrom([]string{"info", "high"}).Draw(t, "severity"), ledger.EventOpened, 0
		for range rapid.IntRange(1, 6).Draw(t, "events") {
			hour += rapid.IntRange(0, 200).Draw(t, "later")
			e := event(on(1, hour), name)
			if (name == ledger.EventChanged || name == ledger.EventReopened) && rapid.Bool().Draw(t, "other severity") {
				e.Severity = severity
				severity = map[string]string{"info": "high", "high": "info"}[severity]
			}
			h.Events = append(h.Events, e)
			name = rapid.SampledFrom(next[name]).Draw(t, "event")
		}
		h.Severity = severity
		histories = append(histories, h)
	}
	return past, histories
}

// Kinds add up to their county, counties to the whole, whichever way they are
// summed; and the trend ends with what is unresolved.
func TestSumsAddUpAndTheTrendEndsNow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		past, histories := random(t)
		o := options()
		o.ByMonth = rapid.Bool().Draw(t, "by month")
		card := build(t, o, past, histories...)
		var counties, kinds, provinces, cities, unresolved Figures
		for _, county := range card.Counties {
			counties.Add(county.Total())
			for _, line := range county.Lines {
				last := int64(0)
				if line.Trend != nil {
					last = line.Trend[len(card.Points)-1]
				}
				if last != line.Unresolved || (line.Unresolved > 0) == line.Oldest.IsZero() || line.InTime > line.Due || line.Due > line.Opened {
					t.Errorf("%s %s: %+v", county.Key, line.Kind, line.Figures)
				}
			}
		}
		for _, line := range card.ByKind() {
			kinds.Add(line.Figures)
		}
		for _, group := range card.Groups(2) {
			provinces.Add(group.Figures)
		}
		for _, group := range card.Groups(4) {
			cities.Add(group.Figures)
		}
		for _, h := range histories {
			if kind, _ := rules.KindNamed(h.Kind); BasisOf(kind) != Nothing && unresolvedAt(h, o.At) {
				unresolved.Unresolved++
			}
		}
		for _, sum := range []Figures{kinds, provinces, cities, card.Total()} {
			if diff := cmp.Diff(counties, sum); diff != "" {
				t.Errorf("sums differ: %s", diff)
			}
		}
		if counties.Unresolved != unresolved.Unresolved {
			t.Errorf("%d unresolved, want %d", counties.Unresolved, unresolved.Unresolved)
		}
	})
}

// Whatever the days by which a period is cut in two, its parts add up to it.
func TestPeriodsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		past, histories := random(t)
		cut := rapid.IntRange(1, 40).Draw(t, "cut")
		o := options()
		o.At = on(40, 0)
		whole := build(t, o, past, histories...).Total()
		before, after := o, o
		before.Through, after.From = period.DateAt(on(cut, 0)), period.DateAt(on(cut+1, 0))
		first, second := build(t, before, past, histories...).Total(), build(t, after, past, histories...).Total()
		sum := Figures{Opened: first.Opened + second.Opened, Due: first.Due + second.Due, InTime: first.InTime + second.InTime, Reopened: first.Reopened + second.Reopened}
		want := Figures{Opened: whole.Opened, Due: whole.Due, InTime: whole.InTime, Reopened: whole.Reopened}
		if diff := cmp.Diff(want, sum); diff != "" {
			t.Error(diff)
		}
	})
}

// What happens later changes nothing: a card of an instant is the same from the
// ledger as it stood then.
func TestLaterEventsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		past, histories := random(t)
		o := options()
		o.At = on(rapid.IntRange(1, 40).Draw(t, "day"), 12)
		past.Whole = slices.DeleteFunc(past.Whole, func(r ledger.RunEnd) bool { return r.At.After(o.At) })
		var then []*ledger.History
		for _, h := range histories {
			cut := *h
			cut.Severity = severityAt(h, o.At)
			cut.Events = slices.DeleteFunc(slices.Clone(h.Events), func(e ledger.Happening) bool { return e.At.After(o.At) })
			if len(cut.Events) > 0 {
				then = append(then, &cut)
			}
		}
		if diff := cmp.Diff(build(t, o, past, then...), build(t, o, past, histories...)); diff != "" {
			t.Error(diff)
		}
	})
}
