package whole_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/bidui/bidui/internal/whole"
)

func TestSame(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(at(name), []byte("the same text"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Link(at("a"), at("hard")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(at("a"), at("soft")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir, at("dir")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"a", "./a", true},
		{"a", "b", false},
		{"a", "hard", true},
		{"soft", "a", true},
		{"a", "dir/a", true},
		{"dir/none", "none", true},
		{"none", "no", false},
		{"no/such/dir", "no/such/../such/dir", true},
	} {
		if got := whole.Same(at(c.a), dir+"/"+c.b); got != c.want {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}
