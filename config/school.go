package config

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/bidui/bidui/internal/period"
)

// School is the ages by which the job schooling goes, and so exits, which rests
// on what that finds: in full years on the day on which the school year began.
type School struct {
	Ages       Span // of compulsory school
	ReasonAges Span // at which there may be a reason for not being in school
	Postponed  int  // the highest age at which 推迟上学 may be one
	Graduated  int  // the lowest age at which 提前毕业 may be one
	YearStarts int  // month×100 + day
}

// Span is a range of ages, both ends included.
type Span struct{ From, Through int }

func (s Span) contains(age int) bool { return s.From <= age && age <= s.Through }

// String is the range as a fault tells it: 6 to 15.
func (s Span) String() string { return fmt.Sprintf("%d to %d", s.From, s.Through) }

func defaultSchool() School {
	return School{Ages: Span{6, 15}, ReasonAges: Span{6, 16}, Postponed: 7, Graduated: 14, YearStarts: 901}
}

// schoolKeys adds the keys of the job schooling to those that are known.
func (r *reader) schoolKeys(known keys, into *School) {
	known["ages"] = func(v value) { r.span(v, &into.Ages) }
	known["reason_ages"] = func(v value) { r.span(v, &into.ReasonAges) }
	known["postponed_through"] = func(v value) { into.Postponed = r.age(v) }
	known["graduated_from"] = func(v value) { into.Graduated = r.age(v) }
	known["year_starts"] = func(v value) { into.YearStarts = r.dayOfYear(v) }
}

// checkSchool looks for ages that contradict each other. An age of 0 was a fault
// of its own.
func (r *reader) checkSchool(v value, s School) {
	at := func(key string) value { return value{v.node, join(v.path, key)} }
	switch {
	case s.Ages.From == 0, s.Ages.Through == 0, s.ReasonAges.From == 0, s.ReasonAges.Through == 0, s.Postponed == 0, s.Graduated == 0:
	case s.Ages.From > s.Ages.Through:
		r.fault(at("ages"), s.Ages.String(), "from not after through")
	case s.ReasonAges.From > s.ReasonAges.Through:
		r.fault(at("reason_ages"), s.ReasonAges.String(), "from not after through")
	case !s.ReasonAges.contains(s.Ages.From), !s.ReasonAges.contains(s.Ages.Through):
		r.fault(at("reason_ages"), s.ReasonAges.String(), "all the ages of compulsory school, "+s.Ages.String())
	case !s.Ages.contains(s.Postponed):
		r.fault(at("postponed_through"), strconv.Itoa(s.Postponed), "an age of compulsory school, "+s.Ages.String())
	case !s.Ages.contains(s.Graduated):
		r.fault(at("graduated_from"), strconv.Itoa(s.Graduated), "an age of compulsory school, "+s.Ages.String())
	}
}

// span reads a range of ages; what it leaves out stays as it is.
func (r *reader) span(v value, into *Span) {
	r.mapping(v, keys{
		"from":    func(v value) { into.From = r.age(v) },
		"through": func(v value) { into.Through = r.age(v) },
	})
}

// age reads an age of somebody who may be a pupil; 0 after a fault.
func (r *reader) age(v value) int { return r.count(v, 3, 25, "years") }

// count reads a number of things; 0 after a fault.
func (r *reader) count(v value, least, most int, things string) int {
	expected := fmt.Sprintf("a number of %s from %d to %d", things, least, most)
	text, ok := r.text(v, expected)
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		r.fault(v, describe(v.node), expected)
		return 0
	}
	return n
}

var monthAndDay = regexp.MustCompile(`^(\d\d)-(\d\d)$`)

// dayOfYear reads a day that every year has, as month×100 + day.
func (r *reader) dayOfYear(v value) int {
	const expected = "a day of every year, such as 09-01"
	text, ok := r.text(v, expected)
	if !ok {
		return 0
	}
	const noLeapYear = 2018
	if match := monthAndDay.FindStringSubmatch(text); match != nil {
		month, _ := strconv.Atoi(match[1]) // two digits each
		day, _ := strconv.Atoi(match[2])
		if _, exists := period.DateOf(noLeapYear, month, day); exists {
			return month*100 + day
		}
	}
	r.fault(v, describe(v.node), expected)
	return 0
}
