package matchers

import (
	"strings"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// Village is one village with what is known of its people and its work team.
type Village struct {
	Code       string
	Place      *Place
	Poor       table.Answer // a poor village
	Origin     table.Origin // of the village's row
	Team       bool         // some row names a member of its work team
	Unlifted   int          // active members of households that are 未脱贫 or 返贫
	Registered int          // all active members
}

// Contact is one row of who can be called, with where it belongs.
type Contact struct {
	*registry.Contact
	Place *Place
}

// Shared is one phone number under names that are not equal.
type Shared struct {
	Number  string
	Place   *Place
	Origins [2]table.Origin // of the first row with the number, and of the first with another name
}

// contacts is the villages, and who can be called in them.
type contacts struct {
	villages []village
	byCode   map[string]int     // village code → position in villages
	teams    map[string]bool    // village codes with a work team
	helped   map[uint32]bool    // positions of households with a helper
	phones   map[string]*phones // by number
}

type village struct {
	area registry.AreaID
	code string
	poor table.Answer

	origin table.Origin
}

// phones is who has a number.
type phones struct {
	name   string // the first of them, as resident.NameKey has it
	area   registry.AreaID
	shared bool

	rows [2]table.Origin // the first, and the first with another name
}

func newContacts() contacts {
	return contacts{byCode: map[string]int{}, teams: map[string]bool{}, helped: map[uint32]bool{}, phones: map[string]*phones{}}
}

// AddVillage takes a village in, and says which area it is. Of several rows
// with one code the first stays.
func (j *Join) AddVillage(v *registry.Village) registry.AreaID {
	area := j.areas.Number(v.Area)
	code := j.areas.Written(area).Code
	if _, known := j.contacts.byCode[code]; !known {
		j.contacts.byCode[code] = len(j.contacts.villages)
		j.contacts.villages = append(j.contacts.villages, village{area: area, code: code, poor: v.Poor, origin: v.Origin})
	}
	return area
}

// AddTeam takes a member of a work team in. Call it after Settle.
func (j *Join) AddTeam(c *registry.Contact) (Contact, registry.AreaID) {
	area := j.areas.Number(registry.Area{Code: c.AreaCode})
	c.AreaCode = j.areas.Written(area).Code // the village may have another by now
	j.contacts.teams[c.AreaCode] = true
	return j.call(c, area)
}

// AddHelper takes a helper of a household in. Call it after Settle.
func (j *Join) AddHelper(c *registry.Contact) (Contact, registry.AreaID) {
	area := registry.AreaID(0)
	if at, ok := j.findHome(c.HouseholdID); ok {
		area = j.homes.list.at(at).area
		j.contacts.helped[at] = true
	}
	return j.call(c, area)
}

// call notes the number of a contact.
func (j *Join) call(c *registry.Contact, area registry.AreaID) (Contact, registry.AreaID) {
	out := Contact{Contact: c, Place: &Place{Area: j.areas.At(area)}}
	if c.Phone.Number == "" {
		return out, area
	}
	name := resident.NameKey(c.Name)
	p, known := j.contacts.phones[c.Phone.Number]
	if !known {
		j.contacts.phones[strings.Clone(c.Phone.Number)] = &phones{name: strings.Clone(name), area: area, rows: [2]table.Origin{c.Origin}}
		return out, area
	}
	if !p.shared && p.name != name {
		p.shared, p.rows[1] = true, c.Origin
	}
	if j.tells(area, p.area) {
		p.area = area
	}
	return out, area
}

// SharedPhones yields every number under names that are not equal.
func (j *Join) SharedPhones(yield func(*Shared) bool) {
	for number, p := range j.contacts.phones {
		if p.shared && !yield(&Shared{Number: number, Place: j.place(p.area), Origins: p.rows}) {
			return
		}
	}
}

// Villages yields every village of the villages feed. Call it after the last member.
func (j *Join) Villages(yield func(*Village) bool) {
	c := &j.contacts
	all := make([]Village, len(c.villages))
	for i, v := range c.villages {
		all[i] = Village{Code: v.code, Place: j.place(v.area), Poor: v.poor, Team: c.teams[v.code], Origin: v.origin}
	}
	for i := range uint32(j.homes.list.count) {
		home := j.homes.list.at(i)
		at, known := c.byCode[j.areas.At(home.area).Code]
		if !known {
			continue
		}
		all[at].Registered += int(home.active)
		if poverty := j.homes.words[home.words].Poverty; poverty == registry.Unlifted || poverty == registry.Returned {
			all[at].Unlifted += int(home.active)
		}
	}
	for i := range all {
		if !yield(&all[i]) {
			return
		}
	}
}
