package table

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// What begins the rows that people put under and between the data: sums, who
// filled in or checked the sheet, remarks. A sum may also end in its word, behind
// a place: 东乡小计. Offices are no signature by themselves, for people hold them.
var (
	sums    = []string{"合计", "总计", "小计", "共计"}
	signers = []string{"填报", "填表", "制表", "审核人", "审核单位", "审核:", "审批人", "审批单位", "审批:", "复核人"}
	offices = []string{"经办人", "负责人", "单位负责人", "联系人"}
	remarks = []string{"备注", "说明", "注:"}
)

// longNumber is how many characters a number of a household or person has at least.
const longNumber = 10

// IsData says whether row is a row of data: not blank in all that is mapped,
// not the header again, and no note of sums or signatures.
func (m *Mapping) IsData(row Row) bool {
	named, numbered := false, false
	for _, f := range m.keys {
		cell := m.Cell(row, f)
		if numbered = len(cell) >= longNumber && cell[0] < utf8.RuneSelf && cell[0] > ' '; numbered {
			break
		}
		cell = CleanCode(cell)
		if numbered = isNumber(cell); numbered {
			break
		}
		named = named || cell != "" && !isNote(cell)
	}
	switch {
	case numbered: // surely data, or the header in English, or a date or telephone number in a note
		return !m.isHeader(row) && !m.isNumberedNote(row)
	case m.isBlank(row) || m.isHeader(row) || m.startsAsNote(row):
		return false
	}
	isNote := m.hasSum(row) || !named && isSigned(row)
	return !isNote || m.saysMore(row)
}

// isNumber says whether a clean code may number a household, person or village.
func isNumber(code string) bool {
	return len(code) >= longNumber && strings.Trim(code, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz*") == ""
}

// isNumberedNote says whether a row with something long under a key is a note
// all the same. Its first cell decides, and nearly every row's does at a glance.
func (m *Mapping) isNumberedNote(row Row) bool {
	i, cell := firstCell(row)
	if i < 0 || plain[cell[0]] && cell[0] < utf8.RuneSelf ||
		!strings.Contains(cell, "计") && !strings.Contains(cell, "：") && strings.IndexByte(cell, ':') < 0 {
		return false
	}
	cell = CleanCode(cell)
	switch {
	case slices.Contains(sums, strings.TrimRight(cell, ":")), strings.Contains(cell, ":") && isSignature(cell):
	case m.isSum(i, cell) && !slices.ContainsFunc(m.keys, func(f int) bool { return isNumber(CleanCode(m.Cell(row, f))) }):
	default:
		return false
	}
	return slices.ContainsFunc(m.keys, func(f int) bool { return m.columns[f] == i }) || !m.saysMore(row)
}

// firstCell is the first cell that is not blank, cleaned; -1 where there is none.
func firstCell(row Row) (int, string) {
	for i, cell := range row.Cells {
		if cell = Clean(cell); cell != "" {
			return i, cell
		}
	}
	return -1, ""
}

// startsAsNote says whether the first cell that is not blank is a note. The word
// for an office needs a colon where the row says more, and so does any in a
// column that says what people do.
func (m *Mapping) startsAsNote(row Row) bool {
	i, cell := firstCell(row)
	if i < 0 || !isNote(cell) {
		return false
	}
	cell = CleanCode(cell)
	if !isSignature(cell) || strings.Contains(cell, ":") || startsWith(cell, signers) && !m.isOwn(i) {
		return true
	}
	return !slices.ContainsFunc(m.columns, func(column int) bool {
		return column >= 0 && column != i && column < len(row.Cells) && !m.isPlace(column) && isSaid(CleanCode(row.Cells[column]))
	})
}

// isSigned says whether some cell asks for a signature. The colon matters: a row
// of data may well say 负责人 or 联系人 somewhere.
func isSigned(row Row) bool {
	return slices.ContainsFunc(row.Cells, func(cell string) bool {
		cell = CleanCode(cell)
		return strings.Contains(cell, ":") && isSignature(cell)
	})
}

// hasSum says whether some cell is a sum's word, alone or behind a place.
func (m *Mapping) hasSum(row Row) bool {
	for i, cell := range row.Cells {
		if strings.Contains(cell, "计") && m.isSum(i, CleanCode(cell)) {
			return true
		}
	}
	return false
}

// longestSum is how many characters the words of a sum have at most.
const longestSum = 12

// isSum says whether the clean cell of a column ends in a sum's word. A name may
// do so too.
func (m *Mapping) isSum(column int, cell string) bool {
	cell = strings.TrimRight(cell, ":")
	if slices.Contains(sums, cell) {
		return true
	}
	f := slices.Index(m.columns, column)
	return utf8.RuneCountInString(cell) <= longestSum && (f < 0 || !m.Schema.Fields[f].Personal) &&
		slices.ContainsFunc(sums, func(word string) bool { return strings.HasSuffix(cell, word) })
}

// saysMore says whether the row says of its subject what no note does: some
// words, beside where it belongs and what numbers it.
func (m *Mapping) saysMore(row Row) bool {
	for f, column := range m.columns {
		if column < 0 || column >= len(row.Cells) || slices.Contains(m.keys, f) || m.isPlace(column) {
			continue
		}
		cell := CleanCode(row.Cells[column])
		if isSaid(cell) && !isCount(cell) && !m.isSum(column, cell) {
			return true
		}
	}
	return false
}

// isSaid says whether a clean cell is neither blank nor a note, nor the label of
// what is to be filled in beside it.
func isSaid(cell string) bool { return cell != "" && !isNote(cell) && !strings.HasSuffix(cell, ":") }

// isCount says whether a clean cell is a number or date, or a count: 15户.
func isCount(cell string) bool {
	return strings.Trim(cell, "0123456789.,-/:%年月日户人名个元") == ""
}

// isOwn says whether a column says something of the row's subject itself.
func (m *Mapping) isOwn(column int) bool {
	f := slices.Index(m.columns, column)
	return f >= 0 && !slices.Contains(m.keys, f) && !m.isPlace(column)
}

// isPlace says whether a column says where the row belongs, and no more.
func (m *Mapping) isPlace(column int) bool {
	f := slices.Index(m.columns, column)
	return f >= 0 && !slices.Contains(m.keys, f) && slices.Contains(places, m.Schema.Fields[f].Name)
}

func (m *Mapping) isBlank(row Row) bool {
	for f := range m.columns {
		if Clean(m.Cell(row, f)) != "" {
			return false
		}
	}
	for _, person := range m.persons {
		if !person.isBlank(row) {
			return false
		}
	}
	return true
}

func isNote(cell string) bool {
	cell = CleanCode(cell)
	return startsWith(cell, sums) || isSignature(cell) || startsWith(cell, remarks)
}

func isSignature(cell string) bool { return startsWith(cell, signers) || startsWith(cell, offices) }

func startsWith(cell string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(cell, word) })
}

// isHeader says whether row repeats the header, or one of its two rows, as
// printed sheets do on each page.
func (m *Mapping) isHeader(row Row) bool {
	if len(m.keys) == 0 {
		return false
	}
	cell, column := Clean(m.Cell(row, m.keys[0])), m.columns[m.keys[0]]
	for _, header := range m.rows {
		if column < len(header) && header[column] == cell && (cell != "" || repeats(header, row)) {
			return true
		}
	}
	return false
}

// repeats says whether all that row says stands in the header too. A blank row does not.
func repeats(header []string, row Row) bool {
	same := 0
	for i, cell := range row.Cells {
		switch cell = Clean(cell); {
		case cell == "":
		case i >= len(header) || header[i] != cell:
			return false
		default:
			same++
		}
	}
	return same > 0
}
