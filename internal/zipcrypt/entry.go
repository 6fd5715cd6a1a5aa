package zipcrypt

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// decrypter reads the packed bytes of an entry. It returns io.EOF only after
// as many as there should be.
type decrypter interface {
	io.Reader
	verify() error // after io.EOF: whether they are what was encrypted
}

// entry is the content of an encrypted entry. It checks it while it is read.
type entry struct {
	packed  decrypter
	rest    io.Reader // what is not unpacked yet of packed
	content io.Reader // the same, unpacked
	method  uint16

	size    uint64 // of the whole content
	crc     uint32 // of it
	checked bool   // whether crc says anything: AE-2 has none

	read uint64
	sum  uint32
	err  error // that ended the reading
}

var errClosed = errors.New("zipcrypt: the entry is closed")

// Read is io.Reader. It returns io.EOF only for an entry that is all there and
// fits its size and check values.
func (e *entry) Read(p []byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	n, err := e.content.Read(p)
	e.read += uint64(n)
	e.sum = crc32.Update(e.sum, crc32.IEEETable, p[:n])
	switch {
	case e.read > e.size:
		err = fmt.Errorf("%w: it unpacks to more than its %d bytes", ErrDamaged, e.size)
	case err == io.EOF:
		err = e.verify()
	case err != nil:
		err = damaged(err)
	}
	e.err = err
	return n, err
}

// verify is io.EOF if the content, read to its end, is what was packed.
func (e *entry) verify() error {
	if e.read < e.size {
		return fmt.Errorf("%w: it unpacks to %d bytes instead of %d", ErrDamaged, e.read, e.size)
	}
	switch n, err := io.ReadFull(e.rest, make([]byte, 1)); {
	case n > 0:
		return fmt.Errorf("%w: something follows its packed content", ErrDamaged)
	case err != io.EOF:
		return damaged(err)
	}
	if err := e.packed.verify(); err != nil {
		return err
	}
	if e.checked && e.sum != e.crc {
		return fmt.Errorf("%w: its CRC does not fit", ErrDamaged)
	}
	return io.EOF
}

// Close is io.Closer. The archive stays open.
func (e *entry) Close() error {
	e.err = errClosed
	return nil
}

// exactly reads left bytes of src, and calls an earlier end unexpected.
type exactly struct {
	src  io.Reader
	left uint64
}

func (e *exactly) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n, err := e.src.Read(p[:min(uint64(len(p)), e.left)])
	e.left -= uint64(n)
	if err == io.EOF && e.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}
