package oracle

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Shape says how large and how wrong a random county is. The zero Shape is a
// few dozen households in two or three counties with a mess of 12.
type Shape struct {
	Households int // rows of households, about; default 30
	Counties   int // default 2 or 3
	Mess       int // how many cells in a hundred are odd where they can be; default 12, negative for none
}

// generator makes one Input. Everybody in it is drawn from small alphabets, so
// that numbers, names, households and months collide often.
type generator struct {
	r       *rand.Rand
	shape   Shape
	places  []place
	people  []person // registered or not
	homes   []home
	victims []victim
	in      Input
}

// place is a county with one village.
type place struct{ code, county, village string }

// person is somebody as they really are; cells about them may be wrong.
type person struct {
	key, name string
	written   *string // the number that the registry has instead; nil where it has the key
}

// home is a household as it really is.
type home struct {
	id     string
	place  place
	head   person
	people []person
}

// Random is an adversarial small county, with every feed configured except
// villages, enrolment and issued now and then. Every feed has at least one row
// that can be used.
func Random(r *rand.Rand, shape Shape) Input {
	if shape.Households == 0 {
		shape.Households = 30
	}
	if shape.Counties == 0 {
		shape.Counties = 2 + r.IntN(2)
	}
	if shape.Mess == 0 {
		shape.Mess = 12
	}
	g := &generator{r: r, shape: shape}
	g.settings()
	g.settle()
	g.registry()
	g.in.Dibao = g.roster(g.dibaoRow)
	g.in.Tekun = g.roster(g.tekunRow)
	g.water()
	g.enrolment()
	g.contacts()
	g.issued()
	g.loseColumns()
	g.breakFormulas()
	g.hold()
	return g.in
}

// settings draws the dates that a run reasons about; mostly the defaults.
func (g *generator) settings() {
	g.in.AsOf = g.pick("2018-10-15", "2018-10-15", "2018-10-15", "2018-09-30", "2018-06-01")
	g.in.WindowFrom, g.in.WindowThrough = "2017-10", "2018-09"
	if g.chance(20) {
		g.in.WindowFrom, g.in.WindowThrough = "2018-01", g.pick("2018-03", "2018-06")
	}
	g.in.MidYearFrom, g.in.MidYearThrough = "2018-04", "2018-09"
	g.in.EndFirstUnpaid = g.chance(25)
	g.in.TeamBasis = g.pick("", "unlifted", "registered")
}

// settle draws the counties, the people and the households they live in. Now
// and then two counties share a name.
func (g *generator) settle() {
	names := []string{"甲县", "乙县", "丙区", "丁市"}
	for i := range g.shape.Counties {
		name := names[i%len(names)]
		if i > 0 && g.chance(10) {
			name = names[0]
		}
		g.places = append(g.places, place{code: fmt.Sprintf("43990%d100%03d", i+1, 200+i), county: name, village: "新村"})
	}
	for range 4 * g.shape.Households {
		g.people = append(g.people, person{key: g.key(), name: g.name()})
	}
	for i := range g.shape.Households {
		h := home{id: fmt.Sprintf("4399%06d", i+1), place: g.places[g.r.IntN(len(g.places))]}
		if g.chance(10) {
			h.id = fmt.Sprintf("4399A%05d", i+1)
		}
		for range g.r.IntN(4) {
			h.people = append(h.people, g.people[g.r.IntN(len(g.people)*3/4)])
		}
		h.head = g.somebody()
		if len(h.people) > 0 && g.chance(85) {
			h.head = h.people[0]
		}
		if g.chance(40) {
			h.people = append(h.people, g.pupil())
		}
		g.harmSome(&h)
		g.homes = append(g.homes, h)
	}
}

// key draws a valid match key out of a few hundred that nobody holds: births
// and serials are few, so that many are one slip from another.
func (g *generator) key() string {
	prefix := g.pick("430599", "430599", "119999", "529999")
	birth := g.pick("19500101", "19621215", "19880229", "19990901", "20100601")
	return sealed(prefix + birth + fmt.Sprintf("%03d", 1+g.r.IntN(40)))
}

// sealed appends the check character to 17 digits.
func sealed(id string) string { return id + checkCharacter(id) }

// name draws a name out of a few, among them near ones and ones that sound alike.
func (g *generator) name() string {
	return g.pick("张三", "章三", "张三丰", "张三峰", "李四", "李思", "王五", "王武", "赵六", "欧阳修", "欧阳秀",
		"买买提·艾力", "买买提艾力", "买买提·艾利", "阿依古丽·吐尔逊", "Anna·李", "王䶮", "王\U000215D7")
}

// hold draws the counties that a guard holds, by the keys that a run would use.
func (g *generator) hold() {
	w := read(g.in)
	for _, feed := range []string{"dibao", "tekun", "water", "enrolment", "work_teams", "helpers"} {
		if counties := w.counties(w.dibao); len(counties) > 0 && g.chance(15) {
			if g.in.Held == nil {
				g.in.Held = map[string][]string{}
			}
			g.in.Held[feed] = []string{counties[g.r.IntN(len(counties))]}
		}
	}
}

// loseColumns takes optional columns out of whole feeds, now and then.
func (g *generator) loseColumns() {
	area := []string{"area_code", "county", "town", "village"}
	g.lose(g.in.Households, 7, append(area, "head_name", "head_id", "poverty_status", "exit_year", "identified", "water_hardship")...)
	g.lose(g.in.Members, 7, "id_type", "relation", "state", "state_date", "health", "labour")
	g.lose(g.in.Members, 5, "school_status", "absence_reason", "education")
	g.lose(g.in.Villages, 10, "county", "town")
	g.lose(g.in.Dibao, 7, append(area, "head_id", "benefit_no", "household_size", "covered_size", "covered", "category", "end")...)
	g.lose(g.in.Tekun, 7, append(area, "mode", "end")...)
	g.lose(g.in.Water, 7, append(area, "head_name", "quantity", "convenience", "verdict", "assessed_on")...)
	g.lose(g.in.WorkTeams, 5, "phone", "role")
	g.lose(g.in.Helpers, 5, "phone", "unit")
	g.lose(g.in.Enrolment, 10, "school", "grade", "status")
	g.lose(g.in.Issued, 12, "member_id", "id_number", "issued_on", "due_on")
	if g.chance(20) { // one of the two has to stay
		g.lose(g.in.Water, 100, g.pick("household_id", "head_id"))
	}
}

func (g *generator) lose(feed []Row, percent int, fields ...string) {
	for _, field := range fields {
		if !g.chance(percent) {
			continue
		}
		for _, row := range feed {
			delete(row, field)
		}
	}
}

// chance is true in so many of a hundred cases.
func (g *generator) chance(percent int) bool { return g.r.IntN(100) < percent }

// messy is true as often as the shape wants odd cells.
func (g *generator) messy() bool { return g.chance(g.shape.Mess) }

// pick draws one of the words.
func (g *generator) pick(words ...string) string { return words[g.r.IntN(len(words))] }

// odd is the usual word, or sometimes one of the others.
func (g *generator) odd(usual string, others ...string) string {
	if g.messy() {
		return g.pick(others...)
	}
	return usual
}

// somebody draws anybody, registered or not.
func (g *generator) somebody() person { return g.people[g.r.IntN(len(g.people))] }

// shuffled puts the rows in another order.
func (g *generator) shuffled(rows []Row) []Row {
	rows = slices.Clone(rows)
	g.r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}
