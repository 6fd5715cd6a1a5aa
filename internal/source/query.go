package source

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/ctxio"
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
		input, err := f.bringQuery(ctx, address)
		if err != nil {
			return err
		}
		f.inputs = append(f.inputs, input)
		return nil
	}
	return nil
}

// bringQuery writes the rows to a file of our own, and keeps it.
func (f *Feed) bringQuery(ctx context.Context, address string) (_ *brought, err error) {
	defer func() { err = ctxio.CutShort(ctx, err) }()
	file, err := f.tempFile()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	shared, err := f.env.Databases.moment(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.location, err)
	}
	sum := sha256.New()
	q := query{
		name: f.location, limit: cmp.Or(f.spec.MaxQueryTime, maxQueryTime), pace: newPace(f.spec.MaxRowsPerSecond),
		to: bufio.NewWriterSize(io.MultiWriter(file, sum, counter{&f.progress.done}), readSize),
	}
	if err := q.run(ctx, shared, f.spec.Query); err != nil {
		return nil, err
	}
	f.access = q.access(shared, f.spec.MaxRowsPerSecond)
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	b := &brought{Input: Input{Name: "query", Digest: hex.EncodeToString(sum.Sum(nil)), Size: info.Size(), Query: true}, path: file.Name(), info: info}
	return b, f.keep(ctx, b, file)
}

// query writes the result of a query as CSV.
type query struct {
	name  string
	limit time.Duration // of all of it
	timed bool          // the server keeps it to the limit
	pace  *pace
	to    *bufio.Writer
	row   int
	line  []byte
	text  []byte // of a number
}

// run brings all rows, or says after which the stream of them broke. It speaks
// to the driver itself: what database/sql does for every cell takes a third of
// the time.
func (q *query) run(ctx context.Context, from *moment, statement string) error {
	if err := from.acquire(ctx); err != nil {
		return q.located(err)
	}
	defer from.release()
	if !from.readOnly && !isSelect(statement) {
		return q.located(errors.New("it must be a SELECT: this server has no read-only sessions"))
	}
	var err error
	if q.timed, err = from.limitTime(ctx, q.limit); err != nil {
		return q.located(err)
	}
	return from.conn.Raw(func(conn any) error {
		preparer, ok := conn.(driver.ConnPrepareContext)
		if !ok {
			return fmt.Errorf("%s: %T prepares no statements", q.name, conn)
		}
		// A prepared statement has the binary protocol: numbers and dates travel as such.
		prepared, err := preparer.PrepareContext(ctx, statement)
		if err != nil {
			return q.located(err)
		}
		return errors.Join(q.runPrepared(ctx, prepared), prepared.Close())
	})
}

func (q *query) runPrepared(ctx context.Context, prepared driver.Stmt) (err error) {
	statement, ok := prepared.(driver.StmtQueryContext)
	if !ok {
		return fmt.Errorf("%s: %T cannot be queried", q.name, prepared)
	}
	rows, err := statement.QueryContext(ctx, nil)
	if err != nil {
		return q.located(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns := rows.Columns()
	if len(columns) == 0 {
		return q.located(errors.New("the query has no columns: it must be a SELECT"))
	}
	if err := q.write(ctx, columns, rows); err != nil {
		q.drain(ctx, rows)
		if err = q.located(err); ctx.Err() == nil {
			err = asDamage(err)
		}
		return err
	}
	return q.to.Flush()
}

// drain reads what is left of the rows, for the next feed of this connection. To
// close them would do so too, but deaf to the end of ctx, and without the pace.
func (q *query) drain(ctx context.Context, rows driver.Rows) {
	values := make([]driver.Value, len(rows.Columns()))
	for rows.Next(values) == nil && q.pace.wait(ctx) == nil {
	}
}

// write writes the names of the columns and all rows.
func (q *query) write(ctx context.Context, columns []string, rows driver.Rows) error {
	for _, column := range columns {
		q.cell([]byte(column))
	}
	if err := q.endRow(); err != nil {
		return err
	}
	values := make([]driver.Value, len(columns))
	for {
		switch err := rows.Next(values); err {
		case nil:
		case io.EOF:
			return nil
		default:
			return err
		}
		for i, value := range values {
			if !q.value(value) {
				return fmt.Errorf("column %s holds bytes that are no text", columns[i])
			}
		}
		if err := q.endRow(); err != nil {
			return err
		}
		if err := q.pace.wait(ctx); err != nil {
			return err
		}
	}
}

// value adds a cell as the driver has it, NULL as an empty one. It is false
// where that is no text.
func (q *query) value(value driver.Value) bool {
	switch value := value.(type) {
	case nil:
		q.line = append(q.line, ',')
	case []byte:
		return q.cell(value)
	case int64:
		q.line = append(strconv.AppendInt(q.line, value, 10), ',')
	case float32:
		q.text = strconv.AppendFloat(q.text[:0], float64(value), 'g', -1, 32)
		q.line = append(table.AppendNumber(q.line, q.text), ',')
	case float64:
		q.line = append(table.AppendFloat(q.line, value), ',')
	default: // a text, or what no driver has today
		return q.cell(fmt.Append(nil, value))
	}
	return true
}

// quotedBits has a bit for each character that a cell has only in quotes.
const quotedBits = 1<<'"' | 1<<',' | 1<<'\r' | 1<<'\n'

// cell adds a cell to the current line, in quotes where it would read otherwise
// without. It is false where the cell is no text.
func (q *query) cell(text []byte) bool {
	all, bits := byte(0), uint64(0)
	for _, c := range text {
		all |= c
		bits |= 1 << c // none for letters and beyond
	}
	if all >= utf8.RuneSelf && !utf8.Valid(text) {
		return false
	}
	if bits&quotedBits == 0 {
		q.line = append(append(q.line, text...), ',')
		return true
	}
	q.line = append(q.line, '"')
	for _, c := range text {
		if c == '"' {
			q.line = append(q.line, '"')
		}
		q.line = append(q.line, c)
	}
	q.line = append(q.line, '"', ',')
	return true
}

// endRow writes the current line.
func (q *query) endRow() error {
	q.row++
	q.line[len(q.line)-1] = '\n'
	_, err := q.to.Write(q.line)
	q.line = q.line[:0]
	return err
}

func (q *query) located(err error) error {
	if isFault(err, errTooLongMariaDB, errTooLongMySQL) {
		err = fmt.Errorf("%w: it may take %v, by the feed's max_query_time", err, q.limit)
	}
	return fmt.Errorf("%s: query, after row %d: %w", q.name, q.row, err)
}
