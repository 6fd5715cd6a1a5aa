package gb18030_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/bidui/bidui/internal/gb18030"
)

type converter = func(dst, src []byte, final bool) (written, taken int, err error)

// convertAll converts src with a room of step bytes, and with more of src at
// each call. Rest is what was not taken.
func convertAll(convert converter, src []byte, step int) (out, rest []byte, err error) {
	room := make([]byte, utf8.UTFMax+step)
	for known := 0; ; {
		known = min(known+step, len(src))
		final := known == len(src)
		for {
			written, taken, err := convert(room, src[:known], final)
			out = append(out, room[:written]...)
			src = src[taken:]
			known -= taken
			if err != nil {
				return out, src, err
			}
			if taken == 0 {
				break
			}
		}
		if final {
			return out, src, nil
		}
	}
}

func TestConverterSaysWhatIsWrongAndWhere(t *testing.T) {
	convert := gb18030.NewConverter()
	for _, c := range []struct {
		src, want, rest string
		err             error
	}{
		{"", "", "", nil},
		{"a\x80b", "a€b", "", nil},
		{"\xd5\xc5\xc8\xfd,1\n", "张三,1\n", "", nil},
		{"\xd5\xc5\x99\x33\xc3\x36", "张\U0002CC56", "", nil},
		{"\x81\x30\x81\x30", "\u0080", "", nil},
		{"\x84\x31\xa4\x37", "\uFFFD", "", nil},
		{"\xe3\x32\x9a\x35", "\U0010FFFF", "", nil},

		{"\xd5\xc5\xc8", "张", "\xc8", gb18030.ErrCutOff},
		{"a\x81\x30\x81", "a", "\x81\x30\x81", gb18030.ErrCutOff},
		{"a\x81\x30", "a", "\x81\x30", gb18030.ErrCutOff},

		{"a\xffb", "a", "\xffb", gb18030.ErrInvalid},
		{"\xd5\xc5\xc8\x7f", "张", "\xc8\x7f", gb18030.ErrInvalid},
		{"\xc8\xff", "", "\xc8\xff", gb18030.ErrInvalid},
		{"\xc8,\n", "", "\xc8,\n", gb18030.ErrInvalid},
		{"\x81\x3a\x81\x30", "", "\x81\x3a\x81\x30", gb18030.ErrInvalid},
		{"\x81\x30\x80", "", "\x81\x30\x80", gb18030.ErrInvalid},
		{"\x81\x30\x81\x3a", "", "\x81\x30\x81\x3a", gb18030.ErrInvalid},
		{"\x84\x31\xa5\x30", "", "\x84\x31\xa5\x30", gb18030.ErrInvalid}, // beyond U+FFFF
		{"\x8f\x39\xfe\x39", "", "\x8f\x39\xfe\x39", gb18030.ErrInvalid}, // before U+10000
		{"\xe3\x32\x9a\x36", "", "\xe3\x32\x9a\x36", gb18030.ErrInvalid}, // beyond U+10FFFF
		{"\xfe\x39\xfe\x39", "", "\xfe\x39\xfe\x39", gb18030.ErrInvalid},
	} {
		for _, step := range []int{1, 2, 3, 100} {
			got, rest, err := convertAll(convert, []byte(c.src), step)
			if string(got) != c.want || string(rest) != c.rest || !errors.Is(err, c.err) {
				t.Errorf("% x by %d: %q, rest % x, %v; want %q, rest % x, %v", c.src, step, got, rest, err, c.want, c.rest, c.err)
			}
		}
	}
}

func TestConverterWaitsForTheRestOfACharacter(t *testing.T) {
	convert := gb18030.NewConverter()
	for _, begun := range []string{"\xd5", "\x99", "\x99\x33", "\x99\x33\xc3"} {
		written, taken, err := convert(make([]byte, 10), []byte("a"+begun), false)
		if written != 1 || taken != 1 || err != nil {
			t.Errorf("a and % x: wrote %d, took %d, %v", begun, written, taken, err)
		}
	}
}

// FuzzConverter holds the converter to golang.org/x/text, which writes U+FFFD
// where it knows no character and where ours has an error, and takes : to ? for
// digits of four-byte characters.
func FuzzConverter(f *testing.F) {
	for _, text := range []string{
		"\xd5\xc5\xc8\xfd,1\n", "\x95\x32\x82\x36", "\x80", "\xff", "\xd5", "\x81\x30\x81", "\xaa\xa1", "a\x84\x31\xa4\x37",
		"\xa3\xa0\xa6\xd9", "\x81\x35\xf4\x37\xa8\xbc", "\xfe\x59\x82\x35\x90\x37", "\x81\x3a\x81\x30", "\xfe\xfe\x7f",
	} {
		f.Add([]byte(text), uint8(1))
	}
	convert := gb18030.NewConverter()
	f.Fuzz(func(t *testing.T, src []byte, step uint8) {
		got, rest, err := convertAll(convert, src, int(step)+1)
		whole, restOfWhole, errOfWhole := convertAll(convert, src, len(src)+1)
		switch {
		case !utf8.Valid(got):
			t.Fatalf("% x became % x", src, got)
		case (err == nil) != (len(rest) == 0):
			t.Fatalf("% x left % x, %v", src, rest, err)
		case !bytes.Equal(got, whole) || !bytes.Equal(rest, restOfWhole) || !errors.Is(err, errOfWhole):
			t.Fatalf("% x by %d became %q, %v; at once %q, %v", src, step, got, err, whole, errOfWhole)
		}
		theirs, theirErr := simplifiedchinese.GB18030.NewDecoder().Bytes(src)
		if theirErr != nil {
			t.Fatal(theirErr)
		}
		if err != nil && !bytes.ContainsRune(theirs, utf8.RuneError) && !bytes.ContainsAny(src, ":;<=>?") {
			t.Fatalf("% x: %v; want %q", src, err, theirs)
		}
		if err == nil && !agree([]rune(string(got)), []rune(string(theirs))) {
			t.Fatalf("% x became %q; want %q", src, got, theirs)
		}
	})
}

// agree says whether two texts are the same where the second has no U+FFFD.
func agree(ours, theirs []rune) bool {
	if len(ours) != len(theirs) {
		return false
	}
	for i, r := range theirs {
		if r != utf8.RuneError && r != ours[i] {
			return false
		}
	}
	return true
}

func BenchmarkConverter(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"rows", strings.Repeat("0000000001,0000000001,\xd5\xc5\xc8\xfd\xb7\xe1,\xd6\xae\xd7\xd3,\xb7\xf1,430521000001\n", 1000)},
		{"pairs", strings.Repeat("\xd5\xc5\xc8\xfd\xb7\xe1", 10_000)},
		{"fours", strings.Repeat("\x99\x33\xc3\x36\x81\x39\xee\x39", 10_000)},
	} {
		b.Run(c.name, func(b *testing.B) {
			convert := gb18030.NewConverter()
			dst := make([]byte, 2*len(c.text))
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, taken, err := convert(dst, []byte(c.text), true); taken != len(c.text) || err != nil {
					b.Fatal(taken, err)
				}
			}
		})
	}
}

func BenchmarkNewConverter(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		gb18030.NewConverter()
	}
}
