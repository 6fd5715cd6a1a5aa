package matchers

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
)

// each is n rows for each of twelve months.
func each(n int64) []int64 { return slices.Repeat([]int64{n}, 12) }

func TestCalendar(t *testing.T) {
	homes := []registry.Household{
		change(household("east", 0), func(h *registry.Household) { h.Area = east }),
		change(household("west", 0), func(h *registry.Household) { h.Area = west }),
	}
	quarter := change(inMonth(4, month(2018, 4)), func(p *payment) { p.Area, p.Through = west, month(2018, 6) })
	may := month(2018, 5)
	w := world{households: homes, tekun: []payment{paid(1, month(2018, 1), 0)}}
	w.dibao = append(append(yearIn(1, east), yearIn(2, registry.Area{County: "邵东县"}, may)...), quarter,
		lost(change(inMonth(5, may), func(p *payment) { p.Area = west })),
		change(inMonth(6, month(2019, 1)), func(p *payment) { p.Area = west }),
		lost(change(inMonth(6, 0), func(p *payment) { p.Area = west })),
		change(inMonth(7, may), func(p *payment) { p.Area = registry.Area{} }),
		change(inMonth(8, may), func(p *payment) { p.Area = registry.Area{County: "隆回县"} }),
		change(paid(9, may, may), func(p *payment) { p.Area = west }), // a spell
	)
	j := joined(t, w)
	if got := j.Calendar(Tekun); got != nil {
		t.Errorf("spells have a calendar: %v", got)
	}
	atMay := func(n, others int64) []int64 { rows := each(others); rows[7] = n; return rows }
	want := &Calendar{Window: aYear().Window, Counties: []CountyMonths{
		{Rows: atMay(1, 0)},
		{County: registry.Area{Code: "430521", County: "邵东县"}, Rows: atMay(1, 2)},
		{County: registry.Area{Code: "430522", County: "新邵县"}, Rows: []int64{0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 0, 0}, Other: 2},
		{County: registry.Area{County: "隆回县"}, Rows: atMay(1, 0)},
	}}
	if diff := cmp.Diff(want, j.Calendar(Dibao)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Where a roll is monthly and nothing has arrived, all is missing.
func TestCalendarWithoutRows(t *testing.T) {
	j := joined(t, world{households: []registry.Household{change(household("east", 0), func(h *registry.Household) { h.Area = east })}})
	if j.Calendar(Dibao) != nil {
		t.Error("a roll that nobody read has a calendar")
	}
	j.HasMonths(Dibao)
	c := j.Calendar(Dibao)
	if len(c.Counties) != 1 || cmp.Diff(each(0), c.Counties[0].Rows) != "" || cmp.Diff([]period.Window{aYear().Window}, c.Counties[0].Missing(c.Window)) != "" {
		t.Errorf("%+v", c)
	}
}

func TestMissingMonths(t *testing.T) {
	w := period.Window{From: month(2017, 11), Through: month(2018, 3)}
	run := func(from, through int) period.Window {
		return period.Window{From: w.From + period.Month(from), Through: w.From + period.Month(through)}
	}
	for _, c := range []struct {
		rows []int64
		want []period.Window
	}{
		{[]int64{1, 2, 3, 4, 5}, nil},
		{[]int64{0, 0, 0, 0, 0}, []period.Window{run(0, 4)}},
		{[]int64{0, 1, 0, 0, 1}, []period.Window{run(0, 0), run(2, 3)}},
		{[]int64{1, 0, 1, 0, 0}, []period.Window{run(1, 1), run(3, 4)}},
	} {
		if diff := cmp.Diff(c.want, (&CountyMonths{Rows: c.rows}).Missing(w)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.rows, diff)
		}
	}
}

// A month is missing in the calendar exactly where the roll's silence in the
// county says nothing.
func TestCalendarAgreesWithEvidence(t *testing.T) {
	homes := []registry.Household{
		change(household("east", 0), func(h *registry.Household) { h.Area = east }),
		change(household("west", 0), func(h *registry.Household) { h.Area = west }),
	}
	for _, dibao := range [][]payment{
		yearIn(1, east), append(yearIn(1, east, month(2018, 5)), yearIn(2, west)...), append(yearIn(1, east), yearIn(2, west)...),
	} {
		j := joined(t, world{households: homes, dibao: dibao})
		for _, c := range j.Calendar(Dibao).Counties {
			complete := j.evidence.complete(Dibao, c.County.CountyKey())
			if missing := c.Missing(aYear().Window); complete != (len(missing) == 0) {
				t.Errorf("%v: complete %v, missing %v", c.County, complete, missing)
			}
		}
	}
}

// Names without a code add up by what is ambiguous in them, the most rows first.
func TestAmbiguous(t *testing.T) {
	j, err := New(aYear())
	if err != nil {
		t.Fatal(err)
	}
	names := func(county, town, village string) registry.Area {
		return registry.Area{County: county, Town: town, Village: village}
	}
	var perArea []int64
	count := func(area registry.Area, rows int64) {
		id := j.AddVillage(&registry.Village{Area: area})
		perArea = append(perArea, make([]int64, max(0, int(id)+1-len(perArea)))...)
		perArea[id] += rows
	}
	for i, code := range []string{"430521103205", "430522101201", "430522101202"} {
		a := names([]string{"邵东县", "新邵县", "新邵县"}[i], "东乡", []string{"老村", "新村", "新村"}[i])
		a.Code = code
		count(a, 100)
	}
	j.Settle()
	count(names("", "东乡", ""), 1)
	count(names("", "东乡", "外村"), 2)
	count(names("新邵县", "东乡", "新村"), 7)
	count(names("新邵县", "东乡", "外村"), 9)
	count(names("邵东县", "", ""), 9)
	want := []Ambiguity{
		{Names: names("新邵县", "东乡", "新村"), Codes: []string{"430522101201", "430522101202"}, Rows: 7},
		{Names: names("", "东乡", ""), Codes: []string{"430521103", "430522101"}, Rows: 3},
	}
	if diff := cmp.Diff(want, j.Ambiguous(perArea)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := j.Ambiguous(nil); got != nil {
		t.Errorf("of no rows: %v", got)
	}
}

// A village, its households, its work team and its roll meet by old codes and new.
func TestAreasMeetByOldCodes(t *testing.T) {
	o := aYear()
	o.Aliases = registry.Aliases{Codes: map[string]string{"430521": "430582"}, Names: map[string]string{"邵东县": "邵东市"}}
	old, now := east, change(east, func(a *registry.Area) { a.Code, a.County = "430582"+a.Code[6:], "邵东市" })
	for _, c := range []struct{ village, home, team, roll registry.Area }{
		{old, old, old, old}, {now, now, now, now}, {old, now, now, old}, {now, old, old, now}, {old, old, now, registry.Area{County: "邵东县"}},
	} {
		w := world{
			options: o, villages: []registry.Village{{Area: c.village}},
			households: []registry.Household{change(household("H1", 0), func(h *registry.Household) { h.Area = c.home })}, dibao: yearIn(1, c.roll),
			members: []registry.Member{inHome("M1", "H1", 1)},
		}
		j := joined(t, w)
		contact, _ := j.AddTeam(&registry.Contact{AreaCode: c.team.Code})
		for i := range w.members {
			match(j, &w.members[i])
		}
		var villages []Village
		for v := range j.Villages {
			villages = append(villages, *v)
		}
		if len(villages) != 1 || villages[0].Code != now.Code || !villages[0].Team || villages[0].Registered != 1 || contact.AreaCode != now.Code {
			t.Errorf("%+v: %+v, team of %s", c, villages, contact.AreaCode)
		}
		if place := villages[0].Place; place.Area != now || !place.DibaoComplete {
			t.Errorf("%+v: %+v", c, place)
		}
	}
}
