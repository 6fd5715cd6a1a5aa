package main

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"
	"modernc.org/sqlite"
	sqlitecode "modernc.org/sqlite/lib"

	"github.com/bidui/bidui/internal/mysqldsn"
)

// ledgerStore is where a test keeps its ledger, and a way to look into it that
// does not lead through the program.
type ledgerStore struct {
	address string // as the configuration says it
	driver  string // sqlite or mysql
	source  string // as the driver says it
}

// stores makes an empty ledger in each sort of store: in a SQLite file, and in a
// database on the server of the tests; and a directory to run in.
var stores = map[string]func(*testing.T) (dir string, store ledgerStore){
	"sqlite": func(t *testing.T) (string, ledgerStore) {
		t.Helper()
		dir := t.TempDir()
		return dir, sqliteStore(dir)
	},
	"mysql": func(t *testing.T) (string, ledgerStore) {
		t.Helper()
		return t.TempDir(), mysqlStore(t)
	},
}

// mysqlStore is an empty ledger on the server of the tests.
func mysqlStore(t *testing.T) ledgerStore {
	t.Helper()
	address := newDatabase(t)
	return ledgerStore{address: address, driver: "mysql", source: driverSource(t, address)}
}

// sqliteStore is the ledger bidui.db in a directory, once the program has made it.
func sqliteStore(dir string) ledgerStore {
	return ledgerStore{
		address: "sqlite:bidui.db", driver: "sqlite",
		source: "file:" + filepath.Join(dir, "bidui.db") + "?mode=rw&_txlock=immediate",
	}
}

// path is the file of a SQLite ledger.
func (s ledgerStore) path() string {
	path, _, _ := strings.Cut(strings.TrimPrefix(s.source, "file:"), "?")
	return path
}

var databases atomic.Int64 // that this test run has made

// newDatabase is the address of an empty database on the server of the tests,
// which has to be there. It is dropped when the test ends.
func newDatabase(t *testing.T) string {
	t.Helper()
	name := fmt.Sprintf("bidui_cmd_%d_%d", os.Getpid(), databases.Add(1))
	administer(t, "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
	t.Cleanup(func() { administer(t, "DROP DATABASE IF EXISTS "+name) })
	return serverAddress(name)
}

func serverAddress(database string) string {
	server, parameters, _ := strings.Cut(cmp.Or(os.Getenv("BIDUI_TEST_MYSQL"), "mysql://root@127.0.0.1:3306/"), "?")
	address := strings.TrimSuffix(server, "/") + "/" + database
	if parameters != "" {
		address += "?" + parameters
	}
	return address
}

// administer runs a statement on the server of the tests, in no database.
func administer(t *testing.T, statement string) {
	t.Helper()
	db := openDatabase(t, "mysql", driverSource(t, serverAddress("")))
	defer db.Close()
	execute(t, db, statement)
}

func driverSource(t *testing.T, address string) string {
	t.Helper()
	config, err := mysqldsn.Parse(address)
	must(t, err)
	return config.FormatDSN()
}

func openDatabase(t *testing.T, driver, source string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, source)
	must(t, err)
	return db
}

func execute(t *testing.T, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatalf("%.80s: %v", statement, err)
	}
}

// look opens the ledger, and has closed it when it returns: a connection of the
// test's own would tidy up behind a process that was killed.
func (s ledgerStore) look(t *testing.T, do func(*sql.DB)) {
	t.Helper()
	db := openDatabase(t, s.driver, s.source)
	defer func() { must(t, db.Close()) }()
	do(db)
}

// exec changes the ledger behind the program's back.
func (s ledgerStore) exec(t *testing.T, statement string, args ...any) {
	t.Helper()
	s.look(t, func(db *sql.DB) { execute(t, db, statement, args...) })
}

// ask is the answer to a query, a line for each row.
func (s ledgerStore) ask(t *testing.T, query string) string {
	t.Helper()
	var answer string
	s.look(t, func(db *sql.DB) {
		var err error
		if answer, err = s.answer(db, query); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	})
	return answer
}

func (s ledgerStore) answer(db *sql.DB, query string) (string, error) {
	result, err := db.Query(query)
	if err != nil {
		return "", err
	}
	defer result.Close()
	columns, err := result.Columns()
	if err != nil {
		return "", err
	}
	values, targets := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	var text strings.Builder
	for result.Next() {
		if err := result.Scan(targets...); err != nil {
			return "", err
		}
		for i, value := range values {
			if i > 0 {
				text.WriteByte('|')
			}
			text.Write(value)
		}
		text.WriteByte('\n')
	}
	return text.String(), result.Err()
}

// dump is all that a run may change, but the list of runs.
func (s ledgerStore) dump(t *testing.T) string {
	t.Helper()
	return s.findings(t) + s.ask(t, "SELECT * FROM rejects ORDER BY feed, run_id, n")
}

// findings is what a run that is entered as failed must not change either: that
// one may enter what it rejected.
func (s ledgerStore) findings(t *testing.T) string {
	t.Helper()
	return s.ask(t, "SELECT * FROM discrepancies ORDER BY id") +
		s.ask(t, "SELECT * FROM discrepancy_events ORDER BY id") +
		s.ask(t, "SELECT * FROM sequences ORDER BY name") +
		s.ask(t, "SELECT * FROM run_kinds ORDER BY run_id, kind")
}

// leftBehind is the ledger as a dead process left it. Of a SQLite ledger it is a
// copy, so that the first to open the original is the program, and not a test
// that tidies up by looking. A server may still be at its last statement.
func (s ledgerStore) leftBehind(t *testing.T) ledgerStore {
	t.Helper()
	if s.driver != "sqlite" {
		eventually(t, "the server has done with the dead process", func() bool { return s.sessions(t, "") == 0 })
		return s
	}
	dir := t.TempDir()
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(s.path() + suffix)
		if suffix != "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, "bidui.db"+suffix), data, 0o600))
	}
	return sqliteStore(dir)
}

// lastRun is how the newest run of a job stands: its status and, where it
// failed, why.
func (s ledgerStore) lastRun(t *testing.T, job string) string {
	t.Helper()
	return strings.TrimSpace(s.ask(t, "SELECT status, error FROM runs WHERE id = (SELECT MAX(id) FROM runs WHERE job = '"+job+"')"))
}

// beingWritten says whether somebody holds the lock under which a SQLite ledger
// is written.
func (s ledgerStore) beingWritten(t *testing.T) bool {
	t.Helper()
	db := openDatabase(t, s.driver, s.source)
	defer db.Close()
	tx, err := db.Begin()
	var fault *sqlite.Error
	if errors.As(err, &fault) && fault.Code()&0xff == sqlitecode.SQLITE_BUSY {
		return true
	}
	must(t, err)
	must(t, tx.Rollback())
	return false
}

// waits says whether a session in the database of a MySQL ledger is at a
// statement that begins like this.
func (s ledgerStore) waits(t *testing.T, statement string) bool {
	t.Helper()
	return s.sessions(t, " AND info LIKE '"+statement+"%'") > 0
}

// sessions is how many others there are in the database of a MySQL ledger that
// are so in the server's list.
func (s ledgerStore) sessions(t *testing.T, so string) int {
	t.Helper()
	config, err := mysql.ParseDSN(s.source)
	must(t, err)
	n, err := strconv.Atoi(strings.TrimSpace(s.ask(t,
		"SELECT COUNT(*) FROM information_schema.processlist WHERE db = '"+config.DBName+"' AND id <> CONNECTION_ID()"+so)))
	must(t, err)
	return n
}
