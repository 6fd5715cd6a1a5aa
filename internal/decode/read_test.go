package decode_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/decode"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/internal/table/tabletest"
)

// got is one table as a decoder gave it, in copies of its own.
type got struct {
	name string // file, and sheet in brackets
	rows []table.Row
}

// text is the rows of g: their numbers, and their cells between bars.
func (g got) text() string {
	return tabletest.Text(g.rows)
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
		rows, err := tabletest.Read(t, decoder)
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
