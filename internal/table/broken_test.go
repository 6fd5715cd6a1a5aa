package table_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/table"
)

// reads are all ways to read a field, each telling whether it read something.
func reads(r *table.Record, field int) map[string]bool {
	_, counted := r.Count(field)
	date, _ := r.Date(field)
	return map[string]bool{
		"Text": r.Text(field) != "", "Raw": r.Raw(field) != "", "Code": r.Code(field) != "",
		"Date": date.Known(), "Month": r.Month(field).Known(), "DateBy": r.DateBy(field, period.Date(1<<30)).Known(),
		"Count": counted, "Answer": r.Answer(field, table.YesNo()) != table.Unknown,
	}
}

func TestBrokenCellsAreRejectedOnceAndReadAsBlank(t *testing.T) {
	long := strings.Repeat("长", 32_768)
	for cell, c := range map[string]struct{ reason, masked string }{
		"#N/A": {table.ReasonFormula, "#N/A"}, "#REF!": {table.ReasonFormula, "#REF!"}, "#VALUE!": {table.ReasonFormula, "#VALUE!"},
		"#DIV/0!": {table.ReasonFormula, "#DIV/0!"}, "#NAME?": {table.ReasonFormula, "#NAME?"}, "#NUM!": {table.ReasonFormula, "#NUM!"},
		"#NULL!": {table.ReasonFormula, "#NULL!"}, "#SPILL!": {table.ReasonFormula, "#SPILL!"}, "#CALC!": {table.ReasonFormula, "#CALC!"},
		"#GETTING_DATA": {table.ReasonFormula, "#GETTING_DATA"},
		"#n/a ":         {table.ReasonFormula, "#N/A"}, "＃Ｎ／Ａ": {table.ReasonFormula, "#N/A"}, "＃REF！": {table.ReasonFormula, "#REF!"}, "\ufeff#N/A": {table.ReasonFormula, "#N/A"},
		long: {table.ReasonTooLong, "32768×*"}, strings.Repeat("1", 40_000): {table.ReasonTooLong, "40000×*"},
	} {
		for _, field := range []int{number, name, month, covered} {
			r := cellOf(t, field, cell)
			for how, said := range reads(r, field) {
				if said {
					t.Errorf("%s reads something in %.20q", how, cell)
				}
			}
			want := []table.Reject{{
				Origin: table.Origin{Source: june, Row: 7}, Field: payees.Fields[field].Name, Reason: c.reason, Masked: c.masked,
			}}
			if diff := cmp.Diff(want, r.Rejects); diff != "" || r.Lost() {
				t.Errorf("%.20q: lost %v (-want +got):\n%s", cell, r.Lost(), diff)
			}
			if !r.Broken(field) || r.Broken(size) {
				t.Errorf("%.20q: broken is %v, of another field %v", cell, r.Broken(field), r.Broken(size))
			}
		}
	}
}

func TestCellsThatAreNotBroken(t *testing.T) {
	for _, cell := range []string{
		"#", "#1", "# N/A of it", "#N/A!", "N/A", "1#", "（低保）", "１", "\ufeff张三", strings.Repeat("长", 32_767), "", "#姓名",
	} {
		r := cellOf(t, name, cell)
		if r.Broken(name) || r.Raw(name) != cell || r.Text(name) != table.Clean(cell) || r.Rejects != nil {
			t.Errorf("%.20q reads as %.20q, broken %v, rejects %v", cell, r.Text(name), r.Broken(name), r.Rejects)
		}
	}
}

// Whatever a reader thinks is wrong with a broken cell, the reason is that it is broken.
func TestAReaderMayLoseTheRowOfABrokenCell(t *testing.T) {
	r := cellOf(t, month, "#REF!")
	if r.Text(month) == "" {
		r.Lose(month, table.ReasonMissing)
	}
	want := []table.Reject{{Origin: table.Origin{Source: june, Row: 7}, Field: "month", Reason: table.ReasonFormula, Masked: "#REF!", Lost: true}}
	if diff := cmp.Diff(want, r.Rejects); diff != "" || !r.Lost() {
		t.Errorf("lost %v (-want +got):\n%s", r.Lost(), diff)
	}
	r.Reset(table.Row{Number: 8, Cells: []string{"", "", "#REF!"}})
	if r.Month(month).Known() || len(r.Rejects) != 2 || r.Lost() {
		t.Errorf("in the next row: lost %v, rejects %+v", r.Lost(), r.Rejects)
	}
}

// The persons of a row share its cells, but for their own.
func TestABadCellOfSeveralPersonsIsRejectedOnce(t *testing.T) {
	for head, reason := range map[string]string{"#REF!": table.ReasonFormula, "9": table.ReasonNumber} {
		m := mapped(t, families, "姓名|身份证号|姓名|身份证号|户主身份证号")
		row := table.Row{Number: 7, Cells: []string{"甲", "#N/A", "甲", "#N/A", head}}
		r := &table.Record{Source: june}
		for i := range m.Persons() {
			r.Mapping, _ = m.Person(row, i)
			r.Reset(row)
			r.Text(0)
			r.Reject(0, table.ReasonMissing)
			r.Reject(1, table.ReasonWord)
			r.Lose(1, table.ReasonWord)
			r.Reject(2, table.ReasonNumber)
		}
		origin := table.Origin{Source: june, Row: 7}
		broken := table.Reject{Origin: origin, Field: "id_number", Reason: table.ReasonFormula, Masked: "#N/A"}
		odd := table.Reject{Origin: origin, Field: "name", Reason: table.ReasonWord, Masked: "*", Lost: true}
		shared := table.Reject{Origin: origin, Field: "head_id", Reason: reason, Masked: map[string]string{"#REF!": "#REF!", "9": "*"}[head]}
		if diff := cmp.Diff([]table.Reject{broken, odd, shared, broken, odd}, r.Rejects); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		r.Reset(table.Row{Number: 8, Cells: row.Cells})
		r.Reject(2, table.ReasonNumber)
		if len(r.Rejects) != 6 {
			t.Errorf("the next row's cell has no reject of its own: %+v", r.Rejects)
		}
	}
}

func BenchmarkText(b *testing.B) {
	r := cellOf(b, name, "买买提·艾力")
	for b.Loop() {
		r.Text(name)
	}
}
