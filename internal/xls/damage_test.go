package xls_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/xls/xlstest"
)

// whatIsIn is all of some sheets in one text, and how many rows they have.
func whatIsIn(sheets []got) (text string, rows int) {
	var out strings.Builder
	for _, g := range sheets {
		fmt.Fprintf(&out, "%v %d\n%s", g.source, g.hidden, g.text())
		rows += len(g.rows)
	}
	return out.String(), rows
}

func TestCutFilesAreRefusedOrWhole(t *testing.T) {
	for _, name := range realBooks {
		whole := mustLoad(t, filepath.Join("testdata", name+".xls"))
		want, _ := whatIsIn(mustRead(t, whole))
		refused := 0
		for size := 0; size < len(whole); size += xlstest.Sector {
			sheets, err := readBook(t.Context(), whole[:size], "")
			if err != nil {
				refused++
			} else if text, _ := whatIsIn(sheets); text != want {
				t.Errorf("%s cut at %d:\n%s", name, size, text)
			}
		}
		if refused < len(whole)/xlstest.Sector/2 {
			t.Errorf("%s: of %d cuts only %d were refused", name, len(whole)/xlstest.Sector, refused)
		}
	}
}

// TestDamagedBitsAreHardlyEverPassedOver: no bit that is wrong makes anything
// worse than an error, or other cells. A stream has no checksum, so that some
// bits lose rows unseen: the number of a row, the text of a cell that becomes
// none, the kind of the last cell of a sheet, the length of what comes before
// the first. The files are small, and have more such bits than a roster.
func TestDamagedBitsAreHardlyEverPassedOver(t *testing.T) {
	for _, name := range realBooks {
		whole := mustLoad(t, filepath.Join("testdata", name+".xls"))
		want, rows := whatIsIn(mustRead(t, whole))
		flips, refused, lost := 0, 0, 0
		for bit := 0; bit < 8*len(whole); bit += 19 {
			flips++
			flipped := slices.Clone(whole)
			flipped[bit/8] ^= 1 << (bit % 8)
			sheets, err := readBook(t.Context(), flipped, "")
			if err != nil {
				refused++
			} else if text, n := whatIsIn(sheets); text != want && n < rows {
				lost++
			}
		}
		if lost*300 > flips || refused*20 < flips {
			t.Errorf("%s: of %d bits %d were refused and %d lost rows unseen", name, flips, refused, lost)
		}
	}
}

// TestDamagedCellsAreNotPassedOver: a wrong bit in the kind or length of a cell
// that others stand around is an error, or changes nothing.
func TestDamagedCellsAreNotPassedOver(t *testing.T) {
	for name, middle := range map[string][]byte{
		"number": record(number, at(1, 0), 20.5),
		"RK":     record(rk, at(1, 0), uint32(20<<2|2)),
		"RKs":    record(mulRK, uint16(1), uint16(0), uint16(15), uint32(20<<2|2), uint16(15), uint32(30<<2|2), uint16(1)),
		"shared": record(labelSST, at(1, 0), uint32(1)),
		"truth":  record(boolErr, at(1, 0), uint8(1), uint8(0)),
		"error":  record(boolErr, at(1, 0), uint8(0x2A), uint8(1)),
	} {
		around := slices.Concat(slices.Repeat([][]byte{record(number, at(2, 0), 7.0)}, 100)...)
		content := oneSheet(shared("甲", "乙"), record(number, at(0, 0), 1.0), middle, around)
		want, _ := whatIsIn(mustRead(t, content))
		start := bytes.Index(content, middle)
		for bit := range 8 * 4 {
			flipped := slices.Clone(content)
			flipped[start+bit/8] ^= 1 << (bit % 8)
			sheets, err := readBook(t.Context(), flipped, "")
			if text, _ := whatIsIn(sheets); err == nil && text != want {
				t.Errorf("%s, bit %d:\n%s", name, bit, text)
			}
		}
	}
}

// FuzzOpen reads any bytes as a file.
func FuzzOpen(f *testing.F) {
	for _, name := range realBooks {
		f.Add(mustLoad(f, filepath.Join("testdata", name+".xls")), "")
	}
	f.Add(oneSheet(shared("甲"), record(labelSST, at(0, 0), uint32(0))), "表")
	f.Add(xlstest.MiniCompound("Workbook", writeBook(nil, sheetSpec{Name: "表", Records: record(rk, at(0, 0), uint32(0))})), "")
	f.Fuzz(readAnything)
}

// FuzzStream reads any bytes as the stream of a workbook.
func FuzzStream(f *testing.F) {
	for _, name := range realBooks {
		content := mustLoad(f, filepath.Join("testdata", name+".xls"))
		start := bytes.Index(content, []byte{9, 8, 16, 0, 0, 6, 5, 0}) // no program splits what it has just begun
		f.Add(content[start:], "")
	}
	every := slices.Concat(record(labelSST, at(0, 0), uint32(0)), record(rString, at(2, 1), wide("乙"), uint16(0)),
		formulaAt(1, 0, special(0, 0)), record(str, narrow("x")), record(boolErr, at(3, 3), uint8(7), uint8(1)),
		record(mulRK, uint16(4), uint16(0), uint16(0), uint32(7), uint16(0)), merged([4]uint16{0, 3, 0, 0}), row(1, 0, 0))
	f.Add(writeBook(shared("甲", "丁"), sheetSpec{Name: "表", Records: every}, sheetSpec{Name: "图", Kind: 2}), "表")
	f.Fuzz(func(t *testing.T, stream []byte, sheet string) {
		readAnything(t, compound(entry{Name: "Workbook", Content: stream}), sheet)
	})
}

// readAnything holds whatever is read of a file to what every sheet is.
func readAnything(t *testing.T, content []byte, sheet string) {
	t.Helper()
	sheets, err := readBook(t.Context(), content, sheet)
	if err != nil && !strings.HasPrefix(err.Error(), "a.xls") {
		t.Errorf("an error that does not name the file: %v", err)
	}
	for _, g := range sheets {
		former := 0
		for _, row := range g.rows {
			if row.Number <= former || row.Number > 65536 || len(row.Cells) > 256 || strings.Join(row.Cells, "") == "" {
				t.Fatalf("row %d after %d, of %d cells", row.Number, former, len(row.Cells))
			}
			former = row.Number
		}
		if g.hidden > len(g.rows) {
			t.Fatalf("%d of %d rows are hidden", g.hidden, len(g.rows))
		}
	}
}
