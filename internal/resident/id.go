package resident

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/period"
)

// Reason is why an ID number is wrong or doubtful.
type Reason uint8

// The reasons in the order in which they are tested; the first that applies counts.
const (
	None      Reason = iota
	Missing          // empty, 无, 不详, dashes
	Pseudo           // a stand-in that starts with 999999
	Damaged          // a spreadsheet made a number of it and lost digits
	Masked           // contains *
	Length           // not 15, 18, 20 or 22 characters
	Character        // a character that the place does not allow
	Region           // the first two digits are no province
	BirthDate        // no day, before 1900, or after the as-of date
	Checksum         // the check character is not that of the digits
)

var reasonNames = [...]string{"", "missing", "pseudo", "damaged", "masked", "length", "character", "region", "birth_date", "checksum"}

// String is the reason as tables and exports write it; None is "".
func (r Reason) String() string { return reasonNames[r] }

// Matchable says whether a number with this reason may still match exactly:
// it is complete, if doubtful.
func (r Reason) Matchable() bool { return r == None || r >= Region }

// ID is what a text in an ID column comes to.
type ID struct {
	Key          Key    // 0 unless Reason is matchable
	Reason       Reason // the first that applies
	BirthFlagged bool   // the birth date is bad, even where Reason is Region; never set without a Key
}

// ParseID reads an ID number as people type it. 15-digit numbers become their
// 18 characters, of the 20 or 22 of a disability card the first 18 count, and
// the check character stays as written even where it is wrong. A birth date
// after asOf is flagged; an unknown asOf sets no limit. Nothing is allocated,
// unless more than 64 bytes are left of the text after cleaning.
func ParseID(text string, asOf period.Date) ID {
	if len(text) == keyLength {
		if id, ok := parse18(text, asOf); ok {
			return id
		}
	}
	return parseUnclean(text, asOf)
}

// parse18 judges 18 ASCII characters, and is false where they are not 17
// digits and a check character. It gives the same as parseUnclean would, and
// is there to be fast.
func parse18(text string, asOf period.Date) (ID, bool) {
	n, sum, ok := readDigits(text[:keyDigits])
	if !ok {
		return ID{}, false
	}
	check := uint64(text[keyDigits] - '0')
	if check > 9 {
		if text[keyDigits]|0x20 != 'x' {
			return ID{}, false
		}
		check = 10
	}
	return judge(n, check, checkValue(sum), asOf), true
}

// judge finds the first reason against the 17 digits n with the check value
// that is written and the one that there should be.
func judge(n, written, due uint64, asOf period.Date) ID {
	if n/overBirth == 999_999 {
		return ID{Reason: Pseudo}
	}
	if written != due && written == 0 && n%100 == 0 {
		return ID{Reason: Damaged}
	}
	birth, ok := birthIn(n)
	id := ID{
		Key:          Key(n*11 + written),
		BirthFlagged: !ok || birth.Year() < 1900 || asOf.Known() && birth > asOf,
	}
	switch {
	case !isProvince(n / overProvince):
		id.Reason = Region
	case id.BirthFlagged:
		id.Reason = BirthDate
	case written != due:
		id.Reason = Checksum
	}
	return id
}

// isProvince says whether an ID number may start with these two digits: the
// provinces of GB/T 2260, 81–83 of residence permits for Hong Kong, Macao and
// Taiwan, and 9x of foreign permanent residents.
func isProvince(p uint64) bool {
	switch {
	case p >= 11 && p <= 15, p >= 21 && p <= 23, p >= 31 && p <= 37, p >= 41 && p <= 46,
		p >= 50 && p <= 54, p >= 61 && p <= 65, p == 71, p >= 81 && p <= 83, p >= 90:
		return true
	}
	return false
}

// parseUnclean is ParseID for any text, by the rules as they are written.
func parseUnclean(text string, asOf period.Date) ID {
	var buf [64]byte
	b := appendCleanID(buf[:0], text)
	length := characters(b)
	id, wellFormed := parseCleaned(b, length, asOf)
	switch {
	case isMissing(b):
		return ID{Reason: Missing}
	case bytes.HasPrefix(b, []byte("999999")):
		return ID{Reason: Pseudo}
	case isScientific(b), wellFormed && id.Reason == Damaged:
		return ID{Reason: Damaged}
	case bytes.IndexByte(b, '*') >= 0:
		return ID{Reason: Masked}
	case length != 15 && length != 18 && length != 20 && length != 22:
		return ID{Reason: Length}
	case !wellFormed:
		return ID{Reason: Character}
	}
	return id
}

// characters counts the runes of b, which is valid UTF-8. (utf8.RuneCount
// copies b to the heap where it is long.)
func characters(b []byte) int {
	n := 0
	for _, c := range b {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

// parseCleaned judges the number in b, of so many characters, and is false
// where its length or its characters are not those of an ID number.
func parseCleaned(b []byte, length int, asOf period.Date) (ID, bool) {
	switch length {
	case 15:
		return parse15(b, asOf)
	case 18, 20, 22: // the first 18 bytes are the first 18 characters, or not all digits
		return parse18(string(b[:keyLength]), asOf)
	}
	return ID{}, false
}

// parse15 judges 15 characters as a number of the generation without century
// and check character.
func parse15(b []byte, asOf period.Date) (ID, bool) {
	var first17 [keyDigits]byte
	copy(first17[:], b[:6])
	copy(first17[6:], "19")
	copy(first17[8:], b[6:])
	n, sum, ok := readDigits(string(first17[:]))
	if !ok {
		return ID{}, false
	}
	due := checkValue(sum)
	return judge(n, due, due, asOf), true
}

// isMissing says whether a cleaned text only says that there is no number.
// Dashes are of any number and kind: —— is one key press in Chinese.
func isMissing(b []byte) bool {
	if string(b) == "无" || string(b) == "不详" {
		return true
	}
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if !IsDash(r) {
			return false
		}
		b = b[size:]
	}
	return true
}

// IsDash says whether a character is a dash of any kind, or what is typed for one.
func IsDash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '−' || r == '─' }

// isScientific says whether a cleaned text is a number in scientific notation:
// digits with at most one point, E, an exponent.
func isScientific(b []byte) bool {
	e := bytes.IndexAny(b, "eE")
	if e < 0 {
		return false
	}
	whole, fraction, _ := bytes.Cut(trimSign(b[:e]), []byte("."))
	exponent := trimSign(b[e+1:])
	return len(whole) > 0 && allDigits(whole) && allDigits(fraction) && len(exponent) > 0 && allDigits(exponent)
}

func trimSign(b []byte) []byte {
	if len(b) > 0 && (b[0] == '+' || b[0] == '-') {
		return b[1:]
	}
	return b
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
