package oracle

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var scientific = regexp.MustCompile(`^[0-9]+(\.[0-9]*)?[Ee][+-]?[0-9]+$`)

// idText is an ID number's cell cleaned as §2 has it: BOM, zero-width
// characters, white space, quotes and ="…" stripped wherever they stand,
// full-width characters in ASCII, x as X.
func idText(cell string) string {
	cell = halfWidth(cell)
	wrapped := strings.HasPrefix(strings.TrimSpace(cell), `="`)
	cell = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("'\"‘’“”", r) {
			return -1
		}
		return r
	}, cell)
	if wrapped {
		cell = strings.TrimPrefix(cell, "=")
	}
	return strings.ReplaceAll(cell, "x", "X")
}

// identify is the match key of an ID number, "" where it cannot match, and
// the first reason against it, "" where there is none.
func identify(cell, asOf string) (key, reason string) {
	id := idText(cell)
	if reason := unmatchable(id); reason != "" {
		return "", reason
	}
	key = eighteen(id)
	switch {
	case !province(key[:2]):
		reason = "region"
	case birth(key, asOf) == "":
		reason = "birth_date"
	case checkCharacter(key) != key[17:]:
		reason = "checksum"
	}
	return key, reason
}

// birth is the birth date of a match key; "" for an impossible one, one before
// 1900-01-01, and one after the as-of date.
func birth(key, asOf string) string {
	born := day(number(key[6:10]), number(key[10:12]), number(key[12:14]))
	if born > asOf {
		return ""
	}
	return born
}

// unmatchable is the first reason for which a cleaned number has no match key.
func unmatchable(id string) string {
	characters := []rune(id)
	switch {
	case id == "" || id == "无" || id == "不详" || id == "-":
		return "missing"
	case strings.HasPrefix(id, "999999"):
		return "pseudo"
	case damaged(id):
		return "damaged"
	case strings.Contains(id, "*"):
		return "masked"
	case !slices.Contains([]int{15, 18, 20, 22}, len(characters)):
		return "length"
	}
	for i, c := range characters[:min(18, len(characters))] {
		if (c < '0' || c > '9') && !(i == 17 && c == 'X') {
			return "character"
		}
	}
	return ""
}

// damaged says whether a spreadsheet made a rounded number of the ID number.
func damaged(id string) bool {
	if scientific.MatchString(id) {
		return true
	}
	characters := []rune(id)
	if !slices.Contains([]int{18, 20, 22}, len(characters)) {
		return false
	}
	id = string(characters[:18])
	return digits(id) && strings.HasSuffix(id, "000") && checkCharacter(id) != "0"
}

// eighteen is the match key of a number that has one: a disability card's
// first 18 characters, and 15 digits with the century and the check character.
func eighteen(id string) string {
	if len(id) == 15 {
		id = id[:6] + "19" + id[6:]
		return id + checkCharacter(id)
	}
	return id[:18]
}

// checkCharacter is the 18th character that GB 11643 (ISO 7064 MOD 11-2) asks
// for after the first 17 digits of id.
func checkCharacter(id string) string {
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, weight := range weights {
		sum += int(id[i]-'0') * weight
	}
	return string("10X98765432"[sum%11])
}

// province says whether two digits open a citizen's number, or that of a
// foreign permanent resident.
func province(code string) bool {
	for _, known := range [][2]string{{"11", "15"}, {"21", "23"}, {"31", "37"}, {"41", "46"},
		{"50", "54"}, {"61", "65"}, {"71", "71"}, {"81", "83"}, {"90", "99"}} {
		if known[0] <= code && code <= known[1] {
			return true
		}
	}
	return false
}

// digits says whether s is ASCII digits alone.
func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
