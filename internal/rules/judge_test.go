package rules_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// A member, household, person and duplicate with something for every job.
func judgeAll(t testing.TB, j *rules.Judge, area registry.Area) {
	place := &matchers.Place{Area: area, DibaoComplete: true, TekunComplete: true}
	j.Member(member(yes, func(m *matchers.Member) { m.Place, m.Orphaned = place, true }))
	j.Member(member(dibao, func(m *matchers.Member) { m.Place = place }))
	j.Household(household(t, registry.Household{ID: "H1"}, func(h *matchers.Household) { h.Place = place }))
	j.Person(person(onDibao, related, func(p *matchers.Person) { p.Place = place }))
	j.Duplicate(&matchers.Duplicate{Key: id(anna).Key, Members: []string{"M1", "M2"}, Place: place})
}

// kinds is the names of all that was found.
func kinds(j *rules.Judge) map[string]int {
	names := map[string]int{}
	for _, job := range rules.Jobs {
		for _, f := range j.Findings(job.Name) {
			if f.Kind.Job != job.Name {
				panic(f.Kind.Name + " is found for " + job.Name)
			}
			names[f.Kind.Name]++
		}
	}
	return names
}

func TestOnlyTheJobsThatRun(t *testing.T) {
	for job, want := range map[string]map[string]int{
		"assistance": {"dibao_unsupported": 1, "dibao_unmarked": 1, "member_missing": 1},
		"registry":   {"member_orphaned": 1, "household_empty": 1, "id_duplicate": 1},
		"water":      {"water_unmarked": 1, "water_no_record": 1},
		"none":       {},
	} {
		j := rules.NewJudge(rules.Options{Jobs: []string{job}})
		judgeAll(t, j, east)
		if diff := cmp.Diff(want, kinds(j)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", job, diff)
		}
	}
}

var everything = map[string]int{
	"dibao_unsupported": 1, "dibao_unmarked": 1, "member_missing": 1, "member_orphaned": 1, "household_empty": 1, "id_duplicate": 1,
	"water_unmarked": 1, "water_no_record": 1,
}

// Where a feed is held, kinds that its missing rows would open are not opened; the others are.
func TestHeldCounties(t *testing.T) {
	for _, c := range []struct {
		what    string
		held    matchers.Held
		area    registry.Area
		missing []string
	}{
		{"dibao", matchers.Held{"dibao": {"430521": true}}, east, []string{"dibao_unsupported"}},
		{"dibao of another county", matchers.Held{"dibao": {"430522": true}}, east, nil},
		{"dibao, nobody knows where", matchers.Held{"dibao": {"430522": true}}, registry.Area{}, []string{"dibao_unsupported"}},
		{"tekun", matchers.Held{"tekun": {"430521": true}}, east, nil},
		{"households", matchers.Held{"households": {"430521": true}}, east, []string{"member_orphaned", "member_missing"}},
		{"members", matchers.Held{"members": {"430521": true}}, east, []string{"household_empty", "member_missing", "water_no_record"}},
		{"water", matchers.Held{"water": {"430521": true}}, east, []string{"water_no_record"}},
	} {
		j := rules.NewJudge(rules.Options{Jobs: []string{"assistance", "registry", "water"}, Held: c.held})
		judgeAll(t, j, c.area)
		want := maps.Clone(everything)
		for _, kind := range c.missing {
			delete(want, kind)
		}
		if diff := cmp.Diff(want, kinds(j)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

// Findings outlive the batches that their texts were read from.
func TestFindingsAreCopies(t *testing.T) {
	cell := []byte("0123456789")
	text := func(from, through int) string { return table.View(cell[from:through]) }
	j := judge()
	j.Member(member(dibao, func(m *matchers.Member) {
		m.ID, m.HouseholdID, m.IDText, m.Member.Name, m.DibaoText, m.Orphaned = text(0, 2), text(2, 4), text(4, 6), text(6, 8), text(8, 10), true
	}))
	copy(cell, "xxxxxxxxxx")
	for _, job := range []string{"assistance", "registry"} {
		f := j.Findings(job)[0]
		if f.MemberID != "01" || f.Subject != "member:01" || f.HouseholdID != "23" || f.IDNumber != "45" || f.Name != "67" || f.Registry != "89" && f.Registry != "23" {
			t.Errorf("the finding became %+v", f)
		}
	}
}

func TestDetailAsJSON(t *testing.T) {
	for want, d := range map[string]rules.Detail{
		"{}": {},
		`{"route":"supplement","class":"similar","reason":"length","inferred":true,"outside_window":true,"suspected":true,"members":["M1","M2"]}`: {
			Route: "supplement", Class: "similar", Reason: "length", Inferred: true, OutsideWindow: true, Suspected: true, Others: &rules.Others{Members: []string{"M1", "M2"}},
		},
		`{"difference":"substituted","position":8,"registry_number":"4[3]","agency_number":"4[8]","agency_name":"张三","people":100,"ours":["dibao_unmarked"],"due_on":"2018-12-10"}`: {
			Slip:   &rules.Slip{Difference: "substituted", Position: 8, RegistryNumber: "4[3]", AgencyNumber: "4[8]", AgencyName: "张三"},
			Others: &rules.Others{People: 100, Ours: []string{"dibao_unmarked"}}, DueOn: "2018-12-10",
		},
		`{"registry_origin":{"file":"a.xlsx","sheet":"明细","row":7},"agency_origin":{"file":"a.csv","row":3}}`: {
			RegistryOrigin: table.Origin{Source: &table.Source{File: "a.xlsx", Sheet: "明细"}, Row: 7}, AgencyOrigin: at(3),
		},
	} {
		if got := d.JSON(); got != want {
			t.Errorf("JSON is %s, want %s", got, want)
		}
	}
}

func TestSeverities(t *testing.T) {
	for i, name := range []string{"info", "low", "medium", "high", "critical"} {
		s, ok := rules.ParseSeverity(name)
		if !ok || s != rules.Severity(i) || s.String() != name {
			t.Errorf("%s is %v, %v", name, s, ok)
		}
	}
	for _, name := range []string{"", "High", "worst"} {
		if s, ok := rules.ParseSeverity(name); ok {
			t.Errorf("%q is %v", name, s)
		}
	}
}
