package report

import (
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// near is a number that is suspected to be wrong, in this way.
func near(detail rules.Detail) ledger.Discrepancy {
	return ledger.Discrepancy{
		ID: 7, Kind: rules.IDSuspected.Name, Subject: "member:M1", Qualifier: "dibao", Job: rules.Assistance, Severity: rules.Medium,
		IDNumber: "430599196001010010", RegistryValue: "430599196001010010", AgencyValue: "430599196007010010", Detail: detail.JSON(), Status: ledger.StatusOpen,
	}
}

func TestSlipsInWords(t *testing.T) {
	for _, c := range []struct {
		detail           rules.Detail
		chinese, english string
	}{
		{rules.Detail{Slip: &rules.Slip{Difference: "substituted", Position: 12, RegistryNumber: "430599*****[1]**0010", AgencyNumber: "430599*****[7]**0010"}},
			"第12位 1→7", "character 12 1→7"},
		{rules.Detail{Slip: &rules.Slip{Difference: "transposed", Position: 11, RegistryNumber: "430599****[01]**0010", AgencyNumber: "430599****[10]**0010"}},
			"第11、12位，相邻两位颠倒 01→10", "characters 11 and 12 transposed 01→10"},
		{rules.Detail{Slip: &rules.Slip{Difference: "missing", Position: 9, RegistryNumber: "430599**[_]*****0010", AgencyNumber: "430599**[6]*****0010"}},
			"登记少一位：第9位 (6)", "registry lacks character 9 (6)"},
		{rules.Detail{Slip: &rules.Slip{Difference: "extra", Position: 9, RegistryNumber: "430599**[6]*****0010", AgencyNumber: "430599**[_]*****0010"}},
			"登记多一位：第9位 (6)", "registry has character 9 too many (6)"},
		{rules.Detail{Slip: &rules.Slip{Difference: "damaged", Position: 16, RegistryNumber: "430599*********[010]", AgencyNumber: "430599*********[000]"}},
			"末几位损坏：第16位起", "last characters damaged, from character 16"},
		{rules.Detail{Slip: &rules.Slip{Difference: "head"}}, "登记无号码，户主相同", "no number registered, the same head of household"},
		{rules.Detail{Slip: &rules.Slip{Difference: "substituted", Position: 12}}, "第12位", "character 12"}, // as it was recorded before numbers were shown
		{rules.Detail{Slip: &rules.Slip{}}, "", ""},
	} {
		d := near(c.detail)
		s := slipOf(d)
		if got := s.say(Chinese); got != c.chinese {
			t.Errorf("%+v is %q", c.detail, got)
		}
		if got := s.say(English); got != c.english {
			t.Errorf("%+v is %q", c.detail, got)
		}
		var b strings.Builder
		if _, err := Chinese.WriteList(&b, each(d)); err != nil {
			t.Fatal(err)
		}
		if err := Chinese.WriteWhy(&b, d, nil, nil); err != nil {
			t.Fatal(err)
		}
		checkMasked(t, b.String())
		for _, want := range []string{c.chinese, c.detail.RegistryNumber, c.detail.AgencyNumber} {
			if n := strings.Count(b.String(), want); want != "" && n < 2 {
				t.Errorf("%q is in list and why %d times:\n%s", want, n, b.String())
			}
		}
	}
	other := near(rules.Detail{Slip: &rules.Slip{Difference: "substituted", Position: 12}})
	other.Kind = rules.IDInvalid.Name
	if got := slipOf(other).say(Chinese); got != "" {
		t.Errorf("another kind says %q", got)
	}
}
