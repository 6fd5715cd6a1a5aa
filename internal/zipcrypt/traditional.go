package zipcrypt

import (
	"archive/zip"
	"fmt"
	"hash/crc32"
	"io"
)

// traditionalHead is how many random bytes, the last one excepted, precede the
// packed content.
const traditionalHead = 12

// traditional decrypts as APPNOTE 6.1 has it. The cipher has been broken since
// 1994; agencies use it all the same, since Windows itself opens it.
type traditional struct {
	exactly
	keys [3]uint32
}

// newTraditional reads the head of raw, whose last byte should be check.
func newTraditional(raw io.Reader, size uint64, check byte, password []byte) (*traditional, error) {
	if size < traditionalHead {
		return nil, fmt.Errorf("%w: it is too short to be encrypted", ErrDamaged)
	}
	t := &traditional{exactly: exactly{raw, size}, keys: [3]uint32{0x12345678, 0x23456789, 0x34567890}}
	for _, c := range password {
		t.update(c)
	}
	head := make([]byte, traditionalHead)
	if _, err := io.ReadFull(t, head); err != nil {
		return nil, damaged(err)
	}
	if head[traditionalHead-1] != check {
		return nil, ErrPassword
	}
	return t, nil
}

// checkByte is the last byte of the head of f: the first of its CRC, or, where
// that was not known yet when the head was written, of its time.
func checkByte(f *zip.File) byte {
	if f.Flags&flagDescriptor != 0 {
		return byte(f.ModifiedTime >> 8) // Modified may come from an extra field; here the field itself is meant
	}
	return byte(f.CRC32 >> 24)
}

func (t *traditional) Read(p []byte) (int, error) {
	n, err := t.exactly.Read(p)
	for i, c := range p[:n] {
		word := t.keys[2] | 2
		c ^= byte(word * (word ^ 1) >> 8)
		t.update(c)
		p[i] = c
	}
	return n, err
}

func (t *traditional) update(c byte) {
	t.keys[0] = crc32Step(t.keys[0], c)
	t.keys[1] = (t.keys[1]+t.keys[0]&0xFF)*134775813 + 1
	t.keys[2] = crc32Step(t.keys[2], byte(t.keys[1]>>24))
}

func crc32Step(crc uint32, c byte) uint32 { return crc32.IEEETable[byte(crc)^c] ^ crc>>8 }

// verify has nothing to say: only the CRC of the content does.
func (t *traditional) verify() error { return nil }
