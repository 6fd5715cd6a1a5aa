package matchers

import (
	"errors"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
)

// Options is what a Join must know.
type Options struct {
	AsOf       period.Date
	Window     period.Window // of assistance; at most period.MaxWindow months
	MidYear    period.Window // the batch of households identified within the year
	Duplicates bool          // look for match keys on several members
	Suspects   bool          // look for near matches of rows that match nobody
	Aliases    registry.Aliases
	Scratch    Scratch // for what is remembered of very many members; nil: it stays in memory
}

// Join matches both sides in memory. The order is: villages, households,
// Settle, rosters, Hold, members, FindDuplicates, then Households, Suspects,
// Persons and Duplicates, and Err.
type Join struct {
	options Options
	lexicon
	homes    *homes
	persons  *persons
	supplies supplies
	members  *members
	evidence evidence
	suspects suspects
	lists
	places []Place

	matched Member
}

// lexicon is what text is packed by.
type lexicon struct {
	areas   *registry.Areas
	texts   *texts // of households, rosters and persons: from Hold on nothing is added
	late    *texts // of members, and of what is compared with them
	origins origins
}

// lists is what is known of villages, pupils and the province's list, beside
// the rolls and the water ledger, and of whom there is a look-out for.
type lists struct {
	contacts contacts
	pupils   pupils
	issued   issued
	watch    watch
}

// New returns an empty Join.
func New(o Options) (*Join, error) {
	if n := o.Window.Months(); n < 1 || n > period.MaxWindow {
		return nil, errors.New("the assistance window must span 1 to 32 months")
	}
	return &Join{
		options:  o,
		lexicon:  lexicon{areas: registry.NewAreas(o.Aliases), texts: newTexts(), late: newTexts()},
		homes:    newHomes(),
		persons:  newPersons(),
		members:  &members{trail: trail{scratch: o.Scratch}},
		evidence: newEvidence(o.Window),
		suspects: newSuspects(),
		lists:    lists{contacts: newContacts(), issued: newIssued()},
	}, nil
}

// Err is why the scratch could not be read, if so: then what the join says of
// members is not to be trusted.
func (j *Join) Err() error { return j.members.trail.err }

// Settle ends the households: from here on areas are complete.
func (j *Join) Settle() {
	j.areas.Learn()
	for id := range registry.AreaID(j.areas.Count()) {
		j.evidence.know(j.areas.At(id).CountyKey())
	}
}

// Counties adds up per-area counts by county.
func (j *Join) Counties(perArea []int64) map[string]int64 {
	counties := map[string]int64{}
	for area, n := range perArea {
		if n > 0 {
			counties[j.areas.At(registry.AreaID(area)).CountyKey()] += n
		}
	}
	return counties
}

// County is a county by its key, with its name where the registry knows it.
func (j *Join) County(key string) registry.Area { return j.areas.County(key) }

// CountyNow is the key of a county that a former run may have had by another.
func (j *Join) CountyNow(key string) string { return j.areas.CountyNow(key) }

// Reaches says whether any row that was taken, of whichever feed, lies in a scope.
func (j *Join) Reaches(scope registry.Scope) bool {
	for id := range registry.AreaID(j.areas.Count()) {
		if scope.Covers(j.areas.At(id)) {
			return true
		}
	}
	return false
}

// Hold ends the rosters: it says which counties are held for which feeds. Call
// it before the first member.
func (j *Join) Hold(held Held) {
	j.evidence.held = held
	j.registerHeads()
	j.evidence.settle(j.areas)
	j.suspects.prepare(j)
}

// registerHeads makes the households' heads known to the rosters.
func (j *Join) registerHeads() {
	var heads [probes]uint64
	var found [probes]uint32
	for from := uint32(0); from < uint32(j.homes.list.count); from += probes {
		n := min(probes, uint32(j.homes.list.count)-from)
		for i := range n {
			head := j.homes.list.at(from + i).headKey()
			heads[i] = uint64(head)
			j.supplies.serve(head, from+i)
			j.watch.register(head)
		}
		j.persons.byKey.findAll(heads[:n], found[:n])
		for i := range n {
			if found[i] != 0 {
				j.persons.mark(found[i]-1, j.marks(j.homes.list.at(from+i)))
			}
		}
	}
}

// marks is what living in a household makes of a person.
func (j *Join) marks(h *home) uint8 {
	if j.options.MidYear.Contains(period.Month(h.found)) {
		return registered | midYear
	}
	return registered
}

// place is the area of a number with what silence means there.
func (j *Join) place(id registry.AreaID) *Place {
	for int(id) >= len(j.places) {
		area := j.areas.At(registry.AreaID(len(j.places)))
		county := area.CountyKey()
		j.places = append(j.places, Place{
			Area:          area,
			DibaoComplete: j.evidence.complete(Dibao, county),
			TekunComplete: j.evidence.complete(Tekun, county),
		})
	}
	return &j.places[id]
}

// coverage is what a roll says of a person, whose name the registry writes as name.
func (j *Join) coverage(who *person, roll Roll, name string) Coverage {
	at := who.covers[roll]
	if at == 0 || !j.persons.covers.at(at-1).carried {
		return Coverage{}
	}
	c := j.persons.covers.at(at - 1)
	out := Coverage{Carried: true, Months: c.months, LastPaid: period.Month(c.lastPaid), Origin: j.origins.origin(c.origin)}
	own, known := j.texts.find(name)
	names, several := j.persons.names[at-1]
	if !several {
		if known && c.name == own {
			return out
		}
		names = []named{{name: c.name, origin: c.origin}}
	}
	for _, n := range names {
		if !known || n.name != own {
			out.Names = append(out.Names, Naming{Name: j.texts.text(n.name), Origin: j.origins.origin(n.origin)})
		}
	}
	return out
}

// Persons yields every person of whom the rosters alone say something: paid by
// both in one month of the window, or paid in it and not in the registry. Call
// it after the last member.
func (j *Join) Persons(yield func(*Person) bool) {
	j.persons.spread()
	kin := j.kin()
	for i := range uint32(j.persons.list.count) {
		who := j.persons.list.at(i)
		if !j.persons.speaks(i, who) {
			continue
		}
		out := j.personOf(i, who, kin)
		if out.Relative {
			out.Kin = kin.of(j, who)
		}
		if !yield(&out) {
			return
		}
	}
}

// speaks says whether the rolls alone say something of a person: paid by both,
// or paid and in no registry.
func (p *persons) speaks(i uint32, who *person) bool {
	months := [rolls]uint32{}
	for roll, at := range who.covers {
		if at != 0 {
			months[roll] = p.covers.at(at - 1).months
		}
	}
	return months[Dibao]&months[Tekun] != 0 ||
		!p.is(registered, i) && months[Dibao]|months[Tekun] != 0
}

func (j *Join) personOf(at uint32, who *person, kin kinship) Person {
	out := Person{Key: j.persons.key(at), Registered: j.persons.is(registered, at), Suspected: j.persons.is(suspected, at)}
	newest, name, area := uint16(0), code(0), registry.AreaID(0)
	for roll, at := range who.covers {
		if at == 0 || !j.persons.covers.at(at-1).carried {
			continue
		}
		c := j.persons.covers.at(at - 1)
		if name == 0 || c.newest > newest {
			newest, name, area = c.newest, c.name, c.area
		}
		if Roll(roll) == Dibao {
			out.Single = c.single
		}
	}
	out.Dibao = j.coverage(who, Dibao, "")
	out.Tekun = j.coverage(who, Tekun, "")
	home := who.home
	if home == 0 && out.Registered {
		home = kin.headed(j, out.Key)
	}
	if home != 0 {
		area, out.HouseholdID = j.homes.list.at(home-1).area, j.homeID(home-1)
	}
	out.Name, out.Place = j.texts.text(name), j.place(area)
	if !out.Registered {
		kin := j.persons.kin(who)
		out.Relative, out.MidYear = kin&registered != 0, kin&midYear != 0
	}
	return out
}
