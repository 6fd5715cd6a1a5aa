package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/bidui/bidui/internal/ledger"
)

// DefaultGrace is how long a running job may go on after the order to stop,
// before it is cancelled and recorded as failed: less than service managers wait.
const DefaultGrace = 20 * time.Second

// Scheduler runs jobs when their schedules say so, one call of Run at a time.
// Jobs with the same schedule share one call, and so what they read.
type Scheduler struct {
	runner *Runner
	log    *slog.Logger
	cron   *cron.Cron
	plans  []plan
	grace  time.Duration
	turn   chan struct{} // holds a token while a call of Run is under way
}

// plan is one schedule and the jobs that follow it.
type plan struct {
	spec     string
	schedule cron.Schedule
	jobs     []string
}

// NewScheduler plans the jobs: name → five cron fields in the runner's time zone.
// A job under way when it is told to stop has grace to finish.
func NewScheduler(r *Runner, schedules map[string]string, grace time.Duration) (*Scheduler, error) {
	s := &Scheduler{runner: r, log: r.log, grace: grace, turn: make(chan struct{}, 1)}
	for name, spec := range schedules {
		if spec != "" && !slices.Contains(r.Runnable(), name) {
			r.log.Warn("the schedule of a job is not kept: its feeds are not all configured", "task", name)
		}
	}
	logger := cronLog{r.log}
	s.cron = cron.New(cron.WithLocation(r.settings.Location), cron.WithLogger(logger), cron.WithChain(cron.SkipIfStillRunning(logger)))
	var err error
	if s.plans, err = r.plans(schedules); err != nil {
		return nil, err
	}
	return s, nil
}

// plans is the schedules that can be kept.
func (r *Runner) plans(schedules map[string]string) ([]plan, error) {
	bySpec := map[string][]string{}
	for _, name := range r.Runnable() {
		if spec := schedules[name]; spec != "" {
			bySpec[spec] = append(bySpec[spec], name)
		}
	}
	var plans []plan
	for _, spec := range slices.Sorted(maps.Keys(bySpec)) {
		schedule, err := cron.ParseStandard(spec)
		if err != nil {
			return nil, fmt.Errorf("schedule %q of %s: %w", spec, strings.Join(bySpec[spec], ", "), err)
		}
		plans = append(plans, plan{spec: spec, schedule: schedule, jobs: bySpec[spec]})
	}
	return plans, nil
}

// Intervals is how far apart the runs of each scheduled job are at most, over
// the year to come, or over a month where they come every minute. Schedules are
// as NewScheduler has them, whoever keeps them.
func (r *Runner) Intervals(schedules map[string]string) (map[string]time.Duration, error) {
	plans, err := r.plans(schedules)
	intervals := map[string]time.Duration{}
	for _, p := range plans {
		longest := p.longestGap(r.localNow())
		for _, name := range p.jobs {
			intervals[name] = longest
		}
	}
	return intervals, err
}

// longestGap is the longest time between two runs that follow each other, of
// which the first is within a year from now.
func (p plan) longestGap(now time.Time) time.Duration {
	const minutesOfAMonth = 31 * 24 * 60
	var longest time.Duration
	year, at := now.AddDate(1, 0, 0), p.schedule.Next(now)
	for range minutesOfAMonth {
		next := p.schedule.Next(at)
		if next.IsZero() {
			break
		}
		longest, at = max(longest, next.Sub(at)), next
		if at.After(year) {
			break
		}
	}
	return longest
}

// Run keeps the schedules until ctx ends. What was missed while nothing was
// running is made up once, first. A job under way at the end has the grace to finish.
func (s *Scheduler) Run(ctx context.Context) error {
	missed, err := s.missed(ctx)
	if err != nil {
		return err
	}
	work, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	var startup sync.WaitGroup
	if len(missed) > 0 {
		startup.Go(func() { s.start(work, ctx, missed, "startup") })
	}
	for _, p := range s.plans {
		s.cron.Schedule(p.schedule, s.job(work, ctx, p))
		s.log.Info("scheduled", "tasks", p.jobs, "schedule", p.spec, "next", p.schedule.Next(s.runner.localNow()))
	}
	s.cron.Start()
	<-ctx.Done()
	stopped := s.cron.Stop()
	idle := make(chan struct{})
	go func() {
		<-stopped.Done()
		startup.Wait()
		close(idle)
	}()
	select {
	case <-idle:
	case <-time.After(s.grace):
		s.log.Warn("cancelling the running job", "grace", s.grace)
		cancel(errors.New("cancelled: the service is stopping"))
		<-idle
	}
	return nil
}

// job is one plan as cron calls it; the chain skips it while its last call is
// under way.
func (s *Scheduler) job(work, stop context.Context, p plan) cron.Job {
	return cron.FuncJob(func() { s.start(work, stop, p.jobs, "schedule") })
}

// start runs jobs once no other call of Run is under way, unless the service is
// stopping. It does not panic: the next call must come.
func (s *Scheduler) start(work, stop context.Context, names []string, trigger string) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-stop.Done():
	}
	if stop.Err() != nil {
		return
	}
	err := safely(func() error {
		s.runner.Run(work, Request{Jobs: names, Trigger: trigger})
		return nil
	})
	if err != nil {
		s.log.Error("the run broke off", "tasks", names, "error", err)
	}
}

// missed is the jobs whose last run about all areas began before a time at which
// they were to run. A job that has never run has missed nothing.
func (s *Scheduler) missed(ctx context.Context) ([]string, error) {
	var missed []string
	for _, p := range s.plans {
		for _, name := range p.jobs {
			runs, err := s.runner.ledger.Runs(ctx, ledger.RunFilter{Job: name, Whole: true, Limit: 1})
			if err != nil {
				return nil, err
			}
			if len(runs) == 0 {
				continue
			}
			due := p.schedule.Next(runs[0].StartedAt.In(s.runner.settings.Location))
			if !due.IsZero() && due.Before(s.runner.localNow()) {
				s.log.Info("making up for a missed run", "task", name, "was_due", due)
				missed = append(missed, name)
			}
		}
	}
	return missed, nil
}

func (r *Runner) localNow() time.Time { return r.now().In(r.settings.Location) }

// cronLog passes cron's log lines on.
type cronLog struct{ log *slog.Logger }

// Info logs what cron does at the level of debugging: its own bookkeeping.
func (l cronLog) Info(msg string, keysAndValues ...any) {
	l.log.Debug("cron", append(keysAndValues, "event", msg)...)
}

// Error logs what went wrong in a scheduled call.
func (l cronLog) Error(err error, msg string, keysAndValues ...any) {
	l.log.Error("cron", append(keysAndValues, "event", msg, "error", err)...)
}
