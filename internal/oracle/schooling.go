package oracle

import (
	"slices"
	"strings"
)

func (w *world) judgeSchooling() {
	enrolled := w.enrolled()
	for _, m := range w.members {
		age, known := w.age(m)
		if !m.active || !known {
			continue
		}
		report := func(kind, severity string) {
			w.report(Finding{Job: "schooling", Kind: kind, Subject: "member:" + m.id, Severity: severity, County: m.county()})
		}
		status := word(m.row["school_status"])
		if w.absenceUnexplained(m) {
			report("absence_unexplained", "high")
		}
		if absenceImplausible(m.row, age) {
			report("absence_implausible", "medium")
		}
		if enrolled[m.key] && notInSchool(status) {
			report("enrolment_unmarked", "medium")
		}
		if age >= 6 && age <= 15 && compulsory(status) && !enrolled[m.key] && !w.held("enrolment", m.county()) {
			report("enrolment_missing", "medium")
		}
	}
}

// absenceUnexplained: active, age 6–15, not in school, reason blank.
func (w *world) absenceUnexplained(m *member) bool {
	age, known := w.age(m)
	return m.active && known && age >= 6 && age <= 15 && notInSchool(word(m.row["school_status"])) && word(m.row["absence_reason"]) == ""
}

// absenceImplausible says whether the reason cannot be one at that age, with
// that education or health, or while in school.
func absenceImplausible(row Row, age int) bool {
	lowEducation := slices.Contains([]string{"", "文盲或半文盲", "学龄前儿童", "小学"}, word(row["education"]))
	status := word(row["school_status"])
	implausible := age < 6 || age > 16 || !notInSchool(status) && !isFormulaError(status)
	if isFormulaError(row["absence_reason"]) {
		return false
	}
	switch word(row["absence_reason"]) {
	case "":
		return false
	case "推迟上学":
		return implausible || age > 7
	case "提前毕业":
		return implausible || age < 14 || lowEducation
	case "因病", "因残":
		return implausible || word(row["health"]) == "健康"
	}
	return implausible
}

// notInSchool reads a school_status that was cleaned.
func notInSchool(status string) bool { return status == "" || status == "非在校生" }

// compulsory says whether a school_status is one of compulsory school.
func compulsory(status string) bool {
	return slices.Contains([]string{"小学", "一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "七年级", "八年级", "九年级",
		"初中", "初中一年级", "初中二年级", "初中三年级"}, status)
}

// enrolled is the keys of all pupils, but for those whose status says that they left.
func (w *world) enrolled() map[string]bool {
	keys := map[string]bool{}
	for _, row := range w.in.Enrolment {
		key, _ := identify(row["id_number"], w.in.AsOf)
		status := strings.NewReplacer("毕业班", "", "毕业年级", "").Replace(word(row["status"]))
		left := slices.ContainsFunc([]string{"退学", "休学", "毕业"}, func(left string) bool { return strings.Contains(status, left) })
		if key != "" && !left {
			keys[key] = true
		}
	}
	return keys
}

// age is the member's full years on the latest 1 September up to the as-of
// date; false where the ID cannot match or its birth date is flagged.
func (w *world) age(m *member) (int, bool) {
	if m.key == "" {
		return 0, false
	}
	born := birth(m.key, w.in.AsOf)
	if born == "" {
		return 0, false
	}
	year := number(w.in.AsOf[:4])
	if w.in.AsOf[4:] < "-09-01" {
		year--
	}
	age := year - number(born[:4])
	if born[4:] > "-09-01" { // the birthday comes later in that year
		age--
	}
	return age, true
}
