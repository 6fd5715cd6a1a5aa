package rules

import (
	"strconv"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/matchers"
)

// checkExit doubts a household that left poverty this year, by what the water
// ledger and the schooling of its members say.
func (j *Judge) checkExit(h *matchers.Household) {
	if h.Poverty != registry.Lifted || h.ExitYear() != j.options.AsOf.Year() {
		return
	}
	left := h.PovertyStatus + " " + strconv.Itoa(h.ExitYear())
	if h.Water.Derived == roster.Unsafe {
		j.reportHousehold(ExitDoubtful, h, values{
			qualifier: Water, severity: Critical, registry: left, agency: h.Water.Derived.Word(),
			detail: Detail{AgencyOrigin: h.Water.Origin},
		})
	}
	if j.options.Enrolment && len(j.unexplained) > 0 && j.unexplained[h.ID()] {
		j.reportHousehold(ExitDoubtful, h, values{
			qualifier: Schooling, severity: Critical, registry: left, agency: AbsenceUnexplained.Title,
		})
	}
}
