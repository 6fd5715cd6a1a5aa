package oracle

import (
	"maps"
	"slices"
	"strings"
)

// roster is the feed dibao or tekun.
type roster struct {
	feed    string
	monthly bool // its rows carry a month; else they are spells
	rows    []rosterRow
	usable  map[string][]rosterRow // the usable rows by person
}

// rosterRow is one row of a roster, usable or not.
type rosterRow struct {
	row           Row
	key           string // match key of id_number, or ""
	head          string // match key of head_id, or ""
	benefit       string
	county        string
	began         string // the month, or the month of start; "" where unreadable
	sound         bool   // usable, or usable but for an ID that cannot match
	usable        bool
	from, through string // the months paid by a usable row, both included; none where from is the later
}

// forever is the month through which a spell without an end is paid.
const forever = "9999-12"

func (w *world) readRoster(feed string, rows []Row) *roster {
	r := &roster{feed: feed, monthly: mapped(rows, "month"), usable: map[string][]rosterRow{}}
	for _, row := range rows {
		read := w.readRosterRow(row, r.monthly)
		r.rows = append(r.rows, read)
		if read.usable {
			r.usable[read.key] = append(r.usable[read.key], read)
		}
	}
	return r
}

// readRosterRow reads one row. It is usable with a matchable ID, a name,
// covered not 否, and a readable month or start (end blank or readable, and
// not before it).
func (w *world) readRosterRow(row Row, monthly bool) rosterRow {
	row = blankErrors(row, "month", "start", "end")
	if strings.HasPrefix(text(row["end"]), "9999") { // the end that databases write where there is none
		row = maps.Clone(row)
		row["end"] = ""
	}
	r := rosterRow{row: row, benefit: text(row["benefit_no"]), county: w.county(row)}
	r.key, _ = identify(row["id_number"], w.in.AsOf)
	r.head, _ = identify(row["head_id"], w.in.AsOf)
	if monthly {
		r.began = month(row["month"])
		r.from, r.through = r.began, r.began
	} else {
		r.began = month(row["start"])
		r.from, r.through = r.began, w.spellEnd(row)
	}
	end := month(row["end"])
	endBad := !monthly && text(row["end"]) != "" && (end == "" || end < r.began)
	r.sound = text(row["name"]) != "" && covered(row["covered"]) && r.began != "" && !endBad
	r.usable = r.sound && r.key != ""
	return r
}

// covered says whether a cell does not say 否, with a note behind it or not.
func covered(cell string) bool {
	cell = word(cell)
	if strings.HasSuffix(cell, ")") {
		cell, _, _ = strings.Cut(cell, "(")
	}
	return yesNo(cell) != "否" && !slices.Contains([]string{"非保障对象", "不是", "不是保障对象", "非", "不保障", "未保障"}, cell)
}

// spellEnd is the last month paid by a row of a spell feed; blank = still paid.
func (w *world) spellEnd(row Row) string {
	end := month(row["end"])
	switch {
	case end == "":
		return forever
	case w.in.EndFirstUnpaid:
		return monthsLater(end, -1)
	}
	return end
}

// paid says whether a row, if it is usable, covers some month from … through.
func (r rosterRow) paid(from, through string) bool {
	return max(r.from, from) <= min(r.through, through)
}

// paid says whether the roster pays the person in some month from … through.
func (r *roster) paid(key, from, through string) bool {
	return slices.ContainsFunc(r.usable[key], func(row rosterRow) bool { return row.paid(from, through) })
}

// has is D(p) or T(p): a usable row of the person covers some month of W.
func (w *world) has(r *roster, key string) bool {
	return key != "" && r.paid(key, w.in.WindowFrom, w.in.WindowThrough)
}

// complete says whether the roster's evidence is complete for a county: it is
// a spell feed, or all months of W hold rows of that county; and the county is
// not held. For a subject without a county every county has to be complete.
func (w *world) complete(r *roster, county string) bool {
	if county == "" {
		for _, c := range w.counties(r) {
			if !w.complete(r, c) {
				return false
			}
		}
		return true
	}
	if w.held(r.feed, county) {
		return false
	}
	for _, m := range w.window {
		if r.monthly && !slices.ContainsFunc(r.rows, func(row rosterRow) bool { return row.county == county && row.began == m }) {
			return false
		}
	}
	return true
}

// counties lists every county that the registry, the roster or a guard names.
func (w *world) counties(r *roster) []string {
	list := slices.Clone(w.in.Held[r.feed])
	for _, h := range w.households {
		list = append(list, h.county)
	}
	for _, row := range w.in.Villages {
		list = append(list, w.county(row))
	}
	for _, row := range r.rows {
		list = append(list, row.county)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(county string) bool { return county == "" })
}
