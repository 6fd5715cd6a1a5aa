package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

type lease struct {
	Owner     string `db:"owner"`
	Token     int64  `db:"token"`
	ExpiresAt int64  `db:"expires_at"`
}

// acquire takes the lease of s.Job and enters the run, whose id it returns.
func (l *Ledger) acquire(ctx context.Context, s Start) (id int64, err error) {
	if l.db == nil {
		return 0, ErrReadOnly
	}
	// Look first without a lock, so as not to wait for a holder that is recording.
	if err := l.read(ctx, func(t *tx) error { return l.checkFree(ctx, t, s.Job, "") }); err != nil {
		return 0, err
	}
	err = l.write(ctx, func(t *tx) error {
		// The number comes first: whoever begins after it is read either shows in
		// the lease that is looked at next, or takes the number.
		if err := t.get(ctx, &id, "SELECT COALESCE(MAX(id), 0) + 1 FROM runs"); err != nil {
			return err
		}
		if err := l.checkFree(ctx, t, s.Job, t.dialect.lock); err != nil {
			return err
		}
		err := l.enter(ctx, t, s, id)
		if errors.Is(err, errDuplicate) {
			return fmt.Errorf("%w: %w", ErrBusy, err)
		}
		return err
	})
	return id, err
}

// checkFree returns a *LockedError while somebody else's lease of the job holds.
func (l *Ledger) checkFree(ctx context.Context, t *tx, job, lock string) error {
	var held lease
	err := t.get(ctx, &held, "SELECT owner, token, expires_at FROM leases WHERE job = ?"+lock, job)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	now, err := l.clock(ctx, t)
	if err != nil {
		return err
	}
	owner, until := parseOwner(held.Owner), instant(held.ExpiresAt)
	if !until.After(now) || l.owner.knowsDead(owner) {
		return nil
	}
	return &LockedError{Job: job, Run: held.Token, Owner: owner, Until: until}
}

// enter writes lease and run, and ends what an earlier holder left.
func (l *Ledger) enter(ctx context.Context, t *tx, s Start, id int64) error {
	now, err := l.clock(ctx, t)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, "DELETE FROM leases WHERE job = ?", s.Job); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "INSERT INTO leases (job, owner, token, expires_at) VALUES (?, ?, ?, ?)",
		s.Job, l.owner.String(), id, micros(now.Add(l.ttl))); err != nil {
		return err
	}
	at := micros(l.now())
	if _, err := t.exec(ctx, "UPDATE runs SET status = ?, finished_at = ?, error = ? WHERE job = ? AND status = ?",
		Failed, at, interrupted, s.Job, Running); err != nil {
		return err
	}
	decided, err := decisions(ctx, t)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO runs (id, job, `trigger`, area, as_of, status, started_at, finished_at, config_digest, version,"+
		" opened, resolved, reopened, unresolved, error, changed, decisions) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, 0, 0, 0, 0, '', 0, ?)",
		id, s.Job, s.Trigger, s.Scope.String(), s.AsOf.String(), Running, at, s.ConfigDigest, s.Version, decided)
	return err
}

// keep renews the lease at every tick until the run ends or the lease is lost.
func (r *Run) keep(ticks <-chan time.Time) {
	for {
		select {
		case <-r.stop:
			return
		case <-ticks:
			if errors.Is(r.renew(), ErrFenced) {
				r.cancel(ErrFenced)
				return
			}
		}
	}
}

// renew prolongs the lease. Any error but ErrFenced and ErrEnded may be gone at
// the next tick, and if it is not, the lease expires: so nobody needs to hear of
// it.
func (r *Run) renew() error {
	err := r.prolong()
	if errors.Is(err, ErrFenced) {
		r.mu.Lock() // whoever is ending the run has released the lease, or has not
		defer r.mu.Unlock()
		if r.ended {
			return ErrEnded
		}
	}
	return err
}

func (r *Run) prolong() error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.context), r.l.ttl/3)
	defer cancel()
	return r.l.write(ctx, func(t *tx) error {
		now, err := r.l.clock(ctx, t)
		if err != nil {
			return err
		}
		met, err := t.exec(ctx, "UPDATE leases SET expires_at = ? WHERE job = ? AND token = ?", micros(now.Add(r.l.ttl)), r.start.Job, r.id)
		if err == nil && met == 0 {
			return ErrFenced
		}
		return err
	})
}

// claim locks the numbers and the lease to the end of the transaction, and makes
// sure that the lease is still this run's. It may have expired: what counts is
// that nobody else took it, and nobody can while it is locked. The numbers come
// first, because the lease is renewed while another job's recording has them.
func (r *Run) claim(ctx context.Context, t *tx) (numbers, error) {
	next, err := lockNumbers(ctx, t)
	if err != nil {
		return next, err
	}
	var token int64
	err = t.get(ctx, &token, "SELECT token FROM leases WHERE job = ?"+t.dialect.lock, r.start.Job)
	if errors.Is(err, sql.ErrNoRows) || err == nil && token != r.id {
		return next, ErrFenced
	}
	return next, err
}

func (r *Run) release(ctx context.Context, t *tx) error {
	_, err := t.exec(ctx, "DELETE FROM leases WHERE job = ? AND token = ?", r.start.Job, r.id)
	return err
}
