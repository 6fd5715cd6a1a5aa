package rules_test

import (
	"testing"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// contacts is a Judge of the job contacts by a basis for work teams.
func contacts(basis string) *rules.Judge {
	return rules.NewJudge(rules.Options{Jobs: []string{"contacts"}, Terms: rules.Terms{TeamBasis: basis}})
}

func TestTeamMissing(t *testing.T) {
	for _, c := range []struct {
		what                 string
		basis                string
		poor                 table.Answer
		team                 bool
		unlifted, registered int
		want                 []string
	}{
		{"poor", rules.Unlifted, table.Yes, false, 3, 200, []string{"team_missing high 贫困人口 3||"}},
		{"poor, nobody left", rules.Unlifted, table.Yes, false, 0, 0, []string{"team_missing high 贫困人口 0||"}},
		{"poor, with a team", rules.Unlifted, table.Yes, true, 300, 300, nil},
		{"a hundred people", rules.Unlifted, table.No, false, 100, 200, []string{"team_missing high 贫困人口 100||"}},
		{"a hundred people, nobody knows whether poor", rules.Unlifted, table.Unknown, false, 100, 200, []string{"team_missing high 贫困人口 100||"}},
		{"ninety-nine people", rules.Unlifted, table.No, false, 99, 200, nil},
		{"a hundred people, with a team", rules.Unlifted, table.No, true, 100, 200, nil},
		{"a hundred registered people", rules.RegisteredPeople, table.No, false, 99, 100, []string{"team_missing high 贫困人口 100||"}},
		{"ninety-nine registered people", rules.RegisteredPeople, table.No, false, 99, 99, nil},
		{"the basis that is the default", "", table.No, false, 99, 200, nil},
	} {
		j := contacts(c.basis)
		j.Village(&matchers.Village{
			Code: east.Code, Place: &matchers.Place{Area: east}, Poor: c.poor, Team: c.team, Unlifted: c.unlifted, Registered: c.registered,
		})
		finds(t, c.what, j, c.want...)
		for _, f := range j.Findings("contacts") {
			if f.Subject != "village:430521103205" || f.Area != east || f.HouseholdID != "" {
				t.Errorf("found %+v", f)
			}
		}
	}
}

func TestHowManyPeopleNeedATeam(t *testing.T) {
	for people, missing := range map[int]bool{49: false, 50: true, 100: true} {
		j := rules.NewJudge(rules.Options{Jobs: []string{"contacts"}, Terms: rules.Terms{ManyPeople: 50}})
		j.Village(&matchers.Village{Code: east.Code, Place: &matchers.Place{Area: east}, Poor: table.No, Unlifted: people})
		if got := len(j.Findings("contacts")) == 1; got != missing {
			t.Errorf("%d people: a team is missing: %v", people, got)
		}
	}
}

func TestPhones(t *testing.T) {
	type phone = registry.Phone
	village := registry.Contact{AreaCode: "430521103205", Name: "张三", Origin: at(5)}
	home := registry.Contact{HouseholdID: "H1", Name: "张三", Origin: at(5)}
	for _, c := range []struct {
		what   string
		phones []phone
		want   []string
	}{
		{"a good one", []phone{{Text: "13812345678", Number: "13812345678"}}, nil},
		{"blank", []phone{{}}, []string{"phone_missing[张三] medium ||"}},
		{"invalid", []phone{{Text: "0739-1234567"}}, []string{"phone_invalid[张三] medium 0739-1234567||"}},
		{"two of a sort", []phone{{Text: "1"}, {Text: "2"}}, []string{"phone_invalid[张三] medium 1||"}},
		{"two of a sort, the other way round", []phone{{Text: "2"}, {Text: "1"}}, []string{"phone_invalid[张三] medium 1||"}},
		{"one of each", []phone{{Text: "1"}, {}, {Text: "13812345678", Number: "13812345678"}},
			[]string{"phone_invalid[张三] medium 1||", "phone_missing[张三] medium ||"}},
	} {
		for subject, contact := range map[string]registry.Contact{"village:430521103205": village, "household:H1": home} {
			j := contacts("")
			for _, p := range c.phones {
				contact.Phone = p
				j.Contact(&matchers.Contact{Contact: &contact, Place: &matchers.Place{Area: east}})
			}
			finds(t, c.what, j, c.want...)
			for _, f := range j.Findings("contacts") {
				if f.Subject != subject || f.Area != east || f.Name != "张三" || f.HouseholdID != contact.HouseholdID || f.Detail.RegistryOrigin != at(5) {
					t.Errorf("found %+v", f)
				}
			}
		}
	}
}

// One name in two places, and two names in one, are findings of their own.
func TestPhonesOfSeveral(t *testing.T) {
	j := contacts("")
	for _, c := range []registry.Contact{{AreaCode: "1", Name: "张三"}, {AreaCode: "1", Name: "李四"}, {AreaCode: "2", Name: "张三"}, {HouseholdID: "1", Name: "张三"}} {
		j.Contact(&matchers.Contact{Contact: &c, Place: &matchers.Place{}})
	}
	if got := j.Findings("contacts"); len(got) != 4 {
		t.Errorf("%d findings: %v", len(got), found(j))
	}
}

func TestPhoneShared(t *testing.T) {
	j := contacts("")
	j.SharedPhone(&matchers.Shared{Number: "13812345678", Place: &matchers.Place{Area: east}})
	finds(t, "shared", j, "phone_shared low 13812345678||")
	if f := j.Findings("contacts")[0]; f.Subject != "phone:13812345678" || f.Area != east {
		t.Errorf("found %+v", f)
	}
}

func TestHelperMissing(t *testing.T) {
	for _, helped := range []bool{false, true} {
		join := joinOf(t)
		join.AddHousehold(&registry.Household{ID: "H1"})
		join.Settle()
		if helped {
			join.AddHelper(&registry.Contact{HouseholdID: "H1", Name: "张三"})
		}
		join.Hold(nil)
		j := contacts("")
		for h := range join.Households {
			j.Household(h)
		}
		want := []string{"helper_missing medium ||"}
		if helped {
			want = nil
		}
		finds(t, "helper", j, want...)
	}
}

func TestOtherJobsDoNotCall(t *testing.T) {
	j := rules.NewJudge(rules.Options{Jobs: []string{"water"}})
	j.Contact(&matchers.Contact{Contact: &registry.Contact{Phone: registry.Phone{}}, Place: &matchers.Place{}})
	j.SharedPhone(&matchers.Shared{Place: &matchers.Place{}})
	j.Village(&matchers.Village{Place: &matchers.Place{}, Poor: table.Yes})
	j.Problem(&matchers.Problem{Problem: "?", Place: &matchers.Place{}})
	if got := append(j.Findings("contacts"), j.Findings("issued")...); got != nil {
		t.Errorf("found %v", got)
	}
}
