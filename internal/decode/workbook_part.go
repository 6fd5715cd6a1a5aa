package decode

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"fmt"
	"io"
)

// What a part may unpack to: sheets shrink to a tenth or a thirtieth.
const (
	maxPartRatio = 250
	freePart     = 64 << 20 // bytes up to which the ratio does not matter
	maxPart      = 16 << 30
)

// partReader reads a part of a workbook, and stops where it unpacks to
// unreasonably much.
type partReader struct {
	io.ReadCloser
	packed   int64
	unpacked int64
	failed   bool // a Read has told why
}

func openPart(part *zip.File) (io.ReadCloser, error) {
	if part.Flags&1 != 0 {
		return nil, errors.New("it is encrypted: save it without a password")
	}
	opened, err := part.Open()
	if err != nil {
		return nil, damaged(err)
	}
	return &partReader{ReadCloser: opened, packed: int64(part.CompressedSize64)}, nil
}

func (r *partReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.unpacked += int64(n)
	r.failed = r.failed || err != nil && err != io.EOF
	if r.unpacked > maxPart || r.unpacked > freePart && r.unpacked/maxPartRatio > r.packed {
		return n, fmt.Errorf("%d bytes unpack to more than %d: this is no honest workbook", r.packed, r.unpacked)
	}
	return n, err
}

// Close does not repeat what Read has told.
func (r *partReader) Close() error {
	if err := r.ReadCloser.Close(); !r.failed {
		return err
	}
	return nil
}

// damaged says of an error in unpacking what it means.
func damaged(err error) error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, zip.ErrChecksum) ||
		errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) {
		return fmt.Errorf("the file is truncated or damaged: %w", err)
	}
	return err
}
