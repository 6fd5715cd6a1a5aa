package xlstest

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// Kinds of the records that are written here.
const (
	recEOF      = 0x000A
	recMerges   = 0x00E5
	recSST      = 0x00FC
	recLabelSST = 0x00FD
	recNumber   = 0x0203
	recLabel    = 0x0204
	recBoolErr  = 0x0205
	recRow      = 0x0208
	recBOF      = 0x0809
)

// longestRecord is how many bytes a record holds.
const longestRecord = 8224

// Record is a record of that kind; its parts are numbers of a fixed size and bytes.
func Record(kind uint16, parts ...any) []byte {
	body := Join(parts...)
	return Join(kind, uint16(len(body)), body)
}

// Join is parts one after the other.
func Join(parts ...any) []byte {
	var out []byte
	for _, part := range parts {
		var err error
		if out, err = binary.Append(out, binary.LittleEndian, part); err != nil {
			panic(err)
		}
	}
	return out
}

// At is where a cell stands, with its format: rows and columns from 0.
func At(row, column int) []byte { return Join(uint16(row), uint16(column), uint16(15)) }

// Wide is a text of two bytes a character, with its length before it.
func Wide(text string) []byte {
	units := utf16.Encode([]rune(text))
	return Join(uint16(len(units)), uint8(1), units)
}

// Narrow is a text of one byte a character, all below U+0100.
func Narrow(text string) []byte {
	var chars []byte
	for _, r := range text {
		chars = append(chars, byte(r))
	}
	return Join(uint16(len(chars)), uint8(0), chars)
}

// Shared is the table of these texts.
func Shared(texts ...string) []byte {
	parts := []any{uint32(len(texts)), uint32(len(texts))}
	for _, text := range texts {
		parts = append(parts, Wide(text))
	}
	return Record(recSST, parts...)
}

// Sheet is a sheet to be written.
type Sheet struct {
	Name    string
	State   uint8 // 0 visible, 1 hidden, 2 very hidden
	Kind    uint8 // 0 worksheet, 1 macros, 2 chart
	Records []byte
}

// Stream is the stream of a workbook, with more records in its globals.
func Stream(globals []byte, sheets ...Sheet) []byte {
	begin := Record(recBOF, uint16(0x0600), uint16(5), make([]byte, 12))
	end := Record(recEOF)
	bound := func(offset int, s Sheet) []byte {
		name := Wide(s.Name)
		return Record(0x0085, uint32(offset), s.State, s.Kind, name[0], name[2:])
	}
	offset := len(begin) + len(globals) + len(end)
	for _, s := range sheets {
		offset += len(bound(0, s))
	}
	var bounds, contents []byte
	for _, s := range sheets {
		bounds = append(bounds, bound(offset+len(contents), s)...)
		what := []uint16{0x10, 0x40, 0x20}[s.Kind]
		contents = append(contents, Join(Record(recBOF, uint16(0x0600), what, make([]byte, 12)), s.Records, Record(recEOF))...)
	}
	return slices.Concat(begin, bounds, globals, end, contents)
}
