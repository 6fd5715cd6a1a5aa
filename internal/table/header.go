package table

import (
	"fmt"
	"slices"
	"strings"
)

// Field is one thing that a feed's rows may say.
type Field struct {
	Name     string   // canonical; always accepted as a header
	Aliases  []string // other headers, best first
	Required bool     // a table without it is not of this feed
	Key      bool     // it names the subject of the row
	Personal bool     // it names or numbers a person: rejects star it out
}

// Schema declares a feed: who owns it and what its rows say. Fields are
// addressed by their position.
type Schema struct {
	Feed   string
	Agency string
	Fields []Field
	AnyOf  []int // fields of which at least one must be there, beside the required ones
	Group  []int // fields whose columns may come several times, for several persons in a row
}

// Columns overrides the headers of fields: field name → the headers to accept.
type Columns map[string][]string

// HeaderDepth is how many rows are looked at for the header.
const HeaderDepth = 20

// Mapping says which column of one table holds which field.
type Mapping struct {
	Schema  *Schema
	Header  Row        // where it was found; its cells are copies
	columns []int      // by field: the column, or -1
	keys    []int      // the key fields that have a column
	persons []*Mapping // of the wide layout: one for each person of a row
}

// HeaderError says that no row of a table is a header of the feed.
type HeaderError struct {
	Source  *Source
	Feed    string
	Row     int      // the row that comes closest, 0 where none has any field
	Missing []string // the required fields that row lacks, each with its headers
	Doubled []string // fields that two columns claim
}

// Error names file, sheet, row and fields, and says how to mend it.
func (e *HeaderError) Error() string {
	where := e.Source.String()
	switch {
	case len(e.Doubled) > 0:
		return fmt.Sprintf("%s: header in row %d has two columns for %s: remove one, or name the right one under feeds.%s.columns",
			where, e.Row, strings.Join(e.Doubled, ", "), e.Feed)
	case e.Row == 0:
		return fmt.Sprintf("%s: no header of feed %s in the first %d rows: required are %s",
			where, e.Feed, HeaderDepth, strings.Join(e.Missing, ", "))
	}
	return fmt.Sprintf("%s: header in row %d lacks %s: rename the column, or name it under feeds.%s.columns",
		where, e.Row, strings.Join(e.Missing, ", "), e.Feed)
}

// Map finds the header among the first HeaderDepth of rows: the first row in
// which every required field has a column.
func (s *Schema) Map(src *Source, rows []Row, override Columns) (*Mapping, error) {
	best := &HeaderError{Source: src, Feed: s.Feed, Missing: s.requirements(override)}
	most := 0
	for i, row := range rows {
		if i == HeaderDepth {
			break
		}
		m, doubled := s.match(row, override)
		missing := s.missing(m, override)
		if len(missing) == 0 && len(doubled) == 0 {
			return m, nil
		}
		if hits := m.hits(); hits > most {
			most = hits
			best.Row, best.Missing, best.Doubled = row.Number, missing, nil
			if len(missing) == 0 {
				best.Doubled = doubled
			}
		}
	}
	return nil, best
}

// match gives each field the column whose header comes first among the field's
// headers, and names the key fields that two columns of one header claim.
func (s *Schema) match(row Row, override Columns) (*Mapping, []string) {
	m := &Mapping{Schema: s, columns: make([]int, len(s.Fields)), Header: Row{Number: row.Number}}
	headers := make([]string, len(row.Cells))
	for i, cell := range row.Cells {
		headers[i] = foldHeader(cell)
		m.Header.Cells = append(m.Header.Cells, strings.Clone(Clean(cell)))
	}
	var doubled []string
	grouped := map[int]string{} // the header that each field of the group was found by
	for f, field := range s.Fields {
		m.columns[f] = -1
		inGroup := slices.Contains(s.Group, f)
		for _, alias := range field.headers(override) {
			folded := foldHeader(alias)
			column := slices.Index(headers, folded)
			if column < 0 && inGroup {
				column = slices.IndexFunc(headers, func(h string) bool { return dropOrdinal(h) == folded })
			}
			if column < 0 {
				continue
			}
			m.columns[f] = column
			if field.Key {
				m.keys = append(m.keys, f)
			}
			if inGroup {
				grouped[f] = folded
			} else if field.Key && slices.Index(headers[column+1:], folded) >= 0 {
				doubled = append(doubled, field.Name+"（"+alias+"）")
			}
			break
		}
	}
	return m, append(doubled, m.spread(headers, grouped)...)
}

func (f Field) headers(override Columns) []string {
	if chosen, ok := override[f.Name]; ok {
		return append(slices.Clone(chosen), f.Name)
	}
	return append([]string{f.Name}, f.Aliases...)
}

func (s *Schema) requirements(override Columns) []string {
	return s.missing(&Mapping{Schema: s, columns: slices.Repeat([]int{-1}, len(s.Fields))}, override)
}

func (s *Schema) missing(m *Mapping, override Columns) []string {
	var missing []string
	for f, field := range s.Fields {
		if field.Required && m.columns[f] < 0 {
			missing = append(missing, field.describe(override))
		}
	}
	if len(s.AnyOf) > 0 && !slices.ContainsFunc(s.AnyOf, m.Has) {
		var either []string
		for _, f := range s.AnyOf {
			either = append(either, s.Fields[f].describe(override))
		}
		missing = append(missing, strings.Join(either, " or "))
	}
	return missing
}

// describe is the field with the headers that it is found by.
func (f Field) describe(override Columns) string {
	return f.Name + "（" + strings.Join(f.headers(override), "/") + "）"
}

func (m *Mapping) hits() int {
	n := 0
	for _, column := range m.columns {
		if column >= 0 {
			n++
		}
	}
	return n
}

// Has says whether the table has a column for the field.
func (m *Mapping) Has(field int) bool { return m.columns[field] >= 0 }

// Found is the header of each field that has a column.
func (m *Mapping) Found() map[string]string {
	found := map[string]string{}
	for f, column := range m.columns {
		if column >= 0 {
			found[m.Schema.Fields[f].Name] = m.Header.Cells[column]
		}
	}
	return found
}

// Unmapped is the headers that no field claims, in their order.
func (m *Mapping) Unmapped() []string {
	var unmapped []string
	for column, header := range m.Header.Cells {
		if header != "" && !slices.Contains(m.columns, column) {
			unmapped = append(unmapped, header)
		}
	}
	return unmapped
}

// Cell is the field's raw text in row, "" where there is no such column or cell.
func (m *Mapping) Cell(row Row, field int) string {
	column := m.columns[field]
	if column < 0 || column >= len(row.Cells) {
		return ""
	}
	return row.Cells[column]
}

// foldHeader makes headers comparable: no white space, half-width, no marks
// such as * for "required", small letters.
func foldHeader(cell string) string {
	return strings.ToLower(strings.Trim(strings.Map(narrow, Clean(cell)), "*:"))
}

// String is the source as messages name it: file, and sheet where there is one.
func (s *Source) String() string {
	if s == nil {
		return ""
	}
	if s.Sheet == "" {
		return s.File
	}
	return s.File + " [" + s.Sheet + "]"
}
