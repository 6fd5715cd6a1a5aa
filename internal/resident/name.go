package resident

import (
	"strings"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/gb18030"
)

// Likeness is how alike two names are.
type Likeness uint8

// The degrees of likeness, closest first.
const (
	Equal Likeness = iota
	Similar
	Different
)

var likenessNames = [...]string{"equal", "similar", "different"}

// String is the likeness as findings write it.
func (l Likeness) String() string { return likenessNames[l] }

// CleanName is a name as it is compared and shown: without blanks anywhere,
// half-width where it was full-width, every kind of middle dot as ·, a private
// character as the standard one that it stood for, trailing notes in brackets
// dropped (a name that is nothing but a note keeps it). It returns its argument
// where nothing changes, and broken UTF-8 as U+FFFD.
func CleanName(text string) string {
	var buf [64]byte
	b := buf[:0]
	for _, r := range text {
		if r = cleanNameRune(r); r >= 0 {
			b = utf8.AppendRune(b, r)
		}
	}
	if string(b) != text {
		text = string(b)
	}
	return withoutNotes(text)
}

// cleanNameRune is what stands for r in a cleaned name, -1 for nothing.
func cleanNameRune(r rune) rune {
	if r >= '一' && r <= '鿿' { // nearly always
		return r
	}
	switch r = halfWidth(gb18030.Standard(r)); {
	case isMiddleDot(r):
		return '·'
	case isBlank(r):
		return -1
	}
	return r
}

// isMiddleDot says whether r is typed for the dot between the parts of a name.
func isMiddleDot(r rune) bool {
	switch r {
	case '·', '\u0387', '•', '‧', '∙', '⋅', '・', '･', '.':
		return true
	}
	return false
}

// withoutNotes drops bracketed notes from the end of a cleaned name.
func withoutNotes(name string) string {
	for {
		start := noteAtEnd(name)
		if start <= 0 {
			return name
		}
		name = name[:start]
	}
}

// noteAtEnd is where the bracketed note that ends the name starts, brackets
// within it included; -1 where there is none.
func noteAtEnd(name string) int {
	closing, _ := utf8.DecodeLastRuneInString(name)
	opening := openingOf(closing)
	if opening == 0 {
		return -1
	}
	depth := 0
	for end := len(name); end > 0; {
		r, size := utf8.DecodeLastRuneInString(name[:end])
		end -= size
		switch r {
		case closing:
			depth++
		case opening:
			if depth--; depth == 0 {
				return end
			}
		}
	}
	return -1
}

// openingOf is the bracket that r closes, 0 where r closes none. Full-width
// （, ［ and ｛ have become half-width.
func openingOf(r rune) rune {
	switch r {
	case ')':
		return '('
	case ']':
		return '['
	case '】':
		return '【'
	case '〕':
		return '〔'
	case '〉':
		return '〈'
	case '}':
		return '{'
	}
	return 0
}

// CompareNames says how alike two names are, whichever comes first. Names are
// equal when they are so after CleanName and without middle dots, and in that
// form they are judged further: similar names have the same pinyin without
// tones, in some reading of every character, or differ by one character
// replaced, inserted or deleted, the longer having at least two (张三 and 张 are
// similar, 张 and 李 are not). Two blank names are equal.
func CompareNames(a, b string) Likeness {
	if a == b {
		return Equal
	}
	a, b = withoutDots(CleanName(a)), withoutDots(CleanName(b))
	switch {
	case a == b:
		return Equal
	case oneRuneApart(a, b) || sameReading(a, b):
		return Similar
	}
	return Different
}

// NameKey is the form in which names that compare as Equal are the same text.
func NameKey(name string) string { return withoutDots(CleanName(name)) }

func withoutDots(name string) string { return strings.ReplaceAll(name, "·", "") }

// oneRuneApart says whether one rune replaced, inserted or deleted makes b of
// a, in a name of two runes or more. The names differ.
func oneRuneApart(a, b string) bool {
	if max(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) < 2 {
		return false
	}
	a, b = withoutCommonEnds(a, b)
	return utf8.RuneCountInString(a) <= 1 && utf8.RuneCountInString(b) <= 1
}

// withoutCommonEnds drops the runes with which both texts start, and then
// those with which both end.
func withoutCommonEnds(a, b string) (string, string) {
	for a != "" && b != "" {
		r, size := utf8.DecodeRuneInString(a)
		if s, _ := utf8.DecodeRuneInString(b); r != s {
			break
		}
		a, b = a[size:], b[size:]
	}
	for a != "" && b != "" {
		r, size := utf8.DecodeLastRuneInString(a)
		if s, _ := utf8.DecodeLastRuneInString(b); r != s {
			break
		}
		a, b = a[:len(a)-size], b[:len(b)-size]
	}
	return a, b
}
