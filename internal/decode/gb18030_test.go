package decode

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// convertAll converts src with a room of step bytes, and with more of src at each call.
func convertAll(convert converter, src []byte, step int) ([]byte, error) {
	var out []byte
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
				return out, err
			}
			if taken == 0 {
				break
			}
		}
		if final {
			return out, nil
		}
	}
}

func TestGB18030HasEveryPair(t *testing.T) {
	convert := newGB18030()
	private := 0
	for first := 0x81; first <= 0xFE; first++ {
		for second := range 0x100 {
			pair := []byte{byte(first), byte(second)}
			want, err := simplifiedchinese.GB18030.NewDecoder().Bytes(pair)
			if err != nil {
				t.Fatal(err)
			}
			got, err := convertAll(convert, pair, 1)
			if valid := second >= 0x40 && second != 0x7F && second != 0xFF; valid != (err == nil) {
				t.Errorf("% x: %v", pair, err)
			} else if valid && !bytes.Equal(got, want) {
				t.Errorf("% x: got %q, want %q", pair, got, want)
			}
			if err == nil && string(got) == "\uFFFD" {
				private++
			}
		}
	}
	if private != 2067 {
		t.Errorf("%d pairs have no character", private)
	}
}

// FuzzGB18030 holds the converter to golang.org/x/text, which writes U+FFFD
// where ours has an error, and takes : to ? for digits of four-byte characters.
func FuzzGB18030(f *testing.F) {
	for _, text := range []string{"\xd5\xc5\xc8\xfd,1\n", "\x95\x32\x82\x36", "\x80", "\xff", "\xd5", "\x81\x30\x81", "\xaa\xa1", "a\x84\x31\xa4\x37"} {
		f.Add([]byte(text), uint8(1))
	}
	convert := newGB18030()
	f.Fuzz(func(t *testing.T, src []byte, step uint8) {
		got, err := convertAll(convert, src, int(step)+1)
		if !utf8.Valid(got) {
			t.Fatalf("% x became % x", src, got)
		}
		want, wantErr := simplifiedchinese.GB18030.NewDecoder().Bytes(src)
		if wantErr != nil {
			t.Fatal(wantErr)
		}
		refused := bytes.Contains(want, []byte("\uFFFD")) || bytes.ContainsAny(src, ":;<=>?")
		if err == nil && !bytes.Equal(got, want) || err != nil && !refused {
			t.Fatalf("% x became %q, %v; want %q", src, got, err, want)
		}
	})
}
