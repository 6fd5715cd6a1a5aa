package source_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/source"
)

// A server ends a query that takes longer than its feed lets it, before the
// first row or amid them; the next query has its own time.
func TestQueryThatTakesTooLong(t *testing.T) {
	s := newServer(t)
	s.fillNumbers(t, 1000)
	env := source.Env{Databases: newDatabases(t)}
	for _, query := range []string{
		"SELECT COUNT(*) AS n FROM numbers a, numbers b, numbers c WHERE a.n + b.n + c.n < 0",
		"SELECT a.n FROM numbers a, numbers b, numbers c",
	} {
		spec := s.spec(query)
		spec.MaxQueryTime = 100 * time.Millisecond
		_, _, err := readFeed(t, spec, env)
		wantError(t, err, "mysql://root@", ": query, after row ", "it may take 100ms, by the feed's max_query_time")
	}
	if tables, _ := mustRead(t, s.spec("SELECT COUNT(*) AS n FROM numbers a, numbers b"), env); tables[0].text() != "1|n|\n2|1000000|\n" {
		t.Errorf("got %q", tables[0].text())
	}
}

// TestAccess: what a feed tells of how a database is asked is so.
func TestAccess(t *testing.T) {
	s := newServer(t)
	env := source.Env{Databases: newDatabases(t)}
	spec := s.spec("SELECT 1")
	for _, c := range []struct {
		time time.Duration
		rows int
		want string
	}{
		{0, 0, "read-only; ended by the server after 1h0m0s"},
		{90 * time.Second, 20_000, "read-only; ended by the server after 1m30s; at most 20000 rows a second"},
	} {
		spec.MaxQueryTime, spec.MaxRowsPerSecond = c.time, c.rows
		feed := bring(t, spec, env)
		if got := feed.Access(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
		if err := feed.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestRowsPerSecond(t *testing.T) {
	s := newServer(t)
	s.fillNumbers(t, 2000)
	env := source.Env{Databases: newDatabases(t)}
	spec := s.spec("SELECT n FROM numbers ORDER BY n")
	spec.MaxRowsPerSecond = 10_000
	began := time.Now()
	tables, _ := mustRead(t, spec, env)
	if took := time.Since(began); len(tables[0].rows) != 2001 || took < 100*time.Millisecond { // the first thousand may go at once
		t.Errorf("%d rows in %v", len(tables[0].rows), took)
	}
	spec.MaxRowsPerSecond = 1
	feed, err := source.Open(spec, env)
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if err := feed.Bring(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled, while rows are held back: %v", err)
	}
}
