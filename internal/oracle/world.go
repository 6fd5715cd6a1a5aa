package oracle

import (
	"cmp"
	"slices"
)

// world is the input as the contract reads it, before anything is judged.
type world struct {
	in         Input
	window     []string // the months of W
	households []*household
	members    []*member
	registered map[string]bool        // the keys in the registry: any member's, whatever its state, and any household's head_id
	codes      map[areaNames][]string // the area codes that go with names in registry rows
	named      map[string]bool        // codes of counties and towns that some registry row names
	dibao      *roster
	tekun      *roster
	water      []waterRow
	suspects   suspects
	found      []Finding
}

// household is one usable row of households with the members that name it.
type household struct {
	row     Row
	id      string
	head    string // match key of head_id, or ""
	county  string
	members []*member
}

// member is one usable row of members.
type member struct {
	row    Row
	id     string
	key    string     // match key, "" where the number cannot match or is another document's
	name   string     // as names are compared
	reason string     // why the number is wrong, or ""
	active bool       // state blank or 正常
	home   *household // nil for an orphan
}

// read takes the registry and the rosters of in apart. Rows that cannot be used,
// and those whose own key is blank or was already read, are left out.
func read(in Input) *world {
	in.Households = withoutErrors(in.Households)
	in.Members = withoutErrors(withRealHomes(in.Members))
	in.Villages = withoutErrors(in.Villages)
	in.Water = withoutErrors(in.Water)
	in.WorkTeams = withoutErrors(in.WorkTeams)
	in.Helpers = withoutErrors(in.Helpers)
	in.Enrolment = withoutErrors(in.Enrolment)
	in.Issued = withoutErrors(in.Issued)
	in.WindowFrom = cmp.Or(in.WindowFrom, "2017-10")
	in.WindowThrough = cmp.Or(in.WindowThrough, "2018-09")
	in.MidYearFrom = cmp.Or(in.MidYearFrom, "2018-04")
	in.MidYearThrough = cmp.Or(in.MidYearThrough, "2018-09")
	w := &world{in: in, window: months(in.WindowFrom, in.WindowThrough), registered: map[string]bool{}}
	households := firstOfEach(in.Households, "household_id")
	w.learnAreas(append(slices.Clone(households), in.Villages...))
	for _, row := range households {
		head, _ := identify(row["head_id"], in.AsOf)
		w.households = append(w.households, &household{row: row, id: text(row["household_id"]), head: head, county: w.county(row)})
		w.registered[head] = true
	}
	for _, row := range firstOfEach(in.Members, "member_id") {
		w.addMember(row)
	}
	w.dibao = w.readRoster("dibao", in.Dibao)
	w.tekun = w.readRoster("tekun", in.Tekun)
	delete(w.registered, "") // the key of nobody
	for _, row := range in.Water {
		w.water = append(w.water, w.readWaterRow(row))
	}
	return w
}

// withRealHomes leaves out the members whose household was rounded: nobody knows which it was.
func withRealHomes(members []Row) []Row {
	return slices.DeleteFunc(slices.Clone(members), func(row Row) bool { return isRounded("household_id", row["household_id"]) })
}

// firstOfEach leaves out the rows whose field is blank or was read before.
func firstOfEach(rows []Row, field string) (kept []Row) {
	seen := map[string]bool{"": true}
	for _, row := range rows {
		if id := text(row[field]); !seen[id] {
			seen[id] = true
			kept = append(kept, row)
		}
	}
	return kept
}

func (w *world) addMember(row Row) {
	m := &member{row: row, id: text(row["member_id"]), name: plainName(row["name"])}
	if !otherDocument(row["id_type"]) {
		m.key, m.reason = identify(row["id_number"], w.in.AsOf)
	}
	state := word(row["state"])
	m.active = state == "" || state == "正常"
	if m.home = w.household(text(row["household_id"])); m.home != nil {
		m.home.members = append(m.home.members, m)
	}
	w.members = append(w.members, m)
	w.registered[m.key] = true
}

// household finds a household by its id; nil if there is none.
func (w *world) household(id string) *household {
	for _, h := range w.households {
		if h.id == id {
			return h
		}
	}
	return nil
}

// active lists the household's active members.
func (h *household) active() (list []*member) {
	for _, m := range h.members {
		if m.active {
			list = append(list, m)
		}
	}
	return list
}

// county is the member's household's, "" for an orphan.
func (m *member) county() string {
	if m.home == nil {
		return ""
	}
	return m.home.county
}

// householdsOf lists the households that have the key's person as a member, in
// whatever state, or as the holder of head_id.
func (w *world) householdsOf(key string) (list []*household) {
	for _, h := range w.households {
		named := h.head == key
		for _, m := range h.members {
			named = named || m.key == key
		}
		if named && key != "" {
			list = append(list, h)
		}
	}
	return list
}

// held says whether the feed is held for the county.
func (w *world) held(feed, county string) bool {
	return slices.Contains(w.in.Held[feed], county)
}

// report notes one finding.
func (w *world) report(f Finding) {
	w.found = append(w.found, f)
}
