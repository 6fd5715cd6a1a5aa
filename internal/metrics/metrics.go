// Package metrics offers the state of the ledger to Prometheus. Every value is
// read from the ledger, so that after a restart, and after a run in another
// process, a scrape shows what is true. No label ever names a person, a
// household or a village.
package metrics

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/bidui/bidui/internal/ledger"
)

// scrapeTime is how long a scrape may look at the ledger.
const scrapeTime = 30 * time.Second

// Deadlines is by when no discrepancy of a job should remain; a zero time is none.
type Deadlines map[string]time.Time

// Options is what the metrics tell beside the ledger.
type Options struct {
	Deadlines Deadlines
	Version   string
	Log       *slog.Logger
}

// Collector answers scrapes from a ledger. It looks at the discrepancies only
// when something has changed since the last scrape.
type Collector struct {
	ledger  *ledger.Ledger
	options Options
	descs   descs

	mu      sync.Mutex
	version string
	summary ledger.Summary
}

// NewCollector registers a Collector for l with r.
func NewCollector(r prometheus.Registerer, l *ledger.Ledger, o Options) (*Collector, error) {
	if l == nil || o.Log == nil {
		return nil, errors.New("metrics: a collector needs a ledger and a logger")
	}
	c := &Collector{ledger: l, options: o, descs: newDescs()}
	return c, r.Register(c)
}

// Handler answers scrapes with the metrics of l and of the process.
func Handler(l *ledger.Ledger, o Options) (http.Handler, error) {
	registry := prometheus.NewRegistry()
	if _, err := NewCollector(registry, l, o); err != nil {
		return nil, err
	}
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{
		ErrorLog:            slog.NewLogLogger(o.Log.Handler(), slog.LevelError),
		ErrorHandling:       promhttp.HTTPErrorOnError,
		MaxRequestsInFlight: 4,
		Registry:            registry,
	}), nil
}

// Describe sends every metric's description.
func (c *Collector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range c.descs.all() {
		out <- d
	}
}

// Collect sends every metric as the ledger has it now. A ledger that does not
// answer makes the scrape fail: old numbers would look like news.
func (c *Collector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	summary, err := c.current(ctx)
	if err != nil {
		out <- prometheus.NewInvalidMetric(c.descs.unresolved, err)
		return
	}
	s := sender{out: out, descs: c.descs}
	s.discrepancies(summary)
	s.jobs(summary.Jobs)
	s.feeds(summary.Feeds)
	for job, deadline := range c.options.Deadlines {
		if !deadline.IsZero() {
			s.gauge(c.descs.deadline, seconds(deadline), job)
		}
	}
	s.gauge(c.descs.buildInfo, 1, c.options.Version, runtime.Version())
}

// current is the ledger's summary, from memory while nothing has changed.
func (c *Collector) current(ctx context.Context) (ledger.Summary, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	version, err := c.ledger.Version(ctx)
	if err != nil {
		return ledger.Summary{}, err
	}
	if version == c.version {
		return c.summary, nil
	}
	summary, err := c.ledger.Summary(ctx)
	if err != nil {
		return ledger.Summary{}, err
	}
	c.version, c.summary = version, summary
	return summary, nil
}

func seconds(t time.Time) float64 { return float64(t.UnixMicro()) / 1e6 }
