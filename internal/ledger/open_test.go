package ledger

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	mysqldriver "github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"github.com/bidui/bidui/internal/mysqldsn"
)

func TestStoresThatCannotBe(t *testing.T) {
	folder := t.TempDir()
	garbage := filepath.Join(folder, "garbage.db")
	if err := os.WriteFile(garbage, []byte(strings.Repeat("no database at all. ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	stranger, err := url.Parse(mysqlStore("x"))
	if err != nil {
		t.Fatal(err)
	}
	stranger.User = url.UserPassword("bidui_absent", "geheim")
	for store, want := range map[string]string{
		"":                                      "store: write sqlite:PATH or mysql://",
		"bidui.db":                              "store: write sqlite:PATH or mysql://",
		"sqlite:":                               "names no file",
		"sqlite:" + folder + "/none/b.db":       "there is no folder " + folder + "/none for the ledger",
		"sqlite:" + garbage:                     ErrUnreadable.Error(),
		"sqlite:" + folder:                      "is a directory",
		"mysql://root:geheim@127.0.0.1:3306/":   "store names no database",
		stranger.String():                       ErrAccessDenied.Error(),
		"mysql://root:geheim@127.0.0.1:1/bidui": "connect to 127.0.0.1:1",
	} {
		l, err := Open(t.Context(), store, Options{})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v, want %q", store, err, want)
		}
		if l != nil {
			t.Errorf("%s: there is a ledger beside the error", store)
		}
	}
}

func TestSQLiteFiles(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "数据 50%?#")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), "sqlite:"+filepath.Join(folder, "比对.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	run(t, l, startOf("water"), Outcome{})
	files := listing(t, folder)
	if runtime.GOOS != "windows" && files["比对.db"] != 0o600 {
		t.Errorf("modes %v", files)
	}
	for name, mode := range files {
		if mode != files["比对.db"] {
			t.Errorf("%s has mode %s", name, mode)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := OpenReadOnly(t.Context(), "sqlite:"+filepath.Join(folder, "比对.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if runs, err := reader.Runs(t.Context(), RunFilter{}); err != nil || len(runs) != 1 {
		t.Errorf("%v, %v", runs, err)
	}
	if _, err := reader.Begin(t.Context(), startOf("water")); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a run on a ledger opened read-only: %v", err)
	}
	if err := reader.Waive(t.Context(), Decision{IDs: []int64{1}}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a waiver on a ledger opened read-only: %v", err)
	}
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	if files := listing(t, folder); len(files) != 1 {
		t.Errorf("after closing there are %v", files)
	}
}

func listing(t *testing.T, folder string) map[string]fs.FileMode {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	modes := map[string]fs.FileMode{}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		modes[entry.Name()] = info.Mode()
	}
	return modes
}

// A ledger that is not there yet is an empty one, and stays away.
func TestReadOnlyCreatesNothing(t *testing.T) {
	folder := t.TempDir()
	empty := filepath.Join(folder, "empty.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	absent := testDatabase() + "_absent"
	for _, store := range []string{"sqlite:" + filepath.Join(folder, "none.db"), "sqlite:" + empty, mysqlStore(absent)} {
		l, err := OpenReadOnly(t.Context(), store, Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, o := oneNight()
		if tally, err := l.Preview(t.Context(), s, o); err != nil || tally.Counts != (Counts{Opened: 4, Unresolved: 3}) {
			t.Errorf("preview: %+v, %v", tally.Counts, err)
		}
		if rows := all(t, l, Filter{}); len(rows) != 0 {
			t.Errorf("discrepancies %v", rows)
		}
		if summary, err := l.Summary(t.Context()); err != nil || cmp.Diff(Summary{}, summary) != "" {
			t.Errorf("summary %+v, %v", summary, err)
		}
		if states, err := l.Feeds(t.Context()); err != nil || len(states) != 0 {
			t.Errorf("feeds %v, %v", states, err)
		}
		if _, err := l.Version(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := l.Begin(t.Context(), s); !errors.Is(err, ErrReadOnly) {
			t.Errorf("began: %v", err)
		}
		if err := l.Note(t.Context(), Decision{Note: "x"}); !errors.Is(err, ErrReadOnly) {
			t.Errorf("noted: %v", err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	if files := listing(t, folder); len(files) != 1 {
		t.Errorf("files %v", files)
	}
	if info, err := os.Stat(empty); err != nil || info.Size() != 0 {
		t.Errorf("the empty file was written to: %v, %v", info, err)
	}
	config, err := mysqldsn.Parse(mysqlStore(absent))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := connect(t.Context(), config); !errors.Is(err, ErrNoDatabase) {
		t.Errorf("the database was created: %v", err)
	}
}

// version sets what a ledger says of its version.
func version(t *testing.T, store, statement string) {
	t.Helper()
	l := mustOpen(t, store, Options{})
	if _, err := l.db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestVersions(t *testing.T) {
	for name, newStore := range newStores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{})
			s, o := oneNight()
			run(t, l, s, o)
			before := dump(t, l, tables()...)
			again := mustOpen(t, store, Options{})
			if diff := cmp.Diff(before, dump(t, again, tables()...)); diff != "" {
				t.Errorf("opening a ledger changes it: %s", diff)
			}
			version(t, store, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
			for _, open := range []func(context.Context, string, Options) (*Ledger, error){Open, OpenReadOnly} {
				if _, err := open(t.Context(), store, Options{}); !errors.Is(err, ErrNewer) {
					t.Errorf("a newer ledger: %v", err)
				}
			}
			// As a process leaves it that dies between migrations, or in one.
			undo := []string{"DELETE FROM goose_db_version WHERE version_id > 5", "DROP TABLE discrepancy_events", "DROP TABLE rejects"}
			if name == "sqlite" { // there a migration and its version are one transaction
				undo = append(undo, "ALTER TABLE run_feeds DROP COLUMN inputs", "ALTER TABLE run_feeds DROP COLUMN headers",
					"ALTER TABLE run_feeds DROP COLUMN notes", "ALTER TABLE runs DROP COLUMN findings_digest", "ALTER TABLE run_feeds DROP COLUMN counties",
					"ALTER TABLE runs DROP COLUMN decisions", "ALTER TABLE runs DROP COLUMN same_as")
			}
			for _, statement := range undo {
				if _, err := l.db.Exec(statement); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := OpenReadOnly(t.Context(), store, Options{}); !errors.Is(err, ErrOutdated) {
				t.Errorf("an older ledger: %v", err)
			}
			upgraded := mustOpen(t, store, Options{})
			if diff := cmp.Diff(before["discrepancies"], dump(t, upgraded, "discrepancies")["discrepancies"]); diff != "" {
				t.Errorf("an upgrade changes discrepancies: %s", diff)
			}
			run(t, upgraded, s, o)
			if name == "sqlite" {
				return
			}
			// As one leaves it that dies when it has just made the version table.
			version(t, store, "DELETE FROM goose_db_version")
			run(t, mustOpen(t, store, Options{}), s, o)
		})
	}
}

func TestConcurrentMigration(t *testing.T) {
	for name, newStore := range newStores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			var group sync.WaitGroup
			ledgers, failures := make([]*Ledger, 4), make([]error, 4)
			for i := range ledgers {
				group.Go(func() { ledgers[i], failures[i] = Open(t.Context(), store, Options{}) })
			}
			group.Wait()
			for i, l := range ledgers {
				if failures[i] != nil {
					t.Fatal(failures[i])
				}
				run(t, l, startOf("water"), Outcome{})
				if err := l.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// Both dialects have the same tables and columns, those of the contract first.
func TestSchemas(t *testing.T) {
	lite, my := mustOpen(t, sqliteStore(t), Options{}), mustOpen(t, emptyMySQLStore(t), Options{})
	for _, table := range tables() {
		if diff := cmp.Diff(columnsOf(t, lite.db, table), columnsOf(t, my.db, table)); diff != "" {
			t.Errorf("%s: %s", table, diff)
		}
	}
	if diff := cmp.Diff(discrepancyColumns(), columnsOf(t, lite.db, "discrepancies")); diff != "" {
		t.Error(diff)
	}
	for table, columns := range map[string]string{
		"runs":               "id, job, trigger, area, as_of, status, started_at, finished_at, config_digest, version, opened, resolved, reopened, unresolved, error",
		"run_feeds":          "run_id, feed, location, digest, rows_read, rows_accepted, rows_rejected, held_counties",
		"rejects":            "run_id, feed, location, sheet, row_number, field, reason, masked_value",
		"discrepancies":      "id, kind, subject, qualifier, job, agency, severity, county, town, village, area_code, household_id, member_id, id_number, name, registry_value, agency_value, expected_value, detail, status, opened_at, last_seen_at, resolved_at, opened_run, last_seen_run, resolved_run, times_reopened, waived_until, note",
		"discrepancy_events": "discrepancy_id, run_id, at, actor, event, detail",
	} {
		want := strings.Split(columns, ", ")
		got := columnsOf(t, lite.db, table)
		if diff := cmp.Diff(want, got[:min(len(want), len(got))]); diff != "" {
			t.Errorf("%s: %s", table, diff)
		}
	}
}

func columnsOf(t *testing.T, db *sqlx.DB, table string) []string {
	t.Helper()
	rows, err := db.Query("SELECT * FROM " + table + " WHERE 1 = 0")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil || rows.Err() != nil {
		t.Fatal(err, rows.Err())
	}
	return columns
}

// A user who may not create the database is told what to ask for.
func TestDatabaseThatCannotBeCreated(t *testing.T) {
	const user = "bidui_ledger_nobody"
	if err := administer("CREATE USER IF NOT EXISTS "+user+"@'%' IDENTIFIED BY 'geheim'", "CREATE USER IF NOT EXISTS "+user+"@localhost IDENTIFIED BY 'geheim'"); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := administer("DROP USER "+user+"@'%'", "DROP USER "+user+"@localhost"); err != nil {
			t.Error(err)
		}
	}()
	config, err := mysqldsn.Parse(mysqlStore(testDatabase() + "_absent"))
	if err != nil {
		t.Fatal(err)
	}
	config.User, config.Passwd = user, "geheim"
	err = createDatabase(t.Context(), config)
	if !errors.Is(err, ErrAccessDenied) || !strings.Contains(err.Error(), "CREATE DATABASE IF NOT EXISTS `"+config.DBName+"` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin") ||
		strings.Contains(err.Error(), "geheim") {
		t.Error(err)
	}
}

func TestDriverErrors(t *testing.T) {
	for code, want := range map[uint16]error{
		1062: errDuplicate, 1205: ErrBusy, 1213: ErrBusy, 9007: ErrBusy, 1290: ErrReadOnly, 1146: errNoTable,
		1021: ErrDiskFull, 1114: ErrDiskFull, 1045: ErrAccessDenied, 1049: ErrNoDatabase,
	} {
		if err := translate(&mysqldriver.MySQLError{Number: code}); !errors.Is(err, want) {
			t.Errorf("%d is %v, want %v", code, err, want)
		}
	}
	err := translate(&mysqldriver.MySQLError{Number: 1366, Message: "Incorrect string value: '张三' for column 'name'"})
	if strings.Contains(err.Error(), "张三") || !strings.Contains(err.Error(), "1366") {
		t.Errorf("a row's value is in the error, or the code is not: %v", err)
	}
	if err := translate(context.Canceled); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// The real thing, from both databases.
func TestErrorsOfDatabases(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			l := mustOpen(t, store, Options{})
			insert := func(t *tx) error {
				_, err := t.exec(context.Background(), "INSERT INTO sequences (name, next) VALUES ('events', 1)")
				return err
			}
			if err := l.write(t.Context(), insert); !errors.Is(err, errDuplicate) {
				t.Errorf("a duplicate: %v", err)
			}
		})
	}
	for pragma, want := range map[string]error{"max_page_count = 1": ErrDiskFull, "query_only = 1": ErrReadOnly} {
		l := mustOpen(t, sqliteStore(t), Options{})
		l.db.SetMaxOpenConns(1) // so that settings hold
		if _, err := l.db.Exec("PRAGMA " + pragma); err != nil {
			t.Fatal(err)
		}
		s, o := oneNight()
		for len(o.Findings) < 3000 {
			o.Findings = append(o.Findings, finding(kindOf("assistance", "x"), strings.Repeat("m", len(o.Findings)), "430521", ""))
		}
		r, err := l.Begin(t.Context(), s)
		if err == nil {
			_, err = r.Record(t.Context(), o)
		}
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", pragma, err, want)
		}
	}
}

// What others get in the way of is tried again.
func TestBusy(t *testing.T) {
	store := sqliteStore(t)
	l, holder := mustOpen(t, store, Options{}), mustOpen(t, store, Options{})
	l.db.SetMaxOpenConns(1)
	if _, err := l.db.Exec("PRAGMA busy_timeout = 1"); err != nil {
		t.Fatal(err)
	}
	var busy error
	err := holder.write(t.Context(), func(*tx) error {
		busy = l.transact(t.Context(), l.dialect.writes, func(*tx) error { return nil })
		return nil
	})
	if err != nil || !errors.Is(busy, ErrBusy) {
		t.Errorf("while another writes: %v, %v", busy, err)
	}
	tries := 0
	err = l.write(t.Context(), func(*tx) error {
		if tries++; tries < 3 {
			return busy
		}
		return nil
	})
	if err != nil || tries != 3 {
		t.Errorf("%v after %d tries", err, tries)
	}
}
