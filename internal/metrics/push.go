package metrics

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/push"
	"github.com/prometheus/common/expfmt"

	"github.com/bidui/bidui/internal/ledger"
)

// pushTime is how long a Pushgateway may take.
const pushTime = 15 * time.Second

// Push puts what a scrape would say of l on a Pushgateway, in place of all that
// was pushed before for the same instance. The process is left out: it is about
// to end. A user and password in the address are sent, and stand in no error.
func Push(ctx context.Context, gateway *url.URL, instance string, l *ledger.Ledger, o Options) error {
	registry := prometheus.NewRegistry()
	if _, err := NewCollector(registry, l, o); err != nil {
		return err
	}
	plain := *gateway
	plain.User = nil
	pusher := push.New(plain.String(), "bidui").
		Grouping("instance", instance).
		Gatherer(registry).
		Client(&http.Client{Timeout: pushTime})
	if gateway.User != nil {
		password, _ := gateway.User.Password()
		pusher.BasicAuth(gateway.User.Username(), password)
	}
	if err := pusher.PushContext(ctx); err != nil {
		return fmt.Errorf("push metrics: %w", err)
	}
	return nil
}

// WriteText writes what a scrape would say of l, without the process, in the
// text format that node exporter collects from files.
func WriteText(w io.Writer, l *ledger.Ledger, o Options) error {
	registry := prometheus.NewRegistry()
	if _, err := NewCollector(registry, l, o); err != nil {
		return err
	}
	families, err := registry.Gather()
	if err != nil {
		return err
	}
	encoder := expfmt.NewEncoder(w, expfmt.NewFormat(expfmt.TypeTextPlain))
	for _, family := range families {
		if err := encoder.Encode(family); err != nil {
			return err
		}
	}
	return nil
}
