package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func get(t *testing.T, h http.Handler, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest(method, path, http.NoBody))
	return answer
}

func TestHandler(t *testing.T) {
	metrics := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "bidui_build_info 1\n") })
	h := Handler(metrics, func(context.Context) error { return nil })
	for _, row := range []struct {
		method, path string
		status       int
		body         string
	}{
		{http.MethodGet, "/metrics", http.StatusOK, "bidui_build_info 1\n"},
		{http.MethodGet, "/healthz", http.StatusOK, "ok\n"},
		{http.MethodGet, "/readyz", http.StatusOK, "ok\n"},
		{http.MethodHead, "/readyz", http.StatusOK, "ok\n"}, // whose body the server leaves out
		{http.MethodPost, "/metrics", http.StatusMethodNotAllowed, "Method Not Allowed\n"},
		{http.MethodPut, "/healthz", http.StatusMethodNotAllowed, "Method Not Allowed\n"},
		{http.MethodDelete, "/readyz", http.StatusMethodNotAllowed, "Method Not Allowed\n"},
		{http.MethodGet, "/", http.StatusNotFound, "404 page not found\n"},
		{http.MethodGet, "/metrics/x", http.StatusNotFound, "404 page not found\n"},
		{http.MethodGet, "/debug/pprof/", http.StatusNotFound, "404 page not found\n"},
	} {
		got := get(t, h, row.method, row.path)
		if got.Code != row.status || got.Body.String() != row.body {
			t.Errorf("%s %s: %d %q", row.method, row.path, got.Code, got.Body)
		}
		if kind := got.Header().Get("Content-Type"); kind != "text/plain; charset=utf-8" {
			t.Errorf("%s %s is %s", row.method, row.path, kind)
		}
		if allow := got.Header().Get("Allow"); (row.status == http.StatusMethodNotAllowed) != (allow == "GET, HEAD") {
			t.Errorf("%s %s allows %q", row.method, row.path, allow)
		}
	}
}

// TestNotReadyKeepsItsReason puts into the error what a driver may put there.
func TestNotReadyKeepsItsReason(t *testing.T) {
	const dsn = "mysql://bidui:hunter2@10.0.0.5:3306/bidui"
	h := Handler(http.NotFoundHandler(), func(context.Context) error { return errors.New("open " + dsn + ": access denied for bidui") })
	got := get(t, h, http.MethodGet, "/readyz")
	if got.Code != http.StatusServiceUnavailable || got.Body.String() != "not ready\n" {
		t.Errorf("%d %q", got.Code, got.Body)
	}
	for name, values := range got.Header() {
		if text := strings.Join(values, " "); strings.Contains(text, "hunter2") || strings.Contains(text, "10.0.0.5") {
			t.Errorf("%s: %s", name, text)
		}
	}
	if health := get(t, h, http.MethodGet, "/healthz"); health.Code != http.StatusOK {
		t.Errorf("a process that lives says %d", health.Code)
	}
}

// TestReadyIsAskedWithADeadline, and with the end of the request.
func TestReadyIsAskedWithADeadline(t *testing.T) {
	var deadline time.Time
	h := Handler(http.NotFoundHandler(), func(ctx context.Context) error {
		deadline, _ = ctx.Deadline()
		return ctx.Err()
	})
	before := time.Now()
	if got := get(t, h, http.MethodGet, "/readyz"); got.Code != http.StatusOK {
		t.Errorf("%d", got.Code)
	}
	if deadline.After(time.Now().Add(readyTime)) || deadline.Before(before.Add(readyTime)) {
		t.Errorf("asked with the deadline %v", deadline)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	got := httptest.NewRecorder()
	h.ServeHTTP(got, httptest.NewRequestWithContext(gone, http.MethodGet, "/readyz", http.NoBody))
	if got.Code != http.StatusServiceUnavailable {
		t.Errorf("asked for a client that is gone, ready says %d", got.Code)
	}
}
