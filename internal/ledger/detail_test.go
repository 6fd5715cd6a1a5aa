package ledger

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
)

func TestExplains(t *testing.T) {
	for _, c := range []struct {
		name, stored, facts string
		want                bool
	}{
		{"nothing to tell", `{}`, `{}`, true},
		{"lineage alone", `{"registry_origin":{"file":"a.csv","row":2},"agency_origin":{"file":"b.xlsx","sheet":"名册","row":3}}`, `{}`, true},
		{"facts alone", `{"route":"supplement"}`, `{"route":"supplement"}`, true},
		{"facts and lineage", `{"route":"supplement","other_origin":{"row":3}}`, `{"route":"supplement"}`, true},
		{"a path of Windows", `{"active":1,"registry_origin":{"file":"d:\\a.csv","row":2}}`, `{"active":1}`, true},
		{"braces and quotes in a file's name", `{"registry_origin":{"file":"a}\"{\\","row":2},"agency_origin":{"file":"}","row":3}}`, `{}`, true},
		{"another order", `{"registry_origin": {"row": 2}, "households": ["1", "2"], "route": "supplement"}`, `{"route":"supplement","households":["1","2"]}`, true},
		{"an origin written otherwise", `{"registry_origin": {"row": {"of": 2}}}`, `{}`, true},
		{"an origin that is none", `{"registry_origin":null}`, `{}`, true},
		{"no fact any more", `{"suspected":true}`, `{}`, false},
		{"a fact after the lineage", `{"registry_origin":{"row":2},"suspected":true}`, `{}`, false},
		{"a fact between", `{"registry_origin":{"row":2},"suspected":true,"agency_origin":{"row":2}}`, `{}`, false},
		{"a fact more", `{"registry_origin":{"row":2}}`, `{"suspected":true}`, false},
		{"another fact", `{"route":"supplement","registry_origin":{"row":2}}`, `{"route":"new_identification"}`, false},
		{"a longer number", `{"active":12}`, `{"active":1}`, false},
		{"a list in another order", `{"members":["2","1"]}`, `{"members":["1","2"]}`, false},
		{"cut off", `{"registry_origin":{"row":2`, `{}`, false},
		{"no object", `null`, `{}`, false},
		{"nothing", ``, `{}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := explains([]byte(c.stored), c.facts); got != c.want {
				t.Errorf("%s explains %s: %t", c.stored, c.facts, got)
			}
		})
	}
}

func TestRetell(t *testing.T) {
	d := rules.Detail{Route: "supplement", RegistryOrigin: table.Origin{Row: 9}}
	for _, c := range []struct{ name, stored, want string }{
		{"the lineage stays", `{"registry_origin":{"row":2},"suspected":true}`, `{"route":"supplement","registry_origin":{"row":2}}`},
		{"all of it, and no more", `{"other_origin":{"row":4},"agency_origin":{"row":3}}`, `{"route":"supplement","agency_origin":{"row":3},"other_origin":{"row":4}}`},
		{"what is told already stays as it is written", `{"registry_origin": {"row": 2}, "route": "supplement"}`, `{"registry_origin": {"row": 2}, "route": "supplement"}`},
		{"there was none", `{"suspected":true}`, `{"route":"supplement"}`},
		{"it cannot be read", `{"registry_origin":`, `{"route":"supplement","registry_origin":{"row":9}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := retell([]byte(c.stored), &d); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	if got := retell([]byte(`{"suspected":true,"registry_origin":{"row":2}}`), &rules.Detail{}); got != `{"registry_origin":{"row":2}}` {
		t.Errorf("without facts: %s", got)
	}
}

// TestDetailIsData: what a database or another version wrote otherwise is no news.
func TestDetailIsData(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			l := mustOpen(t, newStore(t), Options{})
			f := finding(kindOf("assistance", "member_missing"), "person:1", "430521", "")
			f.Detail = rules.Detail{Route: "supplement", Others: &rules.Others{Households: []string{"1", "2"}}, AgencyOrigin: table.Origin{Row: 5}}
			run(t, l, startOf("assistance"), Outcome{Findings: []rules.Finding{f}})
			if _, err := l.db.Exec(`UPDATE discrepancies SET detail = '{"agency_origin": {"row":5}, "households": ["1", "2"], "route": "supplement"}'`); err != nil {
				t.Fatal(err)
			}
			before := dump(t, l, "discrepancies", "discrepancy_events")
			f.Detail.AgencyOrigin.Row = 7
			run(t, l, startOf("assistance"), Outcome{Findings: []rules.Finding{f}})
			if diff := cmp.Diff(before, dump(t, l, "discrepancies", "discrepancy_events")); diff != "" {
				t.Errorf("it was written again: %s", diff)
			}
			f.Detail.Route = "new_identification"
			if tally := run(t, l, startOf("assistance"), Outcome{Findings: []rules.Finding{f}}); tally.events() != 0 {
				t.Errorf("tally %+v", tally)
			}
			f.Detail.AgencyOrigin.Row = 5
			got := all(t, l, Filter{})["member_missing person:1 "]
			if got.Detail != f.Detail.JSON() {
				t.Errorf("detail %s, want %s", got.Detail, f.Detail.JSON())
			}
			after := dump(t, l, "discrepancy_events")
			if diff := cmp.Diff(before["discrepancy_events"], after["discrepancy_events"]); diff != "" {
				t.Errorf("events: %s", diff)
			}
		})
	}
}
