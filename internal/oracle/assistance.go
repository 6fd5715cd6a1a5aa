package oracle

import "strings"

func (w *world) judgeAssistance() {
	w.suspect(w.dibao)
	w.suspect(w.tekun)
	for _, m := range w.members {
		w.dibaoFlag(m)
		w.paidAfterDeath(m)
		w.shouldBeCovered(m)
		w.nameDiffers(m, w.dibao)
		w.nameDiffers(m, w.tekun)
	}
	for _, h := range w.households {
		w.attributeWrong(h)
		w.attributeUnsupported(h)
	}
	for _, key := range w.people() {
		w.overlap(key)
		w.outsider(key)
	}
}

// dibaoFlag judges dibao_unmarked and dibao_unsupported.
func (w *world) dibaoFlag(m *member) {
	f := Finding{Job: "assistance", Subject: "member:" + m.id, County: m.county()}
	flag := benefitFlag(m.row["dibao"])
	dibao := w.has(w.dibao, m.key)
	switch {
	case m.active && dibao && flag != "是":
		f.Kind, f.Severity, f.Expected = "dibao_unmarked", "high", "是"
	case m.active && !dibao && flag == "是" && m.key != "" && w.complete(w.dibao, m.county()):
		f.Kind, f.Severity, f.Expected = "dibao_unsupported", "low", "否"
		if len(w.dibao.usable[m.key]) > 0 { // for no month of W, if for any at all
			f.because("outside_window")
		}
		if w.suspects.members[m] {
			f.because("suspected")
		}
	default:
		return
	}
	w.report(f)
}

// because makes a mere information of the finding, and says why.
func (f *Finding) because(why string) {
	f.Severity = "info"
	if f.Detail == nil {
		f.Detail = map[string]string{}
	}
	f.Detail[why] = "true"
}

// paidAfterDeath: a month paid by either feed after the month of death, up to
// the as-of month.
func (w *world) paidAfterDeath(m *member) {
	died := month(pastDate(m.row["state_date"], w.in.AsOf))
	if word(m.row["state"]) != "死亡" || died == "" || m.key == "" {
		return
	}
	from, through := monthsLater(died, 1), month(w.in.AsOf)
	if w.dibao.paid(m.key, from, through) || w.tekun.paid(m.key, from, through) {
		w.report(Finding{Job: "assistance", Kind: "paid_after_death", Subject: "member:" + m.id, Severity: "high", County: m.county()})
	}
}

func (w *world) shouldBeCovered(m *member) {
	if !m.active || m.key == "" || m.home == nil || word(m.home.row["poverty_status"]) != "未脱贫" {
		return
	}
	if w.has(w.dibao, m.key) || w.has(w.tekun, m.key) {
		return
	}
	if !w.complete(w.dibao, m.county()) || !w.complete(w.tekun, m.county()) {
		return
	}
	labour, health := word(m.row["labour"]), word(m.row["health"])
	weak := labour == "丧失劳动力" || labour == "无劳动力"
	ill := strings.Contains(health, "残疾") || strings.Contains(health, "大病")
	if weak && ill {
		w.report(Finding{Job: "assistance", Kind: "should_be_covered", Subject: "member:" + m.id, Severity: "info", County: m.county()})
	}
}

// nameDiffers compares the member's name with every usable row of the feed
// that has its key, whenever it was paid. One row that differs suffices, and
// the worst of them decides the class.
func (w *world) nameDiffers(m *member, r *roster) {
	class := ""
	for _, row := range r.rows {
		if !m.active || m.key == "" || !row.usable || row.key != m.key {
			continue
		}
		switch compareNames(m.row["name"], row.row["name"]) {
		case "different":
			class = "different"
		case "similar":
			if class == "" {
				class = "similar"
			}
		}
	}
	severity := map[string]string{"similar": "low", "different": "medium"}
	if class != "" {
		w.report(Finding{Job: "assistance", Kind: "name_differs", Subject: "member:" + m.id, Qualifier: r.feed,
			Severity: severity[class], Detail: map[string]string{"class": class}, County: m.county()})
	}
}

// benefits says whether some active member has D, and whether some has T.
func (w *world) benefits(h *household) (dibao, tekun bool) {
	for _, m := range h.active() {
		dibao = dibao || w.has(w.dibao, m.key)
		tekun = tekun || w.has(w.tekun, m.key)
	}
	return dibao, tekun
}

func (w *world) attributeWrong(h *household) {
	dibao, tekun := w.benefits(h)
	class := attributeClass(h.row["attribute"])
	f := Finding{Job: "assistance", Kind: "attribute_wrong", Subject: "household:" + h.id, Severity: "high", County: h.county}
	switch {
	case tekun && class != "tekun":
		f.Expected = "特困供养贫困户"
		if !dibao {
			f.Detail = map[string]string{"inferred": "true"}
		}
	case dibao && !tekun && class == "tekun" && (w.held("tekun", h.county) || w.held("members", h.county)): // T may be among the rows that are gone
		return
	case dibao && !tekun && class != "dibao":
		f.Expected = "低保贫困户"
	default:
		return
	}
	w.report(f)
}

func (w *world) attributeUnsupported(h *household) {
	dibao, tekun := w.benefits(h)
	class := attributeClass(h.row["attribute"])
	if dibao || tekun || len(h.active()) == 0 || (class != "dibao" && class != "tekun") {
		return
	}
	for _, m := range h.active() {
		if m.key == "" {
			return
		}
	}
	if w.complete(w.dibao, h.county) && w.complete(w.tekun, h.county) {
		w.report(Finding{Job: "assistance", Kind: "attribute_unsupported", Subject: "household:" + h.id,
			Severity: "low", Expected: "一般贫困户", County: h.county})
	}
}
