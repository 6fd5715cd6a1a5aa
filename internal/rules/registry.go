package rules

import (
	"strconv"

	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/matchers"
)

// checkMember judges a member by the registry alone.
func (j *Judge) checkMember(m *matchers.Member) {
	if !m.Active() {
		return
	}
	if reason := m.Resident.Reason; reason != resident.None {
		severity := High
		if reason.Matchable() {
			severity = Medium
		}
		j.reportMember(IDInvalid, m, values{
			severity: severity, registry: m.IDText, detail: Detail{Reason: reason.String()},
		})
	}
	if m.Orphaned {
		j.reportMember(MemberOrphaned, m, values{severity: High, registry: m.HouseholdID})
	}
}

// Duplicate judges a match key that several active members have.
func (j *Judge) Duplicate(d *matchers.Duplicate) {
	if !j.jobs[Registry] {
		return
	}
	key := d.Key.String()
	j.report(IDDuplicate, Finding{Subject: "person:" + key, Area: d.Place.Area, IDNumber: key}, values{
		severity: High, registry: strconv.Itoa(len(d.Members)) + "人",
		detail: Detail{Others: &Others{Members: d.Members}, RegistryOrigin: d.Origins[0], OtherOrigin: d.Origins[1]},
	})
}

// checkHousehold judges a household by the registry alone.
func (j *Judge) checkHousehold(h *matchers.Household) {
	members := h.Members
	if members.Active == 0 {
		j.reportHousehold(HouseholdEmpty, h, values{severity: Medium})
		return
	}
	if !members.HeadsKnown {
		return
	}
	if members.Heads != 1 {
		j.reportHousehold(HeadCountWrong, h, values{severity: Medium, registry: strconv.Itoa(members.Heads)})
		return
	}
	if h.HeadMapped && members.HeadKey != 0 && members.HeadKey != h.Head {
		j.reportHousehold(HeadIDDiffers, h, values{
			severity: Medium, registry: h.HeadIDText(), agency: members.HeadKey.String(),
		})
	}
}
