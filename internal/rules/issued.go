package rules

import (
	"strings"

	"github.com/bidui/bidui/matchers"
)

// Problem reports a problem of the province's newest list, once for each
// subject and text.
func (j *Judge) Problem(p *matchers.Problem) {
	about := Finding{HouseholdID: p.HouseholdID, Area: p.Place.Area}
	switch {
	case p.Named != "":
		about.Subject = "household:" + p.Named
	case p.MemberID != "":
		about.Subject, about.MemberID = "member:"+p.MemberID, p.MemberID
	case p.Person != 0:
		about.IDNumber = p.Person.String()
		about.Subject = "person:" + about.IDNumber
	}
	identity := about.Subject + " " + p.Problem
	if j.problems[identity] {
		return
	}
	j.problems[identity] = true
	j.report(IssuedProblem, about, values{
		qualifier: strings.TrimSpace(p.Problem), severity: High, agency: p.Problem, detail: Detail{AgencyOrigin: p.Origin, RegistryOrigin: p.Registered},
	})
}
