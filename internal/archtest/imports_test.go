package archtest

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// flow says which packages of this module each package may import, in the order
// in which data travels: source → roster/registry → matchers → rules → ledger →
// report, metrics, web; jobs drives, cmd wires. It rules what is built into the
// program; tests may import more.
var flow = []struct{ pkg, may string }{
	// Words that everyone shares.
	{"internal/period", ""},
	{"internal/slips", ""},
	{"internal/ctxio", ""},
	{"internal/secret", ""},
	{"internal/mysqldsn", ""},
	{"internal/gb18030", ""},
	{"internal/volume", ""},
	{"internal/failpoint", ""},
	{"internal/whole", ""},
	{"internal/heap", ""},
	{"internal/resident", "internal/period internal/gb18030"},
	{"internal/table", "internal/period internal/slips internal/resident"},

	// From bytes to findings.
	{"internal/jsontable", "internal/table"},
	{"internal/zipcrypt", "internal/gb18030"},
	{"internal/xls", "internal/table"},
	{"internal/markup", "internal/table"},
	{"internal/decode", "internal/ctxio internal/gb18030 internal/jsontable internal/markup internal/xls internal/zipcrypt internal/table"},
	{"internal/snapshot", "internal/ctxio internal/failpoint"},
	{"internal/fetch", "internal/secret"},
	{"internal/source", "internal/secret internal/mysqldsn internal/table internal/ctxio internal/decode internal/fetch internal/snapshot"},
	{"internal/registry", "internal/period internal/resident internal/table"},
	{"internal/roster", "internal/period internal/resident internal/table internal/registry"},
	{"matchers", "internal/period internal/resident internal/table internal/registry internal/roster"},
	{"internal/rules", "internal/period internal/resident internal/table internal/registry internal/roster matchers"},

	// From findings to people.
	{"internal/ledger", "internal/period internal/secret internal/mysqldsn internal/volume internal/ctxio internal/failpoint internal/whole internal/table internal/registry internal/rules"},
	{"internal/doctor", "internal/volume internal/ledger"},
	{"internal/worksheet", "internal/period internal/table internal/decode internal/ledger"},
	{"internal/scorecard", "internal/period internal/registry internal/rules internal/ledger"},
	{"internal/report", "internal/period internal/resident internal/table internal/registry internal/rules internal/ledger internal/scorecard internal/worksheet"},
	{"internal/metrics", "internal/period internal/resident internal/registry internal/rules internal/ledger"},
	{"internal/web", "internal/period internal/resident internal/registry internal/rules internal/ledger internal/report"},

	// What samples are made with, and what tests lean on. The oracle shares no
	// code with what it checks.
	{"internal/synth", "internal/period internal/resident internal/table internal/registry internal/roster"},
	{"internal/oracle", ""},
	{"internal/table/tabletest", "internal/table"},
	{"internal/xls/xlstest", ""},
	{"internal/fetch/sftptest", ""},
	{"internal/archtest", ""},

	// What drives and wires.
	{"jobs", "internal/period internal/resident internal/table internal/source internal/registry internal/roster " +
		"internal/failpoint internal/snapshot matchers internal/rules internal/ledger internal/metrics"},
	{"config", "internal/period internal/slips internal/secret internal/mysqldsn internal/fetch internal/source internal/registry"},
	{"cmd/bidui", "config jobs matchers internal/period internal/resident internal/table internal/secret internal/mysqldsn " +
		"internal/source internal/snapshot internal/registry internal/roster internal/rules internal/ledger internal/scorecard internal/worksheet internal/report " +
		"internal/metrics internal/web internal/doctor internal/synth internal/whole internal/heap"},

	// What stands beside it where it is in use.
	{"deploy", ""},
	{"deploy/grafana", ""},
	{"deploy/tools/dist", ""},
	{"deploy/tools/peers", ""},
	{"deploy/tools/pgo", ""},
}

// pure packages have no input but their arguments and no output but their results.
var pure = []string{
	"internal/period", "internal/slips", "internal/gb18030", "internal/table", "internal/markup",
	"internal/resident", "internal/registry", "internal/roster", "matchers", "internal/rules", "internal/scorecard",
}

// impure is what a pure package must not import of the standard library, with
// everything below it.
var impure = []string{"os", "net", "database", "io/fs", "io/ioutil", "log", "syscall", "math/rand", "crypto/rand"}

// libraries says who may import what from outside, and database/sql.
var libraries = []struct{ library, by string }{
	{"database/sql", "internal/source internal/ledger"},
	{"github.com/CycloneDX/cyclonedx-go", "deploy/tools/dist"},
	{"github.com/cenkalti/backoff/v5", "internal/fetch"},
	{"github.com/go-sql-driver/mysql", "internal/mysqldsn internal/source internal/ledger"},
	{"github.com/google/pprof", "deploy/tools/pgo"},
	{"github.com/grafana/grafana-foundation-sdk/go", "deploy/grafana"},
	{"github.com/inconshreveable/mousetrap", "cmd/bidui"},
	{"github.com/jedib0t/go-pretty/v6", "internal/report cmd/bidui"},
	{"github.com/jmoiron/sqlx", "internal/source internal/ledger"},
	{"github.com/klauspost/compress", "internal/decode internal/snapshot"},
	{"github.com/mattn/go-isatty", "cmd/bidui"},
	{"github.com/mozillazg/go-pinyin", "internal/resident internal/oracle"},
	{"github.com/pkg/sftp", "internal/fetch internal/fetch/sftptest"},
	{"github.com/pressly/goose/v3", "internal/ledger"},
	{"github.com/prometheus/client_golang", "internal/metrics internal/web cmd/bidui"},
	{"github.com/prometheus/common", "internal/metrics"},
	{"github.com/richardlehane/mscfb", "internal/xls"},
	{"github.com/robfig/cron/v3", "config jobs cmd/bidui"},
	{"github.com/segmentio/asm", "internal/decode"},
	{"github.com/spf13/cobra", "cmd/bidui"},
	{"github.com/spf13/pflag", "cmd/bidui"},
	{"github.com/xuri/excelize/v2", "internal/report internal/synth"},
	{"go.yaml.in/yaml/v3", "config"},
	{"golang.org/x/crypto", "internal/fetch internal/fetch/sftptest"},
	{"golang.org/x/net", "internal/markup"},
	{"golang.org/x/sync", "internal/source jobs cmd/bidui"},
	{"golang.org/x/term", "cmd/bidui"},
	{"golang.org/x/text", "internal/gb18030 internal/resident internal/synth"},
	{"golang.org/x/time", "internal/fetch internal/source"},
	{"modernc.org/sqlite", "internal/ledger"},
}

func TestPackagesImportWhatTheyMay(t *testing.T) {
	allowed := make(map[string][]string)
	for _, row := range flow {
		allowed[row.pkg] = strings.Fields(row.may)
	}
	for _, file := range theTree(t).code() {
		may, listed := allowed[file.dir]
		if !listed {
			t.Errorf("%s: the package %s is not in the table flow; add it where its data travels", file.path, file.dir)
			continue
		}
		for _, imported := range file.imports() {
			pkg, ours := strings.CutPrefix(imported, module+"/")
			if ours && !slices.Contains(may, pkg) {
				t.Errorf("%s: %s must not import %s (it may: %s)", file.path, file.dir, pkg, list(may))
			}
		}
	}
}

func TestTableIsInOrder(t *testing.T) {
	seen := make(map[string]bool)
	for _, row := range flow {
		for pkg := range strings.FieldsSeq(row.may) {
			if !seen[pkg] {
				t.Errorf("flow: %s comes before %s, which it may import", row.pkg, pkg)
			}
		}
		seen[row.pkg] = true
	}
	for _, row := range flow {
		imports := strings.Fields(row.may)
		if slices.Contains(imports, "config") && row.pkg != "cmd/bidui" {
			t.Errorf("flow: %s may import config, and only cmd should", row.pkg)
		}
		if slices.Contains(imports, "internal/oracle") {
			t.Errorf("flow: %s may import the oracle, and only tests should", row.pkg)
		}
	}
}

func TestPurePackagesDoNoIO(t *testing.T) {
	for _, file := range theTree(t).code() {
		if !slices.Contains(pure, file.dir) {
			continue
		}
		for _, imported := range file.imports() {
			if slices.ContainsFunc(impure, func(p string) bool { return isWithin(imported, p) }) {
				t.Errorf("%s: %s is pure and must not import %q", file.path, file.dir, imported)
			}
		}
	}
}

func TestLibrariesAreImportedWhereTheyBelong(t *testing.T) {
	tree := theTree(t)
	for _, file := range tree.code() {
		for _, imported := range file.imports() {
			i := slices.IndexFunc(libraries, func(row struct{ library, by string }) bool { return isWithin(imported, row.library) })
			switch {
			case i >= 0 && !slices.Contains(strings.Fields(libraries[i].by), file.dir):
				t.Errorf("%s: %s must not import %s (who may: %s)", file.path, file.dir, imported, libraries[i].by)
			case i < 0 && strings.Contains(strings.Split(imported, "/")[0], ".") && !strings.HasPrefix(imported, module):
				t.Errorf("%s: %s is not in the table libraries; say there who may import it", file.path, imported)
			}
		}
	}
}

func TestPackagesAreNamedForWhatTheyDo(t *testing.T) {
	vague := []string{"util", "utils", "common", "types", "models", "helper", "helpers", "misc", "base", "shared"}
	dirs := make(map[string]bool)
	for _, file := range theTree(t).source {
		dirs[file.dir] = true
	}
	for _, dir := range slices.Sorted(maps.Keys(dirs)) {
		if slices.Contains(vague, path.Base(dir)) {
			t.Errorf("%s: a package named %s can hold anything", dir, path.Base(dir))
		}
	}
}

// isWithin says whether an import path is a package or one below it.
func isWithin(imported, pkg string) bool {
	return imported == pkg || strings.HasPrefix(imported, pkg+"/")
}

func list(names []string) string {
	if len(names) == 0 {
		return "nothing of this module"
	}
	return strings.Join(names, ", ")
}
