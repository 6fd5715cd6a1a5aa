package resident

import (
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// sameReading says whether two names could be read aloud alike, tones aside:
// they are of one length, and at every place stands the same rune or two that
// share a reading. All readings of a character count (单 is shàn in a surname),
// and one without a reading is like itself only.
func sameReading(a, b string) bool {
	for a != "" && b != "" {
		r, rSize := utf8.DecodeRuneInString(a)
		s, sSize := utf8.DecodeRuneInString(b)
		if r != s && !shareReading(r, s) {
			return false
		}
		a, b = a[rSize:], b[sSize:]
	}
	return a == b
}

// shareReading says whether some reading of r is one of s. It looks into the
// dictionary itself because the library's own conversion runs regular
// expressions over every reading.
func shareReading(r, s rune) bool {
	readings, others := pinyin.PinyinDict[int(r)], pinyin.PinyinDict[int(s)]
	if readings == "" || others == "" {
		return false
	}
	for reading := range strings.SplitSeq(readings, ",") {
		for other := range strings.SplitSeq(others, ",") {
			if equalWithoutTone(reading, other) {
				return true
			}
		}
	}
	return false
}

// equalWithoutTone compares two syllables letter by letter. Tone marks stand on
// a letter, or after it as a combining mark.
func equalWithoutTone(a, b string) bool {
	for {
		r, rest := nextLetter(a)
		s, others := nextLetter(b)
		if r != s {
			return false
		}
		if r == 0 {
			return true
		}
		a, b = rest, others
	}
}

// nextLetter is the first letter of a syllable without its tone, and what
// follows it; 0 at the end.
func nextLetter(syllable string) (letter rune, rest string) {
	for i, r := range syllable {
		if r < '\u0300' || r > '\u036F' {
			return withoutTone(r), syllable[i+utf8.RuneLen(r):]
		}
	}
	return 0, ""
}

// withoutTone is a letter of pinyin without its tone mark; ü stays ü.
func withoutTone(r rune) rune {
	switch r {
	case 'ā', 'á', 'ǎ', 'à':
		return 'a'
	case 'ē', 'é', 'ě', 'è':
		return 'e'
	case 'ī', 'í', 'ǐ', 'ì':
		return 'i'
	case 'ō', 'ó', 'ǒ', 'ò':
		return 'o'
	case 'ū', 'ú', 'ǔ', 'ù':
		return 'u'
	case 'ǖ', 'ǘ', 'ǚ', 'ǜ':
		return 'ü'
	case 'ế', 'ề':
		return 'ê'
	case 'ń', 'ň', 'ǹ':
		return 'n'
	case 'ḿ':
		return 'm'
	}
	return r
}
