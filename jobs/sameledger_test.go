package jobs_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/jobs"
)

// TestShapesGiveTheSameLedger writes random counties in every shape that files
// and databases have, and wants the ledger that tidy CSV gives.
func TestShapesGiveTheSameLedger(t *testing.T) {
	t.Parallel()
	drawn, ran := map[string]bool{}, 0
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			ran++
			in := damagedNumbers(seed, county(200+seed))
			in.Dibao, in.Tekun = withReadableMonths(in.Dibao), withReadableMonths(in.Tekun)
			request := jobs.Request{AsOf: date(t, in.AsOf)}
			tidyDir := t.TempDir()
			must(t, oracle.WriteCSV(tidyDir, in))
			tidy := newTestRunner(t, openLedger(t, sqliteIn(tidyDir)), settingsOf(t, tidyDir, in), nil)
			wantReads := tidy.all(t, request)
			if diff := cmp.Diff(expected(in), found(t, tidy.ledger)); diff != "" {
				t.Fatalf("contract (-) and tidy CSV (+) differ:\n%s", diff)
			}

			shapedDir := t.TempDir()
			s := &shaper{t: t, r: rand.New(rand.NewPCG(seed, 2)), dir: shapedDir}
			settings := shaped(t, s, in)
			for _, shape := range s.drawn {
				drawn[shape] = true
			}
			shapes := newTestRunner(t, openLedger(t, sqliteIn(shapedDir)), settings, nil)
			reads := shapes.all(t, request)
			if diff := cmp.Diff(withoutLineage(t, tidy.ledger), withoutLineage(t, shapes.ledger)); diff != "" {
				t.Fatalf("%s\ntidy CSV (-) and these shapes (+) differ:\n%s", s.shapes(), diff)
			}
			if diff := cmp.Diff(counted(wantReads), counted(reads)); diff != "" {
				t.Errorf("%s\nrows of tidy CSV (-) and these shapes (+) differ:\n%s", s.shapes(), diff)
			}

			db := openSQLite(t, tidyDir)
			before := dump(t, db)
			newTestRunner(t, tidy.ledger, settings, nil).all(t, request)
			after := dump(t, db)
			delete(after, "rejects") // they name their files
			checkOnlyRunsAdded(t, before, after)
		})
	}
	for _, shape := range everyShape {
		if ran == 40 && !drawn[shape] {
			t.Errorf("no seed drew the shape %q", shape)
		}
	}
}

// everyShape is what the seeds have to draw between them.
var everyShape = []string{
	// of tables
	"rows shuffled", "columns shuffled", "Chinese headers", "columns by configuration", "remarks", "serial numbers",
	"titles above", "blank rows", "sums and signatures below", "several persons in a row",
	"header in two rows", "what a header says in its group", "cells merged downwards", "merged title", "hidden rows", "hidden columns",
	// of cells
	"line breaks in cells", `="…"`, `="…" without quotes`, "leading '", "full-width digits", "numeric cells", "numbers of 18 digits as numbers",
	"dates as serials of month", "dates as serials of start", "dates as serials of end", "dates as serials of state_date",
	"dates as serials of assessed_on", "dates as serials of identified",
	// of files
	"UTF-8", "UTF-8 with a mark", "UTF-16 LE", "UTF-16 BE", "UTF-16 LE without a mark", "GB18030", "encoding by configuration",
	"TSV", "semicolons", "CRLF", "workbook", "inline strings", "wrong dimension", "XLS", "XML spreadsheet",
	"HTML in UTF-8", "HTML in GBK", "HTML in UTF-16", "sheet of instructions", "sheet by configuration", "hidden sheet",
	"JSON", "list of objects", "list within an answer", "an object a line", "records by configuration", "null", "keys left out", "numbers of JSON",
	// of places
	"three files", "archive", "archive of one", "encrypted archive", "names in GBK",
	"a file to a month", "a directory to a month", "a directory to a year", "a sheet to a month", "a workbook to a year",
	"query", "NULL", "all in the database", "paged JSON", "pages by cursor", "SFTP", "HTTP",
}

// damagedNumbers is a county in whose lists some numbers of 18 digits went
// through a spreadsheet as numbers: what is left of them is in scientific notation.
func damagedNumbers(seed uint64, in oracle.Input) oracle.Input {
	r := rand.New(rand.NewPCG(seed, 4))
	whole := regexp.MustCompile(`^\d{18}$`)
	return everyRow(in, func(row oracle.Row) []oracle.Row {
		for _, field := range []string{"id_number", "head_id"} {
			if whole.MatchString(row[field]) && r.IntN(25) == 0 {
				number, err := strconv.ParseFloat(row[field][:15]+"000", 64) // which is all that Excel keeps
				if err != nil {
					panic(err) // eighteen digits are a number
				}
				row = maps.Clone(row)
				row[field] = strconv.FormatFloat(number, 'E', -1, 64)
			}
		}
		return []oracle.Row{row}
	})
}

// shaped writes the feeds of an input in drawn shapes, and says how to read them.
// Every eighth county lies in the database with all its feeds.
func shaped(t *testing.T, s *shaper, in oracle.Input) jobs.Settings {
	t.Helper()
	settings := settingsOf(t, s.dir, in)
	allInDatabase := s.draw(12, "all in the database")
	feeds := feedsOf(in)
	for _, name := range slices.Sorted(maps.Keys(feeds)) {
		rows, feed := feeds[name], jobs.Feed{}
		if allInDatabase {
			feed.Source = s.query(planOf(name, rows), rows) // in tables that nobody dressed
		} else {
			feed = s.feed(name, rows)
		}
		feed.Guard, feed.Terms = settings.Feeds[name].Guard, settings.Feeds[name].Terms
		settings.Feeds[name] = feed
	}
	return settings
}

// withoutLineage is the ledger's discrepancies, without where their rows stood.
func withoutLineage(t testing.TB, l *ledger.Ledger) []ledger.Discrepancy {
	t.Helper()
	all := rows(t, l, ledger.Filter{})
	for i := range all {
		all[i].Detail = strings.Join(facts(t, all[i]), " ")
	}
	return all
}

// counted is how many rows a run took from each feed, and where they belong.
func counted(results map[string]jobs.Result) map[string]string {
	counts := map[string]string{}
	for _, result := range results {
		for _, read := range result.Reads {
			counts[read.Feed] = fmt.Sprint(read.RowsRead, read.RowsAccepted, read.RowsRejected, read.CountyRows)
		}
	}
	return counts
}
