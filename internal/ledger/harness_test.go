package ledger

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/mysqldsn"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(childStore); address != "" {
		os.Exit(child(address))
	}
	code := m.Run()
	if err := administer("DROP DATABASE IF EXISTS " + testDatabase()); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// testDatabase is the one MySQL database of this test run.
func testDatabase() string { return fmt.Sprintf("bidui_ledger_test_%d", os.Getpid()) }

// mysqlStore is the address of a database on the server that tests use.
func mysqlStore(database string) string {
	server, parameters, _ := strings.Cut(cmp.Or(os.Getenv("BIDUI_TEST_MYSQL"), "mysql://root@127.0.0.1:3306/"), "?")
	return strings.TrimSuffix(server, "/") + "/" + database + "?" + parameters
}

// administer runs statements on the server, in no database.
func administer(statements ...string) error {
	config, err := mysqldsn.Parse(mysqlStore(""))
	if err != nil {
		return err
	}
	db, err := connect(context.Background(), config)
	if err != nil {
		return err
	}
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return db.Close()
}

// stores gives each kind of database an empty ledger's address: SQLite, and a
// MySQL-protocol server, which has to be there.
func stores() map[string]func(testing.TB) string {
	return map[string]func(testing.TB) string{"sqlite": sqliteStore, "mysql": emptyMySQLStore}
}

// newStores is stores with a database that no ledger was ever in.
func newStores() map[string]func(testing.TB) string {
	return map[string]func(testing.TB) string{"sqlite": sqliteStore, "mysql": newMySQLStore}
}

func sqliteStore(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "bidui.db") }

// newMySQLStore is for benchmarks: it leaves the server no rows to clean up.
func newMySQLStore(t testing.TB) string {
	if err := administer("DROP DATABASE IF EXISTS " + testDatabase()); err != nil {
		t.Fatal(err)
	}
	return mysqlStore(testDatabase())
}

func emptyMySQLStore(t testing.TB) string {
	store := mysqlStore(testDatabase())
	l := mustOpen(t, store, Options{})
	for _, table := range tables() {
		if _, err := l.db.Exec("DELETE FROM " + table); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.db.Exec("INSERT INTO sequences (name, next) VALUES ('discrepancies', 1), ('events', 1), ('decisions', 1)"); err != nil {
		t.Fatal(err)
	}
	return store
}

func tables() []string {
	return []string{"sequences", "leases", "runs", "run_feeds", "run_kinds", "rejects", "discrepancies", "discrepancy_events",
		"handlings", "scorecards", "pruned_totals", "pruned_counts"}
}

func mustOpen(t testing.TB, store string, o Options) *Ledger {
	t.Helper()
	l, err := Open(t.Context(), store, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// clock stands still unless it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock {
	return &clock{at: time.Date(2018, 11, 26, 17, 0, 0, 123456000, time.UTC)}
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func date(year, month, day int) period.Date {
	d, ok := period.DateOf(year, month, day)
	if !ok {
		panic("no such day")
	}
	return d
}

// kindOf is a kind that only tests know.
func kindOf(job, name string) *rules.Kind {
	return &rules.Kind{Name: name, Job: job, Agency: "civil"}
}

// startOf is a run over everything.
func startOf(job string) Start {
	return Start{Job: job, Trigger: "manual", AsOf: date(2018, 11, 26), ConfigDigest: "c0ffee", Version: "test"}
}

// finding is a finding in a county.
func finding(kind *rules.Kind, subject, county, value string) rules.Finding {
	return rules.Finding{
		Kind: kind, Subject: subject, Severity: rules.High,
		Area:     registry.Area{Code: county + "101200", County: "县" + county, Town: "镇", Village: "村"},
		MemberID: strings.TrimPrefix(subject, "member:"), Name: "张三", Registry: value, Expected: "是",
	}
}

func mustBegin(t testing.TB, l *Ledger, s Start) *Run {
	t.Helper()
	r, err := l.Begin(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// run begins and records a run.
func run(t testing.TB, l *Ledger, s Start, o Outcome) Tally {
	t.Helper()
	tally, err := mustBegin(t, l, s).Record(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return tally
}

// all is what the ledger holds, by subject and qualifier.
func all(t testing.TB, l *Ledger, f Filter) map[string]Discrepancy {
	t.Helper()
	found := map[string]Discrepancy{}
	for d, err := range l.Discrepancies(t.Context(), f) {
		if err != nil {
			t.Fatal(err)
		}
		found[d.Kind+" "+d.Subject+" "+d.Qualifier] = d
	}
	return found
}

// dump is every row of the tables, as text.
func dump(t testing.TB, l *Ledger, tables ...string) map[string]string {
	t.Helper()
	dumps := map[string]string{}
	for _, table := range tables {
		var text strings.Builder
		for _, row := range query(t, l, "SELECT * FROM "+table+" ORDER BY 1, 2") {
			fmt.Fprintln(&text, row) // in the order of the columns' names
		}
		dumps[table] = text.String()
	}
	return dumps
}

// query is the rows of a query, with text as strings.
func query(t testing.TB, l *Ledger, query string, args ...any) (found []map[string]any) {
	t.Helper()
	rows, err := l.db.Queryx(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		row := map[string]any{}
		if err := rows.MapScan(row); err != nil {
			t.Fatal(err)
		}
		for column, value := range row {
			if b, ok := value.([]byte); ok {
				row[column] = string(b)
			}
		}
		found = append(found, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}
