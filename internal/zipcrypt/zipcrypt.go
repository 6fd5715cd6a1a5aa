// Package zipcrypt reads the encrypted entries of ZIP archives that archive/zip
// has opened: those of traditional encryption (ZipCrypto) and those of WinZip's
// AES (AE-1 and AE-2), stored or deflated. It also tells what an entry is called
// whose name is not in UTF-8.
package zipcrypt

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"errors"
	"fmt"
	"io"
)

var (
	// ErrPassword is, for errors.Is, what Open returns for a wrong password. One
	// wrong password in 256 (AES: in 65,536) is not found out by Open; what is
	// read with it ends with ErrDamaged.
	ErrPassword = errors.New("the password is wrong")

	// ErrDamaged is, for errors.Is, every error of an entry that is cut off, or
	// longer than it should be, or does not fit its check value.
	ErrDamaged = errors.New("the entry is truncated or damaged, or (rarely) the password is wrong")

	// ErrUnsupported is, for errors.Is, every error of an entry that may be sound,
	// and is encrypted or packed in a way that is not read.
	ErrUnsupported = errors.New("not read")
)

// Flags of an entry.
const (
	flagEncrypted  = 1 << 0
	flagDescriptor = 1 << 3 // its sizes and CRC follow it
	flagStrong     = 1 << 6
	flagUTF8       = 1 << 11
)

// methodAES stands where the method of packing would; that is in an extra field.
const methodAES = 99

// Encrypted says whether f needs a password.
func Encrypted(f *zip.File) bool { return f.Flags&flagEncrypted != 0 }

// Open is the unpacked content of an encrypted entry. What was read of it is
// proven to be what was packed only when Read has returned io.EOF: before that,
// it is what the bytes of a possibly damaged archive decrypt to. Reading takes
// the same little memory whatever the entry says of its size.
//
// The password is used byte by byte, in whatever encoding its writer had.
// Errors do not name the entry.
func Open(f *zip.File, password []byte) (io.ReadCloser, error) {
	switch {
	case !Encrypted(f):
		return nil, errors.New("the entry is not encrypted: it needs no password")
	case f.Flags&flagStrong != 0:
		return nil, fmt.Errorf("PKWARE's strong encryption: %w; ask for AES-256 or traditional encryption", ErrUnsupported)
	}
	e := &entry{size: f.UncompressedSize64, crc: f.CRC32, checked: true, method: f.Method}
	var extra aesExtra
	if f.Method == methodAES {
		var err error
		if extra, err = findAES(f.Extra); err != nil {
			return nil, err
		}
		e.method, e.checked = extra.method, extra.version == 1
	}
	if e.method != zip.Store && e.method != zip.Deflate {
		return nil, fmt.Errorf("packed by method %d: %w; only stored and deflated entries are", e.method, ErrUnsupported)
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, damaged(err)
	}
	if f.Method == methodAES {
		e.packed, err = newAES(raw, f.CompressedSize64, extra, password)
	} else {
		e.packed, err = newTraditional(raw, f.CompressedSize64, checkByte(f), password)
	}
	if err != nil {
		return nil, err
	}
	return e.begin(), nil
}

// begin puts together how e is read.
func (e *entry) begin() *entry {
	e.rest = bufio.NewReader(e.packed)
	e.content = e.rest
	if e.method == zip.Deflate {
		e.content = flate.NewReader(e.rest) // of a ByteReader it takes no byte too many
	}
	return e
}

// damaged marks an error in reading an archive as damage, unless it is the
// system's.
func damaged(err error) error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, zip.ErrFormat) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}
