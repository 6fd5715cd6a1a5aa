package resident

import (
	"unicode"
	"unicode/utf8"
)

// CleanID is text without what wraps an ID number in spreadsheets: blanks of
// every width, quotes of every kind, ="…"; full-width characters become ASCII
// and x becomes X. It returns its argument where nothing changes, and broken
// UTF-8 as U+FFFD.
func CleanID(text string) string {
	if isClean(text) {
		return text
	}
	var buf [64]byte
	b := appendCleanID(buf[:0], text)
	if string(b) == text {
		return text
	}
	return string(b)
}

// isClean says of nearly every number that there is nothing to clean: digits and X.
func isClean(text string) bool {
	for i := range len(text) {
		if c := text[i]; c-'0' > 9 && c != 'X' {
			return false
		}
	}
	return true
}

// appendCleanID appends the cleaned text to b, which is empty.
func appendCleanID(b []byte, text string) []byte {
	for _, r := range text {
		switch r = halfWidth(r); {
		case r >= '0' && r <= '9': // nearly always
			b = append(b, byte(r))
		case isQuote(r):
			if string(b) == "=" { // the formula ="…"
				b = b[:0]
			}
		case isBlank(r):
		case r == 'x':
			b = append(b, 'X')
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// halfWidth is the ASCII character of a full-width one, and any other as it is.
func halfWidth(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// isBlank says whether a reader sees nothing at r: white space, BOM,
// zero-width and direction marks.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// isQuote says whether r quotes, or is taken for a quote by those who type it.
func isQuote(r rune) bool {
	switch r {
	case '`', '´', '′', '″':
		return true
	}
	return unicode.Is(unicode.Quotation_Mark, r)
}
