package main

import (
	"strings"
	"syscall"
	"testing"
)

// TestOneRunAtATime starts a second run of a job while the first is under way in
// another process. Other jobs are not kept waiting.
func TestOneRunAtATime(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, store := open(t)
			c := newCounty(t, dir, store, 5)
			c.gate.shut(t)
			first := start(t, dir, "run", "assistance")
			c.gate.await(t)

			second := mustRun(t, statusLocked, dir, "run", "assistance")
			if out := second.stdout.text(); !strings.Contains(out, "run 1 of it is under way") {
				t.Errorf("the second run does not say who is in its way:\n%s", out)
			}
			mustRun(t, statusDone, dir, "run", "registry")
			all := mustRun(t, statusLocked, dir, "run")
			if out := all.stdout.text(); !strings.Contains(out, "登记自查：完成") || !strings.Contains(out, "民政救助比对：失败") {
				t.Errorf("of all jobs, the locked one should fail alone:\n%s", out)
			}
			if !first.running() {
				t.Error("the first run ended before the gate was opened")
			}

			c.gate.open(t)
			first.mustEnd(t, statusDone)
			if got := c.unresolved(t); got != "10" {
				t.Errorf("%s discrepancies are open", got)
			}
			mustRun(t, statusDone, dir, "run", "assistance")
		})
	}
}

// TestRunIsTerminated stops a run politely: it is recorded as failed, the ledger
// stays as it was, and the job is free at once.
func TestRunIsTerminated(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, store := open(t)
			c := newCounty(t, dir, store, 5)
			mustRun(t, statusDone, dir, "run", "assistance")
			before := store.dump(t)
			c.populate(t, 7)
			for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
				c.gate.shut(t)
				p := start(t, dir, "run", "assistance")
				c.gate.await(t)
				p.signal(t, signal)
				p.mustEnd(t, statusFailed)
				if got := store.lastRun(t, "assistance"); !strings.HasPrefix(got, "failed|") || strings.Contains(got, "interrupted") {
					t.Errorf("the run is entered as %q", got)
				}
				if got := store.dump(t); got != before {
					t.Errorf("the ledger was\n%s\nand is\n%s", before, got)
				}
				c.gate.open(t)
			}
			mustRun(t, statusDone, dir, "run", "assistance")
			if got := c.unresolved(t); got != "14" {
				t.Errorf("%s discrepancies are open", got)
			}
		})
	}
}
