package jobs_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/jobs"
)

// TestSheetThatNearlyFitsIsToldOf: beside sheets that have the feed's header one
// that does not is passed over, instructions without a word, but a table of the
// feed with a column gone is not.
func TestSheetThatNearlyFitsIsToldOf(t *testing.T) {
	in := small(20)
	th := stage(t, in, nil)
	s := &shaper{t: t, dir: th.dir, r: newRand(1)}
	whole, renamed := plainSheet("一月", in.Members), plainSheet("二月", in.Members)
	renamed.header[slices.Index(renamed.header, "dibao")] = "是否低保户"
	note := sheet{name: "填写说明", header: []string{"填写说明"}, rows: [][]string{{"name", "与户口簿一致"}, {"dibao", "是或否"}}}
	book := s.officeBook([]grid{plainGrid(note), plainGrid(whole), plainGrid(renamed)})
	must(t, os.WriteFile(filepath.Join(th.dir, "members.xlsx"), book, 0o600))
	feed := th.settings.Feeds["members"]
	feed.Source.From = secret.Text("members.xlsx")
	th.settings.Feeds["members"] = feed

	result := newTestRunner(t, th.ledger, th.settings, nil).try(t, jobs.Request{Jobs: []string{"registry"}, AsOf: date(t, in.AsOf)})["registry"]
	must(t, result.Err)
	read := result.Reads[slices.IndexFunc(result.Reads, func(r ledger.FeedRead) bool { return r.Feed == "members" })]
	if len(read.Notes) != 1 || !strings.Contains(read.Notes[0], "passed over: members.xlsx [二月]: header in row 1 lacks dibao（") {
		t.Errorf("notes: %q", read.Notes)
	}
	if strings.Contains(read.Notes[0], "430599") || strings.Contains(read.Notes[0], "张三") {
		t.Errorf("the note names somebody: %q", read.Notes[0])
	}
}

// plainSheet is rows under the names of their fields.
func plainSheet(name string, rows []oracle.Row) sheet {
	fields := planOf("", rows).fields
	of := sheet{name: name, header: slices.Clone(fields), fields: fields}
	for _, row := range rows {
		cells := make([]string, len(fields))
		for i, field := range fields {
			cells[i] = row[field]
		}
		of.rows = append(of.rows, cells)
	}
	return of
}

// plainGrid is a sheet all of whose cells are text.
func plainGrid(of sheet) grid {
	g := grid{of: of}
	for _, line := range of.lines() {
		cells := make([]any, len(line))
		for i, cell := range line {
			if cell != "" {
				cells[i] = cell
			}
		}
		g.cells = append(g.cells, cells)
	}
	return g
}
