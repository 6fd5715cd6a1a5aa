package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKilled kills runs at every sort of moment, as a power cut would. Each time
// the ledger must be the former one, to the last byte; or the new one, if the
// run had committed. The next run must succeed at once, without waiting for the
// dead one's lease to expire, and enter the dead one as failed.
func TestKilled(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, store := open(t)
			const few, many = 20, 800
			c := newCounty(t, dir, store, few)
			mustRun(t, statusDone, dir, "run", "assistance")
			c.populate(t, many)
			began := time.Now()
			mustRun(t, statusDone, dir, "run", "assistance")
			people, duration := many, time.Since(began)
			next := func() { // other people each time, so that there is something to record
				people = few + many - people
				c.populate(t, people)
			}

			uncommitted := []moment{c.whileReading, c.whileWriting}
			if store.driver == "mysql" {
				uncommitted = []moment{c.whileReading, c.beforeTheLock, c.beforeTheLastStatement}
			}
			for i, kill := range uncommitted {
				dead := int64(0)
				for attempt := 0; dead == 0 && attempt < 5; attempt++ { // a busy machine may be late
					next()
					dead = c.killed(t, kill)
					c.recovers(t, people, dead)
				}
				if dead == 0 {
					t.Errorf("moment %d came too late each time: the run had committed", i)
				}
			}
			var anywhere []moment
			if store.driver == "sqlite" {
				anywhere = []moment{c.whileLogGrows(1), c.whileLogGrows(64 << 10), c.whileLogGrows(256 << 10)}
			}
			for sixths := range 6 {
				anywhere = append(anywhere, c.after(duration/6*time.Duration(sixths)))
			}
			for _, kill := range anywhere {
				next()
				c.recovers(t, people, c.killed(t, kill))
			}
		})
	}
}

// moment starts a run, and kills it at a certain point.
type moment func(t *testing.T) *process

// killed kills a run. If it had not committed, the ledger must be the former
// one, and dead is the number of its run; 0 if it had, or had not begun.
func (c *county) killed(t *testing.T, kill moment) (dead int64) {
	t.Helper()
	before, newest := c.store.dump(t), c.store.ask(t, newestRun)
	p := kill(t)
	if p.command.ProcessState.Exited() { // before the kill
		p.mustEnd(t, statusDone)
		return 0
	}
	left := c.store.leftBehind(t)
	if left.ask(t, newestRun) != newest { // it had been entered
		if left.lastRun(t, "assistance") == "succeeded|" {
			return 0
		}
		left.look(t, func(db *sql.DB) {
			must(t, db.QueryRow("SELECT id FROM runs WHERE status = 'running'").Scan(&dead))
		})
	}
	if after := left.dump(t); after != before {
		t.Fatalf("half of a run is in the ledger, which had %d lines and has %d", strings.Count(before, "\n"), strings.Count(after, "\n"))
	}
	return dead
}

const newestRun = "SELECT MAX(id) FROM runs"

// recovers makes sure that the next run does all that is to be done.
func (c *county) recovers(t *testing.T, people int, dead int64) {
	t.Helper()
	mustRun(t, statusDone, c.dir, "run", "assistance")
	if got, want := c.unresolved(t), fmt.Sprint(people*discrepanciesEach); got != want {
		t.Errorf("%s discrepancies are open, not %s", got, want)
	}
	if dead == 0 {
		return
	}
	if got := c.store.ask(t, fmt.Sprint("SELECT status, error FROM runs WHERE id = ", dead)); got != "failed|interrupted\n" {
		t.Errorf("the dead run is entered as %q", got)
	}
}

// TestKilledWhileCreating kills the very first run when the ledger has some of
// its tables. The next one must bring it up.
func TestKilledWhileCreating(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, store := open(t)
			c := newCounty(t, dir, store, 3)
			for _, size := range []int64{1, 2, 4, 8} {
				p := start(t, dir, "run", "assistance")
				eventually(t, "the ledger comes into being", func() bool { return c.created(t) >= size || !p.running() })
				p.kill(t)
				mustRun(t, statusDone, dir, "run", "assistance")
				if got := c.unresolved(t); got != "6" {
					t.Errorf("%s discrepancies are open", got)
				}
				c.forget(t, "")
			}
			if store.driver == "mysql" { // where the table of versions can be there without a version
				mustRun(t, statusDone, dir, "run", "registry")
				c.forget(t, "goose_db_version")
				store.exec(t, "DELETE FROM goose_db_version")
				mustRun(t, statusDone, dir, "run", "assistance")
			}
		})
	}
}

// created is how much of the ledger is there: tables in MySQL, and in SQLite
// pages of the log through which they get there.
func (c *county) created(t *testing.T) int64 {
	t.Helper()
	if c.store.driver == "sqlite" {
		return c.logSize() / 4096
	}
	var tables int64
	c.store.look(t, func(db *sql.DB) {
		must(t, db.QueryRow("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()").Scan(&tables))
	})
	return tables
}

// forget removes the ledger, but for one table of a MySQL ledger.
func (c *county) forget(t *testing.T, but string) {
	t.Helper()
	if c.store.driver == "sqlite" {
		must(t, os.Remove(filepath.Join(c.dir, "bidui.db")))
		return
	}
	for table := range strings.FieldsSeq(c.store.ask(t, "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()")) {
		if table != but {
			c.store.exec(t, "DROP TABLE "+table)
		}
	}
}

// begin starts a run and has it wait before the gate.
func (c *county) begin(t *testing.T) *process {
	t.Helper()
	c.gate.shut(t)
	p := start(t, c.dir, "run", "assistance")
	c.gate.await(t)
	return p
}

func (c *county) whileReading(t *testing.T) *process {
	t.Helper()
	p := c.begin(t)
	p.kill(t)
	c.gate.open(t)
	return p
}

// whileWriting kills the run when it holds the lock of a SQLite ledger.
func (c *county) whileWriting(t *testing.T) *process {
	t.Helper()
	p := c.begin(t)
	c.gate.open(t)
	eventually(t, "the run writes", func() bool { return c.store.beingWritten(t) || !p.running() })
	p.kill(t)
	return p
}

// whileLogGrows kills the run when the write-ahead log of a SQLite ledger has
// grown: in the middle of the commit, since nothing reaches the log before.
func (c *county) whileLogGrows(bytes int64) moment {
	return func(t *testing.T) *process {
		t.Helper()
		p := c.begin(t)
		before := c.logSize()
		c.gate.open(t)
		eventually(t, "the run commits", func() bool { return c.logSize() >= before+bytes || !p.running() })
		p.kill(t)
		return p
	}
}

func (c *county) logSize() int64 {
	info, err := os.Stat(filepath.Join(c.dir, "bidui.db-wal"))
	if err != nil {
		return 0 // there is none yet
	}
	return info.Size()
}

// beforeTheLock kills the run when it waits for the lock under which ledgers are
// recorded.
func (c *county) beforeTheLock(t *testing.T) *process {
	t.Helper()
	p := c.begin(t)
	c.store.look(t, func(db *sql.DB) {
		tx, err := db.Begin()
		must(t, err)
		_, err = tx.Exec("SELECT next FROM sequences FOR UPDATE")
		must(t, err)
		c.gate.open(t)
		eventually(t, "the run waits for the lock", func() bool { return c.store.waits(t, "SELECT next FROM sequences") })
		p.kill(t)
		must(t, tx.Rollback())
	})
	return p
}

// beforeTheLastStatement kills the run when all its discrepancies are written,
// and nothing is committed: another session holds the run's own row.
func (c *county) beforeTheLastStatement(t *testing.T) *process {
	t.Helper()
	p := c.begin(t)
	c.store.look(t, func(db *sql.DB) {
		tx, err := db.Begin()
		must(t, err)
		_, err = tx.Exec("SELECT id FROM runs WHERE status = 'running' FOR UPDATE")
		must(t, err)
		c.gate.open(t)
		eventually(t, "the run is about to end", func() bool { return c.store.waits(t, "UPDATE runs SET status") })
		p.kill(t)
		must(t, tx.Rollback())
	})
	return p
}

// after kills the run some time after its start, wherever it is.
func (c *county) after(delay time.Duration) moment {
	return func(t *testing.T) *process {
		t.Helper()
		p := start(t, c.dir, "run", "assistance")
		select {
		case <-time.After(delay):
		case <-p.ended:
		}
		p.kill(t)
		return p
	}
}
