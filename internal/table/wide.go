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
// again and again, numbered or, beside a head of household, not. chosen is the
// header that each field of the group was found by. It names the fields whose
// columns do not pair up, or may be of somebody else: without a head a second
// 姓名 and 身份证号 may be those of who holds the account.
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
	unclear := false
	headed := m.hasHead(headers)
	for _, f := range m.Schema.Group {
		unclear = unclear || len(columns[f]) != most || !headed && anyTwice(headers, columns[f])
		if len(columns[f]) > 1 {
			doubled = append(doubled, describeDoubled(m.Schema.Fields[f], chosen[f], columns[f]))
		}
	}
	if unclear {
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

// hasHead says whether some column is about the head of the household.
func (m *Mapping) hasHead(headers []string) bool {
	known := slices.Concat(HeadNames, HeadIDs, []string{"head_name", "head_id"})
	for f, field := range m.Schema.Fields {
		if slices.Contains(known, field.Name) && m.Has(f) {
			return true // by a header of the configuration
		}
	}
	return slices.ContainsFunc(known, func(header string) bool { return slices.Contains(headers, foldHeader(header)) })
}

// anyTwice says whether two of the columns have the same header.
func anyTwice(headers []string, columns []int) bool {
	for i, column := range columns {
		for _, other := range columns[:i] {
			if headers[column] == headers[other] {
				return true
			}
		}
	}
	return false
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
