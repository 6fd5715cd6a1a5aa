package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// someHandled draws what may be decided: nobody is in two lists.
var someHandled = rapid.Custom(func(t *rapid.T) []ledger.Handled {
	var all []ledger.Handled
	var decided []rules.Decided
	counties := [][2]string{{"430524001001", "隆回县"}, {"430523100200", "邵阳县"}, {"", "邵阳县"}, {"", "新县"}, {"", ""}, {"430581100200", ""}}
	for i := range rapid.IntRange(0, 14).Draw(t, "decisions") {
		home := fmt.Sprintf("43052400%02d", rapid.IntRange(1, 6).Draw(t, "household"))
		who := fmt.Sprintf("%03d", rapid.IntRange(1, 8).Draw(t, "person"))
		county := rapid.SampledFrom(counties).Draw(t, "county")
		d := ledger.Discrepancy{
			ID: int64(i + 1), Kind: rules.NameDiffers.Name, County: county[1], AreaCode: county[0], Town: "镇", Village: "村",
			Name: "=张", IDNumber: "430599196001010010", Detail: "{}", Status: ledger.StatusOpen,
		}
		switch rapid.IntRange(0, 3).Draw(t, "subject") {
		case 0:
			d.Subject, d.HouseholdID = "household:"+home, home
		case 1:
			d.Subject, d.HouseholdID, d.MemberID = "member:"+home+who, home, home+who
			d.IDNumber = "不详"
		case 2:
			d.Subject, d.Detail = "person:43059919600101"+who+"0", fmt.Sprintf(`{"households":[%q]}`, home)
		default:
			d.Subject = "village:" + home
		}
		h := ledger.Handled{
			Discrepancy: d, Handling: rapid.SampledFrom(rules.Handlings).Draw(t, "handling").Name, Actor: "王某",
			Reason: rapid.SampledFrom([]string{"入户核实", "=1+1", "本人430599196001010010说明"}).Draw(t, "reason"), DecidedAt: at(11, 20, 9),
			People: rapid.IntRange(-1, 5).Draw(t, "people"),
		}
		one, err := h.Decided()
		if err != nil {
			t.Fatal(err)
		}
		if one.Handling.Suits(one.Party) != nil || len(rules.Overlaps(append(slices.Clone(decided), one))) > 0 {
			continue
		}
		all, decided = append(all, h), append(decided, one)
	}
	return all
})

// table is the rows of a sheet below its header, until an empty one.
func tableOf(t interface{ Fatal(...any) }, book *excelize.File, sheet, first string) [][]string {
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	start := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == first })
	if start < 0 {
		t.Fatal(sheet + " has no header")
	}
	rows = rows[start+1:]
	if end := slices.IndexFunc(rows, func(row []string) bool { return len(row) == 0 }); end >= 0 {
		rows = rows[:end]
	}
	if len(rows) == 1 && rows[0][0] == "无" {
		return nil
	}
	return rows
}

func numberIn(t interface{ Fatal(...any) }, cell string) int {
	n, err := strconv.Atoi(cell)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Whatever was decided, the sums of the first sheet are what its lists add up
// to, read off the cells: households, persons, county by county and in all.
func TestSumsAreThoseOfTheLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := someHandled.Draw(t, "decided")
		var b bytes.Buffer
		n, err := Submission{At: at(11, 26, 9)}.WriteXLSX(&b, each(rows...))
		if err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		stated := tableOf(t, book, "汇总", "序号")
		reasons, entries := tableOf(t, book, "原因", "处理方式"), 0
		for i, h := range rules.Handlings {
			list := tableOf(t, book, h.Title, "序号")
			entries += len(list)
			for _, row := range stated {
				of := slices.DeleteFunc(slices.Clone(list), func(entry []string) bool { return row[1] != "合计" && entry[1] != row[1] })
				households, persons := numberIn(t, row[2+2*i]), numberIn(t, row[3+2*i])
				wantHouseholds, wantPersons := addUp(t, h, of)
				if row[1] != "合计" && households != wantHouseholds || persons != wantPersons && h.About != rules.AnySubject {
					t.Fatalf("%s of %s: %d households and %d persons are stated, the list has %d and %d", h.Name, row[1], households, persons, wantHouseholds, wantPersons)
				}
			}
			counted := 0
			for _, row := range reasons {
				if row[0] == h.Title && row[1] != "小计" {
					counted += numberIn(t, row[3])
				}
			}
			if counted != len(list) {
				t.Fatalf("%s: the reasons of %d, and the list has %d", h.Name, counted, len(list))
			}
		}
		if n != entries || len(rows) < entries {
			t.Fatalf("%d entries are told, %d written of %d decisions", n, entries, len(rows))
		}
	})
}

// addUp reads households and persons off a list.
func addUp(t *rapid.T, h *rules.Handling, list [][]string) (households, persons int) {
	homes := map[string]bool{}
	for _, entry := range list {
		if entry[4] != "" {
			homes[entry[4]] = true
		}
		switch {
		case h.About != rules.AHousehold:
			persons++
		case entry[7] != "":
			persons += numberIn(t, entry[7])
		}
	}
	return len(homes), persons
}

// handled are decisions for a golden workbook: an entry of two discrepancies, a
// household nobody has counted, a formula, a number in a reason.
func handled() []ledger.Handled {
	decided := func(id int64, h *rules.Handling, subject, reason string, change func(*ledger.Handled)) ledger.Handled {
		row := ledger.Handled{
			Discrepancy: ledger.Discrepancy{
				ID: id, Kind: rules.DibaoUnmarked.Name, Subject: subject, County: "隆回县", Town: "桃花坪街道", Village: "九龙村", AreaCode: "430524001001",
				HouseholdID: "4305240001", IDNumber: "430599196001010010", Name: "阿依·古丽", RegistryValue: "否", ExpectedValue: "是",
				Detail: "{}", Status: ledger.StatusOpen,
			},
			Handling: h.Name, Reason: reason, Actor: "王某", DecidedAt: at(11, 20, 9), People: -1,
		}
		change(&row)
		return row
	}
	return []ledger.Handled{
		decided(1, rules.RollbackStable, "household:4305240001", "水质不达标", func(h *ledger.Handled) { h.People = 4 }),
		decided(2, rules.RollbackStable, "household:4305240001", "=脱贫质量不实", func(h *ledger.Handled) { h.People = 4 }),
		decided(3, rules.RollbackStable, "household:4305230002", "水质不达标", func(h *ledger.Handled) {
			h.County, h.AreaCode, h.HouseholdID, h.Name = "邵阳县", "430523100200", "4305230002", "=SUM(1)"
		}),
		decided(4, rules.Supplement, "person:430599196001010029", "与430599196001010010共同生活", func(h *ledger.Handled) {
			h.HouseholdID, h.Detail, h.IDNumber = "", `{"households":["4305240001","4305240007"],"route":"supplement"}`, "430599196001010029"
		}),
		decided(5, rules.CorrectRegistry, "member:43052400010101", "名册属实", func(h *ledger.Handled) { h.MemberID = "43052400010101" }),
	}
}

func submission() Submission {
	return Submission{Area: "邵阳市", Deadline: time.Date(2018, 11, 26, 17, 0, 0, 0, zone), At: time.Date(2018, 11, 26, 17, 30, 0, 0, zone)}
}

func TestSubmission(t *testing.T) {
	book := opened(t, 4, func(w io.Writer) (int, error) { return submission().WriteXLSX(w, each(handled()...)) })
	text := sheets(t, book)
	checkGolden(t, "submission.tsv", text)
	checkMasked(t, text)
	eachCell(t, book, func(sheet, cell string) { checkText(t, book, sheet, cell) })
	for _, sheet := range book.GetSheetList() {
		header := 4
		if sheet == "汇总" {
			header = 5 // a household nobody has counted is told
		}
		checkPrint(t, book, sheet, header)
	}
}

// For others there are no names but those of one list.
func TestSubmissionForOthers(t *testing.T) {
	s := submission()
	s.External, s.Unmask = true, true
	book := opened(t, 2, func(w io.Writer) (int, error) { return s.WriteXLSX(w, each(handled()...)) })
	if diff := cmp.Diff([]string{"汇总", "原因", "稳定脱贫回退"}, book.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	if text := sheets(t, book); !strings.Contains(text, "430599196001010010") || strings.Contains(text, "430599196001010029") {
		t.Error("the list has not the numbers of its own households alone")
	}
}

// What must not be handed in is named by number, all of it, and nothing is written.
func TestSubmissionIsRefused(t *testing.T) {
	rows := handled()
	rows[0].Reason, rows[4].Reason, rows[2].Handling = " ", "", "of_next_year"
	rows = append(rows, handled()[3])
	rows[5].ID, rows[5].Handling = 6, rules.NewIdentification.Name
	for name, write := range map[string]func(io.Writer) (int, error){
		"XLSX": func(w io.Writer) (int, error) { return submission().WriteXLSX(w, each(rows...)) },
		"JSON": func(w io.Writer) (int, error) { return submission().WriteJSON(w, each(rows...)) },
	} {
		var b bytes.Buffer
		_, err := write(&b)
		if err == nil || b.Len() > 0 {
			t.Fatalf("%s: %d bytes, %v", name, b.Len(), err)
		}
		for _, part := range []string{"discrepancy 1 is handled without a reason", "discrepancy 5 is handled without a reason", `discrepancy 3 has the unknown handling "of_next_year"`, "discrepancies 4, 6 put"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %q is not in %q", name, part, err)
			}
		}
		checkMasked(t, err.Error())
	}
	if _, err := submission().WriteXLSX(io.Discard, broken(handled()...)); !errors.Is(err, errBroken) {
		t.Errorf("a ledger that goes away: %v", err)
	}
}

// The writer's own check sees a list that has not what is stated.
func TestSumsThatDiffer(t *testing.T) {
	lists, err := listsOf(each(handled()...))
	if err != nil {
		t.Fatal(err)
	}
	stated := lists.tally()
	lists.of[rules.RollbackStable] = lists.of[rules.RollbackStable][:1]
	written := lists.tally()
	if err := stated.agree(rules.RollbackStable, written); !errors.Is(err, errSums) {
		t.Errorf("a row is missing: %v", err)
	}
	if err := written.agree(rules.RollbackStable, stated); !errors.Is(err, errSums) {
		t.Errorf("a row is too many: %v", err)
	}
	if err := stated.agree(rules.Supplement, written); err != nil {
		t.Error(err)
	}
}

func TestSubmissionIsLate(t *testing.T) {
	due := time.Date(2018, 11, 26, 17, 0, 0, 0, zone)
	for _, c := range []struct {
		deadline, at time.Time
		late         bool
	}{
		{due, due, false}, {due, due.Add(time.Second), true}, {due, due.UTC().Add(-time.Hour), false}, {time.Time{}, due, false},
	} {
		if got := (Submission{Deadline: c.deadline, At: c.at}).Late(); got != c.late {
			t.Errorf("due %s, at %s: late %v", c.deadline, c.at, got)
		}
	}
}

// A household that a member's discrepancy put in its list first is listed by its
// head's name all the same, where another discrepancy has it.
func TestHouseholdsAreListedByTheirHeads(t *testing.T) {
	rows := handled()[:2]
	rows[0].Subject, rows[0].MemberID, rows[0].Name = "member:43052400010102", "43052400010102", "成员"
	rows[1].Name = "户主"
	book := opened(t, 1, func(w io.Writer) (int, error) { return submission().WriteXLSX(w, each(rows...)) })
	if list := tableOf(t, book, "稳定脱贫回退", "序号"); len(list) != 1 || list[0][5] != "户主" || list[0][11] != "1、2" {
		t.Errorf("listed: %q", list)
	}
}
