package xls

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// globals is what comes before the sheets of a workbook.
type globals struct {
	sheets  []boundSheet
	strings sharedStrings
	shared  bool // strings were read
}

// boundSheet is a worksheet and where in the stream it begins.
type boundSheet struct {
	name   string
	offset int64
	hidden bool
}

// read reads the globals, which a workbook begins with.
func (g *globals) read(r *records) error {
	if err := r.next(); err != nil {
		return err
	}
	if err := checkBook(r); err != nil {
		return err
	}
	for {
		if err := r.next(); err != nil {
			return err
		}
		if r.kind == recEOF && len(r.body) == 0 {
			break
		}
		if err := g.record(r); err != nil {
			return err
		}
	}
	if len(g.sheets) == 0 {
		return errors.New("it has no sheet of cells")
	}
	return nil
}

// checkBook refuses what begins otherwise than a workbook of Excel 97 to 2003.
func checkBook(r *records) error {
	switch r.kind {
	case oldBOF2, oldBOF3, oldBOF4:
		return errors.New("a workbook of Excel 4 or older: this format is not read; save it as .xlsx")
	case recBOF:
	default:
		return damaged("its workbook does not begin as one")
	}
	if err := r.atLeast(4); err != nil {
		return err
	}
	version, what := binary.LittleEndian.Uint16(r.body), binary.LittleEndian.Uint16(r.body[2:])
	switch {
	case version == 0x0500:
		return errors.New("a workbook of Excel 5 or 95: this format is not read; save it as .xlsx")
	case version != biff8:
		return damaged("its workbook is of version %#x", version)
	case what != bookGlobals:
		return damaged("its workbook begins with a part of kind %#x", what)
	}
	return nil
}

// record takes from a record of the globals what matters here.
func (g *globals) record(r *records) error {
	switch r.kind {
	case recFilePass:
		return errPassword
	case recDate1904:
		if err := r.sized(2); err != nil {
			return err
		}
		if r.body[0] != 0 {
			return errors.New("it counts dates from 1904, so that they would be read four years early: save the sheets as .csv")
		}
	case recBoundSheet:
		return g.bound(r)
	case recSST:
		if g.shared {
			return damaged("it has two tables of texts")
		}
		g.shared = true
		if err := g.strings.read(r); err != nil {
			return fmt.Errorf("the workbook's texts: %w", err)
		}
	case recBOF:
		return damaged("a sheet begins before the workbook's own records end")
	}
	return nil
}

// bound notes a sheet, unless it is a chart or holds macros.
func (g *globals) bound(r *records) error {
	const nameAt = 6
	if err := r.atLeast(nameAt + 2); err != nil {
		return err
	}
	offset, visibility, kind := binary.LittleEndian.Uint32(r.body), r.body[4]&3, r.body[5]
	if kind != 0 {
		return nil
	}
	length := int(r.body[nameAt])
	text := textReader{records: r, rest: r.body[nameAt+2:]}
	name, err := text.appendChars(nil, length, r.body[nameAt+1]&wideFlag != 0)
	if err != nil {
		return fmt.Errorf("the name of a sheet: %w", err)
	}
	g.sheets = append(g.sheets, boundSheet{name: string(name), offset: int64(offset), hidden: visibility != 0})
	return nil
}

// choose leaves only the sheet of that name, unless it is "".
func choose(sheets []boundSheet, name string) ([]boundSheet, error) {
	if name == "" {
		return sheets, nil
	}
	names := make([]string, len(sheets))
	for i, sheet := range sheets {
		if strings.TrimSpace(sheet.name) == strings.TrimSpace(name) {
			return sheets[i : i+1], nil
		}
		names[i] = sheet.name
	}
	return nil, fmt.Errorf("there is no sheet %s; the sheets are %s", name, strings.Join(names, ", "))
}
