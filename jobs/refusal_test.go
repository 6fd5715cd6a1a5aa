package jobs_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/jobs"
)

// TestWhatIsRefused tells inputs that a guard refuses, with which nobody needs
// to try again, from those that could not be got at.
func TestWhatIsRefused(t *testing.T) {
	db := inMySQL(t, "feeds")
	execute(t, db, "CREATE TABLE IF NOT EXISTS payees (id_number TEXT, name TEXT, start TEXT)")
	address := mysqlAddress(testDatabase("feeds"))
	dir := t.TempDir()
	for name, content := range map[string]string{"empty.csv": "", "cut.csv": "id_number,name,start\n1,\"张", "other.csv": "甲,乙\n1,2\n", "untimed.csv": "id_number,name\n1,张三\n"} {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	must(t, os.Symlink(filepath.Join(dir, "loop"), filepath.Join(dir, "loop")))

	for _, c := range []struct {
		what    string
		spec    source.Spec
		refused bool
		says    string
	}{
		{"no such file", file("absent.csv"), false, "absent.csv: there is no such file"},
		{"nothing matches", file("absent*.csv"), false, "absent*.csv: no file matches"},
		{"a directory", file("."), false, "is a directory"},
		{"a file that cannot be opened", file("loop"), false, "loop: "},
		{"an unset secret", file("${env:BIDUI_TEST_ABSENT}"), false, "BIDUI_TEST_ABSENT"},
		{"an empty file", file("empty.csv"), true, "empty.csv: the file is empty"},
		{"a truncated file", file("cut.csv"), true, "cut.csv: row 2"},
		{"another table", file("other.csv"), true, "other.csv: no header of feed tekun"},
		{"no months", file("untimed.csv"), true, "untimed.csv: header in row 1"},
		{"nobody listens", query("mysql://root@127.0.0.1:1/d", "SELECT 1"), false, "connection refused"},
		{"no such user", query(nobody(t, address), "SELECT 1"), false, "Access denied"},
		{"no such database", query(mysqlAddress("bidui_absent"), "SELECT 1"), false, "Unknown database"},
		{"no such table", query(address, "SELECT * FROM absent"), false, "doesn't exist"},
		{"no rows", query(address, "SELECT * FROM payees"), true, "none of 0 rows"},
		{"a missing column", query(address, "SELECT name, start FROM payees"), true, "id_number（"},
		{"a stream that breaks", query(breaking(t, address), longQuery), true, "query, after row"},
	} {
		t.Run(c.what, func(t *testing.T) {
			th := stage(t, small(20), nil)
			for name, feed := range th.settings.Feeds {
				if name == "tekun" {
					feed.Source = c.spec
				} else {
					feed.Source.From = secret.Text(filepath.Join(th.dir, name+".csv"))
				}
				th.settings.Feeds[name] = feed
			}
			settings := th.settings
			settings.Dir = dir
			th.testRunner = newTestRunner(t, th.ledger, settings, nil)
			err := th.tryJob(t, "assistance").Err
			if err == nil || !strings.Contains(err.Error(), "feed tekun") || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v does not say %q of feed tekun", err, c.says)
			}
			if refusal := (*jobs.Refusal)(nil); errors.As(err, &refusal) != c.refused {
				t.Errorf("refused by a guard: %v; %v", !c.refused, err)
			}
			wantFailed(t, th, "assistance")
		})
	}
}

// TestBrokenDatabase fails the jobs that read from it, and no others.
func TestBrokenDatabase(t *testing.T) {
	inMySQL(t, "feeds")
	address := breaking(t, mysqlAddress(testDatabase("feeds")))
	th := stage(t, small(20), nil)
	for _, name := range []string{"dibao", "tekun"} {
		feed := th.settings.Feeds[name]
		feed.Source = query(address, longQuery)
		th.settings.Feeds[name] = feed
	}
	th.testRunner = newTestRunner(t, th.ledger, th.settings, nil)
	for job, result := range th.try(t, jobs.Request{AsOf: date(t, "2018-10-15")}) {
		if reads := job == "assistance"; (result.Err != nil) != reads {
			t.Errorf("%s: %v", job, result.Err)
		}
	}
}

func file(from string) source.Spec { return source.Spec{From: secret.Text(from)} }

func query(address, statement string) source.Spec {
	return source.Spec{From: secret.Text(address), Query: statement}
}

// nobody is an address with a user whom the server does not know.
func nobody(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	u.User = url.UserPassword("bidui_absent", "wrong")
	return u.String()
}

// longQuery gives some megabytes of rows.
const longQuery = "SELECT '无' AS id_number, REPEAT('三', 1000) AS name, '2018-01' AS start" +
	" FROM (SELECT 1 FROM information_schema.collations a, information_schema.collations b LIMIT 10000) many"

// breaking is the address of something before the server that ends every
// connection after half a megabyte, as a failing network does.
func breaking(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	server := u.Host
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	var ended atomic.Bool
	done := make(chan struct{})
	t.Cleanup(func() {
		ended.Store(true)
		must(t, listener.Close())
		<-done
	})
	go func() {
		defer close(done)
		for {
			client, err := listener.Accept()
			if err != nil {
				if !ended.Load() {
					t.Error(err)
				}
				return
			}
			if err := pass(client, server, 512<<10); err != nil {
				t.Error(err)
			}
		}
	}()
	u.Host = listener.Addr().String()
	return u.String()
}

// pass connects a client with a server until so many bytes have come from it.
func pass(client net.Conn, server string, bytes int64) error {
	defer client.Close() // it is meant to break
	upstream, err := net.Dial("tcp", server)
	if err != nil {
		return fmt.Errorf("reach the server: %w", err)
	}
	defer upstream.Close()                           // it is meant to break
	go func() { _, _ = io.Copy(upstream, client) }() // ends with either
	if n, err := io.CopyN(client, upstream, bytes); err != nil {
		return fmt.Errorf("only %d of %d bytes came from the server: %w", n, bytes, err)
	}
	return nil
}
