package source_test

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/snapshot"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table/tabletest"
)

// TestReplay reads again what was kept, after the places it came from have gone.
func TestReplay(t *testing.T) {
	s := newServer(t)
	s.run(t, "CREATE TABLE people (id INT, name VARCHAR(40), note TEXT)")
	s.run(t, `INSERT INTO people VALUES (1, '张三', 'a,"b"'), (2, '', NULL), (3, '李四', '一\n二')`)
	dir := t.TempDir()
	write(t, dir, "201801.csv", []byte("a;b\n1;2\n"))
	write(t, dir, "201802.csv", []byte("\xD0\xD5\xC3\xFB\n\xD5\xC5\n"))
	env := source.Env{Dir: dir, Databases: newDatabases(t), Snapshots: snapshot.New(filepath.Join(dir, "kept"))}
	for _, spec := range []source.Spec{from("*.csv"), s.spec("SELECT * FROM people ORDER BY id"), s.spec("SELECT name FROM people WHERE id = 2")} {
		feed := bring(t, spec, env)
		inputs, location := feed.Inputs(), feed.Location()
		if err := feed.Close(); err != nil {
			t.Fatal(err)
		}
		tables, digest := mustRead(t, spec, env)
		if strings.Contains(location, "csv") {
			for _, name := range []string{"201801.csv", "201802.csv"} {
				if err := os.Remove(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
			}
		}
		again, err := source.Replay(spec, location, inputs, source.Env{Snapshots: env.Snapshots})
		if err != nil {
			t.Fatal(err)
		}
		replayed, replayedDigest := readBrought(t, again)
		if diff := cmp.Diff(tables, replayed, cmp.AllowUnexported(got{})); diff != "" || replayedDigest != digest || again.Location() != location {
			t.Errorf("%s: %s, digest %s and %s, location %s", location, diff, replayedDigest, digest, again.Location())
		}
	}
}

// readBrought brings a feed and reads it to its end.
func readBrought(t *testing.T, feed *source.Feed) (tables []got, digest string) {
	t.Helper()
	defer feed.Close()
	if err := feed.Bring(t.Context()); err != nil {
		t.Fatal(err)
	}
	for {
		src, err := feed.Next(t.Context())
		if err != nil {
			return tables, feed.Digest()
		}
		rows, err := tabletest.Read(t, feed)
		if err != nil {
			t.Fatal(err)
		}
		tables = append(tables, got{src.String(), rows})
	}
}

func TestReplayOfWhatIsGone(t *testing.T) {
	kept := snapshot.New(t.TempDir())
	feed, err := source.Replay(from("in"), "in", []source.Input{{Name: "in", Digest: sum([]byte("x")), Size: 1}}, source.Env{Snapshots: kept})
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	if err := feed.Bring(t.Context()); !errors.Is(err, snapshot.ErrNotKept) || !strings.HasPrefix(err.Error(), "in: ") {
		t.Errorf("got %v", err)
	}
	if _, err := source.Replay(from("in"), "in", nil, source.Env{}); err == nil {
		t.Error("a replay without snapshots")
	}
}

// TestFileThatChangesIsNotKept: it would stand there under the digest of what it was.
func TestFileThatChangesIsNotKept(t *testing.T) {
	dir := t.TempDir()
	env := write(t, dir, "in", []byte("a,b\n"))
	env.Snapshots = snapshot.New(filepath.Join(dir, "kept"))
	env.Now = func() time.Time { // is asked after the digest is taken, before the file is kept
		write(t, dir, "in", []byte("c,d,e\n"))
		return time.Now()
	}
	feed, err := source.Open(from("in"), env)
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	wantError(t, feed.Bring(t.Context()), "in: the file changed while it was read")
	if left, err := filepath.Glob(filepath.Join(env.Snapshots.Dir(), "*", "*")); err != nil || len(left) > 0 {
		t.Errorf("kept is %v (%v)", left, err)
	}
}

// TestQueryIsKeptAsCSV: what is kept can be read without us.
func TestQueryIsKeptAsCSV(t *testing.T) {
	s := newServer(t)
	kept := snapshot.New(t.TempDir())
	feed := bring(t, s.spec(`SELECT 'a"b' AS q, 'c,d' AS 'w,x', 'e\nf' AS y, '' AS z, NULL AS n UNION ALL SELECT '', '', '', '', ''`),
		source.Env{Databases: newDatabases(t), Snapshots: kept})
	defer feed.Close()
	var content strings.Builder
	if err := kept.Unpack(t.Context(), feed.Inputs()[0].Digest, &content); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(content.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"q", "w,x", "y", "z", "n"}, {`a"b`, "c,d", "e\nf", "", ""}, {"", "", "", "", ""}}
	if diff := cmp.Diff(want, records); diff != "" {
		t.Error(diff)
	}
}

// TestNothingIsLeftOfAFeed: what is brought from elsewhere is personal data.
func TestNothingIsLeftOfAFeed(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	s := newServer(t)
	env := source.Env{Databases: newDatabases(t)}
	mustRead(t, s.spec("SELECT 1 AS a"), env)
	_, _, err := readFeed(t, s.spec("SELECT 'x' AS a, X'D5C5' AS photo"), env)
	wantError(t, err, "no text")
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
