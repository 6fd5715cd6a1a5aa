package registry

import "slices"

// share notes that names may stand for code, among others.
func (a *Areas) share(names [3]string, code string) {
	if code != "" && !slices.Contains(a.shared[names], code) {
		a.shared[names] = append(a.shared[names], code)
	}
}

// Ambiguous is the names for which an area written without a code has none,
// because several areas of the registry go by them, and the codes of those: the
// village's names, else those of its town, else that of its county. It is no
// codes where the area has one, or nobody goes by its names.
func (a *Areas) Ambiguous(id AreaID) (names Area, codes []string) {
	area := a.written[id]
	if area.Code != "" {
		return Area{}, nil
	}
	for _, n := range area.namings() {
		if a.only(n) != "" {
			break
		}
		if _, known := a.codes[n]; known {
			return Area{County: n[0], Town: n[1], Village: n[2]}, slices.Sorted(slices.Values(a.shared[n]))
		}
	}
	return Area{}, nil
}
