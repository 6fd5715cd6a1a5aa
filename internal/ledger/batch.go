package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/bidui/bidui/internal/failpoint"
)

// batchRows is how many rows one INSERT has: enough that statements cost little
// beside rows, and few enough for the number of parameters databases allow.
const batchRows = 100

// batchBytes is about how much text one INSERT may carry: far below any
// server's max_allowed_packet.
const batchBytes = 1 << 20

// batch inserts rows, many with one statement. While the database is at one
// statement, the rows of the next are gathered. flush ends it.
type batch struct {
	tx    *tx
	head  string // INSERT INTO … VALUES
	row   string // (?, …)
	tail  string // of an upsert
	args  []any
	width int
	bytes int
	full  *sql.Stmt // for batchRows rows, once there were so many

	sent []any // the arguments of the statement before, whose memory the next takes
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

// insert starts the statement that has the rows, when the former has ended.
func (b *batch) insert(ctx context.Context) (err error) {
	rows := len(b.args) / b.width
	switch {
	case rows == 0:
		return nil
	case rows != batchRows:
		err = b.tx.settle()
	case b.full == nil:
		b.full, err = b.tx.prepare(ctx, b.statement(rows))
	default:
		err = b.tx.settle()
	}
	if err != nil {
		return err
	}
	failpoint.Hit("statement")
	args := b.args
	b.args, b.sent, b.bytes = b.sent[:0], args, 0
	b.tx.start(func() (err error) {
		if rows == batchRows {
			_, err = b.full.ExecContext(ctx, args...)
		} else {
			_, err = b.tx.sqlx.ExecContext(ctx, b.statement(rows), args...)
		}
		return err
	})
	return nil
}

func (b *batch) statement(rows int) string {
	return b.head + strings.Repeat(b.row+", ", rows-1) + b.row + b.tail
}

// flush inserts what is left.
func (b *batch) flush(ctx context.Context) error {
	err := errors.Join(b.insert(ctx), b.tx.settle())
	if b.full != nil {
		err = errors.Join(err, translate(b.full.Close()))
		b.full = nil
	}
	return err
}
