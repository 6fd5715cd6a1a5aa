// Package decode takes a file apart into rows of cells: delimited text, Office
// Open XML workbooks, and whatever else agencies send, told apart by their
// content and never by their names. The file lies there whole; what is not all
// there, or does not decode, is an error and never the end of the data.
package decode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/bidui/bidui/internal/jsontable"
	"github.com/bidui/bidui/internal/markup"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/internal/xls"
)

// File is the bytes of one file.
type File struct {
	Name  string // as a person would name it
	Bytes io.ReaderAt
	Size  int64
}

// Options says what a file does not tell of itself.
type Options struct {
	Sheet    string       // the one sheet to read; empty: every sheet
	Encoding string       // auto, utf-8, utf-16 or gb18030; empty: auto
	Comma    byte         // what separates cells; 0: found out
	Records  string       // the dotted path of the records in a file of JSON; empty: found out
	Password string       // of encrypted files in an archive
	Note     func(string) // is told what people should know of a file that is read; may be nil

	depth int // of the archive that the file lies in
}

// Decoder is the tables of one file, one after the other. It is for one
// goroutine at a time.
type Decoder interface {
	// Next moves to the next table: a sheet, or all of a file of text. It
	// returns io.EOF after the last, once the file was seen to be whole.
	Next(ctx context.Context) (*table.Source, error)
	// Read fills b with the next rows of the table: some thousands at most, and
	// at least 32 unless the table ends. It returns io.EOF when no row is left.
	Read(ctx context.Context, b *table.Batch) error
	Close() error
}

// errNoTable says that Read was called before Next, or after it had failed.
var errNoTable = errors.New("decode: Read without a table: call Next first")

// Open finds out what f holds and how to take it apart. Errors name the file.
func Open(f File, o Options) (Decoder, error) {
	encoding, err := NormalEncoding(o.Encoding)
	if err != nil {
		return nil, err
	}
	o.Encoding = encoding
	if f.Size == 0 {
		return nil, fmt.Errorf("%s: the file is empty", f.Name)
	}
	head := make([]byte, min(f.Size, headSize))
	if _, err := io.ReadFull(f.reader(), head); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return open(f, slices.Clip(head), o)
}

// open chooses the decoder by how the file begins.
func open(f File, head []byte, o Options) (decoder Decoder, err error) {
	start := head[:min(len(head), 512)]
	switch {
	case isOLE(start):
		return opened(xls.Open(f.Name, f.Bytes, f.Size, o.Sheet))
	case isMarkup(start):
		return openMarkup(f, head, o)
	case isJSON(start):
		return opened(jsontable.Open(f.Name, f.Bytes, f.Size, o.Records))
	case isZIP(start):
		decoder, err = openZIP(f, o)
	default:
		decoder, err = openText(f, head, o)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return decoder, nil
}

func openMarkup(f File, head []byte, o Options) (Decoder, error) {
	text, err := newTextReader(f.reader(), head, o.Encoding)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return opened(markup.Open(f.Name, &smallReader{text: text}, o.Sheet))
}

// opened is a decoder of another package; where there is an error there is none.
func opened[D Decoder](decoder D, err error) (Decoder, error) {
	if err != nil {
		return nil, err
	}
	return decoder, nil
}

// openText reads what has no mark of its own as delimited text.
func openText(f File, head []byte, o Options) (Decoder, error) {
	if err := refuse(head); err != nil {
		return nil, err
	}
	return newDelimited(f, head, o)
}

// reader reads the file from its beginning.
func (f File) reader() *io.SectionReader { return io.NewSectionReader(f.Bytes, 0, f.Size) }

// note tells what people should know.
func (o Options) note(format string, args ...any) {
	if o.Note != nil {
		o.Note(fmt.Sprintf(format, args...))
	}
}
