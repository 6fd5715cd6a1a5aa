package matchers

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// oneSlip says how two numbers differ where it takes one slip of the pen to
// turn one into the other and the longer has 18 characters: a character
// substituted, missing from own or extra in it, or two neighbours transposed.
// The position counts own's characters from 1.
func oneSlip(own, other string) (how string, position int) {
	a, b := []rune(own), []rune(other)
	if max(len(a), len(b)) != 18 {
		return "", 0
	}
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) == len(b) && i == len(a):
		return "", 0
	case len(a) == len(b) && string(a[i+1:]) == string(b[i+1:]):
		return "substituted", i + 1
	case len(a) == len(b) && i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == string(b[i+2:]):
		return "transposed", i + 1
	case len(a)+1 == len(b) && string(a[i:]) == string(b[i+1:]):
		return "missing", i + 1
	case len(a) == len(b)+1 && string(a[i+1:]) == string(b[i:]):
		return "extra", i + 1
	}
	return "", 0
}

// sameStart says whether both numbers have 15 characters or more, the first 15
// of them the same.
func sameStart(own, other string) bool {
	a, b := []rune(own), []rune(other)
	return len(a) >= 15 && len(b) >= 15 && string(a[:15]) == string(b[:15])
}

// contrast is two numbers masked alike, which shows where they differ and not
// what they are: the first six characters and the last four, as everywhere, and
// in brackets what stands where the slip is. A character that one of them lacks
// is _ in it. Both are "" where nothing of the one stands in the other.
func contrast(own, other, how string, position int) (string, string) {
	a, b, wide, at := []rune(own), []rune(other), 1, position-1
	switch how {
	case "substituted":
	case "transposed":
		wide = 2
	case "missing":
		a = slices.Insert(a, at, '_')
	case "extra":
		b = slices.Insert(b, at, '_')
	case "damaged":
		wide = max(len(a), len(b)) - at
	default:
		return "", ""
	}
	return bracketed(a, at, wide), bracketed(b, at, wide)
}

// bracketed is a masked number with brackets around so many of its characters,
// from the one at.
func bracketed(number []rune, at, wide int) string {
	const head, tail = 6, 4
	end := min(at+wide, len(number))
	var b strings.Builder
	for i, c := range number {
		switch {
		case i >= at && i < end, i < head, i >= len(number)-tail:
		default:
			c = '*'
		}
		if c >= utf8.RuneSelf { // of no number, and perhaps of a name
			c = '*'
		}
		if i == at {
			b.WriteByte('[')
		}
		b.WriteRune(c)
		if i == end-1 {
			b.WriteByte(']')
		}
	}
	return b.String()
}
