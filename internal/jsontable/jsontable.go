// Package jsontable reads JSON as a table: what web interfaces of agencies
// deliver page by page, and files of JSON or of one JSON object a line.
package jsontable

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/bidui/bidui/internal/table"
)

// Sizes of what is read at a time, and what is too much.
const (
	fullText  = 128 << 10
	fullCells = 64 << 10 // a batch with so many bytes or cells is handed out
	maxRecord = 4 << 20  // bytes of a record, and of any other string
	maxKeys   = 16384    // of all records together
	maxKey    = 1 << 10  // bytes of a key, with those that it is nested in
	maxNested = 8        // objects within a record, one in the other
)

// Document is JSON text as one table. Row 1 is the header: the keys of all
// records in the order in which they first appear. Record n of the document,
// counted through all its pages, is row n+1, and has a cell for each key.
//
// A string is its characters, a number what is written, true and false are TRUE
// and FALSE, null and a key that is missing are blank. What is in a nested
// object has a dotted key, as head.id_number. A list of such values is one cell,
// with 、 between them.
//
// A Document is for one goroutine at a time.
type Document struct {
	source  *table.Source
	records *records // of the second reading
	begun   bool     // Next was called
	headed  bool     // the header was read
	err     error    // that ended the table
}

// Errors of calls out of order.
var (
	errNoTable = errors.New("jsontable: Read without a table: call Next first")
	errClosed  = errors.New("jsontable: the document is closed")
)

// Open reads the size bytes of r from beginning to end, to collect the keys and
// to find whatever is wrong: text that is no JSON, or not all there, or no table.
// Errors name the record and the byte, and never quote a value. Read then reads
// r again; r must stay as it is, and open, until Close.
//
// The text is UTF-8: one JSON value, or several after another (pages, or one
// object a line). rows is the dotted path to the list of records in each of
// them, as data.records; none of its keys may have a dot in it. With rows empty,
// it is the one list of objects in the first value that has any, at most three
// keys deep; of several it is none, and an error. Where no value has such a
// list, each is a record, or a list of records.
func Open(name string, r io.ReaderAt, size int64, rows string) (*Document, error) {
	source := &table.Source{File: name}
	var path []string
	if rows != "" {
		path = strings.Split(rows, ".")
	} else {
		lex := newLexer(r, size)
		var err error
		if path, err = findRows(lex); err != nil {
			return nil, (&records{lex: lex}).located(source, err)
		}
	}
	first := newRecords(newLexer(r, size), path, &schema{byName: map[string]int{}})
	for {
		switch err := first.next(); {
		case err == io.EOF:
			first.schema.end()
			second := newRecords(newLexer(r, size), path, first.schema)
			return &Document{source: source, records: second}, nil
		case err != nil:
			return nil, first.located(source, err)
		}
		if err := first.read(nil, nil); err != nil {
			return nil, first.located(source, err)
		}
	}
}

// Next moves to the table, and returns io.EOF when it is called again. Rows that
// were not read by then are passed over.
func (d *Document) Next(ctx context.Context) (*table.Source, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if d.begun && d.err == nil {
		d.err = io.EOF
	}
	if d.err != nil {
		return nil, d.err
	}
	d.begun = true
	return d.source, nil
}

// Read fills b with the next rows: some thousands at most, and at least 32
// unless the table ends. It returns io.EOF when there is no further row. Of a
// document without a key there is none, not even a header.
func (d *Document) Read(ctx context.Context, b *table.Batch) error {
	b.Reset(d.source)
	if !d.begun && d.err == nil {
		return errNoTable
	}
	d.records.text = 0
	for full := false; d.err == nil && !full; full = d.full(b) {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.err = d.readRow(b)
	}
	if d.err == io.EOF && len(b.Rows) > 0 {
		return nil
	}
	return d.err
}

// full says whether b is to be handed out.
func (d *Document) full(b *table.Batch) bool {
	n := len(b.Rows)
	return n >= table.MaxRows || n >= table.MinRows && (d.records.text >= fullText || n*len(d.records.schema.columns) >= fullCells)
}

// readRow adds one row to b.
func (d *Document) readRow(b *table.Batch) error {
	columns := d.records.schema.columns
	if !d.headed {
		d.headed = true
		if len(columns) > 0 {
			b.AddRow(1, append(b.AvailableCells(), columns...))
		}
		return nil
	}
	err := d.records.next()
	if err == io.EOF {
		return err
	}
	cells := b.AvailableCells()
	if cap(cells) < len(columns) {
		cells = make([]string, 0, len(columns))
	}
	cells = cells[:len(columns)]
	clear(cells)
	if err == nil {
		err = d.records.read(b, cells)
	}
	if err != nil {
		return d.records.located(d.source, err)
	}
	if len(columns) > 0 {
		b.AddRow(d.records.number+1, cells)
	}
	return nil
}

// Close ends the reading. What the document was opened on stays open.
func (d *Document) Close() error {
	d.err = errClosed
	return nil
}
