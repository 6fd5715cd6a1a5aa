package rules

import (
	"strings"

	"github.com/bidui/bidui/matchers"
)

// Problem reports a problem of the province's newest list, once for each
// subject and text, due on the earliest day that a row says.
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
	due := p.DueOn.String()
	if i, listed := j.problems[identity]; listed {
		if former := &j.findings[Issued][i]; due != "" && (former.Detail.DueOn == "" || due < former.Detail.DueOn) {
			former.Detail.DueOn, former.Agency = due, demand(p.Problem, due)
		}
		return
	}
	j.problems[identity] = len(j.findings[Issued])
	j.report(IssuedProblem, about, values{
		qualifier: strings.TrimSpace(p.Problem), severity: High, agency: demand(p.Problem, due), detail: Detail{DueOn: due, AgencyOrigin: p.Origin, RegistryOrigin: p.Registered},
	})
}

// demand is what the province wants: the day on which it is due is part of it, so
// that another day is a change.
func demand(problem, due string) string {
	if due == "" {
		return problem
	}
	return problem + "，整改期限 " + due
}
