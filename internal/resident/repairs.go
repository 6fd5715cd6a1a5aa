package resident

// figures is the characters of an ID number as values: of digits 0–9, of X 10,
// and noFigure for whatever no number has.
type figures [keyLength]uint8

const noFigure = 11

// AppendRepairs appends the keys whose check character is right and that one
// slip of the pen turns into text, which is cleaned as by CleanID: a character
// substituted or left out, or two neighbours transposed. They are about twenty
// for 17 or 18 characters, some of them twice, and none for other lengths or
// where the check character is right: it catches each of these slips.
func AppendRepairs(keys []Key, text string) []Key {
	var f figures
	length := 0
	for _, r := range text {
		if length == keyLength {
			return keys
		}
		f[length] = figureOf(r)
		length++
	}
	switch length {
	case keyLength:
		return f.appendChanged(keys)
	case keyDigits:
		return f.appendFilled(keys)
	}
	return keys
}

func figureOf(r rune) uint8 {
	switch {
	case r >= '0' && r <= '9':
		return uint8(r - '0')
	case r == 'X':
		return 10
	}
	return noFigure
}

// appendChanged appends what differs by one character, or by the order of two.
func (f *figures) appendChanged(keys []Key) []Key {
	for at, written := range f {
		if key, figure := f.filled(at); key != 0 && figure != written {
			keys = append(keys, key)
		}
		if at == 0 || written == f[at-1] {
			continue
		}
		f[at-1], f[at] = f[at], f[at-1]
		if key, figure := f.filled(at); key != 0 && figure == f[at] {
			keys = append(keys, key)
		}
		f[at-1], f[at] = f[at], f[at-1]
	}
	return keys
}

// appendFilled appends what has one character more than the 17 of f.
func (f *figures) appendFilled(keys []Key) []Key {
	for at := keyDigits; ; at-- {
		if key, _ := f.filled(at); key != 0 {
			keys = append(keys, key)
		}
		if at == 0 {
			return keys
		}
		f[at] = f[at-1]
	}
}

// filled is the number with the one figure at a place that makes its check
// character right, and that figure. It is 0 where there is no such number: the
// place would need an X, or another one has what it cannot have.
func (f *figures) filled(at int) (Key, uint8) {
	g := *f
	g[at] = 0
	sum := uint64(0)
	for i, figure := range g {
		if figure > 9 && (figure > 10 || i < keyDigits) {
			return 0, 0
		}
		sum = sum*2 + uint64(figure)
	}
	g[at] = uint8((12 - sum%11) << (3 + at) % 11) // the place's weight is 2^(17-at), and 2^20 is 1 modulo 11
	if g[at] > 9 && at < keyDigits {
		return 0, 0
	}
	n := uint64(0)
	for _, figure := range g[:keyDigits] {
		n = n*10 + uint64(figure)
	}
	return Key(n*11 + uint64(g[keyDigits])), g[at]
}
