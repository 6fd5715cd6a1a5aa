package rules

import (
	"strings"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/matchers"
)

// compulsory is what the registry writes of pupils at compulsory age.
var compulsory = map[string]bool{
	"小学": true, "初中": true,
	"一年级": true, "二年级": true, "三年级": true, "四年级": true, "五年级": true, "六年级": true,
	"七年级": true, "八年级": true, "九年级": true,
	"初中一年级": true, "初中二年级": true, "初中三年级": true,
}

// belowJunior is the education of those who have not finished junior school.
var belowJunior = map[string]bool{"": true, "文盲或半文盲": true, "学龄前儿童": true, "小学": true}

// checkSchooling judges an active member whose age is known.
func (j *Judge) checkSchooling(m *matchers.Member) {
	age, known := j.schoolAge(m)
	if !m.Active() || !known {
		return
	}
	if age >= 6 && age <= 15 {
		j.countChild(m.Area)
	}
	inSchool := m.SchoolStatus != "" && m.SchoolStatus != "非在校生"
	if age >= 6 && age <= 15 && !inSchool && m.AbsenceReason == "" {
		if !m.Orphaned {
			j.unexplained[strings.Clone(m.HouseholdID)] = true
		}
		j.reportMember(AbsenceUnexplained, m, values{severity: High, registry: m.SchoolStatus})
	}
	if why := implausible(m, age, inSchool); why != "" {
		j.reportMember(AbsenceImplausible, m, values{severity: Medium, registry: m.AbsenceReason, detail: Detail{Reason: why}})
	}
	if m.Enrolled && !inSchool {
		j.reportMember(EnrolmentUnmarked, m, values{severity: Medium, registry: m.SchoolStatus, agency: "在读", detail: Detail{AgencyOrigin: m.Enrolment}})
	}
	if !m.Enrolled && age >= 6 && age <= 15 && compulsory[m.SchoolStatus] {
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

// schoolAge is the full years of a member on the first of September of the
// as-of date's school year. It is unknown where the number cannot match or its
// birth date is flagged.
func (j *Judge) schoolAge(m *matchers.Member) (int, bool) {
	if m.Resident.Key == 0 || m.Resident.BirthFlagged {
		return 0, false
	}
	born, ok := m.Resident.Key.Birth()
	if !ok {
		return 0, false
	}
	year := j.options.AsOf.Year()
	if start, _ := period.DateOf(year, 9, 1); start > j.options.AsOf {
		year--
	}
	age := year - born.Year()
	if birthday := born.Month().Month()*100 + born.Day(); birthday > 901 {
		age--
	}
	return age, true
}

// implausible says what is wrong with a reason for not being in school, or "".
func implausible(m *matchers.Member, age int, inSchool bool) string {
	switch reason := m.AbsenceReason; {
	case reason == "":
		return ""
	case age < 6 || age > 16:
		return "age"
	case inSchool:
		return "in_school"
	case reason == "推迟上学" && age > 7:
		return "postponed"
	case reason == "提前毕业" && (age < 14 || belowJunior[m.Education]):
		return "graduated"
	case (reason == "因病" || reason == "因残") && m.Health == "健康":
		return "healthy"
	}
	return ""
}
