package xls

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/bidui/bidui/internal/table"
)

// mergedCells is the first column of a range of cells that are one.
type mergedCells struct {
	first, last, column uint16 // rows and column from 0
}

// merge notes the ranges of a MergeCells record.
func (s *sheet) merge(r *records) error {
	if err := r.atLeast(2); err != nil {
		return err
	}
	count := int(binary.LittleEndian.Uint16(r.body))
	if err := r.atLeast(2 + 8*count); err != nil {
		return err
	}
	for i := range count {
		at := r.body[2+8*i:]
		m := mergedCells{binary.LittleEndian.Uint16(at), binary.LittleEndian.Uint16(at[2:]), binary.LittleEndian.Uint16(at[4:])}
		if m.column >= maxColumns {
			return errColumns
		}
		s.merged = append(s.merged, m)
	}
	return nil
}

// addMerges adds ranges to m. Of those that overlap, as Excel does not write
// them, it takes the upper one: there are no more at a time than columns.
func addMerges(m *table.Merges, ranges []mergedCells) {
	slices.SortStableFunc(ranges, func(a, b mergedCells) int {
		return cmp.Or(cmp.Compare(a.column, b.column), cmp.Compare(a.first, b.first))
	})
	for i, taken := 0, 0; i < len(ranges); i++ {
		if r := ranges[i]; i == 0 || r.column != ranges[taken].column || r.first > ranges[taken].last {
			m.Add(int(r.first)+1, int(r.last)+1, int(r.column))
			taken = i
		}
	}
}
