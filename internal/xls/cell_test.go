package xls_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sheetText is the rows of a sheet of these records, as numbers and cells between bars.
func sheetText(t testing.TB, globals []byte, records ...[]byte) string {
	t.Helper()
	return mustRead(t, oneSheet(globals, records...))[0].text()
}

// formulaAt is a formula with its result; its own code is left out.
func formulaAt(row, column int, result []byte) []byte {
	return record(formula, at(row, column), result, uint16(0), uint32(0), uint16(0))
}

// special is the result of a formula that is no number.
func special(kind, value uint8) []byte {
	return join(kind, uint8(0), value, make([]byte, 3), uint16(0xFFFF))
}

func TestCellsAreReadAsTheyAreStored(t *testing.T) {
	texts := shared("张三", "")
	for want, records := range map[string][]byte{
		"张三":                     record(labelSST, at(0, 0), uint32(0)),
		"Müller":                 record(label, at(0, 0), narrow("Müller")),
		"李四𠮷":                    record(label, at(0, 0), wide("李四𠮷")),
		"富文本":                    record(rString, at(0, 0), wide("富文本"), uint16(1), uint16(1), uint16(6)),
		"42":                     record(rk, at(0, 0), uint32(42<<2|2)),
		"-7":                     record(rk, at(0, 0), int32(-7*4|2)),
		"123.45":                 record(rk, at(0, 0), uint32(12345<<2|3)),
		"0.5":                    record(rk, at(0, 0), uint32(math.Float64bits(0.5)>>32)),
		"0.015":                  record(rk, at(0, 0), uint32(math.Float64bits(1.5)>>32|1)),
		"43374.75":               record(number, at(0, 0), 43374.75),
		"430599900101123":        record(number, at(0, 0), 430599900101123.0),
		"4.3059919900101126E+17": record(number, at(0, 0), 430599199001011234.0),
		"#NUM!":                  record(number, at(0, 0), math.NaN()),
		"TRUE":                   record(boolErr, at(0, 0), uint8(1), uint8(0)),
		"FALSE":                  record(boolErr, at(0, 0), uint8(0), uint8(0)),
		"#N/A":                   record(boolErr, at(0, 0), uint8(0x2A), uint8(1)),
		"#REF!":                  record(boolErr, at(0, 0), uint8(0x17), uint8(1)),
		"1.5":                    slices.Concat([]byte{0x06, 0x04}, formulaAt(0, 0, join(1.5))[2:]), // as Excel 4 wrote it
		"3.25":                   formulaAt(0, 0, join(3.25)),
		"TRUE|FALSE":             slices.Concat(formulaAt(0, 0, special(1, 1)), formulaAt(0, 1, special(1, 0))),
		"#DIV/0!":                formulaAt(0, 0, special(2, 0x07)),
		"算出":                     slices.Concat(formulaAt(0, 0, special(0, 0)), record(str, wide("算出"))),
		"合用|后": slices.Concat(formulaAt(0, 0, special(0, 0)), record(0x04BC, make([]byte, 10)), record(str, wide("合用")),
			record(label, at(0, 1), wide("后"))),
		"|数组": slices.Concat(formulaAt(0, 0, special(3, 0)), formulaAt(0, 1, special(0, 0)), record(0x0221, make([]byte, 14)),
			record(str, wide("数组"))),
		"1|2|3": record(mulRK, uint16(0), uint16(0), uint16(15), uint32(1<<2|2), uint16(15), uint32(2<<2|2), uint16(15), uint32(3<<2|2), uint16(2)),
		"||x": slices.Concat(record(blank, at(0, 0)), record(mulBlank, uint16(0), uint16(0), uint16(15), uint16(15), uint16(1)),
			record(label, at(0, 2), narrow("x")), record(blank, at(0, 3))),
	} {
		if text := sheetText(t, texts, records); text != "1|"+want+"|\n" {
			t.Errorf("%q, want %q", text, want)
		}
	}
}

// TestBytesTooManyDoNoHarm: old versions of OpenOffice write a truth of nine bytes.
func TestBytesTooManyDoNoHarm(t *testing.T) {
	text := sheetText(t, nil, record(boolErr, at(0, 0), uint8(1), uint8(0), uint8(0)), record(number, at(0, 1), 1.0, uint16(9)))
	if text != "1|TRUE|1|\n" {
		t.Errorf("%q", text)
	}
}

func TestRowsWithoutTextAreLeftOut(t *testing.T) {
	text := sheetText(t, shared(""),
		record(blank, at(0, 0)), record(labelSST, at(1, 0), uint32(0)), formulaAt(2, 0, special(3, 0)),
		record(number, at(3, 1), 0.0), record(blank, at(9, 9)))
	if text != "4||0|\n" {
		t.Errorf("%q", text)
	}
}

func TestLongTextsGoOn(t *testing.T) {
	long := strings.Repeat("长", 4000)
	text := sheetText(t, nil,
		record(label, at(0, 0), uint16(4003), uint8(1), wide(long)[3:]), record(continued, uint8(0), []byte("end")),
		formulaAt(0, 1, special(0, 0)), record(str, uint16(4001), uint8(1), wide(long)[3:]), record(continued, uint8(1), wide("终")[3:]))
	if want := "1|" + long + "end|" + long + "终|\n"; text != want {
		t.Errorf("%d bytes: %.20q … %q", len(text), text, text[max(len(text)-20, 0):])
	}
}

func TestLastCellAndBeyond(t *testing.T) {
	if text := sheetText(t, nil, record(number, at(65535, 255), 1.0)); text != "65536|"+strings.Repeat("|", 255)+"1|\n" {
		t.Errorf("%q", text)
	}
	_, err := readBook(t.Context(), oneSheet(nil, record(number, at(7, 256), 1.0)), "")
	if want := "a.xls [表]: row 8: the file is truncated or damaged: more than 256 columns"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestLaterCellCounts where a program writes one twice.
func TestLaterCellCounts(t *testing.T) {
	text := sheetText(t, nil, record(number, at(1, 0), 1.0), record(number, at(0, 0), 2.0), record(number, at(1, 0), 3.0))
	if text != "1|2|\n2|3|\n" {
		t.Errorf("%q", text)
	}
}

// TestCellsComeInAnyOrder: what a sheet says does not depend on the order in
// which a program wrote its cells.
func TestCellsComeInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type place struct{ row, column int }
		places := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) place {
			return place{rapid.IntRange(0, 40).Draw(t, "row"), rapid.IntRange(0, 9).Draw(t, "column")}
		}), 1, 60, rapid.ID).Draw(t, "places")
		var records [][]byte
		for _, p := range places {
			switch kind := rapid.IntRange(0, 2).Draw(t, "kind"); kind {
			case 0:
				records = append(records, record(number, at(p.row, p.column), float64(p.row*10+p.column)))
			case 1:
				records = append(records, record(label, at(p.row, p.column), wide("文字")))
			case 2:
				records = append(records, slices.Concat(formulaAt(p.row, p.column, special(0, 0)), record(str, narrow("result"))))
			}
		}
		tidy := slices.Clone(records)
		slices.SortFunc(tidy, func(a, b []byte) int { return rowMajor(a) - rowMajor(b) })
		one, err := readBook(t.Context(), oneSheet(nil, records...), "")
		if err != nil {
			t.Fatal(err)
		}
		other, err := readBook(t.Context(), oneSheet(nil, tidy...), "")
		if err != nil || one[0].text() != other[0].text() {
			t.Fatalf("%v\n%s\nwritten by rows:\n%s", err, one[0].text(), other[0].text())
		}
	})
}

// rowMajor orders the records of cells by rows, then columns.
func rowMajor(cell []byte) int { return int(cell[4])<<8 + int(cell[6]) }
