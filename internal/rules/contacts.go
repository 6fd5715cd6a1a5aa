package rules

import (
	"strconv"
	"strings"

	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// The people whose number makes a village need a work team.
const (
	Unlifted         = "unlifted"   // active members of households that are 未脱贫 or 返贫
	RegisteredPeople = "registered" // all active members
)

// Village judges one village, after all members.
func (j *Judge) Village(v *matchers.Village) {
	people := v.Unlifted
	terms := &j.options.Terms
	if terms.TeamBasis == RegisteredPeople {
		people = v.Registered
	}
	if v.Team || v.Poor != table.Yes && people < terms.ManyPeople {
		return
	}
	j.report(TeamMissing, Finding{Subject: "village:" + v.Code, Area: v.Place.Area}, values{
		severity: High, registry: "贫困人口 " + strconv.Itoa(people), detail: Detail{Others: &Others{People: people}, RegistryOrigin: v.Origin},
	})
}

// checkHelper reports a household that nobody helps.
func (j *Judge) checkHelper(h *matchers.Household) {
	if !h.Helped() {
		j.reportHousehold(HelperMissing, h, values{severity: Medium})
	}
}

// Contact judges the phone of one member of a work team or one helper. Of
// several rows with one name for one village or household each is judged, and
// reported once: with the first number by its text, so that their order has no say.
func (j *Judge) Contact(c *matchers.Contact) {
	kind := PhoneInvalid
	switch {
	case !j.jobs[Contacts] || c.Phone.Number != "":
		return
	case c.Phone.Text == "":
		kind = PhoneMissing
	}
	about := Finding{Subject: "village:" + c.AreaCode, Area: c.Place.Area, Name: strings.Clone(c.Name)}
	if c.HouseholdID != "" {
		about.HouseholdID = strings.Clone(c.HouseholdID)
		about.Subject = "household:" + about.HouseholdID
	}
	identity := kind.Name + " " + about.Subject + " " + about.Name
	if i, listed := j.phones[identity]; listed {
		if former := &j.findings[Contacts][i]; c.Phone.Text < former.Registry {
			former.Registry, former.Detail.RegistryOrigin = strings.Clone(c.Phone.Text), c.Origin
		}
		return
	}
	j.phones[identity] = len(j.findings[Contacts])
	j.report(kind, about, values{
		qualifier: about.Name, severity: Medium, registry: c.Phone.Text, detail: Detail{RegistryOrigin: c.Origin},
	})
}

// SharedPhone judges one number under names that are not equal.
func (j *Judge) SharedPhone(s *matchers.Shared) {
	j.report(PhoneShared, Finding{Subject: "phone:" + s.Number, Area: s.Place.Area}, values{
		severity: Low, registry: s.Number, detail: Detail{RegistryOrigin: s.Origins[0], OtherOrigin: s.Origins[1]},
	})
}
