package report

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/rules"
)

// issuedOf is a problem of the province's list, in a county.
func issuedOf(subject, problem, county, status string) ledger.Discrepancy {
	return ledger.Discrepancy{
		Kind: rules.IssuedProblem.Name, Subject: subject, Qualifier: problem, Job: rules.Issued, Severity: rules.High,
		AreaCode: county + "101200", County: "县" + county, Detail: "{}", Status: status,
	}
}

// found is an open discrepancy of ours about a member or a household.
func found(kind *rules.Kind, subject, county string) ledger.Discrepancy {
	d := ledger.Discrepancy{
		Kind: kind.Name, Subject: subject, Job: kind.Job, Severity: rules.High,
		AreaCode: county + "101200", County: "县" + county, Detail: "{}", Status: ledger.StatusOpen,
	}
	what, number, _ := strings.Cut(subject, ":")
	switch what {
	case "household":
		d.HouseholdID, d.IDNumber = number, "430599196001010010" // of its head
	case "member":
		d.MemberID, d.HouseholdID, d.IDNumber = number, "H"+number[1:2], "430599196001010010"
	}
	return d
}

const anna = "person:430599196001010010"

func TestWhatCountsAsFoundByUs(t *testing.T) {
	open := ledger.StatusOpen
	info, low, waived := found(rules.DibaoUnmarked, "household:H1", "430524"), found(rules.DibaoUnmarked, "household:H1", "430524"), found(rules.DibaoUnmarked, "household:H1", "430524")
	info.Severity, low.Severity, waived.Status = rules.Info, rules.Low, ledger.StatusWaived
	mapping := map[string][]string{"低保": {"dibao_unmarked", "dibao_unsupported"}}
	for _, c := range []struct {
		what               string
		issued             ledger.Discrepancy
		ours               ledger.Discrepancy
		problems           map[string][]string
		both, issued1, us1 int
	}{
		{"the same household", issuedOf("household:H1", "低保", "430524", open), found(rules.WaterMarkedSafe, "household:H1", "430524"), nil, 1, 0, 0},
		{"another household", issuedOf("household:H1", "低保", "430524", open), found(rules.WaterMarkedSafe, "household:H2", "430524"), nil, 0, 1, 1},
		{"a member of the household", issuedOf("household:H1", "低保", "430524", open), found(rules.IDInvalid, "member:M11", "430524"), nil, 1, 0, 0},
		{"the household of the member", issuedOf("member:M11", "低保", "430524", open), found(rules.AttributeWrong, "household:H1", "430524"), nil, 0, 1, 1},
		{"the same member", issuedOf("member:M11", "低保", "430524", open), found(rules.IDInvalid, "member:M11", "430524"), nil, 1, 0, 0},
		{"another member of the household", issuedOf("member:M12", "低保", "430524", open), found(rules.IDInvalid, "member:M11", "430524"), nil, 0, 1, 1},
		{"the member whom a number names", issuedOf(anna, "低保", "430524", open), found(rules.DibaoUnmarked, "member:M11", "430524"), nil, 1, 0, 0},
		{"the household whose head a number names", issuedOf(anna, "低保", "430524", open), found(rules.AttributeWrong, "household:H1", "430524"), nil, 0, 1, 1},
		{"the same person", issuedOf(anna, "低保", "430524", open), found(rules.MemberMissing, anna, "430524"), nil, 1, 0, 0},
		{"a village", issuedOf(anna, "低保", "430524", open), found(rules.TeamMissing, "village:430524101200", "430524"), nil, 0, 1, 1},
		{"mere information", issuedOf("household:H1", "低保", "430524", open), info, nil, 0, 1, 0},
		{"of low severity, on the list", issuedOf("household:H1", "低保", "430524", open), low, nil, 1, 0, 0},
		{"of low severity, not on the list", issuedOf("household:H2", "低保", "430524", open), low, nil, 0, 1, 0},
		{"waived by us", issuedOf("household:H1", "低保", "430524", open), waived, nil, 0, 1, 0},
		{"on a former list", issuedOf("household:H1", "低保", "430524", ledger.StatusResolved), found(rules.DibaoUnmarked, "household:H1", "430524"), nil, 0, 0, 1},
		{"on the list and waived", issuedOf("household:H1", "低保", "430524", ledger.StatusWaived), found(rules.DibaoUnmarked, "household:H1", "430524"), nil, 1, 0, 0},
		{"a kind that the problem means", issuedOf("household:H1", "低保", "430524", open), found(rules.DibaoUnmarked, "member:M11", "430524"), mapping, 1, 0, 0},
		{"a kind that it does not mean", issuedOf("household:H1", "低保", "430524", open), found(rules.WaterMarkedSafe, "household:H1", "430524"), mapping, 0, 1, 1},
		{"a problem that may mean any", issuedOf("household:H1", "其他", "430524", open), found(rules.DibaoUnmarked, "member:M11", "430524"), mapping, 1, 0, 0},
	} {
		comparison := Issued{Problems: c.problems}
		if err := comparison.Compare(each(c.issued), each(c.ours)); err != nil {
			t.Fatal(err)
		}
		_, total := comparison.Lines()
		if got := [3]int{total.Both, total.IssuedOnly, total.FoundOnly}; got != [3]int{c.both, c.issued1, c.us1} {
			t.Errorf("%s: both, issued only, found only are %v", c.what, got)
		}
	}
}

// december is a comparison on the 11th of December 2018 over two counties.
func december(t *testing.T) *Issued {
	t.Helper()
	dueOn := func(d ledger.Discrepancy, day string) ledger.Discrepancy {
		d.Detail = rules.Detail{DueOn: day}.JSON()
		return d
	}
	deadline := period.DeadlineAt(date(12, 20), 17, 0)
	c := &Issued{
		Problems: map[string][]string{"低保标识错误": {"dibao_unmarked", "dibao_unsupported"}},
		Today:    date(12, 11), Due: Due{deadline, period.Left{Days: 9, Working: 7}},
	}
	issued := each(
		dueOn(issuedOf("household:H1", "低保标识错误", "430524", ledger.StatusOpen), "2018-12-10"),
		dueOn(issuedOf("household:H2", "低保标识错误", "430524", ledger.StatusOpen), "2018-12-11"),
		issuedOf("household:H3", "低保标识错误", "430524", ledger.StatusResolved),
		issuedOf("household:H4", "低保标识错误", "430523", ledger.StatusWaived),
		issuedOf("household:H1", "饮水 430599196001010010", "430524", ledger.StatusOpen),
		ledger.Discrepancy{Subject: "person:43059919600101001X", Qualifier: "=1+1", Job: rules.Issued, Detail: "{}", Status: ledger.StatusOpen},
	)
	ours := each(
		found(rules.DibaoUnmarked, "member:M11", "430524"), found(rules.DibaoUnmarked, "member:M71", "430523"),
		found(rules.WaterMarkedSafe, "household:H2", "430524"), found(rules.WaterMarkedSafe, "household:H4", "430523"),
	)
	if err := c.Compare(issued, ours); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestIssuedTable(t *testing.T) {
	for _, l := range []Language{Chinese, English} {
		var b strings.Builder
		if err := december(t).WriteTable(&b, l); err != nil {
			t.Fatal(err)
		}
		checkMasked(t, b.String())
		checkGolden(t, fmt.Sprintf("issued.%s.txt", l), b.String())
	}
	var b strings.Builder
	nothing := Issued{}
	err := errors.Join(nothing.Compare(each[ledger.Discrepancy](), each[ledger.Discrepancy]()), nothing.WriteTable(&b, English))
	if b.String() != "Nothing was issued, and nothing found\n" || err != nil {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func TestIssuedJSON(t *testing.T) {
	var b strings.Builder
	if err := december(t).WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	checkMasked(t, b.String())
	checkGolden(t, "issued.json", b.String())
	b.Reset()
	if err := new(Issued).WriteJSON(&b); err != nil || !strings.Contains(b.String(), `"lines": []`) || strings.Contains(b.String(), "null") {
		t.Errorf("%s, %v", b.String(), err)
	}
}

func TestIssuedWorkbook(t *testing.T) {
	var b bytes.Buffer
	if err := december(t).WriteXLSX(&b); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	sheet := book.GetSheetName(0)
	checkPrint(t, book, sheet, 4)
	eachCell(t, book, func(sheet, cell string) { checkText(t, book, sheet, cell) })
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(strings.Join(row, "|") + "\n")
	}
	checkMasked(t, text.String())
	checkGolden(t, "issued.xlsx.txt", text.String())
}

func TestIssuedErrors(t *testing.T) {
	one := issuedOf("household:H1", "饮水", "430524", ledger.StatusOpen)
	if err := new(Issued).Compare(broken(one), each(one)); !errors.Is(err, errBroken) {
		t.Error(err)
	}
	if err := new(Issued).Compare(each(one), broken(one)); !errors.Is(err, errBroken) {
		t.Error(err)
	}
	one.Detail = "no JSON"
	if err := new(Issued).Compare(each(one), each(one)); err == nil {
		t.Error("a detail was read that is no JSON")
	}
	for _, write := range []func(*failing) error{
		func(w *failing) error { return december(t).WriteTable(w, Chinese) },
		func(w *failing) error { return december(t).WriteJSON(w) },
		func(w *failing) error { return december(t).WriteXLSX(w) },
	} {
		if err := write(&failing{}); !errors.Is(err, errFull) {
			t.Error(err)
		}
	}
}

// What is on the list is found by us or is not; the order in which the ledger
// tells has no say; and more of ours never make fewer found.
func TestIssuedAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		subjects := []string{"household:H1", "household:H2", "member:M11", "member:M12", "member:M21", anna, "village:430524101200"}
		subject, county := rapid.SampledFrom(subjects), rapid.SampledFrom([]string{"430523", "430524"})
		issued := map[string]ledger.Discrepancy{} // the ledger has each once
		for range rapid.IntRange(0, 8).Draw(t, "issued") {
			d := issuedOf(subject.Draw(t, "subject"), rapid.SampledFrom([]string{"低保", "饮水"}).Draw(t, "problem"), county.Draw(t, "county"),
				rapid.SampledFrom([]string{ledger.StatusOpen, ledger.StatusWaived, ledger.StatusResolved}).Draw(t, "status"))
			issued[d.Subject+d.Qualifier] = d
		}
		var list, ours []ledger.Discrepancy
		for _, d := range issued {
			list = append(list, d)
		}
		for range rapid.IntRange(0, 8).Draw(t, "ours") {
			d := found(rapid.SampledFrom([]*rules.Kind{rules.DibaoUnmarked, rules.WaterMarkedSafe}).Draw(t, "kind"), subject.Draw(t, "subject"), county.Draw(t, "county"))
			d.Severity = rapid.SampledFrom([]rules.Severity{rules.Info, rules.Low, rules.Medium, rules.High}).Draw(t, "severity")
			ours = append(ours, d)
		}
		compare := func(list, ours []ledger.Discrepancy) ([]IssuedLine, IssuedCounts) {
			c := Issued{Problems: map[string][]string{"低保": {"dibao_unmarked"}}}
			if err := c.Compare(each(list...), each(ours...)); err != nil {
				t.Fatal(err)
			}
			return c.Lines()
		}
		lines, total := compare(list, ours)
		for _, l := range lines {
			if l.Both+l.IssuedOnly != l.Open+l.Waived {
				t.Fatalf("%+v does not add up", l)
			}
		}
		slices.Reverse(list)
		slices.Reverse(ours)
		if again, _ := compare(list, ours); !cmp.Equal(lines, again) {
			t.Fatal(cmp.Diff(lines, again))
		}
		if len(ours) > 0 {
			if _, fewer := compare(list, ours[1:]); fewer.Both > total.Both || fewer.FoundOnly > total.FoundOnly {
				t.Fatalf("%+v, and without one of ours %+v", total, fewer)
			}
		}
	})
}
