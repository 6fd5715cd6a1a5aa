package jobs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/heap"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/synth"
	"github.com/bidui/bidui/jobs"
)

// BenchmarkCounty measures a county of 60 thousand members, from CSV to the ledger.
func BenchmarkCounty(b *testing.B) { benchmark(b, synth.County()) }

// BenchmarkProvince measures a province of 7 million members, whose files take a
// gigabyte of disk. It takes minutes.
func BenchmarkProvince(b *testing.B) { benchmark(b, synth.Province()) }

// benchmark measures, each in a process of its own: what reading the plan's
// files and finding their lines alone takes, a run of all jobs into a new ledger
// in SQLite, and a dry run. Beside the time (ns/op) each reports the processor's
// seconds, the peak of resident memory, the seconds of each stage, and how many
// times as long as the mere reading it takes.
func benchmark(b *testing.B, plan synth.Plan) {
	dir := b.TempDir()
	if _, err := synth.WriteCSV(b.Context(), dir, plan, nil); err != nil {
		b.Fatal(err)
	}
	var read float64
	for _, shape := range []string{"read", "run", "dry"} {
		b.Run(shape, func(b *testing.B) {
			var sum measure
			for b.Loop() {
				sum.add(inProcess(b, shape, dir))
			}
			n := float64(b.N)
			wall := sum.Wall / n
			if shape == "read" {
				read = wall
			}
			b.ReportMetric(wall*1e9, "ns/op")
			b.ReportMetric(sum.CPU/n, "cpu-s/op")
			b.ReportMetric(sum.Peak, "peak-MiB")
			b.ReportMetric(sum.Found/n, map[bool]string{true: "lines", false: "unresolved"}[shape == "read"])
			for stage, seconds := range sum.Stages {
				b.ReportMetric(seconds/n, stage+"-s/op")
			}
			if read > 0 { // it is measured first, unless -bench leaves it out
				b.ReportMetric(wall/read, "x-read")
			}
		})
	}
}

// measure is what one process found out about itself: seconds and MiB.
type measure struct {
	Wall, CPU, Peak float64
	Found           float64 // unresolved discrepancies; lines where they are read alone
	Stages          map[string]float64
}

// add adds up times, and keeps the higher peak.
func (m *measure) add(other measure) {
	m.Wall += other.Wall
	m.CPU += other.CPU
	m.Found += other.Found
	m.Peak = max(m.Peak, other.Peak)
	if m.Stages == nil {
		m.Stages = map[string]float64{}
	}
	for stage, seconds := range other.Stages {
		m.Stages[stage] += seconds
	}
}

// What tells this program that it is to measure, and what.
const (
	measuredShape = "BIDUI_BENCH_SHAPE"
	measuredDir   = "BIDUI_BENCH_DIR"
)

// inProcess measures a shape in a process of its own, whose memory is its alone.
func inProcess(b *testing.B, shape, dir string) measure {
	b.Helper()
	command := exec.CommandContext(b.Context(), os.Args[0]) // this program itself
	command.Env = append(os.Environ(), measuredShape+"="+shape, measuredDir+"="+dir)
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		b.Fatalf("measure %s: %v", shape, err)
	}
	var m measure
	if err := json.Unmarshal(output, &m); err != nil {
		b.Fatalf("measure %s: %v in %q", shape, err, output)
	}
	return m
}

// asChild measures and says so, if this process was started for that.
func asChild() (code int, isChild bool) {
	shape := os.Getenv(measuredShape)
	if shape == "" {
		return 0, false
	}
	heap.Tight(3, 40<<20) // as the program itself has it
	m, err := measured(shape, os.Getenv(measuredDir))
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(m)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
	return 0, true
}

// measured runs one shape over the feeds in dir. BIDUI_BENCH_PROFILE names the
// files for the processor's profiles, each with its shape behind it.
func measured(shape, dir string) (measure, error) {
	act := map[string]func(string, *stopwatches) (int, error){"read": readLines, "run": pull, "dry": pullDry}[shape]
	if act == nil {
		return measure{}, fmt.Errorf("%s=%s: no such shape", measuredShape, shape)
	}
	if path := os.Getenv("BIDUI_BENCH_PROFILE"); path != "" {
		profile, err := os.Create(path + "." + shape)
		if err != nil {
			return measure{}, err
		}
		defer profile.Close() // whoever looks at it will see
		if err := pprof.StartCPUProfile(profile); err != nil {
			return measure{}, err
		}
		defer pprof.StopCPUProfile()
	}
	stages := &stopwatches{seconds: map[string]float64{}}
	cpu, began := cpuSeconds(), time.Now()
	found, err := act(dir, stages)
	m := measure{Wall: time.Since(began).Seconds(), CPU: cpuSeconds() - cpu, Found: float64(found), Stages: stages.seconds}
	if err != nil {
		return measure{}, fmt.Errorf("measure %s: %w", shape, err)
	}
	m.Peak, err = peakMiB()
	return m, err
}

// readLines reads the feeds in dir and finds their lines, and says how many. It
// is what no program that reads them can do without.
func readLines(dir string, _ *stopwatches) (found int, err error) {
	chunk := make([]byte, 1<<20)
	for _, feed := range benchFeeds {
		file, err := os.Open(filepath.Join(dir, feed+".csv"))
		if err != nil {
			return 0, err
		}
		for {
			n, err := file.Read(chunk)
			for rest := chunk[:n]; ; found++ {
				at := bytes.IndexByte(rest, '\n')
				if at < 0 {
					break
				}
				rest = rest[at+1:]
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				return 0, errors.Join(err, file.Close())
			}
		}
		if err := file.Close(); err != nil {
			return 0, err
		}
	}
	return found, nil
}

// pull runs the jobs over the feeds in dir, records them in a new ledger there,
// and says how many discrepancies are unresolved.
func pull(dir string, stages *stopwatches) (unresolved int, err error) {
	work, err := os.MkdirTemp(dir, "ledger")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	stages.Start("open", nil)
	l, err := ledger.Open(context.Background(), sqliteIn(work), ledger.Options{})
	stages.Done("open")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return runAll(l, dir, jobs.Request{Trigger: "manual"}, stages)
}

// pullDry is pull without recording, against a ledger that is not there yet.
func pullDry(dir string, stages *stopwatches) (unresolved int, err error) {
	l, err := ledger.OpenReadOnly(context.Background(), sqliteIn(dir), ledger.Options{})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return runAll(l, dir, jobs.Request{DryRun: true}, stages)
}

func runAll(l *ledger.Ledger, dir string, request jobs.Request, stages *stopwatches) (unresolved int, err error) {
	settings, err := defaultSettings(dir)
	if err != nil {
		return 0, err
	}
	for _, feed := range benchFeeds {
		settings.Feeds[feed] = jobs.Feed{Source: source.Spec{From: secret.Text(feed + ".csv")}, Guard: jobs.Guard{MaxRejected: 500, MaxShrink: 2000}}
	}
	r, err := jobs.NewRunner(settings, l, slog.New(slog.DiscardHandler), stages, time.Now)
	if err != nil {
		return 0, err
	}
	request.Jobs = r.Runnable()
	request.AsOf, _ = period.ParseDate("2018-10-08")
	for _, result := range r.Run(context.Background(), request) {
		if result.Err != nil {
			return 0, result.Err
		}
		unresolved += result.Tally.Unresolved
	}
	return unresolved, nil
}

// benchFeeds are the feeds that synth.WriteCSV writes.
var benchFeeds = []string{"villages", "households", "dibao", "tekun", "water", "members"}

// stopwatches is a Progress that adds up the seconds of each stage.
type stopwatches struct {
	mu      sync.Mutex
	seconds map[string]float64
}

// Start starts the stage's watch: by the time that it is started at, which Done takes off again.
func (s *stopwatches) Start(stage string, _ func() (done, total int64)) { s.add(stage, -now()) }

// Done stops it.
func (s *stopwatches) Done(stage string) { s.add(stage, now()) }

func (s *stopwatches) add(stage string, seconds float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seconds[label(stage)] += seconds
}

// label is a stage as the name of a metric, which must have no blanks.
func label(stage string) string { return strings.ReplaceAll(stage, " ", "-") }

// now is the seconds since the program began to care.
func now() float64 { return time.Since(began).Seconds() }

var began = time.Now()

// cpuSeconds is the processor's time that this process has had.
func cpuSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) // only a wrong argument makes it fail
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}

// peakMiB is the most resident memory that this program has had. The figure of
// getrusage will not do: a process inherits that of the one that started it.
func peakMiB() (float64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 64)
			return kib / 1024, err
		}
	}
	return 0, errors.New("/proc/self/status has no VmHWM")
}
