package jobs_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/jobs"
)

// The tests below run in bubbles of testing/synctest, where the clock stands at
// the first second of 2000 in UTC, eight in the morning in Shanghai, and moves
// on as soon as everybody waits: nights pass without a test taking any time.
// Stages end between the renewals of leases, which come every ten seconds: who
// waits for a mutex would keep the clock from moving.

const nightly = "0 2 * * *"

// service is a scheduler over a small registry, and the ledger that it writes.
type service struct {
	*jobs.Scheduler
	runner   *jobs.Runner
	dir      string
	ledger   *ledger.Ledger
	progress *stages
	log      *bytes.Buffer

	stop    context.CancelFunc
	stopped chan struct{} // closed when Run has returned
}

// newService plans jobs over a registry of two households, still without running.
func newService(t *testing.T, schedules map[string]string, tune ...func(*jobs.Settings)) *service {
	t.Helper()
	dir := t.TempDir()
	for file, text := range map[string]string{
		"households.csv": "户编号,县,户主证件号码,贫困户属性,是否解决安全饮用水\nH1,邵东市,43059919600101001X,一般贫困户,是\nH2,,,一般贫困户,是\n",
		"members.csv":    "人编号,户编号,姓名,证件号码,是否享受低保\nM1,H1,陈一,无,否\n",
		"water.csv":      "户编号,评价结论\nH1,安全\n",
	} {
		must(t, os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600))
	}
	settings := settingsOfService(t, dir)
	for _, change := range tune {
		change(&settings)
	}
	l, err := ledger.Open(t.Context(), sqliteIn(dir), ledger.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, l.Close()) })
	s := &service{dir: dir, ledger: l, progress: &stages{}, log: &bytes.Buffer{}}
	s.runner, err = jobs.NewRunner(settings, l, slog.New(slog.NewTextHandler(s.log, nil)), s.progress, time.Now)
	must(t, err)
	s.Scheduler, err = jobs.NewScheduler(s.runner, schedules, jobs.DefaultGrace)
	must(t, err)
	return s
}

// settingsOfService is what a service in a directory reads.
func settingsOfService(t *testing.T, dir string) jobs.Settings {
	t.Helper()
	settings := settingsIn(t, dir)
	for _, feed := range []string{"households", "members", "water"} {
		settings.Feeds[feed] = jobs.Feed{Source: source.Spec{From: secret.Text(feed + ".csv")}, Guard: jobs.Guard{MaxRejected: 10_000, MaxShrink: 10_000}}
	}
	return settings
}

// begin runs the scheduler until end is called.
func (s *service) begin(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	s.stop, s.stopped = stop, make(chan struct{})
	go func() {
		defer close(s.stopped)
		if err := s.Run(ctx); err != nil {
			t.Error(err)
		}
	}()
	synctest.Wait()
}

// end stops the scheduler, and says how long that took.
func (s *service) end() time.Duration {
	asked := time.Now()
	s.stop()
	<-s.stopped
	return time.Since(asked)
}

// runs is the runs of the ledger, oldest first: job, trigger, begin by the
// clocks of Shanghai, status and error.
func (s *service) runs(t *testing.T) []string {
	t.Helper()
	rows, err := s.ledger.Runs(t.Context(), ledger.RunFilter{})
	must(t, err)
	slices.Reverse(rows)
	zone := time.FixedZone("", 8*60*60)
	var lines []string
	for _, r := range rows {
		cause, _, _ := strings.Cut(r.Error, "\n")
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", r.Job, r.Trigger, r.StartedAt.In(zone).Format("01-02 15:04"), r.Status, cause)))
	}
	return lines
}

func (s *service) wantRuns(t *testing.T, want ...string) {
	t.Helper()
	if got := s.runs(t); !slices.Equal(got, want) {
		t.Errorf("the runs are\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// stages is a Progress that counts, and does at a stage what a test wants.
type stages struct {
	mu   sync.Mutex
	seen map[string]int
	at   map[string]func()
}

func (s *stages) Start(stage string, _ func() (done, total int64)) {
	s.mu.Lock()
	if s.seen == nil {
		s.seen = map[string]int{}
	}
	s.seen[stage]++
	do := s.at[stage]
	s.mu.Unlock()
	if do != nil {
		do()
	}
}

func (s *stages) Done(string) {}

// when has do called whenever a stage begins.
func (s *stages) when(stage string, do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = map[string]func(){stage: do}
}

func TestScheduleIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string]string{"registry": nightly, "water": nightly})
		s.begin(t)
		s.wantRuns(t)
		time.Sleep(48 * time.Hour)
		synctest.Wait()
		s.wantRuns(t,
			"registry schedule 01-02 02:00 succeeded", "water schedule 01-02 02:00 succeeded",
			"registry schedule 01-03 02:00 succeeded", "water schedule 01-03 02:00 succeeded")
		if got := s.progress.seen["members"]; got != 2 {
			t.Errorf("jobs with one schedule share what they read, and members were read %d times in two nights", got)
		}
		if took := s.end(); took != 0 {
			t.Errorf("an idle scheduler took %v to stop", took)
		}
		time.Sleep(48 * time.Hour)
		if got := len(s.runs(t)); got != 4 {
			t.Errorf("after it was stopped, it ran on: %d runs", got)
		}
	})
}

// TestScheduleSkipsWhileRunning keeps a run busy while its schedule comes round
// twice.
func TestScheduleSkipsWhileRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string]string{"registry": "*/10 * * * *"})
		s.progress.when("judge", func() { time.Sleep(25*time.Minute + 5*time.Second) })
		s.begin(t)
		time.Sleep(31 * time.Minute)
		synctest.Wait()
		s.wantRuns(t, "registry schedule 01-01 08:10 running")
		s.progress.when("judge", nil)
		time.Sleep(14 * time.Minute)
		synctest.Wait()
		s.wantRuns(t, "registry schedule 01-01 08:10 succeeded", "registry schedule 01-01 08:40 succeeded")
		s.end()
	})
}

// TestSchedulesTakeTurns has a job wait for one of another schedule.
func TestSchedulesTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string]string{"registry": nightly, "water": "1 2 * * *"})
		s.progress.when("judge", func() { time.Sleep(5*time.Minute + 5*time.Second) })
		s.begin(t)
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		s.wantRuns(t, "registry schedule 01-02 02:00 succeeded", "water schedule 01-02 02:05 succeeded")
		s.end()
	})
}

// TestMissedRunIsMadeUpOnce starts the service three days after the last run.
func TestMissedRunIsMadeUpOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string]string{"registry": nightly, "water": "0 3 1 7 *"})
		s.begin(t)
		time.Sleep(24 * time.Hour)
		s.end()
		time.Sleep(71 * time.Hour)
		s.runner.Run(t.Context(), jobs.Request{Jobs: []string{"registry"}, Trigger: "manual", Scope: registry.ScopeOf("邵东市")}) // says nothing of the rest
		time.Sleep(time.Hour)
		s.begin(t)
		synctest.Wait()
		s.wantRuns(t, "registry schedule 01-02 02:00 succeeded", "registry manual 01-05 07:00 succeeded", "registry startup 01-05 08:00 succeeded")
		s.end()
		s.begin(t) // nothing was missed since
		synctest.Wait()
		if got := s.runs(t); len(got) != 3 {
			t.Errorf("the missed run was made up twice: %v", got)
		}
		s.end()
	})
}

// TestStopWaits stops the service under a job that ends in time.
func TestStopWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string]string{"registry": nightly, "water": nightly})
		s.progress.when("judge", func() { time.Sleep(jobs.DefaultGrace - time.Second) })
		s.begin(t)
		time.Sleep(18 * time.Hour) // until two in the morning
		synctest.Wait()
		if took := s.end(); took != jobs.DefaultGrace-time.Second {
			t.Errorf("it took %v to stop", took)
		}
		s.wantRuns(t, "registry schedule 01-02 02:00 succeeded", "water schedule 01-02 02:00 succeeded")
	})
}

// TestStopDropsWhatWaits stops the service while one job is under way and another
// waits for its turn: that one does not begin.
func TestStopDropsWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string]string{"registry": nightly, "water": "1 2 * * *"})
		s.progress.when("judge", func() { time.Sleep(2*time.Minute + 5*time.Second) })
		s.begin(t)
		time.Sleep(18*time.Hour + 110*time.Second)
		synctest.Wait()
		if took := s.end(); took != 15*time.Second {
			t.Errorf("it took %v to stop", took)
		}
		s.wantRuns(t, "registry schedule 01-02 02:00 succeeded")
	})
}

// TestStopCancels stops the service under a job that takes too long: it is
// entered as failed, and nothing else is.
func TestStopCancels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string]string{"registry": nightly})
		s.progress.when("judge", func() { time.Sleep(jobs.DefaultGrace + time.Second) })
		s.begin(t)
		time.Sleep(18 * time.Hour)
		synctest.Wait()
		if took := s.end(); took != jobs.DefaultGrace+time.Second {
			t.Errorf("it took %v to stop", took)
		}
		s.wantRuns(t, "registry schedule 01-02 02:00 failed cancelled: the service is stopping")
		if left := rows(t, s.ledger, ledger.Filter{}); len(left) > 0 {
			t.Errorf("the cancelled run left %d discrepancies", len(left))
		}
		if !strings.Contains(s.log.String(), "cancelling the running job") {
			t.Errorf("the log does not tell:\n%s", s.log)
		}
	})
}

// TestScheduleOutlivesPanic has a job panic one night, wherever it may, and
// succeed the next.
func TestScheduleOutlivesPanic(t *testing.T) {
	for _, stage := range []string{"households", "members", "judge", "record registry"} {
		t.Run(stage, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newService(t, map[string]string{"registry": nightly})
				s.progress.when(stage, func() { panic("spilt") })
				s.begin(t)
				time.Sleep(24 * time.Hour)
				s.progress.when(stage, nil)
				time.Sleep(24 * time.Hour)
				synctest.Wait()
				s.wantRuns(t, "registry schedule 01-02 02:00 failed internal error, please report it: spilt", "registry schedule 01-03 02:00 succeeded")
				s.end()
			})
		})
	}
}

// TestIntervalsAreTheLongest has jobs that rest at night, at the weekend, most
// of the month, and four years at a time; one is not scheduled.
func TestIntervalsAreTheLongest(t *testing.T) {
	const hour, day = time.Hour, 24 * time.Hour
	for spec, want := range map[string]time.Duration{
		nightly:          day,
		"0 8-18 * * *":   14 * hour,
		"0 2 * * 1-5":    3 * day,
		"0 2 1 * *":      31 * day,
		"* * 1-7 * *":    24*day + time.Minute,
		"*/15 * * * *":   15 * time.Minute,
		"0 2 29 2 *":     4*365*day + day,
		"0 2 1,31 1,3 *": 276 * day,
	} {
		synctest.Test(t, func(t *testing.T) {
			intervals, err := newService(t, nil).runner.Intervals(map[string]string{"registry": spec, "water": ""})
			if diff := cmp.Diff(map[string]time.Duration{"registry": want}, intervals); diff != "" || err != nil {
				t.Errorf("%s: %s %v", spec, diff, err)
			}
		})
	}
}

func TestScheduleRefusesWhatItCannotKeep(t *testing.T) {
	s := newService(t, map[string]string{"assistance": nightly})
	if !strings.Contains(s.log.String(), "the schedule of a job is not kept") {
		t.Errorf("nobody hears that the job's feeds are not configured:\n%s", s.log)
	}
	l := openLedger(t, sqliteIn(t.TempDir()))
	settings := settingsIn(t, ".")
	settings.Feeds["households"], settings.Feeds["members"] = jobs.Feed{}, jobs.Feed{}
	runner, err := jobs.NewRunner(settings, l, slog.New(slog.DiscardHandler), nil, noon)
	must(t, err)
	if _, err := jobs.NewScheduler(runner, map[string]string{"registry": "at night"}, 0); err == nil || !strings.Contains(err.Error(), `schedule "at night" of registry`) {
		t.Errorf("the schedule is not refused: %v", err)
	}
}

// panicking is a log that breaks down at a message.
type panicking struct {
	slog.Handler
	at string
}

func (p panicking) Handle(ctx context.Context, r slog.Record) error {
	if r.Message == p.at {
		panic("the log broke down")
	}
	return p.Handler.Handle(ctx, r)
}

func (p panicking) WithAttrs(attrs []slog.Attr) slog.Handler {
	return panicking{p.Handler.WithAttrs(attrs), p.at}
}

// TestScheduleOutlivesAPanic of a run, wherever in it that was.
func TestScheduleOutlivesAPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, nil)
		log := slog.New(panicking{slog.NewTextHandler(s.log, nil), "job succeeded"})
		runner, err := jobs.NewRunner(settingsOfService(t, s.dir), s.ledger, log, nil, time.Now)
		must(t, err)
		s.Scheduler, err = jobs.NewScheduler(runner, map[string]string{"registry": nightly}, jobs.DefaultGrace)
		must(t, err)
		s.begin(t)
		time.Sleep(48 * time.Hour)
		synctest.Wait()
		s.wantRuns(t, "registry schedule 01-02 02:00 succeeded", "registry schedule 01-03 02:00 succeeded")
		s.end()
		if !strings.Contains(s.log.String(), "the run broke off") {
			t.Errorf("nobody hears of it:\n%s", s.log)
		}
	})
}
