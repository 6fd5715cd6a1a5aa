package jobs_test

import (
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/fetch/sftptest"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/period"
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
	"helpers name": {"帮扶责任人", "帮扶人姓名", "帮扶责任人姓名"}, "helpers phone": {"帮扶责任人电话", "帮扶责任人联系电话", "联系电话"}, "work_teams phone": {"联系电话"},
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

	archive *archive         // that files go into; nil: they go into dir
	vault   *sftptest.Server // of dir; nil: nobody asked for it yet
	site    *httptest.Server // likewise
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
	return jobs.Feed{Columns: p.columns, Source: s.elsewhere(s.place(p, rows))}
}

// plan is what all tables of a feed have in common.
type plan struct {
	feed    string
	fields  []string
	columns table.Columns
	wide    bool // the persons of a household stand in one row
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
	key := map[string]string{"households": "household_id", "members": "member_id", "villages": "area_code"}[feed]
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

// shapes says what a seed drew, feed by feed.
func (s *shaper) shapes() string {
	return strings.Join(s.drawn, " · ")
}
