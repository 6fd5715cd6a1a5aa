package table

import (
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/resident"
)

// Sample is one row of data as people may see it who check a mapping.
type Sample struct {
	Row   int               // as a spreadsheet program numbers it
	Cells map[string]string // field name → the cleaned cell, masked; only of fields that have a column
}

// Samples is the first n rows of data among rows, or fewer. Personal fields are
// masked as in rejects; of the others stay readable yes/no words, dates and
// short codes, and the names of places in the fields of the area.
func (m *Mapping) Samples(rows []Row, n int) []Sample {
	var samples []Sample
	words := YesNo()
	var gathered []string
	for _, row := range rows {
		if len(samples) >= n {
			break
		}
		if row.Number <= m.Header.Number || !m.IsData(row) {
			continue
		}
		row = m.gather(row, &gathered)
		sample := Sample{Row: row.Number, Cells: map[string]string{}}
		for f, field := range m.Schema.Fields {
			if m.Has(f) {
				sample.Cells[field.Name] = shown(field, m.Cell(row, f), words)
			}
		}
		samples = append(samples, sample)
	}
	return samples
}

// shown is a cell as people may see it. Whether a column is mapped rightly is
// what they are to judge, so that what is harmless must show in the cell itself.
func shown(field Field, cell string, words map[string]Answer) string {
	if reason, masked := noValue(cell); reason != "" {
		return masked
	}
	cell = Clean(cell)
	if field.Personal {
		return resident.Mask(cell)
	}
	if _, known := words[strings.ToLower(CleanCode(cell))]; known || isPlace(field, cell) {
		return strings.Clone(cell)
	}
	return MaskCell(cell)
}

// isPlace says whether a cell of an area's field is the name of a place: some
// ideographs of which the last says what it is.
func isPlace(field Field, cell string) bool {
	if !slices.Contains([]string{"county", "town", "village"}, field.Name) {
		return false
	}
	runes := []rune(cell)
	return len(runes) >= 3 && len(runes) <= 12 && isHan(runes) &&
		slices.ContainsFunc([]string{"县", "市", "区", "旗", "乡", "镇", "街道", "村", "社区"}, func(kind string) bool {
			return strings.HasSuffix(cell, kind)
		})
}

func isHan(runes []rune) bool {
	return !slices.ContainsFunc(runes, func(r rune) bool { return r < 0x4E00 || r > 0x9FFF })
}
