package synth_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/synth"
)

// small is a plan that the oracle, which compares everything with everything,
// judges in a moment.
func small() synth.Plan {
	p := synth.County()
	p.Towns, p.Villages = 3, 4
	p.Households, p.Members, p.Dibao, p.Tekun = 1_000, 3_200, 600, 180
	return p
}

func TestNothingDiffersUnlessPlanted(t *testing.T) {
	p := small()
	p.Differing = 0
	for seed := range uint64(4) {
		p.Seed = seed
		for _, found := range judge(t, p) {
			t.Errorf("seed %d: %+v", seed, found)
		}
	}
}

// TestPlantedIsFound plants in half the households. Every plant has to be
// found, and what was not planted must not be there.
func TestPlantedIsFound(t *testing.T) {
	for _, lean := range []bool{false, true} {
		p := small()
		p.Differing, p.Lean, p.Shuffle = 0.5, lean, lean
		dir := t.TempDir()
		summary := write(t, dir, p)
		found := map[string]int64{}
		for _, f := range oracle.Judge(input(t, dir)) {
			found[f.Kind]++
		}
		for kind, n := range summary.Planted {
			if found[kind] != n {
				t.Errorf("lean %t: %d %s planted, %d found", lean, n, kind, found[kind])
			}
		}
		for kind, n := range found {
			if summary.Planted[kind] == 0 {
				t.Errorf("lean %t: %d %s found, none planted", lean, n, kind)
			}
		}
	}
}

// TestAnyAsOf moves the data by some years, window and all.
func TestAnyAsOf(t *testing.T) {
	p := small()
	p.AsOf += 7<<9 - 6<<5 // 2025-04
	p.Differing = 0
	dir := t.TempDir()
	write(t, dir, p)
	in := input(t, dir)
	in.AsOf, in.WindowFrom, in.WindowThrough = p.AsOf.String(), "2024-04", "2025-03"
	in.MidYearFrom, in.MidYearThrough = "2024-10", "2025-03"
	for _, found := range oracle.Judge(in) {
		t.Errorf("%+v", found)
	}
}

func judge(t *testing.T, p synth.Plan) []oracle.Finding {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, p)
	return oracle.Judge(input(t, dir))
}

func write(t *testing.T, dir string, p synth.Plan) synth.Summary {
	t.Helper()
	summary, err := synth.WriteCSV(t.Context(), dir, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// input reads the feeds of dir as of the end of October 2018.
func input(t *testing.T, dir string) oracle.Input {
	t.Helper()
	return oracle.Input{
		AsOf:       "2018-10-31",
		Households: rows(t, dir, "households"), Members: rows(t, dir, "members"), Villages: rows(t, dir, "villages"),
		Dibao: rows(t, dir, "dibao"), Tekun: rows(t, dir, "tekun"), Water: rows(t, dir, "water"),
	}
}

// fields are the canonical names of the headers, by feed where a header says
// different things.
var fields = map[string]string{
	"户编号": "household_id", "村代码": "area_code", "县": "county", "乡": "town", "村": "village",
	"户主姓名": "head_name", "户主证件号码": "head_id", "户主身份证号": "head_id",
	"贫困户属性": "attribute", "脱贫状态": "poverty_status", "脱贫年度": "exit_year", "识别时间": "identified",
	"是否解决安全饮用水": "safe_water", "饮水是否困难": "water_hardship", "家庭人口数": "household_size", "联系电话": "phone",
	"人编号": "member_id", "姓名": "name", "证件号码": "id_number", "身份证号": "id_number", "证件类型": "id_type",
	"与户主关系": "relation", "是否享受低保": "dibao", "是否特困供养人员": "tekun", "人员状态": "state", "减少时间": "state_date",
	"在校生状况": "school_status", "文化程度": "education", "健康状况": "health", "劳动技能": "labour",
	"低保证号": "benefit_no", "保障人口数": "covered_size", "是否保障对象": "covered", "保障类别": "category",
	"救助起始年月": "start", "停发年月": "end", "起始年月": "start", "终止年月": "end", "供养方式": "mode",
	"水量": "quantity", "水质": "quality", "用水方便程度": "convenience", "供水保证率": "reliability",
	"评价结论": "verdict", "评价时间": "assessed_on", "是否贫困村": "poor_village",
}

func rows(t *testing.T, dir, feed string) []oracle.Row {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, feed+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []oracle.Row
	for _, record := range records[1:] {
		row := oracle.Row{}
		for k, cell := range record {
			field, known := fields[records[0][k]]
			if !known {
				t.Fatal("no field has the header " + strconv.Quote(records[0][k]))
			}
			row[field] = cell
		}
		list = append(list, row)
	}
	return list
}
