package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// finder finds the fields of a schema by their headers.
type finder struct {
	schema   *Schema
	headers  [][]string      // of each field, best first
	chosen   map[string]bool // folded headers that an override names
	known    map[string]bool // folded headers that some field is found by, or that mean a head of household in any feed
	numbered map[string]bool // those that may stand several times, numbered
}

func newFinder(s *Schema, override Columns) *finder {
	f := &finder{schema: s, chosen: map[string]bool{}, known: map[string]bool{}, numbered: map[string]bool{}}
	for i, field := range s.Fields {
		chosen, overridden := override[field.Name]
		headers := field.Aliases
		if overridden {
			headers = append(slices.Clone(chosen), field.Name)
		} else {
			headers = append([]string{field.Name}, headers...)
		}
		f.headers = append(f.headers, headers)
		for _, header := range headers {
			folded := foldHeader(header)
			f.known[folded] = true
			f.numbered[folded] = f.numbered[folded] || slices.Contains(s.Group, i)
		}
		for _, header := range chosen {
			folded := foldHeader(header)
			f.chosen[folded] = true
			if name, _, ok := cutOrdinal(folded); ok {
				f.chosen[name] = true
			}
		}
	}
	for _, header := range slices.Concat(HeadNames, HeadIDs) {
		f.known[foldHeader(header)] = true
	}
	return f
}

// isKnown says whether some field is found by the folded header.
func (f *finder) isKnown(header string) bool {
	return f.known[header] || f.numbered[dropOrdinal(header)]
}

// cutOrdinal parts 姓名#2 into the header and which of its columns is meant.
func cutOrdinal(header string) (name string, nth int, ok bool) {
	at := strings.LastIndexByte(header, '#')
	if at <= 0 {
		return "", 0, false
	}
	nth, err := strconv.Atoi(header[at+1:])
	return header[:at], nth, err == nil && nth > 0
}

// try takes h for the header.
func (f *finder) try(h heading) attempt {
	m, doubled := f.match(h)
	a := attempt{mapping: m, upper: h.upper, joined: h.joined, missing: f.missing(m), doubled: doubled}
	for _, column := range m.columns {
		if column >= 0 {
			a.hits++
		}
	}
	return a
}

// match gives each field the column whose header comes first among the field's
// headers, and names the fields that need one column and that several claim.
func (f *finder) match(h heading) (*Mapping, []string) {
	m := &Mapping{
		Schema:  f.schema,
		Header:  Row{Number: h.number, Cells: h.shown},
		rows:    h.rows,
		columns: slices.Repeat([]int{-1}, len(f.schema.Fields)),
	}
	var doubled []string
	grouped := map[int]string{} // the header that each field of the group was found by
	for i, field := range f.schema.Fields {
		for _, alias := range f.headers[i] {
			column, ordinal := f.column(h, i, foldHeader(alias))
			if column < 0 {
				continue
			}
			m.columns[i] = column
			if field.Key {
				m.keys = append(m.keys, i)
			}
			if ordinal {
				break
			}
			all := allOf(h.names, foldHeader(alias))
			switch {
			case slices.Contains(f.schema.Group, i):
				grouped[i] = alias
			case len(all) < 2:
			case field.Key || field.Required:
				doubled = append(doubled, describeDoubled(field, alias, all))
			default:
				m.notes = append(m.notes, fmt.Sprintf("%s is read from column %s, and not from the others of that header",
					describeDoubled(field, alias, all), letters(column)))
			}
			break
		}
		f.addFurther(m, h, i)
	}
	return m, append(doubled, m.spread(h.names, grouped)...)
}

// addFurther gives a field that may stand in several columns those of its other headers.
func (f *finder) addFurther(m *Mapping, h heading, field int) {
	if !f.schema.Fields[field].Several || m.columns[field] < 0 {
		return
	}
	taken := []int{m.columns[field]}
	for _, alias := range f.headers[field] {
		if column, _ := f.column(h, field, foldHeader(alias)); column >= 0 && !slices.Contains(taken, column) {
			taken = append(taken, column)
		}
	}
	if len(taken) > 1 {
		if m.further == nil {
			m.further = make([][]int, len(f.schema.Fields))
		}
		m.further[field] = taken[1:]
	}
}

// column is where the folded alias of a field stands, -1 where nowhere, and
// whether it says itself which of several columns is meant.
func (f *finder) column(h heading, field int, alias string) (column int, ordinal bool) {
	if column = slices.Index(h.names, alias); column >= 0 {
		return column, false
	}
	if name, nth, ok := cutOrdinal(alias); ok {
		if all := allOf(h.names, name); len(all) >= nth {
			return all[nth-1], true
		}
	}
	if slices.Contains(f.schema.Group, field) {
		column = slices.IndexFunc(h.names, func(name string) bool { return dropOrdinal(name) == dropOrdinal(alias) })
	}
	return column, false
}

// allOf is every column of the folded header.
func allOf(names []string, header string) []int {
	var all []int
	for column, name := range names {
		if name == header {
			all = append(all, column)
		}
	}
	return all
}

// describeDoubled is the field with the columns that claim it: name（姓名: B, D）.
func describeDoubled(field Field, header string, columns []int) string {
	places := make([]string, len(columns))
	for i, column := range columns {
		places[i] = letters(column)
	}
	return field.Name + "（" + header + ": " + strings.Join(places, ", ") + "）"
}

// letters is a column as spreadsheet programs name it: A, B … Z, AA.
func letters(column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

func (f *finder) missing(m *Mapping) []Lack {
	var missing []Lack
	for i, field := range f.schema.Fields {
		if field.Required && m.columns[i] < 0 {
			missing = append(missing, f.lack(i))
		}
	}
	if len(f.schema.AnyOf) > 0 && !slices.ContainsFunc(f.schema.AnyOf, m.Has) {
		missing = append(missing, f.lack(f.schema.AnyOf...))
	}
	return missing
}
