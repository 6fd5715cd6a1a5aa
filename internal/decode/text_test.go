package decode

import (
	"bytes"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
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
