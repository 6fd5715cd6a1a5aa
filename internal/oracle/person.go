package oracle

import "slices"

// people lists the keys of everyone in a roster, sorted.
func (w *world) people() (keys []string) {
	for _, r := range []*roster{w.dibao, w.tekun} {
		for _, row := range r.rows {
			if row.usable {
				keys = append(keys, row.key)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// overlap: one ID in both feeds for one same month of W, registered or not.
func (w *world) overlap(key string) {
	for _, m := range w.window {
		if w.dibao.paid(key, m, m) && w.tekun.paid(key, m, m) {
			w.report(Finding{Job: "assistance", Kind: "dibao_tekun_overlap", Subject: "person:" + key,
				Severity: "medium", County: w.personCounty(key)})
			return
		}
	}
}

// outsider judges the person with D or T who is not in the registry: exactly
// one of member_missing, single_dibao_excluded and household_unregistered, unless
// the person has any row that has a single suggestion.
func (w *world) outsider(key string) {
	dibao, tekun := w.has(w.dibao, key), w.has(w.tekun, key)
	if !dibao && !tekun || w.registered[key] || w.suspects.people[key] {
		return
	}
	f := Finding{Job: "assistance", Kind: "household_unregistered", Subject: "person:" + key, Severity: "info", County: w.personCounty(key)}
	if relatives := w.registeredRelatives(key); len(relatives) > 0 {
		f.Kind, f.Severity = "member_missing", "medium"
		f.Detail = map[string]string{"route": w.route(relatives)}
	} else if dibao && !tekun && w.single(key) {
		f.Kind = "single_dibao_excluded"
	}
	w.report(f)
}

// registeredRelatives lists the keys in the registry among the head_id of the
// person's rows and the IDs of all rows with the same benefit_no.
func (w *world) registeredRelatives(key string) (relatives []string) {
	for _, own := range w.dibao.rows {
		if own.key != key {
			continue
		}
		relatives = append(relatives, own.head)
		for _, other := range w.dibao.rows {
			if own.benefit != "" && other.benefit == own.benefit {
				relatives = append(relatives, other.key)
			}
		}
	}
	return slices.DeleteFunc(relatives, func(key string) bool { return !w.registered[key] })
}

// route is new_identification if a registry household of one of the relatives
// was identified within the mid-year batch, else supplement.
func (w *world) route(relatives []string) string {
	for _, key := range relatives {
		for _, h := range w.householdsOf(key) {
			identified := month(h.row["identified"])
			if w.in.MidYearFrom <= identified && identified <= w.in.MidYearThrough {
				return "new_identification"
			}
		}
	}
	return "supplement"
}

// single says whether the person's latest dibao rows make a single covered
// person of a larger household; on a tie any of them does.
func (w *world) single(key string) bool {
	rows := w.dibao.usable[key]
	latest := ""
	for _, row := range rows {
		latest = max(latest, row.began)
	}
	return slices.ContainsFunc(rows, func(row rosterRow) bool { return row.began == latest && row.single() })
}

// single: household_size is unknown, or > 1 with covered_size unknown or smaller.
func (r rosterRow) single() bool {
	size, sizeKnown := count(r.row["household_size"])
	covered, coveredKnown := count(r.row["covered_size"])
	return !sizeKnown || size > 1 && (!coveredKnown || covered < size)
}

// personCounty is the county of the household of the person's first member
// with one, by member id, else of the first whose head the person is, else the one that all rows of the person agree on.
func (w *world) personCounty(key string) string {
	first := &member{}
	for _, m := range w.members {
		if m.key == key && m.home != nil && (first.id == "" || m.id < first.id) {
			first = m
		}
	}
	if first.id != "" {
		return first.county()
	}
	headed := &household{}
	for _, h := range w.households {
		if head, _ := identify(h.row["head_id"], w.in.AsOf); head == key && (headed.id == "" || h.id < headed.id) {
			headed = h
		}
	}
	if headed.id != "" {
		return headed.county
	}
	var counties []string
	for _, r := range []*roster{w.dibao, w.tekun} {
		for _, row := range r.usable[key] {
			if row.county != "" && !slices.Contains(counties, row.county) {
				counties = append(counties, row.county)
			}
		}
	}
	if len(counties) == 1 {
		return counties[0]
	}
	return ""
}
