package rules_test

import (
	"testing"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/matchers"
)

// checkMember checks what the job registry finds in one member.
func checkMember(t *testing.T, what string, change as, want ...string) {
	t.Helper()
	j := judge()
	j.Member(member(change))
	var got []string
	for _, f := range j.Findings("registry") {
		got = append(got, brief(f))
	}
	compare(t, what, want, got)
}

func TestIDInvalid(t *testing.T) {
	for reason, severity := range map[resident.Reason]string{
		resident.Missing: "high", resident.Pseudo: "high", resident.Damaged: "high", resident.Masked: "high", resident.Length: "high", resident.Character: "high",
		resident.Region: "medium", resident.BirthDate: "medium", resident.Checksum: "medium",
	} {
		bad := func(m *matchers.Member) { m.IDText, m.Resident = "430599x", resident.ID{Reason: reason} }
		checkMember(t, reason.String(), bad, "id_invalid "+severity+" 430599x|| "+reason.String())
		checkMember(t, reason.String()+", dead", with(bad, dead))
		checkMember(t, reason.String()+", gone", with(bad, gone))
	}
	checkMember(t, "nothing wrong", with())
	checkMember(t, "another document", func(m *matchers.Member) { m.IDText, m.Resident, m.OtherDocument = "E12345678", resident.ID{}, true })
}

func TestMemberOrphaned(t *testing.T) {
	orphaned := func(m *matchers.Member) { m.Orphaned = true }
	checkMember(t, "no such household", orphaned, "member_orphaned high H1||")
	checkMember(t, "dead", with(orphaned, dead))
	checkMember(t, "gone", with(orphaned, gone))
	checkMember(t, "also without a number", with(orphaned, noKey), "id_invalid high || missing", "member_orphaned high H1||")
}

func TestIDDuplicate(t *testing.T) {
	j := judge()
	j.Duplicate(&matchers.Duplicate{Key: id(anna).Key, Members: []string{"M1", "M2", "M3"}, Place: &matchers.Place{Area: east}})
	finds(t, "three members", j, "id_duplicate high 3人|| M1,M2,M3")
	if f := j.Findings("registry")[0]; f.Subject != "person:"+anna || f.IDNumber != anna || f.Area != east || f.MemberID != "" {
		t.Errorf("found %+v", f)
	}
	j = rules.NewJudge(rules.Options{Jobs: []string{rules.Assistance, rules.Water}})
	j.Duplicate(&matchers.Duplicate{Key: id(anna).Key, Members: []string{"M1", "M2"}, Place: &matchers.Place{}})
	finds(t, "another job", j)
}

func TestHouseholdAlone(t *testing.T) {
	plain := matchers.Summary{Active: 2, Heads: 1, HeadsKnown: true, HeadKey: id(anna).Key}
	change := func(c func(*matchers.Summary)) matchers.Summary {
		s := plain
		c(&s)
		return s
	}
	of := registry.Household{ID: "H1", HeadName: "张三", HeadIDText: anna, HeadID: id(anna), HeadMapped: true, Origin: at(5)}
	byBert, byNobody, unmapped := of, of, of
	byBert.HeadIDText, byBert.HeadID = bert, id(bert)
	byNobody.HeadIDText, byNobody.HeadID = "4.30599E+17", id("4.30599E+17")
	unmapped.HeadIDText, unmapped.HeadID, unmapped.HeadMapped = "", resident.ID{}, false
	heads := func(n int) func(*matchers.Summary) { return func(s *matchers.Summary) { s.Heads = n } }
	for _, c := range []struct {
		what    string
		home    registry.Household
		members matchers.Summary
		want    []string
	}{
		{"nothing wrong", of, plain, nil},
		{"nobody", of, matchers.Summary{HeadsKnown: true}, []string{"household_empty medium ||"}},
		{"no head", of, change(heads(0)), []string{"head_count_wrong medium 0||"}},
		{"two heads", byBert, change(heads(2)), []string{"head_count_wrong medium 2||"}},
		{"relations not mapped", of, change(func(s *matchers.Summary) { s.Heads, s.HeadsKnown = 0, false }), nil},
		{"another head", byBert, plain, []string{"head_id_differs medium " + bert + "|" + anna + "|"}},
		{"a head's number that cannot match", byNobody, plain, []string{"head_id_differs medium 4.30599E+17|" + anna + "|"}},
		{"a head without a key", byBert, change(func(s *matchers.Summary) { s.HeadKey = 0 }), nil},
		{"the household's head not mapped", unmapped, plain, nil},
	} {
		j := judge()
		j.Household(household(t, c.home, func(h *matchers.Household) { h.Members, h.Place = c.members, &matchers.Place{Area: east} }))
		var got []string
		for _, f := range j.Findings("registry") {
			got = append(got, brief(f))
			if f.Subject != "household:H1" || f.HouseholdID != "H1" || f.Name != "张三" || f.IDNumber != c.home.HeadIDText || f.Area != east || f.Detail.RegistryOrigin != at(5) {
				t.Errorf("%s: found %+v", c.what, f)
			}
		}
		compare(t, c.what, c.want, got)
	}
}

func TestHeadWithBlankNumber(t *testing.T) {
	j := judge()
	j.Household(household(t, registry.Household{ID: "H1", HeadMapped: true}, func(h *matchers.Household) {
		h.Members = matchers.Summary{Active: 1, Heads: 1, HeadsKnown: true, HeadKey: id(anna).Key}
	}))
	if f := j.Findings("registry"); len(f) != 1 || brief(f[0]) != "head_id_differs medium |"+anna+"|" {
		t.Errorf("found %v", found(j))
	}
}
