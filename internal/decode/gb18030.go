package decode

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Bytes of a two-byte character of GB18030: the first is 81 to FE, the second
// 40 to FE without 7F. Of a four-byte one: 81 to FE, 30 to 39, and so again.
const (
	gbFirst   = 0x81
	gbSecond  = 0x40
	gbLast    = 0xFE
	gbSeconds = gbLast - gbSecond + 1
)

// newGB18030 converts GB18030, and GBK and GB 2312 with it. The table of
// golang.org/x/text is taken over, which has U+FFFD for 2,067 codes of private
// use; bytes that are no character at all are an error.
func newGB18030() converter {
	pairs := gbPairs()
	return func(dst, src []byte, final bool) (written, taken int, err error) {
		for taken < len(src) && len(dst)-written >= utf8.UTFMax {
			if src[taken] < utf8.RuneSelf {
				n := copyASCII(dst[written:], src[taken:])
				written += n
				taken += n
				continue
			}
			r, size := gbPair(pairs, src[taken:])
			if size == 0 {
				r, size = gbOther(src[taken:])
			}
			switch {
			case size > 0:
				written += utf8.EncodeRune(dst[written:], r)
				taken += size
			case size < 0:
				return written, taken, errInvalid
			case final:
				return written, taken, errCutOff
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

// gbPair is the two-byte character that src begins with; size is 0 where there is none.
func gbPair(pairs []rune, src []byte) (r rune, size int) {
	if len(src) < 2 || !isGBFirst(src[0]) {
		return 0, 0
	}
	if second := src[1]; second >= gbSecond && second <= gbLast && second != 0x7F {
		return pairs[int(src[0]-gbFirst)*gbSeconds+int(second-gbSecond)], 2
	}
	return 0, 0
}

// gbOther is the character of four bytes, or one beyond ASCII, that src begins
// with; size is 0 where src is too short, and -1 where there is no such character.
func gbOther(src []byte) (r rune, size int) {
	if src[0] == 0x80 {
		return '€', 1 // as Windows code page 936 has it
	}
	for i, valid := range []func(byte) bool{isGBFirst, isDigit, isGBFirst, isDigit} {
		if i == len(src) {
			return 0, 0
		}
		if !valid(src[i]) {
			return 0, -1
		}
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(src[:4])
	r, size = utf8.DecodeRune(text)
	if err != nil || r == utf8.RuneError || size != len(text) {
		return 0, -1
	}
	return r, 4
}

func isGBFirst(c byte) bool { return gbFirst <= c && c <= gbLast }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// gbPairs is the character of every pair of bytes, by first and second byte.
func gbPairs() []rune {
	var all bytes.Buffer
	for first := gbFirst; first <= gbLast; first++ {
		for second := gbSecond; second <= gbLast; second++ {
			if second != 0x7F {
				all.Write([]byte{byte(first), byte(second)})
			}
		}
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(all.Bytes())
	if err != nil {
		panic(err) // the decoder replaces what it does not know, it never fails
	}
	pairs := make([]rune, 0, (gbLast-gbFirst+1)*gbSeconds)
	for _, r := range string(text) {
		if len(pairs)%gbSeconds == 0x7F-gbSecond {
			pairs = append(pairs, utf8.RuneError)
		}
		pairs = append(pairs, r)
	}
	return pairs
}
