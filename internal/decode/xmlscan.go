package decode

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// xmlScanner reads the tags and texts of an XML document one by one. It knows
// as much of XML as spreadsheets use: elements, attributes, text, CDATA,
// comments and processing instructions, in UTF-8. A document type is refused,
// since with it come entities. Names are compared without their prefix.
type xmlScanner struct {
	src   io.Reader
	buf   []byte
	pos   int   // of the next token in buf
	end   int   // of what is read into buf
	err   error // of src
	depth int   // of the current token: how many elements are open
	xmlToken
}

// xmlToken is a tag or a text. What it points to is valid until the scanner
// moves on.
type xmlToken struct {
	kind   tokenKind
	name   []byte // of a tag, without prefix
	attrs  []xmlAttr
	closes bool   // the start tag has its end in it: <a/>
	text   []byte // of a text, as it is written
	cdata  bool   // text is written without entities
}

// xmlAttr is one attribute as it is written.
type xmlAttr struct {
	name  []byte // with its prefix
	value []byte
}

type tokenKind int

const (
	textToken tokenKind = iota
	startTag
	endTag
)

const (
	xmlBuffer = 64 << 10
	maxToken  = 2 << 20 // bytes of one tag or text: the longest cell, all in entities
)

var (
	errTruncatedXML = errors.New("its XML ends too early: the file is truncated or damaged")
	errMoreNeeded   = errors.New("the token goes on behind the buffer")
)

func errXML(what string) error { return fmt.Errorf("its XML is damaged: %s", what) }

// reset makes the scanner read src from its beginning.
func (x *xmlScanner) reset(src io.Reader) {
	if x.buf == nil {
		x.buf = make([]byte, xmlBuffer)
	}
	*x = xmlScanner{src: src, buf: x.buf, xmlToken: xmlToken{kind: textToken, attrs: x.attrs[:0]}}
}

// next moves to the next tag or text; what the former one showed is void. An
// element that is written <a/> has a start and an end like any other. The end
// of a document all of whose elements are closed is io.EOF.
func (x *xmlScanner) next() error {
	if x.kind == endTag {
		x.depth--
		x.kind = textToken
	}
	if x.closes {
		x.closes = false
		x.kind = endTag
		return nil
	}
	for {
		if x.pos == x.end {
			if err := x.more(); err != nil {
				return err
			}
			continue
		}
		skipped, err := x.scan()
		switch {
		case errors.Is(err, errMoreNeeded):
			if err := x.more(); err != nil {
				return err
			}
		case err != nil:
			return err
		case !skipped:
			return nil
		}
	}
}

// more reads more of the document. Its end is an error within a token or an element.
func (x *xmlScanner) more() error {
	if x.pos > 0 {
		copy(x.buf, x.buf[x.pos:x.end])
		x.end -= x.pos
		x.pos = 0
	}
	if x.end == len(x.buf) {
		if len(x.buf) >= maxToken {
			return errXML("a cell or tag is too long")
		}
		x.buf = append(x.buf, make([]byte, len(x.buf))...)
	}
	for x.err == nil {
		var n int
		n, x.err = x.src.Read(x.buf[x.end:])
		x.end += n
		if n > 0 {
			return nil
		}
	}
	switch {
	case x.err != io.EOF:
		return x.err
	case x.depth > 0 || bytes.IndexByte(x.buf[:x.end], '<') >= 0:
		return errTruncatedXML
	}
	return io.EOF
}

// scan reads what stands at pos; skipped says that it was nothing of interest.
func (x *xmlScanner) scan() (skipped bool, err error) {
	rest := x.buf[x.pos:x.end]
	if rest[0] != '<' {
		n := bytes.IndexByte(rest, '<')
		if n < 0 {
			return false, errMoreNeeded
		}
		x.kind, x.text, x.cdata = textToken, rest[:n], false
		x.pos += n
		return x.depth == 0, nil
	}
	if len(rest) < 2 {
		return false, errMoreNeeded
	}
	switch rest[1] {
	case '/':
		return false, x.scanEnd(rest)
	case '?':
		return true, x.skipPast(rest, 2, "?>")
	case '!':
		return x.scanDeclaration(rest)
	}
	return false, x.scanStart(rest)
}

func (x *xmlScanner) scanEnd(rest []byte) error {
	n := bytes.IndexByte(rest, '>')
	if n < 0 {
		return errMoreNeeded
	}
	if x.depth == 0 {
		return errXML("an end tag without its start tag")
	}
	name := rest[2:n]
	for len(name) > 0 && isSpace(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	x.kind = endTag
	x.name = localName(name)
	x.pos += n + 1
	return nil
}

// scanStart reads a tag with its attributes. A > within quotes is part of a value.
func (x *xmlScanner) scanStart(rest []byte) error {
	at := 1 + nameLength(rest[1:])
	name := rest[1:at]
	x.attrs = x.attrs[:0]
	for {
		at += spaceLength(rest[at:])
		if at >= len(rest) {
			return errMoreNeeded
		}
		if rest[at] == '>' || rest[at] == '/' {
			break
		}
		attr, n, err := readAttr(rest[at:])
		if err != nil {
			return err
		}
		x.attrs = append(x.attrs, attr)
		at += n
	}
	closes := rest[at] == '/'
	if closes {
		if at++; at >= len(rest) {
			return errMoreNeeded
		}
	}
	if rest[at] != '>' || len(name) == 0 {
		return errXML("a tag is not written properly")
	}
	x.kind, x.name, x.closes = startTag, localName(name), closes
	x.depth++
	x.pos += at + 1
	return nil
}

// readAttr reads name="value" or name='value' and returns its length.
func readAttr(text []byte) (xmlAttr, int, error) {
	n := nameLength(text)
	at := n + spaceLength(text[n:])
	if at >= len(text) {
		return xmlAttr{}, 0, errMoreNeeded
	}
	if n == 0 || text[at] != '=' {
		return xmlAttr{}, 0, errXML("an attribute is not written properly")
	}
	at++
	at += spaceLength(text[at:])
	if at >= len(text) {
		return xmlAttr{}, 0, errMoreNeeded
	}
	quote := text[at]
	if quote != '"' && quote != '\'' {
		return xmlAttr{}, 0, errXML("an attribute has no quotes")
	}
	at++
	length := bytes.IndexByte(text[at:], quote)
	if length < 0 {
		return xmlAttr{}, 0, errMoreNeeded
	}
	return xmlAttr{name: text[:n], value: text[at : at+length]}, at + length + 1, nil
}

// scanDeclaration deals with what begins with <!: comments and CDATA.
func (x *xmlScanner) scanDeclaration(rest []byte) (skipped bool, err error) {
	const comment, cdata = "<!--", "<![CDATA["
	switch {
	case bytes.HasPrefix(rest, []byte(comment)):
		return true, x.skipPast(rest, len(comment), "-->")
	case bytes.HasPrefix(rest, []byte(cdata)):
		n := bytes.Index(rest, []byte("]]>"))
		if n < 0 {
			return false, errMoreNeeded
		}
		x.kind, x.text, x.cdata = textToken, rest[len(cdata):n], true
		x.pos += n + len("]]>")
		return false, nil
	case len(rest) < len(cdata):
		return false, errMoreNeeded
	}
	return false, errXML("a document type, which spreadsheets have none of")
}

// skipPast moves behind the next mark that stands at or after from in rest.
func (x *xmlScanner) skipPast(rest []byte, from int, mark string) error {
	n := bytes.Index(rest[from:], []byte(mark))
	if n < 0 {
		return errMoreNeeded
	}
	x.pos += from + n + len(mark)
	return nil
}

// skip moves to the end of the element whose start tag was just returned.
func (x *xmlScanner) skip() error {
	for depth := x.depth; ; {
		if err := x.next(); err != nil {
			return err
		}
		if x.kind == endTag && x.depth == depth {
			return nil
		}
	}
}

// is says whether the tag has that name.
func (x *xmlScanner) is(name string) bool { return string(x.name) == name }

// attr is the value of the attribute that has that name and no prefix, nil
// where there is none.
func (x *xmlScanner) attr(name string) []byte {
	for i := range x.attrs {
		if string(x.attrs[i].name) == name {
			return meantValue(x.attrs[i].value)
		}
	}
	return nil
}

// meantValue is a value with its entities resolved; one that has unknown ones
// stays as it is written.
func meantValue(written []byte) []byte {
	if bytes.IndexByte(written, '&') < 0 {
		return written
	}
	meant, err := appendXML([]byte{}, written, false)
	if err != nil {
		return written
	}
	return meant
}

// localName is a name without its prefix. Names are too short for IndexByte to pay.
func localName(name []byte) []byte {
	for i, c := range name {
		if c != ':' {
			continue
		}
		if i > 0 && i < len(name)-1 {
			return name[i+1:]
		}
		break
	}
	return name
}

func nameLength(text []byte) int {
	for i, c := range text {
		switch c {
		case ' ', '\t', '\r', '\n', '>', '/', '=', '"', '\'', '<':
			return i
		}
	}
	return len(text)
}

func spaceLength(text []byte) int {
	for i, c := range text {
		if !isSpace(c) {
			return i
		}
	}
	return len(text)
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
