package markup

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/net/html"

	"github.com/bidui/bidui/internal/table"
)

// page reads the tables of an HTML document, with unclosed and left out tags as
// browsers understand them. Of tables within tables, the innermost are data and
// the others layout, whose own text is nobody's.
//
// Which a table is shows only when another begins in it. So next reads the
// first rows of a table ahead: a table with table.MinRows rows of text is data.
type page struct {
	tokens *html.Tokenizer
	read   int     // tokens
	open   []*grid // tables, the outermost first; the last is being read
	text   cellText
	names  names
	head   heading     // of the table that began last
	ahead  table.Batch // the first rows of the current table
	given  int         // of them, to Document
	ended  bool        // the current table has been read to its end
	any    bool        // table with text was met
	end    pageEnd
}

// pageEnd is what tells an HTML document that is whole from one that was cut.
type pageEnd struct {
	skip     bool // the text of a script or the like is due, then its end tag
	unclosed bool // <html> or <body> has begun, and neither has ended
	cut      bool // the last token has no end
}

// event is what a token has brought.
type event int

const (
	nothing event = iota // but perhaps a row
	tableBegins
	tableEnds
	documentEnds
)

var (
	errNoMarkupTable = errors.New("HTML or XML in which no table has any text: ask for .xlsx or .csv")
	errCutTable      = errors.New("the file ends within a table: it is truncated or damaged")
	errCutPage       = errors.New("the file ends before its HTML does: it is truncated or damaged")
	errInnerTable    = errors.New("a cell holds a table of its own: open the file in Excel or WPS and save it as .xlsx")
	errMixed         = errors.New("a table holds both rows and tables: open the file in Excel or WPS and save it as .xlsx")
	errLostEnd       = errors.New("a table begins within another, but in no cell: an end tag was lost")
	errFrames        = errors.New("a web page of Excel whose sheets are in other files, in a directory beside it: open it in Excel or WPS and save it as .xlsx")
)

func newPage(text io.Reader) *page {
	p := &page{tokens: html.NewTokenizer(text)}
	p.tokens.SetMaxBuf(maxToken)
	return p
}

// next is format.next.
func (p *page) next(ctx context.Context) (heading, error) {
	p.given, p.ended = 0, false
	p.ahead.Reset(nil)
	for {
		event, err := p.advance(ctx, &p.ahead)
		if err != nil {
			return heading{}, err
		}
		switch event {
		case tableBegins:
			p.ahead.Reset(nil) // the table around it is layout
		case tableEnds:
			p.ended = true
		case documentEnds:
			if !p.any {
				return heading{}, errNoMarkupTable
			}
			return heading{}, io.EOF
		}
		if n := len(p.ahead.Rows); n >= table.MinRows || n > 0 && p.ended {
			if !p.any {
				p.head.name = cmp.Or(p.head.name, p.names.sheet)
			}
			p.any = true
			return p.head, nil
		}
		p.ended = false
	}
}

// row is format.row.
func (p *page) row(ctx context.Context, b *table.Batch) (int, error) {
	if p.given < len(p.ahead.Rows) {
		return p.giveAhead(b), nil
	}
	for !p.ended {
		before := len(b.Rows)
		event, err := p.advance(ctx, b)
		if err != nil {
			return 0, err
		}
		if event == tableBegins {
			p.open = p.open[:len(p.open)-1] // the row of the other is meant
			return 0, p.located(errInnerTable)
		}
		p.ended = event == tableEnds
		if len(b.Rows) > before {
			return textSize(b.Rows[before]), nil
		}
	}
	return 0, io.EOF
}

// giveAhead adds a row that was read ahead to b.
func (p *page) giveAhead(b *table.Batch) int {
	row := p.ahead.Rows[p.given]
	p.given++
	b.Hidden += p.ahead.Hidden // of all of them, which come in one batch
	p.ahead.Hidden = 0
	cells := b.AvailableCells()
	for _, cell := range row.Cells {
		held := b.Alloc(len(cell))
		copy(held, cell)
		cells = append(cells, table.View(held))
	}
	b.AddRow(row.Number, cells)
	return textSize(row)
}

func textSize(row table.Row) int {
	n := 0
	for _, cell := range row.Cells {
		n += len(cell)
	}
	return n
}

// advance reads on until a row is added to b or something else of note happens.
func (p *page) advance(ctx context.Context, b *table.Batch) (event, error) {
	for before := len(b.Rows); ; {
		if p.read++; p.read%1024 == 0 && ctx.Err() != nil {
			return nothing, ctx.Err()
		}
		event, err := p.token(b)
		if err != nil {
			return nothing, p.located(err)
		}
		if event != nothing || len(b.Rows) > before {
			return event, nil
		}
	}
}

// located names the row that an error stands in.
func (p *page) located(err error) error {
	if n := len(p.open); n > 0 && p.open[n-1].row.number > 0 {
		return fmt.Errorf("row %d: %w", p.open[n-1].row.number, err)
	}
	return err
}

// token reads one token.
func (p *page) token(b *table.Batch) (event, error) {
	kind := p.tokens.Next()
	raw := p.tokens.Raw()
	cut := p.end.cut
	p.end.cut = false
	switch kind {
	case html.TextToken:
		p.end.cut = bytes.HasSuffix(raw, []byte("<")) || bytes.HasSuffix(raw, []byte("</"))
		return nothing, p.character()
	case html.StartTagToken, html.SelfClosingTagToken:
		var lower [maxName]byte
		return p.startTag(b, tagName(raw[1:], &lower))
	case html.EndTagToken:
		var lower [maxName]byte
		return p.endTag(b, tagName(raw[2:], &lower))
	case html.CommentToken, html.DoctypeToken:
		p.end.cut = !bytes.HasSuffix(raw, []byte(">"))
		return nothing, p.names.comment(raw)
	}
	switch err := p.tokens.Err(); {
	case errors.Is(err, html.ErrBufferExceeded):
		return nothing, errLongToken
	case err != io.EOF:
		return nothing, err
	case len(p.open) > 0:
		return nothing, errCutTable
	case cut || p.end.skip || p.end.unclosed || len(raw) > 0:
		return nothing, errCutPage
	}
	return documentEnds, nil
}

// maxName is the length of the longest name of an element that matters here.
const maxName = len("blockquote")

// tagName is the name that tag begins with, in small letters, nil where it is
// too long to be of interest.
func tagName(tag []byte, lower *[maxName]byte) []byte {
	n := nameLength(tag)
	if n > maxName {
		return nil
	}
	for i, c := range tag[:n] {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		lower[i] = c
	}
	return lower[:n]
}

// character deals with text.
func (p *page) character() error {
	if p.end.skip || !p.wantsText() {
		return nil
	}
	p.text.add(p.tokens.Text())
	switch {
	case len(p.open) == 0 && len(p.text.text) > maxNameText:
		p.names.link = "" // that was not closed
	case len(p.text.text) > table.MaxCellText:
		return checkText(p.text.text)
	}
	return nil
}

// wantsText says whether text that stands here belongs to anything: a cell, a
// caption, or a link in a list of sheets.
func (p *page) wantsText() bool {
	if n := len(p.open); n > 0 {
		g := p.open[n-1]
		return g.row.cell.open || g.caption
	}
	return p.names.link != ""
}

// attributes visits the attributes of the start tag that was just read, their
// names in small letters.
func (p *page) attributes(visit func(name, value []byte)) {
	for more := true; more; {
		var name, value []byte
		name, value, more = p.tokens.TagAttr()
		visit(name, value)
	}
}
