package oracle

import "slices"

// contact is one row of work_teams or helpers that names somebody.
type contact struct {
	place   string // the village's area code, or the household's number
	subject string // village:<code> or household:<number>
	county  string
	name    string // as §2 normalises it
	phone   string // the cell
}

func (w *world) judgeContacts() {
	var teams, helpers []contact
	for _, row := range named(w.in.WorkTeams, "area_code") {
		code := text(row["area_code"])
		teams = append(teams, contact{code, "village:" + code, w.county(row), normalName(row["name"]), text(row["phone"])})
	}
	for _, row := range named(w.in.Helpers, "household_id") {
		id := text(row["household_id"])
		c := contact{id, "household:" + id, "", normalName(row["name"]), text(row["phone"])}
		if h := w.household(id); h != nil {
			c.county = h.county
		}
		helpers = append(helpers, c)
	}
	w.teamMissing(teams)
	w.helperMissing(helpers)
	w.phones(slices.Concat(teams, helpers))
}

// named lists the rows that say of whom and of which village or household they
// speak; both are required.
func named(rows []Row, field string) (list []Row) {
	for _, row := range rows {
		if text(row[field]) != "" && text(row["name"]) != "" {
			list = append(list, row)
		}
	}
	return list
}

// teamMissing: no team row, and poor_village 是 or poor people ≥ 100.
func (w *world) teamMissing(teams []contact) {
	done := map[string]bool{"": true}
	for _, row := range w.in.Villages {
		code, county := areaCode(row), w.county(row)
		served := slices.ContainsFunc(teams, func(c contact) bool { return c.place == code })
		needed := yesNo(row["poor_village"]) == "是" || w.poorPeople(code) >= 100
		if done[code] || served || !needed || w.held("work_teams", county) {
			continue
		}
		done[code] = true
		w.report(Finding{Job: "contacts", Kind: "team_missing", Subject: "village:" + code, Severity: "high", County: county})
	}
}

// poorPeople counts a village's active members, all of them or those of
// households that are poor still or again.
func (w *world) poorPeople(code string) (n int) {
	for _, h := range w.households {
		status := word(h.row["poverty_status"])
		poor := status == "未脱贫" || status == "返贫" || w.in.TeamBasis == "registered"
		if poor && w.village(h.row) == code {
			n += len(h.active())
		}
	}
	return n
}

func (w *world) helperMissing(helpers []contact) {
	for _, h := range w.households {
		helped := slices.ContainsFunc(helpers, func(c contact) bool { return c.place == h.id })
		if !helped && !w.held("helpers", h.county) {
			w.report(Finding{Job: "contacts", Kind: "helper_missing", Subject: "household:" + h.id, Severity: "medium", County: h.county})
		}
	}
}

// phones judges phone_missing, phone_invalid and phone_shared, also of rows for
// an unknown household or village.
func (w *world) phones(contacts []contact) {
	seen := map[string]bool{}
	wrong := func(kind string, c contact) {
		identity := kind + " " + c.subject + " " + c.name
		if !seen[identity] {
			seen[identity] = true
			w.report(Finding{Job: "contacts", Kind: kind, Subject: c.subject, Qualifier: c.name, Severity: "medium", County: c.county})
		}
	}
	users := map[string][]string{} // valid number → the names that it stands under, as names are compared
	for _, c := range contacts {
		number := phoneNumber(c.phone)
		switch {
		case c.phone == "":
			wrong("phone_missing", c)
		case !validPhone(number):
			wrong("phone_invalid", c)
		case !slices.Contains(users[number], plainName(c.name)):
			users[number] = append(users[number], plainName(c.name))
		}
	}
	for number, names := range users {
		if len(names) > 1 {
			w.report(Finding{Job: "contacts", Kind: "phone_shared", Subject: "phone:" + number, Severity: "low"})
		}
	}
}
