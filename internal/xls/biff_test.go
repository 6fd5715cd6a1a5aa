package xls_test

import (
	"slices"

	"github.com/bidui/bidui/internal/xls/xlstest"
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

// What tests of this package say often.
type (
	entry     = xlstest.Entry
	sheetSpec = xlstest.Sheet
)

func record(kind uint16, parts ...any) []byte              { return xlstest.Record(kind, parts...) }
func join(parts ...any) []byte                             { return xlstest.Join(parts...) }
func at(row, column int) []byte                            { return xlstest.At(row, column) }
func wide(text string) []byte                              { return xlstest.Wide(text) }
func narrow(text string) []byte                            { return xlstest.Narrow(text) }
func shared(texts ...string) []byte                        { return xlstest.Shared(texts...) }
func writeBook(globals []byte, sheets ...sheetSpec) []byte { return xlstest.Stream(globals, sheets...) }
func compound(entries ...entry) []byte                     { return xlstest.Compound(entries...) }

// oneSheet is the file of a workbook whose only sheet has these records.
func oneSheet(globals []byte, records ...[]byte) []byte {
	return compound(entry{Name: "Workbook", Content: writeBook(globals, sheetSpec{Name: "表", Records: slices.Concat(records...)})})
}
