package matchers

import (
	"slices"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
)

// Roll is one of civil affairs' rosters of persons.
type Roll uint8

// The rolls.
const (
	Dibao Roll = iota
	Tekun
	rolls
)

// Feed is the name of the roll's feed.
func (r Roll) Feed() string { return [...]string{"dibao", "tekun"}[r] }

// person is a key that a roll names: as the covered person, or as the head of
// a covered person's household.
type person struct {
	key    resident.Key
	covers [rolls]uint32 // position in persons.covers + 1; 0: not on that roll
	home   uint32        // position of the household with the smallest number that the person is a member of + 1
	marks  uint8
}

const (
	registered uint8 = 1 << iota // a member or a household's head has the key
	midYear                      // one of the households that make it so was identified in the mid-year batch
)

// cover is what one roll says of one person, the rows added up.
type cover struct {
	months   uint32
	lastPaid period.Month
	newest   period.Month // of the usable rows: start of the spell, or the month
	name     code
	origin   place
	area     registry.AreaID
	head     uint32 // position in persons.list + 1
	benefit  uint32 // position in persons.benefits + 1
	carried  bool
	single   bool
}

// persons is both rolls, keyed by ID number.
type persons struct {
	byKey    *index
	list     paged[person]
	covers   paged[cover]
	names    map[uint32][]code   // further names, by position in covers
	heads    map[uint32][]uint32 // further heads, by position in covers
	groups   map[uint32][]uint32 // further benefit numbers, by position in covers
	byNumber *index              // code of a benefit number → position in benefits
	benefits []uint8             // the marks of all persons with that benefit number
}

func newPersons() *persons {
	return &persons{
		byKey:    newIndex(1 << 10),
		names:    map[uint32][]code{},
		heads:    map[uint32][]uint32{},
		groups:   map[uint32][]uint32{},
		byNumber: newIndex(1 << 10),
	}
}

func (p *persons) person(key resident.Key) (*person, uint32) {
	i, isNew := p.byKey.add(uint64(key), uint32(p.list.count))
	if isNew {
		p.list.add()
		p.list.at(i).key = key
	}
	return p.list.at(i), i
}

// AddPerson takes a row of a roll in, and says where it belongs. A row that is
// not usable still tells who belongs to whom. Call it after Settle.
func (j *Join) AddPerson(roll Roll, row *roster.Person) registry.AreaID {
	area := j.areas.Number(row.Area)
	months := uint32(0)
	if row.From.Known() {
		months = j.options.Window.Mask(row.From, row.Through)
	}
	j.evidence.add(roll, row.Monthly, area, months)
	if row.Resident.Key == 0 {
		return area
	}
	p := j.persons
	who, _ := p.person(row.Resident.Key)
	if who.covers[roll] == 0 {
		_, at := p.covers.add()
		who.covers[roll] = at + 1
	}
	at := who.covers[roll] - 1
	if row.Usable {
		j.cover(at, row, months, area)
	}
	if row.Head != 0 {
		_, head := p.person(row.Head)
		link(&p.covers.at(at).head, p.heads, at, head+1)
	}
	if row.BenefitNo != "" {
		group, isNew := p.byNumber.add(uint64(j.texts.code(row.BenefitNo)), uint32(len(p.benefits)))
		if isNew {
			p.benefits = append(p.benefits, 0)
		}
		link(&p.covers.at(at).benefit, p.groups, at, group+1)
	}
	return area
}

// cover adds a usable row to what its roll says of its person.
func (j *Join) cover(at uint32, row *roster.Person, months uint32, area registry.AreaID) {
	c := j.persons.covers.at(at)
	c.months |= months
	last := j.options.AsOf.Month()
	if row.Through.Known() {
		last = min(last, row.Through)
	}
	if last >= row.From {
		c.lastPaid = max(c.lastPaid, last)
	}
	name, origin := j.texts.code(row.Name), j.origins.pack(row.Origin)
	switch {
	case !c.carried || row.From > c.newest:
		if c.carried {
			j.persons.rename(at, c, name)
		}
		c.newest, c.name, c.origin, c.area, c.single = row.From, name, origin, area, row.Single()
	case row.From == c.newest:
		c.single = c.single || row.Single()
		j.tie(at, c, name, origin, area)
	default:
		j.persons.addName(at, c, name)
	}
	c.carried = true
}

// tie decides between two newest rows, so that their order has no say.
func (j *Join) tie(at uint32, c *cover, name code, origin place, area registry.AreaID) {
	if name != c.name {
		if j.texts.text(name) < j.texts.text(c.name) {
			name, c.name = c.name, name
		}
		j.persons.addName(at, c, name)
	}
	c.origin = min(c.origin, origin)
	if area != c.area && j.tells(area, c.area) {
		c.area = area
	}
}

// tells says whether an area is to be believed rather than another: it names a
// county and the other does not, or it comes first in a fixed order.
func (j *Join) tells(area, other registry.AreaID) bool {
	a, b := j.areas.At(area), j.areas.At(other)
	if known := a.CountyKey() != ""; known != (b.CountyKey() != "") {
		return known
	}
	return a.Before(b)
}

// rename makes name the newest name and keeps the former one beside it.
func (p *persons) rename(at uint32, c *cover, name code) {
	former := c.name
	c.name = name
	p.addName(at, c, former)
}

func (p *persons) addName(at uint32, c *cover, name code) {
	if name != c.name && !slices.Contains(p.names[at], name) {
		p.names[at] = append(p.names[at], name)
	}
}

// link notes a link in its own field, or in further where the field is taken.
func link(own *uint32, further map[uint32][]uint32, at, to uint32) {
	switch {
	case *own == 0:
		*own = to
	case *own != to && !slices.Contains(further[at], to):
		further[at] = append(further[at], to)
	}
}

// register marks a key as one of the registry's, where a roll names it.
func (p *persons) register(key resident.Key, marks uint8) *person {
	if key == 0 {
		return nil
	}
	i, ok := p.byKey.find(uint64(key))
	if !ok {
		return nil
	}
	who := p.list.at(i)
	who.marks |= marks
	return who
}

// spread gives every benefit number the marks of all persons who have it.
// Call it after the last member.
func (p *persons) spread() {
	p.eachCover(func(who *person, at uint32) {
		p.eachLink(p.covers.at(at).benefit, p.groups, at, func(group uint32) { p.benefits[group] |= who.marks })
	})
}

func (p *persons) eachCover(visit func(who *person, at uint32)) {
	for i := range uint32(p.list.count) {
		who := p.list.at(i)
		for _, at := range who.covers {
			if at != 0 {
				visit(who, at-1)
			}
		}
	}
}

func (p *persons) eachLink(own uint32, further map[uint32][]uint32, at uint32, visit func(to uint32)) {
	if own == 0 {
		return
	}
	visit(own - 1)
	for _, to := range further[at] {
		visit(to - 1)
	}
}

// kin is the marks of all relatives of the person: heads of his rows, persons
// with one of his benefit numbers.
func (p *persons) kin(who *person) uint8 {
	marks := uint8(0)
	for _, at := range who.covers {
		if at == 0 {
			continue
		}
		c := p.covers.at(at - 1)
		p.eachLink(c.head, p.heads, at-1, func(head uint32) { marks |= p.list.at(head).marks })
		p.eachLink(c.benefit, p.groups, at-1, func(group uint32) { marks |= p.benefits[group] })
	}
	return marks
}
