package matchers

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// The rows of the agencies' rosters.
type (
	payment = roster.Person
	survey  = roster.Water
)

const (
	unsafe     = roster.Unsafe
	basic      = roster.Basic
	safe       = roster.Safe
	unassessed = roster.Unassessed
)

// world is all that a run reads, in the order in which it is read.
type world struct {
	options    Options
	villages   []registry.Village
	households []registry.Household
	dibao      []payment
	tekun      []payment
	water      []survey
	held       Held
	members    []registry.Member
}

// aYear is the world's options where a test says nothing: the window and batch
// of 2018, seen from the end of September.
func aYear() Options {
	return Options{
		AsOf:       day(2018, 9, 30),
		Window:     period.Window{From: month(2017, 10), Through: month(2018, 9)},
		MidYear:    period.Window{From: month(2018, 4), Through: month(2018, 9)},
		Duplicates: true,
		Suspects:   true,
	}
}

// match takes one member in; nil means that his number is taken.
func match(j *Join, m *registry.Member) *Member {
	one, matched := []registry.Member{*m}, (*Member)(nil)
	j.Match(one, j.Locate(one, nil), func(_ int, m *Member) { matched = m })
	return matched
}

func addWater(j *Join, row survey) registry.AreaID {
	return j.AddWater(&row, j.LocateWater([]survey{row}, nil)[0])
}

func month(year, m int) period.Month { return period.MonthOf(year, m) }

func day(year, month, dayOfMonth int) period.Date {
	d, _ := period.DateOf(year, month, dayOfMonth)
	return d
}

// outcome is all that a Join gives, by the numbers of members and households
// and the keys of persons.
type outcome struct {
	Members    map[string]matchedMember
	Households map[string]matchedHousehold
	Suspects   []string // "member roll number name difference position"
	Persons    map[resident.Key]matchedPerson
	Duplicates map[resident.Key][]string
	Twice      []string // members and households whose number was taken
}

type matchedMember struct {
	Place                  Place
	Orphaned, NotYetExited bool
	Dibao, Tekun           Coverage
}

type matchedHousehold struct {
	Place              Place
	HeadName, HeadText string
	Household
}

type matchedPerson struct {
	Place Place
	Person
}

// match runs the world through a Join, in the order that Join asks for.
func (w world) match(t interface{ Fatalf(string, ...any) }) outcome {
	if w.options.Window == (period.Window{}) {
		w.options = aYear()
	}
	j, err := New(w.options)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	out := outcome{
		Members: map[string]matchedMember{}, Households: map[string]matchedHousehold{},
		Persons: map[resident.Key]matchedPerson{}, Duplicates: map[resident.Key][]string{},
	}
	w.build(j, &out)
	j.Match(w.members, j.Locate(w.members, nil), func(i int, m *Member) {
		if m == nil {
			out.Twice = append(out.Twice, w.members[i].ID)
			return
		}
		out.Members[m.ID] = matchedMember{
			Place: *m.Place, Orphaned: m.Orphaned, NotYetExited: m.NotYetExited, Dibao: sorted(m.Dibao), Tekun: sorted(m.Tekun),
		}
	})
	for h := range j.Households {
		seen := matchedHousehold{Place: *h.Place, HeadName: h.HeadName(), HeadText: h.HeadIDText(), Household: *h}
		seen.Household.Place = nil
		if seen.Members.Heads > 1 { // then it is any one's
			seen.Members.HeadKey = 0
		}
		out.Households[h.ID()] = seen
	}
	for s := range j.Suspects {
		out.Suspects = append(out.Suspects, fmt.Sprintf("%s %s %s %s %s %d", s.ID, s.Roll.Feed(), s.Number, s.RowName, s.Difference, s.Position))
	}
	for p := range j.Persons {
		seen := matchedPerson{Place: *p.Place, Person: *p}
		seen.Person.Place, seen.Dibao, seen.Tekun = nil, sorted(p.Dibao), sorted(p.Tekun)
		out.Persons[p.Key] = seen
	}
	j.FindDuplicates()
	for d := range j.Duplicates {
		out.Duplicates[d.Key] = d.Members
	}
	return out
}

// build takes in all but the members.
func (w world) build(j *Join, out *outcome) {
	for i := range w.villages {
		j.AddVillage(&w.villages[i])
	}
	for i := range w.households {
		if _, isNew := j.AddHousehold(&w.households[i]); !isNew {
			out.Twice = append(out.Twice, w.households[i].ID)
		}
	}
	j.Settle()
	for i := range w.dibao {
		j.AddPerson(Dibao, &w.dibao[i])
	}
	for i := range w.tekun {
		j.AddPerson(Tekun, &w.tekun[i])
	}
	for i := range w.water {
		addWater(j, w.water[i])
	}
	j.Hold(w.held)
}

// sorted is c with its names in order; their order means nothing.
func sorted(c Coverage) Coverage {
	slices.SortFunc(c.Names, func(a, b Naming) int { return strings.Compare(a.Name, b.Name) })
	return c
}

// same compares outcomes and their parts.
func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Household{})); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// id is the n-th of the numbers that belong to nobody: the region 430599 was never assigned.
func id(n int) resident.ID {
	days := n / 1000
	first17 := fmt.Sprintf("430599%04d%02d%02d%03d", 1950+days/336, 1+days/28%12, 1+days%28, n%1000)
	return resident.ParseID(first17+string(resident.CheckChar(first17)), 0)
}

func key(n int) resident.Key { return id(n).Key }

// sheet is where all rows of these tests stand.
var sheet = &table.Source{File: "a.csv"}

func at(row int) table.Origin { return table.Origin{Source: sheet, Row: row} }

// paid is a row of a roll that pays the n-th person from one month through another.
func paid(n int, from, through period.Month) payment {
	return payment{
		Resident: id(n), Name: "张三", Size: -1, Covered: -1, From: from, Through: through, Accepted: true, Usable: true, Origin: at(n),
	}
}

// inMonth is a row of a monthly roll.
func inMonth(n int, m period.Month) payment {
	p := paid(n, m, m)
	p.Monthly = true
	return p
}

// rowOf is a row of the water ledger under the n-th person's key; its number is n.
func rowOf(n int, date period.Date, verdict roster.Verdict) survey {
	return survey{Head: key(n), AssessedOn: date, Derived: verdict, Origin: at(n)}
}

// change is a row with one thing said otherwise.
func change[T any](row T, change func(*T)) T {
	change(&row)
	return row
}

// household is a household identified in a month.
func household(id string, identified period.Month) registry.Household {
	return registry.Household{ID: id, Identified: identified}
}

// inHome is the n-th person as an active member of a household.
func inHome(memberID, householdID string, n int) registry.Member {
	return registry.Member{ID: memberID, HouseholdID: householdID, Name: "张三", Resident: id(n)}
}

var (
	east = registry.Area{Code: "430521103205", County: "邵东县", Town: "东乡", Village: "新村"}
	west = registry.Area{Code: "430522101201", County: "新邵县", Town: "西乡", Village: "老村"}
)
