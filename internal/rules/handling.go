package rules

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
)

// Handling is what people can decide to do about a discrepancy. Rules propose
// some; none is decided by them.
type Handling struct {
	Name, Title, English string
	About                Concern
	Aim                  Aim
	Listed               bool // a list that is handed in, and that moves people: nobody is in two of them
}

// Concern is whom a handling is about.
type Concern uint8

// The concerns.
const (
	AnySubject Concern = iota
	APerson
	AHousehold
)

// Aim is how the registry shows that a handling was carried out.
type Aim uint8

// The aims.
const (
	NoAim   Aim = iota // by its discrepancy being resolved, if at all
	Present            // the person is in the registry
	Gone               // the household or member is not
)

// The handlings, by the order of their lists (省扶贫办2018-11-29答复第1、5条).
var (
	Supplement        = &Handling{Name: "supplement", Title: "补录", English: "Supplement", About: APerson, Aim: Present, Listed: true}
	NewIdentification = &Handling{Name: "new_identification", Title: "新识别（人员调整）", English: "New identification", About: APerson, Aim: Present, Listed: true}
	RemoveHousehold   = &Handling{Name: "remove_household", Title: "贫困户清退", English: "Remove household", About: AHousehold, Aim: Gone, Listed: true}
	RemoveMember      = &Handling{Name: "remove_member", Title: "贫困人口清退", English: "Remove member", About: APerson, Aim: Gone, Listed: true}
	RollbackYear      = &Handling{Name: "rollback_year", Title: "往年综合回退", English: "Roll back a former year", About: AHousehold, Listed: true}
	RollbackStable    = &Handling{Name: "rollback_stable", Title: "稳定脱贫回退", English: "Roll back a stable exit", About: AHousehold, Listed: true}
	CorrectRegistry   = &Handling{Name: "correct_registry", Title: "修改登记", English: "Correct the registry"}
	ReferAgency       = &Handling{Name: "refer_agency", Title: "退回部门", English: "Refer to the agency"}
	NoAction          = &Handling{Name: "no_action", Title: "不属实", English: "Unfounded"}
)

// Handlings is the closed list of all handlings.
var Handlings = []*Handling{
	Supplement, NewIdentification, RemoveHousehold, RemoveMember, RollbackYear, RollbackStable, CorrectRegistry, ReferAgency, NoAction,
}

// HandlingNamed finds a handling by its stable name.
func HandlingNamed(name string) (*Handling, bool) {
	i := slices.IndexFunc(Handlings, func(h *Handling) bool { return h.Name == name })
	if i < 0 {
		return nil, false
	}
	return Handlings[i], true
}

// About mirrors the columns of a discrepancy that say whom it is about.
type About struct{ Kind, Subject, HouseholdID, MemberID, IDNumber, Detail string }

// Party is whom a discrepancy is about, as far as a handling can move them.
type Party struct {
	IsPerson  bool
	Household string       // its number, or that of the person's household
	Kin       []string     // the households that somebody who is not registered belongs to
	Member    string       // the person's number in the registry
	Person    resident.Key // 0: none that can match
	Spare     int          // of those in the registry with the person's key, how many stay there when one is removed
}

// Party reads the columns.
func (a About) Party() (Party, error) {
	var d struct {
		Households []string `json:"households"`
	}
	if err := json.Unmarshal([]byte(a.Detail), &d); err != nil {
		return Party{}, fmt.Errorf("read the detail: %w", err)
	}
	p := Party{Household: a.HouseholdID, Kin: d.Households}
	number, outside := strings.CutPrefix(a.Subject, "person:")
	if !outside {
		number = a.IDNumber
	}
	p.IsPerson = outside || strings.HasPrefix(a.Subject, "member:")
	if !p.IsPerson {
		return p, nil
	}
	p.Member, p.Person = a.MemberID, resident.ParseID(number, period.Date(0)).Key
	if a.Kind == IDDuplicate.Name && p.Member == "" {
		p.Spare = 1
	}
	return p, nil
}

// What can stand against a handling.
var (
	errNoPerson    = errors.New("is not about a person")
	errNoHousehold = errors.New("is about no household")
	errRegistered  = errors.New("is about a person who is in the registry already")
	errUnnumbered  = errors.New("is about a person without a number to know him by")
)

// Suits says whether a party can be handled so: nil, or why not.
func (h *Handling) Suits(p Party) error {
	switch {
	case h.About == AHousehold && p.Household == "":
		return errNoHousehold
	case h.About == APerson && !p.IsPerson:
		return errNoPerson
	case h.Aim == Present && p.Member != "":
		return errRegistered
	case h.About == APerson && p.Member == "" && p.Person == 0:
		return errUnnumbered
	}
	return nil
}

// Propose is the handling that the rules propose for a discrepancy of k whose
// detail has a route, or nil: what takes somebody out of the registry or back
// among the poor is for people alone to think of.
func (k *Kind) Propose(route string) *Handling {
	if h, ok := HandlingNamed(route); ok && h.Aim == Present {
		return h
	}
	return k.Proposal
}

// Presence is what a snapshot of the registry has of a party.
type Presence struct {
	Household  bool // a row has the household's number, or an active member without one has
	People     int  // active members of the household
	Active     int  // active members with the member's number, or where there is none with the key
	Registered bool // the key of a member, whatever its state, or of a household's head
}

// Executed says whether the registry shows that the handling of a party was
// carried out. Handlings without an aim never are.
func (h *Handling) Executed(p Party, now Presence) bool {
	switch {
	case h.Aim == Present:
		return now.Registered
	case h.Aim == Gone && h.About == AHousehold:
		return !now.Household
	case h.Aim == Gone:
		return now.Active <= p.Spare
	}
	return false
}

// Decided is the handling of a discrepancy.
type Decided struct {
	ID       int64 // of the discrepancy
	Handling *Handling
	Party    Party
}

// Overlaps finds who is in several lists: for each of them the numbers of the
// discrepancies that put him there, ascending. A household that is removed takes
// its members with it: they cannot be added, nor removed one by one.
func Overlaps(all []Decided) [][]int64 {
	lists := map[string][]Decided{} // by what makes somebody the same
	for _, d := range all {
		if !d.Handling.Listed {
			continue
		}
		for _, who := range d.tokens() {
			lists[who] = append(lists[who], d)
		}
	}
	for _, d := range all {
		if d.Handling.About != APerson || !d.Handling.Listed {
			continue
		}
		for _, home := range append(slices.Clone(d.Party.Kin), d.Party.Household) {
			if removed := lists["removed "+home]; len(removed) > 0 {
				lists["removed "+home] = append(removed, d)
			}
		}
	}
	var overlaps [][]int64
	for _, same := range lists {
		if !slices.ContainsFunc(same, func(d Decided) bool { return d.Handling != same[0].Handling }) {
			continue
		}
		var ids []int64
		for _, d := range same {
			ids = append(ids, d.ID)
		}
		slices.Sort(ids)
		overlaps = append(overlaps, slices.Compact(ids))
	}
	slices.SortFunc(overlaps, slices.Compare)
	return slices.CompactFunc(overlaps, slices.Equal)
}

// tokens are what the discrepancies of one person or household have in common.
func (d Decided) tokens() []string {
	var tokens []string
	if d.Handling.About == AHousehold {
		tokens = append(tokens, "household "+d.Party.Household)
		if d.Handling == RemoveHousehold {
			tokens = append(tokens, "removed "+d.Party.Household)
		}
		return tokens
	}
	if d.Party.Member != "" {
		tokens = append(tokens, "member "+d.Party.Member)
	}
	if d.Party.Person != 0 {
		tokens = append(tokens, "person "+d.Party.Person.String())
	}
	return tokens
}

// Same is by what the entries of one list are told apart: discrepancies of the
// same household, member or person are one entry of it.
func (d Decided) Same() string {
	switch {
	case d.Handling.About == AHousehold:
		return "household " + d.Party.Household
	case d.Party.Member != "":
		return "member " + d.Party.Member
	case d.Party.Person != 0:
		return "person " + d.Party.Person.String()
	case d.Party.Household != "":
		return "household " + d.Party.Household
	}
	return fmt.Sprint("discrepancy ", d.ID)
}

// Homes are the households that the discrepancy is about, its own or those the
// person belongs to.
func (d Decided) Homes() []string {
	if d.Party.Household != "" {
		return []string{d.Party.Household}
	}
	return d.Party.Kin
}

// ByList orders decisions by the lists they are in, then by number.
func ByList(a, b Decided) int {
	return cmp.Or(slices.Index(Handlings, a.Handling)-slices.Index(Handlings, b.Handling), cmp.Compare(a.ID, b.ID))
}
