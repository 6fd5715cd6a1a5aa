package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/bidui/bidui/internal/whole"
)

// ErrInUse is, for errors.Is, that a SQLite ledger is open elsewhere.
var ErrInUse = errors.New("another process has the ledger open; stop `bidui serve` and whatever else reads it")

// Restore puts a copy that Backup made in the place of a SQLite ledger, and says
// under which name the former one is kept; empty where there was none. The copy
// is checked before anything is touched. A ledger whose jobs are leased, or that
// another process has open, is left alone: ErrLocked, ErrInUse. At every moment
// the store is the former ledger or the restored one. Of a damaged ledger it
// cannot be told who has it open.
func Restore(ctx context.Context, store, path string, now func() time.Time) (former string, c Copy, err error) {
	target, err := ledgerFile(store)
	if err != nil {
		return "", c, err
	}
	err = whole.Write(target, 0o600, func(file *os.File) error {
		if err := copyFrom(ctx, path, file.Name()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if c, err = inspect(ctx, file.Name()); err != nil {
			return fmt.Errorf("%s is no sound copy of a ledger: %w", path, err)
		}
		if err := fits(ctx, file.Name()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		former, err = setAside(ctx, target, now)
		return err
	})
	if err != nil {
		return "", Copy{}, fmt.Errorf("restore the ledger: %w", err)
	}
	return former, c, nil
}

// copyFrom copies a database with what stands in its log.
func copyFrom(ctx context.Context, path, to string) error {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	db, err := openSQLite(absolute, true)
	switch {
	case err != nil:
		return err
	case db == nil:
		return fs.ErrNotExist
	}
	_, err = copySQLite(ctx, db, to)
	return errors.Join(err, translate(db.Close()))
}

// fits is an error where a ledger is of a newer version than this one.
func fits(ctx context.Context, path string) error {
	all, err := Migrations(ctx, "sqlite:"+path)
	if err != nil {
		return err
	}
	for _, m := range all {
		if !m.Known {
			return ErrNewer
		}
	}
	return nil
}

// setAside gives the ledger at path a second name, once nobody uses it and all
// of it is in the one file. The first is left to be taken by another file.
func setAside(ctx context.Context, path string, now func() time.Time) (aside string, err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	aside = path + now().UTC().Format(".before-restore-20060102-150405")
	damaged := quiesce(ctx, path, now)
	if damaged != nil && !errors.Is(damaged, ErrUnreadable) {
		return "", damaged
	}
	if err := os.Link(path, aside); err != nil {
		return "", err
	}
	if damaged != nil { // its log is of no use to the restored ledger, and would spoil it
		for _, suffix := range []string{"-wal", "-shm"} {
			if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return "", err
			}
		}
	}
	return aside, nil
}

// quiesce puts the write-ahead log of the ledger away, which only its sole user
// can, and leaves it to nobody's job.
func quiesce(ctx context.Context, path string, now func() time.Time) (err error) {
	l, err := dial(ctx, "sqlite:"+path, Options{Now: now}, true)
	if err != nil {
		return err
	}
	l.db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, l.Close()) }()
	err = l.read(ctx, func(t *tx) error { return l.refuseLeased(ctx, t) })
	if err != nil {
		return err
	}
	for _, setting := range []string{"busy_timeout = 0", "query_only = 0"} {
		if _, err := l.db.ExecContext(ctx, "PRAGMA "+setting); err != nil {
			return translate(err)
		}
	}
	var mode string
	err = translate(l.db.GetContext(ctx, &mode, "PRAGMA journal_mode = DELETE"))
	if errors.Is(err, ErrBusy) || err == nil && !strings.EqualFold(mode, "delete") {
		return ErrInUse
	}
	return err
}

// refuseLeased is a *LockedError while the lease of any job holds.
func (l *Ledger) refuseLeased(ctx context.Context, t *tx) error {
	var tables int
	if err := t.get(ctx, &tables, t.dialect.hasTable, "leases"); err != nil || tables == 0 {
		return err
	}
	var leased []string
	if err := t.list(ctx, &leased, "SELECT job FROM leases ORDER BY job"); err != nil {
		return err
	}
	for _, job := range leased {
		if err := l.checkFree(ctx, t, job, ""); err != nil {
			return err
		}
	}
	return nil
}
