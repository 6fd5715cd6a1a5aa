package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// The numbers of these tests belong to nobody: the region 430599 was never assigned.
var (
	anna = number("19800101", "002")
	bert = number("19500507", "013")
)

func number(birth, sequence string) string {
	first17 := "430599" + birth + sequence
	return first17 + string(resident.CheckChar(first17))
}

func id(text string) resident.ID { return resident.ParseID(text, day(2018, 9, 30)) }

func month(year, m int) period.Month { return period.MonthOf(year, m) }

func day(year, month, dayOfMonth int) period.Date {
	d, _ := period.DateOf(year, month, dayOfMonth)
	return d
}

var (
	sheet = &table.Source{File: "a.csv"}
	east  = registry.Area{Code: "430521103205", County: "邵东县", Town: "东乡", Village: "新村"}
)

func at(row int) table.Origin { return table.Origin{Source: sheet, Row: row} }

// member is an active member of whom nothing is to be said, with changes.
func member(changes ...func(*matchers.Member)) *matchers.Member {
	m := &matchers.Member{
		Member: &registry.Member{
			ID: "M1", HouseholdID: "H1", Name: "张三", IDText: anna, Resident: id(anna), DibaoText: "否", Dibao: table.No, Origin: at(7),
		},
		Place: &matchers.Place{Area: east, DibaoComplete: true, TekunComplete: true},
	}
	for _, change := range changes {
		change(m)
	}
	return m
}

// household is what a Join makes of a household without members, with changes.
func household(t testing.TB, h registry.Household, changes ...func(*matchers.Household)) *matchers.Household {
	t.Helper()
	words := registry.DefaultWords()
	h.Poverty = words.PovertyOf(h.PovertyStatus)
	join := joinOf(t)
	join.AddHousehold(&h)
	join.Settle()
	join.Hold(nil)
	for out := range join.Households {
		for _, change := range changes {
			change(out)
		}
		return out
	}
	panic("a Join lost its household")
}

func joinOf(t testing.TB) *matchers.Join {
	t.Helper()
	join, err := matchers.New(matchers.Options{Window: period.Window{From: month(2017, 10), Through: month(2018, 9)}})
	if err != nil {
		t.Fatal(err)
	}
	return join
}

// person is somebody on the rosters of whom nothing is to be said, with changes.
func person(changes ...func(*matchers.Person)) *matchers.Person {
	p := &matchers.Person{Key: id(anna).Key, Name: "张三", Place: &matchers.Place{Area: east}}
	for _, change := range changes {
		change(p)
	}
	return p
}

// judge is a Judge of all jobs that holds nothing and covers everything.
func judge() *rules.Judge {
	return rules.NewJudge(rules.Options{Jobs: []string{rules.Assistance, rules.Registry, rules.Water}})
}

// found is what a Judge has found for all jobs, in short.
func found(j *rules.Judge) []string {
	var all []string
	for _, job := range rules.Jobs {
		for _, f := range j.Findings(job.Name) {
			all = append(all, brief(f))
		}
	}
	slices.Sort(all)
	return all
}

// brief is "kind[qualifier] severity registry|agency|expected detail".
func brief(f rules.Finding) string {
	text := f.Kind.Name
	if f.Qualifier != "" {
		text += "[" + f.Qualifier + "]"
	}
	text += fmt.Sprintf(" %s %s|%s|%s", f.Severity, f.Registry, f.Agency, f.Expected)
	d, slip, others := f.Detail, rules.Slip{}, rules.Others{}
	if d.Slip != nil {
		slip = *d.Slip
	}
	if d.Others != nil {
		others = *d.Others
	}
	if slip.Position > 0 {
		text += fmt.Sprintf(" at %d", slip.Position)
	}
	for _, word := range []string{d.Route, d.Class, d.Reason, slip.Difference, slip.AgencyName, strings.Join(others.Members, ",")} {
		if word != "" {
			text += " " + word
		}
	}
	for _, flag := range []struct {
		word string
		said bool
	}{{"inferred", d.Inferred}, {"outside_window", d.OutsideWindow}, {"suspected", d.Suspected}} {
		if flag.said {
			text += " " + flag.word
		}
	}
	return text
}

// finds checks what was found.
func finds(t *testing.T, what string, j *rules.Judge, want ...string) {
	t.Helper()
	compare(t, what, want, found(j))
}

func compare(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// all calls f with every combination of values below the limits.
func all(limits []int, f func(n []int)) {
	n := make([]int, len(limits))
	for {
		f(n)
		i := 0
		for ; i < len(n); i++ {
			if n[i]++; n[i] < limits[i] {
				break
			}
			n[i] = 0
		}
		if i == len(n) {
			return
		}
	}
}
