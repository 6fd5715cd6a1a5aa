package ledger

import (
	"database/sql"
	"fmt"
	"strings"

	"github.com/pressly/goose/v3"
)

// dialect is all in which the databases differ. Everything else is the SQL that
// SQLite, MySQL 8, MariaDB and TiDB have in common.
type dialect struct {
	driver   string // by which sqlx knows the database
	goose    goose.Dialect
	lock     string // ends a SELECT of rows that the transaction is about to change
	clock    string // selects the database's time in microseconds; empty: it is ours
	conflict string // starts the part of an upsert that says what to change; %s is the key
	incoming string // is the value in an upsert that would have been inserted into column %s
	hasTable string // counts the tables named ?
	reads    *sql.TxOptions
	writes   *sql.TxOptions
}

// sqlite begins a writing transaction with the lock it will need (_txlock), so
// that rows it reads need no lock of their own.
func sqlite() *dialect {
	return &dialect{
		driver:   "sqlite",
		goose:    goose.DialectSQLite3,
		conflict: " ON CONFLICT (%s) DO UPDATE SET ",
		incoming: "excluded.%s",
		hasTable: "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?",
		reads:    &sql.TxOptions{ReadOnly: true},
		writes:   &sql.TxOptions{},
	}
}

// mysql writes under READ COMMITTED: what is read after a lock was waited for
// must be what the former holder left, and on TiDB a snapshot is older than that.
func mysql() *dialect {
	return &dialect{
		driver:   "mysql",
		goose:    goose.DialectMySQL,
		lock:     " FOR UPDATE",
		clock:    "SELECT CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)",
		conflict: " ON DUPLICATE KEY UPDATE ",
		incoming: "VALUES(%s)",
		hasTable: "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?",
		reads:    &sql.TxOptions{Isolation: sql.LevelRepeatableRead},
		writes:   &sql.TxOptions{Isolation: sql.LevelReadCommitted},
	}
}

// upsert is the end of an INSERT that changes the columns of the row that has
// the key already.
func (d *dialect) upsert(key string, columns []string) string {
	sets := make([]string, len(columns))
	for i, column := range columns {
		sets[i] = column + " = " + fmt.Sprintf(d.incoming, column)
	}
	head := d.conflict
	if strings.Contains(head, "%s") {
		head = fmt.Sprintf(head, key)
	}
	return head + strings.Join(sets, ", ")
}
