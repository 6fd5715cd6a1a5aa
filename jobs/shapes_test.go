package jobs_test

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/jobs"
)

// headings is how the contract lets a field be called beside its own name.
var headings = map[string][]string{
	"household_id": {"户编号"}, "member_id": {"人编号", "人口编号"}, "name": {"姓名"},
	"id_number": {"证件号码", "身份证号", "身份证号码", "公民身份号码"}, "id_type": {"证件类型"},
	"area_code": {"村代码", "行政村代码"}, "county": {"县", "县(市、区、旗)"}, "town": {"乡", "乡(镇)", "乡镇"}, "village": {"村", "行政村"},
	"head_name": {"户主姓名"}, "head_id": {"户主证件号码", "户主身份证号"},
	"attribute": {"贫困户属性"}, "poverty_status": {"脱贫属性", "脱贫状态"}, "identified": {"识别时间", "首次识别时间"},
	"safe_water": {"是否解决安全饮用水", "饮水是否安全"}, "water_hardship": {"饮水是否困难"}, "poor_village": {"是否贫困村"},
	"relation": {"与户主关系"}, "state": {"人员状态"}, "state_date": {"减少时间", "死亡时间"},
	"dibao": {"是否享受低保", "享受低保政策情况"}, "health": {"健康状况"}, "labour": {"劳动技能"},
	"benefit_no": {"低保证号", "救助证号"}, "household_size": {"家庭人口数"}, "covered_size": {"保障人口数"},
	"covered": {"是否保障对象"}, "category": {"保障类别"}, "mode": {"供养方式"},
	"start": {"救助起始年月", "起始年月"}, "end": {"停发年月", "终止年月"}, "month": {"年月", "发放年月"},
	"quantity": {"水量"}, "quality": {"水质"}, "convenience": {"用水方便程度"}, "reliability": {"供水保证率"},
	"verdict": {"综合评价结论", "评价结论", "是否安全"}, "assessed_on": {"评价时间"},
	"exit_year": {"脱贫年度"}, "school_status": {"在校生状况"}, "education": {"文化程度"}, "problem": {"问题描述", "问题类型"},
	"absence_reason": {"义务教育阶段未上学原因", "未上学原因", "失学或辍学原因"}, "tekun": {"是否特困供养人员", "享受特困供养政策情况"},
	"helpers name": {"帮扶责任人", "帮扶人姓名"}, "helpers phone": {"帮扶责任人电话", "联系电话"}, "work_teams phone": {"联系电话"},
	"issued id_number": {"id_number"}, "issued member_id": {"member_id"}, "issued household_id": {"household_id"},
}

// numbers are the fields that hold opaque numbers, which sheets wrap in many ways.
var numbers = []string{"household_id", "member_id", "id_number", "head_id", "benefit_no", "area_code"}

// shaper writes feeds in shapes drawn at random.
type shaper struct {
	t     *testing.T
	r     *rand.Rand
	dir   string
	drawn []string // the shapes so far, for who has to find a fault
}

func (s *shaper) chance(percent int) bool { return s.r.IntN(100) < percent }

func (s *shaper) pick(words ...string) string { return words[s.r.IntN(len(words))] }

// draw is chance, and remembers a shape that was chosen.
func (s *shaper) draw(percent int, shape string) bool {
	chosen := s.chance(percent)
	if chosen {
		s.note(shape)
	}
	return chosen
}

// note remembers a shape, once to a feed.
func (s *shaper) note(shape string) {
	for i := len(s.drawn) - 1; i >= 0 && !strings.HasPrefix(s.drawn[i], "["); i-- {
		if s.drawn[i] == shape {
			return
		}
	}
	s.drawn = append(s.drawn, shape)
}

// sheet is a table as people make it.
type sheet struct {
	name   string // of the sheet in a workbook
	above  [][]string
	header []string
	rows   [][]string
	below  [][]string
}

// lines is the sheet from top to bottom.
func (s sheet) lines() [][]string {
	return slices.Concat(s.above, [][]string{s.header}, s.rows, s.below)
}

// feed writes the rows of a feed, and says how to read them.
func (s *shaper) feed(feed string, rows []oracle.Row) jobs.Feed {
	s.drawn = append(s.drawn, "["+feed+"]:")
	if s.draw(40, "rows shuffled") {
		rows = s.shuffled(rows, feed)
	}
	p := planOf(feed, rows)
	if s.draw(15, "columns by configuration") {
		p.columns = table.Columns{p.fields[s.r.IntN(len(p.fields))]: {"甲栏", "乙栏"}}
	}
	return jobs.Feed{Columns: p.columns, Source: s.place(p, rows)}
}

// plan is what all tables of a feed have in common.
type plan struct {
	feed    string
	fields  []string
	columns table.Columns
}

func planOf(feed string, rows []oracle.Row) plan {
	fields := map[string]bool{}
	for _, row := range rows {
		for field := range row {
			fields[field] = true
		}
	}
	return plan{feed: feed, fields: slices.Sorted(maps.Keys(fields))}
}

// place writes rows to files or a database.
func (s *shaper) place(p plan, rows []oracle.Row) source.Spec {
	switch {
	case slices.Contains(p.fields, "month") && s.draw(25, "a file to a month"):
		return s.files(p, monthly(rows))
	case slices.Contains(p.fields, "month") && s.draw(25, "a sheet to a month"):
		return s.sheets(p, monthly(rows))
	case s.draw(20, "query"):
		return s.query(p, rows)
	case s.draw(25, "three files"):
		a, b := s.r.IntN(len(rows)+1), s.r.IntN(len(rows)+1)
		a, b = min(a, b), max(a, b)
		return s.files(p, map[string][]oracle.Row{"1": rows[:a], "2": rows[a:b], "3": rows[b:]})
	}
	if s.draw(50, "workbook") {
		return s.workbookOf(p, rows)
	}
	file := p.feed + s.pick(".csv", ".txt", ".xls")
	spec := source.Spec{From: secret.Text(file)}
	encoding := s.text(file, s.dress(p, rows))
	if s.draw(30, "encoding by configuration") {
		spec.Encoding = encoding
	}
	return spec
}

// files writes each part to a file that is named after it, in a shape of its own.
func (s *shaper) files(p plan, parts map[string][]oracle.Row) source.Spec {
	must(s.t, os.Mkdir(filepath.Join(s.dir, p.feed), 0o700))
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		name := filepath.Join(p.feed, "名册"+s.named(part))
		if s.draw(25, "workbook") {
			s.workbook(name+".xlsx", s.dress(p.without(part), parts[part]))
			continue
		}
		s.text(name+".csv", s.dress(p.without(part), parts[part]))
	}
	return source.Spec{From: secret.Text(p.feed + "/*")}
}

// sheets writes each month to a sheet of one workbook.
func (s *shaper) sheets(p plan, parts map[string][]oracle.Row) source.Spec {
	var sheets []sheet
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		of := s.dress(p.without(part), parts[part])
		of.name = s.named(part)
		sheets = append(sheets, of)
	}
	s.workbook(p.feed+".xlsx", sheets...)
	return source.Spec{From: secret.Text(p.feed + ".xlsx")}
}

// workbookOf writes rows to one sheet of a workbook, perhaps beside another.
func (s *shaper) workbookOf(p plan, rows []oracle.Row) source.Spec {
	spec := source.Spec{From: secret.Text(p.feed + ".xlsx")}
	data, note := s.dress(p, rows), sheet{name: "填写说明", header: []string{"填写说明"}, rows: [][]string{
		{"姓名", "与户口簿一致"}, {"贫困户属性", "按系统导出填写"}, {}, {"填报人：", "", "联系电话："},
	}}
	data.name = "明细"
	sheets := []sheet{data}
	if s.draw(40, "sheet of instructions") {
		sheets = append(sheets, note)
		s.r.Shuffle(2, func(i, j int) { sheets[i], sheets[j] = sheets[j], sheets[i] })
		if s.draw(30, "sheet by configuration") {
			spec.Sheet = "明细"
		}
	}
	s.workbook(p.feed+".xlsx", sheets...)
	return spec
}

// named is a part's name; a month's in any way that names have it.
func (s *shaper) named(part string) string {
	year, month, isMonth := strings.Cut(part, "-")
	if !isMonth {
		return part
	}
	return s.pick(year+month, part, year+"年"+month+"月", year+"年"+strings.TrimPrefix(month, "0")+"月")
}

// without leaves out the column that the name of a part stands for.
func (p plan) without(part string) plan {
	if strings.Contains(part, "-") {
		p.fields = slices.DeleteFunc(slices.Clone(p.fields), func(field string) bool { return field == "month" })
	}
	return p
}

// monthly parts rows by their month, which all of them have: 2017-10 → rows.
func monthly(rows []oracle.Row) map[string][]oracle.Row {
	parts := map[string][]oracle.Row{}
	for _, row := range rows {
		date, _ := period.ParseDate(table.CleanCode(row["month"]))
		parts[date.Month().String()] = append(parts[date.Month().String()], row)
	}
	return parts
}

// withReadableMonths leaves out the rows of monthly rosters that a file to a
// month has no place for.
func withReadableMonths(rows []oracle.Row) []oracle.Row {
	return slices.DeleteFunc(slices.Clone(rows), func(row oracle.Row) bool {
		cell, has := row["month"]
		_, ok := period.ParseDate(table.CleanCode(cell))
		return has && !ok
	})
}

// shuffled puts rows in another order, but those of one number in the same: the
// first of them counts.
func (s *shaper) shuffled(rows []oracle.Row, feed string) []oracle.Row {
	rows = slices.Clone(rows)
	key := map[string]string{"households": "household_id", "members": "member_id"}[feed]
	waiting := map[string][]oracle.Row{}
	for _, row := range rows {
		number := table.CleanCode(row[key])
		waiting[number] = append(waiting[number], row)
	}
	s.r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	for i, row := range rows {
		number := table.CleanCode(row[key])
		if key != "" {
			rows[i], waiting[number] = waiting[number][0], waiting[number][1:]
		}
	}
	return rows
}

// dress makes a sheet of rows: headers, an order of columns, and all that
// people put above, beside, between and below.
func (s *shaper) dress(p plan, rows []oracle.Row) sheet {
	fields := slices.Clone(p.fields)
	if s.draw(60, "columns shuffled") {
		s.r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	}
	out := sheet{header: s.headers(p, fields)}
	for _, row := range rows {
		cells := make([]string, len(fields))
		for i, field := range fields {
			cells[i] = s.cell(field, row[field])
		}
		out.rows = append(out.rows, cells)
	}
	s.extend(&out)
	s.surround(&out)
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

// extend adds columns that no field claims.
func (s *shaper) extend(out *sheet) {
	if s.draw(40, "remarks") {
		out.header = append(out.header, "备注")
		for i := range out.rows {
			out.rows[i] = append(out.rows[i], s.pick("", "", "无", "已核实", "一、已走访\n二、待补充", `称"属实"，待核`))
		}
	}
	if s.draw(40, "serial numbers") {
		out.header = append([]string{"序号"}, out.header...)
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

// shapes says what a seed drew, feed by feed.
func (s *shaper) shapes() string {
	return strings.Join(s.drawn, " · ")
}
