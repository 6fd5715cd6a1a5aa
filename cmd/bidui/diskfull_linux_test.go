package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk is a directory on a disk of so many KiB: one in memory, where the
// system lets us mount it; grow gives it room.
func smallDisk(t *testing.T, kib int) (dir string, grow func()) {
	t.Helper()
	dir = t.TempDir()
	size := func(kib int) string { return fmt.Sprintf("size=%dk,mode=0700", kib) }
	if err := syscall.Mount("bidui-test", dir, "tmpfs", 0, size(kib)); err != nil {
		t.Fatalf("mount a small disk: %v; run the tests as root, or in `unshare --map-root-user --mount`", err)
	}
	t.Cleanup(func() { must(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	return dir, func() { must(t, syscall.Mount("bidui-test", dir, "tmpfs", syscall.MS_REMOUNT, size(64<<10))) }
}

// inNamespace runs a test again where it may mount disks: users that are not
// root may do so in a name space of their own.
func inNamespace(t *testing.T) (elsewhere bool) {
	t.Helper()
	if os.Getuid() == 0 {
		return false
	}
	again := exec.Command("unshare", "--map-root-user", "--mount", os.Args[0], "-test.run", "^"+t.Name()+"$")
	if out, err := again.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return true
}

// TestDiskIsFull has the disk of a SQLite ledger fill up in the middle of a run,
// and that of the snapshots. The run fails and says so, the ledger is what it
// was, and the next run succeeds once there is room.
func TestDiskIsFull(t *testing.T) {
	if inNamespace(t) {
		return
	}
	for what, small := range map[string]int{"ledger": 600, "snapshots": 64} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			disk, grow := smallDisk(t, small)
			ledgerDir := dir
			if what == "ledger" {
				ledgerDir = disk
			} else {
				must(t, os.Symlink(disk, filepath.Join(dir, "snapshots")))
			}
			store := sqliteStore(ledgerDir)
			store.address = "sqlite:" + filepath.Join(ledgerDir, "bidui.db")
			c := newCounty(t, dir, store, 3)
			mustRun(t, statusDone, dir, "run", "assistance")
			before := store.findings(t)

			const many = 3000
			c.populate(t, many)
			p := mustRun(t, statusFailed, dir, "run", "assistance")
			if out := p.stdout.text() + p.stderr.text(); !strings.Contains(out, "the disk of the ledger is full") && !strings.Contains(out, "no space left on device") {
				t.Errorf("it does not say why:\n%s", out)
			}
			if got := store.findings(t); got != before {
				t.Errorf("the ledger had %d bytes of findings and has %d", len(before), len(got))
			}
			grow()
			c.recovers(t, many, 0)
			if got := store.ask(t, "SELECT status FROM runs ORDER BY id"); got != "succeeded\nfailed\nsucceeded\n" {
				t.Errorf("the runs are %q", got)
			}
			s := serve(t, dir)
			if got := s.metrics(t)[`bidui_job_last_success{task="assistance"}`]; got != "1" {
				t.Errorf("the last run shows as %q", got)
			}
			s.stop(t)
		})
	}
}
