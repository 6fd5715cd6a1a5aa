package oracle

import (
	"slices"
	"strings"
)

// judgeIssued: every row of the province's newest list is open. What else is
// open of its subject goes into detail.ours, the province's other problems apart.
func (w *world) judgeIssued() {
	ours := w.kindsBySubject()
	seen := map[string]bool{}
	for _, row := range newestList(w.usableIssued()) {
		f := Finding{Job: "issued", Kind: "issued_problem", Qualifier: text(row["problem"]), Severity: "high"}
		f.Subject, f.County = w.issuedSubject(row)
		if seen[f.Subject+" "+f.Qualifier] {
			continue
		}
		seen[f.Subject+" "+f.Qualifier] = true
		if kinds := ours[f.Subject]; kinds != nil {
			f.Detail = map[string]string{"ours": strings.Join(kinds, ",")}
		}
		w.report(f)
	}
}

// kindsBySubject lists the kinds found so far by subject, sorted, each once.
func (w *world) kindsBySubject() map[string][]string {
	kinds := map[string][]string{}
	for _, f := range w.found {
		if !slices.Contains(kinds[f.Subject], f.Kind) {
			kinds[f.Subject] = append(kinds[f.Subject], f.Kind)
		}
	}
	for _, list := range kinds {
		slices.Sort(list)
	}
	return kinds
}

// usableIssued lists the rows that say what is wrong and with whom.
func (w *world) usableIssued() (list []Row) {
	for _, row := range w.in.Issued {
		if subject, _ := w.issuedSubject(row); subject != "" && text(row["problem"]) != "" {
			list = append(list, row)
		}
	}
	return list
}

// newestList lists the rows with the latest issued_on, an unreadable one being
// the oldest; without that column, all of them.
func newestList(rows []Row) (list []Row) {
	issued := func(row Row) string {
		if month(row["issued_on"]) == "" {
			return ""
		}
		return date(row["issued_on"])
	}
	latest := ""
	for _, row := range rows {
		latest = max(latest, issued(row))
	}
	for _, row := range rows {
		if issued(row) == latest {
			list = append(list, row)
		}
	}
	return list
}

// issuedSubject is the household that a row names, else the member, else the
// person, registered or not; "" where it names none of them.
func (w *world) issuedSubject(row Row) (subject, county string) {
	household, member := text(row["household_id"]), text(row["member_id"])
	person, _ := identify(row["id_number"], w.in.AsOf)
	switch {
	case household != "":
		if h := w.household(household); h != nil {
			county = h.county
		}
		return "household:" + household, county
	case member != "":
		for _, m := range w.members {
			if m.id == member {
				county = m.county()
			}
		}
		return "member:" + member, county
	case person != "":
		return "person:" + person, w.personCounty(person)
	}
	return "", ""
}
