package ledger

import (
	"errors"
	"testing"
)

// Before, between and after: what migrate status shows.
func TestMigrationsAreListed(t *testing.T) {
	for name, newStore := range newStores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			applied := func() (n, known int) {
				t.Helper()
				all, err := Migrations(t.Context(), store)
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range all {
					if m.Applied != !m.At.IsZero() || m.Known != (m.Name != "") {
						t.Errorf("%+v", m)
					}
					if m.Applied {
						n++
					}
					if m.Known {
						known++
					}
				}
				return n, known
			}
			none, needed := applied()
			if none != 0 || needed < 11 {
				t.Errorf("of no ledger %d of %d are applied", none, needed)
			}
			if _, err := Open(t.Context(), store, Options{Manual: true}); !errors.Is(err, ErrOutdated) {
				t.Errorf("no ledger, and none may be made: %v", err)
			}
			l := mustOpen(t, store, Options{})
			if n, _ := applied(); n != needed {
				t.Errorf("%d of %d are applied", n, needed)
			}
			version(t, store, "DELETE FROM goose_db_version WHERE version_id > 21")
			if n, _ := applied(); n >= needed || n == 0 {
				t.Errorf("%d of %d are applied", n, needed)
			}
			if _, err := Open(t.Context(), store, Options{Manual: true}); !errors.Is(err, ErrOutdated) {
				t.Errorf("an older ledger, and it may not be changed: %v", err)
			}
			mustOpen(t, store, Options{})
			run(t, mustOpen(t, store, Options{Manual: true}), startOf("water"), Outcome{})
			version(t, store, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
			if n, known := applied(); n != known+1 {
				t.Errorf("of a newer ledger %d of %d are applied", n, known)
			}
			if _, err := l.db.Exec("DELETE FROM goose_db_version WHERE version_id = 99999"); err != nil { // the server's is used again
				t.Error(err)
			}
		})
	}
}
