package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// TestNoColumnShowsANumber puts an ID number into each text of a discrepancy,
// alone and within a sentence.
func TestNoColumnShowsANumber(t *testing.T) {
	const number = "43059919600101001X"
	for _, text := range []string{number, "号码" + number + "有误", "隆回县" + number} {
		d := ledger.Discrepancy{
			Kind: rules.NameDiffers.Name, Subject: "household:" + text, Qualifier: text, HouseholdID: text, MemberID: text, IDNumber: text, Name: text,
			County: text, Town: text, Village: text,
			RegistryValue: text, AgencyValue: text, ExpectedValue: text, Detail: `{"reason":"` + text + `"}`, Note: text,
		}
		for i, cell := range (Export{}).cells(d) {
			if strings.Contains(cell, number) {
				t.Errorf("%s: %q", columns[i].name, cell)
			}
		}
		for i, cell := range (Export{Unmask: true}).cells(d) {
			if strings.Contains(cell, "*") {
				t.Errorf("unmasked %s: %q", columns[i].name, cell)
			}
		}
	}
}

// TestWhereIDsBelongAllIsMasked looks at numbers that are damaged, and so do not
// look like numbers any more.
func TestWhereIDsBelongAllIsMasked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		damaged := rapid.StringMatching(`[0-9]{5,22}X?`).Draw(t, "number")
		kind := rapid.SampledFrom(rules.Kinds).Draw(t, "kind")
		d := masked(ledger.Discrepancy{
			Kind: kind.Name, Subject: "person:" + damaged, IDNumber: damaged, RegistryValue: damaged, AgencyValue: damaged, ExpectedValue: damaged,
		})
		hidden := []string{d.Subject, d.IDNumber}
		if kind.IDs {
			hidden = append(hidden, d.RegistryValue, d.AgencyValue, d.ExpectedValue)
		}
		for _, text := range hidden {
			if strings.Contains(text, damaged) {
				t.Errorf("%s: %q is shown", kind.Name, damaged)
			}
		}
	})
}
