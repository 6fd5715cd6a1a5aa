package decode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/bidui/bidui/internal/table"
)

// Sizes of what is read at a time. A chunk stays in a core's own cache while it
// is hashed, checked and split.
const (
	textChunk = 128 << 10
	maxRecord = 4 << 20 // bytes: more is a lost quote
)

var errLongRecord = fmt.Errorf("a row of more than %d MiB: a quote was lost, or this is no table", maxRecord>>20)

// errNUL is of text in which zeros stand where a copy left out a block.
var errNUL = errors.New("bytes of zero stand in its text: the file is damaged, as by a copy that was broken off")

var errMixedBreaks = errors.New(`most rows end in \r alone, and some in \n: save it again with one sort of line breaks`)

// delimited decodes delimited text, which is one table.
type delimited struct {
	source  *table.Source
	begun   bool // Next has been called
	text    *textReader
	sniffed bool // it is known what parts rows and cells
	returns bool // \r parts rows, as on Macs of old
	split   splitter
	carry   []byte // the beginning of a record whose end is not read yet
	err     error  // that ended the text, io.EOF where it is all there
}

func newDelimited(f File, head []byte, o Options) (*delimited, error) {
	text, err := newTextReader(f.reader(), head, o.Encoding)
	if err != nil {
		return nil, err
	}
	return &delimited{source: &table.Source{File: f.Name}, text: text, split: splitter{comma: o.Comma, maxRows: table.MaxRows}}, nil
}

// Next is Decoder.
func (d *delimited) Next(context.Context) (*table.Source, error) {
	if d.begun {
		return nil, io.EOF
	}
	d.begun = true
	return d.source, nil
}

// Close is Decoder.
func (d *delimited) Close() error { return nil }

// Read is Decoder.
func (d *delimited) Read(ctx context.Context, b *table.Batch) error {
	b.Reset(d.source)
	if !d.begun {
		return errNoTable
	}
	for size := textChunk; len(b.Rows) < table.MinRows; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if d.err != nil && len(d.carry) == 0 {
			break
		}
		if len(b.Rows) == 0 {
			b.Reset(d.source) // of blank records alone nothing need be kept
		}
		taken, err := d.fill(b, size)
		if err != nil {
			return d.located(err)
		}
		if taken == 0 && d.err != nil {
			break
		}
		if taken == 0 {
			size *= 2
		}
	}
	if len(b.Rows) > 0 {
		return nil
	}
	if d.err != io.EOF {
		return d.located(d.err)
	}
	return io.EOF
}

// fill adds the records of the next size bytes of text to b, and returns how
// many bytes they took.
func (d *delimited) fill(b *table.Batch, size int) (taken int, err error) {
	size = max(size, len(d.carry)+minRead)
	padded := b.Alloc(size + padding)
	n := copy(padded, d.carry)
	for d.err == nil && size-n >= minRead {
		var m int
		m, d.err = d.text.read(padded[n:size])
		n += m
	}
	if zero := bytes.IndexByte(padded[len(d.carry):n], 0); zero >= 0 {
		n, d.err = len(d.carry)+zero, errNUL // the rows before it say where it stands
	}
	clear(padded[n : n+padding])
	final := d.err == io.EOF
	if err := d.sniff(padded[:n], len(d.carry), final); err != nil {
		return 0, err
	}
	taken, err = d.split.split(b, padded, n, final)
	if err == nil && n-taken > maxRecord && taken == 0 {
		err = errLongRecord
	}
	b.Open = final && n > 0 && taken == n && padded[n-1] != '\n' && padded[n-1] != '\r'
	d.carry = append(d.carry[:0], padded[taken:n]...)
	return taken, err
}

// sniff finds out from the first text what parts its rows and cells. From then
// on it makes every line break one that the splitter knows.
func (d *delimited) sniff(text []byte, known int, final bool) (err error) {
	if !d.sniffed {
		if d.returns, err = endsInReturns(text); err != nil {
			return err
		}
	}
	if d.returns {
		fresh := text[known:]
		for i := bytes.IndexByte(fresh, '\r'); i >= 0; i = bytes.IndexByte(fresh, '\r') {
			fresh[i] = '\n'
			fresh = fresh[i+1:]
		}
	}
	if !d.sniffed && d.split.comma == 0 {
		d.split.comma = sniffComma(text, final)
	}
	d.sniffed = true
	return nil
}

// endsInReturns says whether the rows of text end in \r: there is one outside
// quotes, and no \n. A cell may have a \r; where they are far more than the rows
// would be, another program has added lines to such a file.
func endsInReturns(text []byte) (bool, error) {
	quoted, returns, breaks := false, 0, 0
	for i, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			breaks++
		case c == '\r' && (i+1 == len(text) || text[i+1] != '\n'):
			returns++
		}
	}
	if breaks > 0 && returns > 4*breaks {
		return false, errMixedBreaks
	}
	return returns > 0 && breaks == 0, nil
}

// located says where err stands: in the row that is being read, or after what
// could be read.
func (d *delimited) located(err error) error {
	var damage *damageError
	if errors.As(err, &damage) || slices.Contains([]error{errOpenQuote, errBareQuote, errAfterQuote, errLongRecord, errNUL}, err) {
		return fmt.Errorf("%s: row %d: %w", d.source, d.split.records+1, err)
	}
	return fmt.Errorf("%s: after row %d: %w", d.source, d.split.records, err)
}

// sniffSize is how much text is looked at to find what separates cells.
const sniffSize = 64 << 10

// sniffComma is the separator that cuts most rows into one same number of
// cells; of several such, the one that makes the most cells; else the comma.
func sniffComma(text []byte, final bool) byte {
	n := min(len(text), sniffSize)
	final = final && n == len(text)
	best, bestRows, bestWidth := byte(','), 0, 0
	for _, comma := range []byte{',', '\t', ';'} {
		var b table.Batch
		b.Reset(nil)
		padded := b.Alloc(n + padding)
		copy(padded, text[:n])
		s := splitter{comma: comma, maxRows: 200}
		// Where quotes do not fit the separator, the rows before them decide.
		_, _ = s.split(&b, padded[:n+padding], n, final)
		rows, width := usualWidth(b.Rows)
		if rows > bestRows || rows == bestRows && width > bestWidth {
			best, bestRows, bestWidth = comma, rows, width
		}
	}
	return best
}

// usualWidth is the number of cells, two or more, that most rows have, and how
// many rows these are.
func usualWidth(rows []table.Row) (count, width int) {
	counts := map[int]int{}
	for _, row := range rows {
		n := len(row.Cells)
		if n < 2 {
			continue
		}
		counts[n]++
		if c := counts[n]; c > count || c == count && n > width {
			count, width = c, n
		}
	}
	return count, width
}
