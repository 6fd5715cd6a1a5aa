package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	mysqldriver "github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"

	"github.com/bidui/bidui/internal/mysqldsn"
)

// openMySQL opens the database at address, and creates it where it is missing.
// Read-only, it is nil where the database is missing.
func openMySQL(ctx context.Context, address string, readOnly bool) (*sqlx.DB, error) {
	config, err := mysqldsn.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if config.DBName == "" {
		return nil, errors.New("store names no database: write mysql://user:password@host:3306/database")
	}
	config.InterpolateParams = true
	config.Params["sql_mode"] = "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'" // nothing is cut or turned into 0
	db, err := connect(ctx, config)
	if !errors.Is(err, ErrNoDatabase) {
		return db, err
	}
	if readOnly {
		return nil, nil
	}
	if err := createDatabase(ctx, config); err != nil {
		return nil, err
	}
	return connect(ctx, config)
}

func connect(ctx context.Context, config *mysqldriver.Config) (*sqlx.DB, error) {
	connector, err := mysqldriver.NewConnector(config)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db := sqlx.NewDb(sql.OpenDB(connector), "mysql")
	db.SetMaxOpenConns(8)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("connect to %s: %w", config.Addr, translate(err)), db.Close())
	}
	return db, nil
}

// createDatabase creates the database, or says what its administrator has to do.
func createDatabase(ctx context.Context, config *mysqldriver.Config) (err error) {
	server := config.Clone()
	server.DBName = ""
	db, err := connect(ctx, server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	statement := "CREATE DATABASE IF NOT EXISTS `" + strings.ReplaceAll(config.DBName, "`", "``") +
		"` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
	if _, err := db.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("there is no database %s, and user %s may not create it; let the administrator run `%s` and grant the user all rights on it: %w",
			config.DBName, config.User, statement, translate(err))
	}
	return nil
}
