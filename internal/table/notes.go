package table

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// What begins the rows that people put under and between the data: sums, who
// filled in or checked the sheet, remarks.
var (
	sums    = []string{"合计", "总计", "小计", "共计"}
	signers = []string{
		"填报", "填表", "制表", "审核人", "审核单位", "审核:", "审批人", "审批单位", "审批:",
		"复核人", "经办人", "负责人", "单位负责人", "联系人",
	}
	remarks = []string{"备注", "说明", "注:"}
)

// IsData says whether row is a row of data: not blank in all that is mapped,
// not the header again, and no note of sums or signatures.
func (m *Mapping) IsData(row Row) bool {
	named := false
	for _, f := range m.keys {
		cell := m.Cell(row, f)
		if len(cell) >= 10 && cell[0] < utf8.RuneSelf && cell[0] > ' ' {
			return !m.isHeader(row) // a long number: surely data, or the header in English
		}
		cell = Clean(cell)
		named = named || cell != "" && !isNote(cell)
	}
	return !m.isBlank(row) && !m.isHeader(row) && !startsAsNote(row) && (named || !isSigned(row))
}

// startsAsNote says whether the first cell that is not blank is a note.
func startsAsNote(row Row) bool {
	i := slices.IndexFunc(row.Cells, func(cell string) bool { return Clean(cell) != "" })
	return i >= 0 && isNote(row.Cells[i])
}

// isSigned says whether some cell is a sum's word or asks for a signature. The
// colon matters: a row of data may well say 负责人 or 联系人 somewhere.
func isSigned(row Row) bool {
	return slices.ContainsFunc(row.Cells, func(cell string) bool {
		cell = CleanCode(cell)
		return slices.Contains(sums, cell) || strings.Contains(cell, ":") && startsWith(cell, signers)
	})
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
	return startsWith(cell, sums) || startsWith(cell, signers) || startsWith(cell, remarks)
}

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
