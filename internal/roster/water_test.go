package roster_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

var assessed = row{
	"户编号", "H 1", "户主身份证号", anna, "户主姓名", "张三", "村代码", "430521103205", "县", "邵东县", "乡镇", "东乡", "村", "新村",
	"水量", "达标", "水质", "基本达标", "用水方便程度", "达标", "供水保证率", "达标", "综合评价结论", "基本安全", "评价时间", "2018-05-31",
}

func ofAssessed() roster.Water {
	return roster.Water{
		HouseholdID: "H1", Head: resident.ParseID(anna, today).Key, AssessedOn: day("2018-05-31"), Derived: roster.Basic,
		Area:   registry.Area{Code: "430521103205", County: "邵东县", Town: "东乡", Village: "新村"},
		Origin: table.Origin{Source: sheet, Row: 3},
	}
}

func TestReadWater(t *testing.T) {
	words := roster.DefaultWords()
	for _, c := range []struct {
		what    string
		cells   row
		want    func(w *roster.Water)
		ok      bool
		rejects []string
	}{
		{"as it is", nil, func(*roster.Water) {}, true, nil},
		{"no household", row{"户编号", ""}, func(w *roster.Water) { w.HouseholdID = "" }, true, nil},
		{"no head", row{"户主身份证号", "-"}, func(w *roster.Water) { w.Head = 0 }, true, nil},
		{"half a head", row{"户主身份证号", anna[:10]}, func(w *roster.Water) { w.Head = 0 }, true, []string{"head_id length " + anna[:3] + "*****" + anna[8:10]}},
		{"flagged head", row{"户主身份证号", wrongCheck(anna)}, func(w *roster.Water) { w.Head = resident.ParseID(wrongCheck(anna), today).Key }, true,
			[]string{"head_id checksum 430599********" + wrongCheck(anna)[14:]}},
		{"neither", row{"户编号", "", "户主身份证号", ""}, func(w *roster.Water) { w.HouseholdID, w.Head = "", 0 }, false, []string{"head_id missing  !"}},
		{"half a head and nothing else", row{"户编号", "", "户主身份证号", anna[:10]}, func(w *roster.Water) { w.HouseholdID, w.Head = "", 0 }, false,
			[]string{"head_id length " + anna[:3] + "*****" + anna[8:10] + " !"}},
		{"assessed today", row{"评价时间", "2018-09-30"}, func(w *roster.Water) { w.AssessedOn = today }, true, nil},
		{"assessed tomorrow", row{"评价时间", "2018-10-01"}, func(w *roster.Water) { w.AssessedOn = 0 }, true, []string{"assessed_on future 2018-10-01"}},
		{"assessed whenever", row{"评价时间", "2018年"}, func(w *roster.Water) { w.AssessedOn = 0 }, true, []string{"assessed_on date 2****"}},
		{"assessed in a month", row{"评价时间", "2018年6月"}, func(w *roster.Water) { w.AssessedOn = day("2018-06") }, true, nil},
		{"an odd indicator", row{"水质", "浑浊", "综合评价结论", ""}, func(w *roster.Water) { w.Derived = roster.Unassessed }, true, []string{"quality word 浑*"}},
		{"an odd verdict", row{"综合评价结论", "待定"}, func(*roster.Water) {}, true, []string{"verdict word 待*"}},
		{"a contradiction", row{"综合评价结论", "安全"}, func(w *roster.Water) { w.Conflict = true }, true, nil},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := assessed.with(c.cells...).record(t, roster.WaterSchema)
			want := ofAssessed()
			c.want(&want)
			got, ok := roster.ReadWater(r, &words, today)
			if diff := cmp.Diff(want, got); diff != "" || ok != c.ok {
				t.Errorf("usable %v (-want +got):\n%s", ok, diff)
			}
			rejected(t, r, c.rejects...)
		})
	}
}

// Where the table has no column for the head, the household's number is what is missing.
func TestWaterWithoutHeadColumn(t *testing.T) {
	words := roster.DefaultWords()
	r := row{"户编号", " ", "是否安全", "是"}.record(t, roster.WaterSchema)
	if _, ok := roster.ReadWater(r, &words, today); ok {
		t.Error("a row of nobody was taken")
	}
	rejected(t, r, "household_id missing  !")
}

// A rounded number is as good as none: the head's is looked at, else the row is lost.
func TestWaterOfARoundedHousehold(t *testing.T) {
	words := roster.DefaultWords()
	r := row{"户编号", "4.30521E+11", "是否安全", "是"}.record(t, roster.WaterSchema)
	if _, ok := roster.ReadWater(r, &words, today); ok {
		t.Error("a row of nobody was taken")
	}
	rejected(t, r, "household_id damaged 4.3******11 !")
	r = row{"户编号", "4.30521E+11", "户主身份证号", anna, "是否安全", "是"}.record(t, roster.WaterSchema)
	if w, ok := roster.ReadWater(r, &words, today); !ok || w.HouseholdID != "" || w.Head == 0 {
		t.Errorf("read %+v, usable %v", w, ok)
	}
	rejected(t, r, "household_id damaged 4.3******11")
}

// The judgement of the contract for every combination of four indicators and a
// stated verdict, restated as the contract's text has it.
func TestVerdicts(t *testing.T) {
	words := roster.DefaultWords()
	indicators := []string{"达标", "基本达标", "不达标", ""}
	header := []string{"水量", "水质", "用水方便程度", "供水保证率"}
	for n := range 4 * 4 * 4 * 4 * 4 {
		cells := row{"户编号", "H1"}
		count := map[string]int{}
		rest := n
		for _, h := range header {
			word := indicators[rest%4]
			cells = append(cells, h, word)
			count[word]++
			rest /= 4
		}
		stated := []string{"安全", "基本安全", "不安全", ""}[rest]
		r := cells.with("评价结论", stated).record(t, roster.WaterSchema)
		w, ok := roster.ReadWater(r, &words, today)
		derived, conflict := verdictOf(count["达标"], count["基本达标"], count["不达标"], stated)
		if !ok || w.Derived.Word() != derived || w.Conflict != conflict {
			t.Errorf("%v stated %q: %q, conflict %v; want %q, %v", cells, stated, w.Derived.Word(), w.Conflict, derived, conflict)
		}
		rejected(t, r)
	}
}

// verdictOf is the verdict of so many indicators that meet, are basic and fail.
func verdictOf(meets, basic, fails int, stated string) (derived string, conflict bool) {
	switch { // any fails → unsafe; all four known → safe or basic; otherwise as stated
	case fails > 0:
		derived = "不安全"
	case meets == 4:
		derived = "安全"
	case meets+basic == 4:
		derived = "基本安全"
	default:
		derived = stated
	}
	differs := meets+basic+fails == 4 && stated != "" && stated != derived
	failsYetSafe := fails > 0 && (stated == "安全" || stated == "基本安全")
	return derived, differs || failsYetSafe
}

// The words that the contract fixes.
func TestWaterWords(t *testing.T) {
	words := roster.DefaultWords()
	covered := table.YesNo()
	covered["保障对象"], covered["是保障对象"] = table.Yes, table.Yes
	for _, word := range []string{"非保障对象", "不是", "不是保障对象", "非", "不保障", "未保障"} {
		covered[word] = table.No
	}
	want := roster.Words{
		YesNo: covered,
		Indicator: map[string]roster.Verdict{
			"达标": roster.Safe, "符合": roster.Safe, "符合要求": roster.Safe, "合格": roster.Safe, "√": roster.Safe, "是": roster.Safe, "安全": roster.Safe,
			"基本达标": roster.Basic, "基本符合": roster.Basic, "基本合格": roster.Basic,
			"不达标": roster.Unsafe, "不符合": roster.Unsafe, "不符合要求": roster.Unsafe, "不合格": roster.Unsafe, "×": roster.Unsafe, "否": roster.Unsafe,
		},
		Left: map[string]bool{"退学": true, "休学": true, "毕业": true, "毕业班": false, "毕业年级": false},
		Verdict: map[string]roster.Verdict{
			"安全": roster.Safe, "是": roster.Safe, "基本安全": roster.Basic, "不安全": roster.Unsafe, "否": roster.Unsafe,
		},
	}
	if diff := cmp.Diff(want, words); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for verdict, word := range map[roster.Verdict]string{roster.Unsafe: "不安全", roster.Basic: "基本安全", roster.Safe: "安全", roster.Unassessed: ""} {
		if verdict.Word() != word {
			t.Errorf("verdict %d is written %q", verdict, verdict.Word())
		}
	}
	for header, field := range map[string]string{"综合评价结论": "verdict", "评价结论": "verdict", "是否安全": "verdict", "户主证件号码": "head_id", "assessed_on": "assessed_on"} {
		r := row{"户编号", "H1", header, "x"}.record(t, roster.WaterSchema)
		for i, f := range roster.WaterSchema.Fields {
			if f.Name == field && r.Raw(i) != "x" {
				t.Errorf("%s is not read from the column %s", field, header)
			}
		}
	}
}
