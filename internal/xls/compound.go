package xls

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// stream is the workbook within its compound file, read from one point on.
type stream struct {
	file  *mscfb.File
	bytes *guard
}

// openStream finds the workbook in a compound file. What Excel 95 wrote is found
// too: its records tell what they are.
func openStream(r io.ReaderAt, size int64) (*stream, error) {
	bytes := &guard{src: io.NewSectionReader(r, 0, size), structure: maxDirectory + size>>13}
	compound, err := mscfb.New(bytes)
	if err != nil {
		return nil, bytes.why(err)
	}
	bytes.opened = true
	var found *mscfb.File
	for _, entry := range compound.File {
		if len(entry.Path) > 0 {
			continue // within something embedded
		}
		switch strings.ToLower(entry.Name) {
		case "workbook":
			found = entry
		case "book":
			if found == nil {
				found = entry
			}
		case "encryptedpackage":
			return nil, errPassword
		}
	}
	switch {
	case found == nil || found.FileInfo().IsDir():
		return nil, errors.New("an OLE file without a workbook, such as an old Word document: this format is not read")
	case found.Size > size:
		return nil, damaged("its workbook is said to have %d bytes, and the file has %d", found.Size, size)
	}
	return &stream{file: found, bytes: bytes}, nil
}

var errPassword = errors.New("it is encrypted: save it without a password")

// damaged is the error of a file that is not what it should be.
func damaged(format string, args ...any) error {
	return fmt.Errorf("the file is truncated or damaged: "+format, args...)
}

// seek moves to an offset within the stream.
func (s *stream) seek(offset int64) error {
	if _, err := s.file.Seek(offset, io.SeekStart); err != nil {
		return s.bytes.why(err)
	}
	return nil
}

// Read is io.Reader; it may return bytes and io.EOF at once.
func (s *stream) Read(p []byte) (int, error) {
	n, err := s.file.Read(p)
	if err != nil && err != io.EOF {
		err = s.bytes.why(err)
	}
	return n, err
}

// maxDirectory is how many bytes the directory of a compound file may have: an
// entry has 128, a workbook half a dozen entries, and more for each thing that
// is embedded in it.
const maxDirectory = 256 << 10

// guard is the bytes of a compound file as mscfb reads them, and what mscfb does
// not look after: that opening it takes no more time and memory than the file is
// worth, and that no chain of sectors runs into a free one, which it would take
// for the file's header. It keeps the reason why the system could not read.
type guard struct {
	src       io.ReaderAt
	structure int64 // bytes that may still be read as sectors of the structure
	begun     bool  // the header was read
	opened    bool  // the structure was read
	failed    error
}

// freeSector is smaller than any sector; mscfb asks for the structure by sectors
// and for links of chains by four bytes.
const freeSector = 512

// ReadAt is io.ReaderAt.
func (g *guard) ReadAt(p []byte, offset int64) (int, error) {
	if offset < freeSector && g.begun {
		return 0, g.fail(damaged("a chain of sectors runs into a free one"))
	}
	g.begun = true
	if !g.opened && len(p) >= freeSector {
		if g.structure -= int64(len(p)); g.structure < 0 {
			return 0, g.fail(damaged("its directory has more than %d entries", maxDirectory/128))
		}
	}
	n, err := g.src.ReadAt(p, offset)
	if err != nil && err != io.EOF {
		return n, g.fail(err)
	}
	return n, err
}

func (g *guard) fail(err error) error {
	g.failed = err
	return err
}

// why is the reason behind an error of mscfb.
func (g *guard) why(err error) error {
	if g.failed != nil {
		return g.failed
	}
	return damaged("%w", err)
}
