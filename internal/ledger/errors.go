package ledger

import (
	"errors"
	"fmt"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
	sqlitedriver "modernc.org/sqlite"
	sqlitecode "modernc.org/sqlite/lib"
)

// What can be wrong with a ledger, for errors.Is.
var (
	ErrLocked       = errors.New("another run of the job is under way")
	ErrFenced       = errors.New("the run lost its lease to another run of the job; nothing of it is recorded")
	ErrEnded        = errors.New("the run has ended already")
	ErrBusy         = errors.New("the ledger is in use by others for too long; try again later")
	ErrReadOnly     = errors.New("the ledger cannot be written to")
	ErrDiskFull     = errors.New("the disk of the ledger is full")
	ErrAccessDenied = errors.New("the database refuses access")
	ErrNoDatabase   = errors.New("there is no such database")
	ErrUnreadable   = errors.New("the file is no ledger, damaged, or cannot be opened")
	ErrOutdated     = errors.New("the ledger is of an older version of bidui: `bidui migrate up` brings it up to date")
	ErrNetworkShare = errors.New("a SQLite ledger cannot be on a network share, where file locks do not hold")
	ErrNewer        = errors.New("the ledger is of a newer version of bidui; use that version")

	errDuplicate = errors.New("there is such a row already")
	errNoTable   = errors.New("a table is missing")
)

// LockedError tells who runs a job. It is an ErrLocked.
type LockedError struct {
	Job   string
	Run   int64
	Owner Owner
	Until time.Time // when the lease ends unless it is renewed
}

// Error says who, and when to try again.
func (e *LockedError) Error() string {
	return fmt.Sprintf("job %s: run %d of it is under way (process %d on %s, lease until %s)",
		e.Job, e.Run, e.Owner.PID, e.Owner.Host, e.Until.UTC().Format(time.RFC3339))
}

// Unwrap makes a LockedError an ErrLocked.
func (e *LockedError) Unwrap() error { return ErrLocked }

// driverError is an error of a database driver: what it means to us, and a text
// that holds no value of any row.
type driverError struct {
	kind  error
	text  string
	cause error
}

func (e *driverError) Error() string {
	if e.kind == nil {
		return e.text
	}
	return e.kind.Error() + " (" + e.text + ")"
}

func (e *driverError) Unwrap() []error {
	if e.kind == nil {
		return []error{e.cause}
	}
	return []error{e.kind, e.cause}
}

// translate turns a driver's error into ours, by its code. Other errors, a
// context's among them, come back as they are.
func translate(err error) error {
	if my, ok := errors.AsType[*mysqldriver.MySQLError](err); ok {
		text := fmt.Sprintf("MySQL error %d", my.Number)
		if !quotesRows(my.Number) {
			text += ": " + my.Message
		}
		return &driverError{kind: mysqlKind(my.Number), text: text, cause: err}
	}
	if lite, ok := errors.AsType[*sqlitedriver.Error](err); ok {
		return &driverError{kind: sqliteKind(lite.Code()), text: lite.Error(), cause: err}
	}
	return err
}

// quotesRows lists the codes whose messages show what a row holds: duplicate
// keys, and values that do not fit their column.
func quotesRows(code uint16) bool {
	switch code {
	case 1062, 1264, 1265, 1292, 1366, 1367, 1586:
		return true
	}
	return false
}

func mysqlKind(code uint16) error {
	switch code {
	case 1062, 1586: // duplicate entry
		return errDuplicate
	case 1205, 1213, // lock wait timeout, deadlock
		8002, 8022, 8028, 9007: // TiDB: write conflicts, a schema that changed meanwhile
		return ErrBusy
	case 1290, 1792, 1836, 1874: // --read-only, read-only transaction, read-only modes
		return ErrReadOnly
	case 1146:
		return errNoTable
	case 1021, 1114: // disk full, table full
		return ErrDiskFull
	case 1044, 1045, 1142, 1143, 1227, 1370, 1698: // database, user, table, column, privilege, routine, socket user
		return ErrAccessDenied
	case 1049:
		return ErrNoDatabase
	}
	return nil
}

func sqliteKind(code int) error {
	switch code {
	case sqlitecode.SQLITE_CONSTRAINT_UNIQUE, sqlitecode.SQLITE_CONSTRAINT_PRIMARYKEY, sqlitecode.SQLITE_CONSTRAINT_ROWID:
		return errDuplicate
	}
	switch code & 0xff { // the primary code
	case sqlitecode.SQLITE_BUSY, sqlitecode.SQLITE_LOCKED:
		return ErrBusy
	case sqlitecode.SQLITE_READONLY:
		return ErrReadOnly
	case sqlitecode.SQLITE_FULL:
		return ErrDiskFull
	case sqlitecode.SQLITE_PERM, sqlitecode.SQLITE_AUTH:
		return ErrAccessDenied
	case sqlitecode.SQLITE_CANTOPEN, sqlitecode.SQLITE_NOTADB, sqlitecode.SQLITE_CORRUPT:
		return ErrUnreadable
	}
	return nil
}
