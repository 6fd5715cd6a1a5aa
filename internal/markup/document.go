// Package markup reads tables that are written as markup and called .xls: HTML,
// as web systems, Excel and WPS write it, and the XML spreadsheet of Excel 2003.
// It reads a document once, from its beginning, and keeps no more of it than a
// batch of rows. A document that is not all there is an error, never a short table.
package markup

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bidui/bidui/internal/table"
)

// Document is the tables of one document, one after the other. Once a method
// has failed, other than with io.EOF, all fail so.
type Document struct {
	name   string
	sheet  string // the only one that is wanted; "" for all
	format format
	source *table.Source // of the current table; nil before the first and after the last
	ended  bool          // the current table has no further row
	tables int           // met so far
	labels []string      // theirs, the first of them
	found  bool          // the wanted sheet was
	rest   table.Batch   // of rows that nobody wants
	err    error
}

// format is one of the two kinds of markup.
type format interface {
	// next moves to the next table, past what is left of the current one. It
	// returns io.EOF where there is none, and the document was seen whole.
	next(ctx context.Context) (heading, error)
	// row adds the next row that has text to b, and says how many bytes of text
	// it has. It returns io.EOF where the table has no further row.
	row(ctx context.Context, b *table.Batch) (int, error)
}

// heading is what a document says of a table before its rows.
type heading struct {
	name   string // "" where it has none
	hidden bool
}

var (
	errNoTable = errors.New("markup: Read without a table: call Next first")
	errClosed  = errors.New("markup: the document is closed")
)

// Open finds out which of the two kinds of markup text is, which is UTF-8
// whatever it declares. name is what a person calls the file. sheet is the only
// table to be read, "" for all, hidden ones too.
//
// A worksheet is called as in its workbook. A table of HTML is called by its
// caption, by the sheet's name in what Excel writes for itself, or by the link
// that leads to it from a list of sheets; any other is 表n for the n-th of the
// document, save that the first, mostly the only one, has no name in its Source.
func Open(name string, text io.Reader, sheet string) (*Document, error) {
	buffered := bufio.NewReaderSize(text, bufferSize)
	isXML, err := sniff(buffered)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	d := &Document{name: name, sheet: strings.TrimSpace(sheet)}
	if isXML {
		d.format = newWorkbook(buffered)
	} else {
		d.format = newPage(buffered)
	}
	return d, nil
}

// Next moves to the next table. It returns io.EOF after the last, and only
// where the document was seen to its end. What is left of the current table is
// passed over. Source.Hidden tells a hidden table of HTML; of a worksheet it
// tells only what stands before the rows, and Excel says it behind them.
func (d *Document) Next(ctx context.Context) (*table.Source, error) {
	if d.err == nil {
		d.err = d.next(ctx)
	}
	return d.source, d.err
}

func (d *Document) next(ctx context.Context) error {
	for {
		if err := d.leave(ctx); err != nil {
			return err
		}
		heading, err := d.format.next(ctx)
		if err == io.EOF {
			return d.finish()
		}
		if err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
		if d.enter(heading) {
			return nil
		}
	}
}

// enter makes a table the current one, and says whether it is wanted.
func (d *Document) enter(h heading) bool {
	d.tables++
	label := strings.TrimSpace(cmp.Or(h.name, "表"+strconv.Itoa(d.tables)))
	d.source = &table.Source{File: d.name, Sheet: cmp.Or(h.name, label), Hidden: h.hidden}
	if h.name == "" && d.tables == 1 {
		d.source.Sheet = ""
	}
	if len(d.labels) < maxLabels {
		d.labels = append(d.labels, label)
	}
	if d.sheet == "" {
		return true
	}
	wanted := !d.found && label == d.sheet
	d.found = d.found || wanted
	return wanted
}

// leave passes over what is left of the current table.
func (d *Document) leave(ctx context.Context) error {
	for d.source != nil && !d.ended {
		d.rest.Reset(d.source)
		if err := d.fill(ctx, &d.rest); err != nil {
			d.source = nil
			return err
		}
	}
	d.source, d.ended = nil, false
	return nil
}

// finish is what Next returns after the last table.
func (d *Document) finish() error {
	if d.sheet != "" && !d.found {
		return fmt.Errorf("%s: there is no sheet %s; the sheets are %s", d.name, d.sheet, strings.Join(d.labels, ", "))
	}
	return io.EOF
}

// Read fills b with the next rows of the current table: 4096 at most, and at
// least 32 unless the table ends. It returns io.EOF, and no rows, when the
// table has no further row. Rows without any text are left out, and counted in
// the numbers of the others.
func (d *Document) Read(ctx context.Context, b *table.Batch) error {
	b.Reset(d.source)
	switch {
	case d.err != nil && d.err != io.EOF:
		return d.err
	case d.source == nil:
		return errNoTable
	}
	if err := d.fill(ctx, b); err != nil {
		d.source, d.err = nil, err
		return err
	}
	if len(b.Rows) > 0 {
		return nil
	}
	return io.EOF
}

// fill adds rows to b until it has enough or the table ends.
func (d *Document) fill(ctx context.Context, b *table.Batch) error {
	for cells, bytes := 0, 0; !d.ended && len(b.Rows) < table.MaxRows && (cells < table.MaxBatchCells && bytes < maxBatchText || len(b.Rows) < table.MinRows); {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := d.format.row(ctx, b)
		switch {
		case err == io.EOF:
			d.ended = true
		case err != nil:
			return fmt.Errorf("%s: %w", d.source, err)
		default:
			bytes += n
			cells += len(b.Rows[len(b.Rows)-1].Cells)
		}
	}
	return nil
}

// Close ends the reading; the text that Open was given is its caller's to close.
func (d *Document) Close() error {
	d.source = nil
	if d.err == nil {
		d.err = errClosed
	}
	return nil
}
