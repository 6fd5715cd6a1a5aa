package table

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/slips"
)

// longestHeader is how many characters a header has that is worth a guess.
const longestHeader = 30

// telling are words that change whom or what a header is about: two headers of
// which one has such a word do not mean the same.
var telling = []string{
	"户主", "head", "配偶", "父", "母", "监护", "联系人", "帮扶", "经办", "审核", "填", "曾用",
	"低保", "特困", "五保", "保障", "是否",
}

// opposed are words of which two headers that mean the same have not one each.
var opposed = [][2]string{
	{"户", "人"}, {"起", "止"}, {"起", "终"}, {"起", "停"}, {"始", "终"}, {"出生", "死亡"},
	{"村", "乡"}, {"村", "镇"}, {"村", "县"}, {"乡", "县"}, {"镇", "县"}, {"困难", "安全"},
}

// likeness is how much a header looks like one that a field is found by, up to
// 1; 0 where it would be silly to ask whether it is meant. Of 户主信息/姓名 the
// group may matter or not, but must not change the meaning.
func likeness(header, known string) float64 {
	if utf8.RuneCountInString(header) > longestHeader {
		return 0
	}
	whole, bare := bareHeader(header), bareHeader(known)
	if whole == "" || bare == "" || differInMeaning(whole, bare) {
		return 0
	}
	best := wordsAlike(whole, bare)
	if group, own, ok := strings.Cut(header, "/"); ok {
		own = bareHeader(own)
		best = max(best, wordsAlike(own, bare), wordsAlike(groupSubject(foldHeader(group))+own, bare))
	}
	return best
}

// wordsAlike is the likeness of two bare headers.
func wordsAlike(header, known string) float64 {
	if header == known {
		return 1
	}
	longer, shorter := []rune(header), []rune(known)
	if len(longer) < len(shorter) {
		longer, shorter = shorter, longer
	}
	edits := slips.Count(longer, shorter)
	share := float64(len(shorter)) / float64(len(longer))
	ideographs := len(shorter) >= 2 && !isASCII(string(shorter))
	switch {
	case len(shorter) > 1 && len(longer) > 2 && edits == 1, len(longer) >= 8 && edits == 2:
	case ideographs && share >= 0.5 && strings.HasSuffix(string(longer), string(shorter)): // its last word says what it is
	case ideographs && share >= 0.6 && edits == len(longer)-len(shorter): // nothing but more words
	case len(shorter) >= 4 && sharedPairs(longer, shorter) >= 0.6: // the same words in another order
		return 0.9 * sharedPairs(longer, shorter)
	default:
		return 0
	}
	return 1 - float64(edits)/float64(len(longer)+1)
}

// bareHeader is a header folded, without what stands in brackets, the marks
// around it, and 名称.
func bareHeader(header string) string {
	var b strings.Builder
	depth := 0
	for _, r := range foldHeader(header) {
		switch {
		case strings.ContainsRune("([{【〔", r):
			depth++
		case strings.ContainsRune(")]}】〕", r):
			depth = max(0, depth-1)
		case depth == 0 && !strings.ContainsRune("*:#_-、,./", r):
			b.WriteRune(r)
		}
	}
	return strings.TrimSuffix(b.String(), "名称")
}

func differInMeaning(a, b string) bool {
	return slices.ContainsFunc(telling, func(word string) bool { return strings.Contains(a, word) != strings.Contains(b, word) }) ||
		slices.ContainsFunc(opposed, func(words [2]string) bool {
			return onlyOne(a, words) >= 0 && onlyOne(b, words) >= 0 && onlyOne(a, words) != onlyOne(b, words)
		})
}

// onlyOne is which of two words the text has, -1 where it has both or neither.
func onlyOne(text string, words [2]string) int {
	switch first, second := strings.Contains(text, words[0]), strings.Contains(text, words[1]); {
	case first == second:
		return -1
	case first:
		return 0
	}
	return 1
}

// sharedPairs is the share of neighbouring characters that two texts have in common.
func sharedPairs(a, b []rune) float64 {
	pairs := map[[2]rune]int{}
	for i := range len(a) - 1 {
		pairs[[2]rune{a[i], a[i+1]}]++
	}
	shared := 0
	for i := range len(b) - 1 {
		if pair := [2]rune{b[i], b[i+1]}; pairs[pair] > 0 {
			pairs[pair]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(a)+len(b)-2)
}
