package registry_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

func TestReadHousehold(t *testing.T) {
	r := row{
		"户编号", " 4305990001 ", "村代码", "430521103205", "县", "邵东县", "乡(镇)", "东乡", "行政村", "新村",
		"户主姓名", "张三", "户主证件号码", anna, "贫困户属性", "低保贫困户", "脱贫属性", "未脱贫", "脱贫年度", "2019",
		"识别时间", "2018年5月", "是否解决安全饮用水", "是", "饮水是否困难", "否", "家庭人口数", "3", "联系电话", "-",
	}.record(t, registry.HouseholdSchema)
	words, asOf := registry.DefaultWords(), day(t, "2018-09-30")
	got, ok := registry.ReadHousehold(r, &words, asOf)
	want := registry.Household{
		ID:       "4305990001",
		Area:     registry.Area{Code: "430521103205", County: "邵东县", Town: "东乡", Village: "新村"},
		HeadName: "张三", HeadIDText: anna, HeadID: resident.ParseID(anna, asOf), HeadMapped: true,
		Attribute: "低保贫困户", Class: registry.ClassDibao, PovertyStatus: "未脱贫", Poverty: registry.Unlifted, ExitYear: 2019,
		Identified: period.MonthOf(2018, 5), SafeWaterText: "是", SafeWater: table.Yes, Hardship: table.No,
		Origin: table.Origin{Source: sheet, Row: 3},
	}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("usable %v (-want +got):\n%s", ok, diff)
	}
	rejected(t, r)
}

// smallest is a household with nothing but its required columns.
var smallest = row{"户编号", "H1", "贫困户属性", "一般农户", "饮水是否安全", "√"}

func TestReadSmallestHousehold(t *testing.T) {
	r := smallest.record(t, registry.HouseholdSchema)
	words := registry.DefaultWords()
	got, ok := registry.ReadHousehold(r, &words, day(t, "2018-09-30"))
	want := registry.Household{
		ID: "H1", Attribute: "一般农户", Class: registry.ClassGeneral, SafeWaterText: "√", SafeWater: table.Yes,
		Origin: table.Origin{Source: sheet, Row: 3},
	}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("usable %v (-want +got):\n%s", ok, diff)
	}
	rejected(t, r)
}

// The headers that the contract names, beside those of TestReadHousehold.
func TestHouseholdAliases(t *testing.T) {
	r := row{
		"household_id", "H1", "行政村代码", "430521103205", "县(市、区、旗)", "邵东县", "乡镇", "东乡", "村", "新村",
		"户主身份证号", anna, "attribute", "五保户", "脱贫状态", "已脱贫", "首次识别时间", "2018-06", "饮水是否安全", "否", "人数", "2", "户联系电话", "1",
	}.record(t, registry.HouseholdSchema)
	words := registry.DefaultWords()
	h, _ := registry.ReadHousehold(r, &words, day(t, "2018-09-30"))
	if h.Area != (registry.Area{Code: "430521103205", County: "邵东县", Town: "东乡", Village: "新村"}) || h.HeadIDText != anna ||
		h.Class != registry.ClassTekun || h.PovertyStatus != "已脱贫" || h.Identified != period.MonthOf(2018, 6) || h.SafeWater != table.No {
		t.Errorf("read %+v", h)
	}
	for i, field := range registry.HouseholdSchema.Fields {
		if field.Name == "household_size" && r.Raw(i) != "2" || field.Name == "phone" && r.Raw(i) != "1" {
			t.Errorf("%s is read as %q", field.Name, r.Raw(i))
		}
	}
}

func TestHouseholdCells(t *testing.T) {
	words, asOf := registry.DefaultWords(), day(t, "2018-09-30")
	for _, c := range []struct {
		what, header, cell string
		get                func(h *registry.Household) any
		want               any
		rejects            []string
	}{
		{"a bare year tells no month", "识别时间", "2018", identified, period.Month(0), nil},
		{"a bare year in Chinese", "识别时间", "2018年", identified, period.Month(0), nil},
		{"a full-width year", "识别时间", "２０１８", identified, period.Month(0), nil},
		{"a day", "识别时间", "2018-05-31", identified, period.MonthOf(2018, 5), nil},
		{"a time of day", "识别时间", "2018-05-31 00:00:00", identified, period.MonthOf(2018, 5), nil},
		{"a blank", "识别时间", " ", identified, period.Month(0), nil},
		{"no month", "识别时间", "2018年中", identified, period.Month(0), []string{"identified month 2*****"}},
		{"no year", "识别时间", "0018", identified, period.Month(0), []string{"identified month 0018"}},
		{"a year of exit", "脱贫年度", "2018年", exitYear, 2018, nil},
		{"a date of exit", "脱贫年度", "2018-12-31 00:00:00", exitYear, 2018, nil},
		{"a spaced year of exit", "脱贫年度", "２０１８ 年", exitYear, 2018, nil},
		{"no year of exit", "脱贫年度", "未脱贫", exitYear, 0, []string{"exit_year date 未**"}},
		{"blank year of exit", "脱贫年度", "", exitYear, 0, nil},
		{"blank safe water", "饮水是否安全", "", safeWater, table.Unknown, nil},
		{"odd safe water", "饮水是否安全", "已解决", safeWater, table.Unknown, []string{"safe_water word 已**"}},
		{"odd hardship", "饮水是否困难", "一般", func(h *registry.Household) any { return h.Hardship }, table.Unknown, []string{"water_hardship word 一*"}},
		{"unknown attribute", "贫困户属性", "低收入户", class, registry.ClassUnknown, nil},
		{"blank attribute", "贫困户属性", "", class, registry.ClassUnknown, nil},
		{"area code with letters", "村代码", "43052110320A", areaCode, "", []string{"area_code code 4305******0A"}},
		{"area code as a rounded number", "村代码", "4.30521E+11", areaCode, "", []string{"area_code damaged 4.3******11"}},
		{"area code in full width", "村代码", "４３0521 103205", areaCode, "430521103205", nil},
		{"area code of nines", "村代码", "430599999909", areaCode, "430599999909", nil},
		{"area code of a county", "村代码", "430521", areaCode, "430521", nil},
		{"area code cut short", "村代码", "43052", areaCode, "", []string{"area_code length 43052"}},
		{"area code of ten digits", "村代码", "4305211032", areaCode, "", []string{"area_code length 430*****32"}},
		{"area code of a town", "村代码", "430521103", areaCode, "430521103", nil},
		{"a blank in the attribute", "贫困户属性", "低保\u3000贫困户", class, registry.ClassDibao, nil},
		{"broken attribute", "贫困户属性", "#N/A", class, registry.ClassUnknown, []string{"attribute formula_error #N/A"}},
		{"broken safe water", "饮水是否安全", "#N/A", safeWater, table.Unknown, []string{"safe_water formula_error #N/A"}},
		{"head without a number", "户主身份证号", "无", headKey, resident.Key(0), nil},
		{"blank head", "户主身份证号", " ", headKey, resident.Key(0), nil},
		{"head with a damaged number", "户主身份证号", "4.30599E+17", headKey, resident.Key(0), []string{"head_id damaged 4.3******17"}},
		{"head with a wrong check character", "户主身份证号", wrongCheck(anna), headKey, resident.ParseID(wrongCheck(anna), asOf).Key,
			[]string{"head_id checksum " + resident.Mask(anna[:17] + "0")[:17] + wrongCheck(anna)[17:]}},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := smallest.with(c.header, c.cell).record(t, registry.HouseholdSchema)
			h, ok := registry.ReadHousehold(r, &words, asOf)
			if got := c.get(&h); got != c.want || !ok {
				t.Errorf("%q gives %v, usable %v; want %v", c.cell, got, ok, c.want)
			}
			rejected(t, r, c.rejects...)
		})
	}
}

func identified(h *registry.Household) any { return h.Identified }
func exitYear(h *registry.Household) any   { return h.ExitYear }
func safeWater(h *registry.Household) any  { return h.SafeWater }
func class(h *registry.Household) any      { return h.Class }
func areaCode(h *registry.Household) any   { return h.Area.Code }
func headKey(h *registry.Household) any    { return h.HeadID.Key }

// wrongCheck is the number with another check character than its own.
func wrongCheck(id string) string {
	if id[17] == '1' {
		return id[:17] + "2"
	}
	return id[:17] + "1"
}

func TestHouseholdWithoutANumber(t *testing.T) {
	r := smallest.with("户编号", " ").record(t, registry.HouseholdSchema)
	words := registry.DefaultWords()
	if _, ok := registry.ReadHousehold(r, &words, day(t, "2018-09-30")); ok {
		t.Error("a household without a number was taken")
	}
	rejected(t, r, "household_id missing  !")
}

func TestHouseholdWithARoundedNumber(t *testing.T) {
	words := registry.DefaultWords()
	for number, ok := range map[string]bool{"4.30521E+11": false, "4.30521e11": false, "４．３E+11": false, "4E+11": false, "430521E11": true, "4.30521": true, "E+11": true, "1.E+": true} {
		r := smallest.with("户编号", number).record(t, registry.HouseholdSchema)
		if _, taken := registry.ReadHousehold(r, &words, day(t, "2018-09-30")); taken != ok || len(r.Rejects) == 0 != ok || !ok && r.Rejects[0].Reason != "damaged" {
			t.Errorf("%s is taken: %v, rejects %+v", number, taken, r.Rejects)
		}
	}
}

// The dictionary that the contract fixes.
func TestDefaultWords(t *testing.T) {
	words := registry.DefaultWords()
	for class, want := range map[registry.Class][]string{
		registry.ClassGeneral: {"一般贫困户", "一般农户", "一般脱贫户"},
		registry.ClassDibao:   {"低保贫困户", "低保户"},
		registry.ClassTekun:   {"特困供养贫困户", "特困供养户", "五保贫困户", "五保户"},
		registry.ClassUnknown: {"", "低收入户", "低保"},
	} {
		for _, word := range want {
			if got := words.Attribute[word]; got != class {
				t.Errorf("%q is of class %d, want %d", word, got, class)
			}
		}
		if class != registry.ClassUnknown && class.Word() != want[0] {
			t.Errorf("class %d is called %q, want %q", class, class.Word(), want[0])
		}
	}
	for answer, want := range map[table.Answer][]string{
		table.Yes: {"是", "农村低保", "城市低保", "低保", "农村特困", "城市特困"},
		table.No:  {"否", "未享受", "不享受"},
	} {
		for _, word := range want {
			if got := words.Assisted[word]; got != answer {
				t.Errorf("%q is answer %d, want %d", word, got, answer)
			}
		}
	}
	if words.YesNo["低保"] != table.Unknown || words.YesNo["未享受"] != table.Unknown {
		t.Error("the words of assistance are no words of other yes/no cells")
	}
}

func TestPovertyOf(t *testing.T) {
	words := registry.DefaultWords()
	words.Poverty["脱贫户"], words.Poverty["脱贫户(存疑)"], words.Poverty["监测对象"] = registry.Lifted, registry.PovertyUnknown, registry.Unlifted
	for status, want := range map[string]registry.Poverty{
		"": registry.PovertyUnknown, "未脱贫": registry.Unlifted, "返贫": registry.Returned, "已脱贫": registry.Lifted, "已脱贫(享受政策)": registry.Lifted,
		"未脱贫户": registry.PovertyUnknown, "不再享受": registry.PovertyUnknown, "脱贫户": registry.Lifted, "脱贫户(不享受政策)": registry.Lifted,
		"脱贫户(存疑)": registry.PovertyUnknown, "监测对象": registry.Unlifted,
	} {
		if got := words.PovertyOf(status); got != want {
			t.Errorf("%q means %d, not %d", status, got, want)
		}
	}
}
