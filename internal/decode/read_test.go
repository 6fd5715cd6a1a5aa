package decode_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/decode"
	"github.com/bidui/bidui/internal/table"
)

// got is one table as a decoder gave it, in copies of its own.
type got struct {
	name string // file, and sheet in brackets
	rows []table.Row
}

// text is the rows of g: their numbers, and their cells between bars.
func (g got) text() string {
	var out strings.Builder
	for _, row := range g.rows {
		fmt.Fprintf(&out, "%d|%s|\n", row.Number, strings.Join(row.Cells, "|"))
	}
	return out.String()
}

// readTable reads what is left of the current table.
func readTable(t testing.TB, decoder decode.Decoder) ([]table.Row, error) {
	t.Helper()
	var rows []table.Row
	var b table.Batch
	for small := false; ; {
		err := decoder.Read(t.Context(), &b)
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

// in is a file of that content, called in.
func in(content []byte) decode.File {
	return decode.File{Name: "in", Bytes: bytes.NewReader(content), Size: int64(len(content))}
}

// readFile reads all tables of a file.
func readFile(t testing.TB, f decode.File, o decode.Options) (tables []got, err error) {
	t.Helper()
	decoder, err := decode.Open(f, o)
	if err != nil {
		return nil, err
	}
	defer func() {
		if closed := decoder.Close(); closed != nil {
			t.Errorf("close: %v", closed)
		}
	}()
	for {
		src, err := decoder.Next(t.Context())
		if err == io.EOF {
			return tables, nil
		}
		if err != nil {
			return tables, err
		}
		rows, err := readTable(t, decoder)
		tables = append(tables, got{src.String(), rows})
		if err != nil {
			return tables, err
		}
	}
}

// readOne reads a file of that content.
func readOne(t testing.TB, content []byte) (string, error) {
	t.Helper()
	tables, err := readFile(t, in(content), decode.Options{})
	text := ""
	for _, g := range tables {
		text += g.text()
	}
	return text, err
}

// mustRead reads a file that has no fault.
func mustRead(t testing.TB, content []byte) []got {
	t.Helper()
	tables, err := readFile(t, in(content), decode.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// wantError checks that err says all of that.
func wantError(t testing.TB, err error, says ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want one that says %q", says)
		return
	}
	for _, word := range says {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("error %q does not say %q", err, word)
		}
	}
}
