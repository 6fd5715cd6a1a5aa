package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// journal is a log that several goroutines write.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

// slow is a handler in which a request stays until it is let go.
type slow struct {
	entered chan struct{}
	letGo   chan struct{}
}

func newSlow() *slow { return &slow{entered: make(chan struct{}), letGo: make(chan struct{})} }

func (s *slow) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	close(s.entered)
	<-s.letGo
	answer(w, http.StatusOK, "at last\n")
}

// fetched is what became of a request.
type fetched struct {
	status int
	body   string
	err    error
}

func fetch(address net.Addr, path string) fetched {
	answer, err := http.Get("http://" + address.String() + path)
	if err != nil {
		return fetched{err: err}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return fetched{answer.StatusCode, string(body), err}
}

func TestServeFinishesWhatIsUnderWay(t *testing.T) {
	listener, handler, log := listen(t), newSlow(), &journal{}
	ctx, stop := context.WithCancel(t.Context())
	ended, answered := make(chan error, 1), make(chan fetched, 1)
	go func() {
		ended <- serve(ctx, listener, newServer(handler, slog.New(slog.NewTextHandler(log, nil))), time.Minute)
	}()
	go func() { answered <- fetch(listener.Addr(), "/") }()
	<-handler.entered
	stop()
	for { // until nobody else is let in
		late, err := net.DialTimeout("tcp", listener.Addr().String(), time.Second)
		if err != nil {
			break
		}
		if err := late.Close(); err != nil {
			t.Error(err)
		}
	}
	select {
	case err := <-ended:
		t.Fatalf("Serve ended while a request was under way: %v", err)
	default:
	}
	close(handler.letGo)
	if got := <-answered; got.err != nil || got.status != http.StatusOK || got.body != "at last\n" {
		t.Errorf("%+v", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if log.String() != "" {
		t.Error(log)
	}
}

func TestServeCutsOffWhatDoesNotEnd(t *testing.T) {
	listener, handler, log := listen(t), newSlow(), &journal{}
	defer close(handler.letGo)
	ctx, stop := context.WithCancel(t.Context())
	ended, answered := make(chan error, 1), make(chan fetched, 1)
	go func() {
		ended <- serve(ctx, listener, newServer(handler, slog.New(slog.NewTextHandler(log, nil))), time.Nanosecond)
	}()
	go func() { answered <- fetch(listener.Addr(), "/") }()
	<-handler.entered
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got := <-answered; got.err == nil {
		t.Errorf("%+v", got)
	}
	if !strings.Contains(log.String(), "cut off requests") {
		t.Errorf("the log does not tell: %s", log)
	}
}

func TestServeTellsWhyItCannot(t *testing.T) {
	listener := listen(t)
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	err := Serve(t.Context(), listener, http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	if !errors.Is(err, net.ErrClosed) || !strings.Contains(err.Error(), listener.Addr().String()) {
		t.Error(err)
	}
}

func TestServeWithNothingUnderWay(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := Serve(ctx, listen(t), http.NotFoundHandler(), slog.New(slog.DiscardHandler)); err != nil {
		t.Error(err)
	}
}

func TestServerHasEveryTimeout(t *testing.T) {
	log := &journal{}
	server := newServer(http.NotFoundHandler(), slog.New(slog.NewTextHandler(log, nil)))
	for name, timeout := range map[string]time.Duration{
		"header": server.ReadHeaderTimeout, "read": server.ReadTimeout, "write": server.WriteTimeout, "idle": server.IdleTimeout,
	} {
		if timeout <= 0 || timeout > 2*time.Minute {
			t.Errorf("%s: %s", name, timeout)
		}
	}
	server.ErrorLog.Print("something")
	if !strings.Contains(log.String(), "level=WARN msg=something") {
		t.Error(log)
	}
}

// TestAPanicIsLoggedAndServingGoesOn sends two requests.
func TestAPanicIsLoggedAndServingGoesOn(t *testing.T) {
	listener, log := listen(t), &journal{}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	handler := http.NewServeMux()
	handler.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic("oh") })
	handler.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok\n") })
	go func() { ended <- Serve(ctx, listener, handler, slog.New(slog.NewTextHandler(log, nil))) }()
	panicked, then := fetch(listener.Addr(), "/panic"), fetch(listener.Addr(), "/")
	if panicked.err == nil || then.err != nil || then.body != "ok\n" {
		t.Errorf("%+v, then %+v", panicked, then)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if !strings.Contains(log.String(), "panic serving") {
		t.Errorf("the log does not tell: %s", log)
	}
}
