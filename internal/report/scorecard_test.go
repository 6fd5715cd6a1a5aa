package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/scorecard"
)

// assessed is a card of counties of two provinces, each worse than the one before.
func assessed(codes ...string) Scorecard {
	zone := time.FixedZone("", 8*60*60)
	day := func(d int) time.Time { return time.Date(2018, 10, d, 2, 30, 0, 0, zone) }
	card := scorecard.Card{
		At: day(17), Bars: scorecard.Bars{Good: 9800, Fair: 9500},
		Runs:    []scorecard.Run{{Job: rules.Assistance, Run: 7, AsOf: "2018-10-17", At: day(17)}},
		Points:  []scorecard.Point{{At: day(15)}, {At: day(16)}, {At: day(17)}},
		Unknown: []string{"邵\u001b东县"},
	}
	planned := int64(120)
	for i, code := range codes {
		n := int64(i)
		county := scorecard.County{Key: code, Name: "县" + code, Lines: []scorecard.Line{
			{Kind: "dibao_unmarked", Figures: scorecard.Figures{
				Checked: 1000, Unresolved: 10 * n, Opened: 10*n + 5, Due: 8, InTime: 5, Reopened: n, Oldest: day(10 + i%5), Trend: []int64{12 * n, 11 * n, 10 * n},
			}},
			{Kind: "attribute_wrong", Figures: scorecard.Figures{Checked: 300}},
		}}
		if n == 0 {
			county.Lines[0].Oldest, county.Lines[0].Trend = time.Time{}, nil
			county.Exits = &scorecard.Exited{Year: 2018, Count: 120, Planned: &planned, Former: []scorecard.OfYear{{Year: 2016, Count: 30}, {Year: 2017, Count: 50}},
				Notes: []scorecard.Note{scorecard.AsPlanned, scorecard.JumpedUp}}
		}
		card.Counties = append(card.Counties, county)
	}
	return Scorecard{Language: Chinese, Card: card}
}

func someCounties() Scorecard {
	s := assessed("", "430521", "430524", "431301", "440101")
	s.Card.Counties[0].Name = ""
	return s
}

func TestScorecardAsATable(t *testing.T) {
	s := someCounties()
	for _, language := range []Language{Chinese, English} {
		s.Language = language
		var b strings.Builder
		if err := s.WriteTable(&b); err != nil {
			t.Fatal(err)
		}
		checkGolden(t, "scorecard."+string(language)+".txt", b.String())
	}
	s.FrozenAt, s.Digest = time.Date(2018, 11, 1, 0, 0, 0, 0, time.UTC), strings.Repeat("0123456789abcdef", 4)
	s.Card.Month, s.Card.From, s.Card.Through, s.Card.Kind = "2018-10", "2018-10-01", "2018-10-31", "dibao_unmarked"
	if diff := cmp.Diff("2018-10 月末，2018-11-01 08:00 封存，摘要 0123456789ab；新增、满7日、重现的统计期间 2018-10-01 至 2018-10-31；差异：应标未标低保",
		Scorecard{Chinese, s.Card, s.FrozenAt, s.Digest}.heading()[0]); diff != "" {
		t.Error(diff)
	}
}

func TestSumsOfOneCountyOrOfAllAreLeftOut(t *testing.T) {
	for codes, want := range map[string]string{
		"430524":                      "430524",
		"430521 430524":               "T 430521 430524",
		"430521 430524 431301":        "T 4305 430521 430524 431301",
		"430521 440101":               "T 430521 440101",
		"430521 430524 440101 440201": "T 43 4305 430521 430524 44 440101 440201",
		"430521 430524 440101 隆回县":    "T 43 4305 430521 430524 440101 隆回县",
	} {
		var got []string
		for _, row := range assessed(strings.Fields(codes)...).rows() {
			if row.code == "" {
				row.code = "T"
			}
			got = append(got, row.code)
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Error(diff)
		}
	}
}

func TestScorecardAsJSON(t *testing.T) {
	var b bytes.Buffer
	if err := someCounties().WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	checkGolden(t, "scorecard.json", b.String())
	var empty struct {
		Counties []any          `json:"counties"`
		Sums     map[string]any `json:"sums"`
	}
	b.Reset()
	if err := (Scorecard{}).WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &empty); err != nil || empty.Counties == nil || len(empty.Sums) != 4 {
		t.Errorf("of nothing: %v, %s", err, b.String())
	}
}

func TestScorecardAsAWorkbook(t *testing.T) {
	s := someCounties()
	book := opened(t, 0, func(w io.Writer) (int, error) { return 0, s.WriteXLSX(w) })
	checkGolden(t, "scorecard.xlsx.txt", sheets(t, book))
	for sheet, header := range map[string]int{"记分卡": 4, "各类差异": 4, "县排名": 4, "趋势": 4, "脱贫退出": 4} {
		checkPrint(t, book, sheet, header)
	}
	for cell, want := range map[string]excelize.CellType{"C5": excelize.CellTypeUnset, "F5": excelize.CellTypeUnset, "B6": excelize.CellTypeInlineString} { // numbers have no type
		if got, err := book.GetCellType("记分卡", cell); err != nil || got != want {
			t.Errorf("%s is of type %v, %v", cell, got, err)
		}
	}
}

// TestChartsShowTheNumbersOfTheSheets reads which cells the charts refer to.
func TestChartsShowTheNumbersOfTheSheets(t *testing.T) {
	for counties, want := range map[int][]string{
		1:  {"'县排名'!$B$5", "'县排名'!$C$5", "'趋势'!$B$4:$D$4", "'趋势'!$B$5:$D$5"},
		5:  {"'县排名'!$B$5:$B$9", "'县排名'!$C$5:$C$9", "'趋势'!$B$4:$D$4", "'趋势'!$B$5:$D$5"},
		30: {"'县排名'!$B$5:$B$24", "'县排名'!$C$5:$C$24", "'趋势'!$B$4:$D$4", "'趋势'!$B$5:$D$5"},
	} {
		var codes []string
		for i := range counties {
			codes = append(codes, fmt.Sprintf("43%02d01", i+1))
		}
		book := opened(t, 0, func(w io.Writer) (int, error) { return 0, assessed(codes...).WriteXLSX(w) })
		var charts strings.Builder
		for _, name := range []string{"xl/charts/chart1.xml", "xl/charts/chart2.xml"} {
			chart, ok := book.Pkg.Load(name)
			if !ok {
				t.Fatalf("there is no %s", name)
			}
			charts.Write(chart.([]byte))
		}
		for _, cells := range want {
			if !strings.Contains(html.UnescapeString(charts.String()), "f>"+cells+"</") {
				t.Errorf("no chart of %d counties refers to %s", counties, cells)
			}
		}
	}
}

func TestScorecardOfNothing(t *testing.T) {
	s := Scorecard{Language: Chinese, Card: scorecard.Card{Points: make([]scorecard.Point, 1)}}
	book := opened(t, 0, func(w io.Writer) (int, error) { return 0, s.WriteXLSX(w) })
	for sheet, cell := range map[string]string{"记分卡": "A5", "图表": "A3"} {
		if got, err := book.GetCellValue(sheet, cell); err != nil || got != "没有核对过的县" {
			t.Errorf("%s: %q, %v", sheet, got, err)
		}
	}
}
