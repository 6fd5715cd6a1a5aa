package table

import "slices"

// Vanished is an optional field that had a column in the last good file and
// has none now.
type Vanished struct {
	Field  string   // canonical name
	Former []string // the headers that it was found by
	Near   string   // a header of the table that may mean it; "" where none does
}

// String says it to the person who can mend the file, as a HeaderError would.
func (v Vanished) String() string {
	return v.Field + " has no column any more" + hint(v.Near, v.Former)
}

// Vanished is the optional fields that the table has lost, in the schema's
// order. former is what the last good file's fields were found by: field name →
// headers; nil where that is not known.
func (m *Mapping) Vanished(former map[string][]string) []Vanished {
	var vanished []Vanished
	spare := m.spare()
	for f, field := range m.Schema.Fields {
		had := former[field.Name]
		if m.Has(f) || len(had) == 0 {
			continue
		}
		v := Vanished{Field: field.Name, Former: had}
		best, at := 0.0, -1
		for column := range m.Header.Cells {
			for _, known := range slices.Concat([]string{field.Name}, field.Aliases, had) {
				if alike := likeness(spare[column], known); alike > best {
					best, at = alike, column
				}
			}
		}
		if at >= 0 {
			v.Near = oneLine(spare[at])
		}
		vanished = append(vanished, v)
	}
	return vanished
}
