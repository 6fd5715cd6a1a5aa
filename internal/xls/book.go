// Package xls reads the workbooks of Excel 97 to 2003: records of BIFF8 in a
// stream of an OLE2 compound file. Both formats are found by their content; what
// only looks like them, is cut off or needs a password is an error that says so.
//
// Only what cells hold is believed: many programs write row, dimension and index
// records that are wrong, or none.
package xls

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/bidui/bidui/internal/table"
)

// Book is a workbook whose sheets are read one after the other. It holds the
// texts of the workbook and the cells of one sheet, which takes a few times the
// size of the file at most.
type Book struct {
	name    string
	records *records
	strings sharedStrings
	sheets  []boundSheet  // that are still to come
	listed  []boundSheet  // all of them
	walked  int64         // bytes of the stream that sheets took so far
	source  *table.Source // of the current sheet; nil where there is none
	sheet   sheet
}

// Open reads the structure of the workbook of size bytes, and the texts that its
// sheets share. A person calls it name. Of its worksheets only the one called
// sheet is read, or all where that is "", hidden ones too, in the workbook's
// order; charts and macros are passed over.
func Open(name string, r io.ReaderAt, size int64, sheet string) (*Book, error) {
	b := &Book{name: name}
	if err := b.open(r, size, sheet); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return b, nil
}

func (b *Book) open(r io.ReaderAt, size int64, sheet string) error {
	stream, err := openStream(r, size)
	if err != nil {
		return err
	}
	b.records = newRecords(stream)
	var g globals
	if err := g.read(b.records); err != nil {
		return err
	}
	b.strings, b.listed = g.strings, g.sheets
	if b.sheets, err = choose(g.sheets, sheet); err != nil {
		return err
	}
	return b.checkNext()
}

// checkNext refuses a worksheet behind what was just read that the workbook does
// not list: what lists it is damaged.
func (b *Book) checkNext() error {
	next, err := b.records.peek(headerSize + 4)
	if err != nil || next == nil || binary.LittleEndian.Uint16(next) != recBOF ||
		binary.LittleEndian.Uint16(next[headerSize+2:]) != bookWorksheet {
		return err
	}
	here := b.records.offset()
	if !slices.ContainsFunc(b.listed, func(s boundSheet) bool { return s.offset == here }) {
		return damaged("it has a sheet that it does not list")
	}
	return nil
}

// Next moves to the next sheet and reads it to its end, so that a sheet that is
// cut off gives no row at all. After the last sheet it returns io.EOF.
func (b *Book) Next(ctx context.Context) (*table.Source, error) {
	b.source = nil
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(b.sheets) == 0 {
		return nil, io.EOF
	}
	next := b.sheets[0]
	b.sheets = b.sheets[1:]
	source := &table.Source{File: b.name, Sheet: next.name, Hidden: next.hidden}
	if err := b.enter(ctx, next); err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	b.source = source
	return source, nil
}

// enter reads a sheet. Sheets that share records are refused: a small file could
// pretend to have any number of them.
func (b *Book) enter(ctx context.Context, next boundSheet) error {
	if err := b.records.seek(next.offset); err != nil {
		return err
	}
	if err := b.sheet.load(ctx, b.records, len(b.strings.ends)); err != nil {
		return err
	}
	b.walked += b.records.offset() - next.offset
	if b.walked > b.records.size {
		return damaged("its sheets overlap")
	}
	return b.checkNext()
}

// Read fills batch with the next rows of the current sheet: 4096 at most and 32
// at least, unless it ends. Where none is left it returns io.EOF.
func (b *Book) Read(ctx context.Context, batch *table.Batch) error {
	batch.Reset(b.source)
	if b.source == nil {
		return errors.New("xls: Read without a sheet: call Next first")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	b.sheet.read(batch, &b.strings)
	if len(batch.Rows) > 0 {
		return nil
	}
	return io.EOF
}

// Close lets go of the workbook's memory. The reader that Open was given is its
// caller's to close.
func (b *Book) Close() error {
	*b = Book{name: b.name}
	return nil
}
