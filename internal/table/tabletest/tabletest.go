// Package tabletest reads tables for tests.
package tabletest

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/table"
)

// Reader gives the rows of a table batch by batch, and [io.EOF] after the last.
type Reader interface {
	Read(ctx context.Context, b *table.Batch) error
}

// Read reads what is left of the current table. A batch that is empty, or comes
// after one that was small, is a fault of the reader.
func Read(t testing.TB, r Reader) ([]table.Row, error) {
	t.Helper()
	var rows []table.Row
	var b table.Batch
	for small := false; ; {
		err := r.Read(t.Context(), &b)
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		if len(b.Rows) == 0 || small {
			t.Errorf("a batch of %d rows, and the one before had less than 32: %v", len(b.Rows), small)
		}
		small = len(b.Rows) < 32
		for _, row := range b.Rows {
			copied := table.Row{Number: row.Number}
			for _, cell := range row.Cells {
				copied.Cells = append(copied.Cells, strings.Clone(cell))
			}
			rows = append(rows, copied)
		}
	}
}

// Text is rows as text: their numbers, and their cells between bars.
func Text(rows []table.Row) string {
	var out strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&out, "%d|%s|\n", row.Number, strings.Join(row.Cells, "|"))
	}
	return out.String()
}
