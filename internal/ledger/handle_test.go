package ledger

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// handledCounty is a ledger with discrepancies about a household and two of its
// members (1, 2, 3) and somebody who is missing there (4); 5 is about a village.
func handledCounty(t *testing.T, store string, times *clock) (*Ledger, Start, Outcome) {
	t.Helper()
	l := mustOpen(t, store, Options{Now: times.now})
	kind := kindOf("assistance", "a_kind")
	home := finding(kind, "household:H1", "430521", "一般")
	two := 2
	home.HouseholdID, home.Detail.Active = "H1", &two
	outside := finding(kind, "person:440524188001010014", "430521", "")
	outside.MemberID, outside.Detail.Others = "", &rules.Others{Households: []string{"H0", "H1"}}
	o := Outcome{Findings: []rules.Finding{home, finding(kind, "member:M1", "430521", "否"), finding(kind, "member:M2", "430521", "否"),
		outside, finding(kind, "village:430521101200", "430521", "")}}
	for i := 1; i <= 2; i++ {
		o.Findings[i].HouseholdID = "H1"
	}
	s := startOf("assistance")
	run(t, l, s, o)
	return l, s, o
}

func handlings(t testing.TB, l *Ledger) map[int64]Handled {
	t.Helper()
	all := map[int64]Handled{}
	for h, err := range l.Handlings(t.Context(), Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		all[h.ID] = h
	}
	return all
}

// inShort is what was decided, by number.
func inShort(t testing.TB, l *Ledger) string {
	t.Helper()
	all := handlings(t, l)
	var parts []string
	for _, id := range slices.Sorted(maps.Keys(all)) {
		parts = append(parts, fmt.Sprintf("%d %s", id, all[id].Handling))
	}
	return strings.Join(parts, ", ")
}

func choose(h *rules.Handling, ids ...int64) (choices []Choice) {
	for _, id := range ids {
		choices = append(choices, Choice{ID: id, Handling: h, Reason: "入户核实"})
	}
	return choices
}

// A decision is kept with reason, actor and time, can be replaced and taken back,
// and the history tells all of it.
func TestHandle(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			times := newClock()
			l, _, _ := handledCounty(t, newStore(t), times)
			decidedAt := times.now()
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			must(l.Handle(t.Context(), "王", []Choice{{1, rules.RollbackStable, "水质不达标"}, {5, rules.NoAction, "核实无误"}}))
			times.move(time.Hour)
			must(l.Handle(t.Context(), "李", choose(rules.CorrectRegistry, 5)))
			got := handlings(t, l)
			if h := got[1]; h.Handling != "rollback_stable" || h.Reason != "水质不达标" || h.Actor != "王" || !h.DecidedAt.Equal(decidedAt) || h.People != 2 ||
				h.VerifiedRun != 0 || h.HouseholdID != "H1" {
				t.Errorf("1: %+v", h)
			}
			if h := got[5]; h.Handling != "correct_registry" || h.Actor != "李" || h.People != -1 || len(got) != 2 {
				t.Errorf("5: %+v of %d", h, len(got))
			}
			must(l.Unhandle(t.Context(), Decision{IDs: []int64{5}, Actor: "赵", Note: "有误"}))
			if short := inShort(t, l); short != "1 rollback_stable" {
				t.Errorf("left: %s", short)
			}
			events, err := l.Events(t.Context(), 5)
			must(err)
			var told []string
			for _, e := range events[1:] {
				told = append(told, e.Event+" "+e.Actor+" "+e.Detail)
			}
			if diff := cmp.Diff([]string{
				`note 王 {"handling":"no_action","reason":"核实无误"}`, `note 李 {"handling":"correct_registry","reason":"入户核实"}`,
				`note 赵 {"handling":"","reason":"有误"}`,
			}, told); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What cannot be decided is told by number, all of it, and nothing is entered.
func TestHandleAllOrNothing(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			l, s, o := handledCounty(t, newStore(t), newClock())
			gone := o
			gone.Findings = slices.Delete(slices.Clone(o.Findings), 2, 3) // 3 is resolved
			run(t, l, s, gone)
			if err := l.Handle(t.Context(), "王", choose(rules.RemoveHousehold, 1)); err != nil {
				t.Fatal(err)
			}
			before := dump(t, l, "handlings", "discrepancies", "discrepancy_events", "sequences")
			for _, c := range []struct {
				what    string
				actor   string
				choices []Choice
				want    []string
			}{
				{"nothing", "王", nil, []string{"no discrepancy is named"}},
				{"nobody", " ", choose(rules.NoAction, 1), []string{"nobody is named"}},
				{"no reason", "王", []Choice{{2, rules.NoAction, " \t"}}, []string{"discrepancy 2", "needs a reason"}},
				{"twice", "王", choose(rules.NoAction, 2, 2), []string{"discrepancy 2 is named twice"}},
				{"missing and resolved", "王", choose(rules.NoAction, 2, 3, 99), []string{"discrepancy 3 is resolved", "no discrepancy 99"}},
				{"unsuited", "王", append(choose(rules.Supplement, 1, 2, 5), choose(rules.NoAction, 4)...),
					[]string{"discrepancy 1 is not about a person", "discrepancy 2 is about a person who is in the registry", "discrepancy 5 is not about"}},
				{"members of a removed household", "王", append(choose(rules.RemoveMember, 2), choose(rules.Supplement, 4)...),
					[]string{"1 (remove_household)", "2 (remove_member)", "4 (supplement)", "--clear"}},
			} {
				err := l.Handle(t.Context(), c.actor, c.choices)
				if err == nil {
					t.Errorf("%s: no error", c.what)
					continue
				}
				for _, part := range append(c.want, "handle: ") {
					if !strings.Contains(err.Error(), part) {
						t.Errorf("%s: %q is not in %q", c.what, part, err)
					}
				}
				if strings.Contains(err.Error(), "H1") || strings.Contains(err.Error(), "440524") {
					t.Errorf("%s: the error tells of somebody: %v", c.what, err)
				}
			}
			if err := l.Unhandle(t.Context(), Decision{IDs: []int64{1, 2}, Actor: "王", Note: "有误"}); err == nil || !strings.Contains(err.Error(), "about discrepancy 2") {
				t.Errorf("taking back what was not decided: %v", err)
			}
			if diff := cmp.Diff(before, dump(t, l, "handlings", "discrepancies", "discrepancy_events", "sequences")); diff != "" {
				t.Errorf("something was written: %s", diff)
			}
			// A household moved from one list to another takes nobody with it any more.
			if err := l.Handle(t.Context(), "王", slices.Concat(choose(rules.RollbackYear, 1), choose(rules.RemoveMember, 2), choose(rules.Supplement, 4))); err != nil {
				t.Error(err)
			}
		})
	}
}

// What a later run sees of a decision is entered when it changes: not in the
// next identical run, not from rows that are held, not outside the scope.
func TestVerification(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			times := newClock()
			l, s, o := handledCounty(t, newStore(t), times)
			if err := l.Handle(t.Context(), "王", slices.Concat(choose(rules.RollbackYear, 1), choose(rules.RemoveMember, 2), choose(rules.Supplement, 4), choose(rules.NoAction, 5))); err != nil {
				t.Fatal(err)
			}
			in := map[string]rules.Presence{} // by member, or where there is none by household
			certain := true
			o.Sight = func(who rules.Party, _ registry.Area) (rules.Presence, bool) {
				return in[orElse(who.Member, who.Household)], certain
			}
			done := func() string {
				var ids []string
				for id, h := range handlings(t, l) {
					if h.VerifiedRun != 0 {
						ids = append(ids, fmt.Sprintf("%d in %d", id, h.VerifiedRun))
					}
				}
				slices.Sort(ids)
				return strings.Join(ids, ", ")
			}
			check := func(what, want string) {
				t.Helper()
				run(t, l, s, o)
				if got := done(); got != want {
					t.Errorf("%s: done %q, want %q", what, got, want)
				}
			}
			in["H1"] = rules.Presence{Household: true, People: 3}
			in["M1"] = rules.Presence{Household: true, People: 3, Active: 1, Registered: true}
			in[""] = rules.Presence{}
			check("nothing was done", "")
			if people := handlings(t, l)[1].People; people != 3 {
				t.Errorf("%d people, want 3", people)
			}
			before := dump(t, l, "handlings", "discrepancy_events", "sequences")
			check("nothing again", "")
			if diff := cmp.Diff(before, dump(t, l, "handlings", "discrepancy_events", "sequences")); diff != "" {
				t.Errorf("an identical run wrote: %s", diff)
			}
			in["M1"], certain = rules.Presence{Household: true}, false
			check("rows are held", "")
			certain = true
			s.Scope = registry.ScopeOf("430522")
			check("another county", "")
			s.Scope = registry.ScopeOf("")
			check("removed", "2 in 6")
			certain, in[""] = false, rules.Presence{Registered: true}
			check("added, while rows are held", "2 in 6, 4 in 7")
			before = dump(t, l, "handlings", "discrepancy_events", "sequences")
			certain = true
			check("as before", "2 in 6, 4 in 7")
			if diff := cmp.Diff(before, dump(t, l, "handlings", "discrepancy_events", "sequences")); diff != "" {
				t.Errorf("an identical run wrote: %s", diff)
			}
			in["M1"] = rules.Presence{Household: true, Active: 1, Registered: true}
			check("back again", "4 in 7")
			events, err := l.Events(t.Context(), 2)
			if err != nil {
				t.Fatal(err)
			}
			var told []string
			for _, e := range events[2:] {
				told = append(told, fmt.Sprintf("%s %d %s %s", e.Event, e.Run, e.Actor, e.Detail))
			}
			if diff := cmp.Diff([]string{
				`note 6 run {"executed":true,"handling":"remove_member"}`, `note 9 run {"executed":false,"handling":"remove_member"}`,
			}, told); diff != "" {
				t.Error(diff)
			}
			o.Sight = nil
			check("a run that sees nobody", "4 in 7")
		})
	}
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Whatever is decided one after the other, nobody is in two lists, and what is
// refused leaves everything as it was.
func TestOneListOnly(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			l := mustOpen(t, newStore(t), Options{})
			rapid.Check(t, func(rt *rapid.T) {
				ids := someSubjects(t, rt, l)
				standing := map[int64]rules.Decided{}
				for range rapid.IntRange(1, 5).Draw(rt, "decisions") {
					var choices []Choice
					for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, 3, rapid.ID).Draw(rt, "ids") {
						choices = append(choices, choose(rapid.SampledFrom(rules.Handlings).Draw(rt, "handling"), id)...)
					}
					before := handledOf(t, rt, l, ids)
					err := l.Handle(t.Context(), "王", choices)
					after := handledOf(t, rt, l, ids)
					if err != nil {
						if diff := cmp.Diff(len(before), len(after)); diff != "" || !slices.EqualFunc(before, after, sameDecision) {
							rt.Fatalf("refused (%v), and yet written: %s", err, diff)
						}
						continue
					}
					for _, c := range choices {
						standing[c.ID] = rules.Decided{ID: c.ID, Handling: c.Handling}
					}
					if len(after) != len(standing) {
						rt.Fatalf("%d stand, want %d", len(after), len(standing))
					}
					for _, d := range after {
						if standing[d.ID].Handling != d.Handling {
							rt.Fatalf("%d is %s, want %s", d.ID, d.Handling.Name, standing[d.ID].Handling.Name)
						}
					}
					if overlaps := rules.Overlaps(after); len(overlaps) > 0 {
						rt.Fatalf("in two lists: %v", overlaps)
					}
				}
			})
		})
	}
}

func sameDecision(a, b rules.Decided) bool { return a.ID == b.ID && a.Handling == b.Handling }

// someSubjects opens discrepancies about few households and persons of this case.
func someSubjects(t *testing.T, rt *rapid.T, l *Ledger) (ids []int64) {
	t.Helper()
	n := theCase.Add(1)
	job := fmt.Sprintf("handled%d", n)
	home, number := fmt.Sprintf("H%d", n), fmt.Sprintf("430599%012d", n)
	kinds := []*rules.Kind{kindOf(job, "k"+job), kindOf(job, "l"+job)}
	var findings []rules.Finding
	for _, kind := range kinds {
		household := finding(kind, "household:"+home, "430521", "")
		member := finding(kind, "member:M"+home, "430521", "")
		member.IDNumber = number
		outside := finding(kind, "person:"+number, "430521", "")
		outside.Detail.Others, outside.MemberID = &rules.Others{Households: []string{home}}, ""
		household.HouseholdID, household.MemberID, member.HouseholdID = home, "", home
		findings = append(findings, household, member, outside)
	}
	r, err := l.Begin(t.Context(), startOf(job))
	if err != nil {
		rt.Fatal(err)
	}
	if _, err := r.Record(t.Context(), Outcome{Findings: findings}); err != nil {
		rt.Fatal(err)
	}
	for _, d := range all(t, l, Filter{Job: job}) {
		ids = append(ids, d.ID)
	}
	slices.Sort(ids)
	return ids
}

func handledOf(t *testing.T, rt *rapid.T, l *Ledger, ids []int64) (decided []rules.Decided) {
	t.Helper()
	for h, err := range l.Handlings(t.Context(), Filter{IDs: ids}) {
		if err != nil {
			rt.Fatal(err)
		}
		d, err := h.Decided()
		if err != nil {
			rt.Fatal(err)
		}
		decided = append(decided, d)
	}
	return decided
}
