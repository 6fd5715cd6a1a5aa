package gb18030

import (
	"errors"
	"unicode/utf8"
)

// What bytes can be wrong in.
var (
	ErrCutOff  = errors.New("the text ends within a character: the file is truncated")
	ErrInvalid = errors.New("it is no character of the encoding")
)

// Bytes of a two-byte character: the first is 81 to FE, the second 40 to FE
// without 7F. Of a four-byte one: 81 to FE, 30 to 39, and so again.
const (
	first   = 0x81
	second  = 0x40
	last    = 0xFE
	del     = 0x7F
	firsts  = last - first + 1
	seconds = last - second + 1
)

// Four-byte characters are counted from 81 30 81 30 on. Those of the planes
// beyond the first start at 90 30 81 30.
const (
	beyond  = (0x90 - first) * 10 * firsts * 10
	astral  = 0x10000
	maximal = utf8.MaxRune - astral
)

// NewConverter makes a converter to UTF-8. It writes the UTF-8 of src to dst:
// as much as fits, and as src has whole characters. An error, ErrInvalid or
// ErrCutOff, is about the byte src[taken]; src can be cut off when it is final
// only. Any number of texts can be converted at a time. Its tables take 170 kB.
func NewConverter() func(dst, src []byte, final bool) (written, taken int, err error) {
	t := newTables()
	return func(dst, src []byte, final bool) (written, taken int, err error) {
		for taken < len(src) && len(dst)-written >= utf8.UTFMax {
			if src[taken] < utf8.RuneSelf {
				n := copyASCII(dst[written:], src[taken:])
				written += n
				taken += n
				continue
			}
			r, size := t.pair(src[taken:])
			if size == 0 {
				r, size = t.other(src[taken:])
			}
			switch {
			case size > 0:
				written += utf8.EncodeRune(dst[written:], r)
				taken += size
			case size < 0:
				return written, taken, ErrInvalid
			case final:
				return written, taken, ErrCutOff
			default:
				return written, taken, nil
			}
		}
		return written, taken, nil
	}
}

// copyASCII copies the ASCII characters that src begins with.
func copyASCII(dst, src []byte) int {
	src = src[:min(len(dst), len(src))]
	for i, c := range src {
		if c >= utf8.RuneSelf {
			return i
		}
		dst[i] = c
	}
	return len(src)
}

// pair is the two-byte character that src begins with; size is 0 where there is none.
func (t *tables) pair(src []byte) (r rune, size int) {
	if len(src) < 2 || !isFirst(src[0]) || !isSecond(src[1]) {
		return 0, 0
	}
	return rune(t.pairs[pairIndex(src[0], src[1])]), 2
}

// other is the character of four bytes, or one beyond ASCII, that src begins
// with; size is 0 where src is too short, and -1 where there is no such character.
func (t *tables) other(src []byte) (r rune, size int) {
	if src[0] == 0x80 {
		return '€', 1 // as Windows code page 936 has it
	}
	for i, c := range src[:min(len(src), 4)] {
		if i%2 == 0 && !isFirst(c) || i%2 == 1 && !isDigit(c) {
			return 0, -1
		}
	}
	if len(src) < 4 {
		return 0, 0
	}
	n := ((int(src[0]-first)*10+int(src[1]-'0'))*firsts+int(src[2]-first))*10 + int(src[3]-'0')
	switch {
	case n < len(t.fours):
		return rune(t.fours[n]), 4
	case n >= beyond && n <= beyond+maximal:
		return rune(n - beyond + astral), 4
	}
	return 0, -1
}

func isFirst(c byte) bool { return first <= c && c <= last }

func isSecond(c byte) bool { return second <= c && c <= last && c != del }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// String is a short text, such as a file's name, in UTF-8; what is no character
// becomes U+FFFD. It makes a converter for this one text.
func String(text string) string {
	convert, src := NewConverter(), []byte(text)
	dst := make([]byte, 0, 3*len(src)+utf8.UTFMax)
	for len(src) > 0 {
		n, taken, err := convert(dst[len(dst):cap(dst)], src, true)
		dst = dst[:len(dst)+n]
		src = src[taken:]
		if err != nil {
			dst = utf8.AppendRune(dst, utf8.RuneError)
			src = src[1:]
		}
	}
	return string(dst)
}
