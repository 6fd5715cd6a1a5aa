package decode_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/bidui/bidui/internal/decode"
)

// utf16Text is text in UTF-16 with its high bytes second (0) or first (1).
func utf16Text(text string, high int) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		pair := []byte{byte(unit), byte(unit >> 8)}
		out = append(out, pair[high], pair[1-high])
	}
	return out
}

func gbText(t testing.TB, text string) []byte {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const mark = "\uFEFF"

// sample has one, two, three and four bytes in UTF-8, and 一, whose code ends in 00.
const sample = "姓名,证件号码,备注\n张一丰,430599,é𠮷€ß\n李四,,一二三\n"

const sampleText = "1|姓名|证件号码|备注|\n2|张一丰|430599|é𠮷€ß|\n3|李四||一二三|\n"

func TestEncodings(t *testing.T) {
	utf8 := []byte(sample)
	for name, c := range map[string]struct {
		content   []byte
		encodings string
	}{
		"UTF-8":              {utf8, "auto,,utf-8,UTF8"},
		"UTF-8 with mark":    {[]byte(mark + sample), "auto,utf-8"},
		"UTF-16LE with mark": {utf16Text(mark+sample, 0), "auto,utf-16"},
		"UTF-16BE with mark": {utf16Text(mark+sample, 1), "auto,utf-16"},
		"UTF-16LE":           {utf16Text(sample, 0), "auto,utf-16"},
		"UTF-16BE":           {utf16Text(sample, 1), "auto,utf-16"},
		"GB18030":            {gbText(t, sample), "auto,gb18030,GBK,gb2312"},
		"GB18030 with mark":  {gbText(t, mark+sample), "auto,gb18030"},
	} {
		for encoding := range strings.SplitSeq(c.encodings, ",") {
			tables, err := readFile(t, in(c.content), decode.Options{Encoding: encoding})
			if err != nil || tables[0].text() != sampleText {
				t.Errorf("%s as %q: %v, %v", name, encoding, tables, err)
			}
		}
	}
}

// TestEncodingsOfLargeFiles puts characters of every length on every border of
// what is read at a time.
func TestEncodingsOfLargeFiles(t *testing.T) {
	var text strings.Builder
	for i := 0; text.Len() < 3<<20; i++ {
		fmt.Fprintf(&text, "%d,%s张é𠮷一,%s\n", i, strings.Repeat("x", i%13), strings.Repeat("长", i%50))
	}
	want := 0
	for name, content := range map[string][]byte{
		"UTF-8":    []byte(text.String()),
		"UTF-16LE": utf16Text(mark+text.String(), 0),
		"UTF-16BE": utf16Text(text.String(), 1),
		"GB18030":  gbText(t, text.String()),
	} {
		got, err := readOne(t, content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if want == 0 {
			want = len(got)
		}
		lines := strings.Split(got, "\n")
		for i, line := range lines[:len(lines)-1] {
			if exact := fmt.Sprintf("%d|%d|%s张é𠮷一|%s|", i+1, i, strings.Repeat("x", i%13), strings.Repeat("长", i%50)); line != exact {
				t.Fatalf("%s: line %d is %q, want %q", name, i, line, exact)
			}
		}
		if len(got) != want {
			t.Errorf("%s: %d bytes, want %d", name, len(got), want)
		}
	}
}

func TestGB18030AfterOneMiBOfASCII(t *testing.T) {
	ascii := strings.Repeat("1,2\n", 400_000)
	got, err := readOne(t, append([]byte(ascii), gbText(t, "张三,李四\n")...))
	if err != nil || !strings.HasSuffix(got, "400001|张三|李四|\n") {
		t.Errorf("%v: ends with %q", err, got[max(0, len(got)-40):])
	}
}

func TestDamagedTextIsNamed(t *testing.T) {
	long := strings.Repeat("张三,李四\n", 100_000)
	gb := slices.Clip(gbText(t, long))
	for name, c := range map[string]struct {
		content []byte
		says    []string
	}{
		"a byte within UTF-8":      {[]byte("姓名,村\n张三,甲\n李\xff四,乙\n王五王五王五,丙\n"), []string{"row 3", "byte 25 of the file, read as utf-8: it is no character"}},
		"a cut within UTF-8":       {[]byte("姓名,村\n张三,甲村的地方\n李四,乙\xe6\x9d\n"), []string{"row 3", "byte 44"}},
		"GB18030 late in UTF-8":    {append([]byte(long), "\xd5\xc5\xc8\xfd,1\n"...), []string{"row 100001", "byte 1400000"}},
		"UTF-8 cut off":            {[]byte(long + "张\xe4\xb8"), []string{"row 100001", "byte 1400003", "truncated"}},
		"GB18030 cut off":          {append(gb, 0xD5), []string{"row 100001", "byte 1000000", "truncated"}},
		"GB18030 four cut off":     {append(gb, 0x95, 0x32, 0x82), []string{"byte 1000000", "truncated"}},
		"a byte within GB18030":    {append(gb, 0xFF, '\n'), []string{"row 100001", "byte 1000000"}},
		"a pair within GB18030":    {append(gb, 0xD5, '\n'), []string{"row 100001", "byte 1000000"}},
		"UTF-16 with an odd byte":  {append(utf16Text(mark+"a,b\n1,2\n", 0), 'x'), []string{"row 3", "byte 18", "truncated"}},
		"UTF-16 with half a pair":  {append(utf16Text(mark+"a,b\n1,", 0), 0x00, 0xD8, 'x', 0), []string{"row 2", "byte 14"}},
		"UTF-16 with a late half":  {append(utf16Text(mark+"a,b\n1,", 0), 0x00, 0xDC, 'x', 0), []string{"row 2", "byte 14"}},
		"UTF-16 cut within a pair": {append(utf16Text(mark+"a,b\n1,", 0), 0x00, 0xD8), []string{"row 2", "byte 14", "truncated"}},
		"zero bytes":               {[]byte("a,b\n1,\x00\x00\x002\n"), []string{"NUL"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readOne(t, c.content)
			wantError(t, err, append(c.says, "in: ")...)
		})
	}
}

func TestEncodingOfTheConfiguration(t *testing.T) {
	for name, c := range map[string]struct {
		content  []byte
		encoding string
		says     string
	}{
		"unknown":             {[]byte("a,b\n"), "latin1", `encoding "latin1"`},
		"GB18030 as UTF-8":    {gbText(t, "张三,李四\n"), "utf-8", "byte 0"},
		"UTF-16 as UTF-8":     {utf16Text(mark+"a,b\n", 0), "utf-8", "mark of utf-16le"},
		"ASCII, then GB18030": {append(bytes.Repeat([]byte("1,2\n"), 400_000), gbText(t, "张三\n")...), "utf-8", "row 400001"},
	} {
		_, err := readFile(t, in(c.content), decode.Options{Encoding: c.encoding})
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		wantError(t, err, c.says)
	}
}

// TestPrivateUseCodesAreKept: a registry's rarest names are written with them.
func TestPrivateUseCodesAreKept(t *testing.T) {
	got, err := readOne(t, append(gbText(t, "姓名,村\n张"), 0xAA, 0xA1, ',', 0xB4, 0xE5, '\n'))
	if err != nil || got != "1|姓名|村|\n2|张\uE000|村|\n" {
		t.Errorf("got %q, %v", got, err)
	}
}
