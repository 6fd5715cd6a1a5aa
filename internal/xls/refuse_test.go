package xls_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// TestWhatIsNotReadSaysWhy, and what to do about it.
func TestWhatIsNotReadSaysWhy(t *testing.T) {
	some := record(number, at(0, 0), 1.0)
	begin := func(version, what uint16) []byte {
		return compound(entry{Name: "Book", Content: slices.Concat(record(bof, version, what, make([]byte, 12)), record(eof))})
	}
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"no OLE file":         {[]byte(strings.Repeat("x", 5000)), "the file is truncated or damaged: mscfb: bad signature"},
		"nothing":             {nil, "the file is truncated or damaged: mscfb: EOF"},
		"Word":                {compound(entry{Name: "WordDocument"}), "an OLE file without a workbook, such as an old Word document"},
		"password":            {oneSheet(record(0x2F, make([]byte, 54)), some), "it is encrypted: save it without a password"},
		"password of .xlsx":   {compound(entry{Name: "EncryptionInfo"}, entry{Name: "EncryptedPackage"}), "it is encrypted: save it without a password"},
		"Excel 95":            {begin(0x0500, 5), "a workbook of Excel 5 or 95: this format is not read; save it as .xlsx"},
		"Excel 4":             {compound(entry{Name: "Book", Content: record(0x0409, make([]byte, 6))}), "a workbook of Excel 4 or older"},
		"another version":     {begin(0x0700, 5), "its workbook is of version 0x700"},
		"a sheet alone":       {begin(0x0600, 0x10), "its workbook begins with a part of kind 0x10"},
		"no sheet":            {compound(entry{Name: "Workbook", Content: writeBook(nil)}), "it has no sheet of cells"},
		"charts only":         {compound(entry{Name: "Workbook", Content: writeBook(nil, sheetSpec{Name: "图", Kind: 2})}), "it has no sheet of cells"},
		"1904":                {oneSheet(record(0x22, uint16(1)), some), "it counts dates from 1904, so that they would be read four years early"},
		"two tables of texts": {oneSheet(slices.Concat(shared("a"), shared("b")), some), "it has two tables of texts"},
		"cut text":            {oneSheet(record(sst, uint32(1), uint32(1), wide("张三")[:5]), some), "the workbook's texts: text 0: the file is truncated or damaged: a text is cut off"},
		"half a character":    {oneSheet(record(sst, uint32(1), uint32(1), wide("张三")[:6]), some), "the workbook's texts: text 0: the file is truncated or damaged: a character is cut in two"},
		"no such text":        {oneSheet(shared("a"), record(labelSST, at(4, 0), uint32(1))), "[表]: row 5: the file is truncated or damaged: a cell refers to a text that the workbook does not have"},
		"no text of a formula": {oneSheet(nil, formulaAt(0, 0, special(0, 0)), record(number, at(0, 1), 1.0)),
			"[表]: row 1: the file is truncated or damaged: the text of a formula is missing"},
		"no text of the last": {oneSheet(nil, formulaAt(0, 0, special(0, 0))), "[表]: the file is truncated or damaged: the text of a formula is missing"},
		"old cells":           {oneSheet(nil, record(0x0003, make([]byte, 15))), "[表]: the file is truncated or damaged: it has records of kind 0x3, of an older version of Excel"},
		"zeros among cells":   {oneSheet(nil, some, make([]byte, 40), some), "[表]: the file is truncated or damaged: zeros stand where a record should"},
		"zeros behind cells":  {oneSheet(nil, some, make([]byte, 40)), "[表]: the file is truncated or damaged: zeros stand where a record should"},
		"short cell":          {oneSheet(nil, record(number, at(0, 0), float32(1))), "[表]: row 1: the file is truncated or damaged: a record of kind 0x203 has 10 bytes instead of 14"},
		"neither":             {oneSheet(nil, record(boolErr, at(0, 0), uint8(2), uint8(0))), "a cell is neither true nor false nor an error"},
		"long text":           {oneSheet(nil, record(label, at(0, 0), uint16(40000), uint8(1), make([]byte, 8000))), "a text of 40000 characters is longer than a cell can be"},
		"columns that end before they begin": {oneSheet(nil, record(mulRK, uint16(0), uint16(5), uint16(0), uint32(0), uint16(3))),
			"row 1: the file is truncated or damaged: 12 bytes of numbers in columns 6 to 4"},
	} {
		_, err := readBook(t.Context(), test.content, "")
		if err == nil || !strings.HasPrefix(err.Error(), "a.xls") || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}

// edit is a workbook's stream with a change, in its file.
func edit(change func(stream []byte) []byte) []byte {
	stream := writeBook(nil,
		sheetSpec{Name: "甲", Records: slices.Concat(slices.Repeat([][]byte{record(number, at(0, 0), 1.0)}, 500)...)},
		sheetSpec{Name: "乙", Records: record(number, at(0, 0), 2.0)})
	return compound(entry{Name: "Workbook", Content: change(stream)})
}

// unlist makes a chart of the second sheet where it stands, not where it is listed.
func unlist(stream []byte) []byte {
	at := bytes.LastIndex(stream, []byte{0x09, 0x08, 16, 0, 0, 6, 0x10, 0})
	stream[at+6] = 0x20
	return stream
}

// offsetOf is where in a stream the offset of its nth sheet is kept.
func offsetOf(stream []byte, n int) []byte {
	for at := 0; ; at += 4 + int(binary.LittleEndian.Uint16(stream[at+2:])) {
		if binary.LittleEndian.Uint16(stream[at:]) == 0x85 {
			if n--; n < 0 {
				return stream[at+4:]
			}
		}
	}
}

func TestSheetsThatAreNotWhereTheyShouldBe(t *testing.T) {
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"no end of a sheet": {edit(func(s []byte) []byte { return s[:len(s)-4] }), "a.xls [乙]: the file is truncated or damaged: it ends in the middle of a sheet"},
		"no end of any":     {edit(func(s []byte) []byte { return s[:len(s)-100] }), "a.xls [甲]: the file is truncated or damaged: it ends in the middle of a sheet"},
		"before its beginning": {edit(func(s []byte) []byte { offsetOf(s, 0)[0]--; return s }),
			"a.xls: the file is truncated or damaged: it has a sheet that it does not list"},
		"before the beginning of the second": {edit(func(s []byte) []byte { offsetOf(s, 1)[0]--; return s }),
			"a.xls [甲]: the file is truncated or damaged: it has a sheet that it does not list"},
		"not at a beginning": {edit(func(s []byte) []byte {
			offset := offsetOf(s, 1)
			binary.LittleEndian.PutUint32(offset, binary.LittleEndian.Uint32(offset)+20)
			return unlist(s)
		}),
			"a.xls [乙]: the file is truncated or damaged: it does not begin where the workbook says"},
		"behind the end": {edit(func(s []byte) []byte { offsetOf(s, 1)[3] = 0x7F; return unlist(s) }),
			"a.xls [乙]: the file is truncated or damaged: a sheet is said to begin behind its end"},
		"twice the same": {edit(func(s []byte) []byte { copy(offsetOf(s, 1), offsetOf(s, 0)[:4]); return unlist(s) }),
			"a.xls [乙]: the file is truncated or damaged: its sheets overlap"},
		"called a chart": {edit(func(s []byte) []byte { offsetOf(s, 1)[5] = 2; return s }),
			"a.xls [甲]: the file is truncated or damaged: it has a sheet that it does not list"},
		"a chart": {edit(func(s []byte) []byte { s[binary.LittleEndian.Uint32(offsetOf(s, 1))+6] = 0x20; return s }),
			"a.xls [乙]: the file is truncated or damaged: it begins with a part of kind 0x20"},
	} {
		_, err := readBook(t.Context(), test.content, "")
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}
