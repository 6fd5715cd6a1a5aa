package synth

import "github.com/bidui/bidui/internal/period"

// compose makes household i, of the class, in which all files agree.
func (w *world) compose(h *home, i int, c class) {
	d := newDice(w.plan.Seed, uint64(i))
	*h = home{members: h.members[:0], dibao: h.dibao[:0], tekun: h.tekun[:0], water: h.water[:0]}
	w.settle(h, &d, i)
	w.people(h, &d, i, c)
	switch c {
	case onDibao:
		w.awardDibao(h, &d, i)
	case onTekun:
		w.awardTekun(h, &d, i)
	default:
		w.formerDibao(h, &d, i)
	}
	h.soften()
	for k := range h.members {
		h.members[k].reissue(&d)
	}
	w.assess(h, &d)
}

// settle fills what the registry says of the household as a whole.
func (w *world) settle(h *home, d *dice, i int) {
	h.id = w.id(i)
	h.village = &w.villages[i*len(w.villages)/w.plan.Households]
	h.phone = 12_000_000_000 + d.below(100_000_000)
	h.attribute = attributeGeneral
	if d.percent(10) {
		h.attribute = attributeFarm
	}
	year := w.plan.AsOf.Year()
	h.status, h.identified = statusUnlifted, period.MonthOf(year-4, 1+d.below(8))
	switch turn := d.below(100); {
	case turn < 74:
		h.status, h.exitYear = statusLifted, year-4+d.below(4)
	case turn < 79:
		h.identified = w.midYear.From + period.Month(d.below(6))
	}
	h.safeWater, h.hardship = yes, no
	if h.exitYear == 0 && d.percent(16) {
		h.safeWater = no
		if d.percent(60) {
			h.hardship = yes
		}
	}
}

// kin is what a member is to the head.
type kin struct {
	his, her string // the relation in words
	younger  int    // than the head, in years
	family   bool   // has the head's family name
}

var (
	spouse     = kin{"配偶", "配偶", 0, false}
	sibling    = kin{"之兄弟姐妹", "之兄弟姐妹", 3, true}
	child      = kin{"之子", "之女", 32, true}
	parent     = kin{"之父", "之母", -30, true}
	grandchild = kin{"之孙子", "之孙女", 57, true}
)

// people fills the household's members, the head first.
func (w *world) people(h *home, d *dice, i int, c class) {
	first := w.start(i)
	oldest := headAge(d, c)
	for k := range w.start(i+1) - first {
		m := member{home: h.id, number: k + 1, household: h.id, document: documentID, dibao: no, tekun: no, state: stateActive}
		relative := spouse
		if k == 0 {
			m.male, m.relation = d.percent(78), relationHead
		} else {
			relative = relativeAt(d, k, c, oldest)
			m.male = d.percent(52)
			if relative == spouse {
				m.male = !h.members[0].male
			}
			m.relation = relative.her
			if m.male {
				m.relation = relative.his
			}
		}
		age := min(max(oldest-relative.younger, youngest), 98)
		m.key = w.identity(d, first+k, m.male, w.plan.AsOf.Year()-age)
		m.name = w.nameOf(h, d, &m, relative)
		w.describe(&m, d)
		w.depart(&m, d, c)
		h.members = append(h.members, m)
	}
	h.head = h.members[0].key
	h.size = h.actives()
}

// youngest is the age that the oldest children of the last generation have:
// they all were born before the window began.
const youngest = generation + 1

// headAge is the age that the oldest heads of a household's generation have.
func headAge(d *dice, c class) int {
	turn := d.below(100)
	switch {
	case c == onTekun:
		return 84
	case turn < 25:
		return 73
	case turn < 75:
		return 62
	}
	return 52
}

// relativeAt is who the k-th member of a household is.
func relativeAt(d *dice, k int, c class, oldest int) kin {
	switch {
	case c == onTekun && k == 1:
		return sibling
	case k == 1 && d.percent(80):
		return spouse
	case k >= 3 && oldest < 65 && d.percent(40):
		return parent
	case k >= 3 && oldest >= 60 && d.percent(70):
		return grandchild
	}
	return child
}

func (w *world) nameOf(h *home, d *dice, m *member, relative kin) name {
	if d.below(1500) == 0 {
		return one(d, minorityNames)
	}
	if relative.family && (relative != parent || m.male) {
		return givenName(d, h.members[0].name.family, m.male)
	}
	return givenName(d, one(d, families), m.male)
}

// depart lets some members have died or moved away, but never the head or the
// second member, who are there to be planted in.
func (w *world) depart(m *member, d *dice, c class) {
	if m.number <= 2 || !d.percent(4) {
		return
	}
	m.state = stateDead
	if c == general && d.percent(40) {
		m.state = stateMoved
	}
	birth, _ := m.key.Birth()
	m.left = max(birth, dayIn(w.window.From-18+period.Month(d.below(28)), 1+d.below(28)))
}

// dayIn is a day of 1 to 28 in a month.
func dayIn(m period.Month, day int) period.Date {
	date, ok := period.DateOf(m.Year(), m.Month(), day)
	if !ok {
		panic("every month has 28 days")
	}
	return date
}

// actives counts the members who live in the household.
func (h *home) actives() int {
	n := 0
	for k := range h.members {
		if h.members[k].active() {
			n++
		}
	}
	return n
}
