package registry_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

func TestReadMember(t *testing.T) {
	r := row{
		"序号", "1", "人编号", "M 1", "户编号", "H1", "姓名", " 张三 ", "证件号码", `="` + anna + `"`, "证件类型", "居民身份证", "与户主关系", "户主",
		"是否享受低保", "农村低保", "是否特困供养人员", "否", "人员状态", "死亡", "死亡时间", "2018-03-05", "健康状况", "长期慢性病", "劳动技能", "无劳动力",
	}.record(t, registry.MemberSchema)
	words, asOf := registry.DefaultWords(), day(t, "2018-09-30")
	got, ok := registry.ReadMember(r, &words, asOf)
	want := registry.Member{
		ID: "M1", HouseholdID: "H1", Name: "张三", IDText: anna, Resident: resident.ParseID(anna, asOf),
		Head: true, HeadMapped: true, DibaoText: "农村低保", Dibao: table.Yes, Tekun: table.No,
		State: registry.Dead, StateDate: day(t, "2018-03-05"), Health: "长期慢性病", Labour: "无劳动力",
		Origin: table.Origin{Source: sheet, Row: 3},
	}
	if diff := cmp.Diff(want, got); diff != "" || !ok || got.Resident.Key == 0 {
		t.Errorf("usable %v (-want +got):\n%s", ok, diff)
	}
	rejected(t, r)
}

// plainMember has only the columns that are required.
var plainMember = row{"人口编号", "M1", "户编号", "H1", "姓名", "张三", "身份证号", anna, "享受低保政策情况", "否"}

func TestReadPlainMember(t *testing.T) {
	r := plainMember.record(t, registry.MemberSchema)
	words, asOf := registry.DefaultWords(), day(t, "2018-09-30")
	got, ok := registry.ReadMember(r, &words, asOf)
	want := registry.Member{
		ID: "M1", HouseholdID: "H1", Name: "张三", IDText: anna, Resident: resident.ParseID(anna, asOf),
		DibaoText: "否", Dibao: table.No, Origin: table.Origin{Source: sheet, Row: 3},
	}
	if diff := cmp.Diff(want, got); diff != "" || !ok || !got.Active() {
		t.Errorf("usable %v, active %v (-want +got):\n%s", ok, got.Active(), diff)
	}
	rejected(t, r)
}

// The headers that the contract names, beside those of the tests above.
func TestMemberAliases(t *testing.T) {
	for header, field := range map[string]string{
		"身份证号码": "id_number", "公民身份号码": "id_number", "享受特困供养政策情况": "tekun", "在校生状况": "school_status",
		"义务教育阶段未上学原因": "absence_reason", "未上学原因": "absence_reason", "失学或辍学原因": "absence_reason", "文化程度": "education",
		"减少时间": "state_date", "state_date": "state_date", "member_id": "member_id", "relation": "relation", "labour": "labour",
	} {
		m := plainMember
		if field == "id_number" {
			m = row{"人编号", "M1", "户编号", "H1", "姓名", "张三", "是否享受低保", "否"}
		}
		r := m.with(header, "x").record(t, registry.MemberSchema)
		for i, f := range registry.MemberSchema.Fields {
			if f.Name == field && r.Raw(i) != "x" {
				t.Errorf("%s is not read from the column %s", field, header)
			}
		}
	}
}

func TestMemberCells(t *testing.T) {
	words, asOf := registry.DefaultWords(), day(t, "2018-09-30")
	for _, c := range []struct {
		what, header, cell string
		get                func(m *registry.Member) any
		want               any
		rejects            []string
	}{
		{"normal", "人员状态", "正常", state, registry.Active, nil},
		{"a blank in the state", "人员状态", "正\u3000常", state, registry.Active, nil},
		{"blank state", "人员状态", "\u3000", state, registry.Active, nil},
		{"dead", "人员状态", "死亡", state, registry.Dead, nil},
		{"moved away", "人员状态", "迁出", state, registry.Gone, nil},
		{"any other state", "人员状态", "服刑", state, registry.Gone, nil},
		{"date of state", "减少时间", "2018年3月", stateDate, "2018-03-00", nil},
		{"today", "减少时间", "2018-09-30", stateDate, "2018-09-30", nil},
		{"tomorrow", "减少时间", "2018-10-01", stateDate, "", []string{"state_date future 2018-10-01"}},
		{"next month", "减少时间", "201810", stateDate, "", []string{"state_date future 201810"}},
		{"no date", "减少时间", "去年", stateDate, "", []string{"state_date date 去*"}},
		{"a bare year", "减少时间", "2018", stateDate, "", []string{"state_date date 2018"}},
		{"wife of the head", "与户主关系", "配偶", head, false, nil},
		{"a blank in the relation", "与户主关系", "户 主", head, true, nil},
		{"broken relation", "与户主关系", "#REF!", headMapped, false, []string{"relation formula_error #REF!"}},
		{"blank school status", "在校生状况", "", unread, registry.Unread(0), nil},
		{"broken school status", "在校生状况", "#N/A", unread, registry.UnreadSchool, []string{"school_status formula_error #N/A"}},
		{"broken reason", "未上学原因", "#N/A", unread, registry.UnreadAbsence, []string{"absence_reason formula_error #N/A"}},
		{"broken education", "文化程度", "#N/A", unread, registry.UnreadEducation, []string{"education formula_error #N/A"}},
		{"broken health", "健康状况", "#N/A", unread, registry.Unread(0), []string{"health formula_error #N/A"}},
		{"broken labour", "劳动技能", "#N/A", unread, registry.Unread(0), []string{"labour formula_error #N/A"}},
		{"blank relation", "与户主关系", "", head, false, nil},
		{"not paid", "享受低保政策情况", "未享受", dibao, table.No, nil},
		{"paid in town", "享受低保政策情况", "城市低保", dibao, table.Yes, nil},
		{"blank flag", "享受低保政策情况", "", dibao, table.Unknown, nil},
		{"odd flag", "享受低保政策情况", "曾享受", dibao, table.Unknown, []string{"dibao word 曾**"}},
		{"tekun", "是否特困供养人员", "农村特困", tekun, table.Yes, nil},
		{"odd tekun", "是否特困供养人员", "五保", tekun, table.Unknown, []string{"tekun word 五*"}},
		{"no household", "户编号", " ", home, "", []string{"household_id missing "}},
		{"broken household", "户编号", "#N/A", home, "", []string{"household_id formula_error #N/A"}},
		{"no name", "姓名", "", func(m *registry.Member) any { return m.Name }, "", []string{"name missing "}},
		{"disability card", "身份证号", anna + "43", key, resident.ParseID(anna, asOf).Key, nil},
		{"spaces in the number", "身份证号", anna[:6] + " " + anna[6:14] + "\u3000" + anna[14:], key, resident.ParseID(anna, asOf).Key, nil},
		{"no number", "身份证号", "", key, resident.Key(0), []string{"id_number missing "}},
		{"no number in words", "身份证号", "不详", key, resident.Key(0), []string{"id_number missing 不*"}},
		{"number cut short", "身份证号", anna[:17], key, resident.Key(0), []string{"id_number length " + anna[:5] + "*********" + anna[14:17]}},
		{"number of eight digits", "身份证号", "19800101", key, resident.Key(0), []string{"id_number length 1*******"}},
		{"flagged number", "身份证号", wrongCheck(anna), key, resident.ParseID(wrongCheck(anna), asOf).Key,
			[]string{"id_number checksum 430599********" + wrongCheck(anna)[14:]}},
		{"born tomorrow", "身份证号", number("20181001", "001"), func(m *registry.Member) any { return m.Resident.Reason }, resident.BirthDate,
			[]string{"id_number birth_date 430599********" + number("20181001", "001")[14:]}},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := plainMember.with(c.header, c.cell).record(t, registry.MemberSchema)
			m, ok := registry.ReadMember(r, &words, asOf)
			if got := c.get(&m); got != c.want || !ok {
				t.Errorf("%q gives %v, usable %v; want %v", c.cell, got, ok, c.want)
			}
			rejected(t, r, c.rejects...)
		})
	}
}

func state(m *registry.Member) any      { return m.State }
func home(m *registry.Member) any       { return m.HouseholdID }
func headMapped(m *registry.Member) any { return m.HeadMapped }
func unread(m *registry.Member) any     { return m.Unread }
func stateDate(m *registry.Member) any  { return m.StateDate.String() }
func head(m *registry.Member) any       { return m.Head }
func dibao(m *registry.Member) any      { return m.Dibao }
func tekun(m *registry.Member) any      { return m.Tekun }
func key(m *registry.Member) any        { return m.Resident.Key }

// The number of another document is no ID number: no key, and nothing wrong with it.
func TestMemberWithAnotherDocument(t *testing.T) {
	words, asOf := registry.DefaultWords(), day(t, "2018-09-30")
	for idType, other := range map[string]bool{
		"护照": true, "港澳居民来往内地通行证": true, "外国人永久居留身份证": true, "其他": true,
		"居民身份证": false, "身份证": false, "户口簿": false, "残疾人证": false, "": false,
	} {
		for _, id := range []string{"E12345678", anna} {
			r := plainMember.with("证件类型", idType, "身份证号", id).record(t, registry.MemberSchema)
			m, ok := registry.ReadMember(r, &words, asOf)
			if !ok || m.OtherDocument != other || m.IDText != id {
				t.Errorf("%q: usable %v, other document %v, number %q", idType, ok, m.OtherDocument, m.IDText)
			}
			if other {
				if m.Resident != (resident.ID{}) {
					t.Errorf("%q gives %v", idType, m.Resident)
				}
				rejected(t, r)
			} else if (m.Resident.Key != 0) != (id == anna) {
				t.Errorf("%q: key %v of %q", idType, m.Resident.Key, id)
			}
		}
	}
}

func TestMemberWithoutANumber(t *testing.T) {
	r := plainMember.with("人口编号", "").record(t, registry.MemberSchema)
	words := registry.DefaultWords()
	if _, ok := registry.ReadMember(r, &words, day(t, "2018-09-30")); ok {
		t.Error("a member without a number was taken")
	}
	rejected(t, r, "member_id missing  !")
}

// 减少时间 and 死亡时间 may both be there: what is blank in one stands in the other.
func TestDateOfStateInEitherColumn(t *testing.T) {
	words := registry.DefaultWords()
	for _, c := range []struct {
		left, died, want string
		rejects          []string
	}{
		{"2018-01-05", "", "2018-01-05", nil},
		{"", "2018-01-05", "2018-01-05", nil},
		{"\u3000", "2018-01-05", "2018-01-05", nil},
		{"2018-01-05", "2018-02-06", "2018-01-05", nil},
		{"", "", "", nil},
		{"不详", "2018-01-05", "", []string{"state_date date 不*"}},
		{"", "不详", "", []string{"state_date date 不*"}},
		{"#N/A", "2018-01-05", "", []string{"state_date formula_error #N/A"}},
	} {
		for _, columns := range []row{{"减少时间", c.left, "死亡时间", c.died}, {"死亡时间", c.died, "减少时间", c.left}} {
			r := plainMember.with(columns...).record(t, registry.MemberSchema)
			m, _ := registry.ReadMember(r, &words, day(t, "2018-09-30"))
			if got := m.StateDate.String(); got != c.want {
				t.Errorf("%v gives %q", columns, got)
			}
			rejected(t, r, c.rejects...)
			if left := r.Mapping.Unmapped(); len(left) > 0 {
				t.Errorf("%v are told to be read by nobody", left)
			}
		}
	}
	r := plainMember.with("死亡时间", "2018-01-05", "减少时间", "").record(t, registry.MemberSchema)
	cells, asOf := []string{"M1", "H1", "张三", anna, "否", "2018-01-05"}, day(t, "2018-09-30") // cut short before 减少时间
	allocations := testing.AllocsPerRun(100, func() {
		r.Reset(table.Row{Number: 3, Cells: cells})
		if m, _ := registry.ReadMember(r, &words, asOf); !m.StateDate.Known() {
			t.Error("the date is not found")
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}

// Of a rounded number nobody knows which it was.
func TestMemberWithARoundedNumber(t *testing.T) {
	words := registry.DefaultWords()
	for header, field := range map[string]string{"人口编号": "member_id", "户编号": "household_id"} {
		r := plainMember.with(header, "4.30521E+11").record(t, registry.MemberSchema)
		if _, ok := registry.ReadMember(r, &words, day(t, "2018-09-30")); ok {
			t.Errorf("a member with a rounded %s was taken", field)
		}
		rejected(t, r, field+" damaged 4.3******11 !")
	}
}

// The words are configuration: what is added there is read.
func TestMemberWordsCanBeExtended(t *testing.T) {
	words := registry.DefaultWords()
	words.State["健在"] = registry.Active
	words.Head["本人"] = true
	words.Assisted["a类"] = table.Yes
	r := plainMember.with("人员状态", "健在", "与户主关系", "本人", "享受低保政策情况", "Ａ类").record(t, registry.MemberSchema)
	m, _ := registry.ReadMember(r, &words, day(t, "2018-09-30"))
	if !m.Active() || !m.Head || m.Dibao != table.Yes {
		t.Errorf("read %+v", m)
	}
	rejected(t, r)
}

func TestReadVillage(t *testing.T) {
	words := registry.DefaultWords()
	full := row{"村代码", "430521103205", "县", "邵东县", "乡镇", "东乡", "村", "新村", "是否贫困村", "是"}
	for _, c := range []struct {
		header, cell string
		want         registry.Village
		ok           bool
		rejects      []string
	}{
		{"备注", "", registry.Village{Area: registry.Area{Code: "430521103205", County: "邵东县", Town: "东乡", Village: "新村"}, Poor: table.Yes}, true, nil},
		{"是否贫困村", "", registry.Village{Area: registry.Area{Code: "430521103205", County: "邵东县", Town: "东乡", Village: "新村"}}, true, nil},
		{"是否贫困村", "深度", registry.Village{Area: registry.Area{Code: "430521103205", County: "邵东县", Town: "东乡", Village: "新村"}}, true,
			[]string{"poor_village word 深*"}},
		{"村代码", "", registry.Village{Area: registry.Area{County: "邵东县", Town: "东乡", Village: "新村"}, Poor: table.Yes}, false,
			[]string{"area_code missing  !"}},
		{"村代码", "新村", registry.Village{Area: registry.Area{County: "邵东县", Town: "东乡", Village: "新村"}, Poor: table.Yes}, false,
			[]string{"area_code code 新* !"}},
		{"村代码", "4305211032", registry.Village{Area: registry.Area{County: "邵东县", Town: "东乡", Village: "新村"}, Poor: table.Yes}, false,
			[]string{"area_code length 430*****32 !"}},
		{"村代码", "4.30521E+11", registry.Village{Area: registry.Area{County: "邵东县", Town: "东乡", Village: "新村"}, Poor: table.Yes}, false,
			[]string{"area_code damaged 4.3******11 !"}},
		{"村", " ", registry.Village{Area: registry.Area{Code: "430521103205", County: "邵东县", Town: "东乡"}, Poor: table.Yes}, true,
			[]string{"village missing "}},
	} {
		r := full.with(c.header, c.cell).record(t, registry.VillageSchema)
		got, ok := registry.ReadVillage(r, &words)
		c.want.Origin = r.Origin()
		if diff := cmp.Diff(c.want, got); diff != "" || ok != c.ok {
			t.Errorf("%s %q: usable %v (-want +got):\n%s", c.header, c.cell, ok, diff)
		}
		rejected(t, r, c.rejects...)
	}
}

// memberRow is a full row as a decoder hands it on.
func memberRow(t testing.TB) *table.Record {
	return row{
		"序号", "1", "人编号", "43059900010001", "户编号", "4305990001", "姓名", "张三", "证件号码", anna, "证件类型", "居民身份证",
		"与户主关系", "户主", "是否享受低保", "农村低保", "是否特困供养人员", "否", "人员状态", "正常", "减少时间", "", "在校生状况", "非在校生",
		"未上学原因", "", "文化程度", "小学", "健康状况", "长期慢性病", "劳动技能", "普通劳动力",
	}.record(t, registry.MemberSchema)
}

// Millions of members go by: a good row must leave nothing to collect.
func TestReadMemberAllocatesNothing(t *testing.T) {
	r := memberRow(t)
	words, asOf := registry.DefaultWords(), day(t, "2018-09-30")
	allocations := testing.AllocsPerRun(100, func() {
		if m, ok := registry.ReadMember(r, &words, asOf); !ok || m.Resident.Key == 0 {
			t.Error("the row cannot be read")
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
	rejected(t, r)
}

func BenchmarkReadMember(b *testing.B) {
	r := memberRow(b)
	words, asOf := registry.DefaultWords(), day(b, "2018-09-30")
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := registry.ReadMember(r, &words, asOf); !ok {
			b.Fatal("the row cannot be read")
		}
	}
}
