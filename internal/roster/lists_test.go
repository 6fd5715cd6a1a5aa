package roster_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

func TestReadPupil(t *testing.T) {
	words := roster.DefaultWords()
	words.Left["转出"], words.Left["复学"] = true, false
	pupil := row{"身份证号", anna, "姓名", "张三", "学校", "东乡小学", "年级", "三年级", "状态", "在读", "村代码", "430521103205"}
	for _, c := range []struct {
		what    string
		cells   row
		want    func(p *roster.Pupil)
		ok      bool
		rejects []string
	}{
		{"in school", nil, func(*roster.Pupil) {}, true, nil},
		{"blank status", row{"状态", ""}, func(*roster.Pupil) {}, true, nil},
		{"any status", row{"状态", "转入"}, func(*roster.Pupil) {}, true, nil},
		{"left school", row{"状态", "已退学"}, func(p *roster.Pupil) { p.Left = true }, true, nil},
		{"paused", row{"状态", "休学"}, func(p *roster.Pupil) { p.Left = true }, true, nil},
		{"finished", row{"状态", "已毕业"}, func(p *roster.Pupil) { p.Left = true }, true, nil},
		{"in the last form", row{"状态", "毕业班"}, func(*roster.Pupil) {}, true, nil},
		{"in the last form in other words", row{"状态", "在读（毕业年级）"}, func(*roster.Pupil) {}, true, nil},
		{"left from the last form", row{"状态", "毕业班退学"}, func(p *roster.Pupil) { p.Left = true }, true, nil},
		{"finished the last form", row{"状态", "毕业班已毕业"}, func(p *roster.Pupil) { p.Left = true }, true, nil},
		{"back in the last form", row{"状态", "毕业班休学后复学"}, func(*roster.Pupil) {}, true, nil},
		{"back in school", row{"状态", "休学期满复学"}, func(*roster.Pupil) {}, true, nil},
		{"moved away", row{"状态", "已转出"}, func(p *roster.Pupil) { p.Left = true }, true, nil},
		{"finished", row{"状态", "毕业"}, func(p *roster.Pupil) { p.Left = true }, true, nil},
		{"flagged number", row{"身份证号", wrongCheck(anna)}, func(p *roster.Pupil) { p.Resident = resident.ParseID(wrongCheck(anna), today) }, true,
			[]string{"id_number checksum 430599********" + wrongCheck(anna)[14:]}},
		{"half a number", row{"身份证号", anna[:8]}, func(p *roster.Pupil) { p.Resident = resident.ParseID(anna[:8], today) }, false,
			[]string{"id_number length 4******* !"}},
		{"no name", row{"姓名", ""}, func(*roster.Pupil) {}, true, []string{"name missing "}},
	} {
		r := pupil.with(c.cells...).record(t, roster.EnrolmentSchema)
		want := roster.Pupil{
			Resident: resident.ParseID(anna, today), Area: registry.Area{Code: "430521103205"}, Origin: table.Origin{Source: sheet, Row: 3},
		}
		c.want(&want)
		got, ok := roster.ReadPupil(r, &words, today)
		if diff := cmp.Diff(want, got); diff != "" || ok != c.ok {
			t.Errorf("%s: usable %v (-want +got):\n%s", c.what, ok, diff)
		}
		rejected(t, r, c.rejects...)
	}
}

func TestReadIssued(t *testing.T) {
	problem := row{"户编号", "H 1", "问题描述", " 属性错误 ", "下发时间", "2018-09-10"}
	of := roster.Issued{HouseholdID: "H1", Problem: "属性错误", IssuedOn: day("2018-09-10"), Origin: table.Origin{Source: sheet, Row: 3}}
	for _, c := range []struct {
		what    string
		cells   row
		want    func(i *roster.Issued)
		ok      bool
		rejects []string
	}{
		{"a household's", nil, func(*roster.Issued) {}, true, nil},
		{"a member's", row{"户编号", "", "人编号", "M1"}, func(i *roster.Issued) { i.HouseholdID, i.MemberID = "", "M1" }, true, nil},
		{"a person's", row{"户编号", "", "证件号码", anna}, func(i *roster.Issued) { i.HouseholdID, i.Resident = "", resident.ParseID(anna, today).Key }, true, nil},
		{"a household's without a number of a person", row{"证件号码", "无"}, func(*roster.Issued) {}, true, nil},
		{"a household's with half a number", row{"证件号码", anna[:8]}, func(*roster.Issued) {}, true, []string{"id_number length 4*******"}},
		{"nobody's", row{"户编号", ""}, func(i *roster.Issued) { i.HouseholdID = "" }, false, []string{"id_number missing  !"}},
		{"half a number's", row{"户编号", "", "证件号码", anna[:8]}, func(i *roster.Issued) { i.HouseholdID = "" }, false, []string{"id_number length 4******* !"}},
		{"no problem", row{"问题描述", ""}, func(i *roster.Issued) { i.Problem = "" }, false, []string{"problem missing  !"}},
		{"no day of issue", row{"下发时间", ""}, func(i *roster.Issued) { i.IssuedOn = 0 }, true, nil},
		{"a day of issue with spaces", row{"下发时间", "2018 年 9 月 10 日"}, func(*roster.Issued) {}, true, nil},
		{"a day of issue that is none", row{"下发时间", "上周"}, func(i *roster.Issued) { i.IssuedOn = 0 }, true, []string{"issued_on date 上*"}},
		{"a day on which it is due", row{"整改期限", "2018年12月10日"}, func(i *roster.Issued) { i.DueOn = day("2018-12-10") }, true, nil},
		{"a day on which it is due that is none", row{"整改期限", "尽快"}, func(*roster.Issued) {}, true, []string{"due_on date 尽*"}},
		{"a day of issue to come", row{"下发时间", "2018-12-10"}, func(i *roster.Issued) { i.IssuedOn = day("2018-12-10") }, true, nil},
	} {
		r := problem.with(c.cells...).record(t, roster.IssuedSchema)
		want := of
		c.want(&want)
		got, ok := roster.ReadIssued(r, today)
		if diff := cmp.Diff(want, got); diff != "" || ok != c.ok {
			t.Errorf("%s: usable %v (-want +got):\n%s", c.what, ok, diff)
		}
		rejected(t, r, c.rejects...)
	}
}

// What names or numbers a person is starred out wherever a row is rejected.
func TestPersonalFields(t *testing.T) {
	personal := map[string]bool{"name": true, "id_number": true, "head_id": true, "head_name": true, "phone": true}
	for _, s := range []*table.Schema{roster.DibaoSchema, roster.TekunSchema, roster.WaterSchema, roster.EnrolmentSchema, roster.IssuedSchema} {
		for _, field := range s.Fields {
			if field.Personal != personal[field.Name] {
				t.Errorf("%s.%s is personal: %v", s.Feed, field.Name, field.Personal)
			}
		}
	}
}
