package jsontable

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// What cells have for true and false.
var (
	wordTrue  = []byte("TRUE")
	wordFalse = []byte("FALSE")
)

// scalar reads a value that begins with c and is no list or object, as the text
// of a cell. It is valid until the lexer reads on.
func (l *lexer) scalar(c byte) ([]byte, error) {
	switch {
	case c == '"':
		return l.str()
	case c == 't':
		return wordTrue, l.word("true")
	case c == 'f':
		return wordFalse, l.word("false")
	case c == 'n':
		return nil, l.word("null")
	case c == '-' || isDigit(c):
		return l.number()
	}
	return nil, errSyntax
}

func (l *lexer) word(word string) error {
	l.start()
	if err := l.ahead(len(word)); err != nil {
		return err
	}
	if string(l.buf[l.at:l.at+len(word)]) != word {
		return errSyntax
	}
	l.at += len(word)
	return nil
}

// ahead has the next n bytes in the window.
func (l *lexer) ahead(n int) error {
	for len(l.buf)-l.at < n {
		if err := l.need(); err != nil {
			return err
		}
	}
	return nil
}

func (l *lexer) number() ([]byte, error) {
	l.start()
	for {
		for l.at < len(l.buf) && isOfNumber(l.buf[l.at]) {
			l.at++
		}
		if l.at < len(l.buf) {
			break
		}
		err := l.more()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	text := l.buf[l.mark:l.at]
	if !isNumber(text) {
		return nil, errSyntax
	}
	return text, nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isOfNumber(c byte) bool { return isDigit(c) || c == '-' || c == '+' || c == '.' || c|0x20 == 'e' }

// isNumber says whether text is a number and nothing else.
func isNumber(text []byte) bool {
	text = bytes.TrimPrefix(text, []byte("-"))
	whole := digits(text)
	if whole == 0 || whole > 1 && text[0] == '0' {
		return false
	}
	text = text[whole:]
	if len(text) > 0 && text[0] == '.' {
		fraction := digits(text[1:])
		if fraction == 0 {
			return false
		}
		text = text[1+fraction:]
	}
	if len(text) > 0 && text[0]|0x20 == 'e' {
		text = text[1:]
		if len(text) > 0 && (text[0] == '+' || text[0] == '-') {
			text = text[1:]
		}
		exponent := digits(text)
		return exponent > 0 && exponent == len(text)
	}
	return len(text) == 0
}

// digits is how many digits text begins with.
func digits(text []byte) int {
	for i, c := range text {
		if !isDigit(c) {
			return i
		}
	}
	return len(text)
}

// str reads a string, whose quote is the next byte.
func (l *lexer) str() ([]byte, error) {
	l.at++
	l.start()
	switch c, err := l.run(); {
	case err != nil:
		return nil, err
	case c == '\\':
		return l.escaped()
	}
	text := l.buf[l.mark:l.at]
	l.at++
	return valid(text)
}

// run goes to the next quote or backslash of a string.
func (l *lexer) run() (byte, error) {
	for {
		for ; l.at < len(l.buf); l.at++ {
			switch c := l.buf[l.at]; {
			case c == '"' || c == '\\':
				return c, nil
			case c < ' ':
				return 0, errString
			}
		}
		if err := l.need(); err != nil {
			return 0, err
		}
	}
}

// escaped reads a string on from its first backslash.
func (l *lexer) escaped() ([]byte, error) {
	l.plain = l.plain[:0]
	for {
		l.plain = append(l.plain, l.buf[l.mark:l.at]...)
		if l.buf[l.at] == '"' {
			l.at++
			return valid(l.plain)
		}
		if err := l.escape(); err != nil {
			return nil, err
		}
		l.mark = l.at
		if _, err := l.run(); err != nil {
			return nil, err
		}
	}
}

// escape resolves the escape that is next. Half of a surrogate pair becomes
// U+FFFD: programs that cut text to a length leave such.
func (l *lexer) escape() error {
	if err := l.ahead(2); err != nil {
		return err
	}
	const letters, meanings = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if i := strings.IndexByte(letters, l.buf[l.at+1]); i >= 0 {
		l.plain = append(l.plain, meanings[i])
		l.at += 2
		return nil
	}
	if l.buf[l.at+1] != 'u' {
		return errSyntax
	}
	r, err := l.unit()
	if err != nil {
		return err
	}
	l.at += 6
	if utf16.IsSurrogate(r) {
		if err := l.ahead(2); err != nil {
			return err
		}
		if l.buf[l.at] != '\\' || l.buf[l.at+1] != 'u' {
			l.plain = utf8.AppendRune(l.plain, utf8.RuneError)
			return nil
		}
		second, err := l.unit()
		if err != nil {
			return err
		}
		if r = utf16.DecodeRune(r, second); r != utf8.RuneError {
			l.at += 6
		}
	}
	l.plain = utf8.AppendRune(l.plain, r)
	return nil
}

// unit is the UTF-16 code unit of the \u escape that is next.
func (l *lexer) unit() (rune, error) {
	if err := l.ahead(6); err != nil {
		return 0, err
	}
	var r rune
	for _, c := range l.buf[l.at+2 : l.at+6] {
		switch {
		case isDigit(c):
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, errSyntax
		}
	}
	return r, nil
}

func valid(text []byte) ([]byte, error) {
	if !utf8.Valid(text) {
		return nil, errEncoding
	}
	return text, nil
}
