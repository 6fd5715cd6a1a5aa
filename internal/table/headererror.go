package table

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// HeaderError says that no row of a table is a header of the feed.
type HeaderError struct {
	Source  *Source
	Feed    string
	Row     int      // the row that comes closest, 0 where none has any field
	Upper   int      // the row of groups above it, 0 where there is none
	Missing []Lack   // what that row lacks
	Doubled []string // fields that two columns claim, with the columns
	Telling []int    // as of a Mapping, the fields that have a column in that row

	// Former is what the last good file's fields were found by: field name →
	// headers. Map does not know; who does may fill it in, and the text tells it.
	Former map[string][]string

	closest *Mapping // that row
}

// Lack is a required field without a column, or several of which one would do.
type Lack struct {
	Fields []string // canonical names
	Wanted string   // the fields, each with the headers that it is found by
	Near   string   // the header that no field claims and that looks most like it; "" where none does

	fields []int
}

// Error names file, sheet, row and fields, and says how to mend it. Of the
// table it quotes headers only.
func (e *HeaderError) Error() string {
	where, row := e.Source.String(), fmt.Sprintf("row %d", e.Row)
	if e.Upper > 0 {
		row = fmt.Sprintf("rows %d and %d", e.Upper, e.Row)
	}
	switch {
	case len(e.Doubled) > 0:
		return fmt.Sprintf("%s: header in %s has two columns for %s: remove one, or name the right one under feeds.%s.columns (…#2 is the second)",
			where, row, strings.Join(e.Doubled, ", "), e.Feed)
	case e.Row == 0:
		return fmt.Sprintf("%s: no header of feed %s in the first %d rows: required are %s",
			where, e.Feed, HeaderDepth, e.lacks())
	}
	return fmt.Sprintf("%s: header in %s lacks %s: rename the column, or name it under feeds.%s.columns",
		where, row, e.lacks(), e.Feed)
}

func (e *HeaderError) lacks() string {
	lacks := make([]string, len(e.Missing))
	for i, lack := range e.Missing {
		var former []string
		for _, field := range lack.Fields {
			former = append(former, e.Former[field]...)
		}
		lacks[i] = lack.Wanted + hint(lack.Near, former)
	}
	return strings.Join(lacks, ", ")
}

// hint is what may help to find a field's column: the header that looks like
// it, and those that it had in the last good file.
func hint(near string, former []string) string {
	text := ""
	if near != "" {
		text = " 是不是“" + near + "”?"
	}
	if len(former) > 0 {
		text += "; last time it was “" + strings.Join(former, "”, “") + "”"
	}
	return text
}

// lack is a requirement that one of the fields meets.
func (f *finder) lack(fields ...int) Lack {
	l := Lack{fields: fields}
	var wanted []string
	for _, i := range fields {
		name := f.schema.Fields[i].Name
		l.Fields = append(l.Fields, name)
		wanted = append(wanted, name+"（"+strings.Join(f.headers[i], "/")+"）")
	}
	l.Wanted = strings.Join(wanted, " or ")
	return l
}

// fail is the error for a table whose rows are no header. Where no row has any
// field the closest is the one with the most headers that look like one.
func (f *finder) fail(src *Source, rows []Row, closest attempt) error {
	f.suggest(closest)
	if closest.hits == 0 {
		most := 0
		for _, row := range rows {
			a := f.try(oneRow(row))
			if near := f.suggest(a); near > most {
				closest, most = a, near
			}
		}
	}
	e := &HeaderError{
		Source: src, Feed: f.schema.Feed, Row: closest.mapping.Header.Number, Upper: closest.upper, Missing: closest.missing,
		Telling: closest.mapping.Telling(), closest: closest.mapping,
	}
	if len(e.Missing) == 0 {
		e.Doubled = closest.doubled
	}
	return e
}

// suggest fills in the header that looks most like each field that is missing,
// the most alike first and each header once, and counts them.
func (f *finder) suggest(a attempt) int {
	type guess struct {
		lack, column int
		likeness     float64
	}
	var guesses []guess
	for lack := range a.missing {
		for column, header := range a.mapping.spare() {
			if alike := f.likeness(a.missing[lack].fields, header); alike > 0 {
				guesses = append(guesses, guess{lack, column, alike})
			}
		}
	}
	slices.SortFunc(guesses, func(a, b guess) int {
		return cmp.Or(-cmp.Compare(a.likeness, b.likeness), cmp.Compare(a.lack, b.lack), cmp.Compare(a.column, b.column))
	})
	taken := map[int]bool{}
	for _, g := range guesses {
		if a.missing[g.lack].Near == "" && !taken[g.column] {
			taken[g.column] = true
			a.missing[g.lack].Near = oneLine(a.mapping.Header.Cells[g.column])
		}
	}
	return len(taken)
}

// likeness is how much a header looks like one of the fields', at best.
func (f *finder) likeness(fields []int, header string) float64 {
	best := 0.0
	for _, i := range fields {
		for _, known := range f.headers[i] {
			best = max(best, likeness(header, known))
		}
	}
	return best
}

// guessedColumns is among how many columns a header is looked for that may mean
// a field: more than any sheet has that people filled in.
const guessedColumns = 256

// spare is the headers that no field claims, by column; none where the rows of
// the header may be data, for a person must not be quoted.
func (m *Mapping) spare() map[int]string {
	spare := map[int]string{}
	if slices.ContainsFunc(m.rows, holdsData) {
		return spare
	}
	for column, header := range m.Header.Cells[:min(len(m.Header.Cells), guessedColumns)] {
		if header != "" && !slices.Contains(m.columns, column) {
			spare[column] = header
		}
	}
	return spare
}

// oneLine is a header without its line breaks.
func oneLine(header string) string { return strings.Join(strings.Fields(header), " ") }
