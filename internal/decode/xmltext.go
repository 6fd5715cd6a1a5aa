package decode

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// appendElement appends the text of the element whose start tag was just
// returned, and moves to its end. Elements within it are passed over.
func (x *xmlScanner) appendElement(dst []byte) ([]byte, error) {
	for depth := x.depth; ; {
		if err := x.next(); err != nil {
			return dst, err
		}
		switch {
		case x.kind == endTag && x.depth == depth:
			return dst, nil
		case x.kind == startTag:
			if err := x.skip(); err != nil {
				return dst, err
			}
		case x.kind == textToken:
			var err error
			if dst, err = appendXML(dst, x.text, x.cdata); err != nil {
				return dst, err
			}
		}
	}
}

// appendRich appends the text of a string with its runs, <t> or <r><t>, and
// leaves out how it is pronounced, <rPh>. It is called at the start tag of the
// string and moves to its end.
func (x *xmlScanner) appendRich(dst []byte) ([]byte, error) {
	for depth := x.depth; ; {
		if err := x.next(); err != nil {
			return dst, err
		}
		var err error
		switch {
		case x.kind == endTag && x.depth == depth:
			return dst, nil
		case x.kind == startTag && x.is("t"):
			start := len(dst)
			dst, err = x.appendElement(dst)
			dst = dst[:start+len(unescape(dst[start:]))]
		case x.kind == startTag && !x.is("r"):
			err = x.skip()
		}
		if err != nil {
			return dst, err
		}
	}
}

// appendXML appends text as it is meant: entities resolved, line breaks as \n.
func appendXML(dst, text []byte, cdata bool) ([]byte, error) {
	for len(text) > 0 {
		i := bytes.IndexByte(text, '\r')
		if i < 0 {
			i = len(text)
		}
		if !cdata {
			if j := bytes.IndexByte(text[:i], '&'); j >= 0 {
				i = j
			}
		}
		dst = append(dst, text[:i]...)
		if text = text[i:]; len(text) == 0 {
			break
		}
		if text[0] == '\r' {
			dst = append(dst, '\n')
			text = bytes.TrimPrefix(text[1:], []byte("\n"))
			continue
		}
		end := bytes.IndexByte(text, ';')
		r := entity(text[1:max(end, 1)])
		if r < 0 {
			return dst, errXML("it has an entity that XML does not know")
		}
		dst = utf8.AppendRune(dst, r)
		text = text[end+1:]
	}
	return dst, nil
}

// entity is the character that &name; stands for, or -1.
func entity(name []byte) rune {
	switch string(name) {
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "amp":
		return '&'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	digits, ok := bytes.CutPrefix(name, []byte("#"))
	if !ok {
		return -1
	}
	base := 10
	if hex, ok := bytes.CutPrefix(digits, []byte("x")); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || !isXMLCharacter(rune(n)) {
		return -1
	}
	return rune(n)
}

func isXMLCharacter(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r < 0xD800 || r >= 0xE000 && r < 0xFFFE || r > 0xFFFF && r <= utf8.MaxRune
}

// escapeLength is the length of _xHHHH_, with which workbooks write a UTF-16
// unit that XML cannot hold, and an underscore that would begin such a thing.
const escapeLength = len("_xHHHH_")

// unescape resolves _xHHHH_ in place. Half a surrogate pair stays as it is.
func unescape(text []byte) []byte {
	if !bytes.Contains(text, []byte("_x")) {
		return text
	}
	out := text[:0]
	for len(text) > 0 {
		unit, ok := escaped(text)
		if !ok {
			out = append(out, text[0])
			text = text[1:]
			continue
		}
		size := escapeLength
		r := rune(unit)
		if utf16.IsSurrogate(r) {
			low, ok := escaped(text[size:])
			r = utf16.DecodeRune(r, rune(low))
			size *= 2
			if !ok || r == utf8.RuneError {
				out = append(out, text[:escapeLength]...)
				text = text[escapeLength:]
				continue
			}
		}
		out = utf8.AppendRune(out, r) // at most 4 bytes for 7
		text = text[size:]
	}
	return out
}

// escaped is the UTF-16 unit of the escape that text begins with, if it does.
func escaped(text []byte) (unit uint16, ok bool) {
	if len(text) < escapeLength || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	for _, c := range text[2:6] {
		switch {
		case isDigit(c):
			unit = unit<<4 | uint16(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			unit = unit<<4 | uint16(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return unit, true
}
