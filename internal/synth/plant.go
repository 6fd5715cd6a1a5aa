package synth

import "github.com/bidui/bidui/internal/resident"

// plant is one way to make a household differ: the kind of discrepancy, the
// class of household that it needs, and the change.
type plant struct {
	kind  string
	class class
	apply func(*planting)
}

// planting is a household into which a discrepancy is being planted.
type planting struct {
	*home
	world  *world
	dice   *dice
	index  int // of the household, among all
	number int // of the household, among those planted in
}

// outsiders is how many people outside the registry a planted household may bring.
const outsiders = 2

// plants lists every kind with its variants: kinds take turns, and within a
// kind its variants do.
func plants() [][]plant {
	return append(append(assistancePlants(), registryPlants()...), waterPlants()...)
}

// plantAt says whether something is planted in household i: its number among
// the planted ones, and how it is done. Planted households are one in each run
// of so many, at no fixed place, and have two members at least.
func (w *world) plantAt(i int) (int, *plant) {
	if w.differing == 0 {
		return 0, nil
	}
	n := i * w.differing / million
	if i != w.plantedIn(n) {
		return 0, nil
	}
	variants := w.plants[n%len(w.plants)]
	return n, &variants[n/len(w.plants)%len(variants)]
}

// plantedIn is the household in which the n-th discrepancy is planted, -1 where
// none of its run is large enough.
func (w *world) plantedIn(n int) int {
	first := (n*million + w.differing - 1) / w.differing
	next := min(((n+1)*million+w.differing-1)/w.differing, w.plan.Households)
	d := newDice(w.plan.Seed^streamPlants, uint64(n))
	offset := d.below(next - first)
	for k := range next - first {
		i := first + (offset+k)%(next-first)
		if w.size(i) >= 2 {
			return i
		}
	}
	return -1
}

// second is the member in whom most discrepancies are planted: one who lives
// in the household and is not its head.
func (p *planting) second() *member { return &p.members[1] }

// paid is a member on dibao, and his rows.
func (p *planting) paid() (*member, []*award) {
	who := -1
	var rows []*award
	for k := range p.dibao {
		row := &p.dibao[k]
		if who < 0 && p.members[row.member].active() {
			who = row.member
		}
		if row.member == who {
			rows = append(rows, row)
		}
	}
	return &p.members[who], rows
}

// outsider is a person of whom the registry knows nothing: k is 0 or 1.
func (p *planting) outsider(k int) (name, resident.Key) {
	person := p.world.plan.Members + outsiders*p.number + k
	male := p.dice.percent(50)
	key := p.world.identity(p.dice, person, male, p.world.plan.AsOf.Year()-60)
	return givenName(p.dice, one(p.dice, families), male), key
}

// unlifted makes the household one that is still poor, without further leads.
func (p *planting) unlifted() {
	p.status, p.exitYear = statusUnlifted, 0
	p.soften()
}
