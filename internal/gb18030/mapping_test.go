package gb18030_test

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/gb18030"
)

// published is the lines of a file of the published mapping, without its title.
func published(t *testing.T, name string) [][]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]string
	for line := range strings.Lines(string(content)) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.Fields(line))
		}
	}
	return lines
}

func number(t *testing.T, digits string) rune {
	t.Helper()
	n, err := strconv.ParseUint(digits, 16, 21)
	if err != nil {
		t.Fatal(err)
	}
	return rune(n)
}

// decoded is the one character that code stands for.
func decoded(t *testing.T, convert converter, code ...byte) rune {
	t.Helper()
	var dst [8]byte
	written, taken, err := convert(dst[:], code, true)
	r, size := utf8.DecodeRune(dst[:written])
	if err != nil || taken != len(code) || size != written || size == 0 {
		t.Fatalf("% X: wrote % x, took %d, %v", code, dst[:written], taken, err)
	}
	return r
}

func TestEveryTwoByteCodeIsAsPublished(t *testing.T) {
	convert := gb18030.NewConverter()
	lines := published(t, "two-bytes.txt")
	if len(lines) != 126 {
		t.Fatalf("%d first bytes", len(lines))
	}
	for _, line := range lines {
		one := byte(number(t, line[0]))
		want := characters(t, line[1:])
		for two := 0x40; two <= 0xFE; two++ {
			if two == 0x7F {
				continue
			}
			if len(want) == 0 {
				t.Fatalf("%X: too few characters are published", one)
			}
			if got := decoded(t, convert, one, byte(two)); got != want[0] {
				t.Errorf("%X%X is %U, want %U", one, two, got, want[0])
			}
			want = want[1:]
		}
		if len(want) != 0 {
			t.Errorf("%X: %d characters too many are published", one, len(want))
		}
	}
}

// characters is those of a line: single ones, and ranges such as 4E04-4E06.
func characters(t *testing.T, fields []string) (list []rune) {
	t.Helper()
	for _, field := range fields {
		from, through, isRange := strings.Cut(field, "-")
		if !isRange {
			through = from
		}
		for r := number(t, from); r <= number(t, through); r++ {
			list = append(list, r)
		}
	}
	return list
}

func TestEveryFourByteCodeIsAsPublished(t *testing.T) {
	convert := gb18030.NewConverter()
	n := 0
	for _, line := range published(t, "four-bytes.txt") {
		from, through, _ := strings.Cut(line[0], "-")
		code, r := bytesOf(t, from), number(t, line[1])
		for {
			want := r
			if r == 0xE7C7 { // ḿ in the edition of 2000, and nobody's since 2005
				want = 'ḿ'
			}
			if got := decoded(t, convert, code[:]...); got != want {
				t.Errorf("%X is %U, want %U", code, got, want)
			}
			n++
			if code == bytesOf(t, through) {
				break
			}
			code, r = following(code), r+1
		}
	}
	if n != 39_420+0x100000 {
		t.Errorf("%d codes are published", n)
	}
}

func bytesOf(t *testing.T, digits string) (code [4]byte) {
	t.Helper()
	if n, err := hex.Decode(code[:], []byte(digits)); n != 4 || err != nil {
		t.Fatal(digits, err)
	}
	return code
}

// following is the next code of four bytes.
func following(code [4]byte) [4]byte {
	for i := 3; i >= 0; i-- {
		first, last := byte(0x81), byte(0xFE)
		if i%2 == 1 {
			first, last = '0', '9'
		}
		if code[i] < last {
			code[i]++
			break
		}
		code[i] = first
	}
	return code
}

// TestCharactersHaveOneCode wants of all codes that no two are the same
// character, but for those which the editions gave to a character one after the
// other; and that no character is without a code, but for the private ones that
// became these.
func TestCharactersHaveOneCode(t *testing.T) {
	convert := gb18030.NewConverter()
	codes := make([][]string, utf8.MaxRune+1)
	see := func(code ...byte) {
		r := decoded(t, convert, code...)
		codes[r] = append(codes[r], fmt.Sprintf("%X", code))
	}
	for c := range byte(0x80) {
		see(c)
	}
	for one := 0x81; one <= 0xFE; one++ {
		for two := 0x40; two <= 0xFE; two++ {
			if two != 0x7F {
				see(byte(one), byte(two))
			}
		}
	}
	for _, line := range published(t, "four-bytes.txt") {
		from, through, _ := strings.Cut(line[0], "-")
		for code := bytesOf(t, from); ; code = following(code) {
			see(code[:]...)
			if code == bytesOf(t, through) {
				break
			}
		}
	}
	none, two := 0, 0
	for r := range rune(len(codes)) {
		switch {
		case !utf8.ValidRune(r) || len(codes[r]) == 1:
		case len(codes[r]) == 0 && (r == 0xE5E5 || len(codes[gb18030.Standard(r)]) == 2):
			none++
		case len(codes[r]) == 2 && (r == '\u3000' || len(codes[r][0]) == 4 && len(codes[r][1]) == 8):
			two++
		default:
			t.Errorf("%U has the codes %v", r, codes[r])
		}
	}
	if none != 20 || two != 20 {
		t.Errorf("%d characters have no code, %d have two", none, two)
	}
}
