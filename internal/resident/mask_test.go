package resident_test

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/resident"
)

func TestMask(t *testing.T) {
	cases := [][2]string{
		{"", ""},
		{"4", "*"},
		{"无", "*"},
		{"43", "4*"},
		{"张三", "张*"},
		{"欧阳小明", "欧***"},
		{"43059919", "4*******"},
		{"430599199", "430****99"},
		{"13800001234", "138******34"},
		{"4.30599E+17", "4.3******17"},
		{"430599900101001", "43059*******001"},
		{"43059919900101001", "43059*********001"},
		{"430599000000001234", "430599********1234"},
		{"43059919900101001X", "430599********001X"},
		{"430599********1234", "430599********1234"},
		{good + "43", "430599**********" + good[16:] + "43"},
		{good + "4301", "430599************4301"},
		{"张三丰" + good, "张********************"},
		{wide(good), "４*****************"},
	}
	for _, c := range cases {
		if got := resident.Mask(c[0]); got != c[1] {
			t.Errorf("Mask(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

// Whatever the text, at most ten of eighteen characters show, at the ends, and
// nothing of the middle.
func TestMaskNeverShowsTheMiddle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(nearNumber(), rapid.String(), rapid.StringMatching(`[0-9X]{0,40}`)).Draw(t, "text")
		masked := []rune(resident.Mask(text))
		original := []rune(text)
		if len(masked) != len(original) || !utf8.ValidString(string(masked)) {
			t.Fatalf("Mask(%q) = %q: another length, or broken", text, string(masked))
		}
		shown := 0
		for i, r := range masked {
			switch {
			case r == '*':
				continue
			case r != original[i]:
				t.Fatalf("Mask(%q) = %q invents a character", text, string(masked))
			case i >= 6 && i < len(masked)-4:
				t.Fatalf("Mask(%q) = %q shows the middle", text, string(masked))
			case i > 0 && r >= utf8.RuneSelf:
				t.Fatalf("Mask(%q) = %q shows more than the first of what may be a name", text, string(masked))
			}
			shown++
		}
		if shown*18 > len(original)*10 || shown > 10 {
			t.Fatalf("Mask(%q) = %q shows %d of %d", text, string(masked), shown, len(original))
		}
		if again := resident.Mask(string(masked)); again != string(masked) {
			t.Fatalf("%q, masked again, is %q", string(masked), again)
		}
	})
}
