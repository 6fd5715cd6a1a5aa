package ledger

import (
	"testing"
	"time"
)

// The server tells of the session that we set up, and its clock is ours here.
func TestServerTellsItsSettings(t *testing.T) {
	l := mustOpen(t, emptyMySQLStore(t), Options{})
	s, err := l.Server(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if apart := time.Since(s.Now).Abs(); apart > time.Minute {
		t.Errorf("its clock is %s away", apart)
	}
	for name, want := range map[string]string{
		"time_zone": "+00:00", "collation_connection": "utf8mb4_bin", "character_set_client": "utf8mb4", "collation_database": "utf8mb4_bin",
		"sql_mode": "STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION",
	} {
		if s.Settings[name] != want {
			t.Errorf("%s is %q", name, s.Settings[name])
		}
	}
	if s.Settings["max_allowed_packet"] == "" || s.Settings["innodb_flush_log_at_trx_commit"] == "" {
		t.Errorf("it does not tell all: %v", s.Settings)
	}
	lite := mustOpen(t, sqliteStore(t), Options{})
	if s, err := lite.Server(t.Context()); s != nil || err != nil {
		t.Errorf("a file has a server: %+v, %v", s, err)
	}
}
