package source_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/bidui/bidui/internal/source"
)

// TestDamage tells what is wrong with an input from what keeps it from being reached.
func TestDamage(t *testing.T) {
	var archive bytes.Buffer
	if err := zip.NewWriter(&archive).Close(); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"empty": "", "within quotes": "a,b\n1,\"2", "within a character": "\xEF\xBB\xBFa,b\n1,\xE5\xBC", "two encodings": "\xEF\xBB\xBFa\n\xD5\xC5\n",
		"Excel 97": "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "no workbook": archive.String(), "half an archive": "PK\x03\x04half",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := readOne(t, []byte(content)); !errors.Is(err, source.ErrDamaged) {
				t.Errorf("no damage: %v", err)
			}
		})
	}

	dir := t.TempDir()
	loop := filepath.Join(dir, "loop")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	s := newServer(t)
	env := source.Env{Dir: dir, Databases: newDatabases(t)}
	for name, spec := range map[string]source.Spec{
		"no file": from("absent.csv"), "no match": from("absent*.csv"), "a directory": from("."), "a loop": from("loop"),
		"no table": s.spec("SELECT * FROM absent"), "no statement": s.spec("SELEKT"),
		"no connection": {From: "mysql://nobody@127.0.0.1:1/d", Query: "SELECT 1"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := readFeed(t, spec, env); err == nil || errors.Is(err, source.ErrDamaged) {
				t.Errorf("damage: %v", err)
			}
		})
	}
	t.Run("a broken stream", func(t *testing.T) {
		s.fillNumbers(t, 1000)
		err := s.breakBring(t, s.spec("SELECT a.n, REPEAT('x', 200) AS word FROM numbers a, numbers b"), source.Env{Databases: newDatabases(t)})
		if !errors.Is(err, source.ErrDamaged) {
			t.Errorf("no damage: %v", err)
		}
	})
}
