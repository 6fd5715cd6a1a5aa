package decode

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Encodings of text as Options.Encoding and guessEncoding name them.
const (
	encodingAuto      = "auto"
	encodingUTF8      = "utf-8"
	encodingUTF16     = "utf-16"
	utf16LittleEndian = "utf-16le"
	utf16BigEndian    = "utf-16be"
	encodingGB18030   = "gb18030"
)

// headSize is how much of a file is looked at to guess what it is.
const headSize = 1 << 20

// NormalEncoding is the name of an encoding, as configured, in one spelling. auto is found out.
func NormalEncoding(name string) (string, error) {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "", encodingAuto:
		return encodingAuto, nil
	case encodingUTF8, "utf8":
		return encodingUTF8, nil
	case encodingUTF16, "utf16":
		return encodingUTF16, nil
	case encodingGB18030, "gbk", "gb2312":
		return encodingGB18030, nil
	}
	return "", fmt.Errorf("encoding %q: write auto, utf-8, utf-16 or gb18030", name)
}

// guessEncoding says what encoding text has that begins with head, and how many
// bytes its byte order mark takes. wanted is what the Options say.
func guessEncoding(head []byte, wanted string) (encoding string, mark int, err error) {
	encoding, mark = byteOrderMark(head)
	switch {
	case encoding == "" && wanted == encodingUTF16:
		encoding = utf16LittleEndian
		if looksUTF16(head) == utf16BigEndian {
			encoding = utf16BigEndian
		}
	case encoding == "" && wanted == encodingAuto:
		encoding, err = guessUnmarked(head)
	case encoding == "":
		encoding = wanted
	case wanted != encodingAuto && !strings.HasPrefix(encoding, wanted):
		err = fmt.Errorf("the configuration says encoding %s, but the file begins with the mark of %s: leave encoding out", wanted, encoding)
	}
	return encoding, mark, err
}

func byteOrderMark(head []byte) (encoding string, length int) {
	for _, mark := range []struct{ bytes, encoding string }{
		{"\xEF\xBB\xBF", encodingUTF8},
		{"\xFF\xFE", utf16LittleEndian},
		{"\xFE\xFF", utf16BigEndian},
		{"\x84\x31\x95\x33", encodingGB18030},
	} {
		if bytes.HasPrefix(head, []byte(mark.bytes)) {
			return mark.encoding, len(mark.bytes)
		}
	}
	return "", 0
}

// guessUnmarked goes by what the bytes can be: text with NUL bytes is UTF-16;
// what is UTF-8 is meant to be; the rest is GB18030, unless most of it is UTF-8
// (of GB18030 about one character in six is, by chance, and the others are not).
func guessUnmarked(head []byte) (string, error) {
	if before, _, zero := bytes.Cut(head, []byte{0}); zero {
		if encoding := looksUTF16(head); encoding != "" {
			return encoding, nil
		}
		return "", fmt.Errorf("neither a spreadsheet nor text, or damaged: it has NUL bytes in it, the first in line %d", 1+bytes.Count(before, []byte{'\n'}))
	}
	whole, odd := tallyUTF8(head)
	if whole >= 4*odd {
		return encodingUTF8, nil
	}
	return encodingGB18030, nil
}

// looksUTF16 says which byte order head has if it is UTF-16 at all: characters
// below U+0100, which every table has for its separators, have a zero byte, and
// nearly all zero bytes stand on one side.
func looksUTF16(head []byte) string {
	var zero [2]int
	for i, c := range head {
		if c == 0 {
			zero[i&1]++
		}
	}
	encoding, convert := utf16LittleEndian, utf16Converter(0)
	if zero[0] > zero[1] {
		encoding, convert = utf16BigEndian, utf16Converter(1)
	}
	if min(zero[0], zero[1])*8 > max(zero[0], zero[1]) || max(zero[0], zero[1]) == 0 {
		return ""
	}
	text := make([]byte, 3*len(head)/2+utf8.UTFMax)
	n, _, err := convert(text, head, false)
	if err != nil || bytes.IndexByte(text[:n], 0) >= 0 {
		return ""
	}
	return encoding
}

// tallyUTF8 counts the characters of more than one byte, and the bytes that
// belong to no character. A character that head cuts off is neither.
func tallyUTF8(head []byte) (whole, odd int) {
	for i := 0; i < len(head); {
		if head[i] < utf8.RuneSelf {
			i++
			continue
		}
		if !utf8.FullRune(head[i:]) && len(head) == headSize {
			return whole, odd
		}
		r, size := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && size == 1 {
			odd++
		} else {
			whole++
		}
		i += size
	}
	return whole, odd
}

// utf16Converter converts UTF-16 whose more significant byte is the second
// (high = 0) or the first (high = 1) of each pair.
func utf16Converter(high int) converter {
	unit := binary.LittleEndian.Uint16
	if high == 1 {
		unit = binary.BigEndian.Uint16
	}
	return func(dst, src []byte, final bool) (written, taken int, err error) {
		for len(src)-taken >= 2 && len(dst)-written >= utf8.UTFMax {
			r := rune(unit(src[taken:]))
			size := 2
			if 0xD800 <= r && r < 0xE000 {
				if r >= 0xDC00 {
					return written, taken, errInvalid
				}
				if len(src)-taken < 4 {
					break
				}
				low := rune(unit(src[taken+2:]))
				if low < 0xDC00 || low >= 0xE000 {
					return written, taken, errInvalid
				}
				r = (r-0xD800)<<10 + (low - 0xDC00) + 0x10000
				size = 4
			}
			written += utf8.EncodeRune(dst[written:], r)
			taken += size
		}
		if final && len(src) > taken && len(dst)-written >= utf8.UTFMax {
			return written, taken, errCutOff
		}
		return written, taken, nil
	}
}
