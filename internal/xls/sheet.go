package xls

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/bidui/bidui/internal/table"
)

// Limits of a sheet of BIFF8.
const (
	maxRows    = 1 << 16
	maxColumns = 1 << 8
)

// sheet is the cells of one sheet, all of them: which are merged is told only
// after the last, and programs write them in any order.
type sheet struct {
	cells   []cell               // that have a value
	text    []byte               // of cells that share theirs with no other
	shared  int                  // how many texts the workbook shares
	sorted  bool                 // cells come by rows, so far
	formula bool                 // the text of the last cell is still to come
	begun   bool                 // a row or cell has come
	odd     uint16               // the kind of a record since then that does not belong among cells; 0 if there was none
	taken   int                  // how many cells have been read
	hidden  [maxRows / 64]uint64 // a bit for each row
	merged  []mergedCells
	merges  table.Merges
}

// load reads the sheet that begins at the next record, to its end. What is
// within it and has cells of its own, such as a chart, is passed over.
func (s *sheet) load(ctx context.Context, r *records, shared int) error {
	const each = 20 // bytes of the stream that a cell takes, more or less
	cells := slices.Grow(s.cells[:0], int((r.size-r.offset())/each))
	*s = sheet{cells: cells, text: s.text[:0], merged: s.merged[:0], shared: shared, sorted: true}
	if err := r.next(); err != nil {
		return err
	}
	if err := checkSheet(r); err != nil {
		return err
	}
	for count, depth := 0, 1; depth > 0; count++ {
		if count%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := r.next(); err != nil {
			return err
		}
		var err error
		switch {
		case r.kind == recBOF:
			depth++
		case r.kind == recEOF:
			depth--
			err = r.sized(0)
		case depth == 1:
			err = s.record(r)
		}
		if err != nil {
			return err
		}
	}
	if s.formula {
		return errNoResult
	}
	s.finish()
	return nil
}

func checkSheet(r *records) error {
	if r.kind != recBOF {
		return damaged("it does not begin where the workbook says")
	}
	if err := r.atLeast(4); err != nil {
		return err
	}
	if what := binary.LittleEndian.Uint16(r.body[2:]); what != bookWorksheet {
		return damaged("it begins with a part of kind %#x", what)
	}
	return nil
}

// record takes from a record of the sheet what matters here.
func (s *sheet) record(r *records) error {
	switch r.kind {
	case recFormula, recFormula3, recFormula4, recNumber, recRK, recMulRK, recLabelSST, recLabel, recRString, recBoolErr:
		return s.cellRecord(r)
	case recString:
		if s.formula {
			return s.result(r)
		}
		s.note(r)
	case recRow:
		return s.row(r)
	case recDefaultRowHeight:
		return s.defaultRow(r)
	case recMergeCells:
		return s.merge(r)
	case recSST, recBoundSheet:
		return damaged("a sheet has records of kind %#x, which belong to the workbook", r.kind)
	case 0:
		return damaged("zeros stand where a record should")
	case oldInteger, oldNumber, oldLabel, oldBoolErr, oldString, oldBOF2, oldBOF3, oldBOF4:
		return damaged("it has records of kind %#x, of an older version of Excel", r.kind)
	default:
		if !besideCells(r) {
			s.note(r)
		}
	}
	return nil
}

// note keeps in mind that r does not belong among cells: it may be a cell that
// is damaged. It is an error once another cell comes; before the first row or
// cell and after the last, programs write what they like.
func (s *sheet) note(r *records) {
	if s.begun {
		s.odd = r.kind
	}
}

// cellRecord adds the cell, or cells, of a record.
func (s *sheet) cellRecord(r *records) error {
	if s.odd != 0 {
		return damaged("among its cells is a record of kind %#x; if Excel opens it as it should be, save it as .xlsx", s.odd)
	}
	if err := r.atLeast(6); err != nil { // row, column, format
		return err
	}
	s.begun = true
	row := binary.LittleEndian.Uint16(r.body)
	if err := s.cell(r); err != nil {
		return fmt.Errorf("row %d: %w", int(row)+1, err)
	}
	return nil
}

// row notes whether a row is hidden, be it by a filter. Nothing else in its
// record can be relied on.
func (s *sheet) row(r *records) error {
	if err := r.sized(16); err != nil {
		return err
	}
	s.begun = true
	row, height := binary.LittleEndian.Uint16(r.body), binary.LittleEndian.Uint16(r.body[6:])
	const zeroHeight = 0x20
	s.hide(row, r.body[12]&zeroHeight != 0 || height == 0)
	return nil
}

// defaultRow notes whether the rows without a record of their own are hidden.
func (s *sheet) defaultRow(r *records) error {
	if err := r.sized(4); err != nil {
		return err
	}
	const zeroHeight = 0x02
	if r.body[0]&zeroHeight != 0 {
		for i := range s.hidden {
			s.hidden[i] = ^uint64(0)
		}
	}
	return nil
}

func (s *sheet) hide(row uint16, hidden bool) {
	bit := uint64(1) << (row % 64)
	if hidden {
		s.hidden[row/64] |= bit
	} else {
		s.hidden[row/64] &^= bit
	}
}

// finish puts the cells in the order of their rows. Where a cell comes twice the
// later one counts, as in Excel.
func (s *sheet) finish() {
	if !s.sorted {
		slices.SortStableFunc(s.cells, func(a, b cell) int { return int(a.row) - int(b.row) })
	}
	addMerges(&s.merges, s.merged)
}
