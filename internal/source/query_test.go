package source_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/bidui/bidui/internal/mysqldsn"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
)

// server is a database of its own on a real server: the one that
// BIDUI_TEST_MYSQL names, else the one of this machine.
type server struct {
	*sql.DB
	address string // with the database
}

func newServer(t testing.TB) *server {
	t.Helper()
	base := cmp.Or(os.Getenv("BIDUI_TEST_MYSQL"), "mysql://root@127.0.0.1:3306/")
	config, err := mysqldsn.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{DB: sql.OpenDB(connector)}
	name := "bidui_source_" + strings.ToLower(rand.Text())
	if _, err := s.Exec("CREATE DATABASE " + name + " CHARACTER SET utf8mb4"); err != nil {
		t.Fatalf("these tests need a MySQL-protocol server (BIDUI_TEST_MYSQL): %v", err)
	}
	before, parameters, _ := strings.Cut(base, "?")
	scheme, rest, _ := strings.Cut(before, "://")
	authority, _, _ := strings.Cut(rest, "/")
	s.address = scheme + "://" + authority + "/" + name + "?" + parameters
	t.Cleanup(func() {
		_, err := s.Exec("DROP DATABASE " + name)
		if err := errors.Join(err, s.Close()); err != nil {
			t.Error(err)
		}
	})
	s.run(t, "USE "+name)
	s.SetMaxOpenConns(1) // so that USE holds
	s.run(t, "USE "+name)
	return s
}

func (s *server) run(t testing.TB, statement string, args ...any) {
	t.Helper()
	if _, err := s.Exec(statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func newDatabases(t testing.TB) *source.Databases {
	t.Helper()
	databases, err := source.NewDatabases(time.FixedZone("Asia/Shanghai", 8*60*60))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(databases.Close)
	return databases
}

func (s *server) spec(query string) source.Spec {
	return source.Spec{From: secret.Text(s.address), Query: query}
}

func TestQuery(t *testing.T) {
	s := newServer(t)
	s.run(t, `CREATE TABLE people (n INT, id BIGINT, big BIGINT UNSIGNED, name VARCHAR(40), born DATE, seen DATETIME, sharp DATETIME(3), stamp TIMESTAMP NULL,
		price DECIMAL(10,2), ratio DOUBLE, small FLOAT, flag BOOL, y YEAR, clock TIME, word ENUM('是','否'), note TEXT, raw VARBINARY(9))`)
	s.run(t, `INSERT INTO people VALUES
		(1, 430599199001011234, 18446744073709551615, '张三·𠮷', '1990-01-01', '2018-10-01 08:30:00', '2018-10-01 08:30:00.125', '2018-09-30 16:00:00', 12.50, 430599199001011234, 0.1, TRUE, 2018, '12:00:01', '是', '多\n行', 'x'),
		(2, NULL, NULL, '', NULL, NULL, NULL, NULL, NULL, 1000000, 150000000, FALSE, NULL, NULL, NULL, NULL, NULL)`)
	env := source.Env{Databases: newDatabases(t)}
	tables, digest := mustRead(t, s.spec("SELECT n, id AS 证件号码, big, name, born, seen, sharp, stamp, price, ratio, small, flag, y, clock, word, note, raw FROM people ORDER BY n"), env)
	want := "1|n|证件号码|big|name|born|seen|sharp|stamp|price|ratio|small|flag|y|clock|word|note|raw|\n" +
		"2|1|430599199001011234|18446744073709551615|张三·𠮷|1990-01-01|2018-10-01 08:30:00|2018-10-01 08:30:00.125|2018-10-01 00:00:00|12.50|4.3059919900101126E+17|0.1|1|2018|12:00:01|是|多\n行|x|\n" +
		"3|2|||||||||1000000|150000000|0||||||\n"
	if len(tables) != 1 || tables[0].name != "query" || tables[0].text() != want {
		t.Errorf("got %v\nwant %q", tables, want)
	}
	if _, again := mustRead(t, s.spec("SELECT n, id AS 证件号码, big, name, born, seen, sharp, stamp, price, ratio, small, flag, y, clock, word, note, raw FROM people ORDER BY n"), env); again != digest || len(digest) != 64 {
		t.Errorf("digests %s and %s", digest, again)
	}
}

// TestQueryDigest: cells that join to the same text are different rows.
func TestQueryDigest(t *testing.T) {
	s := newServer(t)
	env := source.Env{Databases: newDatabases(t)}
	digests := map[string]string{}
	for _, query := range []string{
		"SELECT 'ab' a, 'c' b", "SELECT 'a' a, 'bc' b", "SELECT 'abc' a, '' b", "SELECT 'abc' a", "SELECT 'ab' a, 'c' c",
		"SELECT 'a' a UNION ALL SELECT 'b'", "SELECT 'b' a UNION ALL SELECT 'a'", "SELECT 'ab' a UNION ALL SELECT ''",
	} {
		_, digest := mustRead(t, s.spec(query), env)
		if other, ok := digests[digest]; ok {
			t.Errorf("%q and %q have one digest", query, other)
		}
		digests[digest] = query
	}
}

func TestLongQuery(t *testing.T) {
	s := newServer(t)
	s.fillNumbers(t, 20_000)
	env := source.Env{Databases: newDatabases(t)}
	tables, digest := mustRead(t, s.spec("SELECT n, REPEAT('长', n % 50) AS word FROM numbers ORDER BY n"), env)
	rows := tables[0].rows
	if len(rows) != 20_001 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, row := range rows[1:] {
		if row.Number != i+2 || row.Cells[0] != fmt.Sprint(i) || row.Cells[1] != strings.Repeat("长", i%50) {
			t.Fatalf("row %d is %d %q", i+2, row.Number, row.Cells)
		}
	}
	feed := bring(t, s.spec("SELECT n, REPEAT('长', n % 50) AS word FROM numbers ORDER BY n"), env)
	defer feed.Close()
	var err error
	for err == nil {
		_, err = feed.Next(t.Context()) // without reading a row
	}
	if done, total := feed.Progress(); err != io.EOF || feed.Digest() != digest || done == 0 || total != done {
		t.Errorf("passed over: %v, digest %s, want %s; progress %d of %d", err, feed.Digest(), digest, done, total)
	}
}

func (s *server) fillNumbers(t testing.TB, count int) {
	t.Helper()
	s.run(t, "CREATE TABLE numbers (n INT PRIMARY KEY)")
	for from := 0; from < count; from += 1000 {
		values := make([]string, 0, 1000)
		for n := from; n < min(from+1000, count); n++ {
			values = append(values, fmt.Sprintf("(%d)", n))
		}
		s.run(t, "INSERT INTO numbers VALUES "+strings.Join(values, ","))
	}
}

// TestFeedsOfOneDatabaseShareASnapshot: what is written between two feeds is
// seen by neither, and by the next run.
func TestFeedsOfOneDatabaseShareASnapshot(t *testing.T) {
	s := newServer(t)
	s.run(t, "CREATE TABLE households (id INT)")
	s.run(t, "CREATE TABLE members (id INT, household INT)")
	s.run(t, "INSERT INTO households VALUES (1)")
	s.run(t, "INSERT INTO members VALUES (11, 1)")
	env := source.Env{Databases: newDatabases(t)}
	tables, _ := mustRead(t, s.spec("SELECT id FROM households"), env)
	if tables[0].text() != "1|id|\n2|1|\n" {
		t.Errorf("households: %q", tables[0].text())
	}
	s.run(t, "INSERT INTO households VALUES (2)")
	s.run(t, "INSERT INTO members VALUES (21, 2)")
	s.run(t, "DELETE FROM members WHERE id = 11")
	tables, _ = mustRead(t, s.spec("SELECT id, household FROM members"), env)
	if tables[0].text() != "1|id|household|\n2|11|1|\n" {
		t.Errorf("members are of another moment than households: %q", tables[0].text())
	}
	tables, _ = mustRead(t, s.spec("SELECT id FROM members"), source.Env{Databases: newDatabases(t)})
	if tables[0].text() != "1|id|\n2|21|\n" {
		t.Errorf("the next run sees %q", tables[0].text())
	}
}

// TestSnapshotIsTakenAtTheFirstFeed: the moment is that of the connection, not
// that of the first row read of each table.
func TestSnapshotIsTakenAtTheFirstFeed(t *testing.T) {
	s := newServer(t)
	s.run(t, "CREATE TABLE late (id INT)")
	env := source.Env{Databases: newDatabases(t)}
	mustRead(t, s.spec("SELECT 1"), env)
	s.run(t, "INSERT INTO late VALUES (1)")
	if tables, _ := mustRead(t, s.spec("SELECT id FROM late"), env); tables[0].text() != "1|id|\n" {
		t.Errorf("got %q", tables[0].text())
	}
}

func TestQueryCannotWrite(t *testing.T) {
	s := newServer(t)
	s.run(t, "CREATE TABLE kept (id INT)")
	env := source.Env{Databases: newDatabases(t)}
	for _, statement := range []string{"INSERT INTO kept VALUES (1)", "DROP TABLE kept", "SELECT id FROM kept; DROP TABLE kept", "SET @x = 1", "SELECT broken FROM kept"} {
		_, _, err := readFeed(t, s.spec(statement), env)
		wantError(t, err, "mysql://root@", ": query, after row 0: ")
	}
	var count int
	if err := s.QueryRow("SELECT COUNT(*) FROM kept").Scan(&count); err != nil || count != 0 {
		t.Errorf("%d rows, %v", count, err)
	}
	if tables, _ := mustRead(t, s.spec("SELECT id FROM kept"), env); tables[0].text() != "1|id|\n" {
		t.Errorf("after the errors: %q", tables[0].text())
	}
}

func TestBytesThatAreNoText(t *testing.T) {
	s := newServer(t)
	_, _, err := readFeed(t, s.spec("SELECT 'x' AS a, X'D5C5' AS photo"), source.Env{Databases: newDatabases(t)})
	wantError(t, err, "query, after row 1: column photo holds bytes that are no text")
}

// TestBrokenStream: a connection that ends amid the rows is not their end.
func TestBrokenStream(t *testing.T) {
	s := newServer(t)
	s.fillNumbers(t, 1000)
	env := source.Env{Databases: newDatabases(t)}
	err := s.breakBring(t, s.spec("SELECT a.n, REPEAT('x', 200) AS word FROM numbers a, numbers b"), env)
	wantError(t, err, "mysql://root@", ": query, after row ")
}

// breakBring brings a feed whose connection ends amid the rows.
func (s *server) breakBring(t *testing.T, spec source.Spec, env source.Env) error {
	t.Helper()
	feed, err := source.Open(spec, env)
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	brought := make(chan error, 1)
	go func() { brought <- feed.Bring(t.Context()) }()
	for done := int64(0); done == 0; done, _ = feed.Progress() {
		select {
		case err := <-brought:
			t.Fatalf("brought before its first bytes were seen: %v", err)
		default:
			runtime.Gosched()
		}
	}
	s.killReader(t)
	return <-brought
}

// killReader ends the newest connection that reads from this database.
func (s *server) killReader(t *testing.T) {
	t.Helper()
	var id int
	if err := s.QueryRow("SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() ORDER BY id DESC LIMIT 1").Scan(&id); err != nil {
		t.Fatal(err)
	}
	s.run(t, fmt.Sprintf("KILL %d", id))
}

// TestCancelledDrain: what is left of rows that nobody wants any more is read, but
// not to the end of time.
func TestCancelledDrain(t *testing.T) {
	s := newServer(t)
	s.fillNumbers(t, 1000)
	env := source.Env{Databases: newDatabases(t)}
	feed, err := source.Open(s.spec("SELECT X'D5C5' AS word FROM numbers a, numbers b, numbers c, numbers d"), env)
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	brought := make(chan error, 1)
	before := s.sent(t)
	go func() { brought <- feed.Bring(ctx) }()
	for s.sent(t) < before+16<<20 { // millions of rows later than the first, which is no text
		select {
		case err := <-brought:
			t.Fatalf("brought before its rows were drained: %v", err)
		default:
			runtime.Gosched()
		}
	}
	cancel()
	select {
	case err := <-brought:
		if err == nil {
			t.Error("brought bytes that are no text")
		}
	case <-time.After(time.Minute):
		t.Fatal("still reading a trillion rows")
	}
}

// sent is how many bytes the server has sent to everyone.
func (s *server) sent(t *testing.T) (bytes int64) {
	t.Helper()
	var name string
	if err := s.QueryRow("SHOW GLOBAL STATUS LIKE 'Bytes_sent'").Scan(&name, &bytes); err != nil {
		t.Fatal(err)
	}
	return bytes
}

// TestFeedsTakeTurns: a query that ends midway gives its turn back, and one that
// is cancelled while it waits for its turn ends.
func TestFeedsTakeTurns(t *testing.T) {
	s := newServer(t)
	s.fillNumbers(t, 1000)
	env := source.Env{Databases: newDatabases(t)}
	_, _, err := readFeed(t, s.spec("SELECT IF(n = 500, X'D5C5', 'x') AS word FROM numbers ORDER BY n"), env)
	wantError(t, err, "after row 501: column word holds bytes that are no text")
	waiting, err := source.Open(s.spec("SELECT COUNT(*) AS n FROM numbers"), env)
	if err != nil {
		t.Fatal(err)
	}
	defer waiting.Close()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := waiting.Bring(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if tables, _ := mustRead(t, s.spec("SELECT COUNT(*) AS n FROM numbers"), env); tables[0].text() != "1|n|\n2|1000|\n" {
		t.Errorf("got %q", tables[0].text())
	}
}

func TestDatabaseThatIsNotThere(t *testing.T) {
	s := newServer(t)
	env := source.Env{Databases: newDatabases(t)}
	spec := source.Spec{From: secret.Text(strings.Replace(s.address, "/bidui_", "/absent_", 1)), Query: "SELECT 1"}
	_, _, err := readFeed(t, spec, env)
	wantError(t, err, "mysql://root@", "absent_", "Unknown database")
	t.Setenv("BIDUI_TEST_WORD", "hunter2")
	_, _, err = readFeed(t, source.Spec{From: "mysql://nobody:${env:BIDUI_TEST_WORD}@127.0.0.1:3306/d", Query: "SELECT 1"}, env)
	wantError(t, err, "mysql://nobody@127.0.0.1:3306/d: ")
	if err != nil && strings.Contains(err.Error(), "hunter2") {
		t.Errorf("the error shows the password: %v", err)
	}
}

func TestLocationOfAQueryHasNoSecret(t *testing.T) {
	t.Setenv("BIDUI_TEST_WORD", "hunter2")
	for _, from := range []secret.Text{"mysql://reader:hunter2@10.0.0.5:3307/water", "mysql://reader:${env:BIDUI_TEST_WORD}@10.0.0.5:3307/water"} {
		feed, err := source.Open(source.Spec{From: from, Query: "SELECT 1"}, source.Env{Databases: newDatabases(t)})
		if err != nil {
			t.Fatal(err)
		}
		if got := feed.Location(); got != "mysql://reader@10.0.0.5:3307/water" {
			t.Errorf("got %s", got)
		}
		if err := feed.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestDatabasesNeedAZone(t *testing.T) {
	if _, err := source.NewDatabases(nil); err == nil {
		t.Error("no error")
	}
}

func BenchmarkQuery(b *testing.B) {
	s := newServer(b)
	s.fillNumbers(b, 1000)
	env := source.Env{Databases: newDatabases(b)}
	const rows = 200_000
	query := fmt.Sprintf(`SELECT a.n AS member_id, 1234567890 AS household_id, '张三丰' AS name, '430599199001010000' AS id_number, '之子' AS relation, '否' AS dibao,
		'正常' AS state, 430521001001 AS area_code, DATE '2018-10-01' AS state_date, 3 AS household_size FROM numbers a, numbers b LIMIT %d`, rows)
	var batch table.Batch
	b.ReportAllocs()
	for b.Loop() {
		feed := bring(b, s.spec(query), env)
		if _, err := feed.Next(b.Context()); err != nil {
			b.Fatal(err)
		}
		n := 0
		var err error
		for ; err == nil; err = feed.Read(b.Context(), &batch) {
			n += len(batch.Rows)
		}
		if err != io.EOF || n < rows {
			b.Fatal(n, err)
		}
		if err := feed.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}
