package jobs_test

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/table"
)

// sheet is a table as people make it.
type sheet struct {
	name   string // of the sheet in a workbook
	hidden bool
	above  [][]string
	groups []string // that stand above the header; "" above a column that is merged over both rows; nil: there are none
	header []string
	fields []string // by column; "" is of no field
	rows   [][]string
	below  [][]string
	down   []string // fields whose like cells are merged downwards where a format can

	tellsMonth bool // the name does
}

// lines is the sheet from top to bottom.
func (s sheet) lines() [][]string {
	return slices.Concat(s.above, s.headerLines(), s.rows, s.below)
}

// headerLines is the header in one row or two, as merged cells leave it.
func (s sheet) headerLines() [][]string {
	if s.groups == nil {
		return [][]string{s.header}
	}
	upper, lower := make([]string, len(s.header)), slices.Clone(s.header)
	for i, group := range s.groups {
		switch {
		case group == "":
			upper[i], lower[i] = s.header[i], ""
		case i == 0 || group != s.groups[i-1]:
			upper[i] = group
		}
	}
	return [][]string{upper, lower}
}

// has says whether a character of that sort stands in some row.
func (s sheet) has(sort func(rune) bool) bool {
	return slices.ContainsFunc(slices.Concat(s.rows...), func(cell string) bool { return strings.ContainsFunc(cell, sort) })
}

// dress makes a sheet of rows: headers, an order of columns, and all that
// people put above, beside, between and below.
func (s *shaper) dress(p plan, rows []oracle.Row) sheet {
	p.wide = p.feed == "dibao" && s.draw(40, "several persons in a row")
	out := s.bare(p, rows)
	if s.draw(25, "header in two rows") {
		s.group(&out)
	}
	if s.draw(30, "cells merged downwards") {
		out.down = []string{"household_id", "benefit_no", "county", "town", "village", "area_code", "head_name", "head_id", "covered_size"}
	}
	s.surround(&out)
	return out
}

// bare is a sheet of nothing but a header and rows.
func (s *shaper) bare(p plan, rows []oracle.Row) sheet {
	fields := slices.Clone(p.fields)
	if s.draw(60, "columns shuffled") {
		s.r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	}
	families := [][]oracle.Row{}
	for _, row := range rows {
		families = append(families, []oracle.Row{row})
	}
	headers := s.headers(p, fields)
	if p.wide {
		families = familiesOf(rows)
		fields, headers = s.widened(fields, headers, families)
	}
	out := sheet{header: headers, fields: fields}
	serials := s.serialFields()
	for _, family := range families {
		cells, seen := make([]string, len(fields)), map[string]int{}
		for i, field := range fields {
			if person := seen[field]; person < len(family) {
				cells[i] = s.cell(field, asSerial(family[person][field], field, serials))
			}
			seen[field]++
		}
		out.rows = append(out.rows, cells)
	}
	s.extend(&out)
	return out
}

// headers is what the sheet calls the fields.
func (s *shaper) headers(p plan, fields []string) []string {
	headers := slices.Clone(fields)
	inChinese := s.draw(80, "Chinese headers")
	for i, field := range fields {
		if inChinese {
			headers[i] = s.pick(firstOf(headings[p.feed+" "+field], headings[field], []string{field})...)
		}
		if own := p.columns[field]; own != nil {
			headers[i] = s.pick(own...)
		}
		if s.chance(20) {
			headers[i] = strings.NewReplacer("(", "（", ")", "）").Replace(" " + headers[i] + "\u3000")
		}
	}
	return headers
}

// firstOf is the first list that is not empty.
func firstOf(lists ...[]string) []string {
	return lists[slices.IndexFunc(lists, func(list []string) bool { return len(list) > 0 })]
}

// isPersons says whether a column of the dibao feed comes for each person of a row.
func isPersons(field string) bool { return field == "name" || field == "id_number" }

// familiesOf puts the persons together whose rows say the same but for who they
// are. A row without a person stays alone.
func familiesOf(rows []oracle.Row) [][]oracle.Row {
	var families [][]oracle.Row
	at := map[string]int{}
	for _, row := range rows {
		var key strings.Builder
		for _, field := range planOf("", []oracle.Row{row}).fields {
			if !isPersons(field) {
				key.WriteString(strconv.Quote(field) + strconv.Quote(row[field]))
			}
		}
		i, known := at[key.String()]
		switch {
		case table.Clean(row["name"]) == "" && table.Clean(row["id_number"]) == "":
			families = append(families, []oracle.Row{row})
		case known && len(families[i]) < 4:
			families[i] = append(families[i], row)
		default:
			at[key.String()] = len(families)
			families = append(families, []oracle.Row{row})
		}
	}
	return families
}

// widened is the columns with those of a person repeated, for the largest
// family: numbered, where no head of household says what they are.
func (s *shaper) widened(fields, headers []string, families [][]oracle.Row) (wideFields, wideHeaders []string) {
	most, numbered := 2, s.chance(50) || !slices.Contains(fields, "head_id")
	for _, family := range families {
		most = max(most, len(family))
	}
	for i, field := range fields {
		if !isPersons(field) {
			wideFields, wideHeaders = append(wideFields, field), append(wideHeaders, headers[i])
		}
	}
	for n := range most {
		for i, field := range fields {
			if !isPersons(field) {
				continue
			}
			header := headers[i]
			if numbered {
				header = strings.TrimSpace(header) + strconv.Itoa(n+1)
			}
			wideFields, wideHeaders = append(wideFields, field), append(wideHeaders, header)
		}
	}
	return wideFields, wideHeaders
}

// group puts groups above neighbouring columns. What is about the head of a
// household says so in the group alone; a column at least has no group.
func (s *shaper) group(out *sheet) {
	out.groups = make([]string, len(out.header))
	names, alone := []string{"一、基本情况", "二、其他信息", "情况说明", "明细"}, s.r.IntN(len(out.header))
	for i := 0; i < len(out.header); {
		width := 1 + s.r.IntN(4)
		for end := min(i+width, len(out.header)); i < end; i++ {
			if width > 1 && i != alone {
				out.groups[i] = names[0]
			}
		}
		names = append(names[1:], names[0])
	}
	for i, header := range out.header {
		if own, isHead := strings.CutPrefix(strings.TrimSpace(header), "户主"); isHead && i != alone {
			out.groups[i], out.header[i] = "户主信息", own
			s.note("what a header says in its group")
		}
	}
}

// plainNumber is what a sheet may wrap without changing what it says.
var plainNumber = regexp.MustCompile(`^[0-9A-Z]{6,}$`)

// cell writes a cell in another way that says the same.
func (s *shaper) cell(field, cell string) string {
	switch {
	case s.chance(96) || cell == "":
		return cell
	case !slices.Contains(numbers, field) || !plainNumber.MatchString(cell):
		if s.draw(30, "line breaks in cells") {
			return cell + "\n"
		}
		return cell
	case s.draw(33, `="…"`):
		return `="` + cell + `"`
	case s.draw(50, "leading '"):
		return "'" + cell
	}
	s.note("full-width digits")
	return strings.Map(func(r rune) rune { return r - '!' + '！' }, cell)
}

// serialFields draws the fields whose dates are written as spreadsheets number days.
func (s *shaper) serialFields() []string {
	return slices.DeleteFunc([]string{"month", "start", "end", "state_date", "assessed_on", "identified"}, func(field string) bool {
		return !s.draw(20, "dates as serials of "+field)
	})
}

// asSerial is the cell, or the number of its day; of rosters the month alone counts.
func asSerial(cell, field string, fields []string) string {
	date, ok := period.ParseDate(cell)
	if !ok || !slices.Contains(fields, field) {
		return cell
	}
	day := date.Day()
	if day == 0 && slices.Contains([]string{"month", "start", "end"}, field) {
		day = 1
	}
	full, ok := period.DateOf(date.Year(), date.Month().Month(), day)
	if !ok {
		return cell
	}
	first, _ := period.DateOf(2000, 1, 1) // is day 36526
	return strconv.Itoa(36526 + first.DaysUntil(full))
}

// extend adds columns that no field claims.
func (s *shaper) extend(out *sheet) {
	if s.draw(40, "remarks") {
		out.header, out.fields = append(out.header, "备注"), append(out.fields, "")
		for i := range out.rows {
			out.rows[i] = append(out.rows[i], s.pick("", "", "无", "已核实", "一、已走访\n二、待补充", `称"属实"，待核`))
		}
	}
	if s.draw(40, "serial numbers") {
		out.header, out.fields = append([]string{"序号"}, out.header...), append([]string{""}, out.fields...)
		for i, row := range out.rows {
			out.rows[i] = append([]string{strconv.Itoa(i + 1)}, row...)
		}
	}
}

// surround adds titles, blank rows, sums and signatures.
func (s *shaper) surround(out *sheet) {
	if s.draw(50, "titles above") {
		out.above = [][]string{{"甲县建档立卡、救助、饮水情况表（2018年）"}, {}, {"单位：某某局", "", "时间：2018年10月8日, 星期一"}}[:1+s.r.IntN(3)]
	}
	if s.draw(40, "blank rows") {
		for range 1 + s.r.IntN(4) {
			at := s.r.IntN(len(out.rows) + 1)
			out.rows = slices.Insert(out.rows, at, make([]string, s.r.IntN(2)*len(out.header)))
		}
	}
	if s.draw(50, "sums and signatures below") {
		indent := make([]string, s.r.IntN(3))
		out.below = [][]string{
			{"合计", strconv.Itoa(len(out.rows))}, {}, slices.Concat(indent, []string{"填报人：张三", "", "审核人：李四"}), {"审核人：李四　　联系电话：12345678"},
		}[:1+s.r.IntN(4)]
	}
}

// compareRects orders rectangles from top to bottom, and from left to right.
func compareRects(a, b rect) int {
	return cmp.Or(cmp.Compare(a.top, b.top), cmp.Compare(a.left, b.left))
}
