package rules_test

import (
	"slices"
	"testing"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// All kinds of the job, for all that a household and its water can be.
func TestWater(t *testing.T) {
	texts := []string{"", "是", "否"} // by answer
	statuses := []string{"未脱贫", "已脱贫", "已脱贫(享受政策)", ""}
	all([]int{3, 3, 4, 2, 2, len(statuses)}, func(n []int) {
		safe, hardship, derived := table.Answer(n[0]), table.Answer(n[1]), roster.Verdict(n[2])
		conflict, disagree, status := n[3] == 1, n[4] == 1, statuses[n[5]]
		h := household(t, registry.Household{ID: "H1", SafeWaterText: texts[safe], SafeWater: safe, Hardship: hardship, PovertyStatus: status}, func(h *matchers.Household) {
			h.Members, h.Water = matchers.Summary{Active: 1}, matchers.Supply{Derived: derived, Conflict: conflict, Disagree: disagree, Origin: at(4)}
		})
		j := judge()
		j.Household(h)
		var got []string
		for _, f := range j.Findings("water") {
			got = append(got, brief(f))
			if f.Subject != "household:H1" || (f.Kind.Name != "water_flags_contradict") != (f.Detail.AgencyOrigin == at(4)) {
				t.Errorf("found %+v", f)
			}
		}
		slices.Sort(got)
		compare(t, texts[safe]+" "+derived.Word()+" "+status, waterWanted(texts[safe], derived, hardship == table.Yes, conflict, disagree, status), got)
	})
}

// waterWanted restates the contract's table.
func waterWanted(marked string, derived roster.Verdict, hardship, conflict, disagree bool, status string) []string {
	var want []string
	add := func(kinds ...string) { want = append(want, kinds...) }
	word := derived.Word()
	if marked == "" {
		expected := map[roster.Verdict]string{roster.Safe: "是", roster.Basic: "是", roster.Unsafe: "否"}[derived]
		add("water_unmarked high |" + word + "|" + expected)
	}
	if marked == "是" && derived == roster.Unsafe {
		severity := "high"
		if status == "已脱贫" || status == "已脱贫(享受政策)" {
			severity = "critical"
		}
		add("water_marked_safe " + severity + " 是|不安全|否")
	}
	if marked == "否" && (derived == roster.Safe || derived == roster.Basic) {
		add("water_marked_unsafe medium 否|" + word + "|是")
	}
	if derived == roster.Unassessed {
		add("water_no_record medium " + marked + "||")
	}
	if conflict {
		add("water_verdict_conflict low |" + word + "|")
	}
	if hardship && marked == "是" {
		add("water_flags_contradict medium 困难：是；安全：是||")
	}
	if disagree {
		add("water_rows_disagree low |" + word + "|")
	}
	slices.Sort(want)
	return want
}
