package resident

import "github.com/bidui/bidui/internal/period"

// Key is an 18-character ID number packed for joins: the first 17 digits as n
// and the value c of the check character as written (0–10, X = 10) make n×11 + c.
// Keys are equal exactly where the 18 characters are. The zero Key is "none".
type Key uint64

// Where the parts of an ID number stand within its first 17 digits: six of the
// region, eight of the birth date, three of the sequence.
const (
	keyDigits    = 17
	keyLength    = keyDigits + 1
	overSequence = 1_000              // n / overSequence ends in the birth date
	overBirth    = 100_000_000_000    // n / overBirth is the region
	overProvince = 10_000 * overBirth // n / overProvince is the province
)

// String is the 18 characters, and "" for no key.
func (k Key) String() string {
	if k == 0 {
		return ""
	}
	var b [keyLength]byte
	return string(k.AppendTo(b[:0]))
}

// AppendTo appends the 18 characters to b, and nothing for no key.
func (k Key) AppendTo(b []byte) []byte {
	if k == 0 {
		return b
	}
	var text [keyLength]byte
	n := uint64(k) / 11
	for i := keyDigits - 1; i >= 0; i-- {
		text[i] = '0' + byte(n%10)
		n /= 10
	}
	text[keyDigits] = checkChars[uint64(k)%11]
	return append(b, text[:]...)
}

// Birth is the birth date written in the number, and false where the calendar
// has no such day. A date that is merely implausible is returned.
func (k Key) Birth() (period.Date, bool) { return birthIn(uint64(k) / 11) }

// birthIn is the birth date within the 17 digits n.
func birthIn(n uint64) (period.Date, bool) {
	date := int(n / overSequence % 100_000_000)
	return period.DateOf(date/10_000, date/100%100, date%100)
}

// Valid says whether the check character is that of the first 17 digits.
func (k Key) Valid() bool {
	n, sum, weight := uint64(k)/11, uint64(0), uint64(2)
	for range keyDigits {
		sum += n % 10 * weight
		weight = weight * 2 % 11
		n /= 10
	}
	return (sum+uint64(k)%11)%11 == 1
}

// Rounded says whether the number ends in 000, as one does that went through a
// spreadsheet as a number.
func (k Key) Rounded() bool { return k != 0 && uint64(k)%(11*100) == 0 }

// checkChars are the check characters by value.
const checkChars = "0123456789X"

// CheckChar is the check character (ISO 7064 MOD 11-2) of the first 17 digits
// of an ID number, and 0 where first17 is anything but 17 digits.
func CheckChar(first17 string) byte {
	if len(first17) != keyDigits {
		return 0
	}
	_, sum, ok := readDigits(first17)
	if !ok {
		return 0
	}
	return checkChars[checkValue(sum)]
}

// readDigits reads a text of ASCII digits of at most 17: n is their value, sum
// is Σ digit × 2^(places to its right), from which the check value follows.
func readDigits(text string) (n, sum uint64, ok bool) {
	for i := range len(text) {
		d := uint64(text[i] - '0')
		if d > 9 {
			return 0, 0, false
		}
		n = n*10 + d
		sum = sum*2 + d
	}
	return n, sum, true
}

// checkValue is the value, 0–10, that makes the number's weighted sum 1 modulo
// 11. The weights of the standard (7 9 10 5 8 4 2 …) are the powers of two
// modulo 11, which readDigits leaves unreduced: 17 digits sum to less than 2^21.
func checkValue(sum uint64) uint64 { return (12 - sum*2%11) % 11 }
