package gb18030

import (
	"bytes"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// tables are the characters of the first plane of Unicode, by their code.
type tables struct {
	pairs []uint16 // of two bytes, by pairIndex
	fours []uint16 // of four bytes, as they are counted
}

// private is a block of two-byte codes of private use in the edition of 2000:
// every first byte of first to last, with every second byte of theirs. Their
// characters follow each other from r on.
type private struct {
	first, last uint16
	r           uint16
}

// privates is all codes of private use. Those of the characters between E766
// and E864 that are missing here had become standard by 2000.
var privates = [...]private{
	// Given to users.
	{0xAAA1, 0xAFFE, 0xE000}, {0xF8A1, 0xFEFE, 0xE234}, {0xA140, 0xA7A0, 0xE4C6},
	// Given to nobody yet, or to what Unicode had not.
	{0xA2AB, 0xA2B0, 0xE766}, {0xA2E4, 0xA2E4, 0xE76D}, {0xA2EF, 0xA2F0, 0xE76E}, {0xA2FD, 0xA2FE, 0xE770},
	{0xA4F4, 0xA4FE, 0xE772}, {0xA5F7, 0xA5FE, 0xE77D}, {0xA6B9, 0xA6C0, 0xE785}, {0xA6D9, 0xA6DF, 0xE78D},
	{0xA6EC, 0xA6ED, 0xE794}, {0xA6F3, 0xA6F3, 0xE796}, {0xA6F6, 0xA6FE, 0xE797}, {0xA7C2, 0xA7D0, 0xE7A0},
	{0xA7F2, 0xA7FE, 0xE7AF}, {0xA896, 0xA8A0, 0xE7BC}, {0xA8BC, 0xA8BC, 0xE7C7}, {0xA8C1, 0xA8C4, 0xE7C9},
	{0xA8EA, 0xA8FE, 0xE7CD}, {0xA958, 0xA958, 0xE7E2}, {0xA95B, 0xA95B, 0xE7E3}, {0xA95D, 0xA95F, 0xE7E4},
	{0xA997, 0xA9A0, 0xE7F4}, {0xA9A1, 0xA9A3, 0xE7FE}, {0xA9F0, 0xA9FE, 0xE801}, {0xD7FA, 0xD7FE, 0xE810},
	{0xFE51, 0xFE53, 0xE816}, {0xFE59, 0xFE59, 0xE81E}, {0xFE61, 0xFE61, 0xE826}, {0xFE66, 0xFE67, 0xE82B},
	{0xFE6C, 0xFE6D, 0xE831}, {0xFE76, 0xFE76, 0xE83B}, {0xFE7E, 0xFE7E, 0xE843}, {0xFE90, 0xFE91, 0xE854},
	{0xFEA0, 0xFEA0, 0xE864},
}

// newTables makes the tables of the edition of 2000, and of them those of this
// package: two bytes take the standard character, four keep it.
func newTables() *tables {
	pairs := standardPairs()
	for _, block := range privates {
		block.fill(pairs)
	}
	t := &tables{pairs: pairs, fours: remaining(pairs)}
	for i, r := range pairs {
		if standard := Standard(rune(r)); standard < astral {
			pairs[i] = uint16(standard)
		}
	}
	pairs[pairIndex(0xA3, 0xA0)] = '\u3000'
	return t
}

// pairIndex is where the pairs have the character of two bytes.
func pairIndex(one, two byte) int { return int(one-first)*seconds + int(two-second) }

// standardPairs is the character of every pair of bytes as golang.org/x/text
// has it: U+FFFD where it is of private use.
func standardPairs() []uint16 {
	var all bytes.Buffer
	for one := first; one <= last; one++ {
		for two := second; two <= last; two++ {
			all.Write([]byte{byte(one), byte(two)})
		}
	}
	// A second byte 7F is none: it is U+FFFD and DEL.
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(all.Bytes())
	if err != nil {
		panic(err) // the decoder replaces what it does not know, it never fails
	}
	pairs := make([]uint16, 0, firsts*seconds)
	for _, r := range string(text) {
		if r != del {
			pairs = append(pairs, uint16(r))
		}
	}
	return pairs
}

// fill gives the codes of the block their characters.
func (p private) fill(pairs []uint16) {
	r := p.r
	for one := p.first >> 8; one <= p.last>>8; one++ {
		for two := p.first & 0xFF; two <= p.last&0xFF; two++ {
			if two != del {
				pairs[pairIndex(byte(one), byte(two))] = r
				r++
			}
		}
	}
}

// remaining is the characters of the first plane of Unicode that have neither
// one byte nor two, in order: these have four, in the order of their codes.
func remaining(pairs []uint16) []uint16 {
	taken := make([]bool, astral)
	for i, r := range pairs {
		if i%seconds != del-second {
			taken[r] = true
		}
	}
	left := make([]uint16, 0, astral-len(pairs))
	for r := rune(0x80); r < astral; r++ {
		if surrogate := r >= 0xD800 && r <= 0xDFFF; !surrogate && !taken[r] {
			left = append(left, uint16(r))
		}
	}
	return left
}
