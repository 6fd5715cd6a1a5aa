package table_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// found is the fields that have a column, each with its header: "name=姓名".
func found(m *table.Mapping) string {
	var all []string
	for field, header := range m.Found() {
		all = append(all, field+"="+header)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func TestHeadersInTwoRows(t *testing.T) {
	for _, c := range []struct {
		what   string
		schema *table.Schema
		rows   []table.Row
		at     int
		want   string
	}{
		{"groups, and columns merged over both rows", registry.HouseholdSchema, sheet(
			"附件1：建档立卡贫困户信息采集表",
			"序号|户编号|户主信息|||饮水情况||联系电话",
			"||姓名|证件号码|贫困户属性|是否安全|是否困难|",
		), 3, "attribute=户主信息/贫困户属性 head_id=户主信息/证件号码 head_name=户主信息/姓名 household_id=户编号 phone=联系电话 " +
			"safe_water=饮水情况/是否安全 water_hardship=饮水情况/是否困难"},
		{"merged cells filled downwards", registry.MemberSchema, sheet(
			"户编号|户主信息||家庭成员信息|||是否享受低保",
			"户编号|姓名|证件号码|人编号|姓名|证件号码|是否享受低保",
			"4305990001|张三|430599195001010010|430599000101|张小三|430599199001010010|否",
		), 2, "dibao=是否享受低保 household_id=户编号 id_number=家庭成员信息/证件号码 member_id=家庭成员信息/人编号 name=家庭成员信息/姓名"},
		{"the lower row would do for itself, and says less", roster.WaterSchema, sheet(
			"户主基本情况||水质水量评价||",
			"姓名|身份证号|水量|水质|评价结论",
		), 2, "head_id=户主基本情况/身份证号 head_name=户主基本情况/姓名 quality=水质水量评价/水质 quantity=水质水量评价/水量 verdict=水质水量评价/评价结论"},
		{"the upper row would do for itself, and says less", roster.WaterSchema, sheet(
			"户编号|户主姓名|评价指标||||评价结论",
			"||水量|水质|用水方便程度|供水保证率|",
		), 2, "convenience=评价指标/用水方便程度 head_name=户主姓名 household_id=户编号 quality=评价指标/水质 " +
			"quantity=评价指标/水量 reliability=评价指标/供水保证率 verdict=评价结论"},
		{"the upper row would do for itself, and the lower repeats it", roster.WaterSchema, sheet(
			"户编号|户主姓名|评价指标||||评价结论",
			"户编号|户主姓名|水量|水质|用水方便程度|供水保证率|评价结论",
		), 2, "convenience=用水方便程度 head_name=户主姓名 household_id=户编号 quality=水质 quantity=水量 reliability=供水保证率 verdict=评价结论"},
		{"one group alone, over the first column", roster.DibaoSchema, sheet(
			"户主信息|||",
			"姓名|身份证号|姓名|身份证号|救助起始年月",
		), 2, "head_id=户主信息/身份证号 id_number=身份证号 name=姓名 start=救助起始年月"},
		{"the lower headers come again, so the group is over", roster.DibaoSchema, sheet(
			"序号|户主信息||||",
			"|姓名|身份证号|姓名|身份证号|救助起始年月",
		), 2, "head_id=户主信息/身份证号 id_number=身份证号 name=姓名 start=救助起始年月"},
		{"numbered groups", registry.HouseholdSchema, sheet(
			"一、户信息||（二）户主基本信息||3.饮水",
			"编号|贫困户属性|姓名|证件号码|是否安全",
		), 2, "attribute=一、户信息/贫困户属性 head_id=（二）户主基本信息/证件号码 head_name=（二）户主基本信息/姓名 " +
			"household_id=一、户信息/编号 safe_water=3.饮水/是否安全"},
		{"groups that add nothing", registry.MemberSchema, sheet(
			"户信息|人员信息|||政策",
			"户编号|人编号|姓名|证件号码|是否享受低保",
		), 2, "dibao=是否享受低保 household_id=户编号 id_number=证件号码 member_id=人编号 name=姓名"},
		{"only the head is named", registry.MemberSchema, sheet(
			"户信息|户主信息|||政策",
			"户编号|人编号|姓名|证件号码|是否享受低保",
		), 0, ""},
		{"words parted over the rows", registry.MemberSchema, sheet(
			"户|人|姓|证件|是否享受",
			"编号|编号|名|号码|低保",
		), 2, "dibao=是否享受/低保 household_id=户/编号 id_number=证件/号码 member_id=人/编号 name=姓/名"},
		{"a group of one name with a field", registry.VillageSchema, sheet(
			"村||是否贫困村",
			"代码|名称|",
			"430599100200|新村|是",
		), 0, ""},
	} {
		m, err := c.schema.Map(june, c.rows, nil)
		if c.want == "" {
			if err == nil {
				t.Errorf("%s: the header has %s, want an error", c.what, found(m))
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if diff := cmp.Diff(c.want, found(m)); diff != "" || m.Header.Number != c.at {
			t.Errorf("%s: header in row %d, want %d (-want +got):\n%s", c.what, m.Header.Number, c.at, diff)
		}
	}
}

// What stands around a header in one row changes nothing, and no row of data is
// taken for its second row.
func TestHeadersInOneRow(t *testing.T) {
	for what, c := range map[string]struct {
		schema *table.Schema
		rows   []table.Row
		at     int
		want   string
	}{
		"titles": {registry.MemberSchema, sheet("户主信息", "填报单位：扶贫办|||填报日期：2018-10-01|", "人编号|户编号|姓名|证件号码|是否享受低保"),
			3, "dibao=是否享受低保 household_id=户编号 id_number=证件号码 member_id=人编号 name=姓名"},
		"a title that could be a group": {registry.MemberSchema, sheet("户主信息", "人编号|户编号|姓名|证件号码|是否享受低保"),
			2, "dibao=是否享受低保 household_id=户编号 id_number=证件号码 member_id=人编号 name=姓名"},
		"a title in several cells": {registry.HouseholdSchema, sheet("表一||户主信息|", "户编号|贫困户属性|饮水是否安全|联系电话"),
			2, "attribute=贫困户属性 household_id=户编号 phone=联系电话 safe_water=饮水是否安全"},
		"data with blanks": {registry.VillageSchema, sheet("行政村代码|村|是否贫困村|乡", "430599100200||是|", "430599100201|新村|否|东乡"),
			1, "area_code=行政村代码 poor_village=是否贫困村 town=乡 village=村"},
		"a row of units": {roster.WaterSchema, sheet("户编号|水量|水质|评价时间", "|(升)||(年月)", "43|达标|达标|2018-05"),
			1, "assessed_on=评价时间 household_id=户编号 quality=水质 quantity=水量"},
		"a row of numbers": {roster.WaterSchema, sheet("户编号|水量|水质", "1|2|3"), 1, "household_id=户编号 quality=水质 quantity=水量"},
		"data that reads like a header": {registry.HelperSchema, sheet("户编号|帮扶责任人|帮扶责任人职务", "4305990001|单位|联系电话"),
			1, "household_id=户编号 name=帮扶责任人"},
		"the header again": {registry.VillageSchema, sheet("行政村代码|村|是否贫困村", "行政村代码|村|是否贫困村"),
			1, "area_code=行政村代码 poor_village=是否贫困村 village=村"},
	} {
		m, err := c.schema.Map(june, c.rows, nil)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if diff := cmp.Diff(c.want, found(m)); diff != "" || m.Header.Number != c.at {
			t.Errorf("%s: header in row %d, want %d (-want +got):\n%s", what, m.Header.Number, c.at, diff)
		}
	}
}

// feeds are the schemas whose headers the properties below are about.
var feeds = []*table.Schema{
	registry.HouseholdSchema, registry.MemberSchema, registry.VillageSchema, registry.WorkTeamSchema, registry.HelperSchema,
	roster.DibaoSchema, roster.TekunSchema, roster.WaterSchema, roster.EnrolmentSchema, roster.IssuedSchema,
}

// headerOf draws a header of a feed: every field under one of its aliases, in any order.
func headerOf(t *rapid.T, s *table.Schema) []string {
	var header []string
	for _, field := range s.Fields {
		header = append(header, rapid.SampledFrom(field.Aliases).Draw(t, field.Name))
	}
	return rapid.Permutation(header).Draw(t, "order")
}

// columnsOf is the column of each field of s, as a row tells that says its
// columns' numbers.
func columnsOf(t *rapid.T, s *table.Schema, rows ...table.Row) []string {
	m, err := s.Map(june, rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	if m.Header.Number != rows[len(rows)-1].Number {
		t.Fatalf("the header is in row %d of %d", m.Header.Number, len(rows))
	}
	row := table.Row{}
	for i := range rows[len(rows)-1].Cells {
		row.Cells = append(row.Cells, strings.Repeat("i", i+1))
	}
	columns := make([]string, len(s.Fields))
	for f := range s.Fields {
		columns[f] = m.Cell(row, f)
	}
	return columns
}

func TestTitlesDoNotDisturb(t *testing.T) {
	titles := []string{"", "附件1", "某县2018年农村低保名册", "填报单位：民政局", "户主信息", "单位：人", "2018-10-01", "姓名", "村"}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(feeds).Draw(t, "feed")
		header := table.Row{Number: 1, Cells: headerOf(t, s)}
		want := columnsOf(t, s, header)
		var rows []table.Row
		for i, title := range rapid.SliceOfN(rapid.SampledFrom(titles), 1, 4).Draw(t, "titles") {
			rows = append(rows, table.Row{Number: i + 1, Cells: []string{title}})
		}
		header.Number = len(rows) + 1
		if diff := cmp.Diff(want, columnsOf(t, s, append(rows, header)...)); diff != "" {
			t.Fatalf("without and with titles (-want +got):\n%s", diff)
		}
	})
}

// However a header's words are parted over two rows, its columns are the same:
// one at least is cut in two, the others too or merged over both rows, filled
// downwards or not.
func TestHeadersMayBePartedOverTwoRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(feeds).Draw(t, "feed")
		header := headerOf(t, s)
		want := columnsOf(t, s, table.Row{Number: 1, Cells: header})
		upper, lower := table.Row{Number: 1}, table.Row{Number: 2}
		first := slices.IndexFunc(header, func(name string) bool { return utf8.RuneCountInString(name) > 1 })
		for i, name := range header {
			above, own := name, rapid.SampledFrom([]string{name, ""}).Draw(t, "merged")
			if runes := []rune(name); i == first || len(runes) > 1 && rapid.Bool().Draw(t, "cut") {
				at := rapid.IntRange(1, len(runes)-1).Draw(t, "at")
				above, own = string(runes[:at]), string(runes[at:])
			}
			upper.Cells, lower.Cells = append(upper.Cells, above), append(lower.Cells, own)
		}
		if diff := cmp.Diff(want, columnsOf(t, s, upper, lower)); diff != "" {
			t.Fatalf("in one row and in two (-want +got):\n%s", diff)
		}
	})
}

func TestSeveralPersonsUnderGroups(t *testing.T) {
	m, err := families.Map(june, sheet("户主信息||家庭成员1||家庭成员2|", "姓名|身份证号|姓名|身份证号|姓名|身份证号"), nil)
	if err != nil {
		t.Fatal(err)
	}
	row := table.Row{Number: 3, Cells: strings.Split("丙|9|甲|1|乙|2", "|")}
	if diff := cmp.Diff([]string{"甲 1 9", "乙 2 9"}, personsOf(m, row)); diff != "" {
		t.Errorf("persons (-want +got):\n%s", diff)
	}
}

// Both rows of a header come again on every printed page.
func TestNeitherRowOfAHeaderIsData(t *testing.T) {
	rows := sheet("户编号|户主信息||贫困户属性|饮水情况|", "|姓名|证件号码||是否安全|是否困难")
	m, err := registry.HouseholdSchema.Map(june, rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		row.Number += 50
		if m.IsData(row) {
			t.Errorf("the header is taken for data: %q", row.Cells)
		}
	}
	for _, line := range []string{"4305990001|姓名|证件号码||是否安全|是否困难", "|张三|||是|否", "43|户主信息||贫困户属性||"} {
		if !m.IsData(table.Row{Number: 60, Cells: strings.Split(line, "|")}) {
			t.Errorf("%s is not taken for data", line)
		}
	}
}

func TestGroupsInOverrides(t *testing.T) {
	rows := sheet("户编号|监护人||学生|", "|姓名|身份证号|姓名|身份证号")
	if _, err := roster.EnrolmentSchema.Map(june, rows, nil); err == nil ||
		!strings.Contains(err.Error(), "two columns for id_number（身份证号: C, E）, name（姓名: B, D）") {
		t.Errorf("two of each: %v", err)
	}
	m, err := roster.EnrolmentSchema.Map(june, rows, table.Columns{"name": {"学生/姓名"}, "id_number": {"身份证号#2"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := found(m); got != "id_number=学生/身份证号 name=学生/姓名" || m.Header.Number != 2 {
		t.Errorf("found %s in row %d", got, m.Header.Number)
	}
}

func FuzzMap(f *testing.F) {
	f.Add("户主信息||饮水情况\n姓名|证件号码|是否安全\n张三|430599199001010010|是", "name", "姓名#2")
	f.Add("户编号|贫困户属性|饮水是否安全", "head_name", "户主信息/姓名")
	f.Add("姓名|身份证号|姓名|身份证号\n|||", "id_number", "#9")
	f.Add("＃|\xff|(|*\n*|:|)|户主姓名(必填)", "", "#")
	f.Fuzz(func(t *testing.T, text, field, header string) {
		rows := sheet(strings.Split(text, "\n")...)
		for _, s := range feeds {
			m, err := s.Map(june, rows, table.Columns{field: {header}})
			if err != nil {
				if err.Error() == "" {
					t.Error("an error says nothing")
				}
				continue
			}
			width := 0
			for _, row := range rows {
				width = max(width, len(row.Cells))
			}
			if len(m.Header.Cells) > width || len(m.Found()) == 0 { // Found indexes the header by every column
				t.Errorf("%s: %d headers over %d columns, %d fields", s.Feed, len(m.Header.Cells), width, len(m.Found()))
			}
			for i := range m.Persons() {
				for _, row := range rows {
					person, _ := m.Person(row, i)
					person.IsData(row)
				}
			}
			m.Samples(rows, 3)
			m.Vanished(map[string][]string{"phone": {header}})
		}
	})
}
