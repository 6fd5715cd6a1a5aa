package matchers

import (
	"maps"
	"strings"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// Problem is one problem of the province's newest list, with where its subject lives.
type Problem struct {
	Named       string // the household that the row names; else it names a member or a person
	MemberID    string
	Person      resident.Key
	HouseholdID string // in which the subject lives
	Problem     string
	DueOn       period.Date // unknown: the list does not say
	Place       *Place
	Origin      table.Origin
	Registered  table.Origin // the subject's row of the registry
}

// issued is the rows of the newest list, and the people whom it names.
type issued struct {
	newest  period.Date
	rows    []roster.Issued
	members map[string]whereabouts
	persons map[resident.Key]whereabouts
}

// whereabouts is where somebody lives whom the list names.
type whereabouts struct {
	area        registry.AreaID
	householdID string
	origin      table.Origin
}

func newIssued() issued {
	return issued{members: map[string]whereabouts{}, persons: map[resident.Key]whereabouts{}}
}

// AddIssued takes a row of the province's list in. Only rows of the latest day
// of issue stay. Call it after Settle.
func (j *Join) AddIssued(row *roster.Issued) registry.AreaID {
	s := &j.issued
	if row.IssuedOn > s.newest {
		*s = newIssued()
		s.newest = row.IssuedOn
	}
	area := registry.AreaID(0)
	if at, ok := j.findHome(row.HouseholdID); ok {
		area = j.homes.list.at(at).area
	}
	if row.IssuedOn == s.newest {
		own := *row
		own.HouseholdID, own.MemberID, own.Problem = strings.Clone(row.HouseholdID), strings.Clone(row.MemberID), strings.Clone(row.Problem)
		s.rows = append(s.rows, own)
		if own.MemberID != "" {
			s.members[own.MemberID] = whereabouts{}
		} else if own.Resident != 0 {
			s.persons[own.Resident] = whereabouts{}
		}
	}
	return area
}

// see notes where a member lives whom the list names: a number that several
// members have is at home in the first of their households, by its number.
func (s *issued) see(m *Member) {
	here := func() whereabouts {
		return whereabouts{area: m.Area, householdID: strings.Clone(m.HouseholdID), origin: m.Origin}
	}
	if _, named := s.members[m.ID]; named {
		s.members[m.ID] = here()
	}
	known, named := s.persons[m.Resident.Key]
	if named && (known.householdID == "" || m.HouseholdID != "" && m.HouseholdID < known.householdID) {
		s.persons[m.Resident.Key] = here()
	}
}

// seeHeads notes where those live whom the list names and who are heads of
// households, but no members of any.
func (s *issued) seeHeads(j *Join) {
	if len(s.persons) == 0 {
		return
	}
	heads := map[resident.Key]whereabouts{}
	for i := range uint32(j.homes.list.count) {
		home := j.homes.list.at(i)
		if known, named := s.persons[home.headKey()]; !named || known.householdID != "" {
			continue
		}
		if first, again := heads[home.headKey()]; !again || j.homeID(i) < first.householdID {
			heads[home.headKey()] = whereabouts{area: home.area, householdID: j.homeID(i), origin: j.origins.origin(home.origin)}
		}
	}
	maps.Copy(s.persons, heads)
}

// Problems yields every problem of the newest list. Call it after the last member.
func (j *Join) Problems(yield func(*Problem) bool) {
	j.issued.seeHeads(j)
	for i := range j.issued.rows {
		row := &j.issued.rows[i]
		p := &Problem{Named: row.HouseholdID, MemberID: row.MemberID, Problem: row.Problem, DueOn: row.DueOn, Origin: row.Origin}
		var at whereabouts
		switch {
		case row.HouseholdID != "":
			at.householdID = row.HouseholdID
			if home, ok := j.findHome(row.HouseholdID); ok {
				own := j.homes.list.at(home)
				at.area, at.origin = own.area, j.origins.origin(own.origin)
			}
		case row.MemberID != "":
			at = j.issued.members[row.MemberID]
		default:
			p.Person, at = row.Resident, j.issued.persons[row.Resident]
		}
		p.HouseholdID, p.Place, p.Registered = at.householdID, j.place(at.area), at.origin
		if !yield(p) {
			return
		}
	}
}
