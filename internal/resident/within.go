package resident

import (
	"strings"
	"unicode/utf8"
)

// MaskWithin is a text with every ID number in it starred out: 18 or 15 characters
// that stand alone, with a date where the birth date stands, or the 20 and 22 of a
// disability card. Digits may be full-width, and the number may be written in
// groups with a space, a hyphen or what cannot be seen between two of them; such
// a number begins with a province, too, and comes out in one piece.
func MaskWithin(text string) string {
	if !hasDigits(text, shortestNumber) {
		return text
	}
	var b strings.Builder
	written := 0
	for at := 0; at < len(text); {
		groups, end := groupsAt(text, at)
		for i := 0; i < len(groups); {
			n, number := numberAt(groups[i:])
			if n > 0 {
				b.WriteString(text[written:groups[i].from])
				b.WriteString(Mask(number))
				written = groups[i+n-1].endOf(number)
			}
			i += max(n, 1)
		}
		at = end
	}
	if written == 0 {
		return text
	}
	return b.String() + text[written:]
}

// MaskAll is texts with MaskWithin of each, and never nil.
func MaskAll(texts []string) []string {
	masked := make([]string, len(texts))
	for i, text := range texts {
		masked[i] = MaskWithin(text)
	}
	return masked
}

// shortestNumber and longestNumber are how many characters there can be in an ID
// number.
const (
	shortestNumber = 15
	longestNumber  = 22
)

// hasDigits says whether a text has so many digits, wherever they stand.
func hasDigits(text string, least int) bool {
	n := 0
	for i := range len(text) {
		c := text[i]
		if c-'0' <= 9 || c >= 0x90 && c <= 0x99 && i > 1 && text[i-1] == 0xBC && text[i-2] == 0xEF { // ０ to ９
			n++
		}
	}
	return n >= least
}

// group is digits that stand side by side, and an X after them.
type group struct {
	from, to int    // in the text
	digits   string // half-width
	x        string // the X as it is written, in half-width; "" for none
	toX      int    // where it ends
}

// endOf is where a number ends of which the group is the last.
func (g *group) endOf(number string) int {
	if g.x != "" && strings.HasSuffix(number, g.x) {
		return g.toX
	}
	return g.to
}

// groupsAt is the groups with at most one separator between them that begin at a
// place, and where the text goes on after them.
func groupsAt(text string, at int) (groups []group, end int) {
	_, first := utf8.DecodeRuneInString(text[at:])
	end = at + first
	for next := at; ; {
		g := groupAt(text, next)
		if g.to == g.from {
			return groups, end
		}
		groups, end, next = append(groups, g), g.to, afterSeparator(text, g.to)
	}
}

func groupAt(text string, at int) group {
	g, plain := group{from: at, to: at}, true
	for g.to < len(text) {
		r, size := utf8.DecodeRuneInString(text[g.to:])
		if r = halfWidth(r); r < '0' || r > '9' {
			break
		}
		g.to, plain = g.to+size, plain && size == 1
	}
	if g.digits = text[g.from:g.to]; !plain {
		g.digits = strings.Map(halfWidth, g.digits)
	}
	last := afterSeparator(text, g.to)
	if r, size := utf8.DecodeRuneInString(text[last:]); halfWidth(r)|0x20 == 'x' {
		g.x, g.toX = string(halfWidth(r)), last+size
	}
	return g
}

// afterSeparator is where a text goes on after a character that may stand within a
// number that somebody wrote in groups.
func afterSeparator(text string, at int) int {
	r, size := utf8.DecodeRuneInString(text[at:])
	if r == utf8.RuneError {
		return at
	}
	switch r {
	case '-', '‐', '‑', '–', '—', '−', '－':
		return at + size
	}
	if isBlank(r) && r != '\n' && r != '\r' {
		return at + size
	}
	return at
}

// numberAt is of how many groups the number consists that begins with the first
// of them, and that number; 0 where there is none. What is a number by itself is
// no part of another.
func numberAt(groups []group) (n int, number string) {
	if own := groups[0].number(""); looksLikeNumber(own) {
		return 1, own
	}
	before := ""
	for i := range groups {
		if i > 0 && looksLikeNumber(groups[i].number("")) || len(before)+len(groups[i].digits) > longestNumber {
			break
		}
		whole := groups[i].number(before)
		if looksLikeNumber(whole) && isProvince(uint64(whole[0]-'0')*10+uint64(whole[1]-'0')) {
			n, number = i+1, whole
		}
		before += groups[i].digits
	}
	return n, number
}

// number is the digits with those before them, and the X where it is the last of 18.
func (g *group) number(before string) string {
	if number := before + g.digits; len(number) != 17 {
		return number
	}
	return before + g.digits + g.x
}

// looksLikeNumber says whether digits, with an X perhaps, look like an ID number.
func looksLikeNumber(digits string) bool {
	switch len(digits) {
	case 18, 20, 22: // 20 and 22: a disability card, which begins with the ID number
		century := digits[6:8]
		return (century == "19" || century == "20") && isMonthAndDay(digits[10:14])
	case shortestNumber:
		return isMonthAndDay(digits[8:12])
	}
	return false
}

func isMonthAndDay(digits string) bool {
	month, day := digits[:2], digits[2:]
	return "01" <= month && month <= "12" && "01" <= day && day <= "31"
}
