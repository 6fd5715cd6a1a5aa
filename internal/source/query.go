package source

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"

	"github.com/bidui/bidui/internal/mysqldsn"
	"github.com/bidui/bidui/internal/table"
)

// isDatabase says whether a location is a database rather than a file.
func isDatabase(from string) bool { return strings.HasPrefix(from, mysqldsn.Scheme) }

// fromQuery makes spec's query the one input of f.
func (f *Feed) fromQuery(address string, spec Spec, env Env) error {
	config, err := mysqldsn.Parse(address)
	if err != nil {
		return fmt.Errorf("%s: %w", spec.From, err)
	}
	f.location = mysqldsn.Scheme + config.User + "@" + config.Addr + "/" + config.DBName
	switch {
	case strings.TrimSpace(spec.Query) == "":
		return fmt.Errorf("%s: a database needs a query", f.location)
	case env.Databases == nil:
		return fmt.Errorf("%s: source: opened without Databases", f.location)
	}
	f.inputs = []input{func(ctx context.Context) (decoder, error) {
		shared, err := env.Databases.snapshot(ctx, address)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.location, err)
		}
		return &query{name: f.location, statement: spec.Query, from: shared, digest: f.digest, done: &f.done}, nil
	}}
	return nil
}

// query decodes the result of a query, which is one table: the names of its
// columns as row 1, then its rows.
type query struct {
	name      string
	statement string
	from      *snapshot
	digest    hash.Hash
	done      *atomic.Int64

	source  *table.Source
	results results
	row     int
	encoded []byte // what goes into the digest next
}

// results is a running query; its zero value is none.
type results struct {
	held    *snapshot // whose turn is taken
	prepped *sqlx.Stmt
	rows    *sqlx.Rows
	columns []string
	floats  []bool // by column: a floating-point number
	values  []sql.RawBytes
	targets []any // of values
}

// next runs the query, and passes over what is left of it when it is called again.
func (q *query) next(ctx context.Context) (*table.Source, error) {
	if q.source != nil {
		var b table.Batch
		for q.results.rows != nil {
			if err := q.read(ctx, &b); err != nil && err != io.EOF {
				return nil, err
			}
		}
		return nil, io.EOF
	}
	q.source = &table.Source{File: "query"}
	if err := q.results.start(ctx, q.from, q.statement); err != nil {
		return nil, q.located(errors.Join(err, q.results.stop()))
	}
	return q.source, nil
}

// start runs the statement over the binary protocol, which is prepared
// statements: numbers and dates travel as such.
func (r *results) start(ctx context.Context, from *snapshot, statement string) (err error) {
	if err = from.acquire(ctx); err != nil {
		return err
	}
	r.held = from
	if r.prepped, err = from.conn.PreparexContext(ctx, statement); err != nil {
		return err
	}
	if r.rows, err = r.prepped.QueryxContext(ctx); err != nil {
		return err
	}
	types, err := r.rows.ColumnTypes()
	if err != nil {
		return err
	}
	if len(types) == 0 {
		return errors.New("the query has no columns: it must be a SELECT")
	}
	r.columns = make([]string, len(types))
	r.floats = make([]bool, len(types))
	r.values = make([]sql.RawBytes, len(types))
	r.targets = make([]any, len(types))
	for i, column := range types {
		r.columns[i] = column.Name()
		r.floats[i] = column.DatabaseTypeName() == "DOUBLE" || column.DatabaseTypeName() == "FLOAT"
		r.targets[i] = &r.values[i]
	}
	return nil
}

// stop ends the query, wherever it is, and gives the turn back.
func (r *results) stop() error {
	var errs []error
	if r.rows != nil {
		errs = append(errs, r.rows.Close())
	}
	if r.prepped != nil {
		errs = append(errs, r.prepped.Close())
	}
	if r.held != nil {
		r.held.release()
	}
	*r = results{}
	return errors.Join(errs...)
}

func (q *query) read(ctx context.Context, b *table.Batch) error {
	b.Reset(q.source)
	if q.results.rows == nil {
		return io.EOF
	}
	if q.row == 0 {
		cells := b.AvailableCells()
		for _, name := range q.results.columns {
			cells = append(cells, b.Hold([]byte(name)))
		}
		q.add(b, cells)
	}
	for size := 0; len(b.Rows) < maxRows && (size < textChunk || len(b.Rows) < minRows); {
		if err := ctx.Err(); err != nil {
			return q.located(err)
		}
		if !q.results.rows.Next() {
			return q.ended(b)
		}
		cells, err := q.scan(b)
		if err != nil {
			return asDamage(q.located(err))
		}
		size += len(q.encoded)
		q.add(b, cells)
	}
	return nil
}

// ended tells the end of the rows from a stream that broke.
func (q *query) ended(b *table.Batch) error {
	err := q.results.rows.Err()
	if err = errors.Join(err, q.results.stop()); err != nil {
		return asDamage(q.located(err))
	}
	if len(b.Rows) == 0 {
		return io.EOF
	}
	return nil
}

// scan is the cells of the current row; NULL is an empty cell.
func (q *query) scan(b *table.Batch) ([]string, error) {
	if err := q.results.rows.Scan(q.results.targets...); err != nil {
		return nil, err
	}
	cells := b.AvailableCells()
	for i, value := range q.results.values {
		if q.results.floats[i] {
			value = table.AppendNumber(b.Alloc(32)[:0], value)
			cells = append(cells, table.View(value))
			continue
		}
		if !utf8.Valid(value) {
			return nil, fmt.Errorf("column %s holds bytes that are no text", q.results.columns[i])
		}
		cells = append(cells, b.Hold(value))
	}
	return cells, nil
}

// add ends a row, and puts its cells into the digest: how many they are, and
// each behind its length.
func (q *query) add(b *table.Batch, cells []string) {
	q.row++
	b.AddRow(q.row, cells)
	q.encoded = binary.AppendUvarint(q.encoded[:0], uint64(len(cells)))
	for _, cell := range cells {
		q.encoded = binary.AppendUvarint(q.encoded, uint64(len(cell)))
		q.encoded = append(q.encoded, cell...)
	}
	q.digest.Write(q.encoded)
	q.done.Add(int64(len(q.encoded)))
}

func (q *query) located(err error) error {
	return fmt.Errorf("%s: query, after row %d: %w", q.name, q.row, err)
}

func (q *query) close() error { return q.results.stop() }
