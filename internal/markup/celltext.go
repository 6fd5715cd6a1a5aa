package markup

import (
	"bytes"

	"github.com/bidui/bidui/internal/table"
)

// cellText gathers the text of a cell as a browser shows it: runs of white
// space are one space, none stands at the ends or beside a line break; spaces
// that do not break, &nbsp;, are spaces that stay.
type cellText struct {
	text   []byte
	space  bool // is due before what follows
	breaks int  // line breaks are
}

func (c *cellText) reset() { *c = cellText{text: c.text[:0]} }

// add appends text of the document in which entities are resolved.
func (c *cellText) add(text []byte) {
	for len(text) > 0 {
		n := plainLength(text)
		switch {
		case n > 0:
			c.settle()
			c.text = append(c.text, text[:n]...)
		case text[0] == hardSpace[0]:
			c.settle()
			c.text = append(c.text, ' ')
			n = len(hardSpace)
		default:
			c.space = true
			n = 1
		}
		text = text[n:]
	}
}

// settle writes what is due; at the beginning nothing is.
func (c *cellText) settle() {
	switch {
	case len(c.text) == 0:
	case c.breaks > 0:
		c.text = append(c.text, bytes.Repeat([]byte("\n"), c.breaks)...)
	case c.space:
		c.text = append(c.text, ' ')
	}
	c.space, c.breaks = false, 0
}

// lineBreak is <br>.
func (c *cellText) lineBreak() { c.breaks = min(c.breaks+1, table.MaxCellText) }

// block is the beginning or the end of an element with lines of its own.
func (c *cellText) block() { c.breaks = max(c.breaks, 1) }

// blank says whether there is no text yet.
func (c *cellText) blank() bool { return len(bytes.Trim(c.text, " \n")) == 0 }

// take is the text, valid until the next add or reset.
func (c *cellText) take() []byte {
	text := bytes.Trim(c.text, " \n")
	c.reset()
	return text
}

const hardSpace = "\u00A0"

// plainLength is how many bytes text has before the first white space.
func plainLength(text []byte) int {
	for i, c := range text {
		if c <= ' ' && isSpace(c) || c == hardSpace[0] && i+1 < len(text) && text[i+1] == hardSpace[1] {
			return i
		}
	}
	return len(text)
}
