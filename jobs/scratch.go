package jobs

import (
	"errors"
	"os"
)

// scratch is a file of our own, which is there once something is written to it
// and until it is closed.
type scratch struct{ file *os.File }

// WriteAt is io.WriterAt.
func (s *scratch) WriteAt(p []byte, at int64) (int, error) {
	if s.file == nil {
		file, err := os.CreateTemp("", "bidui-*") // mode 0600
		if err != nil {
			return 0, err
		}
		s.file = file
	}
	return s.file.WriteAt(p, at)
}

// ReadAt is io.ReaderAt.
func (s *scratch) ReadAt(p []byte, at int64) (int, error) {
	if s.file == nil {
		return 0, os.ErrNotExist
	}
	return s.file.ReadAt(p, at)
}

// Close removes the file.
func (s *scratch) Close() error {
	if s.file == nil {
		return nil
	}
	err := errors.Join(s.file.Close(), os.Remove(s.file.Name()))
	s.file = nil
	return err
}
