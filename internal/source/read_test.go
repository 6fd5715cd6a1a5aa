package source_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/internal/table/tabletest"
)

// got is one table as a feed gave it, in copies of its own.
type got struct {
	name string // file, and sheet in brackets
	rows []table.Row
}

// text is the rows of g: their numbers, and their cells between bars.
func (g got) text() string {
	return tabletest.Text(g.rows)
}

// readFeed reads all tables of a feed, and its digest.
func readFeed(t testing.TB, spec source.Spec, env source.Env) (tables []got, digest string, err error) {
	t.Helper()
	feed, err := source.Open(spec, env)
	if err != nil {
		return nil, "", err
	}
	defer func() {
		if closed := feed.Close(); closed != nil {
			t.Errorf("close: %v", closed)
		}
	}()
	if err := feed.Bring(t.Context()); err != nil {
		return nil, "", err
	}
	for {
		src, err := feed.Next(t.Context())
		if err == io.EOF {
			checkDone(t, feed)
			return tables, feed.Digest(), nil
		}
		if err != nil {
			return tables, "", err
		}
		rows, err := tabletest.Read(t, feed)
		tables = append(tables, got{src.String(), rows})
		if err != nil {
			return tables, "", err
		}
	}
}

func checkDone(t testing.TB, feed *source.Feed) {
	t.Helper()
	if done, total := feed.Progress(); total > 0 && done != total {
		t.Errorf("at the end %d of %d bytes are done", done, total)
	}
	if _, err := feed.Next(t.Context()); err != io.EOF {
		t.Errorf("Next after the end: %v", err)
	}
}

// write puts a file into dir and returns dir's Env.
func write(t testing.TB, dir, name string, content []byte) source.Env {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return source.Env{Dir: dir}
}

// bring opens a feed and brings it.
func bring(t testing.TB, spec source.Spec, env source.Env) *source.Feed {
	t.Helper()
	feed, err := source.Open(spec, env)
	if err == nil {
		err = feed.Bring(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return feed
}

// readOne reads a feed of one file with that content.
func readOne(t testing.TB, content []byte) (string, error) {
	t.Helper()
	env := write(t, t.TempDir(), "in", content)
	tables, _, err := readFeed(t, source.Spec{From: "in"}, env)
	text := ""
	for _, g := range tables {
		text += g.text()
	}
	return text, err
}

func mustRead(t testing.TB, spec source.Spec, env source.Env) ([]got, string) {
	t.Helper()
	tables, digest, err := readFeed(t, spec, env)
	if err != nil {
		t.Fatal(err)
	}
	return tables, digest
}

// wantError checks that err says all of that.
func wantError(t testing.TB, err error, says ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want one that says %q", says)
		return
	}
	for _, word := range says {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("error %q does not say %q", err, word)
		}
	}
}

func from(name string) source.Spec { return source.Spec{From: secret.Text(name)} }
