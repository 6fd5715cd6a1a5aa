package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/bidui/bidui/config"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/metrics"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/jobs"
)

// tellFlags is whom a run tells its metrics when it has ended: nobody, a
// Pushgateway, or node exporter. One of the two, or every series would be there twice.
type tellFlags struct {
	push     string
	instance string
	textfile string
}

func (f *tellFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.push, "push", "", "push the metrics to the Pushgateway at `URL` when the run has ended; its password may\n"+
		"be written as ${env:NAME} or ${file:/path}")
	flags.StringVar(&f.instance, "instance", "", "`NAME` of this installation in what is pushed (default: the machine's name)")
	flags.StringVar(&f.textfile, "textfile", "", "write the metrics to `FILE`.prom for node exporter's textfile collector when the run\n"+
		"has ended; readable by all, since it names nobody")
}

// teller tells the metrics of a ledger.
type teller func(context.Context, *ledger.Ledger, metrics.Options) error

// teller checks the flags before anything is run.
func (a *app) teller(f *tellFlags, dryRun bool) (teller, error) {
	switch {
	case f.push != "" && f.textfile != "":
		return nil, usageError{errors.New("--push and --textfile exclude each other: every series would be there twice")}
	case f.instance != "" && f.push == "":
		return nil, usageError{errors.New("--instance names what is pushed: give --push too")}
	case f.push == "" && f.textfile == "":
		return func(context.Context, *ledger.Ledger, metrics.Options) error { return nil }, nil
	case dryRun:
		return nil, usageError{errors.New("--dry-run records nothing that metrics could tell: leave --push and --textfile out")}
	case f.textfile != "":
		if filepath.Ext(f.textfile) != ".prom" {
			return nil, usageError{fmt.Errorf("--textfile %q: node exporter reads only what ends in .prom", f.textfile)}
		}
		return func(_ context.Context, l *ledger.Ledger, o metrics.Options) error {
			return a.replaceFile(f.textfile, readableByAll, func(w io.Writer) error { return metrics.WriteText(w, l, o) })
		}, a.spare(f.textfile)
	}
	return f.pusher()
}

// pusher is the teller that pushes.
func (f *tellFlags) pusher() (teller, error) {
	address, err := secret.Text(f.push).Reveal()
	if err != nil {
		return nil, usageError{fmt.Errorf("--push: %w", err)}
	}
	gateway, err := url.Parse(address)
	if err != nil || (gateway.Scheme != "http" && gateway.Scheme != "https") || gateway.Host == "" {
		return nil, usageError{fmt.Errorf("--push %q: want the address of a Pushgateway, such as http://pushgateway:9091", secret.Text(f.push))}
	}
	instance := f.instance
	if instance == "" {
		if instance, err = os.Hostname(); err != nil {
			return nil, fmt.Errorf("the machine has no name: give --instance: %w", err)
		}
	}
	return func(ctx context.Context, l *ledger.Ledger, o metrics.Options) error {
		return metrics.Push(ctx, gateway, instance, l, o)
	}, nil
}

// told calls tell once the runs are over, even where the end came by a signal:
// that they failed is news as well. What goes wrong is shown at once; the error
// stands for it.
func (a *app) told(ctx context.Context, tell teller, file *config.File, runner *jobs.Runner, l *ledger.Ledger) error {
	options, err := metricsOptions(file, runner, a.logger())
	if err == nil {
		err = tell(context.WithoutCancel(ctx), l, options)
	}
	if err == nil {
		return nil
	}
	_, _ = fmt.Fprintf(a.stderr, "bidui: nobody was told of the run, which is itself recorded: %v\n", err) // the status tells, too
	return errors.Join(errReported, err)
}

// metricsOptions is what the configuration adds to the metrics.
func metricsOptions(file *config.File, runner *jobs.Runner, log *slog.Logger) (metrics.Options, error) {
	schedules, deadlines := plansOf(file)
	intervals, err := runner.Intervals(schedules)
	return metrics.Options{Deadlines: deadlines, Intervals: intervals, Authorised: authorisedUntil(file), Version: version(), Log: log}, err
}
