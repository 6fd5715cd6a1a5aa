package resident

import (
	"strings"
	"unicode/utf8"
)

// Mask is text with its middle starred, of the same number of characters. Of
// 18 and more it shows the first 6 and the last 4 (430521********1234); of 9 to
// 17 the same share, a third and two ninths; of fewer only the first, of one
// none. A text that is not all ASCII is no ID number and may hold a name: of
// that, too, only the first is shown.
func Mask(text string) string {
	length := utf8.RuneCountInString(text)
	head, tail := shown(length, length == len(text))
	var b strings.Builder
	b.Grow(len(text))
	place := 0
	for _, r := range text {
		if place >= head && place < length-tail {
			r = '*'
		}
		b.WriteRune(r)
		place++
	}
	return b.String()
}

// shown is how many characters at either end of a text may be seen.
func shown(length int, ascii bool) (head, tail int) {
	switch {
	case length < 2:
		return 0, 0
	case length < 9 || !ascii:
		return 1, 0
	case length < 18:
		return length / 3, length * 2 / 9
	}
	return 6, 4
}
