package oracle

// issued writes the province's lists of a few dates, with problems of
// households, members and persons, known and unknown.
func (g *generator) issued() {
	if g.chance(10) {
		return
	}
	for range 15 + g.r.IntN(10) {
		row := g.issuedRow()
		household, member := g.homes[g.r.IntN(len(g.homes))].id, g.in.Members[g.r.IntN(len(g.in.Members))]["member_id"]
		switch g.r.IntN(6) {
		case 0, 1:
			row["household_id"] = g.odd(g.numberCell(household), "4399999999")
		case 2:
			row["member_id"] = g.odd(member, "M9")
		case 3:
			row["id_number"] = g.idCell(g.somebody().key)
		case 4:
			row["id_number"] = g.in.Dibao[g.r.IntN(len(g.in.Dibao))]["id_number"]
		default:
			row["household_id"], row["member_id"], row["id_number"] = g.pick(household, ""), g.pick(member, ""), g.idCell(g.somebody().key)
		}
		g.in.Issued = append(g.in.Issued, row)
	}
	first := g.in.Issued[0] // one that can be used, of the newest list
	first["household_id"], first["problem"], first["issued_on"] = g.homes[0].id, "饮水不安全", "2018-10-10"
	g.in.Issued = g.shuffled(g.in.Issued)
}

// issuedRow is a problem that is still nobody's.
func (g *generator) issuedRow() Row {
	return Row{
		"household_id": "", "member_id": "", "id_number": "",
		"problem": g.framed(g.odd(g.pick("饮水不安全", "未落实帮扶责任人", "低保标注与民政不符"), "")),
		"issued_on": g.odd(g.pick("2018-10-10", "2018-10-10", "2018/10/10", "20181010", "2018年10月10日", "43383", "2018-09-10"),
			"2018-06", "2018-10", "2018", "", "不详"),
		"due_on": g.pick("2018-12-10", "", "2018-12"),
	}
}
