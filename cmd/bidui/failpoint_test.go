package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestKilledAtEveryPoint kills runs at one point of their work after the other:
// when they have begun, in the middle of a snapshot, when all is judged, before
// and after each statement that changes the ledger, and when all is recorded.
// Each time the ledger is the former or the new one, the next run is right, and
// the metrics say so.
func TestKilledAtEveryPoint(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, store := open(t)
			const few, many = 3, 130 // more than one statement inserts
			c := newCounty(t, dir, store, few)
			mustRun(t, statusDone, dir, "run", "assistance")
			people, rounds := few, 0
			dies := func(point string, n int) bool {
				t.Helper()
				rounds++ // other files each time, of which snapshots are made
				people = rounds + []int{few, many}[rounds%2]
				c.populate(t, people)
				died := false
				dead := c.killed(t, func(t *testing.T) *process {
					t.Helper()
					p := startFragile(t, dir, point, n, "kill", "run", "assistance")
					<-p.ended
					died = !p.command.ProcessState.Exited()
					return p
				})
				c.recovers(t, people, dead)
				return died
			}
			for point, times := range map[string]int{"begun": 1, "snapshot": 4, "judged": 1, "recorded": 1} {
				for n := range times {
					if !dies(point, n+1) {
						t.Errorf("the run never came to %s for the %d. time", point, n+1)
					}
				}
			}
			deaths := 0
			for n := 1; dies("statement", n); n += 1 + n/8 {
				deaths++
			}
			if deaths < 12 {
				t.Errorf("the run died at only %d statements", deaths)
			}
			c.leftNothing(t)
			s := serve(t, dir)
			got := s.metrics(t)
			s.stop(t)
			for name, want := range map[string]string{
				`bidui_job_last_success{task="assistance"}`: "1", `bidui_job_running{task="assistance"}`: "0",
				`bidui_discrepancies_unresolved{agency="civil",county="430524",kind="dibao_unmarked",severity="high",task="assistance"}`: fmt.Sprint(people),
			} {
				if got[name] != want {
					t.Errorf("%s is %q, not %q", name, got[name], want)
				}
			}
		})
	}
}

// leftNothing makes sure that every whole snapshot is one, and that no lease is
// left.
func (c *county) leftNothing(t *testing.T) {
	t.Helper()
	if got := c.store.ask(t, "SELECT job FROM leases"); got != "" {
		t.Errorf("leases are left: %q", got)
	}
	whole, err := filepath.Glob(filepath.Join(c.dir, "snapshots", "*", "*.zst"))
	must(t, err)
	if len(whole) < 4 {
		t.Errorf("%d snapshots are kept", len(whole))
	}
	for _, path := range whole {
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s is no snapshot: %v", path, err)
		}
	}
}

// stopped says whether the process has been stopped, and not ended.
func (p *process) stopped(t *testing.T) bool {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	must(t, err)
	_, rest, _ := strings.Cut(string(stat), ") ")
	return strings.HasPrefix(rest, "T")
}

// TestFencedOff stops a run when it has judged and before it records, until its
// lease is over and another process has taken the job. When it wakes it must
// record nothing, and say why.
func TestFencedOff(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, store := open(t)
			c := newCounty(t, dir, store, 5)
			mustRun(t, statusDone, dir, "run", "assistance")
			c.populate(t, 9)
			old := startFragile(t, dir, "judged", 1, "stop", "run", "assistance")
			eventually(t, "the run stops", func() bool { return old.stopped(t) })

			store.exec(t, "UPDATE leases SET expires_at = expires_at + 3600000000") // however long we take
			mustRun(t, statusLocked, dir, "run", "assistance")                      // it is alive, and its lease holds
			store.exec(t, "UPDATE leases SET expires_at = 1")
			c.populate(t, 7)
			mustRun(t, statusDone, dir, "run", "assistance")
			before := store.dump(t)

			old.signal(t, syscall.SIGCONT)
			old.mustEnd(t, statusFailed)
			if out := old.stdout.text() + old.stderr.text(); !strings.Contains(out, "lost its lease") {
				t.Errorf("it does not say why:\n%s", out)
			}
			if diff := cmp.Diff(before, store.dump(t)); diff != "" {
				t.Errorf("the run that woke up wrote to the ledger:\n%s", diff)
			}
			if got := store.ask(t, "SELECT status, error FROM runs ORDER BY id"); got != "succeeded|\nfailed|interrupted\nsucceeded|\n" {
				t.Errorf("the runs are %q", got)
			}
			mustRun(t, statusDone, dir, "run", "assistance")
			if got := c.unresolved(t); got != "14" {
				t.Errorf("%s discrepancies are open", got)
			}
			s := serve(t, dir)
			if got := s.metrics(t)[`bidui_job_last_success{task="assistance"}`]; got != "1" {
				t.Errorf("the last run shows as %q", got)
			}
			s.stop(t)
		})
	}
}
