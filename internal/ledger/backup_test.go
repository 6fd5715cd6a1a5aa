package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/rules"
)

// many is an outcome of n findings.
func many(n int, value string) Outcome {
	var o Outcome
	for i := range n {
		o.Findings = append(o.Findings, finding(kindOf("water", "water_no_record"), fmt.Sprint("household:", i), "430521", value))
	}
	return o
}

func mustBackup(t *testing.T, store, path string) Copy {
	t.Helper()
	c, err := Backup(t.Context(), store, path, false)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A copy is made while the ledger is open and written to, and is the ledger as
// it stood at one time: every discrepancy with its event.
func TestBackupBesideRuns(t *testing.T) {
	store, folder := sqliteStore(t), t.TempDir()
	l := mustOpen(t, store, Options{})
	run(t, l, startOf("water"), many(2000, "0"))
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for round := 1; ; round++ {
			select {
			case <-stop:
				return
			default:
				run(t, l, startOf("water"), many(2000, fmt.Sprint(round)))
			}
		}
	}()
	for i := range 5 {
		path := filepath.Join(folder, fmt.Sprint(i, ".db"))
		c := mustBackup(t, store, path)
		copied, err := OpenReadOnly(t.Context(), "sqlite:"+path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		runs, err := copied.Runs(t.Context(), RunFilter{Status: Succeeded})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := c.Rows["discrepancy_events"], int64(2000*len(runs)); got != want || c.Rows["discrepancies"] != 2000 {
			t.Errorf("%d runs left %d events and %d discrepancies in the copy", len(runs), got, c.Rows["discrepancies"])
		}
		if err := copied.Close(); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	<-stopped
	for name, mode := range listing(t, folder) {
		if mode != 0o600 || len(name) != len("0.db") {
			t.Errorf("%s has mode %s", name, mode)
		}
	}
}

func TestBackupLeavesFilesAlone(t *testing.T) {
	store, folder := sqliteStore(t), t.TempDir()
	path := filepath.Join(folder, "copy.db")
	if _, err := Backup(t.Context(), store, path, false); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of no ledger: %v", err)
	}
	l := mustOpen(t, store, Options{})
	run(t, l, startOf("water"), many(3, ""))
	if err := os.WriteFile(path, []byte("a letter"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Backup(t.Context(), store, path, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Backup(cancelled, store, path, true); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "a letter" {
		t.Errorf("the file is %q, %v", text, err)
	}
	if c, err := Backup(t.Context(), store, path, true); err != nil || c.Rows["discrepancies"] != 3 {
		t.Errorf("%+v, %v", c, err)
	}
	if files := listing(t, folder); len(files) != 1 || files["copy.db"] != 0o600 {
		t.Errorf("there are %v", files)
	}
	if _, err := Backup(t.Context(), mysqlStore("x"), path, true); !errors.Is(err, ErrNotFile) {
		t.Errorf("of a database: %v", err)
	}
}

func restoredAt() time.Time { return time.Date(2018, 11, 26, 9, 0, 0, 0, time.UTC) }

func TestRestoreBringsTheFormerLedgerBack(t *testing.T) {
	store := sqliteStore(t)
	ledgerPath := strings.TrimPrefix(store, "sqlite:")
	path := filepath.Join(t.TempDir(), "copy.db")
	l, err := Open(t.Context(), store, Options{})
	if err != nil {
		t.Fatal(err)
	}
	run(t, l, startOf("water"), many(3, ""))
	before := dump(t, l, tables()...)
	mustBackup(t, store, path)
	run(t, l, startOf("water"), many(5, "x"))
	after := dump(t, l, tables()...)

	refused := func(want error) {
		t.Helper()
		if _, _, err := Restore(t.Context(), store, path, restoredAt); !errors.Is(err, want) {
			t.Errorf("restored over a ledger in use: %v, want %v", err, want)
		}
	}
	r := mustBegin(t, l, startOf("registry"))
	refused(ErrLocked)
	if _, err := r.Record(t.Context(), Outcome{}); err != nil {
		t.Fatal(err)
	}
	refused(ErrInUse)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	former, c, err := Restore(t.Context(), store, path, restoredAt)
	if err != nil || former != ledgerPath+".before-restore-20181126-090000" || c.Rows["discrepancies"] != 3 {
		t.Fatalf("%s, %+v, %v", former, c, err)
	}
	if diff := cmp.Diff(before, dump(t, mustOpen(t, store, Options{}), tables()...)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(after["discrepancies"], dump(t, mustOpen(t, "sqlite:"+former, Options{}), "discrepancies")["discrepancies"]); diff != "" {
		t.Error(diff)
	}
}

// A ledger that cannot be read is the reason why one restores another; the log
// of the damaged one must not spoil it.
func TestRestoreOverDamage(t *testing.T) {
	store := sqliteStore(t)
	ledgerPath := strings.TrimPrefix(store, "sqlite:")
	path := filepath.Join(t.TempDir(), "copy.db")
	l, err := Open(t.Context(), store, Options{})
	if err != nil {
		t.Fatal(err)
	}
	run(t, l, startOf("water"), many(3, ""))
	mustBackup(t, store, path)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{ledgerPath: "no database at all. ", ledgerPath + "-wal": "nor a log. "} {
		if err := os.WriteFile(file, []byte(strings.Repeat(text, 1000)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	taken := ledgerPath + restoredAt().Format(".before-restore-20060102-150405")
	if err := os.WriteFile(taken, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Restore(t.Context(), store, path, restoredAt); !errors.Is(err, fs.ErrExist) {
		t.Errorf("restored without keeping the former ledger: %v", err)
	}
	if text, err := os.ReadFile(ledgerPath); err != nil || !strings.HasPrefix(string(text), "no database") {
		t.Errorf("the former ledger is not in its place: %v", err)
	}
	if err := os.Remove(taken); err != nil {
		t.Fatal(err)
	}
	former, _, err := Restore(t.Context(), store, path, restoredAt)
	if err != nil {
		t.Fatal(err)
	}
	if rows := all(t, mustOpen(t, store, Options{}), Filter{}); len(rows) != 3 {
		t.Errorf("%d discrepancies", len(rows))
	}
	if text, err := os.ReadFile(former); err != nil || !strings.HasPrefix(string(text), "no database") {
		t.Errorf("the damaged ledger is not kept: %v", err)
	}
}

func TestRestoreChecksTheCopyFirst(t *testing.T) {
	store, folder := sqliteStore(t), t.TempDir()
	l, err := Open(t.Context(), store, Options{})
	if err != nil {
		t.Fatal(err)
	}
	run(t, l, startOf("water"), many(2000, ""))
	good, cut, newer, empty := filepath.Join(folder, "good.db"), filepath.Join(folder, "cut.db"), filepath.Join(folder, "newer.db"), filepath.Join(folder, "empty.db")
	for _, path := range []string{good, cut, newer} {
		mustBackup(t, store, path)
	}
	before := dump(t, l, tables()...)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	size, err := sizeOf(cut)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Truncate(cut, size/2), os.WriteFile(empty, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	version(t, "sqlite:"+newer, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
	for path, want := range map[string]error{
		cut: ErrUnreadable, empty: ErrUnreadable, newer: ErrNewer, filepath.Join(folder, "none.db"): fs.ErrNotExist,
	} {
		if _, _, err := Restore(t.Context(), store, path, restoredAt); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if diff := cmp.Diff(before, dump(t, mustOpen(t, store, Options{}), tables()...)); diff != "" {
		t.Error(diff)
	}
	if files := listing(t, filepath.Dir(strings.TrimPrefix(store, "sqlite:"))); len(files) > 3 {
		t.Errorf("what was tried was left: %v", files)
	}
	if _, _, err := Restore(t.Context(), sqliteStore(t), good, restoredAt); err != nil {
		t.Errorf("where there was no ledger: %v", err)
	}
}

func TestBackupOfAMovingRunIsNoRun(t *testing.T) {
	store := sqliteStore(t)
	l := mustOpen(t, store, Options{Owner: other(1)})
	mustBegin(t, l, startOf("water"))
	path := filepath.Join(t.TempDir(), "copy.db")
	mustBackup(t, store, path)
	restored := mustOpen(t, "sqlite:"+path, Options{Owner: other(2), Now: func() time.Time { return time.Now().Add(time.Hour) }})
	run(t, restored, startOf("water"), Outcome{Findings: []rules.Finding{finding(kindOf("water", "water_no_record"), "household:1", "430521", "")}})
	runs, err := restored.Runs(t.Context(), RunFilter{Status: Failed})
	if err != nil || len(runs) != 1 || runs[0].Error != interrupted {
		t.Errorf("the run that was under way: %+v, %v", runs, err)
	}
}

// A ledger is no copy of itself, under whatever name it goes.
func TestBackupSparesTheLedger(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "bidui.db")
	store := "sqlite:" + path
	l := mustOpen(t, store, Options{})
	s, o := oneNight()
	run(t, l, s, o)
	link := filepath.Join(dir, "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{path, path + "-wal", path + "-shm", link, dir + "/../" + filepath.Base(dir) + "/bidui.db"} {
		if _, err := Backup(t.Context(), store, target, true); !errors.Is(err, ErrOwnFile) {
			t.Errorf("%s: %v", target, err)
		}
		if _, err := Backup(t.Context(), "sqlite:"+link, target, true); !errors.Is(err, ErrOwnFile) {
			t.Errorf("%s, of the link: %v", target, err)
		}
	}
	if n := len(all(t, l, Filter{})); n != 4 {
		t.Errorf("%d discrepancies", n)
	}
}
