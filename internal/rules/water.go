package rules

import (
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// checkWater judges a household's safe-water field against the water ledger.
func (j *Judge) checkWater(h *matchers.Household) {
	derived, detail := h.Water.Derived, Detail{AgencyOrigin: h.Water.Origin}
	v := values{severity: Medium, registry: h.SafeWaterText, agency: derived.Word(), detail: detail}

	switch {
	case h.SafeWater == table.Unknown:
		v.severity, v.expected = High, said(shouldSay(derived))
		j.reportHousehold(WaterUnmarked, h, v)
	case h.SafeWater == table.Yes && derived == roster.Unsafe:
		v.severity, v.expected = High, "否"
		if h.Poverty == registry.Lifted {
			v.severity = Critical
		}
		j.reportHousehold(WaterMarkedSafe, h, v)
	case h.SafeWater == table.No && (derived == roster.Safe || derived == roster.Basic):
		v.expected = "是"
		j.reportHousehold(WaterMarkedUnsafe, h, v)
	}
	if derived == roster.Unassessed {
		j.reportHousehold(WaterNoRecord, h, values{severity: Medium, registry: h.SafeWaterText, detail: detail})
	}
	if h.Water.Conflict {
		j.reportHousehold(WaterVerdictConflict, h, values{severity: Low, agency: derived.Word(), detail: detail})
	}
	if h.Hardship == table.Yes && h.SafeWater == table.Yes {
		j.reportHousehold(WaterFlagsContradict, h, values{severity: Medium, registry: "困难：是；安全：是"})
	}
	if h.Water.Disagree {
		j.reportHousehold(WaterRowsDisagree, h, values{severity: Low, agency: derived.Word(), detail: detail})
	}
}

// shouldSay is the safe-water field that a verdict asks for.
func shouldSay(v roster.Verdict) table.Answer {
	switch v {
	case roster.Unsafe:
		return table.No
	case roster.Basic, roster.Safe:
		return table.Yes
	}
	return table.Unknown
}
