package markup_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// fixtures are documents as programs write them, by the name of their program.
func fixtures(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.xls")
	if err != nil || len(paths) < 6 {
		t.Fatalf("%d fixtures, %v", len(paths), err)
	}
	all := map[string]string{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(path), ".xls")] = string(content)
	}
	return all
}

func TestDocumentsOfPrograms(t *testing.T) {
	for name, text := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			golden := filepath.Join("testdata", name+".golden")
			got, err := dump(t, text, "")
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestCutDocumentsAreRefused cuts every fixture at every byte: what is read is
// all of it, or an error.
func TestCutDocumentsAreRefused(t *testing.T) {
	for name, text := range fixtures(t) {
		want, err := dump(t, text, "")
		if err != nil {
			t.Fatal(err)
		}
		refused := 0
		for n := range len(text) {
			got, err := dump(t, text[:n], "")
			switch {
			case err == nil && got != want:
				t.Errorf("%s: of %d bytes %d are read as\n%s", name, len(text), n, got)
			case err != nil:
				refused++
				checkError(t, err)
			case !strings.Contains(text[n:], "</html>") && !strings.Contains(text[n:], "</HTML>") && strings.TrimSpace(text[n:]) != "":
				t.Errorf("%s: %d bytes are enough, and what is missing is %q", name, n, text[n:])
			}
		}
		if refused < len(text)-20 {
			t.Errorf("%s: cut at %d bytes of %d it is refused", name, refused, len(text))
		}
	}
}

// TestDamagedDocumentsAreNamed flips a bit of every byte: nothing but rows and
// errors that name the file comes of it.
func TestDamagedDocumentsAreNamed(t *testing.T) {
	for name, text := range fixtures(t) {
		refused := 0
		for i := range len(text) {
			flipped := []byte(text)
			flipped[i] ^= 1 << (i % 8)
			if _, err := dump(t, string(flipped), ""); err != nil {
				refused++
				checkError(t, err)
			}
		}
		if refused == 0 {
			t.Errorf("%s: no damage shows", name)
		}
	}
}
