package synth

import (
	"strconv"

	"github.com/bidui/bidui/internal/resident"
)

// registryPlants are the kinds of the job registry.
func registryPlants() [][]plant {
	return [][]plant{
		invalidIDs(),
		{
			{"id_duplicate", general, duplicate},
		}, {
			{"member_orphaned", general, func(p *planting) {
				p.second().household = p.world.id(p.world.plan.Households + p.number)
			}},
		}, {
			{"household_empty", general, empty},
		}, {
			{"head_id_differs", general, func(p *planting) { p.head = p.second().key }},
			{"head_id_differs", general, func(p *planting) { p.head = 0 }},
		}, {
			{"head_count_wrong", general, func(p *planting) { p.second().relation = relationHead }},
			{"head_count_wrong", general, func(p *planting) { p.members[0].relation = relationOther }},
		},
	}
}

// invalidIDs spoil the number of the second member, each by one of the reasons
// for which a number is invalid.
func invalidIDs() []plant {
	var variants []plant
	for _, spoil := range []func(key string) string{
		wrongCheck,
		func(string) string { return "" },
		withoutEnd,
		func(key string) string { return key[:17] },
		func(key string) string { return key[:10] + "O" + key[11:] },
		impossibleDay,
		func(key string) string { return "499999" + key[6:] },
		func(key string) string { return "999999000000000" + key[14:17] },
		func(key string) string { return key[:6] + "********" + key[14:] },
		scientific,
		func(string) string { return "无" },
	} {
		variants = append(variants, plant{"id_invalid", general, func(p *planting) {
			m := p.second()
			m.written = spoil(m.key.String())
			if m.written == "" {
				m.key = 0
			}
		}})
	}
	return variants
}

// wrongCheck is the number with another check character.
func wrongCheck(key string) string {
	if key[17] == '1' {
		return key[:17] + "2"
	}
	return key[:17] + "1"
}

// withoutEnd is the number after a spreadsheet kept 15 digits of it.
func withoutEnd(key string) string {
	if resident.CheckChar(key[:15]+"00") == '0' { // would be in order
		return scientific(key)
	}
	return key[:15] + "000"
}

// scientific is the number as a spreadsheet shows it.
func scientific(key string) string { return key[:1] + "." + key[1:6] + "E+17" }

// impossibleDay is the number with a day of birth from 41 to 71.
func impossibleDay(key string) string {
	day, err := strconv.Atoi(key[12:14])
	if err != nil {
		panic(err) // the key has digits there
	}
	return key[:12] + strconv.Itoa(day+40) + key[14:]
}

// duplicate enters the head twice.
func duplicate(p *planting) {
	head, twin := &p.members[0], p.second()
	twin.name, twin.key, twin.relation = head.name, head.key, relationOther
}

// empty lets everybody have died or moved away.
func empty(p *planting) {
	for k := range p.members {
		m := &p.members[k]
		m.state = stateMoved
		if k == 0 {
			m.state = stateDead
		}
		m.left = dayIn(p.world.window.From-6, 1+p.dice.below(28))
	}
	p.size = 0
	p.dibao = p.dibao[:0]
}
