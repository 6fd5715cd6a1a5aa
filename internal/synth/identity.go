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
// one range of slots. The first is that of nearly all of them; no prefix is in two rows.
var regions = [...][]int{
	{430599, 119999, 149999, 219999, 319999, 349999, 379999, 449999, 509999, 529999, 619999, 649999},
	{439999, 129999, 159999, 229999, 329999, 359999, 419999, 459999, 519999, 539999, 629999, 659999},
	{429999, 139999, 239999, 339999, 369999, 469999, 549999, 639999},
	{439998, 119998, 149998, 219998, 319998, 349998, 379998, 449998, 509998, 529998, 619998, 649998},
	{429998, 129998, 159998, 229998, 329998, 359998, 419998, 459998, 519998, 539998, 629998, 659998},
	{439997, 119997, 149997, 219997, 319997, 349997, 379997, 449997, 509997, 529997, 619997, 649997},
	{429997, 129997, 159997, 229997, 329997, 359997, 419997, 459997, 519997, 539997, 629997, 659997},
	{439996, 119996, 149996, 219996, 319996, 349996, 379996, 449996, 509996, 529996, 619996, 649996},
	{429996, 129996, 159996, 229996, 329996, 359996, 419996, 459996, 519996, 539996, 629996, 659996},
	{439995, 119995, 149995, 219995, 319995, 349995, 379995, 449995, 509995, 529995, 619995, 649995},
	{429995, 129995, 159995, 229995, 329995, 359995, 419995, 459995, 519995, 539995, 629995, 659995},
}

// maxPeople is how many ID numbers there are.
const maxPeople = len(regions) * slots

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
