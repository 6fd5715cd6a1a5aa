package matchers

import (
	"slices"
	"testing"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// joined is a Join of a world without members, ready for lists and members.
func joined(t *testing.T, w world) *Join {
	t.Helper()
	if w.options.Window == (period.Window{}) {
		w.options = aYear()
	}
	j, err := New(w.options)
	if err != nil {
		t.Fatal(err)
	}
	w.build(j, &outcome{})
	return j
}

// inEast is a household of a village of the east.
func inEast(id, village, status string) registry.Household {
	words := registry.DefaultWords()
	return change(household(id, 0), func(h *registry.Household) {
		h.Poverty = words.PovertyOf(status)
		h.Area, h.PovertyStatus = registry.Area{Code: "430521103" + village}, status
	})
}

func TestVillages(t *testing.T) {
	village := func(code string, poor table.Answer) registry.Village {
		return registry.Village{Area: registry.Area{Code: code, County: "邵东县", Town: "东乡", Village: "第" + code[9:] + "村"}, Poor: poor}
	}
	j := joined(t, world{
		villages: []registry.Village{village("430521103201", table.Yes), village("430521103202", table.No), village("430521103203", table.Unknown), village("430521103201", table.No)},
		households: []registry.Household{
			inEast("H5", "999", "未脱贫"), inEast("H1", "201", "未脱贫"), inEast("H2", "201", "已脱贫"), inEast("H3", "201", "返贫"),
			change(inEast("H4", "", "未脱贫"), func(h *registry.Household) {
				h.Area = registry.Area{County: "邵东县", Town: "东乡", Village: "第202村"}
			}),
		},
	})
	team, _ := j.AddTeam(&registry.Contact{AreaCode: "430521103202", Name: "张三"})
	if team.Place.Village != "第202村" {
		t.Errorf("the team works in %v", team.Place.Area)
	}
	for n, h := range []string{"H1", "H1", "H2", "H2", "H3", "H4", "H5", "H9", ""} {
		m := inHome(string(rune('A'+n)), h, n)
		match(j, &m)
	}
	gone := change(inHome("Z", "H1", 20), func(m *registry.Member) { m.State = registry.Dead })
	match(j, &gone)
	got := map[string]Village{}
	for v := range j.Villages {
		seen := *v
		seen.Place = nil
		got[v.Code] = seen
		if v.Place.Village != "第"+v.Code[9:]+"村" {
			t.Errorf("village %s is %v", v.Code, v.Place.Area)
		}
	}
	same(t, "villages", map[string]Village{
		"430521103201": {Code: "430521103201", Poor: table.Yes, Unlifted: 3, Registered: 5},
		"430521103202": {Code: "430521103202", Poor: table.No, Team: true, Unlifted: 1, Registered: 1},
		"430521103203": {Code: "430521103203"},
	}, got)
}

func TestHelpers(t *testing.T) {
	j := joined(t, world{households: []registry.Household{change(household("H1", 0), func(h *registry.Household) { h.Area = east }), household("H2", 0)}})
	for householdID, want := range map[string]registry.Area{"H1": east, "H9": {}} {
		c, _ := j.AddHelper(&registry.Contact{HouseholdID: householdID, Name: "张三"})
		if c.Place.Area != want {
			t.Errorf("the helper of %s is at home in %v", householdID, c.Place.Area)
		}
	}
	for h := range j.Households {
		if h.Helped() != (h.ID() == "H1") {
			t.Errorf("%s is helped: %v", h.ID(), h.Helped())
		}
	}
}

func TestSharedPhones(t *testing.T) {
	call := func(name, phone string) registry.Contact {
		return registry.Contact{Name: name, AreaCode: east.Code, HouseholdID: "H1", Phone: registry.Phone{Text: phone, Number: phone}}
	}
	for _, c := range []struct {
		what           string
		teams, helpers []registry.Contact
		want           []string
	}{
		{"each their own", []registry.Contact{call("张三", "1"), call("李四", "2")}, []registry.Contact{call("王五", "3")}, nil},
		{"one person twice", []registry.Contact{call("张三", "1"), call("张 三", "1")}, []registry.Contact{call("张·三", "1")}, nil},
		{"two in teams", []registry.Contact{call("张三", "1"), call("李四", "1")}, nil, []string{"1"}},
		{"a team and a helper", []registry.Contact{call("张三", "1")}, []registry.Contact{call("李四", "1")}, []string{"1"}},
		{"similar names", nil, []registry.Contact{call("张三", "1"), call("张珊", "1")}, []string{"1"}},
		{"the first again after another", []registry.Contact{call("张三", "1"), call("李四", "1"), call("张三", "1")}, nil, []string{"1"}},
		{"numbers that are none", []registry.Contact{call("张三", ""), call("李四", "")}, nil, nil},
		{"two numbers", []registry.Contact{call("张三", "1"), call("李四", "1"), call("张三", "2"), call("李四", "2")}, nil, []string{"1", "2"}},
	} {
		j := joined(t, world{households: []registry.Household{change(household("H1", 0), func(h *registry.Household) { h.Area = west })}})
		for _, contact := range c.teams {
			j.AddTeam(&contact)
		}
		for _, contact := range c.helpers {
			j.AddHelper(&contact)
		}
		var got []string
		for s := range j.SharedPhones {
			got = append(got, s.Number)
			if first := c.teams != nil; first != (s.Place.CountyKey() == "430521") {
				t.Errorf("%s: the phone is of %v", c.what, s.Place.Area)
			}
		}
		slices.Sort(got)
		same(t, c.what, c.want, got)
	}
}

func TestPupils(t *testing.T) {
	j := joined(t, world{})
	for n, left := range map[int]bool{1: false, 2: true} {
		j.AddPupil(&roster.Pupil{Resident: id(n), Left: left})
	}
	j.AddPupil(&roster.Pupil{})
	for n, want := range map[int]bool{1: true, 2: false, 3: false} {
		m := inHome(string(rune('A'+n)), "", n)
		if got := match(j, &m); got.Enrolled != want {
			t.Errorf("person %d is enrolled: %v", n, got.Enrolled)
		}
	}
	nobody := registry.Member{ID: "X"}
	if got := match(j, &nobody); got.Enrolled {
		t.Error("a member without a number is enrolled")
	}
}

func TestProblems(t *testing.T) {
	early, late := day(2018, 9, 1), day(2018, 9, 10)
	row := func(issued period.Date, c func(i *roster.Issued)) roster.Issued {
		i := roster.Issued{Problem: "属性错误", IssuedOn: issued, Origin: at(2)}
		c(&i)
		return i
	}
	ofH1 := func(i *roster.Issued) { i.HouseholdID = "H1" }
	ofM1 := func(i *roster.Issued) { i.MemberID = "M1" }
	ofOne := func(i *roster.Issued) { i.Resident = key(1) }
	dueLate := func(i *roster.Issued) { i.HouseholdID, i.DueOn = "H1", late }
	for _, c := range []struct {
		what string
		rows []roster.Issued
		want []Problem
	}{
		{"a household's", []roster.Issued{row(late, ofH1)}, []Problem{{Named: "H1", HouseholdID: "H1"}}},
		{"a household's, with a day", []roster.Issued{row(late, dueLate)}, []Problem{{Named: "H1", HouseholdID: "H1", DueOn: late}}},
		{"an unknown household's", []roster.Issued{row(late, func(i *roster.Issued) { i.HouseholdID = "H9" })}, []Problem{{Named: "H9", HouseholdID: "H9"}}},
		{"a member's", []roster.Issued{row(late, ofM1)}, []Problem{{HouseholdID: "H2", MemberID: "M1"}}},
		{"an unknown member's", []roster.Issued{row(late, func(i *roster.Issued) { i.MemberID = "M9" })}, []Problem{{MemberID: "M9"}}},
		{"a household's, with a member", []roster.Issued{row(late, func(i *roster.Issued) { i.MemberID, i.HouseholdID = "M1", "H1" })},
			[]Problem{{Named: "H1", HouseholdID: "H1", MemberID: "M1"}}},
		{"a person's, of two households the first", []roster.Issued{row(late, ofOne)}, []Problem{{HouseholdID: "H1", Person: key(1)}}},
		{"a head's, who is no member", []roster.Issued{row(late, func(i *roster.Issued) { i.Resident = key(8) })}, []Problem{{HouseholdID: "H2", Person: key(8)}}},
		{"a stranger's", []roster.Issued{row(late, func(i *roster.Issued) { i.Resident = key(9) })}, []Problem{{Person: key(9)}}},
		{"the newest list", []roster.Issued{row(early, ofH1), row(late, ofM1), row(early, ofOne), row(late, ofH1), row(0, ofOne)},
			[]Problem{{HouseholdID: "H2", MemberID: "M1"}, {Named: "H1", HouseholdID: "H1"}}},
		{"without days of issue", []roster.Issued{row(0, ofH1), row(0, ofM1)}, []Problem{{Named: "H1", HouseholdID: "H1"}, {HouseholdID: "H2", MemberID: "M1"}}},
	} {
		j := joined(t, world{households: []registry.Household{
			change(household("H1", 0), func(h *registry.Household) { h.Area = east }), change(household("H2", 0), func(h *registry.Household) { h.Area, h.HeadID = west, id(8) }),
		}})
		for _, row := range c.rows {
			j.AddIssued(&row)
		}
		for _, m := range []registry.Member{inHome("M1", "H2", 1), inHome("M2", "H1", 1), inHome("M3", "H2", 1), inHome("M4", "", 1)} {
			match(j, &m)
		}
		var got []Problem
		for p := range j.Problems {
			home := map[string]registry.Area{"H1": east, "H2": west}[p.HouseholdID]
			if p.Place.Area != home || p.Problem != "属性错误" || p.Origin != at(2) {
				t.Errorf("%s: %+v in %v", c.what, p, p.Place.Area)
			}
			got = append(got, Problem{Named: p.Named, HouseholdID: p.HouseholdID, MemberID: p.MemberID, Person: p.Person, DueOn: p.DueOn})
		}
		same(t, c.what, c.want, got)
	}
}
