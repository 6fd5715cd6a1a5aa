package markup

import (
	"bytes"
	"math"

	"github.com/bidui/bidui/internal/table"
)

// startTag deals with a start tag. Those that are left out before it, and end
// tags too, are understood.
func (p *page) startTag(b *table.Batch, name []byte) (event, error) {
	switch string(name) {
	case "table":
		return tableBegins, p.beginTable()
	case "script", "style", "title", "noscript", "iframe", "noembed", "noframes":
		p.end.skip = true
	case "frameset", "frame":
		return nothing, errFrames
	case "html", "body":
		p.end.unclosed = true
	case "a":
		p.anchor()
	}
	n := len(p.open)
	if n == 0 {
		return nothing, nil
	}
	g := p.open[n-1]
	switch string(name) {
	case "caption":
		g.caption = g.row.number == 0
		p.text.reset()
	case "thead", "tbody", "tfoot":
		err := p.closeRow(b, g)
		g.merged.clear()
		g.groupHidden = p.isHidden()
		return nothing, err
	case "tr":
		err := p.closeRow(b, g)
		g.openRow(g.groupHidden || p.isHidden())
		return nothing, err
	case "td", "th":
		return nothing, p.openCell(b, g)
	case "br":
		p.text.lineBreak()
	default:
		if isBlock(name) {
			p.text.block()
		}
	}
	return nothing, nil
}

// endTag deals with an end tag. One whose element is not open is nothing.
func (p *page) endTag(b *table.Batch, name []byte) (event, error) {
	p.end.skip = false
	switch string(name) {
	case "html", "body":
		p.end.unclosed = false
	case "a":
		p.names.endLink(&p.text, len(p.open) == 0)
	}
	n := len(p.open)
	if n == 0 {
		return nothing, nil
	}
	g := p.open[n-1]
	switch string(name) {
	case "table":
		return tableEnds, p.endTable(b, g)
	case "caption":
		p.endCaption(g)
	case "thead", "tbody", "tfoot":
		err := p.closeRow(b, g)
		g.merged.clear()
		g.groupHidden = false
		return nothing, err
	case "tr":
		return nothing, p.closeRow(b, g)
	case "td", "th":
		return nothing, p.closeCell(b, g)
	default:
		if isBlock(name) {
			p.text.block()
		}
	}
	return nothing, nil
}

// isBlock says whether an element of that name stands on lines of its own.
func isBlock(name []byte) bool {
	switch string(name) {
	case "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "center":
		return true
	}
	return false
}

// beginTable begins a table; what it stands in becomes layout.
func (p *page) beginTable() error {
	if n := len(p.open); n > 0 {
		around := p.open[n-1]
		switch {
		case !around.row.cell.open:
			return errLostEnd
		case n >= maxTables:
			return errDepth
		}
		around.layout = true
		around.merged.clear()
		around.row.filled = around.row.filled || !p.text.blank()
		around.row.cells = nil
	}
	id := []byte(nil)
	p.head = heading{}
	p.attributes(func(name, value []byte) {
		switch string(name) {
		case "id":
			id = value
		case "style", "hidden":
			p.head.hidden = p.head.hidden || hides(name, value)
		}
	})
	p.head.name = p.names.ofTable(id)
	p.open = append(p.open, &grid{})
	p.text.reset()
	return nil
}

// endTable ends a table, and with it its last row.
func (p *page) endTable(b *table.Batch, g *grid) error {
	if err := p.closeRow(b, g); err != nil {
		return err
	}
	if g.layout && g.texts > 0 && !g.inner {
		return errInnerTable
	}
	p.open = p.open[:len(p.open)-1]
	p.text.reset()
	if n := len(p.open); n > 0 {
		around := p.open[n-1]
		around.inner = around.inner || g.inner || g.texts > 0
	}
	return nil
}

// endCaption makes the text of a caption the name of its table.
func (p *page) endCaption(g *grid) {
	if g.caption {
		g.caption = false
		if name := p.text.take(); len(name) > 0 && len(name) <= maxNameText {
			p.head.name = string(name)
		}
	}
}

// anchor notes a link to a place on the page, and such a place.
func (p *page) anchor() {
	outside := len(p.open) == 0
	p.attributes(func(name, value []byte) {
		switch string(name) {
		case "href":
			if target, ok := bytes.CutPrefix(value, []byte("#")); ok && outside {
				p.text.reset()
				p.names.link = string(target)
			}
		case "name", "id":
			p.names.place = string(value)
		}
	})
}

// isHidden says whether the start tag that was just read hides its element.
func (p *page) isHidden() bool {
	hidden := false
	p.attributes(func(name, value []byte) { hidden = hidden || hides(name, value) })
	return hidden
}

// hides says whether an attribute hides its element: hidden, or a style of
// display:none or mso-hide:all.
func hides(name, value []byte) bool {
	switch string(name) {
	case "hidden":
		return true
	case "style":
		style := bytes.ToLower(bytes.Join(bytes.Fields(value), nil))
		return bytes.Contains(style, []byte("display:none")) || bytes.Contains(style, []byte("mso-hide:all"))
	}
	return false
}

// span is a number of columns or rows as colspan and rowspan have it; what is
// no number counts as 1.
func span(value []byte) int {
	if n, ok := parseCount(value, math.MaxInt32); ok {
		return n
	}
	return 1
}
