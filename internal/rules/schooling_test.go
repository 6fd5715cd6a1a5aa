package rules_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/matchers"
)

// bornOn is a member of this birth date.
func bornOn(date string) as {
	text := number(date, "011")
	return func(m *matchers.Member) { m.IDText, m.Resident = text, id(text) }
}

// aged is a member of so many years on 1 September 2018.
func aged(years int) as { return bornOn(fmt.Sprintf("%d0901", 2018-years)) }

func school(status, reason string) as {
	return func(m *matchers.Member) { m.SchoolStatus, m.AbsenceReason = status, reason }
}

var enrolled = func(m *matchers.Member) { m.Enrolled = true }

func learned(education string) as { return func(m *matchers.Member) { m.Education = education } }

func healthy(health string) as { return func(m *matchers.Member) { m.Health = health } }

// broken makes cells of a member broken.
func broken(fields registry.Unread) as { return func(m *matchers.Member) { m.Unread = fields } }

// A broken cell is not a blank one: it says neither that a child is not in
// school, nor that it is, nor that no reason was given.
func TestBrokenCellsOpenNothing(t *testing.T) {
	attends(t, "broken status", with(aged(9), broken(registry.UnreadSchool)))
	attends(t, "broken status of a pupil", with(aged(9), broken(registry.UnreadSchool), enrolled))
	attends(t, "broken status with a reason", with(aged(9), school("", "其他"), broken(registry.UnreadSchool)))
	attends(t, "broken status with a reason at another age", with(aged(18), school("", "其他"), broken(registry.UnreadSchool)), "absence_implausible medium 其他|| age")
	attends(t, "broken reason", with(aged(9), broken(registry.UnreadAbsence)))
	attends(t, "broken education", with(aged(15), school("", "提前毕业"), broken(registry.UnreadEducation)))
	attends(t, "broken education of one too young", with(aged(13), school("", "提前毕业"), broken(registry.UnreadEducation)), "absence_implausible medium 提前毕业|| graduated")
}

// attends checks what the job schooling finds in one member at the end of September 2018.
func attends(t *testing.T, what string, change as, want ...string) {
	t.Helper()
	attendsOn(t, what, day(2018, 9, 30), change, want...)
}

func attendsOn(t *testing.T, what string, asOf period.Date, change as, want ...string) {
	t.Helper()
	j := rules.NewJudge(rules.Options{Jobs: []string{"schooling"}, AsOf: asOf})
	j.Member(member(change))
	finds(t, what, j, want...)
}

func TestAbsenceUnexplained(t *testing.T) {
	unexplained := "absence_unexplained high ||"
	attends(t, "six", aged(6), unexplained)
	attends(t, "fifteen", aged(15), unexplained)
	attends(t, "fifteen, and sixteen the day after", bornOn("20020902"), unexplained)
	attends(t, "said to be out of school", with(aged(9), school("非在校生", "")), "absence_unexplained high 非在校生||")
	attends(t, "flagged check character", with(aged(9), func(m *matchers.Member) { m.Resident.Reason = resident.Checksum }), unexplained)
	attends(t, "without a household", with(aged(9), func(m *matchers.Member) { m.Orphaned = true }), unexplained)
	attends(t, "five", aged(5))
	attends(t, "six the day after", bornOn("20120902"))
	attends(t, "sixteen", aged(16))
	attends(t, "in school", with(aged(9), school("三年级", ""), enrolled))
	attends(t, "with a reason", with(aged(9), school("", "因病")))
	attends(t, "dead", with(aged(9), dead))
	attends(t, "gone", with(aged(9), gone))
	attends(t, "flagged birth date", with(aged(9), func(m *matchers.Member) { m.Resident.BirthFlagged = true }))
	attends(t, "number that cannot match", with(aged(9), noKey))
}

// Age is that of the first of September that came last.
func TestSchoolYear(t *testing.T) {
	for _, c := range []struct {
		asOf period.Date
		born string
		six  bool
	}{
		{day(2018, 8, 31), "20110901", true}, {day(2018, 8, 31), "20110902", false}, {day(2018, 8, 31), "20120101", false},
		{day(2018, 9, 1), "20120901", true}, {day(2018, 9, 1), "20120902", false}, {day(2018, 12, 31), "20120902", false}, {day(2019, 1, 1), "20120901", true},
	} {
		var want []string
		if c.six {
			want = append(want, "absence_unexplained high ||")
		}
		attendsOn(t, c.asOf.String()+" born "+c.born, c.asOf, bornOn(c.born), want...)
	}
}

// Age for every day of birth around the limits, reckoned by the calendar.
func TestAgeByCalendar(t *testing.T) {
	for birth := time.Date(2002, 8, 1, 0, 0, 0, 0, time.UTC); birth.Year() < 2003; birth = birth.AddDate(0, 0, 1) {
		sixteen := !birth.AddDate(16, 0, 0).After(time.Date(2018, 9, 1, 0, 0, 0, 0, time.UTC))
		j := rules.NewJudge(rules.Options{Jobs: []string{"schooling"}, AsOf: day(2018, 9, 30)})
		j.Member(member(bornOn(birth.Format("20060102"))))
		if got := len(j.Findings("schooling")) == 0; got != sixteen {
			t.Errorf("born on %s: sixteen %v, want %v", birth.Format(time.DateOnly), got, sixteen)
		}
	}
}

func TestAbsenceImplausible(t *testing.T) {
	reason := func(age int, reason string, more ...as) as {
		return with(aged(age), school("", reason), with(more...))
	}
	because := func(reason, why string) string { return "absence_implausible medium " + reason + "|| " + why }
	attends(t, "postponed at seven", reason(7, "推迟上学"))
	attends(t, "postponed at eight", reason(8, "推迟上学"), because("推迟上学", "postponed"))
	attends(t, "finished at fourteen", reason(14, "提前毕业", learned("初中")))
	attends(t, "finished at fourteen, from a higher school", reason(15, "提前毕业", learned("高中")))
	attends(t, "finished at thirteen", reason(13, "提前毕业", learned("初中")), because("提前毕业", "graduated"))
	for _, education := range []string{"", "文盲或半文盲", "学龄前儿童", "小学"} {
		attends(t, "finished with "+education, reason(15, "提前毕业", learned(education)), because("提前毕业", "graduated"))
	}
	for _, illness := range []string{"因病", "因残"} {
		attends(t, illness+", healthy", reason(9, illness, healthy("健康")), because(illness, "healthy"))
		attends(t, illness+", ill", reason(9, illness, healthy("长期慢性病")))
		attends(t, illness+", unknown", reason(9, illness))
	}
	attends(t, "another reason, healthy", reason(9, "失学或辍学", healthy("健康")))
	attends(t, "a reason at five", reason(5, "因病"), because("因病", "age"))
	attends(t, "a reason at six", reason(6, "因病"))
	attends(t, "a reason at sixteen", reason(16, "因病"))
	attends(t, "a reason at seventeen", reason(17, "因病"), because("因病", "age"))
	attends(t, "a reason while in school", with(aged(9), school("三年级", "因病"), enrolled), because("因病", "in_school"))
	attends(t, "a reason of somebody dead", reason(5, "因病", dead))
	attends(t, "a reason of somebody without a number", reason(5, "因病", noKey))
}

func TestEnrolment(t *testing.T) {
	unmarked := "enrolment_unmarked medium 非在校生|在读|"
	attends(t, "enrolled, registered as out of school", with(aged(9), school("非在校生", "因病"), enrolled), unmarked)
	attends(t, "enrolled at thirty", with(aged(30), school("非在校生", ""), enrolled), unmarked)
	attends(t, "enrolled, not marked", with(aged(9), school("", "因病"), enrolled), "enrolment_unmarked medium |在读|")
	attends(t, "enrolled, in school", with(aged(9), school("三年级", ""), enrolled))
	attends(t, "enrolled, gone", with(aged(9), school("非在校生", ""), enrolled, gone))
	for _, status := range []string{
		"小学", "初中", "一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "七年级", "八年级", "九年级", "初中一年级", "初中二年级", "初中三年级",
	} {
		attends(t, status, with(aged(9), school(status, "")), "enrolment_missing medium "+status+"||")
		attends(t, status+", enrolled", with(aged(9), school(status, ""), enrolled))
	}
	attends(t, "at six", with(aged(6), school("一年级", "")), "enrolment_missing medium 一年级||")
	attends(t, "at fifteen", with(aged(15), school("九年级", "")), "enrolment_missing medium 九年级||")
	attends(t, "at five", with(aged(5), school("一年级", "")))
	attends(t, "at sixteen", with(aged(16), school("九年级", "")))
	attends(t, "in another school", with(aged(15), school("高中一年级", "")))
	attends(t, "dead", with(aged(9), school("三年级", ""), dead))
	j := rules.NewJudge(rules.Options{Jobs: []string{"schooling"}, AsOf: day(2018, 9, 30), Held: matchers.Held{"enrolment": {"430521": true}}})
	j.Member(member(with(aged(9), school("三年级", ""))))
	finds(t, "the county is held", j)
}

func TestExitDoubtful(t *testing.T) {
	left := func(status string, year int) registry.Household {
		return registry.Household{ID: "H1", PovertyStatus: status, ExitYear: year, Origin: at(5)}
	}
	unsafeWater := func(h *matchers.Household) { h.Water = matchers.Supply{Derived: 0, Origin: at(6)} }
	absent := member(aged(9))
	for _, c := range []struct {
		what      string
		home      registry.Household
		changes   []func(*matchers.Household)
		members   []*matchers.Member
		enrolment bool
		want      []string
	}{
		{"unsafe water", left("已脱贫", 2018), []func(*matchers.Household){unsafeWater}, nil, true, []string{"exit_doubtful[water] critical 已脱贫 2018|不安全|"}},
		{"unsafe water, still supported", left("已脱贫(享受政策)", 2018), []func(*matchers.Household){unsafeWater}, nil, false,
			[]string{"exit_doubtful[water] critical 已脱贫(享受政策) 2018|不安全|"}},
		{"a child out of school", left("已脱贫", 2018), nil, []*matchers.Member{absent}, true, []string{"exit_doubtful[schooling] critical 已脱贫 2018|未上学无原因|"}},
		{"both", left("已脱贫", 2018), []func(*matchers.Household){unsafeWater}, []*matchers.Member{absent}, true,
			[]string{"exit_doubtful[schooling] critical 已脱贫 2018|未上学无原因|", "exit_doubtful[water] critical 已脱贫 2018|不安全|"}},
		{"a child out of school, without the feed", left("已脱贫", 2018), nil, []*matchers.Member{absent}, false, nil},
		{"a child out of school in another household", left("已脱贫", 2018), nil,
			[]*matchers.Member{member(aged(9), func(m *matchers.Member) { m.HouseholdID = "H2" })}, true, nil},
		{"a child with a reason", left("已脱贫", 2018), nil, []*matchers.Member{member(aged(9), school("", "因病"))}, true, nil},
		{"last year", left("已脱贫", 2017), []func(*matchers.Household){unsafeWater}, []*matchers.Member{absent}, true, nil},
		{"no year", left("已脱贫", 0), []func(*matchers.Household){unsafeWater}, nil, true, nil},
		{"still poor", left("未脱贫", 2018), []func(*matchers.Household){unsafeWater}, []*matchers.Member{absent}, true, nil},
		{"nothing wrong", left("已脱贫", 2018), nil, nil, true, nil},
	} {
		j := rules.NewJudge(rules.Options{Jobs: []string{"exits"}, AsOf: day(2018, 9, 30), Enrolment: c.enrolment})
		for _, m := range c.members {
			j.Member(m)
		}
		j.Household(household(t, c.home, c.changes...))
		finds(t, c.what, j, c.want...)
		if got := j.Findings("schooling"); got != nil {
			t.Errorf("%s: the job schooling does not run, and finds %v", c.what, got)
		}
		for _, f := range j.Findings("exits") {
			if f.Subject != "household:H1" || f.Detail.RegistryOrigin != at(5) || (f.Qualifier == "water") != (f.Detail.AgencyOrigin == at(6)) {
				t.Errorf("found %+v", f)
			}
		}
	}
}

// Ages, the day on which the school year begins and words are settings.
func TestOtherAges(t *testing.T) {
	terms := rules.SchoolTerms{From: 7, Through: 16, ReasonFrom: 6, ReasonThrough: 18, PostponedThrough: 8, GraduatedFrom: 13, YearStarts: 831}
	because := func(reason, why string) string { return "absence_implausible medium " + reason + "|| " + why }
	unexplained := "absence_unexplained high ||"
	for _, c := range []struct {
		what   string
		change as
		want   []string
	}{
		{"six", aged(6), nil},
		{"seven", bornOn("20110831"), []string{unexplained}},
		{"seven the day after the school year began", aged(7), nil},
		{"sixteen", bornOn("20020831"), []string{unexplained}},
		{"seventeen", bornOn("20010831"), nil},
		{"registered in school at sixteen", with(bornOn("20020831"), school("初中", "")), []string{"enrolment_missing medium 初中||"}},
		{"registered in school at six", with(aged(6), school("小学", "")), nil},
		{"a reason at eighteen", with(bornOn("20000831"), school("", "因病")), nil},
		{"a reason at nineteen", with(bornOn("19990831"), school("", "因病")), []string{because("因病", "age")}},
		{"postponed at eight", with(bornOn("20100831"), school("", "推迟上学")), nil},
		{"postponed at nine", with(bornOn("20090831"), school("", "推迟上学")), []string{because("推迟上学", "postponed")}},
		{"finished at thirteen", with(bornOn("20050831"), school("", "提前毕业"), learned("初中")), nil},
		{"finished at twelve", with(bornOn("20060831"), school("", "提前毕业"), learned("初中")), []string{because("提前毕业", "graduated")}},
	} {
		j := rules.NewJudge(rules.Options{Jobs: []string{"schooling"}, AsOf: day(2018, 8, 31), Terms: rules.Terms{School: terms}})
		j.Member(member(c.change))
		finds(t, c.what, j, c.want...)
	}
}

func TestOtherWordsOfSchooling(t *testing.T) {
	words := registry.DefaultWords()
	words.School["失学"], words.School["特殊教育学校"], words.School["小学"] = registry.OutOfSchool, registry.CompulsorySchool, registry.OtherSchool
	words.Absence["缓学"], words.Absence["因病"] = registry.Postponed, registry.OtherReason
	words.Junior["小学肄业"], words.Healthy["良好"] = false, true
	because := func(reason, why string) string { return "absence_implausible medium " + reason + "|| " + why }
	for _, c := range []struct {
		what   string
		change as
		want   []string
	}{
		{"out of school", with(aged(9), school("失学", "")), []string{"absence_unexplained high 失学||"}},
		{"at a special school", with(aged(9), school("特殊教育学校", "")), []string{"enrolment_missing medium 特殊教育学校||"}},
		{"a word that means nothing now", with(aged(9), school("小学", "")), nil},
		{"postponed", with(aged(9), school("", "缓学")), []string{because("缓学", "postponed")}},
		{"an education below junior school", with(aged(15), school("", "提前毕业"), learned("小学肄业")), []string{because("提前毕业", "graduated")}},
		{"in good health", with(aged(9), school("", "因残"), healthy("良好")), []string{because("因残", "healthy")}},
		{"a reason that says nothing of health", with(aged(9), school("", "因病"), healthy("良好")), nil},
	} {
		j := rules.NewJudge(rules.Options{Jobs: []string{"schooling"}, AsOf: day(2018, 9, 30), Words: words})
		j.Member(member(c.change))
		finds(t, c.what, j, c.want...)
	}
}

// The job exits takes what schooling found and what the water ledger's verdict
// was: whatever schooling finds under other terms, exits doubts.
func TestExitsRestOnTheFindingsOfSchooling(t *testing.T) {
	terms := rules.DefaultSchool()
	for _, through := range []int{8, 9} {
		terms.Through = through
		j := rules.NewJudge(rules.Options{Jobs: []string{"exits", "schooling"}, AsOf: day(2018, 9, 30), Enrolment: true, Terms: rules.Terms{School: terms}})
		j.Member(member(aged(9)))
		j.Household(household(t, registry.Household{ID: "H1", PovertyStatus: "已脱贫", ExitYear: 2018}, func(h *matchers.Household) { h.Water.Derived = roster.Safe }))
		if found, doubted := len(j.Findings("schooling")), len(j.Findings("exits")); found != doubted || found != through-8 {
			t.Errorf("compulsory through %d: schooling finds %d, exits %d", through, found, doubted)
		}
	}
}

// Of several rows that say the same the earliest day counts, in whatever order they come.
func TestIssuedProblemIsDueOnTheEarliestDay(t *testing.T) {
	place := &matchers.Place{Area: east}
	for _, c := range []struct {
		due  []period.Date
		want string
	}{
		{[]period.Date{0}, ""},
		{[]period.Date{0, day(2018, 12, 10)}, "2018-12-10"},
		{[]period.Date{day(2018, 12, 10), 0, day(2018, 12, 1), day(2018, 12, 20)}, "2018-12-01"},
	} {
		j := rules.NewJudge(rules.Options{Jobs: []string{"issued"}})
		j.Problem(&matchers.Problem{Named: "H2", HouseholdID: "H2", Problem: "饮水", Place: place})
		for _, due := range c.due {
			j.Problem(&matchers.Problem{Named: "H1", HouseholdID: "H1", Problem: "饮水", DueOn: due, Place: place})
		}
		if found := j.Findings("issued"); len(found) != 2 || found[0].Detail.DueOn != "" || found[1].Detail.DueOn != c.want ||
			found[0].Agency != "饮水" || (found[1].Agency == "饮水，整改期限 "+c.want) != (c.want != "") {
			t.Errorf("%v: %+v", c.due, found)
		}
	}
}

func TestIssuedProblems(t *testing.T) {
	j := rules.NewJudge(rules.Options{Jobs: []string{"issued"}})
	place := &matchers.Place{Area: east}
	for _, p := range []matchers.Problem{
		{Named: "H1", HouseholdID: "H1", Problem: "属性错误", Place: place, Origin: at(2)}, {Named: "H1", HouseholdID: "H1", Problem: "属性错误", Place: place, Origin: at(3)},
		{Named: "H1", HouseholdID: "H1", Problem: "饮水", Place: place, Origin: at(2)}, {HouseholdID: "H1", MemberID: "M1", Problem: "属性错误", Place: place, Origin: at(2)},
		{HouseholdID: "H1", Person: id(anna).Key, Problem: "属性错误", Place: place, Origin: at(2)},
	} {
		j.Problem(&p)
	}
	got := map[string]int{}
	for _, f := range j.Findings("issued") {
		got[f.Subject+" "+brief(f)]++
		if f.Area != east || f.HouseholdID != "H1" || f.Detail.AgencyOrigin != at(2) {
			t.Errorf("found %+v", f)
		}
	}
	compare(t, "problems", map[string]int{
		"household:H1 issued_problem[属性错误] high |属性错误|": 1, "household:H1 issued_problem[饮水] high |饮水|": 1,
		"member:M1 issued_problem[属性错误] high |属性错误|": 1, "person:" + anna + " issued_problem[属性错误] high |属性错误|": 1,
	}, got)
}
