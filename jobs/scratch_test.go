package jobs

import (
	"path/filepath"
	"testing"
)

// Nothing of the file is left, nor, where a file may lose its name while it is
// open, to be seen.
func TestScratch(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	files := func() []string {
		t.Helper()
		names, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	var s scratch
	if _, err := s.ReadAt(make([]byte, 1), 0); err == nil || len(files()) != 0 {
		t.Errorf("before anything is written: %v, %v", err, files())
	}
	for _, at := range []int64{4, 0} {
		if _, err := s.WriteAt([]byte("abcd"), at); err != nil {
			t.Fatal(err)
		}
	}
	read := make([]byte, 8)
	if _, err := s.ReadAt(read, 0); err != nil || string(read) != "abcdabcd" {
		t.Errorf("%q is read: %v", read, err)
	}
	if names := files(); (len(names) > 0) != s.named {
		t.Errorf("files: %v", names)
	}
	for range 2 {
		if err := s.Close(); err != nil || len(files()) != 0 {
			t.Errorf("after closing: %v, %v", err, files())
		}
	}
}
