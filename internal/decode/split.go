package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/bits"

	"github.com/bidui/bidui/internal/table"
)

// splitter takes delimited UTF-8 text apart, as encoding/csv does without
// LazyQuotes, with one difference. A cell that begins with " ends at the next
// lone "; "" within it is one ", line breaks within it belong to it (\r\n as
// \n). In a cell that does not begin with ", a " is an error, except in what
// Excel writes to keep a number text: a cell that begins with =", ends with "
// and has no other " in it is kept as it stands, ="430599…".
type splitter struct {
	comma   byte
	maxRows int // a batch ends with this many rows
	records int // records met so far, blank ones included
}

// padding is how many readable zero bytes must follow the text to be split.
const padding = 8

// What the text's quotes can be wrong in.
var (
	errOpenQuote  = errors.New("a quote is opened and never closed: the file is truncated or a quote was lost")
	errBareQuote  = errors.New(`a quote stands inside a cell that does not begin with one: double it and put quotes around the cell`)
	errAfterQuote = errors.New("something follows the closing quote of a cell: a quote was lost or not doubled")
)

// split adds the complete records of padded[:n] to b, up to maxRows rows, and
// returns how many bytes they took. Blank records are counted and left out. The
// last record needs no line break where final says that no text follows.
func (s *splitter) split(b *table.Batch, padded []byte, n int, final bool) (taken int, err error) {
	text := padded[:n]
	for taken < n && len(b.Rows) < s.maxRows {
		quote := bytes.IndexByte(text[taken:], '"')
		if quote < 0 {
			quote = n
		} else {
			quote += taken
		}
		taken = s.plain(b, padded, taken, quote)
		if taken == n || len(b.Rows) >= s.maxRows || quote == n && !final {
			break
		}
		next, err := s.record(b, text, taken, final)
		if err != nil || next == taken {
			return taken, err
		}
		taken = next
	}
	return taken, nil
}

// plain adds the complete records between from and to, where no quote stands,
// and returns where the next begins. It looks at eight bytes at a time.
func (s *splitter) plain(b *table.Batch, padded []byte, from, to int) int {
	commas, newlines := uint64(s.comma)*ones, uint64('\n')*ones
	cells := b.AvailableCells()
	record, start := from, from
	for at := from; at < to; at += 8 {
		word := binary.LittleEndian.Uint64(padded[at:])
		for hits := zeros(word^commas) | zeros(word^newlines); hits != 0; hits &= hits - 1 {
			end := at + bits.TrailingZeros64(hits)>>3
			if end >= to {
				return record
			}
			if padded[end] != '\n' {
				cells = append(cells, table.View(padded[start:end]))
				start = end + 1
				continue
			}
			s.records++
			last := withoutReturn(padded[start:end])
			if start > record || len(last) > 0 {
				b.AddRow(s.records, append(cells, table.View(last)))
				cells = b.AvailableCells()
			}
			start = end + 1
			record = start
			if len(b.Rows) >= s.maxRows {
				return record
			}
		}
	}
	return record
}

const (
	ones = 0x0101010101010101
	lows = 0x7f7f7f7f7f7f7f7f
)

// zeros has the top bit of each byte set that is zero in word.
func zeros(word uint64) uint64 { return ^((word&lows + lows) | word | lows) }

// record adds the record that begins at from, be it blank, and returns where
// the next begins: from itself where the record is not all there yet.
func (s *splitter) record(b *table.Batch, text []byte, from int, final bool) (next int, err error) {
	cells := b.AvailableCells()
	for at := from; ; {
		var c cell
		if at < len(text) && text[at] == '"' {
			c, err = s.quoted(b, text, at, final)
		} else {
			c, err = s.unquoted(text, at, final)
		}
		if err != nil || !c.complete {
			return from, err
		}
		at = c.next
		if !c.last {
			cells = append(cells, c.text)
			continue
		}
		s.records++
		if c.text != "" || len(cells) > 0 || text[from] == '"' {
			b.AddRow(s.records, append(cells, c.text))
		}
		return at, nil
	}
}

// cell is one cell of a record as record meets it.
type cell struct {
	text     string
	next     int  // where what follows its separator begins
	last     bool // it ends the record
	complete bool // false: more text is needed to see its end
}

func (s *splitter) unquoted(text []byte, from int, final bool) (cell, error) {
	end := from
	for end < len(text) && text[end] != s.comma && text[end] != '\n' {
		end++
	}
	c := cell{next: end + 1, last: true, complete: true}
	body := text[from:end]
	switch {
	case end == len(text) && !final:
		return cell{}, nil
	case end == len(text):
		c.next = end
		body = withoutReturn(body)
	case text[end] == '\n':
		body = withoutReturn(body)
	default:
		c.last = false
	}
	if bytes.IndexByte(body, '"') >= 0 && !isTextFormula(body) {
		return cell{}, errBareQuote
	}
	c.text = table.View(body)
	return c, nil
}

// isTextFormula says whether body is ="…" without another quote.
func isTextFormula(body []byte) bool {
	return len(body) >= 3 && body[0] == '=' && body[1] == '"' && bytes.IndexByte(body[2:], '"') == len(body)-3
}

func (s *splitter) quoted(b *table.Batch, text []byte, from int, final bool) (cell, error) {
	body := from + 1
	doubled := false
	for at := body; ; {
		i := bytes.IndexByte(text[at:], '"')
		if i < 0 {
			if final {
				return cell{}, errOpenQuote
			}
			return cell{}, nil
		}
		end := at + i
		if end+1 < len(text) && text[end+1] == '"' {
			doubled = true
			at = end + 2
			continue
		}
		c, err := s.afterQuote(text, end+1, final)
		if err == nil && c.complete {
			c.text = unquote(b, text[body:end], doubled)
		}
		return c, err
	}
}

// afterQuote looks at what follows a closing quote.
func (s *splitter) afterQuote(text []byte, at int, final bool) (cell, error) {
	switch rest := text[at:]; {
	case len(rest) == 0, len(rest) == 1 && rest[0] == '\r':
		return cell{next: len(text), last: true, complete: final}, nil
	case rest[0] == s.comma:
		return cell{next: at + 1, complete: true}, nil
	case rest[0] == '\n':
		return cell{next: at + 1, last: true, complete: true}, nil
	case rest[0] == '\r' && rest[1] == '\n':
		return cell{next: at + 2, last: true, complete: true}, nil
	}
	return cell{}, errAfterQuote
}

// unquote is the text between quotes: "" is ", and \r\n is \n.
func unquote(b *table.Batch, body []byte, doubled bool) string {
	if !doubled && !bytes.Contains(body, []byte("\r\n")) {
		return table.View(body)
	}
	held := b.Alloc(len(body))[:0]
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case c == '\r' && i+1 < len(body) && body[i+1] == '\n':
		case c == '"':
			i++
			held = append(held, c)
		default:
			held = append(held, c)
		}
	}
	return table.View(held)
}

// withoutReturn is line without the \r that a line break may begin with.
func withoutReturn(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}
