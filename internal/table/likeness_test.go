package table_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// misfit is the error of rows that are no header of the feed.
func misfit(t testing.TB, s *table.Schema, rows []table.Row) *table.HeaderError {
	t.Helper()
	_, err := s.Map(june, rows, nil)
	var fault *table.HeaderError
	if !errors.As(err, &fault) {
		t.Fatalf("%v is no HeaderError", err)
	}
	return fault
}

// nears is what is suggested for what is missing: "field=header".
func nears(fault *table.HeaderError) string {
	var all []string
	for _, lack := range fault.Missing {
		if lack.Near != "" {
			all = append(all, strings.Join(lack.Fields, "/")+"="+lack.Near)
		}
	}
	return strings.Join(all, " ")
}

func TestTheLikeliestHeaderIsSuggested(t *testing.T) {
	for _, c := range []struct {
		schema *table.Schema
		header string
		want   string
	}{
		{roster.WaterSchema, "户主身份证号码(必填)|水量", "household_id/head_id=户主身份证号码(必填)"},
		{roster.WaterSchema, "户号|户主证件号|水量", "household_id/head_id=户主证件号"},
		{registry.MemberSchema, "人员编号|户编号|人员姓名|身份证件号码|是否享受低保政策", "member_id=人员编号 name=人员姓名 id_number=身份证件号码 dibao=是否享受低保政策"},
		{registry.MemberSchema, "人编号|户编号|姓名|证件号码|享受低保情况", "dibao=享受低保情况"},
		{registry.HouseholdSchema, "农户编号|脱贫户属性|饮水是否安全", "household_id=农户编号 attribute=脱贫户属性"},
		{registry.HouseholdSchema, "户编号|贫困户属性|安全饮用水是否解决", "safe_water=安全饮用水是否解决"},
		{registry.VillageSchema, "村代码|村名称|是否贫困村（是/否）", "village=村名称 poor_village=是否贫困村（是/否）"},
		{roster.DibaoSchema, "公民\n身份号|姓名", "id_number=公民 身份号"},
		{roster.DibaoSchema, "姓名|起始年月|证件号(本人)", "id_number=证件号(本人)"},

		// Nothing is better than a silly one.
		{registry.MemberSchema, "户编号|户主姓名|户主身份证号|证件类型|监护人姓名|是否享受五保", ""},
		{registry.MemberSchema, "户编号|户内编号|姓名|证件号码|是否享受低保|是否享受特困", ""},
		{roster.DibaoSchema, "姓名|身份证有效期|救助终止年月|联系电话|身高", ""},
		{registry.HouseholdSchema, "户编号|饮水是否安全|家庭人口数|属地|备注", ""},
		{registry.VillageSchema, "村代码|是否贫困村|村干部|村支书电话|村名由来", ""},
		{registry.HelperSchema, "户编号|帮扶单位|单位名称|备注", ""},
	} {
		if diff := cmp.Diff(c.want, nears(misfit(t, c.schema, sheet(c.header)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.header, diff)
		}
	}
}

func TestHeaderErrorsAskAndRemember(t *testing.T) {
	fault := misfit(t, roster.DibaoSchema, sheet("低保名册", "户主信息||享受人信息|", "姓名|身份证号|享受人|证件号(本人)|救助起始年月"))
	fault.Former = map[string][]string{"name": {"姓名"}, "id_number": {"身份证号", "证件号码"}, "month": {"年月"}}
	want := "dibao/六月.xlsx [明细]: header in rows 2 and 3 lacks " +
		"id_number（id_number/证件号码/身份证号/身份证号码/公民身份号码/居民身份证号码/身份证） 是不是“享受人信息/证件号(本人)”?; last time it was “身份证号”, “证件号码”, " +
		"name（name/姓名）; last time it was “姓名”: rename the column, or name it under feeds.dibao.columns"
	if diff := cmp.Diff(want, fault.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	fault = misfit(t, payees, nil)
	fault.Former = map[string][]string{"name": {"姓名"}}
	if !strings.HasSuffix(fault.Error(), "required are id_number（id_number/证件号码/身份证号）, name（name/姓名）; last time it was “姓名”") {
		t.Errorf("without any row: %v", fault)
	}
}

// Where not one header is as it should be, the row that looks most like one is named.
func TestTheClosestHeaderMayLackAllFields(t *testing.T) {
	fault := misfit(t, payees, sheet("低保名册", "身份证号码(必填)|姓名(必填)|备注", "430599199001010010|张三|"))
	if got := nears(fault); fault.Row != 2 || got != "id_number=身份证号码(必填) name=姓名(必填)" {
		t.Errorf("row %d, suggested %s", fault.Row, got)
	}
}

// A row of data that comes closest to a header is not quoted, however much its
// cells look like headers.
func TestDataIsNeverQuoted(t *testing.T) {
	for _, line := range []string{
		"430599199001010010|姓名民|身份证", "身份证|430599********0010|姓氏名字|姓名民", "4.30599199001010E+17|姓名民|身份证",
		"４３０５９９１９９００１０１００１０|姓名民|身份证", "138-0013-8000|姓名民|身份证", "430599 1990|姓名民|身份证", "4305＊＊|姓名民|身份证",
	} {
		for _, s := range []*table.Schema{roster.DibaoSchema, payees} {
			if fault := misfit(t, s, sheet(line)); nears(fault) != "" {
				t.Errorf("%s: %v", line, fault)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(feeds).Draw(t, "feed")
		person := rapid.Custom(func(t *rapid.T) string {
			return rapid.SampledFrom([]string{"张", "王", "欧阳", "户"}).Draw(t, "surname") + rapid.StringMatching(`[三丰秀英村名号主人]{1,2}`).Draw(t, "given")
		})
		var rows []table.Row
		for i := range rapid.IntRange(1, 5).Draw(t, "rows") {
			rows = append(rows, table.Row{Number: i + 1, Cells: []string{
				rapid.StringMatching(`430599[0-9]{11}[0-9X]`).Draw(t, "number"), person.Draw(t, "name"),
				rapid.SampledFrom([]string{"村", "姓名", "身份证", "户主", "单位", "是", ""}).Draw(t, "word"), person.Draw(t, "head"),
			}})
		}
		_, err := s.Map(june, rows, nil)
		if err == nil {
			t.Fatal("data is taken for a header")
		}
		text := err.Error()
		if strings.Contains(text, "是不是") || strings.Contains(text, "430599") {
			t.Fatal(text)
		}
	})
}

func TestVanishedColumnsAreMissed(t *testing.T) {
	m := mapped(t, registry.HouseholdSchema, "户编号|贫困户属性|饮水是否安全|户联系电话(手机)|首次认定时间|备注")
	former := map[string][]string{
		"phone": {"户联系电话"}, "identified": {"首次识别时间"}, "exit_year": {"脱贫年度"}, "head_id": nil,
		"attribute": {"户属性"}, "unheard_of": {"村"},
	}
	var got []string
	for _, v := range m.Vanished(former) {
		got = append(got, v.String())
	}
	want := []string{
		"exit_year has no column any more; last time it was “脱贫年度”",
		"identified has no column any more; last time it was “首次识别时间”",
		"phone has no column any more 是不是“户联系电话(手机)”?; last time it was “户联系电话”",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if m.Vanished(nil) != nil {
		t.Error("nothing has vanished since a file that is not known")
	}
	// What an override of last time named is remembered, too.
	if v := m.Vanished(map[string][]string{"poverty_status": {"备注栏"}}); len(v) != 1 || v[0].Near != "备注" {
		t.Errorf("%+v", v)
	}
}

func TestDoubledColumnsAreNoted(t *testing.T) {
	m := mapped(t, registry.HouseholdSchema, "户编号|联系电话|贫困户属性|饮水是否安全|联系电话")
	want := []string{"phone（联系电话: B, E） is read from column B, and not from the others of that header"}
	if diff := cmp.Diff(want, m.Notes()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if notes := mapped(t, registry.HouseholdSchema, "户编号|贫困户属性|饮水是否安全|联系电话").Notes(); notes != nil {
		t.Errorf("noted: %q", notes)
	}
}

func TestColumnsAreNamedAsSpreadsheetsDo(t *testing.T) {
	header := make([]string, 703)
	header[0], header[702], header[1] = "姓名", "身份证号", "身份证号"
	header[26] = "姓名"
	fault := misfit(t, payees, []table.Row{{Number: 1, Cells: header}})
	want := []string{"id_number（身份证号: B, AAA）", "name（姓名: A, AA）"}
	if diff := cmp.Diff(want, fault.Doubled); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
