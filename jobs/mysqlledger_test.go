package jobs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/jobs"
)

// TestLedgerOnMySQL runs random counties with the ledger on a real server: it
// holds what the contract has a run find and, column by column, what the ledger
// in SQLite holds, also once the county has changed and once it is as it was
// before; and an identical run writes nothing but that it was.
func TestLedgerOnMySQL(t *testing.T) {
	t.Parallel()
	store := mysqlAddress(testDatabase("ledger"))
	for seed := range uint64(25) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			in, dir := county(300+seed), t.TempDir()
			settings := settingsOf(t, dir, in)
			emptyLedger(t, store)
			served := newTestRunner(t, openLedger(t, store), settings, nil)
			lite := newTestRunner(t, openLedger(t, sqliteIn(dir)), settings, nil)
			server, file := inMySQL(t, "ledger"), openSQLite(t, dir)
			inputs := []oracle.Input{in, thinned(in)}
			if seed%5 == 0 {
				inputs = append(inputs, in)
			}
			for _, in := range inputs {
				must(t, oracle.WriteCSV(dir, in))
				request := jobs.Request{AsOf: date(t, in.AsOf)}
				served.all(t, request)
				lite.all(t, request)
				if diff := cmp.Diff(withoutFacts(expected(in)), withoutFacts(found(t, served.ledger))); diff != "" {
					t.Fatalf("contract (-) and ledger (+) differ:\n%s", diff)
				}
				if diff := cmp.Diff(rows(t, lite.ledger, ledger.Filter{}), rows(t, served.ledger, ledger.Filter{})); diff != "" {
					t.Fatalf("SQLite (-) and MySQL (+) differ:\n%s", diff)
				}
				onServer, onDisk := dump(t, server), dump(t, file)
				if diff := cmp.Diff(onDisk, onServer); diff != "" {
					t.Fatalf("the tables of SQLite (-) and MySQL (+) differ:\n%s", diff)
				}
			}
			before := dump(t, server)
			served.all(t, jobs.Request{AsOf: date(t, in.AsOf)})
			checkOnlyRunsAdded(t, before, dump(t, server))
		})
	}
}

// withoutFacts cuts the details off lines: by them alone nothing changes.
func withoutFacts(lines []string) []string {
	for i, line := range lines {
		lines[i], _, _ = strings.Cut(line, " [")
	}
	return lines
}

// thinned is the input without some rows of each feed: enough for discrepancies
// to be resolved, opened and changed.
func thinned(in oracle.Input) oracle.Input {
	thin := func(rows []oracle.Row) (kept []oracle.Row) {
		for i, row := range rows {
			if i%5 != 3 {
				kept = append(kept, row)
			}
		}
		return kept
	}
	in.Households, in.Members, in.Villages = thin(in.Households), thin(in.Members), thin(in.Villages)
	in.Dibao, in.Tekun, in.Water = thin(in.Dibao), thin(in.Tekun), thin(in.Water)
	in.WorkTeams, in.Helpers, in.Enrolment, in.Issued = thin(in.WorkTeams), thin(in.Helpers), thin(in.Enrolment), thin(in.Issued)
	return in
}

// emptyLedger empties the ledger of a MySQL database, which is quicker than to
// make the database anew.
func emptyLedger(t *testing.T, store string) {
	t.Helper()
	db := inMySQL(t, "ledger")
	openLedger(t, store) // makes the tables
	for _, table := range ledgerTables {
		execute(t, db, "DELETE FROM "+table)
	}
	execute(t, db, "INSERT INTO sequences (name, next) VALUES ('discrepancies', 1), ('events', 1), ('decisions', 1)")
}
