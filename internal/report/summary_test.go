package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/rules"
)

func date(month, day int) period.Date {
	d, ok := period.DateOf(2018, month, day)
	if !ok {
		panic("no such day")
	}
	return d
}

// tally is of kinds with a number for each county.
func tally(counties []string, kinds ...*rules.Kind) ledger.Tally {
	t := ledger.Tally{Kinds: map[string]ledger.Counts{}, Cells: map[ledger.Cell]int{}}
	for i, kind := range kinds {
		counts := ledger.Counts{Opened: i + 1, Changed: 2 * i, Resolved: 10 * i, Reopened: i % 2}
		for j, county := range counties {
			n := (i + 1) * j // none in the first
			t.Cells[ledger.Cell{Kind: kind.Name, County: county}] = n
			counts.Unresolved += n
		}
		t.Kinds[kind.Name] = counts
		t.Opened += counts.Opened
		t.Changed += counts.Changed
		t.Resolved += counts.Resolved
		t.Reopened += counts.Reopened
		t.Unresolved += counts.Unresolved
	}
	return t
}

// counties is a county with nothing unresolved, and n more; the first of these has no code.
func counties(n int) []string {
	names := []string{"430599"}
	for i := range n {
		names = append(names, fmt.Sprintf("4305%02d", i+20))
	}
	if n > 1 {
		names[1] = ""
	}
	return names
}

// afterRun is a run over n counties: three jobs, the last of which failed.
func afterRun(l Language, n int) Summary {
	members := ledger.FeedRead{
		Feed: "members", Location: "data/members.xlsx", Digest: "abc", RowsRead: 60_000, RowsAccepted: 59_990, RowsRejected: 10,
		Rejects: make([]ledger.Reject, 25), HeldCounties: []string{"430524", "隆回县"},
	}
	dibao := ledger.FeedRead{Feed: "dibao", Location: "data/dibao/*.csv (12)", RowsRead: 1200, RowsAccepted: 1200}
	return Summary{Language: l, Jobs: []JobSummary{
		{
			Job: rules.Assistance, RunID: 12, AsOf: date(11, 27), Due: dueOn(date(11, 30)), Took: 95*time.Second + 300*time.Millisecond,
			Tally: tally(counties(n), rules.NameDiffers, rules.DibaoUnmarked, rules.ShouldBeCovered), Feeds: []ledger.FeedRead{members, dibao},
		},
		{
			Job: rules.Registry, RunID: 13, AsOf: date(11, 27), Took: 1234567 * time.Microsecond,
			Tally: tally(counties(n), rules.IDInvalid), Feeds: []ledger.FeedRead{members},
		},
		{
			Job: rules.Water, RunID: 14, AsOf: date(11, 27), Due: dueOn(date(12, 10)), Feeds: []ledger.FeedRead{members},
			Err: errors.Join(errors.New("feed water: 饮水.xlsx is not there"), errors.New("feed members: row 5 is cut short")),
		},
	}}
}

// dueOn is a deadline as the 27th of November 2018 sees it, a Tuesday.
func dueOn(d period.Date) Due {
	deadline := period.DeadlineOn(d)
	return Due{deadline, deadline.Left(date(11, 27), time.Time{}, nil)}
}

func TestSummaryTable(t *testing.T) {
	for _, l := range []Language{Chinese, English} {
		for _, n := range []int{0, 1, manyCounties, manyCounties + 1} {
			var b strings.Builder
			if err := afterRun(l, n).WriteTable(&b); err != nil {
				t.Fatal(err)
			}
			checkGolden(t, fmt.Sprintf("summary%d.%s.txt", n, l), b.String())
		}
	}
}

func TestSummaryOfADryRun(t *testing.T) {
	for _, l := range []Language{Chinese, English} {
		s := afterRun(l, 1)
		s.DryRun, s.Jobs = true, s.Jobs[:1]
		s.Jobs[0].RunID = 0
		var b strings.Builder
		if err := s.WriteTable(&b); err != nil {
			t.Fatal(err)
		}
		checkGolden(t, "dry_run."+string(l)+".txt", b.String())
	}
}

func TestSummaryErrors(t *testing.T) {
	if err := afterRun(Chinese, 1).WriteTable(&failing{}); !errors.Is(err, errFull) {
		t.Error(err)
	}
	if err := afterRun(Chinese, 1).WriteJSON(&failing{}); !errors.Is(err, errFull) {
		t.Error(err)
	}
}

func TestSummaryJSON(t *testing.T) {
	var b strings.Builder
	if err := afterRun(Chinese, 2).WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	checkGolden(t, "summary.json", b.String())
	if strings.Contains(b.String(), "null") {
		t.Error("something is null")
	}
	var summary struct {
		Jobs []struct {
			Run    int64    `json:"run"`
			Status string   `json:"status"`
			Errors []string `json:"errors"`
			Totals struct {
				Unresolved int `json:"unresolved"`
			} `json:"totals"`
			Counties []struct {
				Unresolved int `json:"unresolved"`
			} `json:"counties"`
		} `json:"jobs"`
	}
	if err := json.Unmarshal([]byte(b.String()), &summary); err != nil {
		t.Fatal(err)
	}
	for i, j := range summary.Jobs {
		sum := 0
		for _, c := range j.Counties {
			sum += c.Unresolved
		}
		if failed := i == 2; failed != (j.Status == ledger.Failed) || failed != (len(j.Errors) == 2) || sum != j.Totals.Unresolved || j.Run == 0 {
			t.Errorf("job %d: %+v", i, j)
		}
	}
}

func TestSummaryJSONOfNothing(t *testing.T) {
	var b strings.Builder
	if err := (Summary{DryRun: true}).WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(strings.Fields(b.String()), ""); got != `{"jobs":[]}` {
		t.Errorf("%s", got)
	}
	b.Reset()
	if err := (Summary{DryRun: true, Jobs: []JobSummary{{Job: rules.Water, AsOf: date(11, 27)}}}).WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	checkGolden(t, "dry_run.json", b.String())
}
