package jsontable

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// lexer takes JSON text apart into its smallest parts, as RFC 8259 has them.
type lexer struct {
	src    io.Reader
	left   int64  // bytes of src that were not read yet
	buf    []byte // a window on the text
	at     int    // the next byte, in buf
	mark   int    // the first byte that is still needed, in buf
	base   int64  // of buf in the text
	record bool   // whether at is within a record
	limit  int64  // where what is being read, be it a record, must have ended
	plain  []byte // a string whose escapes are resolved
}

// byteOrderMark may precede the text, and belongs to no value.
const byteOrderMark = "\xEF\xBB\xBF"

// chunk is how many bytes are read at a time.
const chunk = 64 << 10

// What text can be wrong in.
var (
	errCutOff   = errors.New("the text ends within a value: the file is truncated")
	errShrunk   = errors.New("the file became shorter while it was read: run again when it is complete")
	errSyntax   = errors.New("this is not JSON")
	errString   = errors.New("a line break or another control character stands in a string: this is not JSON")
	errEncoding = errors.New("a string is not in UTF-8")
	errTooLong  = fmt.Errorf("a record, or a string, of more than %d MiB: a quote was lost, or rows is not the list of records", maxRecord>>20)
	errTooDeep  = errors.New("values are nested too deep")
)

func newLexer(r io.ReaderAt, size int64) *lexer {
	return &lexer{src: io.NewSectionReader(r, 0, size), left: size}
}

// offset is where in the text the next byte stands.
func (l *lexer) offset() int64 { return l.base + int64(l.at) }

// start keeps what is read from here on, until the next start.
func (l *lexer) start() {
	l.mark = l.at
	if !l.record {
		l.limit = l.offset() + maxRecord
	}
}

// more reads at least one further byte into the window, and moves the window on
// to mark. It returns io.EOF at the end.
func (l *lexer) more() error {
	if l.left == 0 {
		return io.EOF
	}
	if l.base+int64(len(l.buf)) > l.limit {
		return errTooLong
	}
	kept := len(l.buf) - l.mark
	if cap(l.buf) < kept+chunk {
		grown := make([]byte, kept, 2*kept+2*chunk)
		copy(grown, l.buf[l.mark:])
		l.buf = grown
	} else {
		l.buf = l.buf[:copy(l.buf, l.buf[l.mark:])]
	}
	l.base += int64(l.mark)
	l.at -= l.mark
	l.mark = 0
	room := l.buf[kept:min(int64(cap(l.buf)), int64(kept)+min(l.left, chunk))]
	n, err := io.ReadAtLeast(l.src, room, 1)
	l.buf = l.buf[:kept+n]
	l.left -= int64(n)
	if l.base == 0 && kept == 0 && bytes.HasPrefix(l.buf, []byte(byteOrderMark)) {
		l.at = len(byteOrderMark)
	}
	if err == io.EOF {
		return errShrunk
	}
	return err
}

// need is more where the text may not end.
func (l *lexer) need() error {
	err := l.more()
	if err == io.EOF {
		return errCutOff
	}
	return err
}

// peek is the next byte after white space, which is left where it is; io.EOF
// where there is none.
func (l *lexer) peek() (byte, error) {
	for {
		for ; l.at < len(l.buf); l.at++ {
			if c := l.buf[l.at]; c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				return c, nil
			}
		}
		l.start()
		if err := l.more(); err != nil {
			return 0, err
		}
	}
}

// expect is peek where the text may not end.
func (l *lexer) expect() (byte, error) {
	c, err := l.peek()
	if err == io.EOF {
		err = errCutOff
	}
	return c, err
}

// take reads one byte that must be c, after white space.
func (l *lexer) take(c byte) error {
	found, err := l.expect()
	if err != nil {
		return err
	}
	if found != c {
		return errSyntax
	}
	l.at++
	return nil
}

// element, in a list or object that ends with closing, goes to its next element,
// and over the comma before it; ok is false after the end.
func (l *lexer) element(closing byte, first bool) (c byte, ok bool, err error) {
	if c, err = l.expect(); err != nil {
		return 0, false, err
	}
	if c == closing {
		l.at++
		return 0, false, nil
	}
	if !first {
		if err := l.take(','); err != nil {
			return 0, false, err
		}
		c, err = l.expect()
	}
	return c, true, err
}

// maxDepth is how deep values may be nested that are not read.
const maxDepth = 100

// skip passes over a value that begins with c.
func (l *lexer) skip(c byte, depth int) error {
	if depth > maxDepth {
		return errTooDeep
	}
	switch c {
	case '[':
		l.at++
		return l.skipList(true, depth)
	case '{':
		l.at++
	default:
		_, err := l.scalar(c)
		return err
	}
	for first := true; ; first = false {
		c, ok, err := l.element('}', first)
		if err != nil || !ok {
			return err
		}
		if _, err := l.key(c); err != nil {
			return err
		}
		if c, err = l.colon(); err != nil {
			return err
		}
		if err := l.skip(c, depth+1); err != nil {
			return err
		}
	}
}

// skipList passes over the elements of a list that are left.
func (l *lexer) skipList(first bool, depth int) error {
	for ; ; first = false {
		c, ok, err := l.element(']', first)
		if err != nil || !ok {
			return err
		}
		if err := l.skip(c, depth+1); err != nil {
			return err
		}
	}
}

// key is the key of a member that begins with c; it is valid until colon.
func (l *lexer) key(c byte) ([]byte, error) {
	if c != '"' {
		return nil, errSyntax
	}
	return l.str()
}

// colon goes to the value of a member whose key was read.
func (l *lexer) colon() (byte, error) {
	if err := l.take(':'); err != nil {
		return 0, err
	}
	return l.expect()
}
