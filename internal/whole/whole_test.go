package whole_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/bidui/bidui/internal/whole"
)

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("before"), 0o644); err != nil {
		t.Fatal(err)
	}
	failed := errors.New("no more")
	for _, c := range []struct {
		what, text string
		err        error
		want       string
	}{
		{"a write that fails leaves what was there", "half", failed, "before"},
		{"a write that does not replaces it", "after", nil, "after"},
	} {
		err := whole.Write(path, 0o600, func(file *os.File) error {
			_, err := file.WriteString(c.text)
			return errors.Join(err, c.err)
		})
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v, not %v", c.what, err, c.err)
		}
		if text, err := os.ReadFile(path); err != nil || string(text) != c.want {
			t.Errorf("%s: %q %v, not %q", c.what, text, err, c.want)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode: %v %v", info.Mode(), err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
