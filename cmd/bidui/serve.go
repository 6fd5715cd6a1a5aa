package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/bidui/bidui/config"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/metrics"
	"github.com/bidui/bidui/internal/web"
	"github.com/bidui/bidui/jobs"
)

func (a *app) serveCommand() *cobra.Command {
	var (
		listen string
		grace  time.Duration
	)
	c := &cobra.Command{
		Use:   "serve",
		Short: "Run jobs on schedule and offer metrics",
		Long: `Serve runs each job at its configured schedule, in the configured time zone, and
makes up once for what was missed while it was not running. It answers
  /metrics   for Prometheus
  /healthz   the process lives
  /readyz    the ledger answers

A ` + "`bidui run`" + ` beside it is fine: its result shows in the metrics. SIGTERM stops
it; a job under way has the grace time to finish, then it is cancelled and recorded
as failed, with the ledger as it was. A second SIGTERM ends it at once.`,
		Example: `  bidui serve
  bidui serve --listen 0.0.0.0:8080 --log-format json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.serve(c.Context(), listen, grace) },
	}
	c.Flags().StringVar(&listen, "listen", "", "`ADDRESS` to answer on (default: serve.listen of the configuration)")
	c.Flags().DurationVar(&grace, "grace", jobs.DefaultGrace, "how long a job under way may go on after SIGTERM")
	return c
}

func (a *app) serve(ctx context.Context, listen string, grace time.Duration) (err error) {
	file, err := a.load()
	if err != nil {
		return err
	}
	if listen == "" {
		listen = file.Serve.Listen
	}
	l, err := a.openLedger(ctx, file)
	if err != nil {
		return err
	}
	defer closing(l, &err)
	log := a.logger()
	runner, err := a.runner(file, l, log, nil)
	if err != nil {
		return err
	}
	schedules, _ := plansOf(file)
	scheduler, err := jobs.NewScheduler(runner, schedules, grace)
	if err != nil {
		return usageError{err}
	}
	options, err := metricsOptions(file, runner, log)
	if err != nil {
		return usageError{err}
	}
	handler, err := metrics.Handler(l, options)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", listen, err)
	}
	log.Info("serving", "address", listener.Addr().String(), "version", version(), "pid", os.Getpid())
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return web.Serve(ctx, listener, web.Handler(handler, ready(l)), log) })
	group.Go(func() error { return scheduler.Run(ctx) })
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	log.Info("stopped")
	return nil
}

// plansOf is when each job runs, and by when no discrepancy of it should remain.
func plansOf(file *config.File) (map[string]string, metrics.Deadlines) {
	schedules, deadlines := map[string]string{}, metrics.Deadlines{}
	for name, job := range file.Jobs {
		schedules[name] = job.Schedule
		deadlines[name] = job.Deadline.Time(file.Timezone)
	}
	return schedules, deadlines
}

// authorisedUntil is until when each feed may be used.
func authorisedUntil(file *config.File) metrics.Authorised {
	ends := metrics.Authorised{}
	for name, feed := range file.Feeds {
		ends[name] = feed.AuthorisedUntil.End(file.Timezone)
	}
	return ends
}

// ready asks the ledger something.
func ready(l *ledger.Ledger) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := l.Version(ctx)
		return err
	}
}
