package fetch_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/fetch"
)

// received is the files that were created, the newest of each name.
type received struct {
	names    []string
	contents map[string]*bytes.Buffer
	onWrite  func() // before each write; may be nil
	refuse   error  // of each write; may be nil
}

func (r *received) create(name string) (io.Writer, error) {
	if r.contents == nil {
		r.contents = make(map[string]*bytes.Buffer)
	}
	if r.contents[name] == nil {
		r.names = append(r.names, name)
	}
	r.contents[name] = new(bytes.Buffer)
	return writer(func(p []byte) (int, error) {
		if r.onWrite != nil {
			r.onWrite()
		}
		if r.refuse != nil {
			return 0, r.refuse
		}
		return r.contents[name].Write(p)
	}), nil
}

// text is the names and contents, in the order in which they were begun.
func (r *received) text() string {
	var all strings.Builder
	for _, name := range r.names {
		fmt.Fprintf(&all, "%s=%s;", name, r.contents[name])
	}
	return all.String()
}

type writer func(p []byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// clock tells a time that only waiting moves, and keeps what was waited for.
type clock struct {
	time  time.Time
	waits []time.Duration
}

func newClock() *clock { return &clock{time: time.Date(2018, 11, 26, 9, 0, 0, 0, time.UTC)} }

func (c *clock) env(dir string) fetch.Env {
	return fetch.Env{Dir: dir, Now: func() time.Time { return c.time }, Sleep: func(_ context.Context, d time.Duration) error {
		c.waits = append(c.waits, d)
		c.time = c.time.Add(d)
		return nil
	}}
}

// site is an HTTPS server with a certificate that env trusts by tls.ca.
type site struct {
	*httptest.Server
	requests atomic.Int64
	clock    *clock
	env      fetch.Env
}

// newSite serves; n is the number of the request, from 1 on.
func newSite(t *testing.T, serve func(w http.ResponseWriter, r *http.Request, n int)) *site {
	t.Helper()
	s := &site{clock: newClock()}
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serve(w, r, int(s.requests.Add(1)))
	}))
	t.Cleanup(s.Close)
	s.env = s.clock.env(t.TempDir())
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	if err := os.WriteFile(filepath.Join(s.env.Dir, "ca.pem"), certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// fetch asks for a path of the site.
func (s *site) fetch(t *testing.T, path string, spec fetch.HTTPSpec) (*received, error) {
	t.Helper()
	spec.TLS.CA = "ca.pem"
	into := new(received)
	err := fetch.HTTP(t.Context(), s.URL+path, spec, s.env, into.create)
	return into, err
}

// wantError wants an error that says all this, and is or is not an ErrIncomplete.
func wantError(t *testing.T, err error, isIncomplete bool, says ...string) {
	t.Helper()
	if err == nil {
		t.Error("no error")
		return
	}
	if errors.Is(err, fetch.ErrIncomplete) != isIncomplete {
		t.Errorf("ErrIncomplete should be %v: %v", isIncomplete, err)
	}
	for _, text := range says {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%q is not in: %v", text, err)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("more than one line: %v", err)
	}
}

// say answers with a text, if anyone still listens.
func say(w http.ResponseWriter, text string) { _, _ = io.WriteString(w, text) }

// raw answers with these bytes and hangs up.
func raw(t *testing.T, w http.ResponseWriter, answer string) {
	t.Helper()
	connection, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	if _, err := io.WriteString(connection, answer); err != nil {
		t.Error(err)
	}
	if err := connection.Close(); err != nil {
		t.Error(err)
	}
}
