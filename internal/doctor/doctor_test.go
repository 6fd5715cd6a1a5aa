package doctor

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/volume"
)

func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

// healthy is a patient with a ledger and a snapshot, of which nothing is wrong.
func healthy(t *testing.T) Patient {
	t.Helper()
	dir := t.TempDir()
	p := Patient{
		LedgerFile: filepath.Join(dir, "bidui.db"), Snapshots: filepath.Join(dir, "snapshots"),
		Inputs: []string{filepath.Join(dir, "members.csv")}, Location: shanghai(), Local: shanghai(), Now: time.Now,
	}
	l, err := ledger.Open(t.Context(), "sqlite:"+p.LedgerFile, ledger.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, l.Close()) })
	run, err := l.Begin(t.Context(), ledger.Start{Job: "water", Trigger: "manual", AsOf: period.DateAt(time.Now())})
	must(t, err)
	_, err = run.Record(t.Context(), ledger.Outcome{})
	must(t, err)
	p.Ledger = l
	must(t, errors.Join(os.MkdirAll(filepath.Join(p.Snapshots, "ab"), 0o700),
		os.WriteFile(filepath.Join(p.Snapshots, "ab", "abcd.zst"), nil, 0o600), os.WriteFile(p.Inputs[0], nil, 0o644)))
	return p
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// about is the warnings, disks excepted: this machine's may be full.
func about(t *testing.T, p Patient) (found []string) {
	t.Helper()
	warnings, err := Examine(t.Context(), p)
	must(t, err)
	for _, w := range warnings {
		if w.Advice == "" {
			t.Errorf("%s: no advice", w)
		}
		if w.About != "disk" {
			found = append(found, w.String())
		}
	}
	return found
}

// TestAilments makes one thing wrong at a time.
func TestAilments(t *testing.T) {
	for name, ail := range map[string]struct {
		make func(*testing.T, *Patient)
		want []string
	}{
		"nothing": {func(*testing.T, *Patient) {}, nil},
		"a machine in UTC": {func(_ *testing.T, p *Patient) { p.Local = time.UTC },
			[]string{"schedules and dates are those of Asia/Shanghai, and this machine's clock shows +00:00"}},
		"a clock that went back": {func(_ *testing.T, p *Patient) { p.Now = func() time.Time { return time.Now().Add(-time.Hour) } },
			[]string{"run 1 began at "}},
		"a clock that went back by days": {func(_ *testing.T, p *Patient) { p.Now = func() time.Time { return time.Now().Add(-50 * time.Hour) } },
			[]string{"run 1 began at ", "members.csv was changed at "}},
		"a file from the future": {func(t *testing.T, p *Patient) {
			t.Helper()
			later := time.Now().Add(48 * time.Hour)
			must(t, os.Chtimes(p.Inputs[0], later, later))
		}, []string{"members.csv was changed at "}},
		"a file that is gone": {func(t *testing.T, p *Patient) { t.Helper(); must(t, os.Remove(p.Inputs[0])) }, nil},
		"no snapshots yet":    {func(t *testing.T, p *Patient) { t.Helper(); must(t, os.RemoveAll(p.Snapshots)) }, nil},
		"a ledger for all to read": {func(t *testing.T, p *Patient) { t.Helper(); must(t, os.Chmod(p.LedgerFile, 0o644)) },
			[]string{"bidui.db; chmod 600 "}},
		"snapshots for all to read": {func(t *testing.T, p *Patient) {
			t.Helper()
			must(t, errors.Join(os.Chmod(p.Snapshots, 0o755), os.Chmod(filepath.Join(p.Snapshots, "ab", "abcd.zst"), 0o640)))
		}, []string{"can read 2 files and directories in "}},
		"snapshots behind a link": {func(t *testing.T, p *Patient) {
			t.Helper()
			link := filepath.Join(t.TempDir(), "link")
			must(t, errors.Join(os.Symlink(p.Snapshots, link), os.Chmod(filepath.Join(p.Snapshots, "ab", "abcd.zst"), 0o640)))
			p.Snapshots = link
		}, []string{"can read 1 files and directories in "}},
	} {
		t.Run(name, func(t *testing.T) {
			p := healthy(t)
			ail.make(t, &p)
			found := about(t, p)
			if len(found) != len(ail.want) {
				t.Fatalf("found %q", found)
			}
			for i, want := range ail.want {
				if !strings.Contains(found[i], want) {
					t.Errorf("found %q, not %q", found[i], want)
				}
			}
		})
	}
}

func TestFullDisks(t *testing.T) {
	const gib = 1 << 30
	for _, row := range []struct {
		free, size uint64
		full       bool
	}{
		{gib - 1, 500 * gib, true}, {gib, 8 * gib, false}, {4 * gib, 100 * gib, true}, {5 * gib, 100 * gib, false},
		{0, 0, false}, // unknown
	} {
		if got := len(full(volume.Volume{Free: row.free, Size: row.size}, "the ledger")) > 0; got != row.full {
			t.Errorf("%d of %d: %v", row.free, row.size, got)
		}
	}
}

func TestClocksOfMachineAndServer(t *testing.T) {
	now := time.Now()
	for apart, want := range map[time.Duration]string{
		3 * time.Second: "", time.Minute: "this machine is 1m0s ahead of the database server", -time.Hour: "this machine is 1h0m0s behind the database server",
	} {
		found := clocks(now.Add(apart), &ledger.Server{Now: now}, nil)
		if want == "" && len(found) > 0 || want != "" && (len(found) != 1 || found[0].Found != want) {
			t.Errorf("%s: %v", apart, found)
		}
	}
}

// TestSettings begins with settings that are right, and makes one wrong at a time.
func TestSettings(t *testing.T) {
	right := func() map[string]string {
		return map[string]string{
			"max_allowed_packet": "16777216", "innodb_flush_log_at_trx_commit": "1", "time_zone": "+00:00", "tx_isolation": "REPEATABLE-READ",
			"sql_mode": "STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION", "character_set_client": "utf8mb4", "character_set_connection": "utf8mb4",
			"collation_connection": "utf8mb4_bin", "collation_database": "utf8mb4_general_ci",
		}
	}
	if found := settings(right()); len(found) > 0 {
		t.Errorf("of the right settings: %v", found)
	}
	if found := settings(nil); len(found) > 0 {
		t.Errorf("of unknown ones: %v", found)
	}
	for name, wrong := range map[string]string{
		"max_allowed_packet": "1048576", "innodb_flush_log_at_trx_commit": "2", "time_zone": "SYSTEM", "tx_isolation": "READ-UNCOMMITTED", "sql_mode": "",
		"character_set_client": "latin1", "character_set_connection": "utf8mb3", "collation_connection": "utf8mb4_general_ci", "collation_database": "latin1_swedish_ci",
	} {
		s := right()
		s[name] = wrong
		if found := settings(s); len(found) != 1 || !strings.HasPrefix(found[0].Found, name+" is ") {
			t.Errorf("%s %q: %v", name, wrong, found)
		}
	}
}
