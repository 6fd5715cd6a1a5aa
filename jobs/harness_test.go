package jobs_test

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/mysqldsn"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/jobs"
)

func TestMain(m *testing.M) {
	if code, isChild := asChild(); isChild {
		os.Exit(code)
	}
	code := m.Run()
	for _, purpose := range []string{"ledger", "feeds"} {
		if err := administer("DROP DATABASE IF EXISTS " + testDatabase(purpose)); err != nil && code == 0 {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// testDatabase is one of the MySQL databases of this test run.
func testDatabase(purpose string) string {
	return fmt.Sprintf("bidui_jobs_%s_%d", purpose, os.Getpid())
}

// mysqlAddress is the address of a database on the server that tests use.
func mysqlAddress(database string) string {
	server, parameters, _ := strings.Cut(cmp.Or(os.Getenv("BIDUI_TEST_MYSQL"), "mysql://root@127.0.0.1:3306/"), "?")
	return strings.TrimSuffix(server, "/") + "/" + database + "?" + parameters
}

// openMySQL opens a database for tests to look into, or the server alone.
func openMySQL(database string) (*sql.DB, error) {
	config, err := mysqldsn.Parse(mysqlAddress(database))
	if err != nil {
		return nil, err
	}
	connector, err := mysqldriver.NewConnector(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// administer runs statements on the server, in no database.
func administer(statements ...string) error {
	db, err := openMySQL("")
	if err != nil {
		return err
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return db.Close()
}

// inMySQL is a database of the server that tests use, which has to be there.
func inMySQL(t testing.TB, purpose string) *sql.DB {
	t.Helper()
	must(t, administer("CREATE DATABASE IF NOT EXISTS "+testDatabase(purpose)+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
	db, err := openMySQL(testDatabase(purpose))
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

// execute runs one statement.
func execute(t testing.TB, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatalf("%.80s: %v", statement, err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// noon is the time on the clock of every test.
func noon() time.Time { return time.Date(2018, 10, 15, 4, 0, 0, 0, time.UTC) }

// testRunner is a Runner and the ledger that it writes.
type testRunner struct {
	*jobs.Runner
	ledger *ledger.Ledger
}

func newTestRunner(t testing.TB, l *ledger.Ledger, s jobs.Settings, progress jobs.Progress) testRunner {
	t.Helper()
	r, err := jobs.NewRunner(s, l, slog.New(slog.DiscardHandler), progress, noon)
	must(t, err)
	return testRunner{Runner: r, ledger: l}
}

// runnerAt is newTestRunner with another clock.
func runnerAt(t testing.TB, l *ledger.Ledger, s jobs.Settings, now func() time.Time) testRunner {
	t.Helper()
	r, err := jobs.NewRunner(s, l, slog.New(slog.DiscardHandler), nil, now)
	must(t, err)
	return testRunner{Runner: r, ledger: l}
}

// all runs every job that can run, and has each succeed.
func (r testRunner) all(t testing.TB, request jobs.Request) map[string]jobs.Result {
	t.Helper()
	results := map[string]jobs.Result{}
	for name, result := range r.try(t, request) {
		if result.Err != nil {
			t.Fatalf("%s: %v", name, result.Err)
		}
		results[name] = result
	}
	return results
}

// try runs the jobs of the request, or every job that can run.
func (r testRunner) try(t testing.TB, request jobs.Request) map[string]jobs.Result {
	t.Helper()
	if request.Jobs == nil {
		request.Jobs = r.Runnable()
	}
	request.Trigger = "manual"
	results := map[string]jobs.Result{}
	for _, result := range r.Run(t.Context(), request) {
		results[result.Job] = result
	}
	return results
}

// sqliteIn is a ledger's store in a directory.
func sqliteIn(dir string) string { return "sqlite:" + filepath.Join(dir, "bidui.db") }

func openLedger(t testing.TB, store string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), store, ledger.Options{Now: noon})
	must(t, err)
	t.Cleanup(func() { must(t, l.Close()) })
	return l
}

// feedsOf is the rows of an input by feed; those not configured are left out.
func feedsOf(in oracle.Input) map[string][]oracle.Row {
	feeds := map[string][]oracle.Row{}
	for feed, rows := range map[string][]oracle.Row{
		"households": in.Households, "members": in.Members, "villages": in.Villages,
		"dibao": in.Dibao, "tekun": in.Tekun, "water": in.Water,
		"work_teams": in.WorkTeams, "helpers": in.Helpers, "enrolment": in.Enrolment, "issued": in.Issued,
	} {
		if rows != nil {
			feeds[feed] = rows
		}
	}
	return feeds
}

// settingsOf reads what oracle.WriteCSV wrote, with guards that let everything through.
func settingsOf(t testing.TB, dir string, in oracle.Input) jobs.Settings {
	t.Helper()
	s := settingsIn(t, dir)
	s.Window = func(period.Date) period.Window {
		return window(t, cmp.Or(in.WindowFrom, "2017-10"), cmp.Or(in.WindowThrough, "2018-09"))
	}
	s.Terms.TeamBasis = in.TeamBasis
	s.MidYear = window(t, cmp.Or(in.MidYearFrom, "2018-04"), cmp.Or(in.MidYearThrough, "2018-09"))
	for feed := range feedsOf(in) {
		s.Feeds[feed] = jobs.Feed{
			Source: source.Spec{From: secret.Text(feed + ".csv")},
			Guard:  jobs.Guard{MaxRejected: 10_000, MaxShrink: 10_000, AllowEmpty: true},
			Terms:  roster.Terms{FirstUnpaid: in.EndFirstUnpaid && (feed == "dibao" || feed == "tekun")},
		}
	}
	return s
}

// settingsIn is the default settings, still without feeds.
func settingsIn(t testing.TB, dir string) jobs.Settings {
	t.Helper()
	s, err := defaultSettings(dir)
	must(t, err)
	return s
}

func defaultSettings(dir string) (jobs.Settings, error) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	october, _ := period.ParseMonth("2017-10")
	return jobs.Settings{
		Dir: dir, Feeds: map[string]jobs.Feed{}, Location: zone,
		Words: registry.DefaultWords(), RosterWords: roster.DefaultWords(),
		Window:  func(period.Date) period.Window { return period.Window{From: october, Through: october + 11} },
		MidYear: period.Window{From: october + 6, Through: october + 11},
	}, err
}

func window(t testing.TB, from, through string) period.Window {
	t.Helper()
	first, ok1 := period.ParseMonth(from)
	last, ok2 := period.ParseMonth(through)
	if !ok1 || !ok2 {
		t.Fatalf("no window: %q…%q", from, through)
	}
	return period.Window{From: first, Through: last}
}

func date(t testing.TB, text string) period.Date {
	t.Helper()
	d, ok := period.ParseDate(text)
	if !ok {
		t.Fatalf("no date: %q", text)
	}
	return d
}

// rows is what the ledger holds, by id; filter chooses.
func rows(t testing.TB, l *ledger.Ledger, filter ledger.Filter) []ledger.Discrepancy {
	t.Helper()
	var all []ledger.Discrepancy
	for d, err := range l.Discrepancies(t.Context(), filter) {
		must(t, err)
		all = append(all, d)
	}
	return all
}
