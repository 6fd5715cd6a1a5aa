package resident

import (
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// SortKey is a text by which names stand in the order of their pinyin, tones
// aside: byte by byte, character after character, and characters that are read
// alike by themselves. A character of several readings has its most common one,
// and at the beginning that of the surname (单 is shan). Letters and digits stand
// for themselves; what has no reading comes last.
func SortKey(name string) string {
	name = CleanName(name)
	var b strings.Builder
	for i, r := range name {
		if i == 0 && surnameReading(r) != "" {
			b.WriteString(surnameReading(r))
		} else {
			writeReading(&b, r)
		}
		b.WriteByte(0) // li before lin
		b.WriteRune(r)
	}
	return b.String()
}

// writeReading writes the first reading of r without its tone.
func writeReading(b *strings.Builder, r rune) {
	first, _, _ := strings.Cut(pinyin.PinyinDict[int(r)], ",")
	switch {
	case first != "":
		for letter, rest := nextLetter(first); letter != 0; letter, rest = nextLetter(rest) {
			b.WriteRune(letter)
		}
	case r < utf8.RuneSelf:
		b.WriteString(strings.ToLower(string(r)))
	default:
		b.WriteByte('~')
	}
}

// surnameReading is how a character is read that as a surname is read otherwise.
func surnameReading(r rune) string {
	switch r {
	case '曾':
		return "zeng"
	case '单':
		return "shan"
	case '解':
		return "xie"
	case '仇':
		return "qiu"
	case '查':
		return "zha"
	case '区':
		return "ou"
	case '朴':
		return "piao"
	case '翟':
		return "zhai"
	case '乐':
		return "yue"
	case '盖':
		return "ge"
	case '任':
		return "ren"
	case '覃':
		return "qin"
	case '尉':
		return "yu"
	case '冼':
		return "xian"
	case '种':
		return "chong"
	case '缪':
		return "miao"
	}
	return ""
}
