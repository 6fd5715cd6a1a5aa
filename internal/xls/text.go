package xls

import (
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// Flags of a text.
const (
	wideFlag     = 0x01 // two bytes a character, not one
	phoneticFlag = 0x04 // with how it is pronounced
	richFlag     = 0x08 // with runs of other fonts
)

// maxChars is how many UTF-16 units a cell can hold.
const maxChars = 32767

// textReader reads texts that may go on in CONTINUE records.
type textReader struct {
	records *records
	rest    []byte // of the current record
}

// appendText appends, as UTF-8, a text with its length and flags before it, and
// moves behind what comes after it: fonts and phonetics.
func (t *textReader) appendText(dst []byte) ([]byte, error) {
	length, err := t.number(2)
	if err != nil {
		return dst, err
	}
	flags, err := t.number(1)
	if err != nil {
		return dst, err
	}
	var behind int64
	if flags&richFlag != 0 {
		runs, err := t.number(2)
		if err != nil {
			return dst, err
		}
		behind = 4 * runs
	}
	if flags&phoneticFlag != 0 {
		phonetic, err := t.number(4)
		if err != nil {
			return dst, err
		}
		behind += phonetic
	}
	if dst, err = t.appendChars(dst, int(length), flags&wideFlag != 0); err != nil {
		return dst, err
	}
	return dst, t.skip(behind)
}

// appendChars appends n UTF-16 units as UTF-8. Where they go on in another
// record, it begins by saying anew how many bytes each has.
func (t *textReader) appendChars(dst []byte, n int, wide bool) ([]byte, error) {
	if n > maxChars {
		return dst, damaged("a text of %d characters is longer than a cell can be", n)
	}
	var high rune // half of a character, whose other half is still to come
	for n > 0 {
		if len(t.rest) == 0 {
			flags, err := t.number(1)
			if err != nil {
				return dst, err
			}
			wide = flags&wideFlag != 0
			continue
		}
		size := 1
		if wide {
			size = 2
		}
		units := min(n, len(t.rest)/size)
		if units == 0 {
			return dst, damaged("a character is cut in two")
		}
		if wide {
			dst, high = appendWide(dst, t.rest[:2*units], high)
		} else {
			dst, high = appendNarrow(appendHalf(dst, high), t.rest[:units]), 0
		}
		t.rest = t.rest[size*units:]
		n -= units
	}
	return appendHalf(dst, high), nil
}

// appendWide appends UTF-16 as UTF-8. A half of a character at its end is
// returned, and comes in again as high with what follows.
func appendWide(dst, src []byte, high rune) ([]byte, rune) {
	for ; len(src) >= 2; src = src[2:] {
		unit := rune(binary.LittleEndian.Uint16(src))
		if high != 0 {
			if whole := utf16.DecodeRune(high, unit); whole != utf8.RuneError {
				dst = utf8.AppendRune(dst, whole)
				high = 0
				continue
			}
			dst = appendHalf(dst, high)
			high = 0
		}
		if 0xD800 <= unit && unit < 0xDC00 {
			high = unit
			continue
		}
		dst = utf8.AppendRune(dst, unit) // U+FFFD for a second half without its first
	}
	return dst, high
}

// appendNarrow appends units of which only the lower byte is stored.
func appendNarrow(dst, src []byte) []byte {
	for _, c := range src {
		if c < utf8.RuneSelf {
			dst = append(dst, c)
		} else {
			dst = utf8.AppendRune(dst, rune(c))
		}
	}
	return dst
}

// appendHalf appends U+FFFD for half of a character, which programs leave that
// cut texts to a length.
func appendHalf(dst []byte, high rune) []byte {
	if high == 0 {
		return dst
	}
	return utf8.AppendRune(dst, utf8.RuneError)
}

// number is the next n bytes as a number.
func (t *textReader) number(n int) (int64, error) {
	var number int64
	for i := range n {
		if err := t.more(); err != nil {
			return 0, err
		}
		number |= int64(t.rest[0]) << (8 * i)
		t.rest = t.rest[1:]
	}
	return number, nil
}

// skip passes over n bytes.
func (t *textReader) skip(n int64) error {
	for n > 0 {
		if err := t.more(); err != nil {
			return err
		}
		step := min(n, int64(len(t.rest)))
		t.rest = t.rest[step:]
		n -= step
	}
	return nil
}

// more makes rest have a byte.
func (t *textReader) more() error {
	for len(t.rest) == 0 {
		more, err := t.records.continued()
		if err != nil {
			return err
		}
		if !more {
			return damaged("a text is cut off")
		}
		t.rest = t.records.body
	}
	return nil
}

// ended says whether nothing comes any more.
func (t *textReader) ended() (bool, error) {
	for len(t.rest) == 0 {
		more, err := t.records.continued()
		if err != nil || !more {
			return true, err
		}
		t.rest = t.records.body
	}
	return false, nil
}
