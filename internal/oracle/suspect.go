package oracle

import (
	"slices"
	"strings"
)

// suspects is what id_suspected suggests, over both rosters.
type suspects struct {
	members   map[*member]bool // who have an id_suspected
	people    map[string]bool  // keys of persons with any row that has a single suggestion
	ambiguous int              // rows for which two or more members could be meant
}

// suspect finds id_suspected: a row that can be used but for an ID that cannot
// match or is not in the registry, and exactly one member whom it may mean.
func (w *world) suspect(r *roster) {
	if w.suspects.members == nil {
		w.suspects = suspects{members: map[*member]bool{}, people: map[string]bool{}}
	}
	meant := map[*member]bool{}
	for _, row := range r.rows {
		if !row.sound || w.registered[row.key] {
			continue
		}
		switch suggested := w.suggested(r, row); len(suggested) {
		case 0:
		case 1:
			meant[suggested[0]] = true
			w.suspects.people[row.key] = true // "" is nobody
		default:
			w.suspects.ambiguous++
		}
	}
	for m := range meant {
		w.suspects.members[m] = true
		w.report(Finding{Job: "assistance", Kind: "id_suspected", Subject: "member:" + m.id, Qualifier: r.feed,
			Severity: "medium", County: m.county()})
	}
}

// suggested lists the active members whom a row may mean: of the same county,
// unmatched in that feed, with an equal name and a number near the row's. A row
// without a county is searched in the whole registry; a member without a county
// is suggested only for such a row.
func (w *world) suggested(r *roster, row rosterRow) (list []*member) {
	name := plainName(row.row["name"])
	number := w.asCompared(row.row["id_number"])
	for _, m := range w.members {
		near := m.active && m.name == name && (row.county == "" || row.county == m.county())
		if near && !otherDocument(m.row["id_type"]) && len(r.usable[m.key]) == 0 && w.near(m, number, row.head) {
			list = append(list, m)
		}
	}
	return list
}

// comparedNumber is an ID number as near matches compare it.
type comparedNumber struct {
	text    string // the match key where there is one, else the text cleaned as in §2
	rounded bool   // damaged, or ends in 000
}

func (w *world) asCompared(cell string) comparedNumber {
	number, reason := identify(cell, w.in.AsOf)
	if number == "" {
		number = idText(cell)
	}
	return comparedNumber{number, reason == "damaged" || strings.HasSuffix(number, "000")}
}

// near is one of (a) one slip, (b) one of them rounded and the first 15 agreeing,
// (c) no number at all, while the row's head_id is of the member's household.
func (w *world) near(m *member, number comparedNumber, head string) bool {
	own := w.asCompared(m.row["id_number"])
	numberless := m.reason == "missing" || m.reason == "pseudo"
	return oneSlip(own.text, number.text) ||
		(own.rounded || number.rounded) && sameFirst15(own.text, number.text) ||
		numberless && m.home != nil && m.home.has(head)
}

// has says whether the key is that of a member, whatever its state, or of the
// head_id of the household.
func (h *household) has(key string) bool {
	return key != "" && (h.head == key || slices.ContainsFunc(h.members, func(m *member) bool { return m.key == key }))
}

func sameFirst15(a, b string) bool {
	x, y := []rune(a), []rune(b)
	return len(x) >= 15 && len(y) >= 15 && slices.Equal(x[:15], y[:15])
}

// oneSlip says whether two numbers differ by one substituted, missing or extra
// character or one adjacent transposition, the longer having 18.
func oneSlip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) < len(y) {
		x, y = y, x
	}
	switch {
	case len(x) != 18 || a == b:
		return false
	case len(y) == 17:
		return slices.ContainsFunc(allOneShorter(x), func(shorter []rune) bool { return slices.Equal(shorter, y) })
	case len(y) == 18:
		return oneOfEighteen(x, y)
	}
	return false
}

// allOneShorter lists what is left of a number when one character is missing.
func allOneShorter(number []rune) (list [][]rune) {
	for i := range number {
		list = append(list, slices.Delete(slices.Clone(number), i, i+1))
	}
	return list
}

// oneOfEighteen says whether two numbers of one length differ in one place, or
// in two neighbours that are exchanged.
func oneOfEighteen(x, y []rune) bool {
	var places []int
	for i := range x {
		if x[i] != y[i] {
			places = append(places, i)
		}
	}
	if len(places) == 1 {
		return true
	}
	if len(places) != 2 || places[1] != places[0]+1 {
		return false
	}
	i, j := places[0], places[1]
	return x[i] == y[j] && x[j] == y[i]
}
