package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
)

func TestMaskNumbers(t *testing.T) {
	const number = "430599196001010010"
	for text, want := range map[string]string{
		"":                 "",
		"张三":               "张三",
		number:             "430599********0010",
		"430599196001019X": "430599196001019X", // of no length
		"身份证" + number + "，旧430599600101001": "身份证430599********0010，旧43059*******001",
		"43059919600101001x和":                "430599********001x和",
		number + "43":                        resident.Mask(number + "43"),
		number + "4301":                      resident.Mask(number + "4301"),
		number + "4":                         number + "4",         // 19 digits: a bank card
		"430599196013010010":                 "430599196013010010", // no month 13
		"430599176001010010":                 "430599176001010010", // no such century
		"20181126153012345":                  "20181126153012345",
		"dibao_201811261530123.csv":          "dibao_201811261530123.csv",
		"43052400010101":                     "43052400010101",
		number + "、" + number:                "430599********0010、430599********0010",
	} {
		if got := maskNumbers(text); got != want {
			t.Errorf("maskNumbers(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestNoColumnShowsANumber puts an ID number into each text of a discrepancy,
// alone and within a sentence.
func TestNoColumnShowsANumber(t *testing.T) {
	const number = "43059919600101001X"
	for _, text := range []string{number, "号码" + number + "有误"} {
		d := ledger.Discrepancy{
			Kind: rules.NameDiffers.Name, Subject: "household:" + text, Qualifier: text, HouseholdID: text, MemberID: text, IDNumber: text, Name: text,
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
