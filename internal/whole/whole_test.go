package whole_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
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

// A pipe, a device or a directory stays what it is. (No device is tried here: a
// test that fails would take the machine's.)
func TestWriteSparesWhatIsNoFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dir")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	err := whole.Write(dir, 0o600, func(*os.File) error { t.Error("it is written"); return nil })
	if !errors.Is(err, whole.ErrSpecial) || !strings.Contains(err.Error(), dir) {
		t.Errorf("%v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(left) != 1 || !left[0].IsDir() {
		t.Errorf("left behind: %v %v", left, err)
	}
}
