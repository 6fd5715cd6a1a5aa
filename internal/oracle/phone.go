package oracle

import (
	"regexp"
	"strings"
	"unicode"
)

var mobile = regexp.MustCompile(`^1[3-9]\d{9}$`)

// phoneNumber is what a cell says after stripping spaces, dashes, +86 and .0.
func phoneNumber(cell string) string {
	cell = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '−' || r == '─' {
			return -1
		}
		return r
	}, cell)
	return strings.TrimSuffix(strings.TrimPrefix(cell, "+86"), ".0")
}

// validPhone says whether a number is a mobile one whose last 8 digits are not
// all the same.
func validPhone(number string) bool {
	return mobile.MatchString(number) && number[3:] != strings.Repeat(number[3:4], 8)
}
