package source_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/internal/table/tabletest"
)

func sum(contents ...[]byte) string {
	hash := sha256.New()
	for _, content := range contents {
		hash.Write(content)
	}
	return fmt.Sprintf("%x", hash.Sum(nil))
}

func TestFilesOfAGlob(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "[x]*") // the pattern must not spread to the directory
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	env := source.Env{Dir: dir}
	for _, name := range []string{"201803.csv", "201801.csv", "201802.csv", "~$201802.csv", ".201800.csv", "201801.txt"} {
		write(t, filepath.Join(dir, "data"), name, []byte("a,"+name+"\n"))
	}
	tables, digest := mustRead(t, from("data/*.csv"), env)
	var text string
	for _, g := range tables {
		text += g.name + ":" + g.text()
	}
	want := "data/201801.csv:1|a|201801.csv|\ndata/201802.csv:1|a|201802.csv|\ndata/201803.csv:1|a|201803.csv|\n"
	if text != want {
		t.Errorf("got %s\nwant %s", text, want)
	}
	if want := sum([]byte("a,201801.csv\na,201802.csv\na,201803.csv\n")); digest != want {
		t.Errorf("digest %s, want %s", digest, want)
	}
	tables, _ = mustRead(t, from(filepath.ToSlash(filepath.Join(strings.NewReplacer("[", "[[]", "*", "[*]").Replace(dir), "data", "*.txt"))), env)
	if len(tables) != 1 || !filepath.IsAbs(tables[0].name) {
		t.Errorf("an absolute glob gave %v", tables)
	}
}

func TestFileWhoseNameLooksLikeAGlob(t *testing.T) {
	env := write(t, t.TempDir(), "members[1].csv", []byte("a,b\n"))
	if tables, _ := mustRead(t, from("members[1].csv"), env); tables[0].name != "members[1].csv" {
		t.Errorf("got %v", tables)
	}
}

func TestDigestOfAFile(t *testing.T) {
	content := []byte("\uFEFF" + strings.Repeat("张三,430599\r\n", 200_000))
	env := write(t, t.TempDir(), "in", content)
	if _, digest := mustRead(t, from("in"), env); digest != sum(content) {
		t.Errorf("got %s, want %s", digest, sum(content))
	}
	feed := bring(t, from("in"), env)
	defer feed.Close()
	if feed.Digest() != sum(content) {
		t.Errorf("as soon as it is brought: %s, want %s", feed.Digest(), sum(content))
	}
	want := []source.Input{{Name: "in", Digest: sum(content), Size: int64(len(content))}}
	if diff := cmp.Diff(want, feed.Inputs()); diff != "" {
		t.Error(diff)
	}
}

// In passing the tables are the same, and nobody has a digest of them.
func TestFilesInPassing(t *testing.T) {
	env := write(t, t.TempDir(), "a.csv", []byte("a,b\n"))
	write(t, env.Dir, "b.csv", []byte("c,d\n"))
	recorded, digest := mustRead(t, from("*.csv"), env)
	env.Passing = true
	passing, none := mustRead(t, from("*.csv"), env)
	if diff := cmp.Diff(recorded, passing, cmp.AllowUnexported(got{})); diff != "" || digest == "" || none != "" {
		t.Errorf("digests %q and %q; %s", digest, none, diff)
	}
	feed := bring(t, from("a.csv"), env)
	defer feed.Close()
	want := []source.Input{{Name: "a.csv", Size: 4}}
	if diff := cmp.Diff(want, feed.Inputs()); diff != "" {
		t.Error(diff)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	env := write(t, dir, "a.csv", []byte("a,b\n"))
	if err := os.MkdirAll(filepath.Join(dir, "sub", "deep.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BIDUI_TEST_URL", "ftp://example.org/token")
	for _, c := range []struct {
		spec source.Spec
		says []string
	}{
		{from("absent.csv"), []string{"absent.csv: there is no such file"}},
		{from("*.xlsx"), []string{"*.xlsx: no file matches", dir}},
		{from("[.csv"), []string{"[.csv: ", "syntax error"}},
		{from("sub"), []string{"sub is a directory", "sub/*.csv"}},
		{from("sub/*"), []string{"sub/deep.csv is a directory"}},
		{from(""), []string{"from is empty"}},
		{from("${env:BIDUI_TEST_ABSENT}"), []string{"BIDUI_TEST_ABSENT"}},
		{from("ftp://user:hunter2@example.org/a.csv"), []string{"ftp://user:***@example.org/a.csv: only files"}},
		{from("http://example.org/a.csv"), []string{"https://"}},
		{source.Spec{From: "https://example.org/a.csv?t=token", Query: "SELECT 1"}, []string{"https://example.org/a.csv: a query is for a database"}},
		{from("${env:BIDUI_TEST_URL}"), []string{"${env:BIDUI_TEST_URL}: only files"}},
		{source.Spec{From: "a.csv", Query: "SELECT 1"}, []string{"a.csv: a query is for a database"}},
		{source.Spec{From: "a.csv", Encoding: "big5"}, []string{`encoding "big5"`}},
		{from("mysql://root@127.0.0.1/d"), []string{"needs a query"}},
		{from("mysql://root:hunter2@/d"), []string{"mysql://root:***@/d", "no host"}},
		{source.Spec{From: "mysql://root@127.0.0.1/d", Query: "SELECT 1"}, []string{"without Databases"}},
	} {
		_, err := source.Open(c.spec, env)
		wantError(t, err, c.says...)
		if err != nil && (strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "token")) {
			t.Errorf("the error shows a secret: %v", err)
		}
	}
	if _, err := source.Open(from("absent.csv"), env); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
}

func TestFileThatChangesIsRefused(t *testing.T) {
	content := []byte(strings.Repeat("张三,430599\n", 300_000))
	for name, change := range map[string]func(path string) error{
		"grows": func(path string) error {
			file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = file.WriteString("李四,430599\n")
			return errors.Join(err, file.Close())
		},
		"shrinks":        func(path string) error { return os.Truncate(path, 2<<20) },
		"is emptied":     func(path string) error { return os.Truncate(path, 0) },
		"loses its tail": func(path string) error { return os.Truncate(path, int64(len(content))-14) },
	} {
		for _, passing := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/passing=%v", name, passing), func(t *testing.T) {
				env := write(t, t.TempDir(), "in", content)
				env.Passing = passing
				feed := bring(t, from("in"), env)
				defer feed.Close()
				if _, err := feed.Next(t.Context()); err != nil {
					t.Fatal(err)
				}
				if err := change(filepath.Join(env.Dir, "in")); err != nil {
					t.Fatal(err)
				}
				_, err := tabletest.Read(t, feed)
				if err == nil {
					_, err = feed.Next(t.Context())
				}
				wantError(t, err, "in: ", "the file changed while it was read")
				if _, again := feed.Next(t.Context()); again == nil || again == io.EOF {
					t.Errorf("after the error: %v", again)
				}
			})
		}
	}
}

func TestFileThatVanishesIsNamed(t *testing.T) {
	env := write(t, t.TempDir(), "in", []byte("a,b\n"))
	feed := bring(t, from("in"), env)
	defer feed.Close()
	if err := os.Remove(filepath.Join(env.Dir, "in")); err != nil {
		t.Fatal(err)
	}
	_, err := feed.Next(t.Context())
	wantError(t, err, "in: there is no such file")
}

func TestReadWithoutATable(t *testing.T) {
	feed := bring(t, from("in"), write(t, t.TempDir(), "in", []byte("a,b\n")))
	var b table.Batch
	if err := feed.Read(t.Context(), &b); err == nil || err == io.EOF {
		t.Errorf("before Next: %v", err)
	}
	if err := feed.Close(); err != nil {
		t.Error(err)
	}
	if _, err := feed.Next(t.Context()); err == nil || err == io.EOF {
		t.Errorf("after Close: %v", err)
	}
	if err := feed.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

func TestCancelledRead(t *testing.T) {
	feed := bring(t, from("in"), write(t, t.TempDir(), "in", []byte("a,b\n")))
	defer feed.Close()
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := feed.Next(ctx); err != nil {
		t.Fatal(err)
	}
	cancel()
	var b table.Batch
	if err := feed.Read(ctx, &b); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestLocationIsAsConfigured(t *testing.T) {
	env := write(t, t.TempDir(), "in", []byte("a,b\n"))
	t.Setenv("BIDUI_TEST_NAME", "in")
	for spec, want := range map[string]string{"in": "in", "i*": "i*", "${env:BIDUI_TEST_NAME}": "${env:BIDUI_TEST_NAME}"} {
		feed := bring(t, from(spec), env)
		if feed.Location() != want {
			t.Errorf("got %s, want %s", feed.Location(), want)
		}
		if err := feed.Close(); err != nil {
			t.Error(err)
		}
	}
}

// people is a table of people that nobody is, numbered from 0 on.
func people(rows int) []byte {
	var out bytes.Buffer
	out.WriteString("人编号,姓名\n")
	for i := range rows {
		fmt.Fprintf(&out, "%010d,张三丰\n", i)
	}
	return out.Bytes()
}

// TestBatchesInFlight reads with several batches while other goroutines still
// look at former ones, and at the progress.
func TestBatchesInFlight(t *testing.T) {
	content := people(50_000)
	feed := bring(t, from("in"), write(t, t.TempDir(), "in", content))
	defer feed.Close()
	if _, err := feed.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	free, full := make(chan *table.Batch, 3), make(chan *table.Batch, 3)
	for range cap(free) {
		free <- new(table.Batch)
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	rows := 1
	for range 2 {
		wait.Go(func() {
			for b := range full {
				runtime.Gosched()
				for _, row := range b.Rows {
					if row.Number > 1 && row.Cells[0] != fmt.Sprintf("%010d", row.Number-2) {
						t.Errorf("row %d is %q", row.Number, row.Cells)
					}
				}
				mu.Lock()
				rows += len(b.Rows)
				mu.Unlock()
				if done, total := feed.Progress(); done > total || total != int64(len(content)) {
					t.Errorf("progress %d of %d", done, total)
				}
				free <- b
			}
		})
	}
	var err error
	for {
		b := <-free
		if err = feed.Read(t.Context(), b); err != nil {
			break
		}
		full <- b
	}
	close(full)
	wait.Wait()
	if err != io.EOF || rows != 50_002 {
		t.Errorf("%v after %d rows", err, rows)
	}
}

// TestFileOfAnotherTimeIsRefused: its rows would not be those of its digest.
func TestFileOfAnotherTimeIsRefused(t *testing.T) {
	env := write(t, t.TempDir(), "in", []byte("a,b\n"))
	feed := bring(t, from("in"), env)
	defer feed.Close()
	if _, err := feed.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(env.Dir, "in"), time.Time{}, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if _, err := tabletest.Read(t, feed); err != nil {
		t.Fatal(err)
	}
	_, err := feed.Next(t.Context())
	wantError(t, err, "in: the file changed while it was read")
}
