package oracle

// victim is a member of the registry whose number came to harm on one side.
type victim struct {
	payee
	paid string // the number that the rosters have
}

// harmSome adds members to a household whose number came to harm, often with a
// rival of the same name, there or elsewhere, whom the rosters could mean as well.
func (g *generator) harmSome(h *home) {
	for range 2 {
		if !g.messy() {
			continue
		}
		p, paid := g.harmed()
		h.people = append(h.people, p)
		if p.written != nil && g.chance(70) {
			where := h
			if len(g.homes) > 0 && g.chance(50) { // perhaps in another county
				where = &g.homes[g.r.IntN(len(g.homes))]
			}
			where.people = append(where.people, g.rival(p))
		}
		g.victims = append(g.victims, victim{payee{person: p, home: *h, benefit: "B" + h.id[len(h.id)-2:]}, paid})
	}
}

// harmOrphan adds a member without a household whose number came to harm.
func (g *generator) harmOrphan() {
	if g.shape.Mess < 0 {
		return
	}
	p, paid := g.harmed()
	row := g.memberRow(p)
	row["household_id"] = g.pick("4399999999", "")
	g.in.Members = append(g.in.Members, row)
	home := g.homes[g.r.IntN(len(g.homes))]
	g.victims = append(g.victims, victim{payee{person: p, home: home, alone: true}, paid})
}

// harmed draws somebody of whom one side has another number, or the registry none.
func (g *generator) harmed() (p person, paid string) {
	p = person{key: g.key(), name: g.name()}
	written := p.key
	switch g.r.IntN(3) {
	case 0:
		return p, g.slipped(p.key)
	case 1:
		written = g.slipped(p.key)
	default:
		written = g.pick("", "", "无", "不详", "999999"+p.key[6:])
	}
	p.written = &written
	return p, p.key
}

// rival is somebody of the same name whose number came to like harm.
func (g *generator) rival(p person) person {
	written := *p.written
	if len(written) >= 17 {
		written = g.slipped(p.key)
	}
	return person{key: g.key(), name: p.name, written: &written}
}

// slipped is a number after a slip, behind the region: a character substituted,
// missing or too many, two neighbours exchanged, or the end rounded.
func (g *generator) slipped(key string) string {
	at := 6 + g.r.IntN(11)
	switch g.r.IntN(9) {
	case 0, 1, 2:
		return key[:at] + g.pick("0", "1", "2", "5", "8", "O") + key[at+1:]
	case 3, 4:
		return key[:at] + key[at+1:at+2] + key[at:at+1] + key[at+2:]
	case 5, 6:
		return key[:at] + key[at+1:]
	case 7:
		return key[:at] + g.pick("0", "7") + key[at:]
	}
	return key[:15] + "000"
}

// victimRows writes the rows of a victim on one roster, if it is there at all;
// some without a county, some in another one.
func (g *generator) victimRows(v victim, monthly bool, write func(payee) Row) (rows []Row) {
	for range g.r.IntN(3) {
		row := write(v.payee)
		row["id_number"] = v.paid
		if _, has := row["head_id"]; has && g.chance(70) {
			row["head_id"] = v.home.head.key
		}
		switch {
		case v.alone && g.chance(80), g.chance(15):
			row["area_code"], row["county"] = "", ""
		case g.chance(10):
			row["area_code"] = g.places[g.r.IntN(len(g.places))].code
		}
		if monthly {
			row["month"] = g.monthCell(g.pick("2017-10", "2018-02", "2018-10", "2016-03"))
		} else {
			g.spell(row)
		}
		rows = append(rows, row)
	}
	return rows
}
