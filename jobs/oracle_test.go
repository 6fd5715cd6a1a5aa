package jobs_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/jobs"
)

// TestAgreesWithOracle runs random adversarial counties through the whole
// engine, from CSV to ledger, and holds the ledger against the plain reading of
// the contract.
func TestAgreesWithOracle(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			in := county(seed)
			dir := t.TempDir()
			must(t, oracle.WriteCSV(dir, in))
			r := newTestRunner(t, openLedger(t, sqliteIn(dir)), settingsOf(t, dir, in), nil)
			r.all(t, jobs.Request{AsOf: date(t, in.AsOf)})
			if diff := cmp.Diff(expected(in), found(t, r.ledger)); diff != "" {
				t.Fatalf("contract (-) and ledger (+) differ:\n%s", diff)
			}
			checkCounties(t, in, r.ledger)
		})
	}
}

// county is a random adversarial county. Holding needs a former run: the
// guards' own tests do that.
func county(seed uint64) oracle.Input {
	in := oracle.Random(rand.New(rand.NewPCG(seed, 1)), oracle.Shape{})
	in.Held = nil
	return in
}

// expected is what the contract has a run find, a line to a finding.
func expected(in oracle.Input) []string {
	var lines []string
	for _, f := range oracle.Judge(in) {
		detail := slices.Sorted(maps.Keys(f.Detail))
		for i, key := range detail {
			detail[i] = key + "=" + f.Detail[key]
		}
		lines = append(lines, line(f.Job, f.Kind, f.Subject, f.Qualifier, f.Expected, f.Severity, detail))
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// found is what is open in the ledger, a line to a discrepancy.
func found(t testing.TB, l *ledger.Ledger) []string {
	t.Helper()
	var lines []string
	for _, d := range rows(t, l, ledger.Filter{Status: ledger.StatusOpen}) {
		lines = append(lines, line(d.Job, d.Kind, d.Subject, d.Qualifier, d.ExpectedValue, d.Severity.String(), facts(t, d)))
	}
	slices.Sort(lines)
	return lines
}

// line is the identity of a finding, what is expected, how grave it is, and why.
func line(job, kind, subject, qualifier, expected, severity string, detail []string) string {
	return fmt.Sprintf("%s %s %s %q expected %q %s %s", job, kind, subject, qualifier, expected, severity, detail)
}

// checkCounties holds the counties of members and households against the
// oracle's, which knows a county by code and name alone. Where outsiders belong
// whose rows name several counties, or none, is not for the contract to say.
func checkCounties(t testing.TB, in oracle.Input, l *ledger.Ledger) {
	t.Helper()
	want := map[string]string{}
	for _, f := range oracle.Judge(in) {
		if !strings.HasPrefix(f.Subject, "person:") && f.County != "" {
			want[f.Subject] = f.County
		}
	}
	for _, d := range rows(t, l, ledger.Filter{}) {
		if county := want[d.Subject]; county != "" && d.Area().CountyKey() != county {
			t.Errorf("%s of %s lies in %s, want %s", d.Kind, d.Subject, d.Area().CountyKey(), county)
		}
	}
}

// facts is what the contract has the detail of a discrepancy say, as the oracle
// writes it: not where its rows stood, nor what is said beyond the contract.
func facts(t testing.TB, of ledger.Discrepancy) []string {
	t.Helper()
	d := rules.Detail{Others: &rules.Others{}}
	must(t, json.Unmarshal([]byte(of.Detail), &d))
	var facts []string
	for _, fact := range []struct {
		name, value string
		said        bool
	}{
		{"class", d.Class, d.Class != ""},
		{"inferred", "true", d.Inferred},
		{"members", strings.Join(d.Members, ","), len(d.Members) > 0},
		{"ours", strings.Join(d.Ours, ","), len(d.Ours) > 0},
		{"outside_window", "true", d.OutsideWindow},
		{"reason", d.Reason, of.Kind == "id_invalid"},
		{"route", d.Route, d.Route != ""},
		{"suspected", "true", d.Suspected},
	} {
		if fact.said {
			facts = append(facts, fact.name+"="+fact.value)
		}
	}
	return facts
}
