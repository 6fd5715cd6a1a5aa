package table

import "slices"

// What many feeds have beside what they are about: fields of places, and these
// with the head of the household.
var (
	places = []string{"area_code", "county", "town", "village"}
	shared = append([]string{"head_name", "head_id"}, places...)
)

// Telling is the fields with a column that tell what the table is about: not
// where its rows belong, unless the feed cannot do without.
func (m *Mapping) Telling() []int {
	var telling []int
	for f, field := range m.Schema.Fields {
		if m.Has(f) && (field.Required || slices.Contains(m.Schema.AnyOf, f) || !slices.Contains(shared, field.Name)) {
			telling = append(telling, f)
		}
	}
	return telling
}

// HasData says whether rows of the table are data under what comes closest to a
// header, as they would be if it were one.
func (e *HeaderError) HasData(rows []Row) bool {
	return slices.ContainsFunc(rows, func(row Row) bool { return row.Number > e.Row && e.closest.IsData(row) })
}

// LookLikeData says whether rows without a known header may be data: one has a
// number as persons have among several cells, or three have many cells. Signatures
// and what explains the columns have neither.
func LookLikeData(rows []Row) bool {
	const several, many = 2, 4
	full := 0
	for _, row := range rows {
		cells := slices.DeleteFunc(cleanCopies(row.Cells), func(cell string) bool { return cell == "" })
		switch {
		case len(cells) < several || isNote(cells[0]):
		case holdsData(cells):
			return true
		case len(cells) >= many:
			full++
		}
	}
	return full >= 3
}
