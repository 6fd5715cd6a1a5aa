package table

import "strings"

// memory is what the last cells of a table's fields were found to mean: a column
// of a million rows has a handful of words.
type memory []struct {
	cell    string // as decoded; its own copy
	meaning uint8
}

const (
	remembered = 16 // cells of each field
	longestOf  = 48 // bytes of a cell that is remembered
)

// Recall is what Remember was told of the field when it held the same cell.
func (r *Record) Recall(field int) (meaning uint8, ok bool) {
	cell := r.Mapping.Cell(r.row, field)
	if cell == "" || len(r.memory) == 0 {
		return 0, false
	}
	slot := &r.memory[field*remembered+glance(cell)]
	return slot.meaning, slot.cell == cell
}

// Remember keeps what the field's cell means. That must follow from the cell
// alone, and leave nothing to be rejected.
func (r *Record) Remember(field int, meaning uint8) {
	cell := r.Mapping.Cell(r.row, field)
	if cell == "" || len(cell) > longestOf {
		return
	}
	if len(r.memory) == 0 {
		r.memory = make(memory, len(r.Mapping.Schema.Fields)*remembered)
	}
	slot := &r.memory[field*remembered+glance(cell)]
	slot.cell, slot.meaning = strings.Clone(cell), meaning
}

// glance is a hash that is had for nothing.
func glance(cell string) int {
	return (int(cell[0]) + 3*int(cell[len(cell)-1]) + 5*len(cell)) % remembered
}
