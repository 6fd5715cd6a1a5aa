package report

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

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

	choices []string // what may be chosen in the column that choice is, from the header down
	choice  int      // counted from 1
	hidden  int      // the last columns so many are not shown
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
	if s.hidden > 0 {
		if err := s.stream.SetColVisible(len(s.columns)-s.hidden+1, len(s.columns), false); err != nil {
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
	if s.title == "" {
		headings := make([]string, len(s.columns))
		for i, c := range s.columns {
			headings[i] = c.heading
		}
		return s.put(lookBold, headings...)
	}
	values, lines := make([]any, len(s.columns)), 1
	for i, c := range s.columns {
		if c.heading != "" {
			values[i] = s.cell(lookHeader, c.heading)
			lines = max(lines, s.linesIn(c.heading, i, i))
		}
	}
	if lines == 1 {
		return s.write(values)
	}
	return s.write(values, heightOf(lines))
}

// add writes a row of the table: each cell looks as its column says, and those
// that are missing are there to be filled in.
func (s *sheet) add(cells ...string) error {
	values := make([]any, len(s.columns))
	lines := 1
	for i, c := range s.columns {
		text := ""
		if i < len(cells) {
			text = cells[i]
		}
		if text == "" && c.look == lookPlain {
			continue
		}
		values[i] = s.cell(c.look, text)
		lines = max(lines, s.linesIn(text, i, i))
		if c.look == lookBlank {
			lines = max(lines, 2) // room to write
		}
	}
	if lines == 1 || s.title == "" { // as high as the program likes
		return s.write(values)
	}
	return s.write(values, heightOf(lines))
}

// put writes a row whose cells all look alike, and nothing where one is empty.
func (s *sheet) put(l look, cells ...string) error { return s.putAs(l, cells) }

func (s *sheet) putAs(l look, cells []string, options ...excelize.RowOpts) error {
	values := make([]any, len(cells))
	for i, cell := range cells {
		if cell != "" {
			values[i] = s.cell(l, cell)
		}
	}
	return s.write(values, options...)
}

// spread writes a row whose last cell reaches to the last column. The cells of a
// table look as their columns say, the last excepted; others are all of look l.
func (s *sheet) spread(l look, cells ...string) error {
	values := make([]any, len(s.columns))
	lines := 1
	last := len(cells) - 1
	for i, c := range s.columns {
		looks, text := l, ""
		switch {
		case i < last:
			text = cells[i]
			lines = max(lines, s.linesIn(text, i, i))
			if l == lookCell {
				looks = c.look
			}
		case i == last:
			text = cells[i]
			lines = max(lines, s.linesIn(text, i, len(s.columns)-1))
		}
		values[i] = s.cell(looks, text)
	}
	if last < len(s.columns)-1 {
		if err := s.join(last+1, len(s.columns)); err != nil {
			return err
		}
	}
	if l == lookTitle {
		lines *= 2
	}
	return s.write(values, heightOf(lines))
}

// linesIn is how many lines a text takes in the columns from first through last.
// No program makes a row of joined cells high enough by itself, and not every one
// makes another.
func (s *sheet) linesIn(text string, first, last int) int {
	const padding = 1.5
	room := -padding
	for _, c := range s.columns[first : last+1] {
		room += c.width
	}
	lines := 0
	for line := range strings.SplitSeq(text, "\n") {
		lines += int(max(1, math.Ceil(width(line)/room)))
	}
	return lines
}

// heightOf is the height of a row with so many lines of text.
func heightOf(lines int) excelize.RowOpts {
	const line, margin = 14, 4 // points
	return excelize.RowOpts{Height: min(line*float64(lines)+margin, excelize.MaxRowHeight)}
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

// section begins another part of the sheet, after an empty row.
func (s *sheet) section(heading string) error {
	s.skip()
	return s.spread(lookSection, heading)
}

// skip leaves a row empty.
func (s *sheet) skip() { s.rows++ }

func (s *sheet) cell(l look, text string) excelize.Cell {
	if n, err := strconv.ParseFloat(text, 64); err == nil && (l == lookNumber || l == lookDecimal) {
		return excelize.Cell{StyleID: s.book.styles[l].usual, Value: n}
	}
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
