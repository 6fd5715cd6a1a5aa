package xls_test

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// split is a table of texts to be written: bytes, and where a record may end.
// Within the characters of a text the next record says how wide they are.
type split struct {
	t       *rapid.T
	records []byte
	body    []byte
	kind    uint16
	often   int // a record ends at about one in so many places
}

// end ends the record here, perhaps.
func (s *split) end() bool {
	if len(s.body) < 8000 && rapid.IntRange(0, s.often).Draw(s.t, "end") > 0 {
		return false
	}
	s.records = append(s.records, record(s.kind, s.body)...)
	s.body, s.kind = nil, continued
	return true
}

// chars writes the characters of a text, each half in two bytes or one.
func (s *split) chars(units []uint16, isWide bool) {
	for i, unit := range units {
		if s.end() {
			isWide = slices.ContainsFunc(units[i:], func(u uint16) bool { return u > 0xFF }) || rapid.Bool().Draw(s.t, "wide")
			s.body = append(s.body, map[bool]byte{false: 0, true: 1}[isWide])
		}
		if isWide {
			s.body = binary.LittleEndian.AppendUint16(s.body, unit)
		} else {
			s.body = append(s.body, byte(unit))
		}
	}
}

// text writes a text, perhaps with fonts and phonetics.
func (s *split) text(text string) {
	units := utf16.Encode([]rune(text))
	isWide := slices.ContainsFunc(units, func(u uint16) bool { return u > 0xFF }) || rapid.Bool().Draw(s.t, "wide")
	runs, phonetic := rapid.IntRange(0, 3).Draw(s.t, "runs"), rapid.IntRange(0, 30).Draw(s.t, "phonetic")
	flags := byte(0)
	if isWide {
		flags |= 1
	}
	s.body = binary.LittleEndian.AppendUint16(s.body, uint16(len(units)))
	at := len(s.body)
	s.body = append(s.body, 0)
	if runs > 0 {
		flags |= 8
		s.body = binary.LittleEndian.AppendUint16(s.body, uint16(runs))
	}
	if phonetic > 0 {
		flags |= 4
		s.body = binary.LittleEndian.AppendUint32(s.body, uint32(phonetic))
	}
	s.body[at] = flags
	s.chars(units, isWide)
	for range 4*runs + phonetic {
		s.end()
		s.body = append(s.body, 0xAA)
	}
	s.end()
}

// TestTextsAreReadHoweverTheyAreSplit over records.
func TestTextsAreReadHoweverTheyAreSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		char := rapid.OneOf(rapid.RuneFrom([]rune("aZ09 é·ÿ")), rapid.RuneFrom([]rune("低保户张李王𠮷𠮶\uFFFD")))
		texts := rapid.SliceOfN(rapid.StringOfN(char, 1, 40, -1), 1, 30).Draw(t, "texts")
		s := split{t: t, kind: sst, often: rapid.IntRange(1, 200).Draw(t, "often")}
		s.body = join(uint32(len(texts)), uint32(len(texts)))
		for _, text := range texts {
			s.text(text)
		}
		s.records = append(s.records, record(s.kind, s.body)...)
		var cells []byte
		for i := range texts {
			cells = append(cells, record(labelSST, at(i, 0), uint32(i))...)
		}
		sheets, err := readBook(t.Context(), oneSheet(s.records, cells), "")
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range sheets[0].rows {
			if row.Number != i+1 || len(row.Cells) != 1 || row.Cells[0] != texts[i] {
				t.Fatalf("text %d is %q, want %q", i, row.Cells, texts[i])
			}
		}
		if len(sheets[0].rows) != len(texts) {
			t.Fatalf("%d texts, want %d", len(sheets[0].rows), len(texts))
		}
	})
}

// TestHalfCharactersAreShown: programs that cut texts to a length leave them.
func TestHalfCharactersAreShown(t *testing.T) {
	half := utf16.Encode([]rune("𠮷"))
	for want, units := range map[string][]uint16{
		"\uFFFD":  half[:1],
		"\uFFFDa": {half[1], 'a'},
		"\uFFFD𠮷": {half[0], half[0], half[1]},
		"\uFFFD张": {half[0], '张'},
	} {
		if text := sheetText(t, nil, record(label, at(0, 0), uint16(len(units)), uint8(1), units)); text != "1|"+want+"|\n" {
			t.Errorf("%q, want %q", text, want)
		}
	}
	if text := sheetText(t, nil, record(label, at(0, 0), uint16(2), uint8(1), half[0]), record(continued, uint8(0), uint8('a'))); text != "1|\uFFFDa|\n" {
		t.Errorf("%q", text)
	}
}

// TestMiscountedTextsAreRead: a table may say that it has more texts than there
// are, as long as no cell asks for them.
func TestMiscountedTextsAreRead(t *testing.T) {
	table := record(sst, uint32(9), uint32(9), wide("甲"), wide("乙"))
	if text := sheetText(t, table, record(labelSST, at(0, 0), uint32(1))); text != "1|乙|\n" {
		t.Errorf("%q", text)
	}
	_, err := readBook(t.Context(), oneSheet(table, record(labelSST, at(0, 0), uint32(2))), "")
	if err == nil || !strings.Contains(err.Error(), "a text that the workbook does not have") {
		t.Error(err)
	}
}

// FuzzTexts reads any bytes as a table of texts. What the texts say is what
// cells hold; a cell of each must be readable, or the table refused.
func FuzzTexts(f *testing.F) {
	f.Add(wide("张三"), uint8(0), []byte("abc"))
	f.Add(append(wide("张三")[:4], 0x09), uint8(1), wide("李四"))
	f.Add([]byte{2, 0, 0x0C, 1, 0, 4, 0, 0, 0, 'a'}, uint8(0), []byte("b12345678"))
	f.Fuzz(func(t *testing.T, first []byte, flags uint8, second []byte) {
		if len(first) > 8000 || len(second) > 8000 {
			return
		}
		table := slices.Concat(record(sst, uint32(3), uint32(3), first), record(continued, flags, second))
		sheets, err := readBook(t.Context(), oneSheet(table, record(labelSST, at(0, 0), uint32(0))), "")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "a.xls") {
				t.Error(err)
			}
			return
		}
		length := 0
		for _, row := range sheets[0].rows {
			length += len(strings.Join(row.Cells, ""))
		}
		if length > 3*(len(first)+len(second)) {
			t.Errorf("a text of %d bytes from %d", length, len(first)+len(second))
		}
	})
}
