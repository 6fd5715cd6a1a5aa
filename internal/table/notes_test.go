package table_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/table"
)

// notesHeader is a roster with columns that the feed does not know.
const notesHeader = "序号|姓名|身份证号|年月|家庭人口数|审核状态|备注"

func TestRowsThatAreNoData(t *testing.T) {
	m := mapped(t, payees, notesHeader)
	for what, line := range map[string]string{
		"blank":                         "",
		"blank cells":                   " |\u3000||\t||",
		"serial number alone":           "17||||||",
		"remark alone":                  "||||||空白",
		"sum":                           "合计||||1208||",
		"sum under the key":             "合计|12人|1208||||",
		"sum with blanks":               "总　计||||1208||",
		"sum in a later column":         "|合计|||1208||",
		"sum behind a serial number":    "31|小计|||40||",
		"signatures":                    "填报人：张三||||审核人：李四||",
		"signatures over the key":       "填报人：|张三|李四|||",
		"signature without a colon":     "审核人 李四||||||",
		"signature in a later column":   "单位（盖章）||填报人:张三||||",
		"date of filling in":            "填报日期：2018-10-01||||||",
		"remark under the table":        "备注：本表一式两份||||||",
		"explanation":                   "说明|1.|本表由县级填报||||",
		"note":                          "注：年月为发放年月||||||",
		"sum over a long number":        "合计||0000000003||||",
		"sum and figures":               "合计||0000000003|201710|1208||",
		"sum behind a place":            "东乡小计||15户||15||",
		"sum of a county":               "全县合计||100户，300人||||300",
		"sum behind a county":           "甲县||15户|||东乡小计|",
		"signature over a date":         "填报人：王五||2018-10-15||||",
		"signature over a telephone":    "填报人：王五|联系电话：|13812345678||||",
		"signatures over a date":        "填报人：王五|审核人：赵六|2018年10月15日||||",
		"office without anything":       "负责人||||||",
		"header again":                  notesHeader,
		"header again, on another page": "序号|姓名|  身份证号 |年月|家庭人口数||",
	} {
		if m.IsData(table.Row{Number: 9, Cells: strings.Split(line, "|")}) {
			t.Errorf("%s is taken for data: %s", what, line)
		}
	}
}

// What could be a person is read, and rejected with its reason where it must be.
func TestRowsThatAreData(t *testing.T) {
	m := mapped(t, payees, notesHeader)
	for what, line := range map[string]string{
		"person":                             "1|张三|430599199001010010|201710|3|审核通过|",
		"wrapped number":                     `1|张三|="430599199001010010"|201710|3||`,
		"person of two characters in a row":  "1|张三|无|201710|3||",
		"number missing":                     "1|张三||201710|3||",
		"number missing, but approved":       "1|张三||201710|3|审核通过|",
		"number missing, with an office":     "1|张三||201710|3||负责人",
		"number missing, with a remark":      "1|张三||201710|3||备注：证件遗失",
		"name missing":                       "1||430599199001010010|201710|3||",
		"short number, with a signature":     "1|张三|4305||||审核人：李四",
		"short number, with a sum":           "1|张三|4305||||合计",
		"number alone":                       "||430599199001010010||||",
		"short number":                       "|张三|4305|201710|||",
		"name alone":                         "|张三|||||",
		"month alone":                        "|||201710|||",
		"remark that begins as a note's row": "审核|张三|430599199001010010||||合计",
		"name that holds a word of notes":    "1|王合计||201710|3||",
		"number missing, with a signature":   "1|张三||201710|||联系人：李五13812345678",
		"number missing, with an office:":    "1|张三||201710|||负责人:村支书",
		"number missing, with a sum":         "1|张三||201710|3||合计",
		"office before a person":             "负责人|张三| 430599199001010010||||",
		"office, and a wide number":          "负责人|张三|４３０５９９１９９００１０１００１０||||",
		"office, number missing":             "联系人|张三|||||",
		"signer's office":                    "负责人：村支书|张三|430599199001010010||||",
		"sum and a person":                   "合计|张三|430599199001010010||||",
	} {
		if !m.IsData(table.Row{Number: 9, Cells: strings.Split(line, "|")}) {
			t.Errorf("%s is not taken for data: %s", what, line)
		}
	}
}

// A row with a number in its key column and a name is data, whatever else it says.
func TestNumberedRowsAreNeverSkipped(t *testing.T) {
	m := mapped(t, payees, notesHeader)
	words := []string{"", "合计", "东乡小计", "填报人：张三", "联系人：", "审核", "备注", "说明", "1", "张三", "注："}
	rapid.Check(t, func(t *rapid.T) {
		row := table.Row{Cells: rapid.SliceOfN(rapid.SampledFrom(words), 7, 7).Draw(t, "cells")}
		row.Cells[1] = "张三"
		row.Cells[2] = rapid.StringMatching(`[0-9A-Z]{10,18}`).Draw(t, "number")
		if !m.IsData(row) {
			t.Fatalf("not taken for data: %q", row.Cells)
		}
	})
}

// Notes under a number that is a column of its own: the text is none.
func TestNotesUnderAnotherNumber(t *testing.T) {
	s := &table.Schema{Feed: "people", Fields: []table.Field{
		{Name: "member_id", Key: true}, {Name: "household_id"}, {Name: "name", Personal: true}, {Name: "id_number", Key: true, Personal: true}, {Name: "county"}, {Name: "role"},
	}}
	m := mapped(t, s, "member_id|household_id|name|id_number|county|role")
	for line, want := range map[string]bool{
		"填报人：王五||审核人：赵六|2018-10-15||":                     false,
		"填报人：王五||赵六|2018-10-15||":                         false,
		"填报人：王五||联系电话：|13812345678||":                     false,
		"全县合计|30||2018-10-15||":                           false,
		"合计||||甲县|":                                       false,
		"||||东乡小计|15":                                     false,
		"43059911000001||填报人|2018-10-15||":                true,
		"|430599110000|张三||甲县|负责人":                        true,
		"||||甲县|联系人：李五":                                   false,
		"43059911000001|430599110000|张三|2018-10-15|合计|合计": true,
	} {
		if got := m.IsData(table.Row{Cells: strings.Split(line, "|")}); got != want {
			t.Errorf("IsData(%q) = %v", line, got)
		}
	}
	roles := mapped(t, s, "role|name|member_id|id_number|county")
	for line, want := range map[string]bool{
		"负责人|张三|||甲县": true, "审核人|张三|||甲县": true, "联系人|张三|43059911000001||": true, "负责人||||甲县": false, "负责人：|张三|||": false,
	} {
		if got := roles.IsData(table.Row{Cells: strings.Split(line, "|")}); got != want {
			t.Errorf("IsData(%q) of roles = %v", line, got)
		}
	}
}

// A table without a key column has no header to repeat.
func TestNoKeyColumn(t *testing.T) {
	s := &table.Schema{Feed: "places", Fields: []table.Field{{Name: "town", Required: true}}}
	m := mapped(t, s, "town")
	for line, want := range map[string]bool{"东乡": true, "town": true, "": false, "合计": false} {
		if got := m.IsData(table.Row{Cells: []string{line}}); got != want {
			t.Errorf("IsData(%q) = %v", line, got)
		}
	}
}
