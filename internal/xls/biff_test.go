package xls_test

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// Records as Excel writes them, of the kinds that tests need.
const (
	formula   = 0x0006
	eof       = 0x000A
	continued = 0x003C
	mulRK     = 0x00BD
	mulBlank  = 0x00BE
	rString   = 0x00D6
	merges    = 0x00E5
	sst       = 0x00FC
	labelSST  = 0x00FD
	blank     = 0x0201
	number    = 0x0203
	label     = 0x0204
	boolErr   = 0x0205
	str       = 0x0207
	rowRecord = 0x0208
	rk        = 0x027E
	bof       = 0x0809
)

// record is a record of that kind; its parts are numbers of a fixed size and bytes.
func record(kind uint16, parts ...any) []byte {
	body := join(parts...)
	return join(kind, uint16(len(body)), body)
}

// join is parts one after the other.
func join(parts ...any) []byte {
	var out []byte
	for _, part := range parts {
		var err error
		if out, err = binary.Append(out, binary.LittleEndian, part); err != nil {
			panic(err)
		}
	}
	return out
}

// at is where a cell stands, with its format: rows and columns from 0.
func at(row, column int) []byte { return join(uint16(row), uint16(column), uint16(15)) }

// wide is a text of two bytes a character, with its length before it.
func wide(text string) []byte {
	units := utf16.Encode([]rune(text))
	return join(uint16(len(units)), uint8(1), units)
}

// narrow is a text of one byte a character, all below U+0100.
func narrow(text string) []byte {
	var chars []byte
	for _, r := range text {
		chars = append(chars, byte(r))
	}
	return join(uint16(len(chars)), uint8(0), chars)
}

// shared is the table of these texts.
func shared(texts ...string) []byte {
	parts := []any{uint32(len(texts)), uint32(len(texts))}
	for _, text := range texts {
		parts = append(parts, wide(text))
	}
	return record(sst, parts...)
}

// sheetSpec is a sheet to be written.
type sheetSpec struct {
	name    string
	state   uint8 // 0 visible, 1 hidden, 2 very hidden
	kind    uint8 // 0 worksheet, 1 macros, 2 chart
	records []byte
}

// writeBook is the stream of a workbook, with more records in its globals.
func writeBook(globals []byte, sheets ...sheetSpec) []byte {
	begin := record(bof, uint16(0x0600), uint16(5), make([]byte, 12))
	end := record(eof)
	bound := func(offset int, s sheetSpec) []byte {
		name := wide(s.name)
		return record(0x0085, uint32(offset), s.state, s.kind, name[0], name[2:])
	}
	offset := len(begin) + len(globals) + len(end)
	for _, s := range sheets {
		offset += len(bound(0, s))
	}
	var bounds, contents []byte
	for _, s := range sheets {
		bounds = append(bounds, bound(offset+len(contents), s)...)
		what := []uint16{0x10, 0x40, 0x20}[s.kind]
		contents = append(contents, join(record(bof, uint16(0x0600), what, make([]byte, 12)), s.records, record(eof))...)
	}
	return slices.Concat(begin, bounds, globals, end, contents)
}

// oneSheet is the file of a workbook whose only sheet has these records.
func oneSheet(globals []byte, records ...[]byte) []byte {
	return compound(entry{"Workbook", writeBook(globals, sheetSpec{name: "表", records: slices.Concat(records...)})})
}
