// Package source brings a feed whole to this machine, wherever it comes from:
// files, HTTPS and SFTP servers, or queries of MySQL-protocol databases. Only what has been brought,
// verified and, where snapshots are kept, kept, is taken apart into rows of
// cells. What is not all there, or does not decode, is an error and never the
// end of the data.
package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/bidui/bidui/internal/decode"
	"github.com/bidui/bidui/internal/snapshot"
	"github.com/bidui/bidui/internal/table"
)

// Env is what a Spec does not say and depends on where and when it is opened.
type Env struct {
	Dir       string           // what relative paths are relative to
	Databases *Databases       // for feeds that are queries; may be nil where none is
	Snapshots *snapshot.Store  // keeps what is brought; nil: nothing is kept
	Passing   bool             // what is brought is neither kept nor recorded: files are not read for their digest
	Now       func() time.Time // of the snapshots; nil: time.Now
}

// Feed is the tables of one feed, one after the other: Open, Bring, then Next
// and Read to the end. It is for one goroutine at a time, Progress excepted.
type Feed struct {
	spec Spec
	env  Env
	place
	fetch  func(ctx context.Context) error // fills inputs
	inputs []*brought
	digest hash.Hash // of all bytes brought
	temp   string    // a directory of our own, for what comes from elsewhere; empty: none yet

	next    int // of the inputs
	current *opened
	err     error // that ended the feed; io.EOF after the last table
	remarks

	progress progress
}

// place is where a feed comes from.
type place struct {
	location string // as a person would call it
	local    bool   // on this machine already
}

// remarks is what there is to tell people.
type remarks struct {
	notes  []string
	access string // how a database was asked
}

// progress is how many bytes of how many are done; total is 0 while nobody knows.
type progress struct{ done, total atomic.Int64 }

// opened is the input that is being taken apart.
type opened struct {
	decode.Decoder
	content *content
	source  *table.Source // the current table; nil before the first
	hidden  int           // rows of it
}

// What a caller can forget.
var (
	errNotBrought = errors.New("source: a feed must be brought before it is read")
	errNoTable    = errors.New("source: Read without a table: call Next first")
)

// Open finds out where spec's feed is. Files are looked for at once; nothing is
// read before Bring.
func Open(spec Spec, env Env) (*Feed, error) {
	f, from, err := newFeed(spec, env)
	if err != nil {
		return nil, err
	}
	switch {
	case isDatabase(from):
		err = f.fromQuery(from)
	case isRemote(from):
		err = f.fromRemote(from)
	default:
		f.local = true
		err = f.fromFiles(from)
	}
	return f, err
}

func newFeed(spec Spec, env Env) (f *Feed, from string, err error) {
	if env.Now == nil {
		env.Now = time.Now
	}
	f = &Feed{spec: spec, env: env, place: place{location: Shown(spec.From)}, digest: sha256.New(), err: errNotBrought}
	if from, err = spec.From.Reveal(); err != nil {
		return nil, "", err
	}
	f.spec.Encoding, err = decode.NormalEncoding(spec.Encoding)
	return f, from, err
}

// Bring brings all of the feed to this machine: it runs the query or fetches
// the files, reads them for their digest, and keeps what it got in the
// snapshots. An error leaves nothing.
func (f *Feed) Bring(ctx context.Context) error {
	if !errors.Is(f.err, errNotBrought) {
		return errors.New("source: a feed is brought once")
	}
	if err := f.fetch(ctx); err != nil {
		f.err = err
		return err
	}
	f.progress.total.Store(0)
	for _, input := range f.inputs {
		f.progress.total.Add(input.Size)
	}
	f.progress.done.Store(0)
	f.err = nil
	return nil
}

// Next moves to the next table: a file, a sheet, or the result of a query. It
// returns io.EOF after the last. Rows of the current table that were not read
// are passed over.
func (f *Feed) Next(ctx context.Context) (*table.Source, error) {
	for f.err == nil {
		if f.current == nil {
			if f.next == len(f.inputs) {
				f.err = io.EOF
				break
			}
			f.current, f.err = f.open(f.inputs[f.next])
			f.next++
			continue
		}
		f.noteHidden()
		source, err := f.current.Next(ctx)
		if err == nil {
			f.current.source = source
			return source, nil
		}
		if err != io.EOF {
			f.err = asDamage(err)
			break
		}
		f.current.content.tell(f.current.content.of.Size)
		f.err = errors.Join(f.current.content.unchanged(), f.closeCurrent())
	}
	return nil, f.err
}

// open begins to take an input apart.
func (f *Feed) open(input *brought) (*opened, error) {
	content, err := input.open(&f.progress.done)
	if err != nil {
		return nil, err
	}
	options, err := f.options(input)
	if err != nil {
		return nil, errors.Join(err, content.handle.Close())
	}
	decoder, err := decode.Open(decode.File{Name: input.Name, Bytes: content, Size: input.Size}, options)
	if err != nil {
		return nil, errors.Join(asDamage(err), content.handle.Close())
	}
	return &opened{Decoder: decoder, content: content}, nil
}

// options is how an input is taken apart. The rows of a query we wrote ourselves.
func (f *Feed) options(input *brought) (decode.Options, error) {
	if input.Query {
		return decode.Options{Encoding: "utf-8", Comma: ','}, nil
	}
	password, err := f.spec.Password.Reveal()
	return decode.Options{
		Sheet: f.spec.Sheet, Encoding: f.spec.Encoding, Records: f.spec.Records, Password: password, Note: f.note,
	}, err
}

// Read fills b with the next rows of the current table: some thousands at most,
// and at least 32 unless the table ends. It returns io.EOF when the table has
// no further row. b keeps its own memory, so that several batches can be in use
// elsewhere while Read fills another.
func (f *Feed) Read(ctx context.Context, b *table.Batch) error {
	switch {
	case f.err != nil && f.err != io.EOF:
		return f.err
	case f.current == nil || f.current.source == nil:
		return errNoTable
	}
	err := f.current.Read(ctx, b)
	if err != nil && err != io.EOF {
		f.err = asDamage(err)
		return f.err
	}
	f.current.hidden += b.Hidden
	return err
}

// Inputs is what was brought, in the order in which it is read.
func (f *Feed) Inputs() []Input {
	inputs := make([]Input, len(f.inputs))
	for i, input := range f.inputs {
		inputs[i] = input.Input
	}
	return inputs
}

// Digest is the SHA-256 in hex of all bytes that were brought, in their order.
// The digest of a single file is that of sha256sum. In passing there is none.
func (f *Feed) Digest() string {
	if f.env.Passing {
		return ""
	}
	if len(f.inputs) == 1 {
		return f.inputs[0].Digest
	}
	return hex.EncodeToString(f.digest.Sum(nil))
}

// Local says whether the feed lies on this machine already: nobody else is asked
// for it.
func (f *Feed) Local() bool { return f.local }

// Location is what a person would call the feed's place. It never shows a secret.
func (f *Feed) Location() string { return f.location }

// Access is what was done to spare the database that a query was run on; "" for
// other feeds, and before Bring.
func (f *Feed) Access() string { return f.access }

// Notes is what people should know of the tables that were read: hidden sheets
// and rows, files passed over.
func (f *Feed) Notes() []string { return f.notes }

func (f *Feed) note(text string) { f.notes = append(f.notes, text) }

// noteHidden tells of the table that is being left what a person who looked at
// it would not have seen.
func (f *Feed) noteHidden() {
	source := f.current.source
	if source == nil {
		return
	}
	if source.Hidden {
		f.note(fmt.Sprintf("%s: the sheet is hidden, and was read", source))
	}
	if f.current.hidden > 0 {
		f.note(fmt.Sprintf("%s: %d hidden rows were read", source, f.current.hidden))
	}
	f.current.source, f.current.hidden = nil, 0
}

// Progress is how many bytes of how many are brought or, after Bring, read;
// total is 0 where nobody knows. It may be called from any goroutine.
func (f *Feed) Progress() (done, total int64) {
	done, total = f.progress.done.Load(), f.progress.total.Load()
	if total > 0 {
		done = min(done, total)
	}
	return done, total
}

// Close releases what the feed holds open, wherever it is, and removes what it
// brought from elsewhere.
func (f *Feed) Close() error {
	if f.err == nil {
		f.err = errors.New("source: the feed is closed")
	}
	err := f.closeCurrent()
	if f.temp != "" {
		err = errors.Join(err, os.RemoveAll(f.temp))
		f.temp = ""
	}
	return err
}

func (f *Feed) closeCurrent() error {
	if f.current == nil {
		return nil
	}
	err := errors.Join(f.current.Close(), f.current.content.handle.Close())
	f.current = nil
	return err
}

// tempFile makes a file of our own for the n-th input that comes from elsewhere.
func (f *Feed) tempFile() (*os.File, error) {
	if f.temp == "" {
		var err error
		if f.temp, err = os.MkdirTemp("", "bidui-*"); err != nil { // mode 0700
			return nil, err
		}
	}
	return os.CreateTemp(f.temp, "*") // mode 0600
}
