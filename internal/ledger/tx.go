package ledger

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/bidui/bidui/internal/ctxio"
	"github.com/bidui/bidui/internal/failpoint"
)

// attempts is how often a transaction is tried that others got in the way of.
const attempts = 8

// tx is a transaction. Its methods are the only ones that talk to a driver, and
// return errors translated.
type tx struct {
	sqlx     *sqlx.Tx
	dialect  *dialect
	underway <-chan error // how a statement ends that was only started; nil: none was
}

// start has the database run a statement while the caller goes on. The next use
// of the transaction waits for its end, and fails where it failed: a connection
// does one thing at a time.
func (t *tx) start(run func() error) {
	ended := make(chan error, 1)
	t.underway = ended
	go func() { ended <- run() }()
}

// settle waits for a statement that was started.
func (t *tx) settle() error {
	if t.underway == nil {
		return nil
	}
	err := <-t.underway
	t.underway = nil
	return translate(err)
}

// write runs do in a transaction, again from the start when others got in the
// way. What do computes must not outlive a failed try.
func (l *Ledger) write(ctx context.Context, do func(*tx) error) error {
	for attempt := 1; ; attempt++ {
		err := l.transact(ctx, l.dialect.writes, do)
		if !errors.Is(err, ErrBusy) || attempt == attempts {
			return err
		}
		pause := time.NewTimer(rand.N(10 * time.Millisecond << attempt))
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return context.Cause(ctx)
		}
	}
}

// read runs do in a transaction that sees one state of the ledger throughout. On
// a ledger that is not there yet it does nothing.
func (l *Ledger) read(ctx context.Context, do func(*tx) error) error {
	if l.db == nil {
		return nil
	}
	return l.transact(ctx, l.dialect.reads, do)
}

func (l *Ledger) transact(ctx context.Context, options *sql.TxOptions, do func(*tx) error) (err error) {
	defer func() { err = ctxio.CutShort(ctx, err) }()
	begun, err := l.db.BeginTxx(ctx, options)
	if err != nil {
		return translate(err)
	}
	defer begun.Rollback() //nolint:errcheck // after Commit it does nothing; before, the first error is the one to tell
	t := &tx{sqlx: begun, dialect: l.dialect}
	err = do(t)
	if unsettled := t.settle(); err == nil {
		err = unsettled
	}
	if err != nil {
		return err
	}
	failpoint.Hit("statement")
	err = translate(begun.Commit())
	failpoint.Hit("statement")
	return err
}

// exec runs a statement and says how many rows it met.
func (t *tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	if err := t.settle(); err != nil {
		return 0, err
	}
	failpoint.Hit("statement")
	result, err := t.sqlx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, translate(err)
	}
	n, err := result.RowsAffected()
	return n, translate(err)
}

// execIn is exec for a query with IN (?) in it.
func (t *tx) execIn(ctx context.Context, query string, args ...any) error {
	query, args, err := sqlx.In(query, args...)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, query, args...)
	return err
}

// get reads the one row of a query; sql.ErrNoRows where there is none.
func (t *tx) get(ctx context.Context, into any, query string, args ...any) error {
	if err := t.settle(); err != nil {
		return err
	}
	return translate(t.sqlx.GetContext(ctx, into, query, args...))
}

// list reads all rows of a query that has few.
func (t *tx) list(ctx context.Context, into any, query string, args ...any) error {
	if err := t.settle(); err != nil {
		return err
	}
	return translate(t.sqlx.SelectContext(ctx, into, query, args...))
}

// stream gives row after row of a query that may have many to each. It is
// prepared, because MySQL then sends numbers as numbers.
func (t *tx) stream(ctx context.Context, each func(*sql.Rows) error, query string, args ...any) (err error) {
	statement, err := t.prepare(ctx, query)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, translate(statement.Close())) }()
	rows, err := statement.QueryContext(ctx, args...)
	if err != nil {
		return translate(err)
	}
	defer func() { err = errors.Join(err, translate(rows.Close())) }()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return translate(rows.Err())
}

// prepare prepares a statement, which is to be closed.
func (t *tx) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := t.settle(); err != nil {
		return nil, err
	}
	statement, err := t.sqlx.PrepareContext(ctx, query)
	return statement, translate(err)
}

// clock is the time by which leases are judged: the database's where several
// machines share it.
func (l *Ledger) clock(ctx context.Context, t *tx) (time.Time, error) {
	if l.dialect.clock == "" {
		return l.now(), nil
	}
	var micros int64
	err := t.get(ctx, &micros, l.dialect.clock)
	return instant(micros), err
}

// micros is how the ledger stores a time.
func micros(t time.Time) int64 { return t.UnixMicro() }

// instant is the time stored as micros; zero is no time.
func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}
