package report

import (
	"strings"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
)

// masked is a discrepancy with every ID number in it starred out: where one
// belongs, whatever it looks like, and elsewhere (a note, a problem's text)
// whatever looks like one.
func masked(d ledger.Discrepancy) ledger.Discrepancy {
	d.IDNumber = resident.Mask(d.IDNumber)
	if key, ok := strings.CutPrefix(d.Subject, "person:"); ok {
		d.Subject = "person:" + resident.Mask(key)
	}
	if k, ok := rules.KindNamed(d.Kind); !ok || k.IDs {
		d.RegistryValue, d.AgencyValue, d.ExpectedValue = resident.Mask(d.RegistryValue), resident.Mask(d.AgencyValue), resident.Mask(d.ExpectedValue)
	}
	for _, cell := range [...]*string{
		&d.Subject, &d.Qualifier, &d.HouseholdID, &d.MemberID, &d.Name,
		&d.RegistryValue, &d.AgencyValue, &d.ExpectedValue, &d.Detail, &d.Note,
	} {
		*cell = maskNumbers(*cell)
	}
	return d
}

// maskNumbers stars out every ID number within a text: 18 or 15 characters that
// stand alone, with a date where the birth date stands.
func maskNumbers(s string) string {
	for at := 0; at < len(s); {
		if !isDigit(s[at]) {
			at++
			continue
		}
		end := at
		for end < len(s) && isDigit(s[end]) {
			end++
		}
		if end-at == 17 && end < len(s) && s[end]|0x20 == 'x' {
			end++
		}
		if isNumber(s[at:end]) {
			s = s[:at] + resident.Mask(s[at:end]) + s[end:]
		}
		at = end
	}
	return s
}

// isNumber says whether digits, with an X perhaps, look like an ID number.
func isNumber(digits string) bool {
	switch len(digits) {
	case 18, 20, 22: // 20 and 22: a disability card, which begins with the ID number
		century := digits[6:8]
		return (century == "19" || century == "20") && isMonthAndDay(digits[10:14])
	case 15:
		return isMonthAndDay(digits[8:12])
	}
	return false
}

func isMonthAndDay(digits string) bool {
	month, day := digits[:2], digits[2:]
	return "01" <= month && month <= "12" && "01" <= day && day <= "31"
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
