package oracle

import "slices"

// areaNames is a village by names; without a village a town, without a town a county.
type areaNames struct{ county, town, village string }

func namesOf(row Row) areaNames {
	return areaNames{text(row["county"]), text(row["town"]), text(row["village"])}
}

// areaCode is the row's area code, "" where it has none of six digits or more.
func areaCode(row Row) string {
	if code := text(row["area_code"]); len(code) >= 6 && digits(code) {
		return code
	}
	return ""
}

// learnAreas notes which codes the names of rows go with: those of the village,
// of its town and of its county, the county left out too.
func (w *world) learnAreas(rows []Row) {
	w.codes = map[areaNames][]string{}
	for _, row := range rows {
		code, n := areaCode(row), namesOf(row)
		if code == "" {
			continue
		}
		levels := []areaNames{n, {n.county, n.town, ""}, {n.county, "", ""}, {"", n.town, n.village}, {"", n.town, ""}}
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

// county is the first six digits of the row's area code, else of the only
// county that its names are known in, the village's before the town's before
// the county's own, else the county's name.
func (w *world) county(row Row) string {
	if code := areaCode(row); code != "" {
		return code[:6]
	}
	n := namesOf(row)
	for _, names := range []areaNames{n, {n.county, n.town, ""}, {n.county, "", ""}} {
		if codes := w.codesOf(names, 6); len(codes) == 1 {
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
	if codes := w.codesOf(n, 12); n.village != "" && len(codes) == 1 {
		return codes[0]
	}
	return ""
}
