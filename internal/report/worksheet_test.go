package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/worksheet"
)

// handedOut is what is handed out of leads, in two towns and in none.
func handedOut() []ledger.Lead {
	var all []ledger.Lead
	for i, d := range append(leads(), leads()[0]) {
		lead := ledger.Lead{Discrepancy: d}
		if i == 5 {
			lead.ID, lead.Town, lead.Village, lead.Name = 6, "石溪镇", "上家村", "彭大山"
		}
		if i == 1 {
			lead.Village = "白马村"
		}
		all = append(all, lead)
	}
	return all
}

// issued is the worksheets of what is handed out.
func issued(t *testing.T, level Level) []Worksheet {
	t.Helper()
	deadline, ok := period.DateOf(2018, 11, 30)
	if !ok {
		t.Fatal("no such day")
	}
	sheets := Worksheets(handedOut(), level)
	for i := range sheets {
		sheets[i].On = at(time.November, 26, 17) // the 27th at +08:00
		sheets[i].Jobs = map[string]Occasion{rules.Assistance: {Run: 12, AsOf: "2018-11-26", Deadline: deadline}, rules.Registry: {Run: 13, AsOf: "2018-11-26"}}
	}
	return sheets
}

func TestEachPlaceGetsItsWorksheet(t *testing.T) {
	for level, want := range map[Level][]string{
		ByCounty:  {"430524-核查表-20181127.xlsx: 5", "隆回县-核查表-20181127.xlsx: 6 2 4 1 3"},
		ByTown:    {"430524-430524001-核查表-20181127.xlsx: 5", "隆回县-石溪镇-核查表-20181127.xlsx: 6", "隆回县-桃花坪街道-核查表-20181127.xlsx: 2 4 1 3"},
		ByVillage: {"430524-430524001-430524001001-核查表-20181127.xlsx: 5", "隆回县-石溪镇-上家村-核查表-20181127.xlsx: 6", "隆回县-桃花坪街道-白马村-核查表-20181127.xlsx: 2", "隆回县-桃花坪街道-九龙村-核查表-20181127.xlsx: 4 1 3"},
	} {
		var got []string
		for _, w := range issued(t, level) {
			var ids []int64
			for _, lead := range w.Leads {
				ids = append(ids, lead.ID)
			}
			got = append(got, w.FileName()+": "+strings.Trim(fmt.Sprint(ids), "[]"))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("by %s: %s", level, diff)
		}
	}
	if sheets := Worksheets(nil, ByTown); len(sheets) != 0 {
		t.Errorf("%d worksheets of nothing", len(sheets))
	}
}

func TestWorksheet(t *testing.T) {
	sheet := issued(t, ByTown)[2]
	book := opened(t, 4, sheet.WriteXLSX)
	text := sheets(t, book)
	for i := range sheet.Leads {
		text = strings.ReplaceAll(text, sheet.Leads[i].Stamp(), "STAMP")
	}
	checkGolden(t, "worksheet.xlsx.txt", text)
	checkMasked(t, text)
	eachCell(t, book, func(sheet, cell string) { checkText(t, book, sheet, cell) })
	checkPrint(t, book, formSheet, 5)
	checkPrint(t, book, worksheet.Guide, 0)
	lists, err := book.GetDataValidations(formSheet)
	if err != nil || len(lists) != 1 || lists[0].Sqref != "J6:J1048576" || lists[0].Formula1 != `"`+strings.Join(worksheet.Choices(), ",")+`"` {
		t.Errorf("outcomes are chosen from %+v (%v)", lists, err)
	}
	for column, shown := range map[string]bool{"A": true, "J": true, "M": true, "N": false} {
		if got, err := book.GetColVisible(formSheet, column); err != nil || got != shown {
			t.Errorf("column %s is shown: %v (%v)", column, got, err)
		}
	}
	for column, want := range map[string]string{"A": worksheet.Number, "J": worksheet.Outcome, "N": worksheet.Stamp} {
		if got, err := book.GetCellValue(formSheet, column+"5"); err != nil || got != want {
			t.Errorf("column %s is %q (%v)", column, got, err)
		}
	}
	checkTextStyle(t, book, formSheet, "K6", false) // what is filled in is text
	sheet.Unmask = true
	if text := sheets(t, opened(t, 4, sheet.WriteXLSX)); !strings.Contains(text, whole()[0]) {
		t.Error("ID numbers are masked all the same")
	}
}

func TestWorksheetOfACountyHasTowns(t *testing.T) {
	all := issued(t, ByCounty)
	county := all[len(all)-1]
	book := opened(t, 5, county.WriteXLSX)
	lists, err := book.GetDataValidations(formSheet)
	if err != nil || len(lists) != 1 || lists[0].Sqref != "K6:K1048576" {
		t.Errorf("outcomes are chosen from %+v (%v)", lists, err)
	}
	if town, err := book.GetCellValue(formSheet, "B6"); err != nil || town != "石溪镇" {
		t.Errorf("the first town is %q (%v)", town, err)
	}
	if _, err := county.WriteXLSX(&failing{2000}); err == nil {
		t.Error("a full disk is not noticed")
	}
}

// Whatever places are called, each has a file of its own in the directory.
func TestWorksheetsHaveNamesOfTheirOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOfN(rapid.SampledFrom([]rune("镇aA/\\:*. \n._~甲")), 0, 50, -1)
		var all []ledger.Lead
		for range rapid.IntRange(1, 8).Draw(t, "leads") {
			all = append(all, ledger.Lead{Discrepancy: ledger.Discrepancy{
				County: name.Draw(t, "county"), Town: name.Draw(t, "town"), AreaCode: rapid.SampledFrom([]string{"", "4305", "430524001001"}).Draw(t, "code"),
			}})
		}
		seen, rows := map[string]bool{}, 0
		for _, w := range Worksheets(all, ByTown) {
			file := w.FileName()
			if folded := strings.ToLower(file); seen[folded] {
				t.Fatalf("two files are called %s", file)
			}
			seen[strings.ToLower(file)] = true
			if strings.ContainsAny(file, "/\\:*?\"<>|\n ") || strings.HasPrefix(file, ".") || len(file) > 255 {
				t.Fatalf("%q is no name for a file", file)
			}
			rows += len(w.Leads)
		}
		if rows != len(all) {
			t.Fatalf("%d rows of %d", rows, len(all))
		}
	})
}

func TestEveryAnswerIsExplained(t *testing.T) {
	for _, a := range ledger.Answers {
		if c := consequences[a]; !inChinese(c.status) || !inChinese(c.when) || !inChinese(c.then) {
			t.Errorf("%s: %+v", a, c)
		}
	}
	for _, c := range declared(t, "../ledger", beginning("Conflict")) {
		checkWords(t, conflicts, c.value)
	}
	for _, c := range declared(t, "../worksheet", beginning("Reason")) {
		checkWords(t, faultWords, c.value)
	}
}

// A form that nobody filled in says nothing; one that is written and read is about the same discrepancies.
func TestWorksheetsAreReadBack(t *testing.T) {
	for _, w := range issued(t, ByCounty) {
		var form strings.Builder
		n, err := w.WriteXLSX(&form)
		if err != nil {
			t.Fatal(err)
		}
		r := &worksheet.Reader{}
		if err := r.Read(t.Context(), w.FileName(), strings.NewReader(form.String()), int64(form.Len())); err != nil {
			t.Fatal(err)
		}
		if r.Blank != n || len(r.Feedback)+len(r.Faults) > 0 || len(r.Skipped) != 1 {
			t.Errorf("%d blank rows of %d, %v, %v, skipped %v", r.Blank, n, r.Feedback, r.Faults, r.Skipped)
		}
	}
}
