package synth

import "github.com/bidui/bidui/internal/period"

// assistancePlants are the kinds of the job assistance.
func assistancePlants() [][]plant {
	return [][]plant{
		{
			{"dibao_unmarked", onDibao, func(p *planting) { p.mark(no) }},
			{"dibao_unmarked", onDibao, func(p *planting) { p.mark("") }},
		}, {
			{"dibao_unsupported", general, func(p *planting) { p.second().dibao = yes }},
			{"dibao_unsupported", general, supportEnded},
		}, {
			{"attribute_wrong", onDibao, func(p *planting) { p.attribute = attributeGeneral }},
			{"attribute_wrong", onTekun, func(p *planting) { p.attribute = attributeGeneral }},
			{"attribute_wrong", onTekun, func(p *planting) { p.attribute = attributeDibao }},
			{"attribute_wrong", onDibao, func(p *planting) { p.attribute = "" }},
		}, {
			{"attribute_unsupported", general, func(p *planting) { p.claim(attributeDibao) }},
			{"attribute_unsupported", general, func(p *planting) { p.claim(attributeTekun) }},
		}, {
			{"dibao_tekun_overlap", onTekun, overlap},
		}, {
			{"paid_after_death", general, func(p *planting) { p.addDibao(1, p.die()) }},
			{"paid_after_death", general, func(p *planting) { p.world.addTekun(p.home, p.dice, 1, p.die()) }},
		}, {
			{"member_missing", onDibao, missing},
			{"member_missing", onDibao, missingMidYear},
		}, {
			{"single_dibao_excluded", general, func(p *planting) { p.single(4, 1) }},
			{"single_dibao_excluded", general, func(p *planting) { p.single(3, 0) }},
		}, {
			{"household_unregistered", general, unregisteredDibao},
			{"household_unregistered", general, unregisteredTekun},
		}, {
			{"should_be_covered", general, func(p *planting) { p.entitle(labourForfeited, healthDisabled) }},
			{"should_be_covered", general, func(p *planting) { p.entitle(labourNone, healthIll) }},
		}, {
			{"name_differs", onDibao, func(p *planting) { p.rename(name.misspelt) }},
			{"name_differs", onDibao, func(p *planting) { p.rename(name.another) }},
			{"name_differs", onTekun, func(p *planting) { p.tekun[0].name = p.tekun[0].name.misspelt(p.dice) }},
			{"name_differs", onTekun, func(p *planting) { p.tekun[0].name = p.tekun[0].name.another(p.dice) }},
		},
	}
}

// mark writes the dibao mark of a member who is on dibao.
func (p *planting) mark(text string) {
	m, _ := p.paid()
	m.dibao = text
}

// addDibao adds a row for member k.
func (p *planting) addDibao(k int, s spell) {
	p.world.addDibao(p.home, p.index, k, s)
}

// claim gives the household an attribute that nobody in it bears out.
func (p *planting) claim(attribute string) {
	p.attribute = attribute
	for k := range p.members { // nobody may have a number that cannot be looked up
		p.members[k].document, p.members[k].written = documentID, ""
	}
}

// supportEnded marks a member whose dibao ended before the window.
func supportEnded(p *planting) {
	p.second().dibao = yes
	p.addDibao(1, p.world.spellBeforeWindow(p.dice))
}

// overlap pays dibao to the one on tekun for the same months.
func overlap(p *planting) {
	p.members[0].dibao = yes
	p.addDibao(0, p.tekun[0].spell)
}

// die lets the second member have died in the window, and is a spell that goes on.
func (p *planting) die() spell {
	m := p.second()
	m.state = stateDead
	m.left = dayIn(p.world.window.From+2+period.Month(p.dice.below(5)), 1+p.dice.below(28))
	p.size = p.actives()
	return spell{from: p.world.window.From - 1 - period.Month(p.dice.below(60))}
}

func missing(p *planting) {
	n, key := p.outsider(0)
	_, rows := p.paid()
	row := *rows[len(rows)-1]
	row.member, row.name, row.key = -1, n, key
	p.dibao = append(p.dibao, row)
}

func missingMidYear(p *planting) {
	missing(p)
	p.unlifted()
	p.identified = p.world.midYear.From + period.Month(p.dice.below(6))
}

// single adds a dibao row for one person of a household of that size, with
// another for its head, that the registry does not know.
func (p *planting) single(size, covered int) {
	n, key := p.outsider(0)
	_, head := p.outsider(1)
	p.dibao = append(p.dibao, award{
		home: p.home, member: -1, name: n, key: key, head: head, benefit: p.world.benefit(p.world.plan.Households + p.number),
		size: size, covered: covered, category: "B类", spell: p.world.spellInWindow(p.dice),
	})
}

func unregisteredDibao(p *planting) {
	p.single(1, 1)
	row := &p.dibao[len(p.dibao)-1]
	row.head = row.key
}

func unregisteredTekun(p *planting) {
	n, key := p.outsider(0)
	p.tekun = append(p.tekun, award{
		home: p.home, member: -1, name: n, key: key, mode: modeOf(p.dice), spell: p.world.spellInWindow(p.dice),
	})
}

// entitle makes the second member one who should have assistance.
func (p *planting) entitle(labour, health string) {
	p.unlifted()
	p.second().labour, p.second().health = labour, health
}

// rename changes the name in the dibao rows of a member.
func (p *planting) rename(change func(name, *dice) name) {
	_, rows := p.paid()
	other := change(rows[0].name, p.dice)
	for _, row := range rows {
		row.name = other
	}
}
