package matchers

import (
	"math"
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
	covers [rolls]uint32 // position in persons.covers + 1; 0: not on that roll
	home   uint32        // position of the household with the smallest number that the person is a member of + 1
}

// What is marked of a person.

const (
	registered uint8 = 1 << iota // a member or a household's head has the key
	midYear                      // one of the households that make it so was identified in the mid-year batch
	suspected                    // a row of his has a single near match in the registry
	doubtful                     // something is wrong with the number
)

// cover is what one roll says of one person, the rows added up.
type cover struct {
	variant  // of the newest usable row; of any row while none is usable
	months   uint32
	origin   place
	lastPaid uint16 // month
	newest   uint16 // month of the usable rows: start of the spell, or the month; of what lies beyond the year 5000 the largest
	carried  bool   // some row is usable
	single   bool
}

// packMonth is a month in 16 bits.
func packMonth(m period.Month) uint16 { return uint16(min(m, math.MaxUint16)) }

// variant is what may differ from row to row of one person, the months apart.
type variant struct {
	name    code
	area    registry.AreaID
	head    uint32 // position in persons.list + 1
	benefit uint32 // position in persons.benefits + 1
	usable  bool
}

// named is a name on usable rows of one person, and the newest of these.
type named struct {
	name   code
	newest uint16 // month
	origin place
}

// persons is both rolls, keyed by ID number.
type persons struct {
	byKey     index // numbered as they stand in list
	list      paged[person]
	marks     paged[uint8] // as list
	covers    paged[cover]
	others    map[uint32][]variant // further variants, by position in covers
	names     map[uint32][]named   // by position in covers, where usable rows have several names
	moreHomes map[uint32][]uint32  // households of persons who are members of several, by position in list
	byNumber  index                // of the codes of benefit numbers; numbered as they stand in benefits
	benefits  []uint8              // the marks of all persons with that benefit number
}

func newPersons() *persons {
	return &persons{
		others:    map[uint32][]variant{},
		names:     map[uint32][]named{},
		moreHomes: map[uint32][]uint32{},
	}
}

func (p *persons) person(key resident.Key) (*person, uint32) {
	i, isNew := p.byKey.add(uint64(key))
	if isNew {
		p.list.add()
		p.marks.add()
	}
	return p.list.at(i), i
}

// key is the ID number of the i-th person.
func (p *persons) key(i uint32) resident.Key { return resident.Key(*p.byKey.keys.at(i)) }

// HasMonths says that a roll without a row is monthly all the same: its silence
// is no evidence then.
func (j *Join) HasMonths(roll Roll) { j.evidence.monthly[roll] = true }

// AddPerson takes a row of a roll in, and says where it belongs. A row that is
// not usable still tells who belongs to whom. Call it after Settle.
func (j *Join) AddPerson(roll Roll, row *roster.Person) registry.AreaID {
	area := j.areas.Number(row.Area)
	months := uint32(0)
	if row.From.Known() {
		months = j.options.Window.Mask(row.From, row.Through)
	}
	j.evidence.add(roll, row.Monthly, area, months)
	v := variant{name: j.texts.code(row.Name), area: area, usable: row.Usable}
	if row.Head != 0 {
		_, head := j.persons.person(row.Head)
		v.head = head + 1
	}
	if row.BenefitNo != "" {
		v.benefit = j.persons.group(j.texts.code(row.BenefitNo)) + 1
	}
	if row.Resident.Key == 0 {
		j.suspects.addStray(j, roll, row, v)
		return area
	}
	who, person := j.persons.person(row.Resident.Key)
	if row.Resident.Reason != resident.None {
		j.persons.mark(person, doubtful)
	}
	if who.covers[roll] == 0 {
		c, at := j.persons.covers.add()
		who.covers[roll] = at + 1
		c.variant = v
	}
	at, from := who.covers[roll]-1, packMonth(row.From)
	c := j.persons.covers.at(at)
	if row.Usable && c.carried {
		j.persons.name(at, named{v.name, from, j.origins.pack(row.Origin)})
	}
	j.persons.vary(at, v, row.Usable && (!c.carried || from > c.newest || from == c.newest && j.before(v, c.variant)))
	if row.Usable {
		j.cover(c, row, months)
	}
	return area
}

// group is the position of a benefit number.
func (p *persons) group(number code) uint32 {
	group, isNew := p.byNumber.add(uint64(number))
	if isNew {
		p.benefits = append(p.benefits, 0)
	}
	return group
}

// vary notes a row's variant, as the leading one or as one of the others.
func (p *persons) vary(at uint32, v variant, lead bool) {
	c := p.covers.at(at)
	if v == c.variant {
		return
	}
	if lead {
		c.variant, v = v, c.variant
		p.others[at] = slices.DeleteFunc(p.others[at], func(other variant) bool { return other == c.variant })
	}
	if !slices.Contains(p.others[at], v) {
		p.others[at] = append(p.others[at], v)
	}
}

// name notes the name of a usable row beside those of former ones, which so far
// may all have had one name: the leading one.
func (p *persons) name(at uint32, n named) {
	names, several := p.names[at]
	if !several {
		c := p.covers.at(at)
		if n.name == c.name {
			return
		}
		names = []named{{c.name, c.newest, c.origin}}
	}
	i := slices.IndexFunc(names, func(other named) bool { return other.name == n.name })
	switch {
	case i < 0:
		names = append(names, n)
	case n.newest > names[i].newest:
		names[i] = n
	case n.newest == names[i].newest:
		names[i].origin = min(names[i].origin, n.origin)
	}
	p.names[at] = names
}

// variants visits every variant of a cover.
func (p *persons) variants(at uint32, visit func(variant)) {
	visit(p.covers.at(at).variant)
	for _, v := range p.others[at] {
		visit(v)
	}
}

// cover adds a usable row to what its roll says of its person.
func (j *Join) cover(c *cover, row *roster.Person, months uint32) {
	c.months |= months
	last := j.options.AsOf.Month()
	if row.Through.Known() {
		last = min(last, row.Through)
	}
	if last >= row.From {
		c.lastPaid = max(c.lastPaid, packMonth(last))
	}
	origin, from := j.origins.pack(row.Origin), packMonth(row.From)
	switch {
	case !c.carried || from > c.newest:
		c.newest, c.origin, c.single = from, origin, row.Single()
	case from == c.newest:
		c.single = c.single || row.Single()
		c.origin = min(c.origin, origin)
	}
	c.carried = true
}

// before decides between two newest rows, so that their order has no say: by
// the area, then the name, then the relatives.
func (j *Join) before(v, w variant) bool {
	switch {
	case j.areas.At(v.area) != j.areas.At(w.area):
		return j.tells(v.area, w.area)
	case v.name != w.name:
		return j.texts.text(v.name) < j.texts.text(w.name)
	}
	return false // whoever leads, nothing that is told depends on it
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

// find is where the person with a key stands, if a roll names him.
func (p *persons) find(key resident.Key) (uint32, bool) {
	at, ok := p.byKey.find(uint64(key))
	return at, ok && key != 0
}

// is says whether the i-th person has a mark.
func (p *persons) is(mark uint8, i uint32) bool { return *p.marks.at(i)&mark != 0 }

// mark marks the i-th person.
func (p *persons) mark(i uint32, marks uint8) { *p.marks.at(i) |= marks }

// spread gives every benefit number the marks of all persons who have it.
// Call it after the last member.
func (p *persons) spread() {
	for i := range uint32(p.list.count) {
		who := p.list.at(i)
		p.eachVariant(who, func(v variant) {
			if v.benefit != 0 {
				p.benefits[v.benefit-1] |= *p.marks.at(i)
			}
		})
	}
}

// eachVariant visits the variants of all rows of a person.
func (p *persons) eachVariant(who *person, visit func(variant)) {
	for _, at := range who.covers {
		if at != 0 {
			p.variants(at-1, visit)
		}
	}
}

// kin is the marks of all relatives of the person: heads of his rows, persons
// with one of his benefit numbers.
func (p *persons) kin(who *person) uint8 {
	marks := uint8(0)
	p.eachVariant(who, func(v variant) {
		if v.head != 0 {
			marks |= *p.marks.at(v.head - 1)
		}
		if v.benefit != 0 {
			marks |= p.benefits[v.benefit-1]
		}
	})
	return marks & (registered | midYear)
}
