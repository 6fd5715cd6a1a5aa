package oracle

import (
	"slices"
	"strings"
)

// judgeRegistry holds the registry against itself.
func (w *world) judgeRegistry() {
	for _, m := range w.members {
		w.idInvalid(m)
		if m.active && m.home == nil {
			w.report(Finding{Job: "registry", Kind: "member_orphaned", Subject: "member:" + m.id, Severity: "high"})
		}
	}
	w.idDuplicate()
	for _, h := range w.households {
		w.headDiffers(h)
		w.headCount(h)
		if len(h.active()) == 0 {
			w.report(Finding{Job: "registry", Kind: "household_empty", Subject: "household:" + h.id, Severity: "medium", County: h.county})
		}
	}
}

func (w *world) idInvalid(m *member) {
	if !m.active || m.reason == "" {
		return
	}
	severity := "medium"
	if m.key == "" {
		severity = "high"
	}
	w.report(Finding{Job: "registry", Kind: "id_invalid", Subject: "member:" + m.id, Severity: severity,
		Detail: map[string]string{"reason": m.reason}, County: m.county()})
}

func (w *world) idDuplicate() {
	holders := map[string][]string{}
	for _, m := range w.members {
		if m.active && m.key != "" {
			holders[m.key] = append(holders[m.key], m.id)
		}
	}
	for key, ids := range holders {
		if len(ids) < 2 {
			continue
		}
		slices.Sort(ids)
		w.report(Finding{Job: "registry", Kind: "id_duplicate", Subject: "person:" + key, Severity: "high",
			Detail: map[string]string{"members": strings.Join(ids, ",")}, County: w.personCounty(key)})
	}
}

// heads lists the active members whose relation is 户主.
func (h *household) heads() (list []*member) {
	for _, m := range h.active() {
		if word(m.row["relation"]) == "户主" {
			list = append(list, m)
		}
	}
	return list
}

// headsKnown says whether the relation of every active member can be read.
func (h *household) headsKnown() bool {
	return !slices.ContainsFunc(h.active(), func(m *member) bool { return isFormulaError(m.row["relation"]) })
}

func (w *world) headDiffers(h *household) {
	heads := h.heads()
	if mapped(w.in.Households, "head_id") && len(heads) == 1 && h.headsKnown() && heads[0].key != "" && h.head != heads[0].key {
		w.report(Finding{Job: "registry", Kind: "head_id_differs", Subject: "household:" + h.id, Severity: "medium", County: h.county})
	}
}

func (w *world) headCount(h *household) {
	if mapped(w.in.Members, "relation") && len(h.active()) > 0 && h.headsKnown() && len(h.heads()) != 1 {
		w.report(Finding{Job: "registry", Kind: "head_count_wrong", Subject: "household:" + h.id, Severity: "medium", County: h.county})
	}
}
