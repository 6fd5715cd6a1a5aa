package roster_test

import (
	"slices"
	"testing"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// reader is one feed with a row that it reads without a reject.
type reader struct {
	schema *table.Schema
	row    row
	lose   []string // fields that lose the row when they are broken, beside those that lose it when blank
	unread []string // fields that nobody reads
	read   func(*table.Record)
}

func readers() []reader {
	registrar, words := registry.DefaultWords(), roster.DefaultWords()
	person := func(r *table.Record) {
		timing, _ := roster.TimingOf(r.Mapping, sheet, roster.Terms{})
		roster.ReadPerson(r, &words, timing, today)
	}
	place := row{"area_code", "430599100200", "county", "甲县", "town", "东乡", "village", "新村"}
	paid := append(slices.Clone(place), "id_number", anna, "name", "张三")
	return []reader{
		{registry.HouseholdSchema, place.with("household_id", "H1", "head_name", "张三", "head_id", anna, "attribute", "低保户",
			"poverty_status", "未脱贫", "exit_year", "2018", "identified", "2018-04", "safe_water", "是", "water_hardship", "否",
			"household_size", "3", "phone", "13800138000"), nil, []string{"household_size", "phone"},
			func(r *table.Record) { registry.ReadHousehold(r, &registrar, today) }},
		{registry.MemberSchema, row{"member_id", "M1", "household_id", "H1", "name", "张三", "id_number", anna, "id_type", "居民身份证",
			"relation", "户主", "dibao", "是", "tekun", "否", "state", "正常", "state_date", "2018-04", "school_status", "小学",
			"absence_reason", "因病", "education", "小学", "health", "健康", "labour", "无劳动力"}, nil, nil,
			func(r *table.Record) { registry.ReadMember(r, &registrar, today) }},
		{registry.VillageSchema, place.with("poor_village", "是"), nil, nil,
			func(r *table.Record) { registry.ReadVillage(r, &registrar) }},
		{registry.WorkTeamSchema, row{"area_code", "430599100200", "name", "张三", "phone", "13800138000", "role", "队长"}, nil, []string{"role"},
			func(r *table.Record) { registry.ReadWorkTeam(r) }},
		{registry.HelperSchema, row{"household_id", "H1", "name", "张三", "phone", "13800138000", "unit", "县水利局"}, nil, []string{"unit"},
			func(r *table.Record) { registry.ReadHelper(r) }},
		{roster.DibaoSchema, paid.with("start", "2017-10", "end", "2018-01", "head_id", bert, "benefit_no", "B1", "household_size", "3",
			"covered_size", "2", "covered", "是", "category", "A类"), []string{"start", "end"}, []string{"category"}, person},
		{roster.DibaoSchema, paid.with("month", "2017-10", "start", "2017-10"), []string{"month"}, []string{"start"}, person},
		{roster.TekunSchema, paid.with("month", "2017-10", "mode", "集中供养"), []string{"month"}, []string{"mode"}, person},
		{roster.WaterSchema, place.with("household_id", "H1", "head_id", anna, "head_name", "张三", "quantity", "达标", "quality", "达标",
			"convenience", "达标", "reliability", "达标", "verdict", "安全", "assessed_on", "2018-05"), nil, []string{"head_name"},
			func(r *table.Record) { roster.ReadWater(r, &words, today) }},
		{roster.EnrolmentSchema, paid.with("school", "新村小学", "grade", "一年级", "status", "在读"), nil, []string{"school", "grade"},
			func(r *table.Record) { roster.ReadPupil(r, &words, today) }},
		{roster.IssuedSchema, row{"household_id", "H1", "id_number", anna, "member_id", "M1", "problem", "饮水不安全", "issued_on", "2018-09-10",
			"due_on", "2018-12-10"}, nil, nil, func(r *table.Record) { roster.ReadIssued(r, today) }},
	}
}

// A broken formula is one reject of its field, whoever reads it and however
// often, and never an answer: the row is lost where a blank cell loses it, and
// where a blank one would mean something.
func TestNoReaderTakesABrokenFormulaForAValue(t *testing.T) {
	for _, reader := range readers() {
		r := reader.row.record(t, reader.schema)
		reader.read(r)
		rejected(t, r)
		for _, field := range reader.schema.Fields {
			if !slices.Contains(reader.row, field.Name) || slices.Contains(reader.unread, field.Name) {
				continue
			}
			t.Run(reader.schema.Feed+" "+field.Name, func(t *testing.T) {
				r := reader.row.with(field.Name, "#REF!").record(t, reader.schema)
				reader.read(r)
				blank := reader.row.with(field.Name, "").record(t, reader.schema)
				reader.read(blank)
				want, lost := field.Name+" formula_error #REF!", blank.Lost() || slices.Contains(reader.lose, field.Name)
				if lost {
					want += " !"
				}
				rejected(t, r, want)
				if r.Lost() != lost {
					t.Errorf("lost is %v", r.Lost())
				}
			})
		}
	}
}

// Blank means something in these cells, and broken does not.
func TestABrokenFormulaIsNotBlank(t *testing.T) {
	words := registry.DefaultWords()
	r := row{"member_id", "M1", "household_id", "H1", "name", "张三", "id_number", anna, "dibao", "是", "state", "#N/A"}.record(t, registry.MemberSchema)
	if m, ok := registry.ReadMember(r, &words, today); !ok || m.Active() {
		t.Errorf("read %v, and active %v for a state that nobody knows", ok, m.Active())
	}
	r = spell.with("停发年月", "#N/A").record(t, roster.DibaoSchema)
	rosters := roster.DefaultWords()
	if p := roster.ReadPerson(r, &rosters, roster.Timing{}, today); p.Usable || p.Accepted || p.Stray {
		t.Errorf("paid to this day, for an end that nobody knows: %+v", p)
	}
}
