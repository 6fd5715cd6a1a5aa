package jobs_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/jobs"
)

// exiting is a world in which households left poverty by turns in 2016, 2017 and
// 2018, and never; every tenth says a year, and has come back.
func exiting(households int) oracle.Input {
	in := small(households)
	for i, row := range in.Households {
		if year := 2016 + i%4; year < 2019 {
			row["exit_year"] = strconv.Itoa(year)
		}
		if i%10 == 9 {
			row["poverty_status"] = "返贫"
		}
		if i%10 == 8 {
			row["poverty_status"] = "已脱贫（享受政策）"
		}
	}
	return in
}

// countExits counts them as the rows tell.
func countExits(in oracle.Input) map[string]ledger.CountyFacts {
	facts := map[string]ledger.CountyFacts{
		countyA: {Name: nameA, Exits: map[int]int64{}}, countyB: {Name: nameB, Exits: map[int]int64{}},
	}
	for _, row := range in.Households {
		if year, _ := strconv.Atoi(row["exit_year"]); year > 0 && row["poverty_status"] != "返贫" {
			facts[row["area_code"][:6]].Exits[year]++
		}
	}
	return facts
}

func TestExitsAreCountedByCountyAndYear(t *testing.T) {
	in := exiting(100)
	in.Households = append(in.Households, in.Households[0]) // its number is taken
	th := stage(t, in, nil)
	th.show(t, in, jobs.Request{})
	want := countExits(exiting(100))
	wantCounties := func(want map[string]ledger.CountyFacts) {
		t.Helper()
		feeds, err := th.ledger.Feeds(t.Context(), "households")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, feeds["households"].Counties); diff != "" {
			t.Error(diff)
		}
	}
	wantCounties(want)

	less := exiting(100)
	less.Households = without(less.Households, 30, within(countyA))
	less.Households = without(less.Households, 10, within(countyB))
	results := th.show(t, less, jobs.Request{})
	wantHeld(t, results, "assistance", "households", countyA)
	heldCounties := countExits(less)
	heldCounties[countyA] = want[countyA]
	wantCounties(heldCounties)

	th.show(t, less, jobs.Request{AcceptShrink: true})
	wantCounties(countExits(less))
}

func TestChildrenAreCountedByCounty(t *testing.T) {
	in := small(100)
	in.Enrolment = []oracle.Row{{"id_number": "430599201208010011", "name": "张五"}}
	for i, child := range []struct{ county, born, state string }{
		{countyA, "20120801", ""}, {countyA, "20030101", "正常"}, {countyB, "20100131", ""}, // 6, 15 and 8 on 1 September 2018
		{countyA, "20020101", ""}, {countyA, "20120902", ""}, {countyB, "20100131", "死亡"}, // 16, 5, and dead
	} {
		first17 := "430599" + child.born + "00" + strconv.Itoa(i)
		in.Members = append(in.Members, oracle.Row{
			"member_id": child.county + "99" + strconv.Itoa(i), "household_id": child.county + "0006", "name": "张五", "state": child.state,
			"id_number": first17 + string(resident.CheckChar(first17)), "relation": "之子", "dibao": "否", "school_status": "小学",
		})
	}
	th := stage(t, in, nil)
	wantChildren := func(want map[string]ledger.CountyFacts) {
		t.Helper()
		feeds, err := th.ledger.Feeds(t.Context(), "members")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, feeds["members"].Counties); diff != "" {
			t.Error(diff)
		}
	}
	th.show(t, in, jobs.Request{})
	wantChildren(map[string]ledger.CountyFacts{countyA: {Children: 2}, countyB: {Children: 1}})

	gone := func(row oracle.Row) bool { return row["household_id"] >= countyB }
	in.Members = without(in.Members, 200, gone)
	wantHeld(t, th.show(t, in, jobs.Request{}), "schooling", "members", countyB)
	wantChildren(map[string]ledger.CountyFacts{countyA: {Children: 2}, countyB: {Children: 1}})
}

// TestExitsThatAreNotJudged stay as they are: a feed that is not configured any
// more has not said that all is well.
func TestExitsThatAreNotJudged(t *testing.T) {
	in := exiting(20)
	in.Households[unsafe]["exit_year"] = "2018"
	in.Enrolment = []oracle.Row{{"id_number": "430599201208010011", "name": "张五"}}
	th := stage(t, in, nil)
	th.show(t, in, jobs.Request{})
	doubtful := func() int {
		return len(rows(t, th.ledger, ledger.Filter{Job: "exits", Kind: "exit_doubtful", Status: ledger.StatusOpen}))
	}
	before := doubtful()
	if before == 0 {
		t.Fatal("no exit is doubtful")
	}
	delete(th.settings.Feeds, "water")
	th.testRunner = newTestRunner(t, th.ledger, th.settings, nil)
	must(t, th.tryJob(t, "exits").Err)
	if after := doubtful(); after != before {
		t.Errorf("%d exits are doubtful, and %d were while water was read", after, before)
	}
}
