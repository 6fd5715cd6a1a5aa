// Package metrics offers the state of the ledger to Prometheus. Every value is
// read from the ledger, so that after a restart, and after a run in another
// process, a scrape shows what is true. No label ever names a person, a
// household or a village.
//
// Each group of metrics is a struct of descriptions with a collect method:
// discrepancies.go, jobs.go, feeds.go.
package metrics

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/bidui/bidui/internal/ledger"
)

// Deadlines is by when no discrepancy of a job should remain; a zero time is none.
type Deadlines map[string]time.Time

// Authorised is until when each feed may be used; a zero time is without end.
type Authorised map[string]time.Time

// Intervals is how far apart the scheduled runs of each job are at most; a job
// that is not in it runs on demand.
type Intervals map[string]time.Duration

// Options is what the metrics tell beside the ledger.
type Options struct {
	Deadlines  Deadlines
	Intervals  Intervals
	Authorised Authorised
	Version    string
	Log        *slog.Logger // hears why a scrape failed
}

// Handler answers scrapes with the metrics of l and of the process. Where the
// ledger does not answer, a scrape fails with status 500.
func Handler(l *ledger.Ledger, o Options) (http.Handler, error) {
	registry := prometheus.NewRegistry()
	if _, err := NewCollector(registry, l, o); err != nil {
		return nil, err
	}
	err := errors.Join(
		registry.Register(collectors.NewGoCollector()),
		registry.Register(collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})),
	)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{
		ErrorHandling:       promhttp.HTTPErrorOnError,
		MaxRequestsInFlight: 4,
		Registry:            registry,
	}), err
}
