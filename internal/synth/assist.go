package synth

import "github.com/bidui/bidui/internal/period"

// awardDibao puts the household on dibao, whole or in part, and marks it so.
func (w *world) awardDibao(h *home, d *dice, i int) {
	h.attribute = attributeDibao
	whole := d.percent(60)
	sure := d.below(len(h.members))
	if !h.members[sure].active() {
		sure = 0
	}
	paid := w.spellInWindow(d)
	former := spell{}
	if d.percent(5) { // was on dibao before, and left it for some time
		former.from = paid.from - period.Month(30+d.below(24))
		former.through = former.from + period.Month(12+d.below(12))
	}
	for k := range h.members {
		m := &h.members[k]
		if k != sure && !whole && !d.percent(40) {
			continue
		}
		m.dibao = yes
		w.addDibao(h, i, k, m.whileThere(former))
		w.addDibao(h, i, k, m.whileThere(paid))
	}
	covered := 0
	for k := range h.members {
		if h.members[k].dibao == yes && h.members[k].active() {
			covered++
		}
	}
	category := one(d, []string{"A类", "B类", "B类", "C类", "C类", "C类"})
	for k := range h.dibao {
		h.dibao[k].covered, h.dibao[k].category = covered, category
	}
}

// whileThere is what a member who died or moved was paid of a spell; the zero
// spell is nothing.
func (m *member) whileThere(s spell) spell {
	left := m.left.Month()
	switch {
	case m.active() || s.through.Known() && s.through <= left:
		return s
	case left < s.from:
		return spell{}
	}
	return spell{s.from, left}
}

// addDibao adds a row for member k of household i, from birth on, unless the
// spell was nothing or over by then.
func (w *world) addDibao(h *home, i, k int, s spell) {
	m := &h.members[k]
	birth, _ := m.key.Birth()
	if s.through.Known() && s.through < birth.Month() || !s.from.Known() {
		return
	}
	s.from = max(s.from, birth.Month())
	h.dibao = append(h.dibao, award{
		home: h, member: k, name: m.name, key: m.key, head: h.members[0].key,
		benefit: w.benefit(i), size: h.size, covered: 1, category: "C类", spell: s,
	})
}

// spellInWindow is a spell that pays in some month of the window.
func (w *world) spellInWindow(d *dice) spell {
	s := spell{from: w.window.From - 1 - period.Month(d.below(96))}
	if d.percent(15) {
		s.from = w.window.From + period.Month(d.below(w.window.Months()))
	}
	if d.percent(15) {
		first := max(s.from, w.window.From)
		s.through = first + period.Month(d.below(int(w.window.Through-first)+1))
	}
	return s
}

// spellBeforeWindow is a spell that had ended when the window began.
func (w *world) spellBeforeWindow(d *dice) spell {
	through := w.window.From - 1 - period.Month(d.below(24))
	return spell{from: through - 12 - period.Month(d.below(48)), through: through}
}

// formerDibao lets a few households that have no assistance have had some.
func (w *world) formerDibao(h *home, d *dice, i int) {
	if d.percent(2) {
		w.addDibao(h, i, 0, w.spellBeforeWindow(d))
	}
}

// awardTekun supports the head as tekun; of the others some are on dibao.
func (w *world) awardTekun(h *home, d *dice, i int) {
	h.attribute = attributeTekun
	w.addTekun(h, d, 0, w.spellInWindow(d))
	for k := range h.members {
		if k > 0 && h.members[k].active() && d.percent(8) {
			h.members[k].dibao = yes
			w.addDibao(h, i, k, w.spellInWindow(d))
		}
	}
}

// addTekun adds a row for a member and marks him.
func (w *world) addTekun(h *home, d *dice, k int, s spell) {
	m := &h.members[k]
	m.tekun = yes
	h.tekun = append(h.tekun, award{home: h, member: k, name: m.name, key: m.key, mode: modeOf(d), spell: s})
}

func modeOf(d *dice) string {
	if d.percent(20) {
		return "集中供养"
	}
	return "分散供养"
}
