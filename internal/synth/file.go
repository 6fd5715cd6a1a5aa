package synth

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// file is a file being written: under a temporary name, until it is complete.
type file struct {
	path  string
	temp  *os.File
	buf   []byte
	rows  int64 // without the header
	bytes int64
	err   error // the first; nothing is written after it
}

// bufferSize is how much is written at once.
const bufferSize = 1 << 20

// createFile begins a file that nobody but its owner can read.
func createFile(path string) (*file, error) {
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", path, err)
	}
	return &file{path: path, temp: temp}, nil
}

// spill writes what the buffer holds, once that is a good deal.
func (f *file) spill() {
	if len(f.buf) >= bufferSize {
		f.flush()
	}
}

func (f *file) flush() {
	if f.err == nil {
		_, f.err = f.temp.Write(f.buf)
	}
	f.bytes += int64(len(f.buf))
	f.buf = f.buf[:0]
}

// finish gives the file its name, or removes it if anything went wrong.
func (f *file) finish() error {
	f.flush()
	err := f.err
	if err == nil {
		err = f.temp.Sync()
	}
	err = errors.Join(err, f.temp.Close())
	if err == nil {
		err = os.Rename(f.temp.Name(), f.path)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(f.temp.Name()))
		return fmt.Errorf("write %s: %w", f.path, err)
	}
	return nil
}

// discard removes the file.
func (f *file) discard() error {
	if err := errors.Join(f.temp.Close(), os.Remove(f.temp.Name())); err != nil {
		return fmt.Errorf("remove the unfinished %s: %w", f.path, err)
	}
	return nil
}

// writeFile writes a whole file at once.
func writeFile(path string, data []byte) error {
	f, err := createFile(path)
	if err != nil {
		return err
	}
	f.buf = data
	return f.finish()
}
