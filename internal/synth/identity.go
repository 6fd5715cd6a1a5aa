package synth

import (
	"strings"

	"github.com/bidui/bidui/internal/resident"
)

// Everybody has a slot of his own, made of the year of birth modulo 16, the day
// of the year and half the sequence number. It leaves the generation free, since
// any 16 years hold the slot's year, and the sex, which is the sequence's last
// bit, and yet no two people get one ID number.
const (
	generation = 16 // years
	days       = 365
	sequences  = 499 // pairs of a male and a female one: 1 and 2 … 997 and 998
	slots      = generation * days * sequences
)

// regions are the first six digits of ID numbers: each row serves the people of
// one range of slots. The first is that of nearly all of them; no prefix is in
// two rows. Beside 430599 they are of prefectures 99, which no province has.
var regions = func() (rows [ranges][]int) {
	some := []int{11, 14, 21, 31, 34, 37, 44, 50, 52, 61, 64} // provinces
	others := []int{12, 15, 22, 32, 35, 41, 45, 51, 53, 62, 65}
	county := 9999
	rows[0] = append([]int{430599}, prefixes(county, some...)...)
	rows[1] = prefixes(county, append([]int{43}, others...)...)
	rows[2] = prefixes(county, 42, 13, 23, 33, 36, 46, 54, 63)
	for i := 3; i < ranges; i += 2 {
		county--
		rows[i] = prefixes(county, append([]int{43}, some...)...)
		rows[i+1] = prefixes(county, append([]int{42}, others...)...)
	}
	return rows
}()

// prefixes is that county of each of the provinces.
func prefixes(county int, provinces ...int) []int {
	prefixes := make([]int, len(provinces))
	for i, province := range provinces {
		prefixes[i] = province*10_000 + county
	}
	return prefixes
}

const (
	ranges    = 35             // of slots
	maxPeople = ranges * slots // have an ID number of their own
)

// identity is the ID number of a person, by his number among all: born in the
// 16 years from the given one on, with valid check character.
func (w *world) identity(d *dice, person int, male bool, from int) resident.Key {
	prefixes := regions[person/slots]
	region := prefixes[0]
	if d.below(24) == 0 {
		region = one(d, prefixes)
	}
	slot := w.slots.at(person % slots)
	year := from + ((slot%generation-from)%generation+generation)%generation
	month, day := calendar(slot / generation % days)
	sequence := slot/(generation*days)*2 + 1
	if !male {
		sequence++
	}
	return keyOf(region, year*10_000+month*100+day, sequence)
}

// keyOf adds the check character to the parts of an ID number.
func keyOf(region, birth, sequence int) resident.Key {
	n := (uint64(region)*100_000_000+uint64(birth))*1000 + uint64(sequence)
	var first17 [17]byte
	rest := n
	for i := len(first17) - 1; i >= 0; i-- {
		first17[i] = '0' + byte(rest%10)
		rest /= 10
	}
	check := strings.IndexByte("0123456789X", resident.CheckChar(string(first17[:])))
	return resident.Key(n*11 + uint64(check))
}

// calendar is the month and day of a day of a common year, counted from 0.
func calendar(day int) (month, dayOfMonth int) {
	for i, length := range [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31} {
		if day < length {
			return i + 1, day + 1
		}
		day -= length
	}
	panic("a year has 365 days")
}

// old15 is the number as it was issued before 1999: no century, no check character.
func old15(key resident.Key) string {
	text := key.String()
	return text[:6] + text[8:17]
}
