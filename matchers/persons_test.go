package matchers

import (
	"testing"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
)

// headed is a dibao row that names the n-th person as the head.
func headed(row payment, n int) payment {
	row.Head = key(n)
	return row
}

// grouped is a dibao row with a benefit number.
func grouped(row payment, benefit string) payment {
	row.BenefitNo = benefit
	return row
}

// unusable is a row that was read, and says that the person is not covered.
func unusable(row payment) payment {
	row.Usable = false
	return row
}

// lost is a row that could not be read.
func lost(row payment) payment {
	row.Accepted, row.Usable = false, false
	return row
}

func TestWhoIsYielded(t *testing.T) {
	in, out := month(2018, 1), month(2017, 9)
	got := world{
		households: []registry.Household{change(household("H1", 0), func(h *registry.Household) { h.HeadID = id(20) })},
		members:    []registry.Member{inHome("M1", "H1", 10), inHome("M2", "H1", 11), change(inHome("M3", "H1", 12), func(m *registry.Member) { m.State = registry.Gone })},
		dibao: []payment{
			paid(1, in, in), paid(2, out, out), unusable(paid(3, in, in)), lost(paid(4, in, in)), change(paid(5, in, in), func(p *payment) { p.Resident = resident.ID{} }),
			paid(6, in, in), paid(10, in, in), paid(11, in, in), paid(12, in, in), paid(20, in, in), headed(paid(7, out, out), 30),
		},
		tekun: []payment{paid(6, out, out), paid(8, in, in), paid(10, in, in), paid(11, in+1, in+1), paid(20, in, 0)},
	}.match(t).Persons
	for n, yielded := range map[int]bool{
		1: true, 2: false, 3: false, 4: false, 6: true, 7: false, 8: true, 30: false, // outside the registry: with D or T
		10: true, 11: false, 12: false, 20: true, // in the registry: with both in one month
	} {
		if _, ok := got[key(n)]; ok != yielded {
			t.Errorf("person %d is yielded: %v, want %v", n, ok, yielded)
		}
	}
	if len(got) != 5 {
		t.Errorf("%d persons, want 5", len(got))
	}
	// Person 20 is no member of the household that has him as its head.
	if !got[key(10)].Registered || got[key(10)].HouseholdID != "H1" || !got[key(20)].Registered || got[key(20)].HouseholdID != "H1" || got[key(1)].Registered {
		t.Errorf("registered: %+v", got)
	}
}

// Relatives of person 1, who is paid and in no registry.
func TestRelatives(t *testing.T) {
	in, out := month(2018, 1), month(2016, 1)
	dead := func(m *registry.Member) { m.State = registry.Dead }
	byHead := change(household("H1", 0), func(h *registry.Household) { h.HeadID = id(2) })
	inBatch := month(2018, 5)
	for _, c := range []struct {
		what              string
		dibao             []payment
		households        []registry.Household
		members           []registry.Member
		relative, midYear bool
	}{
		{"none", []payment{paid(1, in, in)}, nil, []registry.Member{inHome("M1", "H1", 2)}, false, false},
		{"head is a member", []payment{headed(paid(1, in, in), 2)}, nil, []registry.Member{inHome("M1", "H1", 2)}, true, false},
		{"head is a member of no household", []payment{headed(paid(1, in, in), 2)}, nil, []registry.Member{inHome("M1", "", 2)}, true, false},
		{"head is a dead member", []payment{headed(paid(1, in, in), 2)}, nil, []registry.Member{change(inHome("M1", "H1", 2), dead)}, true, false},
		{"head is a household's", []payment{headed(paid(1, in, in), 2)}, []registry.Household{byHead}, nil, true, false},
		{"head is nobody's", []payment{headed(paid(1, in, in), 2)}, nil, []registry.Member{inHome("M1", "H1", 3)}, false, false},
		{"the person is the head", []payment{headed(paid(1, in, in), 1)}, nil, []registry.Member{inHome("M1", "H1", 3)}, false, false},
		{"head on a row outside the window", []payment{paid(1, in, in), headed(paid(1, out, out), 2)}, nil, []registry.Member{inHome("M1", "H1", 2)}, true, false},
		{"head on a row that is not covered", []payment{paid(1, in, in), unusable(headed(paid(1, in, in), 2))}, nil, []registry.Member{inHome("M1", "H1", 2)}, true, false},
		{"head on a row that is lost", []payment{paid(1, in, in), lost(headed(paid(1, in, in), 2))}, nil, []registry.Member{inHome("M1", "H1", 2)}, true, false},
		{"third of several heads", []payment{headed(paid(1, in, in), 3), headed(paid(1, in, in), 4), headed(paid(1, in, in), 2)}, nil,
			[]registry.Member{inHome("M1", "H1", 2)}, true, false},
		{"same benefit number", []payment{grouped(paid(1, in, in), "B1"), grouped(paid(2, in, in), "B1")}, nil, []registry.Member{inHome("M1", "H1", 2)}, true, false},
		{"same benefit number in another month", []payment{grouped(paid(1, in, in), "B1"), grouped(paid(2, out, out), "B1")}, nil,
			[]registry.Member{inHome("M1", "H1", 2)}, true, false},
		{"same benefit number, not covered", []payment{grouped(paid(1, in, in), "B1"), unusable(grouped(paid(2, out, out), "B1"))}, nil,
			[]registry.Member{inHome("M1", "H1", 2)}, true, false},
		{"same benefit number of a household's head", []payment{grouped(paid(1, in, in), "B1"), grouped(paid(2, in, in), "B1")}, []registry.Household{byHead}, nil, true, false},
		{"another benefit number", []payment{grouped(paid(1, in, in), "B1"), grouped(paid(2, in, in), "B2")}, nil, []registry.Member{inHome("M1", "H1", 2)}, false, false},
		{"no benefit numbers", []payment{paid(1, in, in), paid(2, in, in)}, nil, []registry.Member{inHome("M1", "H1", 2)}, false, false},
		{"third of several benefit numbers", []payment{
			grouped(paid(1, in, in), "B1"), grouped(paid(1, in, in), "B2"), grouped(paid(1, in, in), "B3"), grouped(paid(2, in, in), "B4"), grouped(paid(2, in, in), "B3"),
		}, nil, []registry.Member{inHome("M1", "H1", 2)}, true, false},
		{"a relative's relative", []payment{grouped(paid(1, in, in), "B1"), grouped(paid(3, in, in), "B1"), grouped(paid(3, in, in), "B2"), grouped(paid(2, in, in), "B2")}, nil,
			[]registry.Member{inHome("M1", "H1", 2)}, false, false},
		{"the head of one with the same benefit number", []payment{grouped(paid(1, in, in), "B1"), headed(grouped(paid(3, in, in), "B1"), 2)}, nil,
			[]registry.Member{inHome("M1", "H1", 2)}, false, false},
		{"member of a household of the batch", []payment{headed(paid(1, in, in), 2)}, []registry.Household{household("H1", inBatch)},
			[]registry.Member{inHome("M1", "H1", 2)}, true, true},
		{"one of two households is of the batch", []payment{headed(paid(1, in, in), 2)}, []registry.Household{household("H1", 0), household("H2", inBatch)},
			[]registry.Member{inHome("M1", "H1", 2), inHome("M2", "H2", 2)}, true, true},
		{"one of two relatives is of the batch", []payment{headed(paid(1, in, in), 2), grouped(paid(1, in, in), "B1"), grouped(paid(3, in, in), "B1")},
			[]registry.Household{household("H1", 0), household("H2", inBatch)}, []registry.Member{inHome("M1", "H1", 2), inHome("M2", "H2", 3)}, true, true},
		{"head of a household of the batch", []payment{headed(paid(1, in, in), 2)},
			[]registry.Household{change(byHead, func(h *registry.Household) { h.Identified = inBatch })}, nil, true, true},
		{"a stranger's household is of the batch", []payment{headed(paid(1, in, in), 2)}, []registry.Household{household("H1", 0), household("H2", inBatch)},
			[]registry.Member{inHome("M1", "H1", 2), inHome("M2", "H2", 3)}, true, false},
		{"identified before the batch", []payment{headed(paid(1, in, in), 2)}, []registry.Household{household("H1", month(2018, 3))},
			[]registry.Member{inHome("M1", "H1", 2)}, true, false},
		{"identified in its first month", []payment{headed(paid(1, in, in), 2)}, []registry.Household{household("H1", month(2018, 4))},
			[]registry.Member{inHome("M1", "H1", 2)}, true, true},
		{"identified in its last month", []payment{headed(paid(1, in, in), 2)}, []registry.Household{household("H1", month(2018, 9))},
			[]registry.Member{inHome("M1", "H1", 2)}, true, true},
		{"identified after the batch", []payment{headed(paid(1, in, in), 2)}, []registry.Household{household("H1", month(2018, 10))},
			[]registry.Member{inHome("M1", "H1", 2)}, true, false},
	} {
		got := world{dibao: c.dibao, households: c.households, members: c.members}.match(t).Persons[key(1)]
		if got.Relative != c.relative || got.MidYear != c.midYear {
			t.Errorf("%s: relative %v, mid-year %v; want %v, %v", c.what, got.Relative, got.MidYear, c.relative, c.midYear)
		}
	}
}

func TestSingleByTheNewestRow(t *testing.T) {
	sized := func(m period.Month, size, covered int) payment {
		return change(paid(1, m, m), func(p *payment) { p.Size, p.Covered = size, covered })
	}
	first, then := month(2018, 1), month(2018, 2)
	for _, c := range []struct {
		what  string
		rows  []payment
		tekun bool
		want  bool
	}{
		{"one of three", []payment{sized(then, 3, 1)}, false, true},
		{"all of three", []payment{sized(then, 3, 3)}, false, false},
		{"size unknown", []payment{sized(then, -1, -1)}, false, true},
		{"the newest decides", []payment{sized(first, 3, 1), sized(then, 3, 3)}, false, false},
		{"the newest decides, read first", []payment{sized(then, 3, 1), sized(first, 3, 3)}, false, true},
		{"of a tie any", []payment{sized(then, 3, 3), sized(then, 3, 1), sized(then, 1, 1)}, false, true},
		{"a tie of older rows", []payment{sized(first, 3, 1), sized(first, 3, 3), sized(then, 1, 1)}, false, false},
		{"rows outside the window decide too", []payment{sized(first, 3, 3), sized(month(2018, 12), 3, 1)}, false, true},
		{"rows that are not covered do not", []payment{sized(first, 3, 3), unusable(sized(then, 3, 1))}, false, false},
		{"rows that are lost do not", []payment{sized(first, 3, 3), lost(sized(then, 3, 1))}, false, false},
		{"tekun has no sizes", []payment{sized(then, 3, 1)}, true, false},
	} {
		w := world{dibao: c.rows}
		if c.tekun {
			w.dibao, w.tekun = nil, c.rows
		}
		if got := w.match(t).Persons[key(1)].Single; got != c.want {
			t.Errorf("%s: single %v, want %v", c.what, got, c.want)
		}
	}
}

func TestMonthsOfSpells(t *testing.T) {
	for _, c := range []struct {
		what string
		rows []payment
		want Coverage
	}{
		{"the whole window", []payment{paid(1, month(2010, 1), 0)}, Coverage{Months: 0xFFF, LastPaid: month(2018, 9)}},
		{"its first month", []payment{paid(1, month(2017, 1), month(2017, 10))}, Coverage{Months: 1, LastPaid: month(2017, 10)}},
		{"its last month", []payment{paid(1, month(2018, 9), month(2019, 5))}, Coverage{Months: 1 << 11, LastPaid: month(2018, 9)}},
		{"two spells", []payment{paid(1, month(2017, 10), month(2017, 11)), paid(1, month(2018, 8), month(2018, 8))}, Coverage{Months: 0b10000000011, LastPaid: month(2018, 8)}},
		{"overlapping spells", []payment{paid(1, month(2017, 10), month(2018, 1)), paid(1, month(2017, 12), month(2018, 2))}, Coverage{Months: 0b11111, LastPaid: month(2018, 2)}},
		{"the older spell lasts longer", []payment{paid(1, month(2017, 10), month(2018, 5)), paid(1, month(2017, 12), month(2017, 12))}, Coverage{Months: 0xFF, LastPaid: month(2018, 5)}},
	} {
		c.want.Carried, c.want.Origin = true, at(1)
		c.want.Names = []Naming{{"张三", at(1)}}
		same(t, c.what, c.want, world{dibao: c.rows}.match(t).Persons[key(1)].Dibao)
	}
	for what, row := range map[string]payment{
		"before the window": paid(1, month(2010, 1), month(2017, 9)), "after the window": paid(1, month(2018, 10), 0), "for nothing": paid(1, month(2018, 2), month(2018, 1)),
	} {
		m := world{dibao: []payment{row}, members: []registry.Member{inHome("M1", "", 1)}}.match(t).Members["M1"]
		if !m.Dibao.Carried || m.Dibao.Months != 0 {
			t.Errorf("%s: %+v", what, m.Dibao)
		}
		if want := what == "before the window"; m.Dibao.LastPaid.Known() != want {
			t.Errorf("%s: last paid %v", what, m.Dibao.LastPaid)
		}
	}
}

// The row that is shown is the newest, and of several the first.
func TestOriginOfCoverage(t *testing.T) {
	row := func(m period.Month, n int) payment {
		return change(paid(1, m, m), func(p *payment) { p.Origin = at(n) })
	}
	first, then := month(2018, 1), month(2018, 2)
	for want, rows := range map[int][]payment{
		3: {row(then, 5), row(then, 3), row(then, 4)}, 2: {row(first, 1), row(then, 2)}, 6: {row(then, 6), row(first, 1)},
	} {
		m := world{dibao: rows, members: []registry.Member{inHome("M1", "", 1)}}.match(t).Members["M1"]
		if m.Dibao.Origin != at(want) {
			t.Errorf("row %d is shown, want %d", m.Dibao.Origin.Row, want)
		}
	}
}

func TestNamesOnRows(t *testing.T) {
	named := func(m period.Month, name string) payment {
		return change(paid(1, m, m), func(p *payment) { p.Name = name })
	}
	first, then := month(2016, 1), month(2018, 2)
	for _, c := range []struct {
		what string
		rows []payment
		want []Naming // with their newest rows, counted from 1
	}{
		{"the same", []payment{named(first, "张三"), named(then, "张三")}, nil},
		{"another", []payment{named(then, "张珊")}, []Naming{{"张珊", at(1)}}},
		{"another, once", []payment{named(first, "张珊"), named(then, "张三")}, []Naming{{"张珊", at(1)}}},
		{"another, twice", []payment{named(then, "张珊"), named(first, "张珊"), named(then, "张珊")}, []Naming{{"张珊", at(1)}}},
		{"two others", []payment{named(first, "张珊"), named(then, "李四"), named(first, "张三")}, []Naming{{"张珊", at(1)}, {"李四", at(2)}}},
		{"back to an old one", []payment{named(first, "李四"), named(first+1, "张珊"), named(then, "李四")}, []Naming{{"张珊", at(2)}, {"李四", at(3)}}},
		{"a long one", []payment{named(then, "阿里·买买提江")}, []Naming{{"阿里·买买提江", at(1)}}},
		{"on rows that are not covered", []payment{named(first, "张三"), unusable(named(then, "李四")), lost(named(then, "王五"))}, nil},
	} {
		for i := range c.rows {
			c.rows[i].Origin = at(i + 1)
		}
		w := world{dibao: c.rows, members: []registry.Member{inHome("M1", "", 1)}}
		same(t, c.what, sorted(Coverage{Names: c.want}).Names, w.match(t).Members["M1"].Dibao.Names)
	}
}

// Where somebody outside the registry belongs, and what he is called: by the newest row.
func TestNameAndPlaceOfStrangers(t *testing.T) {
	row := func(m period.Month, name string, area registry.Area) payment {
		return change(paid(1, m, m), func(p *payment) { p.Name, p.Area = name, area })
	}
	first, then := month(2018, 1), month(2018, 2)
	homes := []registry.Household{
		change(household("H1", 0), func(h *registry.Household) { h.Area = east }), change(household("H2", 0), func(h *registry.Household) { h.Area = west }),
	}
	for _, c := range []struct {
		what         string
		dibao, tekun []payment
		members      []registry.Member
		name         string
		area         registry.Area
	}{
		{"the newest row", []payment{row(then, "乙", west), row(first, "甲", east)}, nil, nil, "乙", west},
		{"the newest row of both rolls", []payment{row(first, "甲", east)}, []payment{row(then, "乙", west)}, nil, "乙", west},
		{"tekun alone", nil, []payment{row(then, "乙", west)}, nil, "乙", west},
		{"tekun, where dibao has no row that counts", []payment{unusable(row(then, "甲", east))}, []payment{row(first, "乙", west)}, nil, "乙", west},
		{"of a tie dibao", []payment{row(then, "乙", west)}, []payment{row(then, "甲", east)}, nil, "乙", west},
		{"of a tie the first by code", []payment{row(then, "乙", west), row(then, "甲", east)}, nil, nil, "甲", east},
		{"of a tie in one place the first by name", []payment{row(then, "乙", east), row(then, "丙", east)}, nil, nil, "丙", east},
		{"of a tie one with a county", []payment{row(then, "甲", registry.Area{}), row(then, "乙", west), row(then, "甲", registry.Area{Village: "某村"})}, nil, nil, "乙", west},
		{"names that the registry knows", []payment{row(then, "甲", registry.Area{County: "邵东县", Town: "东乡", Village: "新村"})}, nil, nil, "甲", east},
		{"the household of a member", []payment{row(then, "甲", west)}, []payment{row(then, "甲", west)}, []registry.Member{inHome("M1", "H1", 1)}, "甲", east},
		{"the first of two households", []payment{row(then, "甲", west)}, []payment{row(then, "甲", west)},
			[]registry.Member{inHome("M1", "H2", 1), inHome("M2", "H1", 1), inHome("M3", "H2", 1)}, "甲", east},
	} {
		got := world{households: homes, dibao: c.dibao, tekun: c.tekun, members: c.members}.match(t).Persons[key(1)]
		if got.Name != c.name || got.Place.Area != c.area {
			t.Errorf("%s: %s in %v, want %s in %v", c.what, got.Name, got.Place.Area, c.name, c.area)
		}
	}
}
