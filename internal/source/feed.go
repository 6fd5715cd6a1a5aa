// Package source opens a feed, wherever it comes from, and takes it apart into
// rows of cells: files of delimited text and Office Open XML workbooks, told
// apart by their content, and queries of MySQL-protocol databases. What is not
// all there, or does not decode, is an error and never the end of the data.
package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"sync/atomic"

	"github.com/bidui/bidui/internal/table"
)

// Env is what a Spec does not say and depends on where and when it is opened.
type Env struct {
	Dir       string     // what relative paths are relative to
	Databases *Databases // for feeds that are queries; may be nil where none is
}

// Feed is the tables of one feed, one after the other. It is for one goroutine
// at a time, Progress excepted.
type Feed struct {
	location string
	inputs   []input // that are not opened yet
	current  decoder // nil before the first input and after each
	digest   hash.Hash
	sum      string
	err      error // that ended the feed; io.EOF after the last table
	total    int64
	done     atomic.Int64
}

// input opens one file or query of a feed.
type input func(ctx context.Context) (decoder, error)

// decoder takes one input apart. Its methods are those of Feed.
type decoder interface {
	next(ctx context.Context) (*table.Source, error)
	read(ctx context.Context, b *table.Batch) error
	close() error
}

// errNoTable says that Read was called before Next, or after it had failed.
var errNoTable = errors.New("source: Read without a table: call Next first")

// Open finds what spec names. Files are looked for at once, and opened when
// their turn comes.
func Open(_ context.Context, spec Spec, env Env) (*Feed, error) {
	f := &Feed{digest: sha256.New()}
	from, err := spec.From.Reveal()
	if err != nil {
		return nil, err
	}
	encoding, err := normalEncoding(spec.Encoding)
	if err != nil {
		return nil, err
	}
	if isDatabase(from) {
		return f, f.fromQuery(from, spec, env)
	}
	return f, f.fromFiles(from, encoding, spec, env)
}

// Next moves to the next table: a file, a sheet, or the result of a query. It
// returns io.EOF after the last. Rows of the current table that were not read
// are passed over, but go into the digest.
func (f *Feed) Next(ctx context.Context) (*table.Source, error) {
	for f.err == nil {
		if f.current != nil {
			source, err := f.current.next(ctx)
			if err == nil {
				return source, nil
			}
			if err != io.EOF {
				f.err = err
				break
			}
			f.err = f.closeCurrent()
			continue
		}
		if len(f.inputs) == 0 {
			f.sum = hex.EncodeToString(f.digest.Sum(nil))
			f.err = io.EOF
			break
		}
		f.current, f.err = f.inputs[0](ctx)
		f.inputs = f.inputs[1:]
	}
	return nil, f.err
}

// Read fills b with the next rows of the current table: some thousands at most,
// and at least 32 unless the table ends. It returns io.EOF when the table has
// no further row. b keeps its own memory, so that several batches can be in use
// elsewhere while Read fills another.
func (f *Feed) Read(ctx context.Context, b *table.Batch) error {
	switch {
	case f.err != nil && f.err != io.EOF:
		return f.err
	case f.current == nil:
		return errNoTable
	}
	err := f.current.read(ctx, b)
	if err != nil && err != io.EOF {
		f.err = err
	}
	return err
}

// Digest is, once Next has returned io.EOF, the SHA-256 in hex of all bytes
// read in order, and "" before. The digest of a single file is that of
// sha256sum. For a query it is that of the cells, each preceded by its length.
func (f *Feed) Digest() string { return f.sum }

// Location is what a person would call the feed's place. It never shows a secret.
func (f *Feed) Location() string { return f.location }

// Progress is how many bytes of how many are done; total is 0 where nobody
// knows. It may be called from any goroutine.
func (f *Feed) Progress() (done, total int64) {
	done = f.done.Load()
	if f.total > 0 {
		done = min(done, f.total)
	}
	return done, f.total
}

// Close releases what the feed holds open, wherever it is.
func (f *Feed) Close() error {
	f.inputs = nil
	if f.err == nil {
		f.err = errors.New("source: the feed is closed")
	}
	return f.closeCurrent()
}

func (f *Feed) closeCurrent() error {
	if f.current == nil {
		return nil
	}
	err := f.current.close()
	f.current = nil
	return err
}
