package matchers

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/table"
)

// texted draws texts of every sort that numbers and names come in.
func texted() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`[0-9]{0,20}`),
		rapid.StringMatching(`0{1,17}[0-9]{0,2}`),
		rapid.StringMatching(`[0-9A-Z]{1,18}`),
		rapid.StringMatching(`[一-鿿]{1,6}`),
		rapid.StringMatching(`[一-鿿𠮷㐀·•A-z0-9 ]{1,5}`),
		rapid.SampledFrom([]string{
			"", "0", "00", "1", "01", "12345678901234567", "99999999999999999", "00000000000000000", "123456789012345678",
			"一", "一一", "鿿鿿鿿鿿", "𠮷", "张三丰子女", "\xff", "\xe4\xb8", "张\xff", "A", ":", "/", "张1",
		}),
		rapid.String(),
	)
}

// Texts are equal exactly where their codes are, and come back as they were.
func TestCodesAreTexts(t *testing.T) {
	shared := newTexts()
	codes, texts := map[string]code{}, map[code]string{}
	rapid.Check(t, func(t *rapid.T) {
		text := texted().Draw(t, "text")
		c := shared.code(text)
		if got := shared.text(c); got != text {
			t.Fatalf("%q becomes %q", text, got)
		}
		if known, ok := codes[text]; ok && known != c {
			t.Fatalf("%q has the codes %x and %x", text, known, c)
		}
		if known, ok := texts[c]; ok && known != text {
			t.Fatalf("%q and %q have the code %x", text, known, c)
		}
		codes[text], texts[c] = c, text
		if (c == 0) != (text == "") {
			t.Fatalf("%q has the code %x", text, c)
		}
		if found, ok := shared.find(text); !ok || found != c {
			t.Fatalf("find(%q) = %x, %v; want %x", text, found, ok, c)
		}
	})
}

// To find is not to keep, and packed texts need no keeping.
func TestFindKeepsNothing(t *testing.T) {
	shared := newTexts()
	for text, packed := range map[string]bool{
		"": true, "0": true, "00000000000000001": true, "12345678901234567": true, "张": true, "张三丰子": true,
		"123456789012345678": false, "张三丰子女": false, "阿里·买买提": false, "𠮷": false, "㐀": false, "M1": false, "1张": false, "\xff": false,
	} {
		if _, ok := shared.find(text); ok != packed {
			t.Errorf("find(%q) is %v, want %v", text, ok, packed)
		}
	}
	if len(shared.kept) != 0 {
		t.Errorf("kept %q", shared.kept)
	}
}

// A kept text does not hold on to the batch that it was read from.
func TestKeptTextsAreCopies(t *testing.T) {
	shared := newTexts()
	cell := []byte("阿里·买买提")
	c := shared.code(table.View(cell))
	copy(cell, "吐尔逊·阿布都")
	if shared.text(c) != "阿里·买买提" || shared.code("阿里·买买提") != c {
		t.Errorf("kept %q", shared.kept)
	}
}

func FuzzCode(f *testing.F) {
	for _, text := range []string{"", "00123", "张三", "𠮷", "张三丰子女", "99999999999999999", "\xff"} {
		f.Add(text, "0123")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		shared := newTexts()
		ca, cb := shared.code(a), shared.code(b)
		if shared.text(ca) != a || shared.text(cb) != b || (ca == cb) != (a == b) {
			t.Errorf("%q is %x, %q is %x", a, ca, b, cb)
		}
	})
}
