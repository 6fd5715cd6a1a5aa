package jobs

import (
	"errors"
	"os"
)

// scratch is a file of our own, which is there once something is written to it
// and until it is closed. Where the system lets a file go that is open, it has no
// name from the beginning, so that nothing is left whatever becomes of us.
type scratch struct {
	file  *os.File
	named bool // still
}

// WriteAt is io.WriterAt.
func (s *scratch) WriteAt(p []byte, at int64) (int, error) {
	if s.file == nil {
		file, err := os.CreateTemp("", "bidui-*") // mode 0600
		if err != nil {
			return 0, err
		}
		s.file, s.named = file, os.Remove(file.Name()) != nil
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

// Close lets the file go.
func (s *scratch) Close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	if s.named {
		err = errors.Join(err, os.Remove(s.file.Name()))
	}
	s.file = nil
	return err
}
