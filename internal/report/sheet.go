package report

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// page is what a sheet has beside its rows. With a title it is an official one,
// made to be printed and handed in: A4, broadside, as wide as the paper, its
// header on every page.
type page struct {
	name     string // of the sheet
	title    string
	lines    []string // below the title
	columns  []sheetColumn
	filtered bool // the header has buttons to choose rows by
	most     int  // rows; 0: as many as a sheet can have
}

// sheetColumn is a column of a sheet. Where no column has a heading, the sheet
// has no header.
type sheetColumn struct {
	heading string
	width   float64 // in digits; a Chinese character takes two
	look    look    // of its cells
}

// errSheetFull says that a sheet has no room for another row.
var errSheetFull = errors.New("the sheet is full")

// sheet is written row by row.
type sheet struct {
	page
	book   *book
	stream *excelize.StreamWriter
	rows   int // written so far, with title, lines and header
	header int // the row of the header; 0: none
}

// open begins a sheet and writes what stands above its rows.
func (b *book) open(p page) (*sheet, error) {
	if p.most == 0 {
		p.most = excelize.TotalRows
	}
	s := &sheet{page: p, book: b}
	if err := b.newSheet(p.name); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(p.columns, func(c sheetColumn) bool { return c.heading != "" }) {
		s.header = len(p.lines) + 1
		if p.title != "" {
			s.header++
		}
	}
	if p.title != "" {
		if err := s.setUpPrint(); err != nil { // before the stream, which begins with some of it
			return nil, err
		}
	}
	stream, err := b.file.NewStreamWriter(p.name)
	if err != nil {
		return nil, err
	}
	s.stream = stream
	return s, errors.Join(s.setUpColumns(), s.writeHead())
}

func (s *sheet) setUpColumns() error {
	for i, c := range s.columns {
		if err := s.stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	if s.title == "" { // cells that someone adds are text as well
		if err := s.stream.SetColStyle(1, len(s.columns), s.book.styles[lookPlain].usual); err != nil {
			return err
		}
	}
	if s.header == 0 {
		return nil
	}
	return s.stream.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: s.header, TopLeftCell: "A" + strconv.Itoa(s.header+1), ActivePane: "bottomLeft",
	})
}

func (s *sheet) writeHead() error {
	if s.title != "" {
		if err := s.spread(lookTitle, s.title); err != nil {
			return err
		}
	}
	for _, line := range s.lines {
		if err := s.spread(lookLine, line); err != nil {
			return err
		}
	}
	if s.header == 0 {
		return nil
	}
	headings := make([]string, len(s.columns))
	for i, c := range s.columns {
		headings[i] = c.heading
	}
	if s.title == "" {
		return s.put(lookBold, headings...)
	}
	return s.put(lookHeader, headings...)
}

// add writes a row of the table: each cell looks as its column says, and those
// that are missing are there to be filled in.
func (s *sheet) add(cells ...string) error {
	values := make([]any, len(s.columns))
	for i, c := range s.columns {
		switch {
		case i < len(cells) && cells[i] != "":
			values[i] = s.cell(c.look, cells[i])
		case c.look != lookPlain:
			values[i] = s.cell(c.look, "")
		}
	}
	return s.write(values)
}

// put writes a row whose cells all look alike, and nothing where one is empty.
func (s *sheet) put(l look, cells ...string) error {
	values := make([]any, len(cells))
	for i, cell := range cells {
		if cell != "" {
			values[i] = s.cell(l, cell)
		}
	}
	return s.write(values)
}

// spread writes a row whose cells all look alike, the last of which reaches to
// the last column. The row is as high as its text needs: a spreadsheet program
// does not see to that where cells are joined.
func (s *sheet) spread(l look, cells ...string) error {
	values := make([]any, len(s.columns))
	lines := 1.0
	for i := range values {
		text := ""
		if i < len(cells) {
			text = cells[i]
			lines = max(lines, math.Ceil(width(text)/s.room(i, i == len(cells)-1)))
		}
		values[i] = s.cell(l, text)
	}
	if from := len(cells); from < len(s.columns) {
		if err := s.join(from, len(s.columns)); err != nil {
			return err
		}
	}
	height := lineHeight * lines
	if l == lookTitle {
		height *= 2
	}
	return s.write(values, excelize.RowOpts{Height: min(height, excelize.MaxRowHeight)})
}

// room is how wide a column is, or all from it to the last.
func (s *sheet) room(column int, toLast bool) float64 {
	if !toLast {
		return s.columns[column].width
	}
	room := 0.0
	for _, c := range s.columns[column:] {
		room += c.width
	}
	return room
}

// join makes one cell of those of the next row, from one column through another,
// counted from 1.
func (s *sheet) join(from, through int) error {
	first, err := excelize.CoordinatesToCellName(from, s.rows+1)
	if err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(through, s.rows+1)
	if err != nil {
		return err
	}
	return s.stream.MergeCell(first, last)
}

// skip leaves a row empty.
func (s *sheet) skip() { s.rows++ }

func (s *sheet) cell(l look, text string) excelize.Cell {
	cell := excelize.Cell{StyleID: s.book.styles[l].of(text)}
	if text != "" {
		cell.Value = fitted(text)
	}
	return cell
}

func (s *sheet) write(values []any, options ...excelize.RowOpts) error {
	if s.rows >= s.most {
		return fmt.Errorf("%w: it holds %d rows", errSheetFull, s.most)
	}
	s.rows++
	return s.stream.SetRow("A"+strconv.Itoa(s.rows), values, options...)
}
