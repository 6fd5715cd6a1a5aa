package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/bidui/bidui/internal/mysqldsn"
)

// DefaultLeaseTTL is how long a job stays locked after its runner was last heard of.
const DefaultLeaseTTL = 30 * time.Second

// Options are what a ledger may be told; the zero value is right outside tests.
type Options struct {
	Now      func() time.Time // default: time.Now
	Owner    Owner            // who takes leases; default: CurrentOwner()
	LeaseTTL time.Duration    // default: DefaultLeaseTTL; leases are renewed three times as often
	Manual   bool             // leave tables of an older version as they are: Open is an ErrOutdated
}

// Ledger is an open ledger. It may be used from several goroutines.
type Ledger struct {
	db      *sqlx.DB // nil where there is no ledger yet and none may be created
	dialect *dialect
	now     func() time.Time
	owner   Owner
	ttl     time.Duration
}

// Open opens the ledger that store names, "sqlite:PATH" or
// "mysql://user:password@host:3306/database", and brings its tables up to this
// version, unless that is a matter of its own (Options.Manual). The SQLite file is created, readable by its owner only, in a folder
// that exists; the MySQL database is created where the user may do that.
func Open(ctx context.Context, store string, o Options) (*Ledger, error) {
	return open(ctx, store, o, false)
}

// OpenReadOnly opens a ledger without creating or changing anything, for dry
// runs and look-ups. A ledger that is not there yet, in a folder that is, is an
// empty one; one of an older version is an ErrOutdated.
func OpenReadOnly(ctx context.Context, store string, o Options) (*Ledger, error) {
	return open(ctx, store, o, true)
}

func open(ctx context.Context, store string, o Options, readOnly bool) (*Ledger, error) {
	l, err := dial(ctx, store, o, readOnly)
	if err != nil || l.db == nil {
		return l, err
	}
	switch {
	case !readOnly && !o.Manual:
		err = migrate(ctx, l.db.DB, l.dialect)
	default:
		err = l.look(ctx, readOnly)
	}
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", errors.Join(err, l.Close()))
	}
	return l, nil
}

// dial connects to a ledger, whatever its tables are. Read-only, its db is nil
// where there is none yet.
func dial(ctx context.Context, store string, o Options, readOnly bool) (*Ledger, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Owner == (Owner{}) {
		o.Owner = CurrentOwner()
	}
	if o.LeaseTTL <= 0 {
		o.LeaseTTL = DefaultLeaseTTL
	}
	l := &Ledger{now: o.Now, owner: o.Owner, ttl: o.LeaseTTL}
	var err error
	switch path, isFile := strings.CutPrefix(store, "sqlite:"); {
	case isFile:
		l.dialect = sqlite()
		if err = refuseShare(path); err == nil {
			l.db, err = openSQLite(path, readOnly)
		}
	case strings.HasPrefix(store, mysqldsn.Scheme):
		l.dialect = mysql()
		l.db, err = openMySQL(ctx, store, readOnly)
	default:
		return nil, errors.New("store: write sqlite:PATH or mysql://user:password@host:3306/database")
	}
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	return l, nil
}

// look compares the tables with what this version needs. To a reader, a ledger
// that is not there yet is an empty one.
func (l *Ledger) look(ctx context.Context, readOnly bool) error {
	err := l.read(ctx, func(t *tx) error { return checkVersion(ctx, t) })
	switch {
	case !errors.Is(err, errNoTable):
		return err
	case !readOnly:
		return ErrOutdated
	}
	err = l.Close()
	l.db = nil
	return err
}

// Close gives the connections back. Runs end before, with Record or Fail.
func (l *Ledger) Close() error {
	if l.db == nil {
		return nil
	}
	return translate(l.db.Close())
}
