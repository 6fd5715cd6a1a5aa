package matchers

import (
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/table"
)

// Coverage is what one roster says of one person.
type Coverage struct {
	Carried  bool         // some usable row names the person, whatever its months
	Months   uint32       // the months of the window that are paid, one bit each
	LastPaid period.Month // the last paid month up to the as-of month; unknown: none
	Origin   table.Origin // of the newest usable row
	Names    []Naming     // on usable rows that write the name otherwise than the member's
}

// Naming is a name on usable rows of a roll.
type Naming struct {
	Name   string
	Origin table.Origin // of the newest of them
}

// Paid says whether some month of the window is paid.
func (c *Coverage) Paid() bool { return c.Months != 0 }

// Place is where a subject lives, and whether the rosters' silence about
// people there means anything.
type Place struct {
	registry.Area
	DibaoComplete bool // the dibao feed shows every month of the window here
	TekunComplete bool
}

// Member is one member with what the rosters say of the person. It is valid
// until the next one is matched.
type Member struct {
	*registry.Member
	Area         registry.AreaID
	Place        *Place
	Orphaned     bool         // no household has the member's household number
	NotYetExited bool         // the household is 未脱贫
	Enrolled     bool         // a row of the enrolment has the member's key
	Enrolment    table.Origin // that row
	Dibao, Tekun Coverage
}

// Household is one household with what its members and the water ledger add up
// to. It is valid until the next one is yielded; IDs and names are decoded on
// demand.
type Household struct {
	*Wording
	Place      *Place
	Head       resident.Key // of the household's head_id; 0: none that can match
	HeadMapped bool
	Origin     table.Origin
	Members    Summary
	Water      Supply

	join *Join
	home *home
	at   uint32
}

// ID is the household's number.
func (h *Household) ID() string { return h.join.homeID(h.at) }

// ExitYear is the year in which the household left poverty; 0: none is told.
func (h *Household) ExitYear() int { return int(h.home.exitYear) }

// Helped says whether some row names a helper of the household.
func (h *Household) Helped() bool { return h.join.contacts.helped[h.at] }

// HeadName is the head's name as the household's row has it.
func (h *Household) HeadName() string { return h.join.texts.text(h.home.headName) }

// HeadIDText is the head's ID number as the household's row has it, cleaned.
func (h *Household) HeadIDText() string {
	if h.Head != 0 {
		return h.Head.String()
	}
	return h.join.texts.text(code(h.home.head))
}

// Summary is what the active members of a household add up to.
type Summary struct {
	Active       int
	Heads        int          // active members who are 户主
	HeadsKnown   bool         // every active member's table has a column for the relation
	HeadKey      resident.Key // of the last active head, where the household's row has a head's number at all; 0: none that can match
	Dibao, Tekun bool         // some active member is paid in the window
	AllMatchable bool         // every active member's ID can match
	Payer        table.Origin // a row that pays for an active member: the one that decides what the household is
}

// Supply is what the water ledger says of a household.
type Supply struct {
	Derived  roster.Verdict // of the newest row, the worst of several; Unassessed also where there is no row
	Conflict bool           // the stated verdict contradicts the indicators
	Disagree bool           // several newest rows differ
	Origin   table.Origin
}

// Person is one person of whom the rosters alone say something, seen after the
// whole registry.
type Person struct {
	Key          resident.Key
	Name         string
	Place        *Place
	HouseholdID  string   // of a registered person
	Registered   bool     // some member or some household's head_id has the key
	Relative     bool     // a relative by head_id or benefit_no is registered
	Kin          []string // the numbers of such relatives' households, sorted
	MidYear      bool     // such a relative's household was identified in the mid-year batch
	Suspected    bool     // a row of his has a single near match in the registry
	Single       bool     // the newest dibao row speaks of one person of a larger household
	Dibao, Tekun Coverage
}

// Suspect is one active member who is near, by number and name, to rows of a
// roll that match nobody.
type Suspect struct {
	*registry.Member
	Place      *Place
	Roll       Roll
	Number     string // of the row: the match key where there is one, else the text cleaned
	RowName    string
	RowOrigin  table.Origin
	Difference string // substituted, transposed, missing, extra, damaged or head
	Position   int    // of the difference in the member's number, from 1; 0: none
	Own, Other string // the member's number and the row's, masked alike with the difference in brackets; "" where there is none to show
}

// Duplicate is one match key on several active members.
type Duplicate struct {
	Key     resident.Key
	Members []string        // member numbers, sorted
	Origins [2]table.Origin // of the first two of them
	Place   *Place          // of the first of them
}
