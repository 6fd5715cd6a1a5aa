package oracle

import "fmt"

// servant is somebody who is to be reached for a village or a household.
type servant struct{ name, phone string }

// contacts writes work teams and helpers, who are the same few people.
func (g *generator) contacts() {
	var servants []servant
	for i := range 8 {
		servants = append(servants, servant{g.name(), fmt.Sprintf("13800138%03d", 1+i)})
	}
	anyone := func() Row {
		s, other := servants[g.r.IntN(len(servants))], servants[g.r.IntN(len(servants))]
		return Row{"name": g.nameCell(s.name), "phone": g.phoneCell(g.odd(s.phone, other.phone))}
	}
	for _, code := range g.villageCodes() {
		for range g.r.IntN(2) * (1 + g.r.IntN(4)) {
			row := anyone()
			row["area_code"], row["role"] = g.numberCell(code), g.pick("队长", "队员", "")
			g.in.WorkTeams = append(g.in.WorkTeams, row)
		}
	}
	for _, h := range g.homes {
		for range g.r.IntN(3) {
			row := anyone()
			row["household_id"], row["unit"] = g.numberCell(h.id), g.pick("县水利局", "")
			g.in.Helpers = append(g.in.Helpers, row)
		}
	}
	team, helper := anyone(), anyone() // two who can be used
	team["area_code"], team["name"], team["role"] = "439909100999", "张三", ""
	helper["household_id"], helper["name"], helper["unit"] = g.homes[0].id, "买买提·艾力", ""
	g.in.WorkTeams, g.in.Helpers = g.shuffled(append(g.in.WorkTeams, team)), g.shuffled(append(g.in.Helpers, helper))
}

// villageCodes lists the villages that might have a team, an unknown one and a
// blank one among them.
func (g *generator) villageCodes() []string {
	codes := []string{"439909100998", ""}
	for _, p := range g.places {
		codes = append(codes, p.code)
	}
	for _, row := range g.in.Villages {
		if code := row["area_code"]; code != "" && code[9:] >= "900" {
			codes = append(codes, code)
		}
	}
	return codes
}

// phoneCell writes a number as some sheet might: mostly plain, sometimes in
// another way, sometimes wrong.
func (g *generator) phoneCell(phone string) string {
	switch {
	case g.messy():
		return g.pick("", "", "", "", "\u3000", phone[:10], "12"+phone[2:], phone+"1", "86"+phone, "0731-8888888", "138-0000-0000", "+86 15977777777",
			"不详", phone+"/"+phone)
	case g.messy():
		return g.pick("'"+phone, `="`+phone+`"`, fullWidth(phone), "+86"+phone, "+86 "+phone, "+86-"+phone, phone+".0",
			phone[:3]+" "+phone[3:7]+" "+phone[7:], phone[:3]+"-"+phone[3:7]+"－"+phone[7:], phone[:3]+"−"+phone[3:7]+"─"+phone[7:], "\u00a0"+phone)
	}
	return phone
}

// moreVillages adds villages in which no registered household lives.
func (g *generator) moreVillages() {
	for i, p := range g.places {
		for n, name := range []string{"山村", "河村"}[:g.r.IntN(3)] {
			g.in.Villages = append(g.in.Villages, Row{
				"area_code": fmt.Sprintf("%s%03d", p.code[:9], 900+10*i+n), "county": p.county, "town": "东乡", "village": name,
				"poor_village": g.flagCell(g.chance(50)),
			})
		}
	}
}

// crowded is how the numbers of a crowd's households begin.
const crowded = "43998"

// crowd gives a village a few large households, up to about as many poor people
// as call for a team.
func (g *generator) crowd() {
	p, village := g.places[0], g.in.Villages[0]
	village["area_code"], village["poor_village"] = p.code, g.odd("否", "是", "")
	missing := 99 + g.r.IntN(2) - read(g.in).poorPeople(p.code)
	for i := 0; missing > 0; i++ {
		h := home{id: fmt.Sprintf("%s%05d", crowded, i), place: p, head: g.somebody()}
		row := g.householdRow(0, h)
		row["area_code"], row["household_id"], row["poverty_status"] = p.code, h.id, g.pick("未脱贫", "返贫")
		g.in.Households = append(g.in.Households, row)
		for range min(missing, 25) {
			missing--
			member := g.memberRow(person{key: g.key(), name: g.name()})
			member["household_id"], member["relation"], member["state"] = h.id, "之子", g.pick("", "正常")
			if member["member_id"] == "" { // a row that does not count
				missing++
			}
			g.in.Members = append(g.in.Members, member)
		}
	}
}
