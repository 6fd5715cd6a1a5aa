package resident

import (
	"slices"
	"strings"
	"testing"

	"github.com/mozillazg/go-pinyin"
)

func letters(syllable string) string {
	var b strings.Builder
	for {
		letter, rest := nextLetter(syllable)
		if letter == 0 {
			return b.String()
		}
		b.WriteRune(letter)
		syllable = rest
	}
}

// No tone mark of any reading in the dictionary may be left standing, or two
// tones of one syllable would differ.
func TestNoToneIsLeft(t *testing.T) {
	for r, readings := range pinyin.PinyinDict {
		for reading := range strings.SplitSeq(readings, ",") {
			if bare := letters(reading); bare == "" || strings.Trim(bare, "abcdefghijklmnopqrstuvwxyzüê") != "" {
				t.Errorf("%c: %q without its tone is %q", r, reading, bare)
			}
		}
	}
}

// The library's own conversion gives the same syllables, with v for ü.
func TestReadingsAreThoseOfTheLibrary(t *testing.T) {
	args := pinyin.Args{Style: pinyin.Normal, Heteronym: true}
	for _, r := range "单曾仇查吕绿女略张章三散欧阳龙解尉迟乐朴盖区员黑洗種重长行呒〇" {
		var ours []string
		for reading := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
			if bare := strings.ReplaceAll(letters(reading), "ü", "v"); !slices.Contains(ours, bare) {
				ours = append(ours, bare)
			}
		}
		if theirs := pinyin.SinglePinyin(r, args); !slices.Equal(ours, theirs) {
			t.Errorf("%c reads %q, the library says %q", r, ours, theirs)
		}
	}
}

func TestShareReading(t *testing.T) {
	cases := []struct {
		r, s rune
		want bool
	}{
		{'张', '章', true},
		{'单', '善', true},
		{'单', '丹', true},
		{'吕', '旅', true},
		{'吕', '鲁', false},
		{'诶', '欸', true}, // ê, with its tone as a combining mark
		{'呣', '呒', true},
		{'张', '张', true},
		{'\U00020BB7', '\U00020BB6', false},
		{'\U00020BB7', '张', false},
		{'A', 'a', false},
	}
	for _, c := range cases {
		if got, back := shareReading(c.r, c.s), shareReading(c.s, c.r); got != c.want || back != c.want {
			t.Errorf("shareReading(%c, %c) = %v, and %v the other way; want %v", c.r, c.s, got, back, c.want)
		}
	}
}
