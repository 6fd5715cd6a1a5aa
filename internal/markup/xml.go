package markup

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
)

// xmlReader reads the tags and texts of an XML document one by one, and sees
// that every element ends and nothing is missing behind them.
type xmlReader struct {
	src     *meter
	decoder *xml.Decoder
	open    []xml.Name // elements, the outermost first
	ended   bool       // the outermost has
}

// errCutXML says that a document is not all there.
var errCutXML = errors.New("its XML ends too early: the file is truncated or damaged")

func newXMLReader(text io.Reader) *xmlReader {
	src := &meter{src: text}
	x := &xmlReader{src: src, decoder: xml.NewDecoder(bufio.NewReaderSize(src, bufferSize))}
	x.decoder.CharsetReader = func(_ string, text io.Reader) (io.Reader, error) { return text, nil }
	return x
}

// next is the next start tag, end tag or text. An element that is written <a/>
// has a start and an end like any other. The end of a document that is whole is io.EOF.
func (x *xmlReader) next() (xml.Token, error) {
	for {
		x.src.left = maxToken
		token, err := x.decoder.RawToken()
		if err != nil {
			return nil, x.failed(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch {
			case x.ended:
				return nil, x.damaged("something follows its end")
			case len(x.open) >= maxElements:
				return nil, errDepth
			}
			x.open = append(x.open, token.Name)
			return token, nil
		case xml.EndElement:
			last := len(x.open) - 1
			if last < 0 || x.open[last] != token.Name {
				return nil, x.damaged("an end tag without its start tag")
			}
			x.open = x.open[:last]
			x.ended = last == 0
			return token, nil
		case xml.CharData:
			switch {
			case len(x.open) > 0:
				return token, nil
			case slices.ContainsFunc(token, func(c byte) bool { return !isSpace(c) }):
				return nil, x.damaged("a text stands outside its elements")
			}
		case xml.Directive:
			return nil, x.damaged("a document type, which spreadsheets have none of")
		}
	}
}

// skip moves to the end of the element whose start tag was just returned.
func (x *xmlReader) skip() error {
	for depth := len(x.open); len(x.open) >= depth; {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// failed says what an error of the decoder means. Its own texts may quote the
// document, and so a person.
func (x *xmlReader) failed(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case x.src.err != nil && x.src.err != io.EOF:
		return x.src.err
	case err == io.EOF && x.ended:
		return io.EOF
	case err == io.EOF, errors.As(err, &syntax) && x.src.err == io.EOF && syntax.Msg == "unexpected EOF":
		return errCutXML
	}
	return x.damaged("it is not written properly")
}

func (x *xmlReader) damaged(what string) error {
	line, _ := x.decoder.InputPos()
	return fmt.Errorf("its XML is damaged: line %d: %s", line, what)
}

// attr is the value of the attribute that has that name, whatever its prefix.
func attr(start xml.StartElement, name string) (value string, ok bool) {
	for _, attr := range start.Attr {
		if attr.Name.Local == name && attr.Name.Space != "xmlns" {
			return attr.Value, true
		}
	}
	return "", false
}

// meter is a text of which only so much may be read for one token.
type meter struct {
	src  io.Reader
	left int
	err  error // of src or of the limit
}

// Read is io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	switch {
	case m.err != nil:
		return 0, m.err
	case m.left <= 0:
		m.err = errLongToken
		return 0, m.err
	}
	var n int
	n, m.err = m.src.Read(p)
	m.left -= n
	return n, m.err
}
