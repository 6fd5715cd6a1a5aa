package ledger

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"time"

	"github.com/pressly/goose/v3"
)

// migrations holds a folder for each dialect. The files of both have the same
// numbers and make the same columns, one statement each: MySQL commits every
// change of a table by itself.
//
//go:embed migrations
var migrations embed.FS

// versionTable is where goose writes which migrations were applied.
const versionTable = "goose_db_version"

// migrate applies the migrations that are missing. Several processes may do so
// at once: a migration can be applied twice, and who comes second tries again.
func migrate(ctx context.Context, db *sql.DB, d *dialect) error {
	provider, err := newProvider(db, d)
	if err != nil {
		return err
	}
	for attempt := 1; ; attempt++ {
		if err = migrateOnce(ctx, provider); err == nil || hopeless(err) || attempt == attempts {
			return err
		}
		_ = seedVersion(ctx, db) // it fails where the table is missing, and is not needed there
		select {
		case <-time.After(rand.N(20 * time.Millisecond << attempt)):
		case <-ctx.Done():
			return err
		}
	}
}

// seedVersion enters the version 0 that goose cannot do without. It is missing
// where a process was killed after it had made the version table: MySQL commits
// that by itself.
func seedVersion(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "INSERT INTO "+versionTable+" (version_id, is_applied)"+
		" SELECT 0, 1 FROM (SELECT COUNT(*) AS n FROM "+versionTable+") v WHERE n = 0")
	return err
}

// hopeless says whether trying again would end the same way.
func hopeless(err error) bool {
	for _, reason := range []error{ErrNewer, ErrAccessDenied, ErrReadOnly, ErrDiskFull, ErrUnreadable} {
		if errors.Is(err, reason) {
			return true
		}
	}
	return false
}

func migrateOnce(ctx context.Context, provider *goose.Provider) error {
	current, target, err := provider.GetVersions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read the ledger's version: %w", translate(err))
	case current == target:
		return nil
	case current > target:
		return ErrNewer
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("create or change the ledger's tables: %w", translate(err))
	}
	return nil
}

func newProvider(db *sql.DB, d *dialect) (*goose.Provider, error) {
	folder, err := fs.Sub(migrations, "migrations/"+d.driver)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(d.goose, db, folder, goose.WithDisableGlobalRegistry(true))
}

// checkVersion compares the tables with what this version needs, and changes
// nothing: errNoTable, ErrOutdated or ErrNewer.
func checkVersion(ctx context.Context, t *tx) error {
	var tables int
	if err := t.get(ctx, &tables, t.dialect.hasTable, versionTable); err != nil {
		return err
	}
	if tables == 0 {
		return errNoTable
	}
	var current int64
	if err := t.get(ctx, &current, "SELECT COALESCE(MAX(version_id), 0) FROM "+versionTable+" WHERE is_applied"); err != nil {
		return err
	}
	files, err := fs.ReadDir(migrations, "migrations/"+t.dialect.driver)
	if err != nil {
		return err
	}
	target, err := goose.NumericComponent(files[len(files)-1].Name())
	switch {
	case err != nil:
		return err
	case current == 0:
		return errNoTable
	case current < target:
		return ErrOutdated
	case current > target:
		return ErrNewer
	}
	return nil
}
