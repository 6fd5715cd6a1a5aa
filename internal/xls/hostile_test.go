package xls_test

import (
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/xls"
	"github.com/bidui/bidui/internal/xls/xlstest"
)

// allocated is how many bytes a call allocates.
func allocated(call func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestHostileFilesCostNoMoreThanTheyAreWorth: none hangs, and none takes more
// memory than a small multiple of its size, beside what every workbook takes.
func TestHostileFilesCostNoMoreThanTheyAreWorth(t *testing.T) {
	some := record(number, at(0, 0), 1.0)
	link := func(content []byte, sector, to uint32) []byte {
		binary.LittleEndian.PutUint32(content[512+4*sector:], to)
		return content
	}
	header := func(content []byte, offset int, value uint32) []byte {
		binary.LittleEndian.PutUint32(content[offset:], value)
		return content
	}
	size := func(content []byte, value uint64) []byte {
		binary.LittleEndian.PutUint64(content[2*512+128+120:], value)
		return content
	}
	many := func(n int, one []byte) []byte { return []byte(strings.Repeat(string(one), n)) }
	for name, test := range map[string]struct {
		content []byte
		want    string // part of the error; "" if there is none
	}{
		"a stream that goes round":      {link(oneSheet(nil, many(500, some)), 4, 2), "damaged"},
		"a stream into itself":          {link(oneSheet(nil, many(500, some)), 4, 4), "damaged"},
		"a stream into a free sector":   {link(oneSheet(nil, many(500, some)), 4, xlstest.FreeSect), "damaged"},
		"a stream that ends":            {link(oneSheet(nil, many(500, some)), 4, xlstest.EndOfChain), "damaged"},
		"a directory that goes round":   {link(oneSheet(nil, some), 1, 1), "cycle"},
		"a directory that never ends":   {link(oneSheet(nil, some), 1, xlstest.FreeSect), "a chain of sectors runs into a free one"},
		"FATs of the FAT":               {header(header(oneSheet(nil, some), 68, 0), 72, 1<<31), "damaged"},
		"many short streams":            {header(header(oneSheet(nil, some), 60, 0), 64, 60000), "damaged"},
		"a stream longer than the file": {size(oneSheet(nil, some), 1<<31), "its workbook is said to have 2147483648 bytes"},
		"folders in folders":            {folders(20000), "its directory has more than 2048 entries"},
		"a few folders in folders":      {folders(1500), "an OLE file without a workbook"},
		"texts that are not there":      {oneSheet(record(sst, uint32(1<<31), uint32(1<<32-1)), some), ""},
		"phonetics that are not there":  {oneSheet(record(sst, uint32(1), uint32(1), uint16(1), uint8(4), uint32(1<<32-1), uint8('a')), some), "a text is cut off"},
		"cells merged over and over":    {oneSheet(nil, many(1000, some), many(200, merged(overlapping(900)...))), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var err error
			spent := allocated(func() { _, err = readBook(t.Context(), test.content, "") })
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("%v, want %q", err, test.want)
			}
			if most := uint64(64<<20 + 8*len(test.content)); spent > most {
				t.Errorf("it took %d bytes, and the file has %d", spent, len(test.content))
			}
		})
	}
}

// folders is a compound file of that many storages, each within the former.
func folders(n int) []byte {
	tree := xlstest.DirectoryEntry("Root Entry", 5, 1, xlstest.FreeSect, xlstest.EndOfChain, 0)
	for i := range n {
		child := uint32(i + 2)
		if i == n-1 {
			child = xlstest.FreeSect
		}
		tree = append(tree, xlstest.DirectoryEntry("d", 1, child, xlstest.FreeSect, 0, 0)...)
	}
	tree = xlstest.PadTree(tree)
	fats := 1
	for fats*xlstest.PerSector < fats+len(tree)/xlstest.Sector {
		fats++
	}
	head := xlstest.Header(fats, xlstest.EndOfChain, 0)
	binary.LittleEndian.PutUint32(head[48:], uint32(fats))
	return join(head, xlstest.FAT(fats, len(tree)/xlstest.Sector), tree)
}

func overlapping(n int) [][4]uint16 {
	ranges := make([][4]uint16, n)
	for i := range ranges {
		ranges[i] = [4]uint16{0, uint16(60000 + i), 0, 0}
	}
	return ranges
}

// failing cannot be read at one place.
type failing struct {
	content []byte
	at      int64
}

func (f failing) ReadAt(p []byte, offset int64) (int, error) {
	if offset <= f.at && f.at < offset+int64(len(p)) {
		return 0, &fs.PathError{Op: "read", Path: "a.xls", Err: errors.New("input/output error")}
	}
	n := copy(p, f.content[min(offset, int64(len(f.content))):])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// TestWhatTheSystemCannotReadIsNoDamage, and its error is that of the system.
func TestWhatTheSystemCannotReadIsNoDamage(t *testing.T) {
	content := oneSheet(nil, []byte(strings.Repeat(string(record(number, at(0, 0), 1.0)), 9000)))
	for offset := int64(0); offset < int64(len(content))-xlstest.Sector; offset += 10 * xlstest.Sector {
		book, err := xls.Open("a.xls", failing{content, offset}, int64(len(content)), "")
		if err == nil {
			_, err = book.Next(t.Context())
		}
		var system *fs.PathError
		if !errors.As(err, &system) || strings.Contains(err.Error(), "damaged") {
			t.Errorf("at %d: %v", offset, err)
		}
	}
}
