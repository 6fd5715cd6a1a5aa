// Package web serves what other programs ask of a running bidui: its metrics,
// and whether it is well.
package web

import (
	"context"
	"io"
	"net/http"
	"time"
)

// readyTime is how long a question for readiness may take.
const readyTime = 5 * time.Second

// Handler answers /metrics, /healthz (the process lives) and /readyz (ready
// says that it can do its work: 200, else 503). Whoever asks is told that
// something is wrong and not what: an error may name hosts, users and files.
func Handler(metrics http.Handler, ready func(context.Context) error) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok\n") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTime)
		defer cancel()
		if err := ready(ctx); err != nil {
			answer(w, http.StatusServiceUnavailable, "not ready\n")
			return
		}
		answer(w, http.StatusOK, "ok\n")
	})
	return mux
}

func answer(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text) // a client that is gone need not be told
}
