package table_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/table"
)

// families is a feed whose rows may hold several persons.
var families = &table.Schema{Feed: "families", Group: []int{1, 0}, Fields: []table.Field{
	{Name: "id_number", Aliases: []string{"身份证号"}, Required: true, Key: true, Personal: true},
	{Name: "name", Aliases: []string{"姓名"}, Required: true, Personal: true},
	{Name: "head_id", Aliases: []string{"户主身份证号"}, Personal: true},
}}

// personsOf is what the persons of a row are called and numbered: "name number".
func personsOf(m *table.Mapping, row table.Row) []string {
	var all []string
	for i := range m.Persons() {
		if person, filled := m.Person(row, i); filled {
			all = append(all, person.Cell(row, 1)+" "+person.Cell(row, 0)+" "+person.Cell(row, 2))
		}
	}
	return all
}

func TestSeveralPersonsInARow(t *testing.T) {
	for _, c := range []struct {
		header, row string
		want        []string
	}{
		{"姓名|身份证号|户主身份证号", "甲|1|9", []string{"甲 1 9"}},
		{"户主姓名|户主身份证号|姓名|身份证号|姓名|身份证号", "丙|9|甲|1|乙|2", []string{"甲 1 9", "乙 2 9"}},
		{"姓名1|身份证号1|姓名2|身份证号2|户主身份证号", "甲|1|乙|2|9", []string{"甲 1 9", "乙 2 9"}},
		{"name_1|id_number_1|name_2|id_number_2|head_id", "甲|1|乙|2|9", []string{"甲 1 9", "乙 2 9"}},
		{"姓名|身份证号|姓名（2）|身份证号（２）|户主身份证号", "甲|1|乙|2|9", []string{"甲 1 9", "乙 2 9"}},
		{"成员1姓名|成员1身份证号|成员2姓名|成员2身份证号|户主身份证号", "甲|1|乙|2|9", []string{"甲 1 9", "乙 2 9"}},
		{"身份证号|身份证号|姓名|姓名|户主身份证号", "1|2|甲|乙|9", []string{"甲 1 9", "乙 2 9"}},
		{"姓名|身份证号|姓名|身份证号|姓名|身份证号|户主身份证号", "甲|1| |\u3000|丙||9", []string{"甲 1 9", "丙  9"}},
		{"户主姓名|姓名|身份证号|姓名|身份证号", "|||乙", []string{"乙  "}},
		{"成员1姓名|成员1身份证号|成员2姓名|成员2身份证号", "甲|1|乙|2", []string{"甲 1 ", "乙 2 "}},
		{"姓名|身份证号|姓名2|身份证号2", "甲|1|乙|2", []string{"甲 1 ", "乙 2 "}},
		{"姓名|身份证号|姓名|身份证号|户主身份证号", "||||9", nil},
	} {
		m := mapped(t, families, c.header)
		row := table.Row{Number: 2, Cells: strings.Split(c.row, "|")}
		if diff := cmp.Diff(c.want, personsOf(m, row)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.header, diff)
		}
		if !m.IsData(row) {
			t.Errorf("%s: the row %s is not taken for data", c.header, c.row)
		}
	}
}

func TestBlankRowsOfSeveralPersons(t *testing.T) {
	m := mapped(t, families, "序号|姓名|身份证号|姓名|身份证号|户主身份证号")
	if m.IsData(table.Row{Number: 2, Cells: strings.Split("17|| | ||", "|")}) {
		t.Error("a row of nobody is taken for data")
	}
}

func TestPersonsThatDoNotPairUp(t *testing.T) {
	for _, header := range []string{"姓名|身份证号|姓名", "姓名|身份证号|身份证号", "姓名1|姓名2|姓名3|身份证号1|身份证号2",
		"姓名|身份证号|县|救助起始年月|开户人|姓名|身份证号|账号"} /* whose account it is */ {
		if _, err := families.Map(june, sheet(header), nil); err == nil || !strings.Contains(err.Error(), "row 1 has two columns for ") {
			t.Errorf("%s: %v", header, err)
		}
	}
}

// Other feeds have one person in a row, and refuse a second number.
func TestOnlyGroupsRepeat(t *testing.T) {
	if _, err := payees.Map(june, sheet("姓名|身份证号|姓名|身份证号"), nil); err == nil {
		t.Error("a second number was taken")
	}
}
