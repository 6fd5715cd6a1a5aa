package decode

import (
	"bytes"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	fastutf8 "github.com/segmentio/asm/utf8"
)

func TestSmallReadsOfText(t *testing.T) {
	want := []byte(strings.Repeat("张三,430599\n", 500))
	for encoding, content := range map[string][]byte{"utf-8": want, "gb18030": bytes.ReplaceAll(want, []byte("张三"), []byte("\xD5\xC5\xC8\xFD"))} {
		text, err := newTextReader(bytes.NewReader(content), content, encoding)
		if err != nil {
			t.Fatal(err)
		}
		if err := iotest.TestReader(&smallReader{text: text}, want); err != nil {
			t.Errorf("%s: %v", encoding, err)
		}
	}
}

func TestSmallReadsEndWithTheDamage(t *testing.T) {
	content := []byte("ab\xD5\xC5cd")
	text, err := newTextReader(bytes.NewReader(content), content, "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	r := &smallReader{text: text}
	var got []byte
	for err == nil {
		var p [1]byte
		var n int
		n, err = r.Read(p[:])
		got = append(got, p[:n]...)
	}
	if string(got) != "ab" || !strings.Contains(err.Error(), "byte 2 of the file") {
		t.Errorf("got %q, %v", got, err)
	}
}

// What is cut off at the end of a valid text is the character that is not all there.
func TestWholeCharacters(t *testing.T) {
	text := []byte("a贫é𠮷户b")
	for end := range len(text) + 1 {
		for start := range end + 1 {
			p := text[start:end]
			if got, want := wholeCharacters(p), len(p)-len(begun(p)); got != want {
				t.Errorf("%q has %d bytes of whole characters, want %d", p, got, want)
			}
		}
	}
}

// begun is the beginning of a character with which p ends, if it does.
func begun(p []byte) []byte {
	for n := min(3, len(p)); n > 0; n-- {
		if last := p[len(p)-n:]; utf8.RuneStart(last[0]) && !utf8.FullRune(last) {
			return last
		}
	}
	return nil
}

// FuzzValidText: the assembly that checks text finds what the standard library finds.
func FuzzValidText(f *testing.F) {
	ideographs := strings.Repeat("贫困户430599", 12)
	for _, bad := range []string{"", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC0\xAF", "\xE8\xB4", "\xFF", "𠮷"} {
		f.Add([]byte(ideographs + bad))
		f.Add([]byte(bad + ideographs))
		f.Add([]byte(ideographs[:31] + bad + ideographs))
	}
	f.Fuzz(func(t *testing.T, p []byte) {
		if got, want := fastutf8.Valid(p), utf8.Valid(p); got != want {
			t.Errorf("%q is valid: %v, want %v", p, got, want)
		}
	})
}
