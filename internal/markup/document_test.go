package markup_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/bidui/bidui/internal/markup"
	"github.com/bidui/bidui/internal/table"
)

// bothKinds are a document of HTML and one of XML that say the same.
func bothKinds(rows int) map[string]string {
	page := "<html><table>" + strings.Repeat("<tr><td>a<td>b</tr>", rows) + "</table><table><td>c</table></html>"
	return map[string]string{
		"HTML": page,
		"XML": sheetXML(strings.Repeat(`<Row><Cell><Data ss:Type="String">a</Data></Cell><Cell><Data>b</Data></Cell></Row>`, rows),
			`<Row><Cell><Data>c</Data></Cell></Row>`),
	}
}

func TestReadNeedsATable(t *testing.T) {
	for kind, text := range bothKinds(3) {
		d, err := markup.Open("a.xls", strings.NewReader(text), "")
		if err != nil {
			t.Fatal(err)
		}
		var b table.Batch
		if err := d.Read(t.Context(), &b); err == nil || err == io.EOF {
			t.Errorf("%s: Read before Next gives %v", kind, err)
		}
		for range 2 {
			if _, err := d.Next(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			if source, err := d.Next(t.Context()); err != io.EOF || source != nil {
				t.Errorf("%s: after the last table comes %v, %v", kind, source, err)
			}
		}
		if err := d.Read(t.Context(), &b); err == nil || err == io.EOF {
			t.Errorf("%s: Read after the last table gives %v", kind, err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestClosedDocumentIsNotRead(t *testing.T) {
	for kind, text := range bothKinds(3) {
		d, err := markup.Open("a.xls", strings.NewReader(text), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		var b table.Batch
		if err := d.Read(t.Context(), &b); err == nil || err == io.EOF {
			t.Errorf("%s: Read gives %v", kind, err)
		}
		if _, err := d.Next(t.Context()); err == nil || err == io.EOF {
			t.Errorf("%s: Next gives %v", kind, err)
		}
	}
}

func TestTablesMayBeLeftUnread(t *testing.T) {
	for kind, text := range bothKinds(10_000) {
		d, err := markup.Open("a.xls", strings.NewReader(text), "")
		if err != nil {
			t.Fatal(err)
		}
		var b table.Batch
		_, err = d.Next(t.Context())
		if err == nil {
			err = d.Read(t.Context(), &b)
		}
		if err != nil || len(b.Rows) != 4096 || b.Rows[4095].Number != 4096 {
			t.Fatalf("%s: %d rows, %v", kind, len(b.Rows), err)
		}
		source, err := d.Next(t.Context())
		if err == nil {
			err = d.Read(t.Context(), &b)
		}
		if err != nil || source.Sheet != "表2" || len(b.Rows) != 1 || b.Rows[0].Cells[0] != "c" || b.Source != source {
			t.Errorf("%s: the second table is %s with %d rows, %v", kind, source, len(b.Rows), err)
		}
	}
}

func TestCancelledReadingEnds(t *testing.T) {
	for kind, text := range bothKinds(10_000) {
		d, err := markup.Open("a.xls", strings.NewReader(text), "")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		if _, err := d.Next(ctx); err != nil {
			t.Fatal(err)
		}
		cancel()
		var b table.Batch
		if err := d.Read(ctx, &b); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: Read gives %v", kind, err)
		}
		if _, err := d.Next(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: Next gives %v", kind, err)
		}
	}
}

// TestErrorsOfTheTextAreHandedOn: a text that breaks off is no text that ends.
func TestErrorsOfTheTextAreHandedOn(t *testing.T) {
	broken := errors.New("the disk is gone")
	for kind, text := range bothKinds(40_000) {
		for _, n := range []int{0, 10, 100, len(text) / 2, len(text) - 1, len(text)} {
			src := io.MultiReader(strings.NewReader(text[:n]), iotest.ErrReader(broken))
			if _, err := readTables(t, src, ""); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "a.xls") {
				t.Errorf("%s: after %d bytes of %d comes %v", kind, n, len(text), err)
			}
		}
	}
}

// endless is a document without an end.
type endless struct {
	head, body string
	rest       []byte
	left       int
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.rest) == 0 {
		if e.left--; e.left < 0 {
			return 0, io.EOF
		}
		e.rest = []byte(e.head + e.body)
		e.head = ""
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

// TestMemoryDoesNotGrowWithTheDocument reads what is much larger than the memory
// that it may take.
func TestMemoryDoesNotGrowWithTheDocument(t *testing.T) {
	const pieces, most = 12, 6 << 20
	cell := "<td>" + strings.Repeat("字", 1000) + "</td>"
	for name, e := range map[string]*endless{
		"rows":       {head: "<table>", body: strings.Repeat("<tr>"+cell+cell+"</tr>", 170)},
		"blank rows": {head: "<table>", body: strings.Repeat("<tr><td></td></tr>\n", 50_000)},
		"text":       {head: "<p>", body: strings.Repeat("text <b>and</b> text ", 50_000)},
		"links":      {head: "<p>", body: strings.Repeat(`<a href="#x">text</a>`, 50_000)},
		"a cell":     {head: "<table><tr><td><table>", body: strings.Repeat(" <br> ", 170_000)},
		"a layout":   {head: "<table><tr><td>", body: strings.Repeat("<table></table>text", 50_000)},
		"spans":      {head: "<table><tr>" + strings.Repeat("<td rowspan=0>x", 256), body: strings.Repeat("<tr><td>", 50_000)},
		"empty XML":  {head: "<Workbook><Worksheet><Table>", body: strings.Repeat("<Column/>", 50_000)},
		"no rows":    {head: "<Workbook><Styles>", body: strings.Repeat("<Style>x</Style>", 30_000)},
		"XML text":   {head: "<Workbook><Worksheet><Table><Row><Cell><Comment>", body: strings.Repeat("<Data>xxxx</Data>", 30_000)},
	} {
		e.left = pieces
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		d, err := markup.Open("a.xls", e, "")
		if err != nil {
			t.Fatal(err)
		}
		var b table.Batch
		rows, peak := 0, uint64(0)
		for err == nil {
			if _, err = d.Next(t.Context()); err != nil {
				break
			}
			for err == nil {
				err = d.Read(t.Context(), &b)
				rows += len(b.Rows)
				runtime.GC()
				runtime.ReadMemStats(&after)
				peak = max(peak, after.HeapAlloc)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		if grown := int64(max(peak, after.HeapAlloc)) - int64(before.HeapAlloc); grown > most {
			t.Errorf("%s: %d MiB of memory", name, grown>>20)
		}
		if !strings.HasPrefix(fmt.Sprint(err), "a.xls") {
			t.Errorf("%s: %d rows and %v", name, rows, err)
		}
		runtime.KeepAlive(d)
	}
}
