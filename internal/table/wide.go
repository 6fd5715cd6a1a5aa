package table

import (
	"slices"
	"strings"
)

// Persons is how many persons a row of the table has room for: one, or in the
// wide layout of households, one for each repeated group of columns.
func (m *Mapping) Persons() int { return max(1, len(m.persons)) }

// Person is the mapping of the i-th person of a row. In the wide layout it says
// too whether that person's columns are filled.
func (m *Mapping) Person(row Row, i int) (*Mapping, bool) {
	if len(m.persons) == 0 {
		return m, true
	}
	person := m.persons[i]
	filled := slices.ContainsFunc(m.Schema.Group, func(f int) bool { return Clean(person.Cell(row, f)) != "" })
	return person, filled
}

// spread finds the repeated columns of the schema's group: 姓名 and 身份证号
// again and again, numbered or not. chosen is the header that each field of the
// group was found by. It names the fields whose columns do not pair up.
func (m *Mapping) spread(headers []string, chosen map[int]string) []string {
	columns := map[int][]int{}
	most := 0
	for f, alias := range chosen {
		for column, header := range headers {
			if dropOrdinal(header) == dropOrdinal(foldHeader(alias)) {
				columns[f] = append(columns[f], column)
			}
		}
		most = max(most, len(columns[f]))
	}
	if most < 2 {
		return nil
	}
	var doubled []string
	uneven := false
	for _, f := range m.Schema.Group {
		uneven = uneven || len(columns[f]) != most
		if len(columns[f]) > 1 {
			doubled = append(doubled, describeDoubled(m.Schema.Fields[f], chosen[f], columns[f]))
		}
	}
	if uneven {
		return doubled
	}
	for i := range most {
		person := *m
		person.persons = nil
		person.columns = slices.Clone(m.columns)
		for _, f := range m.Schema.Group {
			person.columns[f] = columns[f][i]
		}
		m.persons = append(m.persons, &person)
	}
	return nil
}

// dropOrdinal is a header without what numbers the persons of a household.
func dropOrdinal(header string) string {
	return strings.TrimPrefix(strings.TrimPrefix(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '(' || r == ')' || r == '_' || r == '-' {
			return -1
		}
		return r
	}, header), "家庭"), "成员")
}
