package synth

// describe fills schooling, health and labour by the member's age.
func (w *world) describe(m *member, d *dice) {
	birth, _ := m.key.Birth()
	age := w.plan.AsOf.Year() - birth.Year()
	m.school, m.education = schooling(d, age)
	m.health = healthy
	switch turn := d.below(100) - age/4; {
	case turn < 2:
		m.health = healthIll
	case turn < 7:
		m.health = healthDisabled
	case turn < 16:
		m.health = healthChronic
	}
	m.labour = labourOf(d, age, m.health)
}

// schooling is what pupils attend and what adults have finished.
func schooling(d *dice, age int) (school, education string) {
	const none = "非在校生"
	switch {
	case age < 4:
		return none, "学龄前儿童"
	case age < 7:
		return "学前教育", "学龄前儿童"
	case age < 13:
		return "小学", "小学"
	case age < 16:
		return "初中", "小学"
	case age < 19:
		return one(d, []string{"普通高中", "中职", none}), "初中"
	case age < 23:
		return one(d, []string{"本科", "高职", none, none}), "高中"
	case age < 60:
		return none, one(d, []string{"小学", "初中", "初中", "初中", "高中"})
	}
	return none, one(d, []string{"文盲或半文盲", "小学", "小学"})
}

func labourOf(d *dice, age int, health string) string {
	weak := health == healthIll || health == healthDisabled
	switch {
	case age < 16 || age > 75:
		return labourNone
	case weak && d.percent(40):
		return labourForfeited
	case weak || age > 62:
		return labourWeak
	case d.percent(6):
		return labourSkilled
	}
	return labourOrdinary
}

// soften keeps members who have no assistance, of a household not lifted yet,
// from being a lead that they should have some.
func (h *home) soften() {
	if h.status != statusUnlifted {
		return
	}
	for k := range h.members {
		m := &h.members[k]
		if m.dibao == no && m.tekun == no && (m.health == healthIll || m.health == healthDisabled) {
			m.health = healthChronic
		}
	}
}

// reissue writes the numbers of a few members as older or other documents have
// them: 15 digits, the 20 of a disability card, and a passport. The first two
// still are the member's number.
func (m *member) reissue(d *dice) {
	turn := d.below(2000)
	if m.number <= 2 {
		return
	}
	birth, _ := m.key.Birth()
	switch {
	case m.health == healthDisabled && turn < 200:
		m.document, m.written = documentCard, m.key.String()+"42"
	case turn >= 1990 && birth.Year() < 2000:
		m.written = old15(m.key)
	case turn == 1989 && m.dibao == no && m.tekun == no:
		m.document, m.written = documentPassport, "E"+m.key.String()[8:16]
	}
}
