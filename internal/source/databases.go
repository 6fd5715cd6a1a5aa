package source

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"

	"github.com/bidui/bidui/internal/mysqldsn"
)

// Databases is the databases that the feeds of one run are read from. Each has
// one connection with one snapshot, taken when its first feed is opened, so
// that all feeds of it show the same moment. Feeds of one database are read one
// after the other; of different ones, at the same time if need be.
type Databases struct {
	zone string // of the sessions, as +08:00

	mu   sync.Mutex
	open map[string]*moment // by revealed address
}

// NewDatabases is no database yet. Sessions show TIMESTAMP columns in zone, as
// people there read the clock; named zones are unknown to many servers, so it
// is the zone's offset of now that counts.
func NewDatabases(zone *time.Location) (*Databases, error) {
	if zone == nil {
		return nil, errors.New("source: databases without a time zone")
	}
	return &Databases{zone: time.Now().In(zone).Format("-07:00"), open: map[string]*moment{}}, nil
}

// moment is one connection with a transaction that sees one moment.
type moment struct {
	db   *sqlx.DB
	conn *sqlx.Conn
	turn chan struct{} // holds one token: the turn to use conn

	readOnly bool // the server lets it write nothing
}

// moment is that of the database at address.
func (d *Databases) moment(ctx context.Context, address string) (*moment, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s := d.open[address]; s != nil {
		return s, nil
	}
	config, err := mysqldsn.Parse(address)
	if err != nil {
		return nil, err
	}
	config.ParseTime = false // dates stay the text that they are
	config.Params["time_zone"] = "'" + d.zone + "'"
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, err
	}
	s := &moment{db: sqlx.NewDb(sql.OpenDB(connector), "mysql"), turn: make(chan struct{}, 1)}
	if err := s.begin(ctx); err != nil {
		s.close()
		return nil, err
	}
	s.turn <- struct{}{}
	d.open[address] = s
	return s, nil
}

// What the session says before it reads. A slow reader must not be cut off
// after the usual minute; nothing that was read may be changed.
const (
	setPatience  = "SET SESSION net_write_timeout = 3600"
	setIsolation = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"
	setReadOnly  = "SET SESSION TRANSACTION READ ONLY"
	takeSnapshot = "START TRANSACTION WITH CONSISTENT SNAPSHOT"
)

func (s *moment) begin(ctx context.Context) (err error) {
	if s.conn, err = s.db.Connx(ctx); err != nil {
		return err
	}
	for _, statement := range []string{setPatience, setIsolation, setReadOnly, takeSnapshot} {
		_, err := s.conn.ExecContext(ctx, statement)
		if statement == setReadOnly {
			if s.readOnly = err == nil; isFault(err, errNotSupported) {
				continue // the transaction is rolled back in any case
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w", strings.ToLower(statement), err)
		}
	}
	return nil
}

// acquire waits for the turn to use the connection.
func (s *moment) acquire(ctx context.Context) error {
	select {
	case <-s.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *moment) release() { s.turn <- struct{}{} }

// close ends the connection and with it the transaction: the server rolls back.
// A connection that broke before broke whatever feed was read from it, and has
// nothing to say to the others.
func (s *moment) close() {
	if s.conn != nil {
		_ = s.conn.Close()
	}
	_ = s.db.Close()
}

// Close ends all connections. Feeds must be closed before.
func (d *Databases) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range d.open {
		s.close()
	}
	clear(d.open)
}
