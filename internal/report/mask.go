package report

import (
	"strings"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
)

// masked is a discrepancy with every ID number in it starred out: where one
// belongs, whatever it looks like, and elsewhere (a note, a problem's text, the
// name of a village) whatever looks like one.
func masked(d ledger.Discrepancy) ledger.Discrepancy {
	d.IDNumber = resident.Mask(d.IDNumber)
	if key, ok := strings.CutPrefix(d.Subject, "person:"); ok {
		d.Subject = "person:" + resident.Mask(key)
	}
	if k, ok := rules.KindNamed(d.Kind); !ok || k.IDs {
		d.RegistryValue, d.AgencyValue, d.ExpectedValue = resident.Mask(d.RegistryValue), resident.Mask(d.AgencyValue), resident.Mask(d.ExpectedValue)
	}
	for _, cell := range [...]*string{
		&d.Subject, &d.Qualifier, &d.County, &d.Town, &d.Village, &d.HouseholdID, &d.MemberID, &d.Name,
		&d.RegistryValue, &d.AgencyValue, &d.ExpectedValue, &d.Detail, &d.Note,
	} {
		*cell = maskNumbers(*cell)
	}
	return d
}

// maskNumbers stars out every ID number within a text.
func maskNumbers(text string) string { return resident.MaskWithin(text) }
