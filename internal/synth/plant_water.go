package synth

// waterPlants are the kinds of the job water.
func waterPlants() [][]plant {
	return [][]plant{
		{
			{"water_unmarked", general, func(p *planting) { p.assessedAs(safe, meets).safeWater = "" }},
			{"water_unmarked", general, func(p *planting) { p.assessedAs(unsafe, fails).safeWater = "" }},
		}, {
			{"water_marked_safe", general, func(p *planting) { p.assessedAs(unsafe, fails).safeWater = yes }},
		}, {
			{"water_marked_unsafe", general, func(p *planting) { p.assessedAs(safe, meets).safeWater = no }},
			{"water_marked_unsafe", general, func(p *planting) { p.assessedAs(basic, nearly).safeWater = no }},
		}, {
			{"water_no_record", general, func(p *planting) { p.water = p.water[:0] }},
			{"water_no_record", general, func(p *planting) { p.water[0].set("", "") }},
		}, {
			{"water_verdict_conflict", general, func(p *planting) {
				p.assessedAs(safe, nearly).safeWater = yes
			}},
			{"water_verdict_conflict", general, func(p *planting) {
				p.assessedAs(safe, fails).safeWater = no
			}},
		}, {
			{"water_flags_contradict", general, func(p *planting) {
				home := p.assessedAs(safe, meets)
				home.safeWater, home.hardship = yes, yes
			}},
		}, {
			{"water_rows_disagree", general, func(p *planting) {
				p.assessedAs(safe, meets).safeWater = yes
				p.water = append(p.water, p.water[0])
				p.water[1].set(basic, nearly)
			}},
		},
	}
}

// assessedAs gives the household one row that says so, and no hardship.
func (p *planting) assessedAs(verdict, indicator string) *home {
	p.water[0].set(verdict, indicator)
	p.hardship = no
	return p.home
}
