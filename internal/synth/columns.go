package synth

import (
	"strconv"

	"github.com/bidui/bidui/internal/period"
)

// column is one column of a file: its header, and what it appends for a row.
// None of it needs quoting in CSV.
type column[T any] struct {
	header string
	layout layout
	put    func([]byte, *T) []byte
}

// layout is the files that a column belongs to.
type layout uint8

const (
	always layout = iota
	full          // where the plan is not lean
	lean          // where it is
)

// inPlan keeps the columns of the plan's layout.
func inPlan[T any](p Plan, columns []column[T]) []column[T] {
	var kept []column[T]
	for _, c := range columns {
		if c.layout == always || (c.layout == lean) == p.Lean {
			kept = append(kept, c)
		}
	}
	return kept
}

var householdColumns = []column[home]{
	{"户编号", always, putHouseholdID},
	{"村代码", always, putAreaCode},
	{"县", full, putCounty},
	{"乡", full, putTown},
	{"村", full, putVillage},
	{"户主姓名", full, putHeadName},
	{"户主证件号码", always, func(b []byte, h *home) []byte { return h.head.AppendTo(b) }},
	{"贫困户属性", always, func(b []byte, h *home) []byte { return append(b, h.attribute...) }},
	{"脱贫状态", always, func(b []byte, h *home) []byte { return append(b, h.status...) }},
	{"脱贫年度", full, func(b []byte, h *home) []byte { return appendCount(b, h.exitYear) }},
	{"识别时间", always, func(b []byte, h *home) []byte { return appendMonth(b, h.identified) }},
	{"是否解决安全饮用水", always, func(b []byte, h *home) []byte { return append(b, h.safeWater...) }},
	{"饮水是否困难", full, func(b []byte, h *home) []byte { return append(b, h.hardship...) }},
	{"饮水是否困难", lean, func(b []byte, h *home) []byte { return unless(no, b, h.hardship) }},
	{"家庭人口数", full, putSize},
	{"联系电话", full, func(b []byte, h *home) []byte { return appendNumber(b, h.phone) }},
}

var memberColumns = []column[member]{
	{"人编号", always, putMemberID},
	{"户编号", always, func(b []byte, m *member) []byte { return appendNumber(b, m.household) }},
	{"姓名", always, func(b []byte, m *member) []byte { return m.name.append(b) }},
	{"证件号码", always, putIDNumber},
	{"证件类型", full, func(b []byte, m *member) []byte { return append(b, m.document...) }},
	{"证件类型", lean, func(b []byte, m *member) []byte { return unless(documentID, b, m.document) }},
	{"与户主关系", always, func(b []byte, m *member) []byte { return append(b, m.relation...) }},
	{"是否享受低保", always, func(b []byte, m *member) []byte { return append(b, m.dibao...) }},
	{"是否特困供养人员", full, func(b []byte, m *member) []byte { return append(b, m.tekun...) }},
	{"是否特困供养人员", lean, func(b []byte, m *member) []byte { return unless(no, b, m.tekun) }},
	{"人员状态", full, func(b []byte, m *member) []byte { return append(b, m.state...) }},
	{"人员状态", lean, func(b []byte, m *member) []byte { return unless(stateActive, b, m.state) }},
	{"减少时间", always, func(b []byte, m *member) []byte { return appendDate(b, m.left) }},
	{"在校生状况", full, func(b []byte, m *member) []byte { return append(b, m.school...) }},
	{"文化程度", full, func(b []byte, m *member) []byte { return append(b, m.education...) }},
	{"健康状况", full, func(b []byte, m *member) []byte { return append(b, m.health...) }},
	{"健康状况", lean, func(b []byte, m *member) []byte { return unless(healthy, b, m.health) }},
	{"劳动技能", full, func(b []byte, m *member) []byte { return append(b, m.labour...) }},
	{"劳动技能", lean, func(b []byte, m *member) []byte { return unless(labourOrdinary, b, m.labour) }},
}

var dibaoColumns = []column[award]{
	{"姓名", always, putAwardName},
	{"身份证号", always, putAwardID},
	{"户主身份证号", always, putAwardHead},
	{"低保证号", always, putBenefit},
	{"家庭人口数", always, putAwardSize},
	{"保障人口数", always, putCovered},
	{"是否保障对象", full, func(b []byte, _ *award) []byte { return append(b, yes...) }},
	{"保障类别", full, putCategory},
	{"救助起始年月", always, putFrom},
	{"停发年月", always, putThrough},
	{"县", always, func(b []byte, a *award) []byte { return putCounty(b, a.home) }},
	{"乡", full, func(b []byte, a *award) []byte { return putTown(b, a.home) }},
	{"村", full, func(b []byte, a *award) []byte { return putVillage(b, a.home) }},
}

var tekunColumns = []column[award]{
	{"姓名", always, putAwardName},
	{"身份证号", always, putAwardID},
	{"供养方式", always, putMode},
	{"起始年月", always, putFrom},
	{"终止年月", always, putThrough},
	{"县", always, func(b []byte, a *award) []byte { return putCounty(b, a.home) }},
	{"乡", full, func(b []byte, a *award) []byte { return putTown(b, a.home) }},
	{"村", full, func(b []byte, a *award) []byte { return putVillage(b, a.home) }},
}

var waterColumns = []column[reading]{
	{"户编号", always, func(b []byte, r *reading) []byte { return putHouseholdID(b, r.home) }},
	{"户主姓名", full, func(b []byte, r *reading) []byte { return putHeadName(b, r.home) }},
	{"户主身份证号", full, putWaterHead},
	{"县", full, func(b []byte, r *reading) []byte { return putCounty(b, r.home) }},
	{"乡", full, func(b []byte, r *reading) []byte { return putTown(b, r.home) }},
	{"村", full, func(b []byte, r *reading) []byte { return putVillage(b, r.home) }},
	{"水量", full, putQuantity}, {"水量", lean, signed(putQuantity)},
	{"水质", full, putQuality}, {"水质", lean, signed(putQuality)},
	{"用水方便程度", full, putConvenience}, {"用水方便程度", lean, signed(putConvenience)},
	{"供水保证率", full, putAssurance}, {"供水保证率", lean, signed(putAssurance)},
	{"评价结论", always, func(b []byte, r *reading) []byte { return append(b, r.verdict...) }},
	{"评价时间", always, func(b []byte, r *reading) []byte { return appendDate(b, r.assessed) }},
}

var villageColumns = []column[village]{
	{"村代码", always, func(b []byte, v *village) []byte { return appendNumber(b, v.code) }},
	{"县", always, func(b []byte, v *village) []byte { return append(b, v.county...) }},
	{"乡", always, func(b []byte, v *village) []byte { return append(b, v.town...) }},
	{"村", always, func(b []byte, v *village) []byte { return append(b, v.name...) }},
	{"是否贫困村", always, func(b []byte, v *village) []byte {
		if v.poor {
			return append(b, yes...)
		}
		return append(b, no...)
	}},
}

// unless appends text, but leaves the cell blank where it is the usual one.
func unless(usual string, b []byte, text string) []byte {
	if text == usual {
		return b
	}
	return append(b, text...)
}

// appendNumber appends a number of any length.
func appendNumber(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

// appendCount appends a number, and nothing for 0.
func appendCount(b []byte, n int) []byte {
	if n == 0 {
		return b
	}
	return appendNumber(b, n)
}

// appendMonth appends a month as 2018-09, and nothing for the unknown one.
func appendMonth(b []byte, m period.Month) []byte {
	if !m.Known() {
		return b
	}
	return append2(append(appendNumber(b, m.Year()), '-'), m.Month())
}

// appendDate appends a date as 2018-09-30, and nothing for the unknown one.
func appendDate(b []byte, d period.Date) []byte {
	if !d.Known() {
		return b
	}
	return append2(append(appendMonth(b, d.Month()), '-'), d.Day())
}

// append2 appends a number below 100 as two digits.
func append2(b []byte, n int) []byte { return append(b, '0'+byte(n/10), '0'+byte(n%10)) }
