package main

import (
	"database/sql"
	"io"
	"net"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// server is the program at its service.
type server struct {
	*process
	address string
}

var servingAt = regexp.MustCompile(`"msg":"serving","address":"([^"]+)"`)

// serve starts the service, and waits until it says where it listens.
func serve(t *testing.T, dir string, args ...string) *server {
	t.Helper()
	s := &server{process: start(t, dir, append([]string{"serve", "--log-format", "json"}, args...)...)}
	eventually(t, "the service says where it listens", func() bool {
		found := servingAt.FindStringSubmatch(s.stderr.text())
		if found != nil {
			s.address = found[1]
		}
		if !s.running() {
			t.Fatalf("the service ended:\n%s", s.stderr.text())
		}
		return found != nil
	})
	return s
}

// get is the answer to a request: its status and its text.
func (s *server) get(t *testing.T, path string) (status int, text string) {
	t.Helper()
	client := http.Client{Timeout: patience}
	response, err := client.Get("http://" + s.address + path)
	must(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(t, err)
	return response.StatusCode, string(body)
}

// listens says whether somebody still answers there.
func (s *server) listens() bool {
	conn, err := net.DialTimeout("tcp", s.address, time.Second)
	if err != nil {
		return false
	}
	_ = conn.Close() // nothing was sent
	return true
}

// stop asks the service to stop, which it must without complaint.
func (s *server) stop(t *testing.T) {
	t.Helper()
	s.signal(t, syscall.SIGTERM)
	s.mustEnd(t, statusDone)
}

// metrics is the metrics that are ours, by name and labels.
func (s *server) metrics(t *testing.T) map[string]string {
	t.Helper()
	status, text := s.get(t, "/metrics")
	if status != http.StatusOK {
		t.Fatalf("/metrics answers %d:\n%s", status, text)
	}
	ours := map[string]string{}
	for line := range strings.Lines(text) {
		if space := strings.LastIndex(line, " "); strings.HasPrefix(line, "bidui_") {
			ours[line[:space]] = strings.TrimSpace(line[space:])
		}
	}
	return ours
}

// TestServe looks at the service from outside, while a run goes on beside it and
// after it was started anew.
func TestServe(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, store := open(t)
			c := newCounty(t, dir, store, 20)
			s := serve(t, dir)
			for _, path := range []string{"/healthz", "/readyz"} {
				if status, text := s.get(t, path); status != http.StatusOK || text != "ok\n" {
					t.Errorf("%s answers %d %q", path, status, text)
				}
			}
			if status, _ := s.get(t, "/elsewhere"); status != http.StatusNotFound {
				t.Errorf("/elsewhere answers %d", status)
			}
			for name, value := range s.metrics(t) {
				if strings.HasPrefix(name, "bidui_discrepancies") && value != "0" {
					t.Errorf("before any run %s is %s", name, value)
				}
			}

			c.gate.shut(t)
			beside := start(t, dir, "run", "assistance")
			c.gate.await(t)
			if got := s.metrics(t)[`bidui_job_running{task="assistance"}`]; got != "1" {
				t.Errorf("while a job runs in another process, it is shown as running: %q", got)
			}
			c.gate.open(t)
			beside.mustEnd(t, statusDone)
			mustRun(t, statusDone, dir, "run", "registry")
			c.checkMetrics(t, s.metrics(t))

			before := s.metrics(t)
			s.stop(t)
			s = serve(t, dir)
			if diff := cmp.Diff(before, s.metrics(t)); diff != "" {
				t.Errorf("the first scrape after a restart shows other metrics:\n%s", diff)
			}
			s.stop(t)
		})
	}
}

// checkMetrics checks what a run over 20 people leaves.
func (c *county) checkMetrics(t *testing.T, got map[string]string) {
	t.Helper()
	for name, want := range map[string]string{
		`bidui_discrepancies_unresolved{agency="civil",county="430524",kind="dibao_unmarked",severity="high",task="assistance"}`:  "20",
		`bidui_discrepancies_unresolved{agency="civil",county="430524",kind="attribute_wrong",severity="high",task="assistance"}`: "20",
		`bidui_discrepancies_opened_total{kind="dibao_unmarked",task="assistance"}`:                                               "20",
		`bidui_discrepancies_resolved_total{kind="dibao_unmarked",task="assistance"}`:                                             "0",
		`bidui_discrepancies_reopened_total{kind="dibao_unmarked",task="assistance"}`:                                             "0",
		`bidui_registry_members{county="430524"}`:                                                                                 "20",
		`bidui_registry_households{county="430524"}`:                                                                              "20",
		`bidui_job_last_success{task="assistance"}`:                                                                               "1",
		`bidui_job_last_success{task="registry"}`:                                                                                 "1",
		`bidui_job_running{task="assistance"}`:                                                                                    "0",
		`bidui_job_deadline_timestamp_seconds{task="assistance"}`:                                                                 "1.5432228e+09",
		`bidui_feed_rows{feed="dibao"}`:                                                                                           "20",
		`bidui_feed_rejected_rows{feed="members",reason="duplicate_key"}`:                                                         "1",
		`bidui_feed_held_counties{feed="dibao"}`:                                                                                  "0",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, not %q", name, got[name], want)
		}
	}
	for name, value := range got {
		for _, private := range []string{"430599", "陈", "H000", "上家村"} {
			if strings.Contains(name+value, private) {
				t.Errorf("%s tells of a person, a household or a village", name)
			}
		}
	}
}

// TestServeForgetsTheDead kills a run beside the service, which must not show it
// as running for ever after.
func TestServeForgetsTheDead(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, store := open(t)
			c := newCounty(t, dir, store, 5)
			s := serve(t, dir)
			p := c.begin(t)
			if got := s.metrics(t)[`bidui_job_running{task="assistance"}`]; got != "1" {
				t.Errorf("the running job is shown as %q", got)
			}
			p.kill(t)
			c.gate.open(t)
			if got := s.metrics(t)[`bidui_job_running{task="assistance"}`]; got == "1" {
				t.Error("the dead job is shown as running")
			}
			s.stop(t)
		})
	}
}

// TestServeWithoutLedger takes the database away from under the service: it
// lives, is not ready, and shows no metrics rather than old ones.
func TestServeWithoutLedger(t *testing.T) {
	t.Parallel()
	store := mysqlStore(t)
	dir := t.TempDir()
	newCounty(t, dir, store, 5)
	s := serve(t, dir)
	mustRun(t, statusDone, dir, "run")
	s.metrics(t)
	store.look(t, func(db *sql.DB) {
		var name string
		must(t, db.QueryRow("SELECT DATABASE()").Scan(&name))
		execute(t, db, "DROP DATABASE "+name)
	})
	for path, want := range map[string]int{
		"/healthz": http.StatusOK, "/readyz": http.StatusServiceUnavailable, "/metrics": http.StatusInternalServerError,
	} {
		if status, text := s.get(t, path); status != want {
			t.Errorf("%s answers %d, not %d: %s", path, status, want, text)
		}
	}
	s.stop(t)
}

// TestServeInVain starts the service where it cannot listen, and with a ledger
// that is not to be had.
func TestServeInVain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := newCounty(t, dir, sqliteStore(dir), 1)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer taken.Close()
	p := mustRun(t, statusFailed, dir, "serve", "--listen", taken.Addr().String())
	if got := p.stderr.text(); !strings.Contains(got, "listen on "+taken.Addr().String()) {
		t.Errorf("it says %q", got)
	}
	c.write(t, "far.yaml", "store: mysql://nobody:s3cret@127.0.0.1:1/none\nfeeds:\n  households: {from: households.csv}\n  members: {from: members.csv}\n")
	p = mustRun(t, statusFailed, dir, "serve", "--config", "far.yaml")
	if got := p.stderr.text(); !strings.Contains(got, "127.0.0.1:1") || strings.Contains(got, "s3cret") {
		t.Errorf("it says %q", got)
	}
}

// missed makes the newest run two days old, so that a nightly schedule has
// missed one since.
func (c *county) missed(t *testing.T) {
	t.Helper()
	const twoDays = 2 * 24 * 60 * 60 * 1_000_000
	c.store.exec(t, "UPDATE runs SET started_at = started_at - ?, finished_at = finished_at - ?", twoDays, twoDays)
}

// TestServeStops stops the service while it makes up for a missed run: one that
// ends in time is recorded, one that does not is cancelled, recorded as failed,
// and leaves the ledger as it was. Who signals twice does not wait for it.
func TestServeStops(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, store := open(t)
			c := newCounty(t, dir, store, 5)
			mustRun(t, statusDone, dir, "run", "assistance")

			c.populate(t, 6)
			c.missed(t)
			c.gate.shut(t)
			s := serve(t, dir, "--grace", "5m")
			c.gate.await(t)
			s.signal(t, syscall.SIGTERM)
			eventually(t, "the service no longer listens", func() bool { return !s.listens() })
			c.gate.open(t)
			s.mustEnd(t, statusDone)
			if got := store.lastRun(t, "assistance"); got != "succeeded|" {
				t.Errorf("the run that ended in time is entered as %q", got)
			}
			if got := store.ask(t, "SELECT DISTINCT trigger_ FROM (SELECT `trigger` AS trigger_, id FROM runs) r ORDER BY trigger_"); got != "manual\nstartup\n" {
				t.Errorf("the runs were triggered by %q", got)
			}

			before := store.dump(t)
			c.populate(t, 7)
			c.missed(t)
			c.gate.shut(t)
			s = serve(t, dir, "--grace", "100ms")
			c.gate.await(t)
			s.stop(t)
			if got := store.lastRun(t, "assistance"); got != "failed|cancelled: the service is stopping" {
				t.Errorf("the run that was cancelled is entered as %q", got)
			}
			if got := store.dump(t); got != before {
				t.Errorf("the ledger was\n%s\nand is\n%s", before, got)
			}

			c.gate.open(t) // for the reader that was cancelled
			c.missed(t)
			c.gate.shut(t)
			s = serve(t, dir, "--grace", "5m")
			c.gate.await(t)
			s.signal(t, syscall.SIGTERM)
			eventually(t, "a second signal ends it", func() bool {
				_ = s.command.Process.Signal(syscall.SIGTERM) // it may have ended
				return !s.running()
			})
			s.mustEnd(t, -1) // of the signal
			c.gate.open(t)
			mustRun(t, statusDone, dir, "run", "assistance")
			if got := c.unresolved(t); got != "14" {
				t.Errorf("%s discrepancies are open", got)
			}
		})
	}
}

// TestPromtool has Prometheus' own tool judge the metrics.
func TestPromtool(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	newCounty(t, dir, sqliteStore(dir), 5)
	s := serve(t, dir)
	mustRun(t, statusDone, dir, "run")
	status, text := s.get(t, "/metrics")
	if status != http.StatusOK || !strings.Contains(text, "bidui_discrepancies_unresolved{") {
		t.Fatalf("/metrics answers %d:\n%s", status, text)
	}
	lint(t, text)
	s.stop(t)
}

// lint has promtool judge metrics.
func lint(t *testing.T, text string) {
	t.Helper()
	tool, err := exec.LookPath("promtool")
	if err != nil {
		t.Fatal("promtool is not to be found: run the tests with `make test`, which fetches it, or install Prometheus")
	}
	check := exec.Command(tool, "check", "metrics")
	check.Stdin = strings.NewReader(text)
	if out, err := check.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("promtool: %v\n%s", err, out)
	}
}
