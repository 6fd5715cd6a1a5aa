package table

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean is a cell's text without what spreadsheets and typists put around it:
// white space of every width, a BOM or zero-width characters at the ends, the
// ="…" wrapper and the leading ' that keep long numbers text. It returns part
// of cell itself wherever it can.
func Clean(cell string) string {
	if cell == "" {
		return ""
	}
	if first, last := cell[0], cell[len(cell)-1]; plain[first] && (plain[last] || endsInIdeograph(cell)) {
		return cell
	}
	for { // wrappers wrap one another where a sheet went through several programs
		bare := unwrap(strings.TrimFunc(cell, isPadding))
		if bare == cell {
			return cell
		}
		cell = bare
	}
}

// unwrap takes one ="…" or leading ' away.
func unwrap(cell string) string {
	if inner, ok := strings.CutPrefix(cell, `="`); ok && strings.HasSuffix(inner, `"`) {
		return inner[:len(inner)-1]
	}
	return strings.TrimPrefix(cell, "'")
}

// plain has the bytes that at either end of a cell need no trimming: ASCII
// letters and digits, and the first bytes of CJK ideographs, which no padding
// character shares.
var plain = func() (plain [256]bool) {
	for c := range plain {
		plain[c] = '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || 0xE4 <= c && c <= 0xE9
	}
	return plain
}()

// endsInIdeograph says whether the last character is a common ideograph: three
// bytes that start as plain knows.
func endsInIdeograph(cell string) bool {
	return len(cell) >= 3 && cell[len(cell)-3] >= 0xE4 && cell[len(cell)-3] <= 0xE9
}

// areIdeographs says whether a cell is blank or nothing but common ideographs:
// nothing of it needs cleaning.
func areIdeographs(cell string) bool {
	for i := 0; i < len(cell); i += 3 {
		if cell[i] < 0xE4 || cell[i] > 0xE9 {
			return false
		}
	}
	return true
}

func isPadding(r rune) bool {
	return unicode.IsSpace(r) || r == 0xFEFF || r == 0x200B || r == 0x200C || r == 0x200D || r == 0x2060 || unicode.IsControl(r)
}

// withoutBlanks drops white space of every width from a cleaned cell.
func withoutBlanks(text string) string {
	for i := range len(text) {
		if c := text[i]; c <= ' ' || c == 0xC2 || 0xE1 <= c && c <= 0xE3 { // a blank may begin so, no common ideograph does
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, text)
		}
	}
	return text
}

// CleanCode is Clean for opaque codes and numbers: full-width characters become
// ASCII too, and no space is left inside.
func CleanCode(cell string) string {
	cell = Clean(cell)
	for i := range len(cell) {
		if c := cell[i]; c >= utf8.RuneSelf || c <= ' ' {
			return Clean(strings.Map(narrow, cell)) // the wrapper may have been full-width too
		}
	}
	return cell
}

// CleanDate is CleanCode for dates: blanks between two digits stay, as one, for
// 2018 1 is not 20181.
func CleanDate(cell string) string {
	cell = Clean(cell)
	code := CleanCode(cell)
	if code == cell || strings.IndexFunc(cell, unicode.IsSpace) < 0 {
		return code
	}
	var kept strings.Builder
	last, blank := rune(0), false
	for _, r := range cell {
		blank = blank || unicode.IsSpace(r)
		if r = narrow(r); r < 0 {
			continue
		}
		if blank && isFigure(last) && isFigure(r) {
			kept.WriteByte(' ')
		}
		kept.WriteRune(r)
		last, blank = r, false
	}
	return Clean(kept.String())
}

func isFigure(r rune) bool { return '0' <= r && r <= '9' }

// narrow maps a full-width character to its ASCII twin and drops padding.
func narrow(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFF01 + '!'
	case isPadding(r):
		return -1
	}
	return r
}
