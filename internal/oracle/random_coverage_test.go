package oracle

import (
	"slices"
	"strings"
	"testing"
)

// allKinds are the kinds of all jobs.
var allKinds = []string{
	"dibao_unmarked", "dibao_unsupported", "attribute_wrong", "attribute_unsupported", "dibao_tekun_overlap", "paid_after_death",
	"member_missing", "single_dibao_excluded", "household_unregistered", "should_be_covered", "name_differs", "id_suspected",
	"id_invalid", "id_duplicate", "member_orphaned", "household_empty", "head_id_differs", "head_count_wrong",
	"water_unmarked", "water_marked_safe", "water_marked_unsafe", "water_no_record", "water_verdict_conflict", "water_flags_contradict", "water_rows_disagree",
	"team_missing", "helper_missing", "phone_missing", "phone_invalid", "phone_shared",
	"absence_unexplained", "absence_implausible", "enrolment_unmarked", "enrolment_missing", "exit_doubtful", "issued_problem",
}

// TestRandomCoversEverything wants every kind, every reason and every detail in
// many of 300 counties, so that a comparison over a few of them means
// something, and the ways to the kinds and their nearest misses in a good share.
func TestRandomCoversEverything(t *testing.T) {
	c := coverage{}
	for seed := range uint64(300) {
		in := seeded(seed)
		c.findings(seed, Judge(in))
		w := read(in)
		c.suspects(seed, w)
		c.contacts(seed, w)
		c.schooling(seed, w)
		c.issued(seed, w)
		c.formulas(seed, in)
	}
	want := func(least int, wanted ...string) {
		t.Helper()
		for _, what := range wanted {
			if len(c[what]) < least {
				t.Errorf("%s: in %d of 300 counties only", what, len(c[what]))
			}
		}
	}
	want(60, allKinds...)
	want(60, "dibao_unsupported info", "water_marked_safe critical", "name_differs low", "name_differs medium",
		"route=supplement", "route=new_identification", "inferred=true", "outside_window=true", "suspected=true",
		"reason=missing", "reason=pseudo", "reason=damaged", "reason=masked", "reason=length", "reason=character",
		"reason=region", "reason=birth_date", "reason=checksum",
		"id_suspected /dibao", "id_suspected /tekun", "phone_missing of village", "phone_missing of household",
		"phone_invalid of village", "phone_invalid of household", "exit_doubtful /water", "exit_doubtful /schooling",
		"issued_problem of household", "issued_problem of member", "issued_problem of person", "ours")
	want(150, "one slip")
	want(100, "rounded", "ambiguous", "a person who is not missing", "an older list")
	want(50, "no number", "a row without a county",
		"a poor village", "a household joined by name", "registered", "a row without a name", "an unknown household",
		"推迟上学, too old", "推迟上学 in time", "提前毕业, too young", "提前毕业, low education",
		"因病 or 因残, healthy", "因病 or 因残", "a reason at another age", "a reason in school",
		"six years", "five years", "fifteen years", "sixteen years", "no age", "a pupil who left",
		"an unreadable date", "a row that cannot be used", "several subjects")
	want(20, "a member without a county", "a rival in another county", "提前毕业 in time", "no dates",
		"a member lost to a formula", "a household lost to a formula")
	want(50, "a payee lost to a formula", "a formula that loses nothing")
	want(4, "a hundred poor people", "ninety-nine")
}

// coverage is what was seen → the counties in which it was.
type coverage map[string]map[uint64]bool

func (c coverage) see(seed uint64, what string, seen bool) {
	if c[what] == nil {
		c[what] = map[uint64]bool{}
	}
	if seen {
		c[what][seed] = true
	}
}

func (c coverage) findings(seed uint64, found []Finding) {
	for _, f := range found {
		subject, _, _ := strings.Cut(f.Subject, ":")
		for _, what := range []string{"", " " + f.Severity, " /" + f.Qualifier, " of " + subject} {
			c.see(seed, f.Kind+what, true)
		}
		for key, value := range f.Detail {
			c.see(seed, key+"="+value, true)
		}
		c.see(seed, "ours", f.Detail["ours"] != "")
	}
}

func (c coverage) formulas(seed uint64, in Input) {
	hasError := func(row Row, fields ...string) bool {
		return slices.ContainsFunc(fields, func(field string) bool { return isFormulaError(row[field]) })
	}
	for _, row := range in.Dibao {
		c.see(seed, "a payee lost to a formula", hasError(row, "id_number", "name", "month", "start", "end"))
	}
	for _, row := range in.Members {
		c.see(seed, "a member lost to a formula", hasError(row, "member_id", "household_id"))
		c.see(seed, "a formula that loses nothing", hasError(row, "health", "labour", "state", "relation", "education", "id_number"))
	}
	for _, row := range in.Households {
		c.see(seed, "a household lost to a formula", hasError(row, "household_id"))
	}
}

func (c coverage) suspects(seed uint64, w *world) {
	for _, r := range []*roster{w.dibao, w.tekun} {
		w.suspect(r)
		for _, row := range r.rows {
			if !row.sound || w.registered[row.key] {
				continue
			}
			suggested := w.suggested(r, row)
			if len(suggested) != 1 {
				continue
			}
			m := suggested[0]
			own, number := w.asCompared(m.row["id_number"]), w.asCompared(row.row["id_number"])
			slip, rounded := oneSlip(own.text, number.text), (own.rounded || number.rounded) && sameFirst15(own.text, number.text)
			c.see(seed, "one slip", slip)
			c.see(seed, "rounded", rounded && !slip)
			c.see(seed, "no number", !rounded && !slip)
			c.see(seed, "a row without a county", row.county == "")
			c.see(seed, "a member without a county", m.county() == "")
			anywhere := row
			anywhere.county = ""
			c.see(seed, "a rival in another county", len(w.suggested(r, anywhere)) > 1)
		}
	}
	c.see(seed, "ambiguous", w.suspects.ambiguous > 0)
	for _, key := range w.people() {
		c.see(seed, "a person who is not missing", w.suspects.people[key] && (w.has(w.dibao, key) || w.has(w.tekun, key)))
	}
}

func (c coverage) contacts(seed uint64, w *world) {
	teams := named(w.in.WorkTeams, "area_code")
	for _, row := range w.in.Villages {
		code := text(row["area_code"])
		served := code == "" || slices.ContainsFunc(teams, func(team Row) bool { return text(team["area_code"]) == code })
		poor, n := yesNo(row["poor_village"]) == "是", w.poorPeople(code)
		c.see(seed, "a poor village", !served && poor)
		c.see(seed, "a hundred poor people", !served && !poor && n >= 100)
		c.see(seed, "ninety-nine", !served && !poor && n == 99)
		c.see(seed, "registered", w.in.TeamBasis == "registered")
	}
	for _, h := range w.households {
		c.see(seed, "a household joined by name", text(h.row["area_code"]) == "" && w.village(h.row) != "")
	}
	for _, row := range w.in.Helpers {
		id := text(row["household_id"])
		c.see(seed, "a row without a name", text(row["name"]) == "")
		c.see(seed, "an unknown household", id != "" && text(row["name"]) != "" && w.household(id) == nil)
	}
}

func (c coverage) schooling(seed uint64, w *world) {
	for _, m := range w.members {
		age, known := w.age(m)
		c.see(seed, "no age", m.active && !known)
		if !m.active || !known {
			continue
		}
		c.see(seed, map[int]string{5: "five years", 6: "six years", 15: "fifteen years", 16: "sixteen years"}[age], true)
		reason, away := text(m.row["absence_reason"]), notInSchool(text(m.row["school_status"]))
		c.see(seed, "a reason in school", reason != "" && !away)
		c.see(seed, "a reason at another age", reason != "" && away && (age < 6 || age > 16))
		if !away || age < 6 || age > 16 {
			continue
		}
		implausible := absenceImplausible(m.row, age)
		sick := reason == "因病" || reason == "因残"
		c.see(seed, "推迟上学, too old", reason == "推迟上学" && age > 7)
		c.see(seed, "推迟上学 in time", reason == "推迟上学" && !implausible)
		c.see(seed, "提前毕业, too young", reason == "提前毕业" && age < 14)
		c.see(seed, "提前毕业, low education", reason == "提前毕业" && age >= 14 && implausible)
		c.see(seed, "提前毕业 in time", reason == "提前毕业" && !implausible)
		c.see(seed, "因病 or 因残, healthy", sick && implausible)
		c.see(seed, "因病 or 因残", sick && !implausible)
	}
	enrolled := w.enrolled()
	for _, row := range w.in.Enrolment {
		key, _ := identify(row["id_number"], w.in.AsOf)
		c.see(seed, "a pupil who left", key != "" && !enrolled[key])
	}
}

func (c coverage) issued(seed uint64, w *world) {
	usable := w.usableIssued()
	c.see(seed, "a row that cannot be used", len(usable) < len(w.in.Issued))
	c.see(seed, "no dates", len(usable) > 0 && !mapped(w.in.Issued, "issued_on"))
	c.see(seed, "an older list", len(newestList(usable)) < len(usable))
	for _, row := range usable {
		c.see(seed, "an unreadable date", text(row["issued_on"]) != "" && month(row["issued_on"]) == "")
		c.see(seed, "several subjects", text(row["household_id"]) != "" && text(row["member_id"]) != "")
	}
}
