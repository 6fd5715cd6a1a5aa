package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

// Migration is one step from an empty database to the tables of this version,
// or, where Known is not set, of a newer one.
type Migration struct {
	Number  int64
	Name    string // run_feeds_inputs; empty where it is not known
	Known   bool   // to this version of bidui
	Applied bool
	At      time.Time // when it was applied, by the database's clock
}

// Migrations lists the migrations of a store by number: those of this version,
// and those that were applied to the ledger. It changes nothing; where there is
// no ledger yet, none is applied.
func Migrations(ctx context.Context, store string) (list []Migration, err error) {
	l, err := dial(ctx, store, Options{}, true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	all, err := knownMigrations(l.dialect)
	if err != nil {
		return nil, err
	}
	err = l.read(ctx, func(t *tx) error { return markApplied(ctx, t, all) })
	if err != nil {
		return nil, fmt.Errorf("read which migrations were applied: %w", err)
	}
	for _, number := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[number])
	}
	return list, nil
}

// knownMigrations is the migrations of this version, by number.
func knownMigrations(d *dialect) (map[int64]Migration, error) {
	files, err := fs.ReadDir(migrations, "migrations/"+d.driver)
	if err != nil {
		return nil, err
	}
	known := map[int64]Migration{}
	for _, file := range files {
		number, err := goose.NumericComponent(file.Name())
		if err != nil {
			return nil, err
		}
		_, name, _ := strings.Cut(strings.TrimSuffix(file.Name(), path.Ext(file.Name())), "_")
		known[number] = Migration{Number: number, Name: name, Known: true}
	}
	return known, nil
}

// markApplied says of each migration whether and when the ledger had it, and
// adds those that only the ledger knows. Version 0 is goose's own.
func markApplied(ctx context.Context, t *tx, all map[int64]Migration) error {
	var tables int
	if err := t.get(ctx, &tables, t.dialect.hasTable, versionTable); err != nil || tables == 0 {
		return err
	}
	return t.stream(ctx, func(rows *sql.Rows) error {
		var number int64
		var at time.Time
		if err := rows.Scan(&number, &at); err != nil {
			return translate(err)
		}
		m := all[number]
		m.Number, m.Applied, m.At = number, true, at.UTC()
		all[number] = m
		return nil
	}, "SELECT version_id, tstamp FROM "+versionTable+" WHERE is_applied AND version_id > 0 ORDER BY id")
}
