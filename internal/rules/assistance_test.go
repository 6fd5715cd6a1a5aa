package rules_test

import (
	"testing"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

type as = func(*matchers.Member)

// with is several changes as one.
func with(changes ...as) as {
	return func(m *matchers.Member) {
		for _, change := range changes {
			change(m)
		}
	}
}

func flagged(text string, answer table.Answer) as {
	return func(m *matchers.Member) { m.DibaoText, m.Member.Dibao = text, answer }
}

var (
	yes    = flagged("是", table.Yes)
	dead   = func(m *matchers.Member) { m.State = registry.Dead }
	gone   = func(m *matchers.Member) { m.State = registry.Gone }
	noKey  = func(m *matchers.Member) { m.IDText, m.Resident = "", resident.ID{Reason: resident.Missing} }
	dibao  = func(m *matchers.Member) { m.Dibao = matchers.Coverage{Carried: true, Months: 1, Origin: at(3)} }
	tekun  = func(m *matchers.Member) { m.Tekun = matchers.Coverage{Carried: true, Months: 1, Origin: at(4)} }
	before = func(m *matchers.Member) {
		m.Dibao = matchers.Coverage{Carried: true, LastPaid: month(2017, 9), Origin: at(3)}
	}
	gaps  = func(m *matchers.Member) { m.Place.DibaoComplete = false }
	gapsT = func(m *matchers.Member) { m.Place.TekunComplete = false }
)

// assistMember checks what the job assistance finds in one member.
func assistMember(t *testing.T, what string, change as, want ...string) {
	t.Helper()
	j := judge()
	m := member(change)
	j.Member(m)
	var got []string
	for _, f := range j.Findings("assistance") {
		got = append(got, brief(f))
		if f.Subject != "member:M1" || f.MemberID != "M1" || f.HouseholdID != "H1" || f.Name != "张三" || f.IDNumber != m.IDText ||
			f.Area != east || f.Detail.RegistryOrigin != at(7) {
			t.Errorf("%s: finding of %+v", what, f)
		}
	}
	compare(t, what, want, got)
}

func TestDibaoUnmarked(t *testing.T) {
	assistMember(t, "paid, marked no", dibao, "dibao_unmarked high 否|是|是")
	assistMember(t, "paid, not marked", with(dibao, flagged("", table.Unknown)), "dibao_unmarked high |是|是")
	assistMember(t, "paid, marked oddly", with(dibao, flagged("曾享受", table.Unknown)), "dibao_unmarked high 曾享受|是|是")
	assistMember(t, "paid, though months are missing", with(dibao, gaps), "dibao_unmarked high 否|是|是")
	assistMember(t, "paid, without a household", with(dibao, func(m *matchers.Member) { m.Orphaned = true }), "dibao_unmarked high 否|是|是")
	assistMember(t, "paid, marked yes", with(dibao, yes))
	assistMember(t, "paid outside the window", before)
	assistMember(t, "paid by tekun", tekun)
	assistMember(t, "paid, dead", with(dibao, dead))
	assistMember(t, "paid, gone", with(dibao, gone))
	assistMember(t, "not paid", with())
}

func TestDibaoUnsupported(t *testing.T) {
	assistMember(t, "marked, not paid", yes, "dibao_unsupported low 是||否")
	assistMember(t, "marked as 农村低保", flagged("农村低保", table.Yes), "dibao_unsupported low 农村低保||否")
	assistMember(t, "marked, paid outside the window", with(yes, before), "dibao_unsupported info 是||否 outside_window")
	assistMember(t, "marked, on tekun", with(yes, tekun), "dibao_unsupported low 是||否")
	assistMember(t, "marked, flagged number", with(yes, func(m *matchers.Member) { m.Resident.Reason = resident.Checksum }), "dibao_unsupported low 是||否")
	assistMember(t, "marked, months of tekun missing", with(yes, gapsT), "dibao_unsupported low 是||否")
	assistMember(t, "marked, paid", with(yes, dibao))
	assistMember(t, "marked, months missing", with(yes, gaps))
	assistMember(t, "marked, number that cannot match", with(yes, noKey))
	assistMember(t, "marked, dead", with(yes, dead))
	assistMember(t, "marked, gone", with(yes, gone))
}

func TestPaidAfterDeath(t *testing.T) {
	diedIn := func(d period.Date) as { return with(dead, func(m *matchers.Member) { m.StateDate = d }) }
	lastPaid := func(d, k period.Month) as {
		return func(m *matchers.Member) {
			m.Dibao = matchers.Coverage{Carried: true, LastPaid: d, Origin: at(3)}
			m.Tekun = matchers.Coverage{Carried: true, LastPaid: k, Origin: at(4)}
		}
	}
	march := day(2018, 3, 1)
	assistMember(t, "the month after", with(diedIn(march), lastPaid(month(2018, 4), 0)), "paid_after_death high 死亡 2018-03|之后仍发放低保|")
	assistMember(t, "by tekun", with(diedIn(march), lastPaid(0, month(2018, 5))), "paid_after_death high 死亡 2018-03|之后仍发放特困|")
	assistMember(t, "by both", with(diedIn(march), lastPaid(month(2018, 6), month(2018, 5))), "paid_after_death high 死亡 2018-03|之后仍发放低保、特困|")
	assistMember(t, "outside the window", with(diedIn(day(2015, 1, 31)), lastPaid(month(2015, 2), 0)), "paid_after_death high 死亡 2015-01|之后仍发放低保|")
	assistMember(t, "a month of death without a day", with(diedIn(march-1), lastPaid(month(2018, 4), 0)), "paid_after_death high 死亡 2018-03|之后仍发放低保|")
	assistMember(t, "the month of death", with(diedIn(day(2018, 3, 31)), lastPaid(month(2018, 3), month(2018, 3))))
	assistMember(t, "never", with(diedIn(march)))
	assistMember(t, "no date", with(diedIn(0), lastPaid(month(2018, 4), 0)))
	assistMember(t, "alive", with(diedIn(march), lastPaid(month(2018, 4), 0), func(m *matchers.Member) { m.State = registry.Active }))
	assistMember(t, "moved away", with(diedIn(march), lastPaid(month(2018, 4), 0), gone))
}

func TestShouldBeCovered(t *testing.T) {
	weak := func(m *matchers.Member) { m.NotYetExited, m.Labour, m.Health = true, "丧失劳动力", "患有大病" }
	labour := func(word string) as { return with(weak, func(m *matchers.Member) { m.Labour = word }) }
	health := func(word string) as { return with(weak, func(m *matchers.Member) { m.Health = word }) }
	assistMember(t, "weak and ill", weak, "should_be_covered info 丧失劳动力，患有大病||")
	assistMember(t, "without labour", labour("无劳动力"), "should_be_covered info 无劳动力，患有大病||")
	assistMember(t, "disabled", health("残疾,长期慢性病"), "should_be_covered info 丧失劳动力，残疾,长期慢性病||")
	assistMember(t, "paid outside the window", with(weak, before), "should_be_covered info 丧失劳动力，患有大病||")
	assistMember(t, "on dibao", with(weak, dibao, yes))
	assistMember(t, "on tekun", with(weak, tekun))
	assistMember(t, "months of dibao missing", with(weak, gaps))
	assistMember(t, "months of tekun missing", with(weak, gapsT))
	assistMember(t, "number that cannot match", with(weak, noKey))
	assistMember(t, "household has exited", with(weak, func(m *matchers.Member) { m.NotYetExited = false }))
	assistMember(t, "gone", with(weak, gone))
	for _, word := range []string{"普通劳动力", "弱劳动力或半劳动力", "技能劳动力", ""} {
		assistMember(t, "labour "+word, labour(word))
	}
	for _, word := range []string{"健康", "长期慢性病", ""} {
		assistMember(t, "health "+word, health(word))
	}
}

// namings is names that stand in a row.
func namings(names []string, row int) []matchers.Naming {
	var all []matchers.Naming
	for _, name := range names {
		all = append(all, matchers.Naming{Name: name, Origin: at(row)})
	}
	return all
}

func TestNameDiffers(t *testing.T) {
	named := func(d, k []string) as {
		return func(m *matchers.Member) {
			m.Dibao = matchers.Coverage{Carried: true, Names: namings(d, 3), Origin: at(9)}
			m.Tekun = matchers.Coverage{Carried: true, Names: namings(k, 4), Origin: at(9)}
		}
	}
	similar, different := "name_differs[dibao] low 张三|张珊| similar", "name_differs[dibao] medium 张三|李四| different"
	assistMember(t, "similar", named([]string{"张珊"}, nil), similar)
	assistMember(t, "different", named([]string{"李四"}, nil), different)
	assistMember(t, "the least like decides", named([]string{"张珊", "李四", "张叁"}, nil), different)
	assistMember(t, "of several alike the first", named([]string{"王五", "李四"}, nil), different)
	assistMember(t, "of several alike the first, read first", named([]string{"李四", "王五"}, nil), different)
	assistMember(t, "one row that differs suffices", named([]string{"张 三", "张珊"}, nil), similar)
	assistMember(t, "on tekun", named(nil, []string{"李四"}), "name_differs[tekun] medium 张三|李四| different")
	assistMember(t, "on both", named([]string{"张珊"}, []string{"李四"}), similar, "name_differs[tekun] medium 张三|李四| different")
	assistMember(t, "written with a blank or a note", named([]string{"张 三", "张三（户主）"}, nil))
	assistMember(t, "dead", with(named([]string{"李四"}, nil), dead))
}

// suspect is a row of a roll that may mean the member of member.
func suspect(roll matchers.Roll) *matchers.Suspect {
	m := member()
	return &matchers.Suspect{
		Member: m.Member, Place: m.Place, Roll: roll, Number: bert, RowName: "张 三", RowOrigin: at(3), Difference: "substituted", Position: 8,
	}
}

func TestIDSuspected(t *testing.T) {
	for _, roll := range []matchers.Roll{matchers.Dibao, matchers.Tekun} {
		j := judge()
		j.Suspect(suspect(roll))
		finds(t, roll.Feed(), j, "id_suspected["+roll.Feed()+"] medium "+anna+"|"+bert+"| at 8 substituted 张 三")
		f := j.Findings("assistance")[0]
		if f.Subject != "member:M1" || f.MemberID != "M1" || f.HouseholdID != "H1" || f.Name != "张三" || f.IDNumber != anna || f.Area != east ||
			f.Detail.RegistryOrigin != at(7) || f.Detail.AgencyOrigin != at(3) {
			t.Errorf("found %+v", f)
		}
	}
	j := rules.NewJudge(rules.Options{Jobs: []string{"registry", "water"}})
	j.Suspect(suspect(matchers.Dibao))
	finds(t, "another job", j)
}

// A mark without evidence is mere information where the number may be wrong,
// and stays what it is for everybody else.
func TestUnsupportedMarksOfSuspects(t *testing.T) {
	j := judge()
	other := func(m *matchers.Member) { m.ID = "M2" }
	j.Member(member(yes))
	j.Member(member(yes, other))
	j.Suspect(suspect(matchers.Tekun))
	finds(t, "suspected", j, "dibao_unsupported info 是||否 suspected", "dibao_unsupported low 是||否",
		"id_suspected[tekun] medium "+anna+"|"+bert+"| at 8 substituted 张 三")
	j = judge()
	j.Member(member(yes, before))
	j.Suspect(suspect(matchers.Tekun))
	finds(t, "outside the window too", j, "dibao_unsupported info 是||否 outside_window suspected",
		"id_suspected[tekun] medium "+anna+"|"+bert+"| at 8 substituted 张 三")
}

// A finding tells the row on either side.
func TestWhereFindingsStand(t *testing.T) {
	j := judge()
	j.Member(member(dibao))
	if got := j.Findings("assistance")[0].Detail.AgencyOrigin; got != at(3) {
		t.Errorf("the agency's row is %v", got)
	}
	for tekunPaid, want := range map[period.Month]table.Origin{month(2018, 5): at(4), month(2018, 4): at(3)} {
		j = judge()
		j.Member(member(with(dead, func(m *matchers.Member) {
			m.StateDate = day(2018, 3, 1)
			m.Dibao = matchers.Coverage{LastPaid: month(2018, 4), Origin: at(3)}
			m.Tekun = matchers.Coverage{LastPaid: tekunPaid, Origin: at(4)}
		})))
		if got := j.Findings("assistance")[0].Detail.AgencyOrigin; got != want {
			t.Errorf("tekun was last paid in %v: the agency's row is %v", tekunPaid, got)
		}
	}
}

// Both kinds of the attribute, for all that a household can be. Of a broken cell
// nobody knows whether it is wrong.
func TestAttributes(t *testing.T) {
	words := map[registry.Class]string{
		registry.ClassUnknown: "低收入户", registry.ClassGeneral: "一般农户", registry.ClassDibao: "低保户", registry.ClassTekun: "五保户",
	}
	all([]int{4, 2, 2, 2, 2, 2, 2}, func(n []int) {
		class, active := registry.Class(n[0]), n[1] == 1
		hasDibao, hasTekun := active && n[2] == 1, active && n[3] == 1
		matchable, dibaoComplete, tekunComplete := n[4] == 1, n[5] == 1, n[6] == 1
		h := household(t, registry.Household{ID: "H1", Attribute: words[class], Class: class}, func(h *matchers.Household) {
			h.Place = &matchers.Place{Area: east, DibaoComplete: dibaoComplete, TekunComplete: tekunComplete}
			h.Members = matchers.Summary{Active: n[1], Dibao: hasDibao, Tekun: hasTekun, AllMatchable: matchable}
		})
		var want []string
		switch {
		case hasTekun && class != registry.ClassTekun && hasDibao:
			want = []string{"attribute_wrong high " + words[class] + "|特困供养贫困户|特困供养贫困户"}
		case hasTekun && class != registry.ClassTekun:
			want = []string{"attribute_wrong high " + words[class] + "|特困供养贫困户|特困供养贫困户 inferred"}
		case hasDibao && !hasTekun && class != registry.ClassDibao:
			want = []string{"attribute_wrong high " + words[class] + "|低保贫困户|低保贫困户"}
		case active && (class == registry.ClassDibao || class == registry.ClassTekun) && !hasDibao && !hasTekun && matchable && dibaoComplete && tekunComplete:
			want = []string{"attribute_unsupported low " + words[class] + "||一般贫困户"}
		}
		j := judge()
		j.Household(h)
		var got []string
		for _, f := range j.Findings("assistance") {
			got = append(got, brief(f))
		}
		compare(t, "household", want, got)
	})
}

// That a household registered for tekun is paid none says nothing where rows may be lost.
func TestTekunThatMayBeGone(t *testing.T) {
	for _, c := range []struct {
		held  string
		class registry.Class
		wrong bool
	}{
		{"tekun", registry.ClassTekun, false}, {"members", registry.ClassTekun, false},
		{"dibao", registry.ClassTekun, true}, {"tekun", registry.ClassGeneral, true}, {"", registry.ClassTekun, true},
	} {
		j := rules.NewJudge(rules.Options{Jobs: []string{"assistance"}, Held: matchers.Held{c.held: {"430521": true}}})
		j.Household(household(t, registry.Household{ID: "H1", Class: c.class}, func(h *matchers.Household) {
			h.Place = &matchers.Place{Area: east}
			h.Members = matchers.Summary{Active: 1, Dibao: true}
		}))
		if got := len(j.Findings("assistance")) == 1; got != c.wrong {
			t.Errorf("held for %q, class %v: found wrong: %v", c.held, c.class, got)
		}
	}
}

type of = func(*matchers.Person)

var (
	onDibao   = func(p *matchers.Person) { p.Dibao = matchers.Coverage{Carried: true, Months: 0b0110, Origin: at(3)} }
	onTekun   = func(p *matchers.Person) { p.Tekun = matchers.Coverage{Carried: true, Months: 0b1000, Origin: at(4)} }
	alsoThen  = func(p *matchers.Person) { p.Tekun = matchers.Coverage{Carried: true, Months: 0b0100, Origin: at(4)} }
	known     = func(p *matchers.Person) { p.Registered, p.HouseholdID = true, "H1" }
	related   = func(p *matchers.Person) { p.Relative = true }
	midYear   = func(p *matchers.Person) { p.MidYear = true }
	alone     = func(p *matchers.Person) { p.Single = true }
	suspected = func(p *matchers.Person) { p.Suspected = true }
)

func TestPersons(t *testing.T) {
	for _, c := range []struct {
		what    string
		changes []of
		want    []string
	}{
		{"paid by nobody", nil, nil},
		{"registered", []of{known, onDibao}, nil},
		{"registered, on both in different months", []of{known, onDibao, onTekun}, nil},
		{"registered, on both in one month", []of{known, onDibao, alsoThen}, []string{"dibao_tekun_overlap medium |同月同时享受低保和特困|"}},
		{"a stranger on both in one month", []of{onDibao, alsoThen},
			[]string{"dibao_tekun_overlap medium |同月同时享受低保和特困|", "household_unregistered info |特困|"}},
		{"a relative on dibao", []of{related, onDibao}, []string{"member_missing medium |低保| supplement"}},
		{"a relative on dibao, single", []of{related, onDibao, alone}, []string{"member_missing medium |低保| supplement"}},
		{"a relative on tekun", []of{related, onTekun}, []string{"member_missing medium |特困| supplement"}},
		{"a relative of the batch", []of{related, midYear, onDibao}, []string{"member_missing medium |低保| new_identification"}},
		{"a relative paid by nobody", []of{related, midYear}, nil},
		{"single on dibao", []of{alone, onDibao}, []string{"single_dibao_excluded info |低保|"}},
		{"single on dibao and tekun", []of{alone, onDibao, onTekun}, []string{"household_unregistered info |特困|"}},
		{"single on tekun", []of{alone, onTekun}, []string{"household_unregistered info |特困|"}},
		{"a whole household on dibao", []of{onDibao}, []string{"household_unregistered info |低保|"}},
		{"on tekun", []of{onTekun}, []string{"household_unregistered info |特困|"}},
		{"suspected to be a member", []of{suspected, onDibao, related}, nil},
		{"suspected, single", []of{suspected, onDibao, alone}, nil},
		{"suspected, on tekun", []of{suspected, onTekun}, nil},
		{"suspected, on both in one month", []of{suspected, onDibao, alsoThen}, []string{"dibao_tekun_overlap medium |同月同时享受低保和特困|"}},
	} {
		j := judge()
		j.Person(person(c.changes...))
		finds(t, c.what, j, c.want...)
	}
}

func TestFindingOfAPerson(t *testing.T) {
	for _, c := range []struct {
		changes []of
		origin  table.Origin
		home    string
	}{{[]of{known, onDibao, alsoThen}, at(3), "H1"}, {[]of{onTekun}, at(4), ""}} {
		j := judge()
		j.Person(person(c.changes...))
		f := j.Findings("assistance")[0]
		if f.Subject != "person:"+anna || f.IDNumber != anna || f.Name != "张三" || f.Area != east || f.HouseholdID != c.home || f.MemberID != "" ||
			f.Detail.AgencyOrigin != c.origin || f.Detail.RegistryOrigin != (table.Origin{}) {
			t.Errorf("found %+v", f)
		}
	}
}
