package metrics

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/bidui/bidui/internal/ledger"
)

// scrapeTime is how long a scrape may look at the ledger.
const scrapeTime = 30 * time.Second

// errUnread is what a scraper is told. Why, the log says: the reason may name hosts and users.
var errUnread = errors.New("the ledger cannot be read; the log says why")

// Collector answers scrapes from a ledger. It looks at the discrepancies only
// when something has changed since the last scrape.
type Collector struct {
	ledger  *ledger.Ledger
	log     *slog.Logger
	version string

	catalogue     catalogue
	discrepancies discrepancyMetrics
	jobs          jobMetrics
	feeds         feedMetrics
	buildInfo     *prometheus.Desc

	mu      sync.Mutex
	state   string // of the ledger (Ledger.Version) when summary was read
	summary ledger.Summary
}

// NewCollector registers a Collector for l with r.
func NewCollector(r prometheus.Registerer, l *ledger.Ledger, o Options) (*Collector, error) {
	if l == nil || o.Log == nil {
		return nil, errors.New("metrics: a collector needs a ledger and a logger")
	}
	c := &Collector{ledger: l, log: o.Log, version: o.Version}
	c.discrepancies = newDiscrepancyMetrics(&c.catalogue)
	c.jobs = newJobMetrics(&c.catalogue, o.Deadlines, o.Intervals)
	c.feeds = newFeedMetrics(&c.catalogue, o.Authorised)
	c.buildInfo = c.catalogue.add("build_info", "The version of bidui, always 1.", "version", "goversion")
	return c, r.Register(c)
}

// Describe sends every metric's description.
func (c *Collector) Describe(out chan<- *prometheus.Desc) {
	for _, desc := range c.catalogue {
		out <- desc
	}
}

// Collect sends every metric as the ledger has it now. A ledger that does not
// answer makes the scrape fail: old numbers would look like news.
func (c *Collector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	summary, err := c.current(ctx)
	if err != nil {
		c.log.Error("metrics: the ledger cannot be read", "error", err)
		out <- prometheus.NewInvalidMetric(c.buildInfo, errUnread)
		return
	}
	s := sender(out)
	c.discrepancies.collect(s, summary)
	c.jobs.collect(s, summary.Jobs)
	c.feeds.collect(s, summary)
	s.gauge(c.buildInfo, 1, c.version, runtime.Version())
}

// current is the ledger's summary, from memory while nothing has changed.
func (c *Collector) current(ctx context.Context) (ledger.Summary, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	state, err := c.ledger.Version(ctx)
	if err != nil {
		return ledger.Summary{}, err
	}
	if state == c.state {
		return c.summary, nil
	}
	summary, err := c.ledger.Summary(ctx)
	if err != nil {
		return ledger.Summary{}, err
	}
	c.state, c.summary = state, shown(summary)
	return c.summary, nil
}

// catalogue is the descriptions of all metrics.
type catalogue []*prometheus.Desc

// add describes a metric. The label for a job is task: one named job collides
// with the one that scraping sets.
func (c *catalogue) add(name, help string, labels ...string) *prometheus.Desc {
	desc := prometheus.NewDesc("bidui_"+name, help, labels, nil)
	*c = append(*c, desc)
	return desc
}

// sender sends values of metrics to a scrape.
type sender chan<- prometheus.Metric

func (s sender) gauge(desc *prometheus.Desc, value float64, labels ...string) {
	s.send(desc, prometheus.GaugeValue, value, labels)
}

func (s sender) counter(desc *prometheus.Desc, value int64, labels ...string) {
	s.send(desc, prometheus.CounterValue, float64(value), labels)
}

// since sends a time; one that never was is not sent.
func (s sender) since(desc *prometheus.Desc, t time.Time, labels ...string) {
	if !t.IsZero() {
		s.gauge(desc, float64(t.UnixMicro())/1e6, labels...)
	}
}

// send makes the scrape fail where a value cannot be sent: a label that is no
// UTF-8, which the ledger does not hold unless others write to it.
func (s sender) send(desc *prometheus.Desc, kind prometheus.ValueType, value float64, labels []string) {
	metric, err := prometheus.NewConstMetric(desc, kind, value, labels...)
	if err != nil {
		metric = prometheus.NewInvalidMetric(desc, err)
	}
	s <- metric
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
