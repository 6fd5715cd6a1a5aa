package matchers

import (
	"strings"
	"unicode/utf8"
)

// code is a text in 64 bits: a number of up to 17 digits with its leading
// zeros, a name of up to four common ideographs, or the number of a text that
// is kept as it is. Equal texts have equal codes; the empty text is 0.
type code uint64

const (
	tagName code = 1 << 62 // four ideographs of 15 bits each
	tagKept code = 2 << 62 // position in texts.kept
	tagBits code = 3 << 62

	firstIdeograph = 0x4E00
	lastIdeograph  = 0x9FFF
)

// texts turns texts into codes and back.
type texts struct {
	kept    []string
	numbers map[string]code
}

func newTexts() *texts { return &texts{numbers: map[string]code{}} }

// code is the code of text, which is copied where it must be kept.
func (t *texts) code(text string) code {
	if c, ok := pack(text); ok {
		return c
	}
	c, ok := t.numbers[text]
	if !ok {
		c = tagKept | code(len(t.kept))
		text = strings.Clone(text)
		t.kept = append(t.kept, text)
		t.numbers[text] = c
	}
	return c
}

// find is the code of text if it has one without keeping it anew.
func (t *texts) find(text string) (code, bool) {
	if c, ok := pack(text); ok {
		return c, true
	}
	c, ok := t.numbers[text]
	return c, ok
}

func pack(text string) (code, bool) {
	if text == "" {
		return 0, true
	}
	if len(text) <= 17 {
		n := code(1) // so that leading zeros count
		for i := range len(text) {
			digit := text[i] - '0'
			if digit > 9 {
				return packName(text)
			}
			n = n*10 + code(digit)
		}
		return n, true
	}
	return 0, false
}

func packName(text string) (code, bool) {
	if len(text) > 12 {
		return 0, false
	}
	c := code(0)
	for _, r := range text {
		if r < firstIdeograph || r > lastIdeograph {
			return 0, false
		}
		c = c<<15 | code(r-firstIdeograph+1)
	}
	return c | tagName, true
}

// text is the text of a code.
func (t *texts) text(c code) string {
	switch c & tagBits {
	case tagKept:
		return t.kept[c&^tagBits]
	case tagName:
		var b [4 * utf8.UTFMax]byte
		at := len(b)
		for rest := c &^ tagBits; rest != 0; rest >>= 15 {
			r := rune(rest&0x7FFF) - 1 + firstIdeograph
			at -= utf8.RuneLen(r)
			utf8.EncodeRune(b[at:], r)
		}
		return string(b[at:])
	}
	var b [20]byte
	at := len(b)
	for ; c > 9; c /= 10 {
		at--
		b[at] = byte('0' + c%10)
	}
	return string(b[at:])
}
