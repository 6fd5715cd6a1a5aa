package oracle

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// normalName is a name as §2 normalises it: no white space, half-width letters,
// every middle dot as ·, private characters as the standard ones, no trailing
// bracketed note.
func normalName(cell string) string {
	return withoutNote(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case strings.ContainsRune("·•・･‧.．", r):
			return '·'
		}
		return standard(r)
	}, text(cell)))
}

// standard is what a private character stood for in GBK. Each row begins with
// the private character of its first.
func standard(r rune) rune {
	for _, row := range []struct {
		from       rune
		characters string
	}{
		{0xE76C, "€"},
		{0xE78D, "︐︒︑︓︔︕︖︗︘︙"},
		{0xE7C7, "ḿǹ"},
		{0xE7E7, "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻"},
		{0xE815, "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱"},
		{0xE83D, "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"},
	} {
		if at := int(r - row.from); at >= 0 && at < utf8.RuneCountInString(row.characters) {
			return []rune(row.characters)[at]
		}
	}
	return r
}

// plainName is what equal names have in common: the normal name without dots.
func plainName(cell string) string { return strings.ReplaceAll(normalName(cell), "·", "") }

// withoutNote drops a bracketed note at the end.
func withoutNote(name string) string {
	for _, pair := range [][2]string{{"(", ")"}, {"[", "]"}, {"{", "}"}, {"【", "】"}, {"〔", "〕"}, {"〈", "〉"}} {
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
