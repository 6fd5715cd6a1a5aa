package table_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/table"
)

func TestSamplesAreMasked(t *testing.T) {
	rows := sheet(
		"低保名册",
		"户编号|户主姓名|户主证件号码|县|村|贫困户属性|脱贫年度|饮水是否安全|联系电话|银行账号",
		"4305990001|张三|430599199001010010|甲县|新村|低保户| 2018年 |√|13800138000|6222021234567890",
		"", "合计||||||||2户",
		"43|阿依古丽|#N/A|张家|李四|王五|＃REF！|是||",
		"4305990003|||||||||",
	)
	m, err := registry.HouseholdSchema.Map(june, rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []table.Sample{
		{Row: 3, Cells: map[string]string{
			"household_id": "430*****01", "head_name": "张*", "head_id": "430599********0010", "county": "甲*", "village": "新*",
			"attribute": "低**", "exit_year": "2****", "safe_water": "√", "phone": "138******00",
		}},
		{Row: 6, Cells: map[string]string{
			"household_id": "43", "head_name": "阿***", "head_id": "#N/A", "county": "张*", "village": "李*",
			"attribute": "王*", "exit_year": "#REF!", "safe_water": "是", "phone": "",
		}},
	}
	if diff := cmp.Diff(want, m.Samples(rows, 2)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := len(m.Samples(rows, 9)); got != 3 {
		t.Errorf("%d samples of all rows, want 3", got)
	}
}

func TestPlacesAreReadable(t *testing.T) {
	m := mapped(t, registry.VillageSchema, "村代码|县|乡镇|村|是否贫困村")
	for cell, want := range map[string]string{
		"甲乙县": "甲乙县", "东塘社区": "东塘社区", "城关街道": "城关街道", "是": "是",
		"张三丰": "张**", "新村": "新*", "张三 东乡": "张****", "A县城市": "A***", "一二三四五六七八九十一二三村": strings.Replace("一二三四五六七八九十一二三村", "二三四五六七八九十一二三村", strings.Repeat("*", 13), 1),
	} {
		row := table.Row{Number: 2, Cells: []string{"430599100200", cell, cell, cell, cell}}
		got := m.Samples([]table.Row{row}, 1)[0].Cells
		if got["county"] != want || got["town"] != want || got["village"] != want {
			t.Errorf("%s is shown as %v, want %s", cell, got, want)
		}
		if cell != "是" && strings.HasSuffix(got["poor_village"], "乡") {
			t.Errorf("%s is shown where no place stands: %v", cell, got)
		}
	}
}

// Whatever stands in the mapped columns of persons, no sample shows it whole.
func TestSamplesShowNobody(t *testing.T) {
	m := mapped(t, payees, "身份证号|姓名|年月|电话")
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`430599[0-9]{11}[0-9X]`).Draw(t, "number")
		name := rapid.StringMatching(`\p{Han}{2,4}|[A-Z][a-z]{3,9}`).Draw(t, "name")
		other := rapid.SampledFrom([]string{number, name}).Draw(t, "a cell in the wrong column")
		rows := []table.Row{{Number: 2, Cells: []string{number, name, other, "13800138000"}}}
		for field, cell := range m.Samples(rows, 1)[0].Cells {
			if cell == number || cell == name && field == "name" || strings.Contains(cell, "13800138000") {
				t.Fatalf("%s shows %s", field, cell)
			}
		}
	})
}
