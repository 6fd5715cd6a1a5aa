package rules_test

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
)

// Every handling that is declared is in the list once, by the names of the
// province's answers.
func TestHandlingsAreComplete(t *testing.T) {
	values := variables(t)
	var declared, listed, names []string
	for name, value := range values {
		if pointsTo(value, "Handling") {
			declared = append(declared, name)
		}
	}
	list, ok := values["Handlings"].(*ast.CompositeLit)
	if !ok {
		t.Fatal("the source has no list Handlings")
	}
	for _, item := range list.Elts {
		listed = append(listed, item.(*ast.Ident).Name)
	}
	slices.Sort(declared)
	slices.Sort(listed)
	compare(t, "handlings declared and listed", declared, listed)
	for _, h := range rules.Handlings {
		names = append(names, h.Name+" "+h.Title)
		if found, ok := rules.HandlingNamed(h.Name); !ok || found != h {
			t.Errorf("%s is not found by its name", h.Name)
		}
		if h.English == "" || strings.ContainsFunc(h.English, isHan) {
			t.Errorf("%s: the title in English is %q", h.Name, h.English)
		}
	}
	compare(t, "names and titles", []string{
		"supplement 补录", "new_identification 新识别（人员调整）", "remove_household 贫困户清退", "remove_member 贫困人口清退",
		"rollback_year 往年综合回退", "rollback_stable 稳定脱贫回退", "correct_registry 修改登记", "refer_agency 退回部门", "no_action 不属实",
	}, names)
	if h, ok := rules.HandlingNamed(""); ok {
		t.Errorf("found %s", h.Name)
	}
}

// What takes people out of the registry, or back among the poor, is never
// proposed, whatever a detail says.
func TestRemovalsAndRollbacksAreNeverProposed(t *testing.T) {
	for _, k := range rules.Kinds {
		for _, route := range []string{"", "supplement", "new_identification", "elsewhere", "remove_member", "rollback_stable"} {
			h := k.Propose(route)
			if h != nil && (h.Aim == rules.Gone || strings.HasPrefix(h.Name, "rollback")) {
				t.Errorf("%s with the route %q: %s", k.Name, route, h.Name)
			}
		}
	}
	for kind, want := range map[*rules.Kind]*rules.Handling{
		rules.DibaoUnmarked: rules.CorrectRegistry, rules.DibaoUnsupported: rules.ReferAgency, rules.SingleDibaoExcluded: rules.NoAction,
		rules.ShouldBeCovered: rules.ReferAgency, rules.ExitDoubtful: nil, rules.IDDuplicate: nil, rules.MemberMissing: rules.Supplement,
	} {
		if got := kind.Propose(""); got != want {
			t.Errorf("%s: %v", kind.Name, got)
		}
	}
	if got := rules.MemberMissing.Propose("new_identification"); got != rules.NewIdentification {
		t.Errorf("member_missing of the mid-year batch: %v", got)
	}
}

func TestWhomHandlingsSuit(t *testing.T) {
	outsider := rules.About{Subject: "person:" + anna, IDNumber: anna, Detail: `{"households":["H1","H2"]}`}
	member := rules.About{Subject: "member:M1", MemberID: "M1", HouseholdID: "H1", IDNumber: "不详", Detail: "{}"}
	household := rules.About{Subject: "household:H1", HouseholdID: "H1", IDNumber: anna, Detail: `{"active":2}`}
	village := rules.About{Subject: "village:430521100200", Detail: "{}"}
	for _, c := range []struct {
		about rules.About
		suits string
	}{
		{outsider, "supplement new_identification remove_member"},
		{member, "remove_household remove_member rollback_year rollback_stable"},
		{household, "remove_household rollback_year rollback_stable"},
		{village, ""},
		{rules.About{Subject: "member:", Detail: "{}"}, ""},
	} {
		party, err := c.about.Party()
		if err != nil {
			t.Fatal(err)
		}
		var suits []string
		for _, h := range rules.Handlings {
			if err := h.Suits(party); err == nil {
				suits = append(suits, h.Name)
			} else if strings.Contains(err.Error(), anna) {
				t.Errorf("the error tells of a person: %v", err)
			}
		}
		want := strings.TrimSpace(c.suits + " correct_registry refer_agency no_action")
		compare(t, c.about.Subject, want, strings.Join(suits, " "))
	}
	if _, err := (rules.About{Subject: "member:M1", Detail: "{"}).Party(); err == nil {
		t.Error("a detail that is no JSON was read")
	}
}

// A member's number of 15 digits and a person's key of 18 are the same person.
func TestPartiesOfOnePerson(t *testing.T) {
	person, err := rules.About{Subject: "person:440524188001010014", Detail: "{}"}.Party()
	if err != nil {
		t.Fatal(err)
	}
	old, err := rules.About{Subject: "person:" + resident.ParseID("430599800101001", 0).Key.String(), Detail: "{}"}.Party()
	if err != nil {
		t.Fatal(err)
	}
	same, err := rules.About{Subject: "member:M1", MemberID: "M1", IDNumber: "430599800101001", Detail: "{}"}.Party()
	if err != nil {
		t.Fatal(err)
	}
	if person.Person == 0 || old.Person == 0 || same.Person != old.Person {
		t.Errorf("%v %v %v", person.Person, old.Person, same.Person)
	}
}

func TestExecuted(t *testing.T) {
	duplicate, err := rules.About{Kind: "id_duplicate", Subject: "person:" + anna, Detail: "{}"}.Party()
	if err != nil {
		t.Fatal(err)
	}
	here := rules.Presence{Household: true, People: 2, Active: 1, Registered: true}
	inactive := rules.Presence{Household: true, People: 2, Registered: true}
	for _, c := range []struct {
		handling *rules.Handling
		party    rules.Party
		now      rules.Presence
		want     bool
	}{
		{rules.Supplement, rules.Party{}, here, true}, {rules.Supplement, rules.Party{}, rules.Presence{}, false},
		{rules.NewIdentification, rules.Party{}, inactive, true}, {rules.NewIdentification, rules.Party{}, rules.Presence{}, false},
		{rules.RemoveHousehold, rules.Party{}, here, false}, {rules.RemoveHousehold, rules.Party{}, rules.Presence{}, true},
		{rules.RemoveHousehold, rules.Party{}, rules.Presence{Household: true}, false},
		{rules.RemoveMember, rules.Party{}, here, false}, {rules.RemoveMember, rules.Party{}, inactive, true}, {rules.RemoveMember, rules.Party{}, rules.Presence{}, true},
		{rules.RemoveMember, duplicate, rules.Presence{Active: 2}, false}, {rules.RemoveMember, duplicate, rules.Presence{Active: 1}, true},
		{rules.RollbackYear, rules.Party{}, here, false}, {rules.RollbackYear, rules.Party{}, rules.Presence{}, false}, {rules.NoAction, rules.Party{}, here, false},
	} {
		if got := c.handling.Executed(c.party, c.now); got != c.want {
			t.Errorf("%s of %+v, where the registry has %+v: %v", c.handling.Name, c.party, c.now, got)
		}
	}
}

// someDecisions draws decisions about few households and persons, each of whom
// the handling suits.
var someDecisions = rapid.Custom(func(t *rapid.T) []rules.Decided {
	var all []rules.Decided
	for i := range rapid.IntRange(0, 8).Draw(t, "decisions") {
		home := fmt.Sprintf("H%d", rapid.IntRange(1, 2).Draw(t, "household"))
		who := rapid.IntRange(1, 3).Draw(t, "person")
		party := rapid.SampledFrom([]rules.Party{
			{Household: home},
			{IsPerson: true, Household: home, Member: fmt.Sprintf("M%d", who), Person: resident.Key(who)},
			{IsPerson: true, Household: home, Member: fmt.Sprintf("M%d", who)},
			{IsPerson: true, Kin: []string{home}, Person: resident.Key(who)},
		}).Draw(t, "party")
		handling := rapid.SampledFrom(rules.Handlings).Filter(func(h *rules.Handling) bool { return h.Suits(party) == nil }).Draw(t, "handling")
		all = append(all, rules.Decided{ID: int64(i + 1), Handling: handling, Party: party})
	}
	return all
})

// clash says of two decisions whether they put one household or person in two lists.
func clash(a, b rules.Decided) bool {
	if !a.Handling.Listed || !b.Handling.Listed || a.Handling == b.Handling {
		return false
	}
	households, persons := a.Handling.About == rules.AHousehold, a.Handling.About == rules.APerson
	switch {
	case households && b.Handling.About == rules.AHousehold:
		return a.Party.Household == b.Party.Household
	case persons && b.Handling.About == rules.APerson:
		return a.Party.Member != "" && a.Party.Member == b.Party.Member || a.Party.Person != 0 && a.Party.Person == b.Party.Person
	case persons:
		a, b = b, a
	}
	return a.Handling == rules.RemoveHousehold && (b.Party.Household == a.Party.Household || slices.Contains(b.Party.Kin, a.Party.Household))
}

// Overlaps names a discrepancy exactly if some other one clashes with it.
func TestOverlapsByPlainReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := someDecisions.Draw(t, "decided")
		var want, got []int64
		for _, a := range all {
			if slices.ContainsFunc(all, func(b rules.Decided) bool { return clash(a, b) }) {
				want = append(want, a.ID)
			}
		}
		for _, ids := range rules.Overlaps(rapid.Permutation(all).Draw(t, "order")) {
			if len(ids) < 2 || !slices.IsSorted(ids) {
				t.Fatalf("an overlap of %v", ids)
			}
			got = append(got, ids...)
		}
		slices.Sort(got)
		// Who is named with others of the same list is in the overlap, too.
		for _, id := range slices.Compact(slices.Clone(got)) {
			if !slices.Contains(want, id) && !sharesAList(all, id, want) {
				t.Fatalf("%d overlaps with nothing; %v do", id, want)
			}
		}
		for _, id := range want {
			if !slices.Contains(got, id) {
				t.Fatalf("%d is not named among %v", id, got)
			}
		}
	})
}

// sharesAList says whether the decision is about the same as one that clashes.
func sharesAList(all []rules.Decided, id int64, clashing []int64) bool {
	own := all[id-1]
	return slices.ContainsFunc(clashing, func(other int64) bool { return all[other-1].Handling == own.Handling })
}
