package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/jmoiron/sqlx"
	sqlitedriver "modernc.org/sqlite"

	"github.com/bidui/bidui/internal/whole"
)

// ErrOwnFile is, for errors.Is, that a copy would take the place of the ledger.
var ErrOwnFile = errors.New("that is the ledger itself")

// ErrNotFile is, for errors.Is, that a ledger is no SQLite file: whoever runs
// its database keeps and restores copies of it.
var ErrNotFile = errors.New("the ledger is in a database, not in a file")

// Copy is what a copy of a ledger holds.
type Copy struct {
	Rows  map[string]int64 // by table
	Bytes int64
}

// copyPages is how many pages are copied between two looks at the context.
const copyPages = 1000

// Backup copies a SQLite ledger as it stands at one time to a new file, readable
// by its owner only, while others go on using it. The copy takes its name when
// it is whole: its own integrity is checked, and it has as many rows as the
// ledger had. A file of that name is an fs.ErrExist, unless it may be replaced;
// the ledger's own are an ErrOwnFile.
// The ledger may be of any version.
func Backup(ctx context.Context, store, path string, replace bool) (c Copy, err error) {
	source, err := ledgerFile(store)
	if err != nil {
		return c, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return c, err
	}
	for _, own := range Files(store) {
		if whole.Same(path, own) {
			return c, fmt.Errorf("back up the ledger: %s: %w", path, ErrOwnFile)
		}
	}
	if _, err := os.Stat(path); err == nil && !replace {
		return c, fmt.Errorf("back up the ledger: %s: %w", path, fs.ErrExist)
	}
	db, err := openSQLite(source, true)
	switch {
	case err != nil:
		return c, err
	case db == nil:
		return c, fmt.Errorf("back up the ledger: there is none at %s: %w", source, fs.ErrNotExist)
	}
	defer func() { err = errors.Join(err, translate(db.Close())) }()
	err = whole.Write(path, 0o600, func(file *os.File) error {
		rows, err := copySQLite(ctx, db, file.Name())
		if err != nil {
			return err
		}
		if c, err = inspect(ctx, file.Name()); err != nil {
			return err
		}
		return sameRows(rows, c.Rows)
	})
	if err != nil {
		return Copy{}, fmt.Errorf("back up the ledger: %w", err)
	}
	return c, nil
}

// Files are the paths of a SQLite ledger and of what stands beside it while it is
// in use; of a database there are none. Where the path is a link, those beside the
// file that it leads to are among them.
func Files(store string) []string {
	path, err := ledgerFile(store)
	if err != nil {
		return nil
	}
	places := []string{path}
	if target, err := filepath.EvalSymlinks(path); err == nil && target != path {
		places = append(places, target)
	}
	var files []string
	for _, place := range places {
		files = append(files, place, place+"-wal", place+"-shm", place+"-journal")
	}
	return files
}

// ledgerFile is the path of the file that store names.
func ledgerFile(store string) (string, error) {
	path, isFile := strings.CutPrefix(store, "sqlite:")
	if !isFile {
		return "", ErrNotFile
	}
	return filepath.Abs(path)
}

// copySQLite copies a database into an empty file, and counts the rows of its
// tables in the same state: one reading transaction sees both.
func copySQLite(ctx context.Context, db *sqlx.DB, path string) (rows map[string]int64, err error) {
	conn, err := db.Connx(ctx)
	if err != nil {
		return nil, translate(err)
	}
	defer func() { err = errors.Join(err, translate(conn.Close())) }()
	if _, err := conn.ExecContext(ctx, "BEGIN DEFERRED"); err != nil {
		return nil, translate(err)
	}
	defer func() {
		_, end := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		err = errors.Join(err, translate(end))
	}()
	if rows, err = countRows(ctx, conn); err != nil {
		return nil, err
	}
	return rows, conn.Raw(func(driverConn any) error {
		from, ok := driverConn.(interface {
			NewBackup(string) (*sqlitedriver.Backup, error)
		})
		if !ok {
			return errors.New("the driver cannot copy a database")
		}
		copying, err := from.NewBackup(fileURI(path))
		if err != nil {
			return translate(err)
		}
		for more := true; more && err == nil; {
			if more, err = copying.Step(copyPages); err == nil && ctx.Err() != nil {
				err = context.Cause(ctx)
			}
		}
		return translate(errors.Join(err, copying.Finish()))
	})
}

// countRows counts the rows of every table.
func countRows(ctx context.Context, q sqlx.QueryerContext) (map[string]int64, error) {
	var tables []string
	if err := sqlx.SelectContext(ctx, q, &tables, "SELECT name FROM sqlite_master WHERE type = 'table'"); err != nil {
		return nil, translate(err)
	}
	rows := make(map[string]int64, len(tables))
	for _, table := range tables {
		var n int64
		if err := sqlx.GetContext(ctx, q, &n, `SELECT COUNT(*) FROM "`+table+`"`); err != nil {
			return nil, translate(err)
		}
		rows[table] = n
	}
	return rows, nil
}

// inspect makes a copied database one file without a log beside it, and looks
// whether it is sound, and a ledger that this version can open.
func inspect(ctx context.Context, path string) (c Copy, err error) {
	db, err := openSQLite(path, false)
	if err != nil {
		return c, err
	}
	db.SetMaxOpenConns(1)
	defer func() {
		err = errors.Join(err, translate(db.Close()))
		if err == nil {
			c.Bytes, err = sizeOf(path)
		}
	}()
	var faults []string
	if err := db.SelectContext(ctx, &faults, "PRAGMA integrity_check(3)"); err != nil {
		return c, translate(err)
	}
	if len(faults) != 1 || faults[0] != "ok" {
		return c, fmt.Errorf("%w: %s", ErrUnreadable, strings.Join(faults, "; "))
	}
	l := &Ledger{db: db, dialect: sqlite()}
	err = l.read(ctx, func(t *tx) error { return checkVersion(ctx, t) })
	switch {
	case errors.Is(err, errNoTable):
		return c, fmt.Errorf("%w: it has no tables", ErrUnreadable)
	case err != nil && !errors.Is(err, ErrOutdated) && !errors.Is(err, ErrNewer):
		return c, err
	}
	var mode string
	if err := db.GetContext(ctx, &mode, "PRAGMA journal_mode = DELETE"); err != nil {
		return c, translate(err)
	}
	c.Rows, err = countRows(ctx, db)
	return c, err
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func sameRows(want, got map[string]int64) error {
	for table, n := range want {
		if got[table] != n {
			return fmt.Errorf("the copy has %d rows of table %s, and the ledger had %d", got[table], table, n)
		}
	}
	return nil
}
