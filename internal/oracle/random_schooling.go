package oracle

import "fmt"

// pupil draws somebody of about school age, many of them born on the days
// around 1 September.
func (g *generator) pupil() person {
	birth := g.pick("20130310", "20120902", "20120901", "20111231", "20110901", "20100902", "20091231", "20040902", "20040901", "20040229",
		"20030615", "20020902", "20020901", "20010901", "20180515")
	return person{key: sealed("430599" + birth + fmt.Sprintf("%03d", 100+g.r.IntN(40))), name: g.name()}
}

// pupilCells writes what the registry says of schooling; of those who are too
// old, now and then.
func (g *generator) pupilCells(row Row, p person) {
	away := g.chance(60)
	status := g.pick("", "非在校生", "非在校生")
	if !away {
		status = g.pick("小学", "一年级", "四年级", "九年级", "初中", "初中二年级", "学前教育", "普通高中一年级")
	}
	reason := g.odd("", "推迟上学", "提前毕业", "因病", "因残", "其他原因")
	if away && g.chance(70) {
		reason = g.pick("推迟上学", "提前毕业", "提前毕业", "因病", "因残", "其他原因")
	}
	education := g.pick("", "文盲或半文盲", "学龄前儿童", "小学", "初中", "高中")
	if p.key[6:10] < "2001" {
		status, reason = g.odd("", "非在校生", "小学", "大学"), g.odd("", "因病", "其他原因")
	}
	row["school_status"], row["absence_reason"], row["education"] = g.framed(status), g.framed(reason), g.framed(education)
}

// framed writes a word as some sheet might.
func (g *generator) framed(word string) string {
	return g.odd(word, " "+word+"\u3000", `="`+word+`"`, "\ufeff"+word)
}

// enrolment writes the pupils of the education bureau: most children, some
// grown-ups, some whom nobody knows.
func (g *generator) enrolment() {
	if g.chance(10) {
		return
	}
	add := func(p person) {
		g.in.Enrolment = append(g.in.Enrolment, Row{
			"id_number": g.idCell(p.key), "name": g.nameCell(p.name), "school": g.pick("甲县一中", "新村小学", ""),
			"grade":  g.pick("一年级", "九年级", ""),
			"status": g.framed(g.odd(g.pick("在读", "在读", "", "借读"), "退学", "休学", "毕业", "毕业班")),
		})
	}
	for _, h := range g.homes {
		for _, p := range h.people {
			child := p.key[6:10] >= "2001"
			if child && g.chance(55) || g.chance(5) {
				add(p)
			}
		}
	}
	for range 2 {
		add(g.pupil())
	}
	g.in.Enrolment[0]["id_number"] = g.pupil().key
	g.in.Enrolment = g.shuffled(g.in.Enrolment)
}
