package jobs

import (
	"errors"
	"fmt"
	"slices"

	"github.com/bidui/bidui/internal/table"
)

// headers maps the tables of one feed, and gathers what is to be told of their
// shapes. A file is fine while some sheet of it has the feed's header: workbooks
// carry instructions and blank sheets too.
type headers struct {
	schema  *table.Schema
	columns table.Columns
	former  map[string][]string // field → the headers that it had in the last good run; nil: unknown

	files    []fileCheck
	found    map[string][]string // field → the headers that it has now
	notes    []string
	vanished []vanished
}

type fileCheck struct {
	name    string
	fits    bool
	misfits []error
}

// vanished is a field that a table has lost.
type vanished struct {
	source *table.Source
	table.Vanished
}

func newHeaders(schema *table.Schema, columns table.Columns, former map[string][]string) *headers {
	return &headers{schema: schema, columns: columns, former: former, found: map[string][]string{}}
}

// mapping finds the header among the first rows of a table; nil: it has none.
func (h *headers) mapping(src *table.Source, rows []table.Row) *table.Mapping {
	f := h.file(src)
	m, err := h.schema.Map(src, rows, h.columns)
	if err != nil {
		if lacks := (*table.HeaderError)(nil); errors.As(err, &lacks) {
			lacks.Former = h.former
		}
		f.misfits = append(f.misfits, err)
		return nil
	}
	f.fits = true
	for field, header := range m.Found() {
		if !slices.Contains(h.found[field], header) {
			h.found[field] = append(h.found[field], header)
		}
	}
	for _, note := range m.Notes() {
		h.notes = append(h.notes, fmt.Sprintf("%s: %s", src, note))
	}
	for _, v := range m.Vanished(h.former) {
		h.vanished = append(h.vanished, vanished{src, v})
	}
	return m
}

// isNear says whether a table has half of the fields that the feed requires, at
// least: instructions that lie beside a table have not.
func (h *headers) isNear(misfit error) bool {
	lacks := (*table.HeaderError)(nil)
	if !errors.As(misfit, &lacks) {
		return false
	}
	required := 0
	for _, field := range h.schema.Fields {
		if field.Required {
			required++
		}
	}
	if len(h.schema.AnyOf) > 0 {
		required++
	}
	return lacks.Row > 0 && 2*len(lacks.Missing) <= required
}

func (h *headers) file(src *table.Source) *fileCheck {
	if n := len(h.files); n == 0 || h.files[n-1].name != src.File {
		h.files = append(h.files, fileCheck{name: src.File})
	}
	return &h.files[len(h.files)-1]
}

// told is what people should know of the columns: those that the feed has lost
// altogether are told of the first table that lacks them, and tables that were
// passed over beside others are told where they nearly have the feed's header.
func (h *headers) told() []string {
	notes := slices.Clone(h.notes)
	for _, f := range h.files {
		for _, misfit := range f.misfits {
			if f.fits && h.isNear(misfit) {
				notes = append(notes, "passed over: "+misfit.Error())
			}
		}
	}
	told := map[string]bool{}
	for _, v := range h.vanished {
		if len(h.found[v.Field]) == 0 && !told[v.Field] {
			notes = append(notes, fmt.Sprintf("%s: %s", v.source, v.Vanished))
			told[v.Field] = true
		}
	}
	return notes
}

// verdict is an error that names every file without a fitting table, or nil.
func (h *headers) verdict() error {
	var faults []error
	for _, f := range h.files {
		if !f.fits {
			faults = append(faults, f.misfits...)
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return &Refusal{Cause: errors.Join(faults...)}
}
