package synth

import (
	"fmt"
	"math"

	"github.com/bidui/bidui/internal/period"
)

// Plan says how much to generate.
type Plan struct {
	Counties   int // of the 122 of Hunan, 隆回县 first
	Towns      int // of each county
	Villages   int // of each town
	Households int // rows; as many in water, about
	Members    int // rows
	Dibao      int // rows, met to within a few percent
	Tekun      int // rows, met to within a few percent

	Differing float64 // share of the households with one planted discrepancy, 0 to 1
	Shuffle   bool    // rows in no order, instead of household by household
	Lean      bool    // only the columns that the jobs read, usual values left blank
	Seed      uint64
	AsOf      period.Date // the day that the data tell of; the assistance window is the twelve months before
}

// Province is the plan of a province like Hunan: 7 million members in 24
// thousand villages.
func Province() Plan {
	return Plan{
		Counties: len(counties), Towns: 22, Villages: 9,
		Households: 2_200_000, Members: 7_000_000, Dibao: 1_300_000, Tekun: 400_000,
		Differing: 0.02, Lean: true, Seed: 1, AsOf: asOf,
	}
}

// County is the plan of one county of the province.
func County() Plan {
	return Plan{
		Counties: 1, Towns: 22, Villages: 9,
		Households: 18_900, Members: 60_000, Dibao: 11_100, Tekun: 3_400,
		Differing: 0.02, Seed: 1, AsOf: asOf,
	}
}

// FewestMembers is how many a county or a province of Of has at the least: one
// household of them.
const FewestMembers = 4

// Of is the plan with so many members, and of everything else in proportion but
// the villages.
func (p Plan) Of(members int) Plan {
	share := func(n int) int { return int(int64(n) * int64(members) / int64(p.Members)) }
	p.Households, p.Dibao, p.Tekun = share(p.Households), share(p.Dibao), share(p.Tekun)
	p.Members = members
	return p
}

// asOf is a day on which the default assistance window, 2017-10 … 2018-09, has
// just ended, as period.DateOf writes it.
const asOf = period.Date(2018<<9 | 10<<5 | 8)

// Check finds what cannot be generated.
func (p Plan) Check() error {
	within := func(what string, n, least, most int) error {
		if n < least || n > most {
			return fmt.Errorf("cannot generate %d %s: between %d and %d are possible", n, what, least, most)
		}
		return nil
	}
	if !(p.Differing >= 0 && p.Differing <= 1) {
		return fmt.Errorf("cannot let a share of %v of the households differ: between 0 and 1 is possible", p.Differing)
	}
	for _, err := range []error{
		within("counties", p.Counties, 1, len(counties)),
		within("towns to a county", p.Towns, 1, 300),
		within("villages to a town", p.Villages, 1, 300),
		within("households", p.Households, 1, maxPeople),
		within("members in so many households", p.Members, p.Households, min(20*p.Households, maxPeople-outsiders*p.plants())),
		within("dibao rows", p.Dibao, 0, p.Members),
		within("tekun rows", p.Tekun, 0, p.Households),
	} {
		if err != nil {
			return err
		}
	}
	if p.AsOf.Year() < 2000 || p.AsOf.Year() > 2100 {
		return fmt.Errorf("cannot generate data as of %s: the years 2000 to 2100 are possible", p.AsOf)
	}
	return nil
}

// differing is the share of households to plant in, in millionths.
func (p Plan) differing() int { return int(math.Round(p.Differing * million)) }

const million = 1_000_000

// plants is how many households have a planted discrepancy, at most.
func (p Plan) plants() int { return p.Households*p.differing()/million + 1 }

// window is the months in which assistance counts.
func (p Plan) window() period.Window { return period.TwelveBefore(p.AsOf) }

// midYear is the months in which the mid-year batch was identified: the later
// half of the window.
func (p Plan) midYear() period.Window {
	through := p.window().Through
	return period.Window{From: through - 5, Through: through}
}
