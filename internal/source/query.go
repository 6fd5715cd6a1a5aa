package source

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"

	"github.com/bidui/bidui/internal/mysqldsn"
	"github.com/bidui/bidui/internal/table"
)

// isDatabase says whether a location is a database rather than a file.
func isDatabase(from string) bool { return strings.HasPrefix(from, mysqldsn.Scheme) }

// fromQuery makes the rows of spec's query the one input of f: the names of the
// columns as row 1, then the rows, as CSV.
func (f *Feed) fromQuery(address string) error {
	config, err := mysqldsn.Parse(address)
	if err != nil {
		return fmt.Errorf("%s: %w", f.spec.From, err)
	}
	f.location = mysqldsn.Scheme + config.User + "@" + config.Addr + "/" + config.DBName
	switch {
	case strings.TrimSpace(f.spec.Query) == "":
		return fmt.Errorf("%s: a database needs a query", f.location)
	case f.env.Databases == nil:
		return fmt.Errorf("%s: source: opened without Databases", f.location)
	}
	f.fetch = func(ctx context.Context) error {
		path, err := f.bringQuery(ctx, address)
		if err != nil {
			return err
		}
		input, err := f.bring(ctx, "query", path)
		if err != nil {
			return err
		}
		input.Query = true
		f.inputs = append(f.inputs, input)
		return nil
	}
	return nil
}

// bringQuery writes the rows to a file of our own, and returns its path.
func (f *Feed) bringQuery(ctx context.Context, address string) (path string, err error) {
	file, err := f.tempFile()
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	shared, err := f.env.Databases.moment(ctx, address)
	if err != nil {
		return "", fmt.Errorf("%s: %w", f.location, err)
	}
	q := query{name: f.location, to: bufio.NewWriterSize(file, readSize), done: counter{&f.progress.done}}
	if err := errors.Join(q.run(ctx, shared, f.spec.Query), q.results.stop()); err != nil {
		return "", err
	}
	return file.Name(), nil
}

// query writes the result of a query as CSV.
type query struct {
	name    string
	to      *bufio.Writer
	done    counter
	results results
	row     int
	line    []byte
}

// results is a running query; its zero value is none.
type results struct {
	held    *moment // whose turn is taken
	prepped *sqlx.Stmt
	rows    *sqlx.Rows
	columns []string
	floats  []bool // by column: a floating-point number
	values  []sql.RawBytes
	targets []any // of values
}

// run brings all rows, or says after which the stream of them broke.
func (q *query) run(ctx context.Context, from *moment, statement string) error {
	if err := q.results.start(ctx, from, statement); err != nil {
		return q.located(err)
	}
	for _, column := range q.results.columns {
		q.cell([]byte(column))
	}
	err := q.endRow()
	for err == nil && q.results.rows.Next() {
		if err = q.scan(); err == nil {
			err = q.endRow()
		}
	}
	if err == nil {
		err = q.results.rows.Err()
	}
	if err != nil {
		return asDamage(q.located(err))
	}
	return q.to.Flush()
}

// start runs the statement over the binary protocol, which is prepared
// statements: numbers and dates travel as such.
func (r *results) start(ctx context.Context, from *moment, statement string) (err error) {
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

// scan writes the cells of the current row; NULL is an empty cell.
func (q *query) scan() error {
	if err := q.results.rows.Scan(q.results.targets...); err != nil {
		return err
	}
	for i, value := range q.results.values {
		switch {
		case q.results.floats[i]:
			q.line = append(table.AppendNumber(q.line, value), ',')
		case !utf8.Valid(value):
			return fmt.Errorf("column %s holds bytes that are no text", q.results.columns[i])
		default:
			q.cell(value)
		}
	}
	return nil
}

// cell adds a cell to the current line, in quotes where it would read otherwise without.
func (q *query) cell(text []byte) {
	if !bytes.ContainsAny(text, "\",\r\n") {
		q.line = append(append(q.line, text...), ',')
		return
	}
	q.line = append(q.line, '"')
	for _, c := range text {
		if c == '"' {
			q.line = append(q.line, '"')
		}
		q.line = append(q.line, c)
	}
	q.line = append(q.line, '"', ',')
}

// endRow writes the current line.
func (q *query) endRow() error {
	q.row++
	q.line[len(q.line)-1] = '\n'
	_, err := q.to.Write(q.line)
	_, _ = q.done.Write(q.line)
	q.line = q.line[:0]
	return err
}

func (q *query) located(err error) error {
	return fmt.Errorf("%s: query, after row %d: %w", q.name, q.row, err)
}
