package report

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/bidui/bidui/internal/ledger"
)

// refusedFeeds is the feeds of refused, read by two runs.
func refusedFeeds() []ledger.RejectedFeed {
	var feeds []ledger.RejectedFeed
	for i, f := range []struct {
		feed, location string
		rejects        int64
	}{
		{"dibao", "dibao/*", 4}, {"members", "成员.csv", 1}, {"next_year", "新.csv", 1}, {"tekun", "tekun.xls", 1},
	} {
		feeds = append(feeds, ledger.RejectedFeed{
			FirstRun: 12, Rejects: f.rejects,
			Read: ledger.FeedRow{
				Run: 12, Feed: f.feed, Location: f.location, Digest: strings.Repeat("0123456789abcdef", 4),
				RowsRead: 15_000, RowsAccepted: 14_998, RowsRejected: 2,
			},
			Run: ledger.RunRow{ID: 12, Status: ledger.Succeeded, FinishedAt: at(time.November, 26, 15+i)},
		})
	}
	feeds[3].Run.ID, feeds[3].Run.Status = 13, ledger.Failed
	return feeds
}

// letterTo is the letter to an agency, and its rows.
func letterTo(t *testing.T, agency string) (Correction, []ledger.RejectRow) {
	t.Helper()
	letters := rejectBook().Corrections(refusedFeeds())
	i := slices.IndexFunc(letters, func(c Correction) bool { return c.Agency == agency })
	if i < 0 {
		t.Fatalf("no letter to %s", agency)
	}
	rows := slices.DeleteFunc(refused(), func(r ledger.RejectRow) bool {
		return !slices.ContainsFunc(letters[i].Feeds, func(f ledger.RejectedFeed) bool { return f.Read.Feed == r.Feed })
	})
	return letters[i], rows
}

func TestEachAgencyGetsItsLetter(t *testing.T) {
	var got []string
	for _, letter := range rejectBook().Corrections(refusedFeeds()) {
		line := letter.FileName() + " " + letter.Office() + ":"
		for _, f := range letter.Feeds {
			line += " " + f.Read.Feed
		}
		got = append(got, line)
	}
	want := []string{ // by the day at +08:00
		"校核纠错-登记数据-20181127.xlsx 扶贫（乡村振兴）部门（登记数据，由本部门更正）: members",
		"校核纠错-民政-20181127.xlsx 民政部门: dibao tekun",
		"校核纠错-其他-20181127.xlsx 数据提供部门: next_year",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if letters := rejectBook().Corrections(nil); len(letters) != 0 {
		t.Errorf("%d letters about nothing", len(letters))
	}
}

func TestLetter(t *testing.T) {
	letter, rows := letterTo(t, "civil")
	book := opened(t, 5, func(w io.Writer) (int, error) { return letter.WriteXLSX(w, each(rows...)) })
	checkGolden(t, "correction.xlsx.txt", sheets(t, book))
	eachCell(t, book, func(sheet, cell string) { checkText(t, book, sheet, cell) })
	for _, sheet := range []string{"低保 dibao", "特困 tekun"} {
		checkPrint(t, book, sheet, 3)
		checkAnswers(t, book, sheet)
	}
	checkCover(t, book)
}

// checkAnswers makes sure that there is room for answers, which are text.
func checkAnswers(t *testing.T, book *excelize.File, sheet string) {
	t.Helper()
	for i, want := range []string{"更正值", "说明", "经办人", "日期"} {
		column := string(rune('I' + i))
		if got, err := book.GetCellValue(sheet, column+"3"); err != nil || got != want {
			t.Errorf("%s: column %s is %q, not %q (%v)", sheet, column, got, want, err)
		}
		if got, err := book.GetCellValue(sheet, column+"4"); err != nil || got != "" {
			t.Errorf("%s: the answer %s is %q already (%v)", sheet, want, got, err)
		}
		checkTextStyle(t, book, sheet, column+"4", false)
		if width, err := book.GetColWidth(sheet, column); err != nil || width < 10 {
			t.Errorf("%s: column %s is %v wide (%v)", sheet, column, width, err)
		}
	}
	if height, err := book.GetRowHeight(sheet, 4); err != nil || height < 30 {
		t.Errorf("%s: row 4 is %v high (%v)", sheet, height, err)
	}
}

func checkCover(t *testing.T, book *excelize.File) {
	t.Helper()
	if layout, err := book.GetPageLayout(letterSheet); err != nil || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 {
		t.Errorf("the cover is printed as %+v (%v)", layout, err)
	}
	if book.GetSheetName(0) != letterSheet {
		t.Errorf("the first sheet is %s", book.GetSheetName(0))
	}
	cells, err := book.GetMergeCells(letterSheet)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, joined := range cells {
		if joined.GetEndAxis()[0] != 'H' || seen[joined.GetStartAxis()] {
			t.Errorf("cells %s:%s are joined", joined.GetStartAxis(), joined.GetEndAxis())
		}
		seen[joined.GetStartAxis()] = true
	}
}

func TestLetterIsWholeOrAnError(t *testing.T) {
	letter, rows := letterTo(t, "civil")
	for name, c := range map[string]struct {
		rows Rejects
		want string
	}{
		"fewer":       {each(rows[1:]...), "rejects of feed dibao changed meanwhile, from 4 to 3"},
		"a feed less": {each(rows[:4]...), "rejects of feed tekun changed meanwhile, from 1 to 0"},
		"none":        {each[ledger.RejectRow](), "rejects of feed dibao changed meanwhile, from 4 to 0"},
		"broken off":  {broken(rows...), errBroken.Error()},
	} {
		if _, err := letter.WriteXLSX(io.Discard, c.rows); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := letter.WriteXLSX(&failing{2000}, each(rows...)); !errors.Is(err, errFull) {
		t.Errorf("on a full disk: %v", err)
	}
}
