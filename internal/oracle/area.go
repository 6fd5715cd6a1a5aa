package oracle

import "slices"

// areaNames is a village by names; without a village a town, without a town a county.
type areaNames struct{ county, town, village string }

func namesOf(row Row) areaNames {
	return areaNames{text(row["county"]), text(row["town"]), text(row["village"])}
}

// areaCode is the row's area code, "" where it has none of a county (six
// digits), town (nine) or village (twelve).
func areaCode(row Row) string {
	if code := text(row["area_code"]); digits(code) && slices.Contains([]int{6, 9, 12}, len(code)) {
		return code
	}
	return ""
}

// learnAreas notes which codes the names of rows go with: those of the village,
// of its town and of its county, the county or the town left out too; and which
// codes of counties and towns somebody names.
func (w *world) learnAreas(rows []Row) {
	w.codes, w.named = map[areaNames][]string{}, map[string]bool{}
	for _, row := range rows {
		code, n := areaCode(row), namesOf(row)
		if code == "" {
			continue
		}
		w.named[code[:6]] = w.named[code[:6]] || n.county != ""
		if len(code) >= 9 {
			w.named[code[:9]] = w.named[code[:9]] || n.town != ""
		}
		levels := []areaNames{n, {n.county, n.town, ""}, {n.county, "", ""}, {"", n.town, n.village}, {"", n.town, ""}}
		if n.village != "" {
			levels = append(levels, areaNames{n.county, "", n.village})
		}
		for _, names := range levels {
			w.codes[names] = append(w.codes[names], code)
		}
	}
}

// codesOf lists what the codes that go with names begin with. A village's name
// alone is no clue.
func (w *world) codesOf(names areaNames, digits int) (list []string) {
	if names.county == "" && names.town == "" {
		return nil
	}
	for _, code := range w.codes[names] {
		if len(code) >= digits && !slices.Contains(list, code[:digits]) {
			list = append(list, code[:digits])
		}
	}
	return list
}

// candidates is what the codes begin with that the names may stand for: those that
// go with them, else those that go with them but for the county, or the town, where
// that has no code itself, and nobody names that of the code.
func (w *world) candidates(names areaNames, digits int) []string {
	if codes := w.codesOf(names, digits); len(codes) == 1 {
		return codes
	}
	county, town := areaNames{county: names.county}, areaNames{county: names.county, town: names.town}
	if codes := w.codesOf(areaNames{"", names.town, names.village}, digits); len(codes) == 1 && len(w.codes[county]) == 0 && !w.named[codes[0][:6]] {
		return codes
	}
	if codes := w.codesOf(areaNames{names.county, "", names.village}, 12); names.village != "" && len(codes) == 1 && len(w.codes[town]) == 0 && !w.named[codes[0][:9]] {
		return []string{codes[0][:digits]}
	}
	return nil
}

// county is the first six digits of the row's area code, else of the only
// county that its names are known in, the village's before the town's before
// the county's own, else the county's name.
func (w *world) county(row Row) string {
	if code := areaCode(row); code != "" {
		return code[:6]
	}
	n := namesOf(row)
	for _, names := range []areaNames{n, {n.county, n.town, ""}, {n.county, "", ""}} {
		if codes := w.candidates(names, 6); len(codes) == 1 {
			return codes[0]
		}
	}
	return n.county
}

// village is the area code of a household's village: its own, else the only one
// that its names are known by; else "".
func (w *world) village(row Row) string {
	if code := areaCode(row); code != "" {
		return code
	}
	n := namesOf(row)
	if codes := w.candidates(n, 12); n.village != "" && len(codes) == 1 {
		return codes[0]
	}
	return ""
}
