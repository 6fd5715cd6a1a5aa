package table

import (
	"bytes"
	"math"
	"strconv"
)

// exactDigits is how many digits of a number a spreadsheet keeps.
const exactDigits = 15

// AppendNumber appends a number that is kept as a 64-bit float, in one way of
// writing whatever way text writes it: integers of at most 15 digits plain,
// longer ones as 4.30599199001011E+17, for they may have lost digits, and
// fractions plain. What is no number is appended as it stands.
func AppendNumber(dst, text []byte) []byte {
	if isPlainInteger(text) {
		return append(dst, text...)
	}
	for _, c := range text {
		if !isDigit(c) && c != '+' && c != '-' && c != '.' && c != 'e' && c != 'E' {
			return append(dst, text...)
		}
	}
	number, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return append(dst, text...)
	}
	return AppendFloat(dst, number)
}

// AppendFloat is AppendNumber for a number that is a float already.
func AppendFloat(dst []byte, number float64) []byte {
	size := math.Abs(number)
	switch {
	case size == 0:
		return append(dst, '0')
	case size >= 1e15 || size < 1e-15:
		return strconv.AppendFloat(dst, number, 'E', -1, 64)
	}
	return strconv.AppendFloat(dst, number, 'f', -1, 64)
}

// isPlainInteger says whether text is already written as AppendNumber writes.
func isPlainInteger(text []byte) bool {
	if len(text) == 0 || len(text) > exactDigits || text[0] == '0' && len(text) > 1 {
		return false
	}
	for _, c := range text {
		if !isDigit(c) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// PlainDate writes 2018-10-01T00:00:00.000Z as 2018-10-01, and a time of the
// day behind a space. It writes into value.
func PlainDate(value []byte) []byte {
	date, clock, ok := bytes.Cut(value, []byte("T"))
	if !ok {
		return value
	}
	clock = bytes.TrimSuffix(clock, []byte("Z"))
	if len(bytes.Trim(clock, "0:.")) == 0 {
		return date
	}
	value[len(date)] = ' '
	return value[:len(date)+1+len(clock)]
}
