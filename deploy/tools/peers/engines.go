package main

import (
	"context"
	"embed"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed package.json duckdb.mjs
var node embed.FS

// installDuckDB brings DuckDB into a directory, unless it is there.
func installDuckDB(ctx context.Context, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	changed := false
	for _, name := range []string{"package.json", "duckdb.mjs"} {
		text, err := node.ReadFile(name)
		if err != nil {
			return err
		}
		path := filepath.Join(dir, name)
		if former, err := os.ReadFile(path); err == nil && string(former) == string(text) {
			continue
		}
		changed = changed || name == "package.json"
		if err := os.WriteFile(path, text, 0o600); err != nil {
			return err
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err == nil && !changed {
		return nil
	}
	npm := exec.CommandContext(ctx, "npm", "install", "--no-package-lock", "--no-audit", "--no-fund")
	npm.Dir = dir
	if said, err := npm.CombinedOutput(); err != nil {
		return fmt.Errorf("npm install of DuckDB in %s (Node.js 20 or newer is needed): %w\n%s", dir, err, tail(said))
	}
	return nil
}

// duckdb is the program that does the jobs in DuckDB: feeds of data in, findings
// to out. Its script is written beside out.
func duckdb(dir, data, out string) (program, error) {
	from, err := sources(data)
	if err != nil {
		return program{}, err
	}
	var b strings.Builder
	for _, s := range from {
		var columns, fields []string
		for _, column := range s.columns {
			columns = append(columns, fmt.Sprintf("'%s': 'VARCHAR'", column))
		}
		for _, field := range s.fields() {
			fields = append(fields, `"`+field+`"`)
		}
		for _, field := range s.missing {
			fields = append(fields, `NULL::VARCHAR AS "`+field+`"`)
		}
		fmt.Fprintf(&b, "CREATE VIEW src_%s AS SELECT %s FROM read_csv('%s', auto_detect=false, header=true, delim=',', quote='\"', columns={%s});\n",
			s.name, strings.Join(fields, ", "), s.path, strings.Join(columns, ", "))
	}
	t := generated
	t.Output = out
	script, err := duckdbDialect.script(t)
	if err != nil {
		return program{}, err
	}
	path := out + ".sql"
	return program{dir: dir, args: []string{"node", "duckdb.mjs", path}}, os.WriteFile(path, []byte(b.String()+script), 0o600)
}

// sqlite is the program that does the jobs in SQLite's shell, in memory: it
// imports the feeds of data, and writes findings to out.
func sqlite(data, out string) (program, error) {
	from, err := sources(data)
	if err != nil {
		return program{}, err
	}
	var b strings.Builder
	b.WriteString("PRAGMA temp_store = MEMORY;\nPRAGMA cache_size = -1000000;\n.mode csv\n")
	for _, s := range from {
		var columns []string
		for _, column := range s.columns {
			columns = append(columns, `"`+column+`" TEXT`)
		}
		fmt.Fprintf(&b, "CREATE TABLE src_%s (%s);\n.import --csv --skip 1 '%s' src_%s\n", s.name, strings.Join(columns, ", "), s.path, s.name)
		for _, field := range s.missing {
			fmt.Fprintf(&b, "ALTER TABLE src_%s ADD COLUMN \"%s\" TEXT DEFAULT '';\n", s.name, field)
		}
	}
	script, err := sqliteDialect.script(generated)
	if err != nil {
		return program{}, err
	}
	fmt.Fprintf(&b, ".headers on\n.output '%s'\n%s", out, script)
	path := out + ".sql"
	return program{stdin: path, args: []string{"sqlite3", "-bail", "-batch", ":memory:"}}, os.WriteFile(path, []byte(b.String()), 0o600)
}

// need says which of the programs are not there.
func need(programs ...string) error {
	for _, name := range slices.Sorted(maps.Keys(set(programs))) {
		if _, err := exec.LookPath(name); err != nil {
			return fmt.Errorf("%s is missing: %w", name, err)
		}
	}
	return nil
}

func set(names []string) map[string]bool {
	all := map[string]bool{}
	for _, name := range names {
		all[name] = true
	}
	return all
}
