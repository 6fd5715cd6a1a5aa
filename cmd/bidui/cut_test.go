package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wire carries connections to the server of the tests, and cuts all of them when
// a statement passes for the first time.
type wire struct {
	listener net.Listener
	server   string

	mu       sync.Mutex
	conns    map[net.Conn]bool
	text     []byte // of the statement at which to cut; empty: none
	answered bool   // cut when the statement has reached the server, before its answer
	down     bool   // no connection is let through
	cuts     int
}

// newWire is a wire, and the store that is reached over it.
func newWire(t *testing.T, store ledgerStore) (*wire, ledgerStore) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	before, rest, _ := strings.Cut(store.address, "@")
	server, path, _ := strings.Cut(rest, "/")
	w := &wire{listener: listener, server: server, conns: map[net.Conn]bool{}}
	go w.accept()
	t.Cleanup(func() {
		must(t, listener.Close())
		w.set(func() { w.cutAll() })
	})
	return w, ledgerStore{address: before + "@" + listener.Addr().String() + "/" + path, driver: store.driver, source: store.source}
}

func (w *wire) set(do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	do()
}

// cutAt arms the wire.
func (w *wire) cutAt(statement string, answered bool) {
	w.set(func() { w.text, w.answered, w.cuts = []byte(statement), answered, 0 })
}

// wasCut says how often the statement was met since.
func (w *wire) wasCut() (cuts int) {
	w.set(func() { cuts = w.cuts })
	return cuts
}

func (w *wire) accept() {
	for {
		client, err := w.listener.Accept()
		if err != nil {
			return // closed
		}
		go w.carry(client)
	}
}

// carry passes bytes both ways until either side, or the wire, ends it.
func (w *wire) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", w.server)
	if err != nil {
		return
	}
	defer server.Close()
	refused := false
	w.set(func() { refused, w.conns[client], w.conns[server] = w.down, true, true })
	if refused {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(client, server) // it ends when the connection does
		_ = client.Close()
	}()
	w.forward(client, server)
	_ = server.Close()
	<-done
	w.set(func() { delete(w.conns, client); delete(w.conns, server) })
}

// forward passes what the program says to the server, and looks for the statement.
func (w *wire) forward(client, server net.Conn) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		met, answered := false, false
		w.set(func() {
			met, answered = len(w.text) > 0 && bytes.Contains(buffer[:n], w.text), w.answered
			if met {
				w.text = nil
				w.cuts++
				if !answered {
					w.cutAll()
				}
			}
		})
		if met && !answered {
			return
		}
		if met { // the answer is not to come through
			_ = client.Close()
		}
		if _, err := server.Write(buffer[:n]); err != nil || met {
			return
		}
	}
}

func (w *wire) cutAll() {
	for conn := range w.conns {
		_ = conn.Close()
	}
	clear(w.conns)
}

// TestConnectionIsCut cuts the connections to the ledger's database at one
// statement after the other, as a server does that is restarted. The run fails
// and is entered as failed over a new connection, with the ledger as it was; or
// it had committed, and knows.
func TestConnectionIsCut(t *testing.T) {
	t.Parallel()
	direct := mysqlStore(t)
	w, store := newWire(t, direct)
	c := newCounty(t, t.TempDir(), store, 5)
	mustRun(t, statusDone, c.dir, "run", "assistance")
	people := 5
	for _, cut := range []struct {
		statement string
		answered  bool
		status    int
	}{
		{"INSERT INTO leases", false, statusFailed},
		{"SELECT next FROM sequences WHERE name = 'discrepancies'", false, statusFailed},
		{"INSERT INTO discrepancies ", false, statusFailed},
		{"INSERT INTO discrepancies ", true, statusFailed},
		{"INSERT INTO discrepancy_events", false, statusFailed},
		{"INSERT INTO run_feeds", false, statusFailed},
		{"DELETE FROM leases WHERE job = 'assistance' AND token", false, statusFailed},
	} {
		people++
		c.populate(t, people)
		before := direct.findings(t)
		w.cutAt(cut.statement, cut.answered)
		p := mustRun(t, cut.status, c.dir, "run", "assistance")
		if w.wasCut() != 1 {
			t.Fatalf("%s: the run never said it:\n%s", cut.statement, p.stderr.text())
		}
		if diff := cmp.Diff(before, direct.findings(t)); diff != "" {
			t.Errorf("%s: the ledger is another:\n%s", cut.statement, diff)
		}
		if got := direct.lastRun(t, "assistance"); cut.statement != "INSERT INTO leases" && !strings.HasPrefix(got, "failed|") {
			t.Errorf("%s: the run is entered as %q", cut.statement, got)
		}
		c.recovers(t, people, 0)
	}
}

// TestAnswerToCommitIsLost cuts the connection when the server has the word to
// commit, and the program not its answer. Which it was the program looks up.
func TestAnswerToCommitIsLost(t *testing.T) {
	t.Parallel()
	direct := mysqlStore(t)
	w, store := newWire(t, direct)
	c := newCounty(t, t.TempDir(), store, 5)
	mustRun(t, statusDone, c.dir, "run", "assistance")
	c.populate(t, 8)
	c.gate.shut(t)
	p := start(t, c.dir, "run", "assistance")
	c.gate.await(t)
	w.cutAt("COMMIT", true) // of the recording: of what else is said until then nothing commits
	c.gate.open(t)
	<-p.ended
	got := direct.lastRun(t, "assistance")
	if status := p.command.ProcessState.ExitCode(); w.wasCut() != 1 || (status == statusDone) != (got == "succeeded|") {
		t.Errorf("%d cuts, and the run that is entered as %q ended with %d:\n%s", w.wasCut(), got, status, p.stderr.text())
	}
	c.recovers(t, 8, 0)
}

// TestServerGoesAway takes the database away from a run and from the service
// beside it, and gives it back: the next run enters the lost one as interrupted.
func TestServerGoesAway(t *testing.T) {
	t.Parallel()
	direct := mysqlStore(t)
	w, store := newWire(t, direct)
	c := newCounty(t, t.TempDir(), store, 5)
	mustRun(t, statusDone, c.dir, "run", "assistance")
	s := serve(t, c.dir)
	before := direct.dump(t)
	c.populate(t, 8)
	p := c.begin(t)
	w.set(func() { w.down = true; w.cutAll() })
	c.gate.open(t)
	p.mustEnd(t, statusFailed)
	if diff := cmp.Diff(before, direct.dump(t)); diff != "" {
		t.Errorf("the ledger is another:\n%s", diff)
	}
	if status, _ := s.get(t, "/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("without a database the service answers %d", status)
	}
	if got := direct.lastRun(t, "assistance"); got != "running|" {
		t.Errorf("the run whose end could not be entered is %q", got)
	}
	w.set(func() { w.down = false })
	c.recovers(t, 8, 2)
	got := s.metrics(t)
	if got[`bidui_job_last_success{task="assistance"}`] != "1" || got[`bidui_job_running{task="assistance"}`] != "0" {
		t.Errorf("the metrics are %v", got)
	}
	s.stop(t)
}
