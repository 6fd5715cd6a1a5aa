package markup_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/markup"
	"github.com/bidui/bidui/internal/table"
)

// got is one table in copies of its own.
type got struct {
	name       string // file, and sheet in brackets
	hidden     bool
	rows       []table.Row
	hiddenRows int
}

// text is a table as it stands in a golden file.
func (g got) text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s", g.name)
	if g.hidden {
		out.WriteString(" hidden")
	}
	if g.hiddenRows > 0 {
		fmt.Fprintf(&out, " hidden rows: %d", g.hiddenRows)
	}
	out.WriteString("\n")
	for _, row := range g.rows {
		line := fmt.Sprintf("%d|%s|", row.Number, strings.Join(row.Cells, "|"))
		out.WriteString(strings.ReplaceAll(line, "\n", `\n`) + "\n")
	}
	return out.String()
}

// tester is a testing.TB or a rapid.T.
type tester interface {
	Helper()
	Context() context.Context
	Fatalf(format string, args ...any)
}

// readTables reads all tables of a document called a.xls, and holds the
// promises of Read that every document must keep.
func readTables(t tester, text io.Reader, sheet string) (tables []got, err error) {
	t.Helper()
	d, err := markup.Open("a.xls", text, sheet)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	for {
		source, err := d.Next(t.Context())
		if err == io.EOF {
			return tables, nil
		}
		if err != nil {
			return tables, err
		}
		g := got{name: source.String(), hidden: source.Hidden}
		err = readRows(t, d, &g)
		tables = append(tables, g)
		if err != nil {
			return tables, err
		}
	}
}

func readRows(t tester, d *markup.Document, g *got) error {
	t.Helper()
	var b table.Batch
	last := 0
	for small := false; ; {
		err := d.Read(t.Context(), &b)
		if err != nil && err != io.EOF {
			return err
		}
		if (err == io.EOF) != (len(b.Rows) == 0) || small && err == nil || len(b.Rows) > 4096 {
			t.Fatalf("%d rows and %v; the batch before had less than 32: %v", len(b.Rows), err, small)
		}
		if err == io.EOF {
			return nil
		}
		small = len(b.Rows) < 32
		g.hiddenRows += b.Hidden
		for _, row := range b.Rows {
			if row.Number <= last || strings.Join(row.Cells, "") == "" {
				t.Fatalf("row %d, with %d cells, comes after row %d", row.Number, len(row.Cells), last)
			}
			last = row.Number
			copied := table.Row{Number: row.Number}
			for _, cell := range row.Cells {
				copied.Cells = append(copied.Cells, strings.Clone(cell))
			}
			g.rows = append(g.rows, copied)
		}
	}
}

// dump is what all tables of a document say.
func dump(t testing.TB, text, sheet string) (string, error) {
	t.Helper()
	tables, err := readTables(t, strings.NewReader(text), sheet)
	var out strings.Builder
	for _, g := range tables {
		out.WriteString(g.text())
	}
	return out.String(), err
}

// wantDump reads text and compares.
func wantDump(t *testing.T, text, sheet, want string) {
	t.Helper()
	got, err := dump(t, text, sheet)
	if err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// wantError reads text, which must fail with an error that names the file, says
// that, and names nobody.
func wantError(t *testing.T, text, says string) {
	t.Helper()
	_, err := dump(t, text, "")
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("the error is %v, and should say %s", err, says)
	}
	checkError(t, err)
}

func checkError(t testing.TB, err error) {
	t.Helper()
	if err != nil && (!strings.HasPrefix(err.Error(), "a.xls") || strings.Contains(err.Error(), "张三") || strings.Contains(err.Error(), "430599")) {
		t.Errorf("the error %q does not name the file first, or names a person", err)
	}
}
