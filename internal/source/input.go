package source

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync/atomic"

	"github.com/bidui/bidui/internal/ctxio"
)

// Input is one file of a feed, or the rows of its query, as it was brought. It
// mirrors what the ledger keeps of it.
type Input struct {
	Name   string `json:"name"`            // as a person would name it
	Digest string `json:"digest"`          // SHA-256 of its bytes, in hex; of files "" in passing
	Size   int64  `json:"size"`            // bytes
	Query  bool   `json:"query,omitempty"` // rows of a query, as CSV of our own
}

// brought is an input that lies on this machine, whole, until its feed is closed.
type brought struct {
	Input
	path string      // of the file
	info fs.FileInfo // of the file when it was brought
}

// open opens the file again. It must be the one that was brought.
func (b *brought) open(done *atomic.Int64) (*content, error) {
	handle, err := os.Open(b.path)
	if err != nil {
		return nil, cannotRead(b.Name, err)
	}
	c := &content{of: b, handle: handle, done: done}
	if err := c.unchanged(); err != nil {
		return nil, errors.Join(err, handle.Close())
	}
	return c, nil
}

// content is an open input. Its bytes are those that were brought, or reading
// them is an error.
type content struct {
	of     *brought
	handle *os.File
	done   *atomic.Int64 // the feed's progress
	told   int64         // of the bytes, to done
}

// ReadAt is io.ReaderAt.
func (c *content) ReadAt(p []byte, offset int64) (int, error) {
	n, err := c.handle.ReadAt(p, offset)
	c.tell(c.told + int64(n))
	if err == io.EOF && offset+int64(n) < c.of.Size {
		err = c.of.changed()
	}
	return n, err
}

// tell tells the progress that so many bytes are done; decoders that jump about
// in a file are done with it when all of it is.
func (c *content) tell(told int64) {
	told = min(told, c.of.Size)
	c.done.Add(told - c.told)
	c.told = told
}

// unchanged is an error unless the file is still the one that was brought.
func (c *content) unchanged() error {
	info, err := c.handle.Stat()
	if err != nil {
		return cannotRead(c.of.Name, err)
	}
	if info.Size() != c.of.info.Size() || !info.ModTime().Equal(c.of.info.ModTime()) || !os.SameFile(info, c.of.info) {
		return c.of.changed()
	}
	return nil
}

func (b *brought) changed() error {
	return asDamage(fmt.Errorf("%s: the file changed while it was read: run again when it is complete", b.Name))
}

// bring takes a file of this machine in: it reads it whole, for its digest and
// for keeping, unless that is in passing, and checks that nobody writes to it
// meanwhile.
func (f *Feed) bring(ctx context.Context, name, path string) (_ *brought, err error) {
	handle, err := os.Open(path)
	if err != nil {
		return nil, cannotRead(name, err)
	}
	defer func() { err = errors.Join(err, handle.Close()) }()
	b := &brought{Input: Input{Name: name}, path: path}
	if b.info, err = handle.Stat(); err != nil {
		return nil, cannotRead(name, err)
	}
	if err := checkRegular(name, b.info); err != nil {
		return nil, err
	}
	b.Size = b.info.Size()
	if f.env.Passing {
		return b, nil
	}
	if err := f.sum(ctx, b, handle); err != nil {
		return nil, err
	}
	if err := f.keep(ctx, b, handle); err != nil {
		return nil, err
	}
	return b, (&content{of: b, handle: handle}).unchanged()
}

// sum reads the file for its digest and the feed's.
func (f *Feed) sum(ctx context.Context, b *brought, from io.Reader) error {
	sum, sums := f.digest, io.Writer(f.digest) // of the first file both are one
	if len(f.inputs) > 0 {
		sum = sha256.New()
		sums = io.MultiWriter(sum, f.digest)
	}
	size, err := io.CopyBuffer(io.MultiWriter(sums, counter{&f.progress.done}), ctxio.Reader(ctx, from), make([]byte, readSize))
	if err != nil {
		return cannotRead(b.Name, err)
	}
	b.Digest = hex.EncodeToString(sum.Sum(nil))
	if size != b.Size {
		return b.changed()
	}
	return nil
}

// keep keeps what was brought in the snapshots, if there are any, and if it still
// is what it was after it was read for that.
func (f *Feed) keep(ctx context.Context, b *brought, handle *os.File) error {
	if f.env.Snapshots == nil {
		return nil
	}
	c := content{of: b, handle: handle}
	whole := io.MultiReader(io.NewSectionReader(handle, 0, b.Size), ending(c.unchanged))
	return f.env.Snapshots.Keep(ctx, b.Digest, whole, f.env.Now())
}

// ending is a reader without bytes: it ends as the function says.
type ending func() error

// Read is io.Reader.
func (e ending) Read([]byte) (int, error) { return 0, cmp.Or(e(), io.EOF) }

const readSize = 256 << 10

// counter counts what is written to it.
type counter struct{ n *atomic.Int64 }

// Write is io.Writer.
func (c counter) Write(p []byte) (int, error) {
	c.n.Add(int64(len(p)))
	return len(p), nil
}
