package source

import (
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"sync/atomic"
	"time"
)

// file is an input file that is read once from beginning to end. Every byte
// read goes into the feed's digest.
type file struct {
	name   string // as a person would name it
	handle *os.File
	size   int64
	time   time.Time // of the last change
	read   int64
	digest hash.Hash
	done   *atomic.Int64 // the feed's progress
}

func openFile(path, name string, digest hash.Hash, done *atomic.Int64) (*file, error) {
	handle, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := handle.Stat()
	if err == nil {
		err = checkRegular(name, info)
	}
	if err != nil {
		return nil, errors.Join(err, handle.Close())
	}
	return &file{name: name, handle: handle, size: info.Size(), time: info.ModTime(), digest: digest, done: done}, nil
}

// checkRegular refuses what cannot be read twice with the same result.
func checkRegular(name string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return fmt.Errorf("%s is a directory: name the files in it, as in %s/*.csv", name, name)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a regular file", name)
	}
	return nil
}

// Read is io.Reader; the end of a file that has another size than when it was
// opened is an error.
func (f *file) Read(p []byte) (int, error) {
	n, err := f.hashed(p)
	f.done.Add(int64(n))
	return n, err
}

// hashed is Read without the progress.
func (f *file) hashed(p []byte) (int, error) {
	n, err := f.handle.Read(p)
	f.digest.Write(p[:n])
	f.read += int64(n)
	if err == io.EOF || err == nil && f.read > f.size {
		if changed := f.unchanged(); changed != nil {
			err = changed
		}
	}
	return n, err
}

// unchanged is an error unless the file has the length that it had, and that
// was read of it.
func (f *file) unchanged() error {
	info, err := f.handle.Stat()
	if err != nil {
		return err
	}
	if f.read != f.size || info.Size() != f.size {
		return fmt.Errorf("the file changed while it was read: it had %d bytes, %d were read, and now it has %d: run again when it is complete",
			f.size, f.read, info.Size())
	}
	return nil
}

// untouched is unchanged for a file that was read more than once: its time of
// change counts too.
func (f *file) untouched() error {
	info, err := f.handle.Stat()
	if err == nil && !info.ModTime().Equal(f.time) {
		err = errors.New("the file changed while it was read: run again when it is complete")
	}
	if err != nil {
		return err
	}
	return f.unchanged()
}

// drain reads what is left, for the digest and the progress.
func (f *file) drain(ctx context.Context) error { return readOut(ctx, f.Read) }

// hashAll reads the whole file for the digest alone.
func (f *file) hashAll(ctx context.Context) error { return readOut(ctx, f.hashed) }

func readOut(ctx context.Context, read func([]byte) (int, error)) error {
	buffer := make([]byte, textChunk)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch _, err := read(buffer); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}

func (f *file) Close() error { return f.handle.Close() }
