package oracle

import "slices"

// water writes the water bureau's rows: none, one or several for a household,
// and some for households that nobody knows.
func (g *generator) water() {
	g.in.Water = []Row{}
	for i, h := range g.homes {
		rows := 1 + g.r.IntN(2)*g.r.IntN(2)*(1+g.r.IntN(2))
		if i > 0 && g.chance(12) {
			rows = 0
		}
		for range rows {
			g.in.Water = append(g.in.Water, g.waterRow(h))
		}
	}
	first := g.in.Water[0] // one that can be used
	first["household_id"], first["head_id"] = g.homes[0].id, g.homes[0].head.key
	g.in.Water = g.shuffled(g.in.Water)
}

func (g *generator) waterRow(h home) Row {
	row := g.area(h.place)
	row["household_id"], row["head_id"], row["head_name"] = g.numberCell(h.id), g.idCell(h.head.key), h.head.name
	switch g.r.IntN(6) {
	case 0: // an unknown number falls back to head_id
		row["household_id"] = g.pick("4399999999", "W1", "")
	case 1: // head_id of any member, dead ones too
		row["household_id"] = ""
		if len(h.people) > 0 {
			row["head_id"] = g.idCell(h.people[g.r.IntN(len(h.people))].key)
		}
	case 2:
		row["head_id"] = g.pick("", g.idCell(g.somebody().key))
	}
	good := []string{"达标", "符合", "符合要求", "合格", "√", "是", "安全"}
	basic := []string{"基本达标", "基本符合", "基本合格"}
	bad := []string{"不达标", "不符合", "不符合要求", "不合格", "×", "否"}
	words := good
	if g.chance(30) {
		words = slices.Concat(good, basic, []string{"", "未知"})
	}
	for _, field := range []string{"quantity", "quality", "convenience", "reliability"} {
		row[field] = g.pick(words...)
	}
	if g.chance(30) {
		row[g.pick("quantity", "quality", "convenience", "reliability")] = g.pick(bad...)
	}
	if g.chance(12) { // nothing assessed: the stated verdict decides
		row["quantity"], row["quality"], row["convenience"], row["reliability"] = "", "", g.pick("", "合格"), ""
	}
	row["verdict"] = g.pick("安全", "是", "基本安全", "不安全", "否", "", "待定")
	row["assessed_on"] = g.odd(g.pick("2018-05", "2018年5月", "2018-06-30", "20180630", "43281", "2017/12/01"),
		"2018-12-31", "2019-01", "不详", "2018", "")
	return row
}
