package oracle

import "fmt"

// registry writes households, members and villages.
func (g *generator) registry() {
	for i, h := range g.homes {
		g.in.Households = append(g.in.Households, g.householdRow(i, h))
		heads := g.r.IntN(10) // 0: none is called 户主; 1: perhaps several
		gone := g.chance(10)
		for j, p := range h.people {
			row := g.memberRow(p)
			row["household_id"] = g.numberCell(h.id)
			row["relation"] = g.pick("配偶", "之子", "之女")
			if heads > 1 && j == 0 || heads == 1 {
				row["relation"] = g.odd("户主", "户主 ")
			}
			if gone {
				row["state"] = g.pick("死亡", "迁出")
			}
			g.in.Members = append(g.in.Members, row)
		}
	}
	g.strays()
	if g.chance(50) {
		g.in.Households, g.in.Members = g.shuffled(g.in.Households), g.shuffled(g.in.Members)
	}
	if g.chance(70) {
		g.in.Villages = []Row{}
		for _, p := range g.places {
			row := g.area(p)
			row["area_code"] = g.odd(p.code, "")
			row["poor_village"] = g.pick("是", "否")
			row["village"] = p.village
			g.in.Villages = append(g.in.Villages, row)
		}
		g.moreVillages()
		if g.chance(14) {
			g.crowd()
		}
	}
}

// strays adds orphans and repeated rows: households and members whose number
// was already read, with other contents.
func (g *generator) strays() {
	for range 1 + g.r.IntN(3) {
		orphan := g.memberRow(g.somebody())
		orphan["household_id"] = g.pick("4399999999", "", "无")
		orphan["relation"] = g.pick("户主", "之子")
		g.in.Members = append(g.in.Members, orphan)
	}
	for range g.r.IntN(3) {
		g.harmOrphan()
	}
	i := g.r.IntN(len(g.homes))
	again := g.householdRow(i, g.homes[g.r.IntN(len(g.homes))])
	again["household_id"] = g.in.Households[i]["household_id"]
	g.in.Households = append(g.in.Households, again)
	for range g.r.IntN(3) {
		row := g.memberRow(g.somebody())
		row["household_id"] = g.homes[g.r.IntN(len(g.homes))].id
		row["member_id"] = g.in.Members[g.r.IntN(len(g.in.Members))]["member_id"]
		row["relation"] = "户主"
		g.in.Members = append(g.in.Members, row)
	}
}

// area writes a place in one of the ways that sheets do.
func (g *generator) area(p place) Row {
	row := Row{"area_code": p.code, "county": p.county, "town": "东乡", "village": p.village}
	switch {
	case g.chance(20):
		row["area_code"] = ""
	case g.chance(20):
		row["county"] = ""
	case g.messy():
		row["area_code"], row["county"] = "", ""
	}
	return row
}

func (g *generator) householdRow(i int, h home) Row {
	row := g.area(h.place)
	row["household_id"] = g.numberCell(h.id)
	if i > 0 && g.chance(2) {
		row["household_id"] = ""
	}
	row["head_name"] = g.nameCell(h.head.name)
	row["head_id"] = g.idCell(h.head.key)
	if g.messy() {
		row["head_id"] = g.somebody().key
	}
	row["attribute"] = g.pick("一般贫困户", "一般农户", "一般脱贫户", "低保贫困户", "低保户", "低保户", "特困供养贫困户",
		"特困供养户", "五保贫困户", "五保户", "监测对象", "", `="低保户"`)
	row["poverty_status"] = g.pick("未脱贫", "未脱贫", "已脱贫", "已脱贫(享受政策)", "返贫", "")
	row["exit_year"] = g.odd(g.pick("2018", "2018", "2017", "2018年", "2018-06", "2018/6/1"), "", "不详", "2016")
	row["identified"] = g.odd(g.monthCell(g.pick("2014-01", "2016-12", "2018-03", "2018-04", "2018-06", "2018-09")), "2018", "", "不详")
	row["safe_water"] = g.flagCell(g.chance(60))
	row["water_hardship"] = g.flagCell(g.chance(20))
	return row
}

func (g *generator) memberRow(p person) Row {
	row := Row{
		"member_id":  g.numberCell(fmt.Sprintf("M4399%06d", len(g.in.Members)+1)),
		"name":       g.odd(p.name, g.nameCell(p.name)),
		"id_number":  g.idCell(p.key),
		"id_type":    g.odd(g.pick("", "居民身份证", "身份证", "户口簿", "残疾人证"), "护照", "港澳居民来往内地通行证", "外国人永久居留身份证", "其他"),
		"state":      g.odd(g.pick("", "正常"), "死亡", "死亡", "死亡", "迁出"),
		"state_date": g.odd(g.monthCell(g.pick("2016-05", "2017-11", "2018-02", "2018-08")), "2018-12-01", "2019年1月", "2017", "", "不详"),
		"dibao":      g.flagCell(g.chance(50)),
		"health":     g.pick("健康", "残疾", "患有大病", "长期慢性病", "残疾,大病", ""),
		"labour":     g.pick("普通劳动力", "丧失劳动力", "无劳动力", "技能劳动力", ""),
	}
	if g.messy() {
		row["dibao"] = g.pick("农村低保", "城市低保", "低保", "农村特困", "城市特困", "未享受", "不享受")
	}
	if len(g.in.Members) > 0 && g.chance(1) {
		row["member_id"] = ""
	}
	if p.written != nil {
		row["id_number"] = *p.written
	}
	g.pupilCells(row, p)
	return row
}
