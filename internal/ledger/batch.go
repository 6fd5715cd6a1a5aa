package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strings"
)

// batchRows is how many rows one INSERT has: enough that statements cost little
// beside rows, and few enough for the number of parameters databases allow.
const batchRows = 100

// batchBytes is about how much text one INSERT may carry: far below any
// server's max_allowed_packet.
const batchBytes = 1 << 20

// batch inserts rows, many with one statement, and while the database is at one
// statement the rows of the next are gathered. flush ends it.
type batch struct {
	tx    *tx
	head  string // INSERT INTO … VALUES
	row   string // (?, …)
	tail  string // of an upsert
	args  []any
	width int
	bytes int
	full  *sql.Stmt  // for batchRows rows, once there were so many
	sent  []any      // the arguments of the statement under way
	done  chan error // how that ended; nil when none is under way
}

// newBatch inserts into columns of a table. Values are those of a row in SQL,
// where they are the same for all rows; a missing one, or "?", is given to add.
func newBatch(t *tx, table string, columns []string, values map[string]string, tail string) *batch {
	row := make([]string, len(columns))
	for i, column := range columns {
		row[i] = cmp.Or(values[column], "?")
	}
	b := &batch{
		tx:   t,
		head: "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ",
		row:  "(" + strings.Join(row, ", ") + ")",
		tail: tail,
	}
	b.width = strings.Count(b.row, "?")
	return b
}

// add inserts a row with the values that are not the same for all, at the latest
// with flush.
func (b *batch) add(ctx context.Context, values ...any) error {
	b.args = append(b.args, values...)
	for _, value := range values {
		if text, ok := value.(string); ok {
			b.bytes += len(text)
		}
	}
	if len(b.args) < batchRows*b.width && b.bytes < batchBytes {
		return nil
	}
	return b.insert(ctx)
}

// insert starts the statement for what was added, when the last has ended.
func (b *batch) insert(ctx context.Context) error {
	if err := b.wait(); err != nil || len(b.args) == 0 {
		return err
	}
	b.args, b.sent, b.bytes = b.sent, b.args, 0
	b.done = make(chan error, 1)
	go func(args []any, done chan<- error) { done <- b.execute(ctx, args) }(b.sent, b.done)
	return nil
}

// wait is for the end of the statement under way, if there is one.
func (b *batch) wait() error {
	if b.done == nil {
		return nil
	}
	err := <-b.done
	b.done = nil
	clear(b.sent)
	b.sent = b.sent[:0]
	return err
}

func (b *batch) execute(ctx context.Context, args []any) (err error) {
	rows := len(args) / b.width
	if rows < batchRows {
		_, err = b.tx.exec(ctx, b.statement(rows), args...)
		return err
	}
	if b.full == nil {
		if b.full, err = b.tx.sqlx.PrepareContext(ctx, b.statement(rows)); err != nil {
			return translate(err)
		}
	}
	_, err = b.full.ExecContext(ctx, args...)
	return translate(err)
}

func (b *batch) statement(rows int) string {
	return b.head + strings.Repeat(b.row+", ", rows-1) + b.row + b.tail
}

// flush inserts what is left, and waits for it.
func (b *batch) flush(ctx context.Context) error {
	err := errors.Join(b.insert(ctx), b.wait())
	if b.full != nil {
		err = errors.Join(err, translate(b.full.Close()))
		b.full = nil
	}
	return err
}
