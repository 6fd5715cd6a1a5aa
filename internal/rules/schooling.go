package rules

import (
	"strings"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/matchers"
)

// checkSchooling judges an active member whose age is known.
func (j *Judge) checkSchooling(m *matchers.Member) {
	age, known := j.schoolAge(m)
	if !m.Active() || !known {
		return
	}
	terms := &j.options.Terms.School
	compulsory := age >= terms.From && age <= terms.Through
	if compulsory {
		j.countChild(m.Area)
	} else if m.AbsenceReason == "" && !m.Enrolled {
		return // most people
	}
	status := j.options.Words.School[m.SchoolStatus]
	if m.Unread.Has(registry.UnreadSchool) {
		status = registry.OtherSchool // neither out of school nor in a compulsory one
	}
	inSchool := status != registry.OutOfSchool
	if compulsory && !inSchool && m.AbsenceReason == "" && !m.Unread.Has(registry.UnreadAbsence) {
		if !m.Orphaned {
			j.unexplained[strings.Clone(m.HouseholdID)] = true
		}
		j.reportMember(AbsenceUnexplained, m, values{severity: High, registry: m.SchoolStatus})
	}
	if why := j.implausible(m, age, inSchool); why != "" {
		j.reportMember(AbsenceImplausible, m, values{severity: Medium, registry: m.AbsenceReason, detail: Detail{Reason: why}})
	}
	if m.Enrolled && !inSchool {
		j.reportMember(EnrolmentUnmarked, m, values{severity: Medium, registry: m.SchoolStatus, agency: "在读", detail: Detail{AgencyOrigin: m.Enrolment}})
	}
	if !m.Enrolled && compulsory && status == registry.CompulsorySchool {
		j.reportMember(EnrolmentMissing, m, values{severity: Medium, registry: m.SchoolStatus})
	}
}

func (j *Judge) countChild(area registry.AreaID) {
	for int(area) >= len(j.children) {
		j.children = append(j.children, 0)
	}
	j.children[area]++
}

// Children is how many of the members so far are active and known to be of
// compulsory age, by registry.AreaID. They are counted for schooling and exits.
func (j *Judge) Children() []int64 { return j.children }

// schoolAge is the full years of a member on the day on which the as-of date's
// school year began. It is unknown where the number cannot match or its
// birth date is flagged.
func (j *Judge) schoolAge(m *matchers.Member) (int, bool) {
	if m.Resident.Key == 0 || m.Resident.BirthFlagged {
		return 0, false
	}
	born, ok := m.Resident.Key.Birth()
	if !ok {
		return 0, false
	}
	start := j.options.Terms.School.YearStarts
	year := j.options.AsOf.Year()
	if dayOfYear(j.options.AsOf) < start {
		year--
	}
	age := year - born.Year()
	if dayOfYear(born) > start {
		age--
	}
	return age, true
}

// dayOfYear is month×100 + day.
func dayOfYear(d period.Date) int { return d.Month().Month()*100 + d.Day() }

// implausible says what is wrong with a reason for not being in school, or "".
func (j *Judge) implausible(m *matchers.Member, age int, inSchool bool) string {
	if m.AbsenceReason == "" {
		return ""
	}
	terms, words := &j.options.Terms.School, &j.options.Words
	finished, listed := words.Junior[m.Education]
	listed = listed && !m.Unread.Has(registry.UnreadEducation)
	switch reason := words.Absence[m.AbsenceReason]; {
	case age < terms.ReasonFrom || age > terms.ReasonThrough:
		return "age"
	case inSchool && !m.Unread.Has(registry.UnreadSchool):
		return "in_school"
	case reason == registry.Postponed && age > terms.PostponedThrough:
		return "postponed"
	case reason == registry.Graduated && (age < terms.GraduatedFrom || listed && !finished):
		return "graduated"
	case reason == registry.Ill && words.Healthy[m.Health]:
		return "healthy"
	}
	return ""
}
