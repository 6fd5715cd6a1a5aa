package table_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/table"
)

// The fields of payees, the feed of these tests.
const (
	number = iota
	name
	month
	size
	covered
	paidOn
)

var payees = &table.Schema{Feed: "payees", Agency: "civil", Fields: []table.Field{
	number:  {Name: "id_number", Aliases: []string{"证件号码", "身份证号"}, Required: true, Key: true, Personal: true},
	name:    {Name: "name", Aliases: []string{"姓名"}, Required: true, Personal: true},
	month:   {Name: "month", Aliases: []string{"年月"}},
	size:    {Name: "household_size", Aliases: []string{"家庭人口数"}},
	covered: {Name: "covered", Aliases: []string{"是否保障对象"}},
	paidOn:  {Name: "paid_on", Aliases: []string{"发放时间"}},
}}

// wells asks for one of two key fields.
var wells = &table.Schema{Feed: "wells", Agency: "water", AnyOf: []int{0, 1}, Fields: []table.Field{
	{Name: "household_id", Aliases: []string{"户编号"}, Key: true},
	{Name: "head_id", Aliases: []string{"户主身份证号"}, Key: true, Personal: true},
	{Name: "verdict", Aliases: []string{"评价结论"}},
}}

var june = &table.Source{File: "dibao/六月.xlsx", Sheet: "明细"}

// sheet numbers rows from 1; cells are parted by |.
func sheet(lines ...string) []table.Row {
	rows := make([]table.Row, len(lines))
	for i, line := range lines {
		rows[i] = table.Row{Number: i + 1, Cells: strings.Split(line, "|")}
	}
	return rows
}

func mapped(t testing.TB, s *table.Schema, header string) *table.Mapping {
	t.Helper()
	m, err := s.Map(june, sheet(header), nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestHeaderIsFound(t *testing.T) {
	row := table.Row{Cells: []string{"a", "b", "c", "d"}}
	for _, c := range []struct {
		what         string
		rows         []table.Row
		override     table.Columns
		at           int    // the header's row
		number, name string // the cells of row that the fields get
	}{
		{"first row", sheet("身份证号|姓名"), nil, 1, "a", "b"},
		{"serial number and other columns", sheet("序号|姓名|年月|证件号码"), nil, 1, "d", "b"},
		{"title rows above", sheet("某县2018年农村低保名册", "", "填报单位：民政局||", "身份证号|姓名"), nil, 4, "a", "b"},
		{"last row looked at", append(sheet(strings.Split(strings.Repeat("说明\n", 19), "\n")[:19]...), table.Row{Number: 20, Cells: []string{"身份证号", "姓名"}}), nil, 20, "a", "b"},
		{"first of two headers", sheet("姓名|身份证号", "身份证号|姓名"), nil, 1, "b", "a"},
		{"rows that name only some", sheet("姓名", "身份证号", "身份证号|姓名"), nil, 3, "a", "b"},
		{"full-width, line breaks, blanks", sheet("证件\n号码|\u3000姓　名 "), nil, 1, "a", "b"},
		{"marks of required columns", sheet("*身份证号|姓名＊：|姓氏"), nil, 1, "a", "b"},
		{"wrapped as text", sheet(`="身份证号"|'姓名`), nil, 1, "a", "b"},
		{"canonical names in any case", sheet("ID_Number|ＮＡＭＥ"), nil, 1, "a", "b"},
		{"canonical name before aliases", sheet("证件号码|姓名|name|id_number"), nil, 1, "d", "c"},
		{"better alias before a column further left", sheet("身份证号|姓名|证件号码"), nil, 1, "c", "b"},
		{"one column twice that is not needed", sheet("身份证号|姓名|年月|年月"), nil, 1, "a", "b"},
		{"override by ordinal", sheet("姓名|身份证号|姓名"), table.Columns{"name": {"姓名＃2"}}, 1, "b", "c"},
		{"override by ordinal of the first", sheet("姓名|身份证号|姓名"), table.Columns{"name": {"姓名#1"}}, 1, "b", "a"},
		{"override by an ordinal that is not there", sheet("姓名|身份证号"), table.Columns{"name": {"姓名#2", "姓名"}}, 1, "b", "a"},
		{"a header that ends as an ordinal does", sheet("井#2|身份证号|井|井"), table.Columns{"name": {"井#2"}}, 1, "b", "a"},
		{"override", sheet("公民号|姓名|证件号码"), table.Columns{"id_number": {"公民号"}}, 1, "a", "b"},
		{"override in its own order", sheet("甲号|乙号|姓名"), table.Columns{"id_number": {"乙号", "甲号"}}, 1, "b", "c"},
		{"override leaves the canonical name", sheet("姓名|id_number"), table.Columns{"id_number": {"公民号"}}, 1, "b", "a"},
		{"override folds as headers do", sheet("公民\n号|姓名"), table.Columns{"id_number": {"＊公民 号"}}, 1, "a", "b"},
	} {
		m, err := payees.Map(june, c.rows, c.override)
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if m.Header.Number != c.at || m.Cell(row, number) != c.number || m.Cell(row, name) != c.name {
			t.Errorf("%s: header in row %d, number %q, name %q; want %d, %q, %q",
				c.what, m.Header.Number, m.Cell(row, number), m.Cell(row, name), c.at, c.number, c.name)
		}
	}
}

func TestHeaderFaults(t *testing.T) {
	many := append(slices.Repeat(sheet("封面"), table.HeaderDepth), sheet("身份证号|姓名")...)
	for _, c := range []struct {
		what     string
		schema   *table.Schema
		rows     []table.Row
		override table.Columns
		want     string
	}{
		{"nothing like it", payees, sheet("封面", "目录"), nil,
			"dibao/六月.xlsx [明细]: no header of feed payees in the first 20 rows: required are " +
				"id_number（id_number/证件号码/身份证号）, name（name/姓名）"},
		{"no rows", payees, nil, nil,
			"dibao/六月.xlsx [明细]: no header of feed payees in the first 20 rows: required are " +
				"id_number（id_number/证件号码/身份证号）, name（name/姓名）"},
		{"too far down", payees, many, nil,
			"dibao/六月.xlsx [明细]: no header of feed payees in the first 20 rows: required are " +
				"id_number（id_number/证件号码/身份证号）, name（name/姓名）"},
		{"one field lacking, in the row that comes closest", payees, sheet("低保名册", "姓名", "姓名|年月|家庭人口数", "年月"), nil,
			"dibao/六月.xlsx [明细]: header in row 3 lacks id_number（id_number/证件号码/身份证号）: " +
				"rename the column, or name it under feeds.payees.columns"},
		{"override takes the aliases away", payees, sheet("身份证号|姓名"), table.Columns{"id_number": {"公民号"}},
			"dibao/六月.xlsx [明细]: header in row 1 lacks id_number（公民号/id_number）: " +
				"rename the column, or name it under feeds.payees.columns"},
		{"one field found, in the first column", payees, sheet("姓名"), nil,
			"dibao/六月.xlsx [明细]: header in row 1 lacks id_number（id_number/证件号码/身份证号）: " +
				"rename the column, or name it under feeds.payees.columns"},
		{"a numbered header of one person", payees, sheet("身份证号1|姓名"), nil,
			"dibao/六月.xlsx [明细]: header in row 1 lacks id_number（id_number/证件号码/身份证号） 是不是“身份证号1”?: " +
				"rename the column, or name it under feeds.payees.columns"},
		{"a key twice, side by side", payees, sheet("姓名|身份证号|身份证号"), nil,
			"dibao/六月.xlsx [明细]: header in row 1 has two columns for id_number（身份证号: B, C）: " +
				"remove one, or name the right one under feeds.payees.columns (…#2 is the second)"},
		{"a key twice", payees, sheet("身份证号|姓名|身份证号"), nil,
			"dibao/六月.xlsx [明细]: header in row 1 has two columns for id_number（身份证号: A, C）: " +
				"remove one, or name the right one under feeds.payees.columns (…#2 is the second)"},
		{"a required column twice", payees, sheet("身份证号||姓名|||姓名"), nil,
			"dibao/六月.xlsx [明细]: header in row 1 has two columns for name（姓名: C, F）: " +
				"remove one, or name the right one under feeds.payees.columns (…#2 is the second)"},
		{"neither of two", wells, sheet("评价结论|水量"), nil,
			"dibao/六月.xlsx [明细]: header in row 1 lacks household_id（household_id/户编号） or head_id（head_id/户主身份证号）: " +
				"rename the column, or name it under feeds.wells.columns"},
	} {
		m, err := c.schema.Map(june, c.rows, c.override)
		if err == nil {
			t.Errorf("%s: a header in row %d, want an error", c.what, m.Header.Number)
			continue
		}
		if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
	if _, err := payees.Map(&table.Source{File: "a.csv"}, nil, nil); err == nil || !strings.HasPrefix(err.Error(), "a.csv: ") {
		t.Errorf("without a sheet: %v", err)
	}
}

func TestEitherOfTwoKeysSuffices(t *testing.T) {
	for header, has := range map[string][2]bool{
		"户编号|评价结论":        {true, false},
		"评价结论|户主身份证号":     {false, true},
		"户编号|户主身份证号|评价结论": {true, true},
	} {
		m := mapped(t, wells, header)
		if got := [2]bool{m.Has(0), m.Has(1)}; got != has {
			t.Errorf("%s: has %v, want %v", header, got, has)
		}
	}
}

func TestCellsThatAreNotThere(t *testing.T) {
	m := mapped(t, payees, "身份证号|姓名|家庭人口数")
	short := table.Row{Cells: []string{"a"}}
	if m.Cell(short, name) != "" || m.Cell(short, size) != "" || m.Cell(short, month) != "" {
		t.Error("cells past the end of a row, and of fields without a column, are blank")
	}
}

func TestWhatAHeaderIsReadAs(t *testing.T) {
	m := mapped(t, payees, "序号| 姓名 |证件\n号码||家庭人口数|备注")
	found := map[string]string{"name": "姓名", "id_number": "证件\n号码", "household_size": "家庭人口数"}
	if diff := cmp.Diff(found, m.Found()); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"序号", "备注"}, m.Unmapped()); diff != "" {
		t.Errorf("unmapped (-want +got):\n%s", diff)
	}
}

// Columns are found by their headers, wherever they stand.
func TestColumnsMayStandAnywhere(t *testing.T) {
	headers := []string{"序号", "姓名", "身份证号", "年月", "家庭人口数", "备注"}
	want := map[int]string{name: "姓名", number: "身份证号", month: "年月", size: "家庭人口数", covered: "", paidOn: ""}
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.Permutation(headers).Draw(t, "header")
		m, err := payees.Map(june, []table.Row{{Number: 1, Cells: header}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for field, cell := range want { // each cell says whose column it is in
			if got := m.Cell(table.Row{Cells: header}, field); got != cell {
				t.Fatalf("field %d has the cell of %q, want %q", field, got, cell)
			}
		}
	})
}

// The header outlives the batch that it was found in.
func TestHeaderIsACopy(t *testing.T) {
	var b table.Batch
	fill := func(cells ...string) {
		b.Reset(june)
		row := b.AvailableCells()
		for _, cell := range cells {
			row = append(row, b.Hold([]byte(cell)))
		}
		b.AddRow(1, row)
	}
	fill("身份证号", "姓名")
	m, err := payees.Map(june, b.Rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	fill("430599000", "某某")
	if got := m.Header.Cells; !slices.Equal(got, []string{"身份证号", "姓名"}) {
		t.Errorf("the header became %q", got)
	}
}
