package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckSaysHowADatabaseIsAsked checks feeds of a database, one of them with
// limits of its own.
func TestCheckSaysHowADatabaseIsAsked(t *testing.T) {
	dir, address := t.TempDir(), newDatabase(t)
	config := fmt.Sprintf(`
feeds:
  households: {from: %q, query: "SELECT 'H1' AS household_id, '低保户' AS attribute, '是' AS safe_water"}
  members:
    from: %[1]q
    query: SELECT 'M1' AS member_id, 'H1' AS household_id, '张三' AS name, '' AS id_number, '否' AS dibao
    max_query_time: 90s
    max_rows_per_second: 500
`, address)
	if err := os.WriteFile(filepath.Join(dir, "bidui.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	out := mustRun(t, statusDone, dir, "check").stdout.text()
	for _, want := range []string{
		"  access: read-only; ended by the server after 1h0m0s\n",
		"  access: read-only; ended by the server after 1m30s; at most 500 rows a second\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}
