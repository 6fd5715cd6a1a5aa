package ledger

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Server is what the server of a ledger's database says of itself and of our
// session.
type Server struct {
	Now      time.Time
	Settings map[string]string // by MySQL's names; collation_database is that of the ledger's database
}

// serverSettings are those that a ledger depends on. Of tx_isolation and
// transaction_isolation a server has one or both.
func serverSettings() []string {
	return []string{
		"max_allowed_packet", "innodb_flush_log_at_trx_commit", "time_zone", "tx_isolation", "transaction_isolation",
		"sql_mode", "character_set_client", "character_set_connection", "collation_connection", "collation_database",
	}
}

// Server asks the database server. Of a SQLite ledger, and of one that is not
// there yet, there is none: nil.
func (l *Ledger) Server(ctx context.Context) (*Server, error) {
	if l.db == nil || l.dialect.clock == "" {
		return nil, nil
	}
	s := &Server{Settings: map[string]string{}}
	err := l.read(ctx, func(t *tx) (err error) {
		if s.Now, err = l.clock(ctx, t); err != nil {
			return err
		}
		var rows []struct {
			Name  string `db:"Variable_name"`
			Value string `db:"Value"`
		}
		err = t.list(ctx, &rows, "SHOW VARIABLES WHERE Variable_name IN ('"+strings.Join(serverSettings(), "', '")+"')")
		for _, row := range rows {
			s.Settings[strings.ToLower(row.Name)] = row.Value
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("ask the database for its settings: %w", err)
	}
	return s, nil
}
