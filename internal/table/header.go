package table

import (
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
	Several  bool     // it may stand in several columns: the first of its headers whose cell is not blank counts
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
// 姓名#2 is the second of several columns headed 姓名, and 户主信息/姓名 the
// column 姓名 under the group 户主信息 of a header in two rows.
type Columns map[string][]string

// HeaderDepth is how many rows are looked at for the header.
const HeaderDepth = 20

// Mapping says which column of one table holds which field.
type Mapping struct {
	Schema  *Schema
	Header  Row        // where it was found, the lower row of two; its cells are copies, 户主信息/姓名 where a group stands above
	rows    [][]string // the rows of the header as they stand
	columns []int      // by field: the column, or -1
	further [][]int    // by field: its other columns, best first; nil where no field has any
	keys    []int      // the key fields that have a column
	persons []*Mapping // of the wide layout: one for each person of a row
	notes   []string
}

// Map finds the header among the first HeaderDepth of rows: the first row, or
// two rows, groups over columns, in which every required field has a column.
// Its error is a *HeaderError.
func (s *Schema) Map(src *Source, rows []Row, override Columns) (*Mapping, error) {
	rows = rows[:min(len(rows), HeaderDepth)]
	f := newFinder(s, override)
	closest := f.try(heading{})
	grouped := false // the row above holds the groups of this one
	for i, row := range rows {
		one := f.try(oneRow(row))
		pair, next, paired := f.tryPair(rows[i:])
		if paired && pair.beats(one) && (pair.joined > 0 || pair.beats(next)) {
			return pair.mapping, nil
		}
		if !grouped {
			if one.fits() && !(paired && next.fits() && next.hits > one.hits) { // a row of groups can fit, where cells are merged over both
				return one.mapping, nil
			}
			closest = closest.orCloser(one)
		}
		grouped = paired && pair.joined > 0
		if grouped || paired && pair.hits > next.hits {
			closest = closest.orCloser(pair)
		}
	}
	return nil, f.fail(src, rows, closest)
}

// tryPair reads the first two of rows as one header, and the second for itself.
// False means that they are none.
func (f *finder) tryPair(rows []Row) (pair, second attempt, ok bool) {
	if len(rows) < 2 {
		return attempt{}, attempt{}, false
	}
	both, ok := f.twoRows(rows[0], rows[1])
	if !ok {
		return attempt{}, attempt{}, false
	}
	return f.try(both), f.try(oneRow(rows[1])), true
}

// attempt is what comes of taking rows for the header.
type attempt struct {
	mapping *Mapping
	upper   int // the number of the row of groups, 0 where there is none
	joined  int // columns that are known only with the group above them
	hits    int // fields that have a column
	missing []Lack
	doubled []string
}

func (a attempt) fits() bool { return len(a.missing) == 0 && len(a.doubled) == 0 }

// beats says whether two rows make more of a header than one of them.
func (a attempt) beats(one attempt) bool {
	return a.fits() && (!one.fits() || a.hits > one.hits || a.joined > 0 && a.hits == one.hits)
}

func (a attempt) orCloser(b attempt) attempt {
	if b.hits > a.hits {
		return b
	}
	return a
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
		further := slices.ContainsFunc(m.further, func(columns []int) bool { return slices.Contains(columns, column) })
		if header != "" && !further && !slices.Contains(m.columns, column) {
			unmapped = append(unmapped, header)
		}
	}
	return unmapped
}

// Notes is what people should know of the columns that were chosen, in English.
func (m *Mapping) Notes() []string { return m.notes }

// Cell is the field's raw text in row, "" where there is no such column or cell.
func (m *Mapping) Cell(row Row, field int) string {
	column := m.columns[field]
	if column < 0 || column >= len(row.Cells) {
		return ""
	}
	return row.Cells[column]
}

// gather is row with what further columns say written into the blank cells of
// the first ones, in memory that is void with the next call. Nearly no table has
// further columns.
func (m *Mapping) gather(row Row, memory *[]string) Row {
	cells := (*memory)[:0]
	cells = append(cells, row.Cells...)
	for field, further := range m.further {
		first := m.columns[field]
		for _, column := range further {
			if column >= len(row.Cells) || Clean(m.Cell(Row{Cells: cells}, field)) != "" {
				continue
			}
			for len(cells) <= first {
				cells = append(cells, "")
			}
			cells[first] = row.Cells[column]
		}
	}
	*memory = cells
	return Row{Number: row.Number, Cells: cells}
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
