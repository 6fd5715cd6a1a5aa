package matchers

import (
	"slices"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
)

// Located is where the household of a row stands and, of a member's, the person.
type Located struct {
	id     code   // of a member's number; 0: its text must be kept
	home   uint32 // position of the household + 1; 0: there is none
	person uint32 // position among the persons of the rolls + 1; 0: on none
}

// Locate finds the household and the person of each of members, and returns
// them in to's memory. It may be called from several goroutines at once, from
// Hold on, whether members are matched meanwhile or not.
func (j *Join) Locate(members []registry.Member, to []Located) []Located {
	to = slices.Grow(to[:0], len(members))[:len(members)]
	for from := 0; from < len(members); from += probes {
		block, located := members[from:min(from+probes, len(members))], to[from:]
		var homes, persons [probes]uint64
		var found [probes]uint32
		for i := range block {
			m := &block[i]
			located[i].id, _ = pack(m.ID)
			home, _ := j.texts.find(m.HouseholdID)
			homes[i], persons[i] = uint64(home), uint64(m.Resident.Key)
		}
		n := len(block)
		j.homes.byID.findAll(homes[:n], found[:n])
		for i := range n {
			located[i].home = found[i]
		}
		j.persons.byKey.findAll(persons[:n], found[:n])
		for i := range n {
			located[i].person = found[i]
		}
	}
	return to
}

// Match takes members in whom Locate has located, in the order of their rows:
// each joins his household. It tells visit what the rosters say of the i-th of
// them, valid until visit returns; nil means that his number is taken already,
// and nothing was changed.
func (j *Join) Match(members []registry.Member, located []Located, visit func(i int, m *Member)) {
	for from := 0; from < len(members); from += probes {
		end := min(from+probes, len(members))
		j.lookAhead(members[from:end], located[from:end])
		for i := from; i < end; i++ {
			visit(i, j.match(&members[i], located[i]))
		}
	}
}

// AheadOfHouseholds and AheadOfPersons touch what adding these rows is going to
// read: memory is waited for once, and not for each of them.
func (j *Join) AheadOfHouseholds(rows []registry.Household) {
	sum := j.members.touched
	for i := range rows {
		id, _ := pack(rows[i].ID)
		sum += j.homes.byID.look(uint64(id))
	}
	j.members.touched = sum
}

// AheadOfPersons is AheadOfHouseholds for rows of the rolls.
func (j *Join) AheadOfPersons(rows []roster.Person) {
	sum := j.members.touched
	for i := range rows {
		row := &rows[i]
		benefit, _ := pack(row.BenefitNo)
		sum += j.persons.byKey.look(uint64(row.Resident.Key)) + j.persons.byKey.look(uint64(row.Head)) + j.persons.byNumber.look(uint64(benefit))
	}
	j.members.touched = sum
}

// lookAhead touches what matching some members is going to read.
func (j *Join) lookAhead(members []registry.Member, located []Located) {
	sum := j.members.touched
	for i, at := range located {
		if at.home != 0 {
			sum += uint32(j.homes.list.at(at.home - 1).marks)
		}
		if at.person != 0 {
			sum += j.persons.list.at(at.person - 1).home
		}
		if j.options.Duplicates {
			sum += j.members.seen.look(uint64(members[i].Resident.Key))
		}
		if prints := j.members.numbers.prints; prints != nil {
			sum += prints.look(uint64(at.id))
		}
		sum += j.suspects.near.look(members[i].Resident.Key)
	}
	j.members.touched = sum // or nothing would be read
}

// match takes one member in.
func (j *Join) match(m *registry.Member, at Located) *Member {
	id, housed := at.id, at.home != 0
	if id == 0 {
		id = j.late.code(m.ID)
	}
	if !j.members.isNew(id) {
		return nil
	}
	if !j.watch.isEmpty() {
		j.watch.see(j, id, m, housed)
	}
	j.note(id, m, at)
	out := &j.matched
	*out = Member{Member: m, Orphaned: !housed}
	marks := registered
	if housed {
		home := j.homes.list.at(at.home - 1)
		out.Area = home.area
		out.NotYetExited = j.homes.words[home.words].Poverty == registry.Unlifted
		marks = j.marks(home)
		j.supplies.serve(m.Resident.Key, at.home-1)
	}
	out.Place = j.place(out.Area)
	if len(j.pupils.rows) > 0 {
		j.pupils.see(j, out)
	}
	if len(j.issued.rows) > 0 {
		j.issued.see(out)
	}
	if at.person != 0 {
		j.pair(out, at, marks)
	}
	if housed && m.Active() {
		j.homes.note(at.home-1, out)
	}
	j.suspects.see(j, out, at.home-1, housed)
	return out
}

// note remembers the member, and his key where somebody may be his double.
func (j *Join) note(id code, m *registry.Member, at Located) {
	s := step{id: id}
	if j.options.Duplicates && m.Active() {
		s.key, s.home = m.Resident.Key, at.home
	}
	j.members.note(s, j.origins.pack(m.Origin))
}

// pair joins a member and the person on the rolls that he is.
func (j *Join) pair(m *Member, at Located, marks uint8) {
	who := j.persons.list.at(at.person - 1)
	j.persons.mark(at.person-1, marks)
	m.Dibao = j.coverage(who, Dibao, m.Name)
	m.Tekun = j.coverage(who, Tekun, m.Name)
	if at.home == 0 {
		return
	}
	j.settle(at.person-1, who, at.home-1)
	if m.Active() {
		j.pay(j.homes.list.at(at.home-1), who, m)
	}
}

// settle notes the household of a registered person; of several, the one with
// the smallest number, so that the order of members has no say.
func (j *Join) settle(person uint32, who *person, home uint32) {
	switch who.home {
	case home + 1:
	case 0:
		who.home = home + 1
	default:
		j.persons.moreHomes[person] = append(j.persons.moreHomes[person], home, who.home-1)
		if j.homeID(home) < j.homeID(who.home-1) {
			who.home = home + 1
		}
	}
}

// findHome is where a household of that number stands.
func (j *Join) findHome(householdID string) (uint32, bool) {
	id, ok := j.texts.find(householdID)
	if !ok || id == 0 {
		return 0, false
	}
	return j.homes.byID.find(uint64(id))
}
