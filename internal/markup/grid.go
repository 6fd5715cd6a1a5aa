package markup

import (
	"bytes"

	"github.com/bidui/bidui/internal/table"
)

// grid is a table of HTML that has begun and not ended.
type grid struct {
	row         gridRow
	merged      merged
	groupHidden bool // the group of rows that is open
	caption     bool // is being read
	layout      bool // another table began in it
	inner       bool // and such a table had text
	texts       int  // rows with text of their own
}

// gridRow is the current or last row of a grid.
type gridRow struct {
	number int
	column int // of the next cell, if no cell above takes it
	open   bool
	hidden bool
	filled bool
	size   int // bytes of text
	cells  []string
	cell   gridCell
}

// gridCell is the current cell of a row.
type gridCell struct {
	open   bool
	across int // columns
	down   int // rows; 0 is all of the group
	exact  []byte
	number bool // exact is a number's value
}

func (g *grid) openRow(hidden bool) {
	g.row = gridRow{number: g.row.number + 1, open: true, hidden: hidden}
	g.merged.enter(g.row.number)
}

// closeRow ends the row that is open, if any, and adds it to b if it has text
// and its table is no layout.
func (p *page) closeRow(b *table.Batch, g *grid) error {
	p.endCaption(g)
	if err := p.closeCell(b, g); err != nil || !g.row.open {
		return err
	}
	g.row.open = false
	if g.row.filled {
		g.texts++
	}
	if g.layout {
		if g.texts > table.MinRows {
			return errMixed
		}
		return nil
	}
	if !g.row.filled {
		return nil
	}
	if g.row.hidden {
		b.Hidden++
	}
	b.AddRow(g.row.number, g.merged.fill.Fill(g.row.number, g.row.cells))
	return nil
}

// openCell begins a cell, whose start tag was just read.
func (p *page) openCell(b *table.Batch, g *grid) error {
	p.endCaption(g)
	if err := p.closeCell(b, g); err != nil {
		return err
	}
	if !g.row.open {
		g.openRow(g.groupHidden)
	}
	p.text.reset()
	g.row.column = g.merged.free(g.row.column)
	if g.row.column >= table.MaxSheetColumns {
		return errColumns
	}
	cell := &g.row.cell
	*cell = gridCell{open: true, across: 1, down: 1}
	isText := false
	p.attributes(func(name, value []byte) {
		switch string(name) {
		case "colspan":
			cell.across = max(span(value), 1)
		case "rowspan":
			cell.down = span(value)
		case "x:str", "x:num":
			if value = trimSpace(value); len(value) > 0 {
				cell.exact, cell.number = value, name[2] == 'n'
			}
		case "style":
			isText = bytes.Contains(value, []byte(`\@`))
		}
	})
	if isText && cell.number {
		cell.exact = nil
	}
	return nil
}

// closeCell ends the cell that is open, if any.
func (p *page) closeCell(b *table.Batch, g *grid) error {
	cell := &g.row.cell
	if !cell.open {
		return nil
	}
	cell.open = false
	text := p.text.take()
	if cell.exact != nil {
		text = cell.exact
		if cell.number {
			text = table.AppendNumber(nil, text)
		}
	}
	if err := checkText(text); err != nil {
		return err
	}
	row := &g.row
	row.filled = row.filled || len(text) > 0
	if g.layout {
		return nil
	}
	if row.size += len(text); row.size > maxRowText {
		return errLongRow
	}
	column := row.column
	row.column += cell.across
	if row.cells == nil {
		row.cells = b.AvailableCells()
	}
	for len(row.cells) < column {
		row.cells = append(row.cells, "")
	}
	row.cells = append(row.cells, b.Hold(text))
	last := forever
	if cell.down > 0 {
		last = row.number + cell.down - 1
	}
	return g.merged.add(row.number, last, column, cell.across)
}
