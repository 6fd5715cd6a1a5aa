package synth

import (
	"fmt"

	"github.com/bidui/bidui/internal/period"
)

// world is a plan worked out so far that any household can be made on its own.
type world struct {
	plan     Plan
	window   period.Window
	midYear  period.Window
	villages []village
	ids      permutation // household number → household id
	benefits permutation // household number → benefit number
	slots    permutation // person → what makes his ID number his own

	dibaoShare, tekunShare uint32 // of the households, in 2^-32
	differing              int    // households with a planted discrepancy, in millionths
	plants                 [][]plant
}

// class is which assistance a household has.
type class uint8

const (
	general class = iota
	onDibao
	onTekun
)

// Streams of random numbers that are not those of a household.
const (
	streamIDs uint64 = 1<<63 + iota
	streamBenefits
	streamSlots
	streamJitter
	streamPlants
	streamHouseholdOrder
	streamMemberOrder
	streamRosterOrder
)

func newWorld(p Plan) (*world, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	w := &world{
		plan:      p,
		window:    p.window(),
		midYear:   p.midYear(),
		villages:  villagesOf(p),
		ids:       newPermutation(9_000_000_000, p.Seed, streamIDs),
		benefits:  newPermutation(900_000_000, p.Seed, streamBenefits),
		slots:     newPermutation(slots, p.Seed, streamSlots),
		differing: p.differing(),
		plants:    plants(),
	}
	return w, w.calibrate()
}

// id is the household number of 10 digits; those from Households on belong to nobody.
func (w *world) id(i int) int { return 1_000_000_000 + w.ids.at(i) }

// benefit is the number of the household's dibao certificate, 12 digits.
func (w *world) benefit(i int) int { return 430_000_000_000 + w.benefits.at(i) }

// start is the number, among all members, of the first of household i. It
// lies near its share of the members, so that household sizes vary and yet any
// is known without counting those before.
func (w *world) start(i int) int {
	if i <= 0 {
		return 0
	}
	if i >= w.plan.Households {
		return w.plan.Members
	}
	even := i * w.plan.Members / w.plan.Households
	spread := (w.plan.Members/w.plan.Households - 1) / 2
	d := newDice(w.plan.Seed^streamJitter, uint64(i))
	return even + d.below(2*spread+1) - spread
}

// size is how many members household i has.
func (w *world) size(i int) int { return w.start(i+1) - w.start(i) }

// householdOf is the household of a member by his number among all.
func (w *world) householdOf(person int) int {
	i := person * w.plan.Households / w.plan.Members
	for w.start(i) > person {
		i--
	}
	for w.start(i+1) <= person {
		i++
	}
	return i
}

// class spreads the households with assistance evenly, by the golden ratio.
func (w *world) class(i int) class {
	turn := uint32(uint64(i)*(golden>>32) + w.plan.Seed)
	switch {
	case turn < w.tekunShare:
		return onTekun
	case turn-w.tekunShare < w.dibaoShare:
		return onDibao
	}
	return general
}

// make composes household i into h, with what is planted there.
func (w *world) make(h *home, i int) {
	n, p := w.plantAt(i)
	if p == nil {
		w.compose(h, i, w.class(i))
		return
	}
	w.compose(h, i, p.class)
	d := newDice(w.plan.Seed^streamPlants, uint64(i))
	p.apply(&planting{world: w, home: h, dice: &d, index: i, number: n})
	h.planted = p.kind
}

// calibrate finds the shares of households that give the planned numbers of
// roster rows, from what a sample of them would have in each class.
func (w *world) calibrate() error {
	const sample = 2048
	rows := func(c class) (dibao, tekun float64) {
		var h home
		for k := range sample {
			w.compose(&h, k*w.plan.Households/sample, c)
			dibao += float64(len(h.dibao)) / sample
			tekun += float64(len(h.tekun)) / sample
		}
		return dibao, tekun
	}
	inGeneral, _ := rows(general)
	inDibao, _ := rows(onDibao)
	inTekun, perTekun := rows(onTekun)
	homes := float64(w.plan.Households)
	tekun := float64(w.plan.Tekun) / homes / perTekun
	dibao := (float64(w.plan.Dibao)/homes - inGeneral - tekun*(inTekun-inGeneral)) / (inDibao - inGeneral)
	return w.share(max(dibao, 0), tekun)
}

// share sets the shares of households on dibao and tekun.
func (w *world) share(dibao, tekun float64) error {
	if dibao+tekun > 1 {
		return fmt.Errorf("cannot generate %d dibao and %d tekun rows of %d households: there are too few",
			w.plan.Dibao, w.plan.Tekun, w.plan.Households)
	}
	const whole = 1<<32 - 1
	w.dibaoShare, w.tekunShare = uint32(dibao*whole), uint32(tekun*whole)
	return nil
}
