package oracle

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// normalName is a name as §2 normalises it: no white space, half-width letters,
// every middle dot as ·, no trailing bracketed note.
func normalName(cell string) string {
	return withoutNote(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case strings.ContainsRune("·•・･‧.．", r):
			return '·'
		}
		return r
	}, text(cell)))
}

// plainName is what equal names have in common: the normal name without dots.
func plainName(cell string) string { return strings.ReplaceAll(normalName(cell), "·", "") }

// withoutNote drops a bracketed note at the end.
func withoutNote(name string) string {
	for _, pair := range [][2]string{{"(", ")"}, {"[", "]"}, {"{", "}"}, {"【", "】"}, {"〔", "〕"}} {
		if at := strings.LastIndex(name, pair[0]); at >= 0 && strings.HasSuffix(name, pair[1]) {
			return name[:at]
		}
	}
	return name
}

// compareNames is equal, similar or different.
func compareNames(a, b string) string {
	a, b = plainName(a), plainName(b)
	switch {
	case a == b:
		return "equal"
	case slices.Equal(syllables(a), syllables(b)), oneRuneApart([]rune(a), []rune(b)):
		return "similar"
	}
	return "different"
}

// syllables is the name in pinyin without tones; what has no pinyin stands for itself.
func syllables(name string) (list []string) {
	for _, r := range name {
		list = append(list, append(pinyin.SinglePinyin(r, pinyin.NewArgs()), string(r))[0])
	}
	return list
}

// oneRuneApart says whether editing, inserting or deleting one rune makes one
// name of the other, the longer having at least two runes.
func oneRuneApart(a, b []rune) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a) < 2 || len(a) > len(b)+1 {
		return false
	}
	for i := range a {
		shorter := slices.Delete(slices.Clone(a), i, i+1)
		if len(a) > len(b) && slices.Equal(shorter, b) {
			return true
		}
		if len(a) == len(b) && slices.Equal(shorter, slices.Delete(slices.Clone(b), i, i+1)) {
			return true
		}
	}
	return false
}
