package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../../.."

// found is a small county with a discrepancy in each third household, and what
// bidui finds there.
func found(t *testing.T) (data, ours string) {
	t.Helper()
	dir := t.TempDir()
	bidui := filepath.Join(dir, "bidui")
	if err := build(t.Context(), root, bidui); err != nil {
		t.Fatal(err)
	}
	data, err := dataset{shape: "county", members: 9_000, differing: "0.3"}.generate(t.Context(), bidui, filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	ours = filepath.Join(dir, "ours.csv")
	if err := configure(filepath.Join(dir, "run"), data, nil); err != nil {
		t.Fatal(err)
	}
	if err := findings(t.Context(), bidui, filepath.Join(dir, "run"), ours); err != nil {
		t.Fatal(err)
	}
	return data, ours
}

// TestSQLFindsTheSame runs SQLite's and MariaDB's SQL, lest the rules change and
// leave the peers with another job. DuckDB needs Node.js: make bench-peers runs it.
func TestSQLFindsTheSame(t *testing.T) {
	data, ours := found(t)
	t.Run("sqlite", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "sqlite.csv")
		p, err := sqlite(data, out)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.measured(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := compare(io.Discard, ours, out); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("mariadb", func(t *testing.T) {
		s, err := newServer(t.Context(), os.Getenv("BIDUI_TEST_MYSQL"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := s.drop(t.Context()); err != nil {
				t.Error(err)
			}
		}()
		if err := s.registry(t.Context(), data); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(t.TempDir(), "mariadb.tsv")
		p, err := s.job(data, out)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.measured(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := compare(io.Discard, ours, out); err != nil {
			t.Fatal(err)
		}
	})
}

// TestCompareTellsWhatDiffers leaves out a line of what was found.
func TestCompareTellsWhatDiffers(t *testing.T) {
	dir := t.TempDir()
	const header = "kind,subject,qualifier,severity,"
	ours, theirs := filepath.Join(dir, "ours.csv"), filepath.Join(dir, "theirs.csv")
	for path, text := range map[string]string{
		ours: header + "registry_value,agency_value,expected_value,detail\n" +
			"household_empty,household:1,,medium,,,,{}\nname_differs,member:1,dibao,low,甲,乙,,{}\n",
		theirs: header + "registry,agency,expected,note\nname_differs,member:1,dibao,,甲,乙,,\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	err := compare(io.Discard, ours, theirs)
	if err == nil || !strings.Contains(err.Error(), "household_empty: 1 that only bidui finds, 0 that only the peer finds") || strings.Contains(err.Error(), "name_differs") {
		t.Errorf("%v", err)
	}
}
