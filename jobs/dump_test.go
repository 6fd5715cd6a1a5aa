package jobs_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ledgerTables are all tables of a ledger.
var ledgerTables = []string{
	"runs", "run_feeds", "run_kinds", "rejects", "discrepancies", "discrepancy_events", "leases", "sequences",
	"pruned_totals", "pruned_counts",
}

// openSQLite opens the ledger in a directory for tests to look into.
func openSQLite(t testing.TB, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "bidui.db"))
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

// dump is every row of every table of a ledger as text, by table.
func dump(t testing.TB, db *sql.DB) map[string][]string {
	t.Helper()
	tables := map[string][]string{}
	for _, table := range ledgerTables {
		tables[table] = lines(t, db, "SELECT * FROM "+table+" ORDER BY 1, 2")
	}
	return tables
}

// lines is the rows that a query gives, each as one line.
func lines(t testing.TB, db *sql.DB, query string) []string {
	t.Helper()
	result, err := db.QueryContext(t.Context(), query)
	must(t, err)
	defer result.Close() // the rows are read to their end
	columns, err := result.Columns()
	must(t, err)
	cells := make([]sql.NullString, len(columns))
	targets := make([]any, len(columns))
	for i := range cells {
		targets[i] = &cells[i]
	}
	var all []string
	for result.Next() {
		must(t, result.Scan(targets...))
		var line strings.Builder
		for i, cell := range cells {
			if fmt.Fprintf(&line, "%s=", columns[i]); cell.Valid {
				fmt.Fprintf(&line, "%q ", cell.String)
			}
		}
		all = append(all, line.String())
	}
	must(t, result.Err())
	return all
}

// checkOnlyRunsAdded compares dumps of a ledger before and after runs that had
// nothing to change. A table that is missing in after is not compared.
func checkOnlyRunsAdded(t testing.TB, before, after map[string][]string) {
	t.Helper()
	for table, rows := range after {
		if table == "runs" && len(rows) == len(before[table]) {
			t.Errorf("%d runs, as many as before", len(rows))
		}
		if table == "runs" || table == "run_feeds" {
			rows = rows[:min(len(rows), len(before[table]))]
		}
		if diff := cmp.Diff(before[table], rows); diff != "" {
			t.Errorf("%s changed:\n%s", table, diff)
		}
	}
}
