package roster_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// spell is a row of a dibao roster of spells.
var spell = row{
	"序号", "1", "姓名", " 张三 ", "身份证号", anna, "户主身份证号", bert, "低保证号", "B 01", "家庭人口数", "3人", "保障人口数", "2",
	"是否保障对象", "是", "保障类别", "A类", "救助起始年月", "2017-03", "停发年月", "201802",
	"村代码", "430521103205", "县", "邵东县", "乡镇", "东乡", "村", "新村",
}

// ofSpell is what spell says.
func ofSpell() roster.Person {
	return roster.Person{
		Resident: resident.ParseID(anna, today), Name: "张三", Head: resident.ParseID(bert, today).Key,
		BenefitNo: "B01", Size: 3, Covered: 2, From: month(2017, 3), Through: month(2018, 2), Accepted: true, Usable: true,
		Area:   registry.Area{Code: "430521103205", County: "邵东县", Town: "东乡", Village: "新村"},
		Origin: table.Origin{Source: sheet, Row: 3},
	}
}

// change is a case: other cells than the base row's, what they change, and what is rejected.
type change struct {
	what    string
	cells   row
	want    func(p *roster.Person)
	rejects []string
}

func asIs(*roster.Person) {}

func lost(p *roster.Person) { p.Accepted, p.Usable = false, false }

// check reads the base row with each change by the timing of its table.
func check(t *testing.T, schema *table.Schema, base row, of func() roster.Person, terms roster.Terms, changes []change) {
	t.Helper()
	words := roster.DefaultWords()
	for _, c := range changes {
		t.Run(c.what, func(t *testing.T) {
			r := base.with(c.cells...).record(t, schema)
			timing, err := roster.TimingOf(r.Mapping, sheet, terms)
			if err != nil {
				t.Fatal(err)
			}
			want := of()
			c.want(&want)
			if diff := cmp.Diff(want, roster.ReadPerson(r, &words, timing, today)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if r.Lost() == want.Accepted {
				t.Errorf("lost %v, accepted %v", r.Lost(), want.Accepted)
			}
			rejected(t, r, c.rejects...)
		})
	}
}

func TestSpells(t *testing.T) {
	through := func(m period.Month) func(*roster.Person) { return func(p *roster.Person) { p.Through = m } }
	check(t, roster.DibaoSchema, spell, ofSpell, roster.Terms{}, []change{
		{"as it is", nil, asIs, nil},
		{"still paid", row{"停发年月", " "}, through(0), nil},
		{"ends at the end of time", row{"停发年月", "9999-12-31 00:00:00"}, through(0), nil},
		{"ends where it starts", row{"停发年月", "2017年3月"}, through(month(2017, 3)), nil},
		{"ends on a day", row{"停发年月", "2018-02-28 00:00:00"}, asIs, nil},
		{"starts on a day", row{"救助起始年月", "2017/3/15"}, asIs, nil},
		{"ends in the future", row{"停发年月", "2030-12"}, through(month(2030, 12)), nil},
		{"ends before it starts", row{"停发年月", "2017-02"}, func(p *roster.Person) { p.Through = month(2017, 2); lost(p) }, []string{"end order 2017-02 !"}},
		{"no end", row{"停发年月", "长期"}, func(p *roster.Person) { p.Through = 0; lost(p) }, []string{"end month 长* !"}},
		{"blank start", row{"救助起始年月", ""}, func(p *roster.Person) { p.From, p.Through = 0, 0; lost(p) }, []string{"start missing  !"}},
		{"starts at an instant", row{"救助起始年月", "2017-02-28T16:00:00.000+0000"}, asIs, nil},
		{"starts with a zero lost", row{"救助起始年月", "20173"}, func(p *roster.Person) { p.From, p.Through = 0, 0; lost(p) }, []string{"start month 20173 !"}},
		{"starts with a blank", row{"救助起始年月", "2017 3"}, func(p *roster.Person) { p.From, p.Through = 0, 0; lost(p) }, []string{"start month 2017 3 !"}},
		{"no start", row{"救助起始年月", "2017"}, func(p *roster.Person) { p.From, p.Through = 0, 0; lost(p) }, []string{"start month 2017 !"}},
	})
}

func TestFirstUnpaid(t *testing.T) {
	check(t, roster.DibaoSchema, spell, ofSpell, roster.Terms{FirstUnpaid: true}, []change{
		{"a month less", nil, func(p *roster.Person) { p.Through = month(2018, 1) }, nil},
		{"over the turn of the year", row{"停发年月", "2018-01"}, func(p *roster.Person) { p.Through = month(2017, 12) }, nil},
		{"paid for nothing", row{"停发年月", "2017-03"}, func(p *roster.Person) { p.Through = month(2017, 2) }, nil},
		{"still paid", row{"停发年月", ""}, func(p *roster.Person) { p.Through = 0 }, nil},
		{"ends before it starts", row{"停发年月", "2017-02"}, func(p *roster.Person) { p.Through = month(2017, 1); lost(p) }, []string{"end order 2017-02 !"}},
	})
}

func TestWhoIsPaid(t *testing.T) {
	unusable := func(p *roster.Person) { p.Usable = false }
	number := func(text string) func(*roster.Person) {
		return func(p *roster.Person) { p.Resident = resident.ParseID(text, today) }
	}
	loses := func(text string) func(*roster.Person) {
		return func(p *roster.Person) { number(text)(p); lost(p); p.Stray, p.IDText = true, resident.CleanID(text) }
	}
	check(t, roster.DibaoSchema, spell, ofSpell, roster.Terms{}, []change{
		{"not covered", row{"是否保障对象", "否"}, unusable, nil},
		{"blank covered is yes", row{"是否保障对象", ""}, asIs, nil},
		{"not covered in words", row{"是否保障对象", "非保障对象"}, unusable, nil},
		{"not covered in other words", row{"是否保障对象", "不是"}, unusable, nil},
		{"not covered with a note", row{"是否保障对象", "否（已停保）"}, unusable, nil},
		{"not covered in full width", row{"是否保障对象", "Ｎ"}, unusable, nil},
		{"covered in words", row{"是否保障对象", "是 保障对象"}, asIs, nil},
		{"covered with a note", row{"是否保障对象", "是(户主)"}, asIs, nil},
		{"odd covered is not no", row{"是否保障对象", "暂停"}, asIs, []string{"covered word 暂*"}},
		{"a note alone is not no", row{"是否保障对象", "（否）"}, asIs, []string{"covered word （**"}},
		{"broken covered is not no", row{"是否保障对象", "#N/A"}, asIs, []string{"covered formula_error #N/A"}},
		{"number in full width", row{"身份证号", wide(anna)}, asIs, nil},
		{"disability card", row{"身份证号", anna + "4311"}, asIs, nil},
		{"flagged number", row{"身份证号", wrongCheck(anna)}, number(wrongCheck(anna)), []string{"id_number checksum 430599********" + wrongCheck(anna)[14:]}},
		{"no number", row{"身份证号", ""}, loses(""), []string{"id_number missing  !"}},
		{"damaged number", row{"身份证号", "4.30599E+17"}, loses("4.30599E+17"), []string{"id_number damaged 4.3******17 !"}},
		{"pass of Hong Kong", row{"身份证号", "H1234567"}, loses("H1234567"), []string{"id_number length H******* !"}},
		{"no name", row{"姓名", "\u3000"}, func(p *roster.Person) { p.Name = ""; lost(p) }, []string{"name missing  !"}},
		{"neither name nor month", row{"姓名", "", "救助起始年月", ""}, func(p *roster.Person) { p.Name, p.From, p.Through = "", 0, 0; lost(p) },
			[]string{"name missing  !", "start missing  !"}},
		{"head without a number", row{"户主身份证号", "无"}, func(p *roster.Person) { p.Head = 0 }, nil},
		{"head with half a number", row{"户主身份证号", bert[:12]}, func(p *roster.Person) { p.Head = 0 }, []string{"head_id length " + bert[:4] + "******" + bert[10:12]}},
		{"head with a flagged number", row{"户主身份证号", wrongCheck(bert)}, func(p *roster.Person) { p.Head = resident.ParseID(wrongCheck(bert), today).Key },
			[]string{"head_id checksum 430599********" + wrongCheck(bert)[14:]}},
		{"sizes blank", row{"家庭人口数", "", "保障人口数", " "}, func(p *roster.Person) { p.Size, p.Covered = -1, -1 }, nil},
		{"sizes that are none", row{"家庭人口数", "三", "保障人口数", "-"}, func(p *roster.Person) { p.Size, p.Covered = -1, -1 },
			[]string{"household_size number *", "covered_size number -"}},
		{"area code that is none", row{"村代码", "新村"}, func(p *roster.Person) { p.Area.Code = "" }, []string{"area_code code 新*"}},
	})
}

func wide(text string) string {
	var out []rune
	for _, r := range text {
		out = append(out, r+0xFEE0)
	}
	return string(out)
}

// A row that cannot be used still tells who belongs to whom.
func TestUnusableRowsTellKin(t *testing.T) {
	words := roster.DefaultWords()
	for what, cells := range map[string]row{
		"no name": {"姓名", ""}, "no month": {"救助起始年月", "不详"}, "not covered": {"是否保障对象", "否"}, "no end": {"停发年月", "?"},
	} {
		r := spell.with(cells...).record(t, roster.DibaoSchema)
		p := roster.ReadPerson(r, &words, roster.Timing{}, today)
		if p.Usable || p.Resident.Key != ofSpell().Resident.Key || p.Head != ofSpell().Head || p.BenefitNo != "B01" {
			t.Errorf("%s: %+v", what, p)
		}
	}
}

func TestMonths(t *testing.T) {
	monthly := row{"姓名", "张三", "身份证号", anna, "年月", "201710"}
	of := func() roster.Person {
		return roster.Person{
			Resident: resident.ParseID(anna, today), Name: "张三", Size: -1, Covered: -1, Monthly: true,
			From: month(2017, 10), Through: month(2017, 10), Accepted: true, Usable: true, Origin: table.Origin{Source: sheet, Row: 3},
		}
	}
	noMonth := func(p *roster.Person) { p.From, p.Through = 0, 0; lost(p) }
	startsAndStill := func(p *roster.Person) { p.Monthly, p.From, p.Through = false, month(2016, 5), 0 }
	for _, firstUnpaid := range []bool{false, true} { // says nothing about single months
		check(t, roster.TekunSchema, monthly, of, roster.Terms{FirstUnpaid: firstUnpaid}, []change{
			{"as it is", nil, asIs, nil},
			{"as a day", row{"年月", "2017-10-31"}, asIs, nil},
			{"as a serial", row{"年月", "43009"}, asIs, nil},
			{"blank", row{"年月", ""}, noMonth, []string{"month missing  !"}},
			{"none", row{"年月", "2017年"}, noMonth, []string{"month month 2**** !"}},
			{"beside a start", row{"起始年月", "2016-05"}, asIs, nil},
			{"blank beside a start", row{"年月", " ", "起始年月", "2016-05"}, startsAndStill, nil},
			{"none beside a start", row{"年月", "未发", "起始年月", "2016-05"}, noMonth, []string{"month month 未* !"}},
			{"with a mode", row{"供养方式", "集中供养", "户主身份证号", bert}, asIs, nil},
		})
	}
	check(t, roster.TekunSchema, monthly, of, roster.Terms{FirstUnpaid: true}, []change{
		{"a spell among months", row{"年月", "", "起始年月", "2016-05", "终止年月", "2016-08"}, func(p *roster.Person) {
			p.Monthly, p.From, p.Through = false, month(2016, 5), month(2016, 7)
		}, nil},
	})
}

// Where a feed is quarterly, a row stands for the three months of a quarter, by
// whichever of its months or names the cell calls it.
func TestQuarters(t *testing.T) {
	quarterly := row{"姓名", "张三", "身份证号", anna, "年月", "2017年四季度"}
	of := func() roster.Person {
		return roster.Person{
			Resident: resident.ParseID(anna, today), Name: "张三", Size: -1, Covered: -1, Monthly: true,
			From: month(2017, 10), Through: month(2017, 12), Accepted: true, Usable: true, Origin: table.Origin{Source: sheet, Row: 3},
		}
	}
	noMonth := func(p *roster.Person) { p.From, p.Through = 0, 0; lost(p) }
	check(t, roster.TekunSchema, quarterly, of, roster.Terms{Quarterly: true, FirstUnpaid: true}, []change{
		{"as it is", nil, asIs, nil},
		{"with blanks", row{"年月", " 2017 年 四 季度"}, asIs, nil},
		{"in full width", row{"年月", "２０１７Q４"}, asIs, nil},
		{"as its first and last months", row{"年月", "201710-201712"}, asIs, nil},
		{"as a month of it", row{"年月", "2017-11"}, asIs, nil},
		{"as a day of it", row{"年月", "43009"}, asIs, nil},
		{"blank", row{"年月", ""}, noMonth, []string{"month missing  !"}},
		{"half a year", row{"年月", "2017年7-12月"}, noMonth, []string{"month month 2********* !"}},
		{"none", row{"年月", "2017"}, noMonth, []string{"month month 2017 !"}},
		{"a spell among quarters", row{"年月", "", "起始年月", "2016-05", "终止年月", "2016-08"}, func(p *roster.Person) {
			p.Monthly, p.From, p.Through = false, month(2016, 5), month(2016, 7)
		}, nil},
	})
	check(t, roster.TekunSchema, quarterly, of, roster.Terms{}, []change{
		{"in a feed of months", nil, noMonth, []string{"month month 2******* !"}},
	})
}

func TestQuarterOfTheName(t *testing.T) {
	r := row{"姓名", "张三", "身份证号", anna}.record(t, roster.DibaoSchema)
	words := roster.DefaultWords()
	timing, err := roster.TimingOf(r.Mapping, &table.Source{File: "低保2017年四季度.csv"}, roster.Terms{Quarterly: true})
	if err != nil {
		t.Fatal(err)
	}
	p := roster.ReadPerson(r, &words, timing, today)
	if !p.Usable || !p.Monthly || p.From != month(2017, 10) || p.Through != month(2017, 12) {
		t.Errorf("read %+v", p)
	}
	rejected(t, r)
}

func TestMonthOfTheName(t *testing.T) {
	r := row{"姓名", "张三", "身份证号", anna}.record(t, roster.DibaoSchema)
	words := roster.DefaultWords()
	timing, err := roster.TimingOf(r.Mapping, &table.Source{File: "低保201710.csv"}, roster.Terms{FirstUnpaid: true})
	if err != nil {
		t.Fatal(err)
	}
	p := roster.ReadPerson(r, &words, timing, today)
	if !p.Usable || !p.Monthly || p.From != month(2017, 10) || p.Through != month(2017, 10) {
		t.Errorf("read %+v", p)
	}
	rejected(t, r)
}

// A blank month is that of the name; one that cannot be read is not.
func TestBlankMonthsAreOfTheName(t *testing.T) {
	words := roster.DefaultWords()
	for _, c := range []struct {
		cells     row
		quarterly bool
		from      period.Month
		through   period.Month
		rejects   []string
	}{
		{row{"年月", " "}, false, month(2017, 10), month(2017, 10), nil},
		{row{"年月", " "}, true, month(2017, 10), month(2017, 12), nil},
		{row{"年月", "201709"}, false, month(2017, 9), month(2017, 9), nil},
		{row{"年月", "#N/A"}, false, 0, 0, []string{"month formula_error #N/A !"}},
		{row{"年月", "未发"}, false, 0, 0, []string{"month month 未* !"}},
		{row{"年月", "", "起始年月", "2016-05"}, false, month(2016, 5), 0, nil},
		{row{"年月", "", "起始年月", ""}, false, month(2017, 10), month(2017, 10), nil},
		{row{"年月", "", "起始年月", "#N/A"}, false, 0, 0, []string{"start formula_error #N/A !"}},
	} {
		r := row{"姓名", "张三", "身份证号", anna}.with(c.cells...).record(t, roster.DibaoSchema)
		timing, err := roster.TimingOf(r.Mapping, &table.Source{File: "低保201710.csv"}, roster.Terms{Quarterly: c.quarterly})
		if err != nil {
			t.Fatal(err)
		}
		if p := roster.ReadPerson(r, &words, timing, today); p.From != c.from || p.Through != c.through || p.Usable != c.from.Known() {
			t.Errorf("%v: read %+v", c.cells, p)
		}
		rejected(t, r, c.rejects...)
	}
}

func TestTimingOf(t *testing.T) {
	src := &table.Source{File: "低保201710.xlsx"}
	terms := roster.Terms{FirstUnpaid: true, Quarterly: true}
	for _, c := range []struct {
		cells row
		src   *table.Source
		want  roster.Timing
		ok    bool
	}{
		{row{"年月", ""}, src, roster.Timing{Terms: terms, Monthly: true, Named: month(2017, 10)}, true},
		{row{"发放年月", "", "起始年月", ""}, src, roster.Timing{Terms: terms, Monthly: true, Named: month(2017, 10)}, true},
		{row{"年月", ""}, &table.Source{File: "低保.xlsx"}, roster.Timing{Terms: terms, Monthly: true}, true},
		{row{"救助起始年月", ""}, src, roster.Timing{Terms: terms}, true},
		{row{"停发年月", ""}, src, roster.Timing{Terms: terms, Monthly: true, Month: month(2017, 10)}, true},
		{nil, &table.Source{File: "低保.xlsx"}, roster.Timing{Terms: terms, Monthly: true}, false},
		{row{"终止年月", ""}, &table.Source{File: "低保.xlsx", Sheet: "1"}, roster.Timing{Terms: terms, Monthly: true}, false},
	} {
		m := row{"姓名", "", "身份证号", ""}.with(c.cells...).record(t, roster.DibaoSchema).Mapping
		if got, err := roster.TimingOf(m, c.src, terms); got != c.want || (err == nil) != c.ok {
			t.Errorf("%v in %v: %+v, %v; want %+v, %v", c.cells, c.src, got, err, c.want, c.ok)
		}
	}
}

func TestSingle(t *testing.T) {
	for _, c := range []struct {
		size, covered int
		want          bool
	}{
		{-1, -1, true}, {-1, 1, true}, {1, -1, false}, {1, 1, false}, {2, -1, true}, {2, 1, true}, {2, 2, false}, {2, 3, false}, {0, -1, false},
	} {
		p := roster.Person{Size: c.size, Covered: c.covered}
		if p.Single() != c.want {
			t.Errorf("%d covered of %d: single %v, want %v", c.covered, c.size, p.Single(), c.want)
		}
	}
}

// A row of the wide layout that holds fewer persons than it says are covered is noted, and kept.
func TestCutOffHouseholds(t *testing.T) {
	for _, c := range []struct {
		covered string
		persons int
		rejects []string
	}{
		{"3", 3, nil}, {"3人", 2, []string{"covered_size members_cut_off 3*"}}, {"3", 0, []string{"covered_size members_cut_off 3"}}, {"2", 3, nil},
		{"", 0, nil}, {"三", 1, []string{"covered_size number *"}},
	} {
		r := spell.with("保障人口数", c.covered).record(t, roster.DibaoSchema)
		roster.CheckCutOff(r, c.persons)
		rejected(t, r, c.rejects...)
		if r.Lost() {
			t.Errorf("%d of %q: the row is lost", c.persons, c.covered)
		}
	}
}

// The headers that the contract names, beside those of the tests above.
func TestPersonAliases(t *testing.T) {
	for _, schema := range []*table.Schema{roster.DibaoSchema, roster.TekunSchema} {
		m := row{"公民身份号码", "", "name", "", "救助证号", "", "mode", "", "category", ""}.record(t, schema).Mapping
		for i, field := range schema.Fields {
			found := map[string]bool{"id_number": true, "name": true, "benefit_no": true, "mode": true, "category": true}
			if m.Has(i) != found[field.Name] {
				t.Errorf("%s: column for %s: %v", schema.Feed, field.Name, m.Has(i))
			}
		}
	}
}

// Rosters of millions of rows go by: a good row must leave nothing to collect.
func TestReadPersonAllocatesNothing(t *testing.T) {
	quarterly := roster.Timing{Monthly: true, Terms: roster.Terms{Quarterly: true}}
	for _, c := range []struct {
		cells  row
		timing roster.Timing
	}{{spell, roster.Timing{}}, {spell.with("年月", "2017年四季度"), quarterly}, {spell.with("年月", "201710-201712"), quarterly}} {
		r := c.cells.record(t, roster.DibaoSchema)
		words := roster.DefaultWords()
		r.Reset(table.Row{Number: 3, Cells: cleanCells(c.cells)})
		allocations := testing.AllocsPerRun(100, func() {
			if p := roster.ReadPerson(r, &words, c.timing, today); !p.Usable {
				t.Error("the row cannot be used")
			}
		})
		if allocations != 0 {
			t.Errorf("%+v: %v allocations", c.timing, allocations)
		}
	}
}

// cleanCells is the row's cells as a database or a tidy sheet has them.
func cleanCells(r row) []string {
	var cells []string
	for i := 1; i < len(r); i += 2 {
		cells = append(cells, table.CleanCode(r[i]))
	}
	return cells
}

func BenchmarkReadPerson(b *testing.B) {
	r := spell.record(b, roster.DibaoSchema)
	r.Reset(table.Row{Number: 3, Cells: cleanCells(spell)})
	words := roster.DefaultWords()
	b.ReportAllocs()
	for b.Loop() {
		if p := roster.ReadPerson(r, &words, roster.Timing{}, today); !p.Usable {
			b.Fatal("the row cannot be used")
		}
	}
}
