package jobs

import (
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/registry"
)

// exits counts the households that left poverty, by year and registry.AreaID.
type exits map[int][]int64

// count counts a household, if it has left poverty and says when.
func (e *exits) count(h *registry.Household, area registry.AreaID) {
	if h.ExitYear == 0 || !strings.HasPrefix(h.PovertyStatus, "已脱贫") {
		return
	}
	if *e == nil {
		*e = exits{}
	}
	perArea := (*e)[h.ExitYear]
	if int(area) < len(perArea) {
		perArea[area]++
		return
	}
	perArea = append(perArea, make([]int64, int(area)+1-len(perArea))...)
	perArea[area]++
	(*e)[h.ExitYear] = perArea
}

// learn keeps the counties' names and exits with what was read of the
// households. It is called when the areas are complete. Of a held county, whose
// rows are not to be trusted, the exits of before are kept, as its rows are.
func (in *intake) learn() {
	read, ok := in.reads["households"]
	if !ok {
		return
	}
	facts := map[string]ledger.CountyFacts{}
	fact := func(county string) ledger.CountyFacts {
		f, known := facts[county]
		if !known {
			f = ledger.CountyFacts{Name: in.join.County(county).County, Exits: map[int]int64{}}
			facts[county] = f
		}
		return f
	}
	for county := range in.join.Counties(in.placed["households"]) {
		fact(county)
	}
	for year, perArea := range in.exits {
		for county, n := range in.join.Counties(perArea) {
			fact(county).Exits[year] = n
		}
	}
	for county, before := range in.before["households"].Counties {
		if now := in.join.CountyNow(county); slices.Contains(read.HeldCounties, now) {
			facts[now] = ledger.CountyFacts{Name: fact(now).Name, Exits: before.Exits}
		}
	}
	read.Counties = facts
	in.reads["households"] = read
}

// learnChildren keeps how many children each county has with what was read of
// the members; of a held county those of before, where they were counted.
func (in *intake) learnChildren() {
	read, ok := in.reads["members"]
	if !ok {
		return
	}
	facts := map[string]ledger.CountyFacts{}
	for county, n := range in.join.Counties(in.judge.Children()) {
		facts[county] = ledger.CountyFacts{Children: n}
	}
	for county, before := range in.before["members"].Counties {
		if now := in.join.CountyNow(county); before.Children > 0 && slices.Contains(read.HeldCounties, now) {
			facts[now] = ledger.CountyFacts{Children: before.Children}
		}
	}
	read.Counties = facts
	in.reads["members"] = read
}
