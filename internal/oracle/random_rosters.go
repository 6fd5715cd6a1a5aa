package oracle

import "fmt"

// payee is a person on a roster with the household that the roster counts
// them with; outsiders have one only by head_id or benefit_no.
type payee struct {
	person
	home    home
	benefit string
	alone   bool // nothing ties them to the registry
}

// roster writes one roster, monthly or in spells, in which write fills the
// columns of its own. Its first row is one that can be used.
func (g *generator) roster(write func(payee) Row) (rows []Row) {
	monthly := g.chance(50)
	for i := range g.shape.Households * 3 / 4 {
		p := g.payee()
		if monthly {
			rows = append(rows, g.monthlyRows(p, write)...)
			continue
		}
		for range 1 + g.r.IntN(2) {
			row := write(p)
			g.spell(row)
			rows = append(rows, row)
		}
		if i == 0 {
			g.makeUsable(rows[0], p)
		}
	}
	if monthly {
		rows = g.loseMonth(rows)
		row := write(g.payee())
		row["month"] = "2018-02"
		g.makeUsable(row, g.payee())
		rows = append(rows, row)
	}
	for _, v := range g.victims {
		rows = append(rows, g.victimRows(v, monthly, write)...)
	}
	return g.shuffled(rows)
}

// makeUsable mends a row so that it can be used.
func (g *generator) makeUsable(row Row, p payee) {
	row["id_number"], row["name"] = p.key, p.name
	if _, has := row["covered"]; has {
		row["covered"] = "是"
	}
	if _, has := row["start"]; has {
		row["start"], row["end"] = "2018-01", ""
	}
}

// payee draws somebody who is paid: a member of a household as a rule, else an
// outsider tied to one, else an outsider alone.
func (g *generator) payee() payee {
	h := g.homes[g.r.IntN(len(g.homes))]
	p := payee{person: g.people[len(g.people)*3/4+g.r.IntN(len(g.people)/4)], home: h}
	p.benefit = "B" + h.id[len(h.id)-2:]
	switch {
	case len(h.people) > 0 && g.chance(60):
		p.person = h.people[g.r.IntN(len(h.people))]
	case g.chance(60):
		p.alone = true
		p.benefit = g.pick("", "Z1", "Z2", "Z3")
	}
	return p
}

// personRow writes what both rosters have.
func (g *generator) personRow(p payee) Row {
	row := g.area(p.home.place)
	row["id_number"] = g.idCell(p.key)
	row["name"] = g.nameCell(p.name)
	return row
}

func (g *generator) tekunRow(p payee) Row {
	row := g.personRow(p)
	row["mode"] = g.pick("集中供养", "分散供养")
	return row
}

func (g *generator) dibaoRow(p payee) Row {
	row := g.personRow(p)
	row["benefit_no"] = g.odd(p.benefit, "", "'"+p.benefit, "B01")
	row["head_id"] = g.odd(g.pick("", g.idCell(p.home.head.key)), g.idCell(g.somebody().key))
	if p.alone {
		row["head_id"] = g.odd("", p.key, "无")
	}
	size := 1 + g.r.IntN(4)
	row["household_size"] = g.odd(fmt.Sprint(size), "", "若干", fullWidth(fmt.Sprint(size)))
	row["covered_size"] = g.odd(fmt.Sprint(1+g.r.IntN(size)), "", "不详", fmt.Sprint(size+1))
	row["covered"] = g.odd(g.pick("是", "", "√"), "否", "×", "可能", "非保障对象", "否（停保）")
	row["category"] = g.pick("A类", "B类")
	return row
}

// spell writes start and end, now and then so that the row cannot be used.
func (g *generator) spell(row Row) {
	from := g.pick("2016-01", "2017-06", "2017-09", "2017-10", "2017-12", "2018-03", "2018-09", "2018-10", "2019-01")
	row["start"] = g.monthCell(from)
	row["end"] = g.pick("", "", "9999-12-31", g.monthCell(monthsLater(from, g.r.IntN(14))))
	if g.messy() {
		row["end"] = g.pick(g.monthCell(monthsLater(from, -1)), g.noMonth(), `=""`, " ")
	}
	if g.chance(g.shape.Mess / 3) {
		row["start"] = g.pick("", g.noMonth())
	}
}

// monthlyRows writes a person's rows of a run of months, mostly the whole window.
func (g *generator) monthlyRows(p payee, write func(payee) Row) (rows []Row) {
	from, through := "2017-10", "2018-09"
	if g.chance(40) {
		from = g.pick("2016-03", "2017-08", "2018-02", "2018-09", "2018-10")
		through = monthsLater(from, g.r.IntN(6))
	}
	for _, m := range months(from, through) {
		row := write(p)
		row["month"] = g.monthCell(m)
		if g.chance(g.shape.Mess / 6) {
			row["month"] = g.pick("", g.noMonth())
		}
		rows = append(rows, row)
	}
	return rows
}

// loseMonth takes all rows of one county out of one month, now and then.
func (g *generator) loseMonth(rows []Row) (left []Row) {
	if !g.chance(40) {
		return rows
	}
	lost := g.places[g.r.IntN(len(g.places))]
	at := g.pick("2017-10", "2018-02", "2018-09")
	for _, row := range rows {
		there := row["area_code"] == lost.code || row["county"] == lost.county
		if !there || month(row["month"]) != at {
			left = append(left, row)
		}
	}
	return left
}
