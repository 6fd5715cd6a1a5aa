package snapshot_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/snapshot"
)

var noon = time.Date(2018, 10, 15, 12, 0, 0, 0, time.UTC)

func digest(content string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(content))) }

func keep(t *testing.T, s *snapshot.Store, content string, at time.Time) {
	t.Helper()
	if err := s.Keep(t.Context(), digest(content), strings.NewReader(content), at); err != nil {
		t.Fatal(err)
	}
}

// files is what lies in the store, with sizes.
func files(t *testing.T, s *snapshot.Store) map[string]fs.FileInfo {
	t.Helper()
	found := map[string]fs.FileInfo{}
	err := filepath.WalkDir(s.Dir(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		found[path] = info
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestWhatIsKeptIsUnpackedAgain(t *testing.T) {
	s := snapshot.New(filepath.Join(t.TempDir(), "a", "b"))
	for _, content := range []string{"", "a", strings.Repeat("430599,张三\n", 100_000)} {
		keep(t, s, content, noon)
		var out bytes.Buffer
		if err := s.Unpack(t.Context(), digest(content), &out); err != nil || out.String() != content {
			t.Errorf("%d bytes come back as %d, %v", len(content), out.Len(), err)
		}
	}
	for path, info := range files(t, s) {
		if info.Mode().Perm() != 0o600 || info.Size() > 4096 {
			t.Errorf("%s: mode %v, %d bytes", path, info.Mode(), info.Size())
		}
		if dir, err := os.Stat(filepath.Dir(path)); err != nil || dir.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", filepath.Dir(path), dir.Mode(), err)
		}
	}
}

func TestOneContentIsKeptOnce(t *testing.T) {
	s := snapshot.New(t.TempDir())
	keep(t, s, "a", noon)
	// A second time nothing is read, so that nothing is written.
	if err := s.Keep(t.Context(), digest("a"), strings.NewReader("not looked at"), noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	found := files(t, s)
	if len(found) != 1 {
		t.Errorf("%d files", len(found))
	}
	for path, info := range found {
		if !info.ModTime().Equal(noon.Add(time.Hour)) {
			t.Errorf("%s is of %v", path, info.ModTime())
		}
	}
	if err := s.Unpack(t.Context(), digest("a"), new(bytes.Buffer)); err != nil {
		t.Error(err)
	}
}

func TestDamageIsNoticed(t *testing.T) {
	s := snapshot.New(t.TempDir())
	keep(t, s, strings.Repeat("张三\n", 5000), noon)
	for path := range files(t, s) {
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for at := range whole {
			flipped := bytes.Clone(whole)
			flipped[at] ^= 0x10
			for _, content := range [][]byte{flipped, whole[:at]} {
				if err := os.WriteFile(path, content, 0o600); err != nil {
					t.Fatal(err)
				}
				var out bytes.Buffer
				err := s.Unpack(t.Context(), digest(strings.Repeat("张三\n", 5000)), &out)
				if err == nil && out.String() != strings.Repeat("张三\n", 5000) {
					t.Fatalf("byte %d: something else comes back", at)
				}
				if err != nil && strings.Contains(err.Error(), "张三") {
					t.Fatalf("the error shows what is kept: %v", err)
				}
			}
		}
	}
}

func TestWhatIsNotKeptIsSaid(t *testing.T) {
	s := snapshot.New(filepath.Join(t.TempDir(), "absent"))
	for _, wanted := range []string{digest("a"), "", "../../etc/passwd"} {
		if err := s.Unpack(t.Context(), wanted, new(bytes.Buffer)); !errors.Is(err, snapshot.ErrNotKept) {
			t.Errorf("%q: %v", wanted, err)
		}
	}
}

func TestSweepLeavesWhatIsWantedOrYoung(t *testing.T) {
	s := snapshot.New(t.TempDir())
	if n, err := snapshot.New(filepath.Join(t.TempDir(), "absent")).Sweep(nil, noon); n != 0 || err != nil {
		t.Errorf("of nothing %d went, %v", n, err)
	}
	keep(t, s, "old", noon)
	keep(t, s, "old and wanted", noon)
	keep(t, s, "young", noon.Add(2*time.Hour))
	left := filepath.Join(s.Dir(), "ab", "123.partial")
	if err := errors.Join(os.MkdirAll(filepath.Dir(left), 0o700), os.WriteFile(left, nil, 0o600), os.Chtimes(left, noon, noon)); err != nil {
		t.Fatal(err)
	}
	n, err := s.Sweep(map[string]bool{digest("old and wanted"): true}, noon.Add(time.Hour))
	if n != 2 || err != nil {
		t.Errorf("%d went, %v", n, err)
	}
	for content, kept := range map[string]bool{"old": false, "old and wanted": true, "young": true} {
		err := s.Unpack(t.Context(), digest(content), new(bytes.Buffer))
		if kept != (err == nil) {
			t.Errorf("%s: %v", content, err)
		}
	}
}

// TestSweepFollowsALink: the directory may lie on another disk.
func TestSweepFollowsALink(t *testing.T) {
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(t.TempDir(), link); err != nil {
		t.Fatal(err)
	}
	s := snapshot.New(link)
	keep(t, s, "old", noon)
	foreign := filepath.Join(link, "of_somebody_else.zst")
	if err := errors.Join(os.WriteFile(foreign, nil, 0o600), os.Chtimes(foreign, noon, noon)); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Sweep(nil, noon.Add(time.Hour)); n != 1 || err != nil {
		t.Errorf("%d went, %v", n, err)
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error(err)
	}
}

func TestAnInterruptedKeepLeavesNothing(t *testing.T) {
	s := snapshot.New(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Keep(ctx, digest("a"), strings.NewReader("a"), noon); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if found := files(t, s); len(found) > 0 {
		t.Errorf("left: %v", found)
	}
}

func TestManyKeepOneContentAtOnce(t *testing.T) {
	s := snapshot.New(t.TempDir())
	content := strings.Repeat("x", 1<<20)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if err := s.Keep(t.Context(), digest(content), strings.NewReader(content), noon); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	var out bytes.Buffer
	if err := s.Unpack(t.Context(), digest(content), &out); err != nil || out.String() != content || len(files(t, s)) != 1 {
		t.Errorf("%d bytes, %v", out.Len(), err)
	}
}
