package zipcrypt

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
)

// What WinZip's AES lays around the packed content: a salt of half the key's
// length and a check of the password before it, a code of authentication after.
const (
	aesIterations = 1000
	aesCheck      = 2
	aesCode       = 10
)

// aesExtra is what the extra field of an entry says of its encryption.
type aesExtra struct {
	version uint16 // 1: the entry has a CRC; 2: it has none
	key     int    // bytes
	method  uint16 // of packing
}

const extraAES = 0x9901

func findAES(extra []byte) (aesExtra, error) {
	field, ok := findExtra(extra, extraAES)
	if !ok || len(field) < 7 {
		return aesExtra{}, fmt.Errorf("%w: its AES field is missing or too short", ErrDamaged)
	}
	found := aesExtra{
		version: binary.LittleEndian.Uint16(field),
		key:     8 + 8*int(field[4]),
		method:  binary.LittleEndian.Uint16(field[5:]),
	}
	if string(field[2:4]) != "AE" || found.version < 1 || found.version > 2 || field[4] < 1 || field[4] > 3 {
		return aesExtra{}, fmt.Errorf("AES of version %d by %q with a key of sort %d: %w", found.version, field[2:4], field[4], ErrUnsupported)
	}
	return found, nil
}

// findExtra is the first extra field of that kind.
func findExtra(extra []byte, kind uint16) (field []byte, ok bool) {
	for len(extra) >= 4 {
		size := int(binary.LittleEndian.Uint16(extra[2:]))
		if size > len(extra)-4 {
			break
		}
		if binary.LittleEndian.Uint16(extra) == kind {
			return extra[4 : 4+size], true
		}
		extra = extra[4+size:]
	}
	return nil, false
}

// winZip decrypts WinZip's AES: counter mode, the counter little-endian and
// from 1.
type winZip struct {
	exactly
	raw     io.Reader
	block   cipher.Block
	code    hash.Hash // of the encrypted bytes
	counter uint64
	stream  [aes.BlockSize]byte
	used    int // of stream
}

func newAES(raw io.Reader, size uint64, extra aesExtra, password []byte) (*winZip, error) {
	salt := extra.key / 2
	around := uint64(salt + aesCheck + aesCode)
	if size < around {
		return nil, fmt.Errorf("%w: it is too short to be encrypted", ErrDamaged)
	}
	head := make([]byte, salt+aesCheck)
	if _, err := io.ReadFull(raw, head); err != nil {
		return nil, damaged(err)
	}
	keys, err := pbkdf2.Key(sha1.New, string(password), head[:salt], aesIterations, 2*extra.key+aesCheck)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(keys[2*extra.key:], head[salt:]) == 0 {
		return nil, ErrPassword
	}
	block, err := aes.NewCipher(keys[:extra.key])
	if err != nil {
		return nil, err
	}
	return &winZip{
		exactly: exactly{raw, size - around},
		raw:     raw,
		block:   block,
		code:    hmac.New(sha1.New, keys[extra.key:2*extra.key]),
		used:    aes.BlockSize,
	}, nil
}

func (w *winZip) Read(p []byte) (int, error) {
	n, err := w.exactly.Read(p)
	w.code.Write(p[:n])
	for rest := p[:n]; len(rest) > 0; {
		if w.used == aes.BlockSize {
			w.advance()
		}
		m := subtle.XORBytes(rest, rest, w.stream[w.used:])
		w.used += m
		rest = rest[m:]
	}
	return n, err
}

// advance makes the next block of the key stream.
func (w *winZip) advance() {
	w.counter++
	w.stream = [aes.BlockSize]byte{}
	binary.LittleEndian.PutUint64(w.stream[:], w.counter)
	w.block.Encrypt(w.stream[:], w.stream[:])
	w.used = 0
}

func (w *winZip) verify() error {
	code := make([]byte, aesCode)
	if _, err := io.ReadFull(w.raw, code); err != nil {
		return damaged(err)
	}
	if !hmac.Equal(code, w.code.Sum(nil)[:aesCode]) {
		return fmt.Errorf("%w: its code of authentication does not fit", ErrDamaged)
	}
	return nil
}
