package markup

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// sniff says whether text is an XML spreadsheet, by its first element, and
// passes over what may stand before a declaration. All else is taken for HTML.
func sniff(text *bufio.Reader) (isXML bool, err error) {
	head, err := text.Peek(bufferSize)
	if err != nil && err != io.EOF && !errors.Is(err, bufio.ErrBufferFull) {
		return false, err
	}
	start := bytes.TrimLeft(head, "\uFEFF \t\r\n")
	if _, err := text.Discard(len(head) - len(start)); err != nil {
		return false, err
	}
	return string(localName(firstElement(start))) == "Workbook", nil
}

// firstElement is the name of the first start tag in head, behind
// declarations and comments.
func firstElement(head []byte) []byte {
	for {
		head = trimSpace(head)
		end := ">"
		switch {
		case len(head) < 2 || head[0] != '<':
			return nil
		case bytes.HasPrefix(head, []byte("<!--")):
			end = "-->"
		case head[1] == '?':
			end = "?>"
		case head[1] != '!':
			return head[1 : 1+nameLength(head[1:])]
		case bytes.IndexByte(head, '[') >= 0 && bytes.IndexByte(head, '[') < bytes.IndexByte(head, '>'):
			end = "]>"
		}
		_, rest, found := bytes.Cut(head, []byte(end))
		if !found {
			return nil
		}
		head = rest
	}
}

// localName is a name without its prefix.
func localName(name []byte) []byte {
	if _, local, found := bytes.Cut(name, []byte(":")); found {
		return local
	}
	return name
}

// nameLength is how many bytes of text, which begins with it, a tag's name has.
func nameLength(text []byte) int {
	for i, c := range text {
		if isSpace(c) || c == '/' || c == '>' {
			return i
		}
	}
	return len(text)
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// trimSpace takes from both ends what markup counts as white space.
func trimSpace(text []byte) []byte {
	for len(text) > 0 && isSpace(text[0]) {
		text = text[1:]
	}
	for len(text) > 0 && isSpace(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}
