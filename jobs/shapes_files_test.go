package jobs_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	unicodes "unicode"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/xls/xlstest"
)

// encodings is how text is written, and how a configuration calls that.
var encodings = []struct {
	shape, configured string
	encoding          encoding.Encoding
	guessed           bool // from many characters
}{
	{"UTF-8", "utf-8", unicode.UTF8, false},
	{"UTF-8 with a mark", "utf-8", unicode.UTF8BOM, false},
	{"UTF-16 LE", "utf-16", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), false},
	{"UTF-16 BE", "utf-16", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), false},
	{"UTF-16 LE without a mark", "utf-16", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), true},
	{"GB18030", "gb18030", simplifiedchinese.GB18030, false},
}

// text writes a sheet as delimited text, and says in which encoding.
func (s *shaper) text(name string, of sheet) (configured string) {
	e := encodings[s.r.IntN(len(encodings))]
	if len(of.rows) < 5 && e.guessed || of.has(private) && e.encoding == simplifiedchinese.GB18030 {
		e = encodings[0] // of so little text nobody can tell, and the encoder confuses private characters
	}
	d := delimiters{comma: ",", newline: "\n"}
	s.note(e.shape)
	switch {
	case s.draw(20, "TSV"):
		d.comma = "\t"
	case s.draw(20, "semicolons"):
		d.comma = ";"
	}
	if s.draw(50, "CRLF") {
		d.newline = "\r\n"
	}
	padded := s.chance(50)
	var text strings.Builder
	for i, line := range of.lines() {
		if i > 0 {
			text.WriteString(d.newline)
		}
		if padded { // as spreadsheets save it
			line = append(line, make([]string, max(len(of.header)-len(line), 0))...)
		}
		for k, cell := range line {
			if k > 0 {
				text.WriteString(d.comma)
			}
			text.WriteString(s.delimited(cell, d))
		}
	}
	if s.chance(80) {
		text.WriteString(d.newline)
	}
	data, err := e.encoding.NewEncoder().String(text.String())
	must(s.t, err)
	s.put(name, []byte(data))
	return e.configured
}

type delimiters struct{ comma, newline string }

// keptText is what Excel writes to keep a number text.
var keptText = regexp.MustCompile(`^="\w+"$`)

// delimited is a cell with quotes where they are needed, and sometimes where they are not.
func (s *shaper) delimited(cell string, d delimiters) string {
	if keptText.MatchString(cell) && s.draw(30, `="…" without quotes`) {
		return cell
	}
	if !strings.ContainsAny(cell, d.comma+"\"\r\n") && s.chance(95) {
		return cell
	}
	cell = strings.ReplaceAll(strings.ReplaceAll(cell, `"`, `""`), "\n", d.newline)
	return `"` + cell + `"`
}

// private is the characters that GB18030 has had in several places.
func private(r rune) bool { return unicodes.Is(unicodes.Co, r) }

// put keeps a file, in the open archive if there is one, or in the directory.
func (s *shaper) put(name string, content []byte) {
	if s.archive != nil {
		s.archive.add(s.t, name, content)
		return
	}
	path := filepath.Join(s.dir, name)
	must(s.t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(s.t, os.WriteFile(path, content, 0o600))
}

// workbook writes sheets in a format that has several, and says how the file is called.
func (s *shaper) workbook(base string, sheets ...sheet) (name string) {
	grids := make([]grid, len(sheets))
	for i, of := range sheets {
		if of.name == "" {
			of.name = "Sheet1"
		}
		grids[i] = s.grid(of)
	}
	noBreak := func(r rune) bool { return r == '\u00A0' } // of a page is a blank like others
	format := s.r.IntN(8)
	if format >= 3 && format <= 4 && slices.ContainsFunc(sheets, func(of sheet) bool { return of.has(noBreak) }) {
		format = 0
	}
	switch format {
	case 0, 1:
		s.note("XLS")
		s.put(base+".xls", xlsBook(grids))
		return base + ".xls"
	case 2:
		s.note("XML spreadsheet")
		s.put(base+".xls", s.xmlBook(grids))
		return base + ".xls"
	case 3, 4:
		s.put(base+".xls", s.htmlBook(grids))
		return base + ".xls"
	}
	s.put(base+".xlsx", s.officeBook(grids))
	return base + ".xlsx"
}

// officeBook is sheets as an Office Open XML workbook.
func (s *shaper) officeBook(grids []grid) []byte {
	book := excelize.NewFile()
	for i, g := range grids {
		if i == 0 {
			must(s.t, book.SetSheetName("Sheet1", g.of.name))
		} else {
			_, err := book.NewSheet(g.of.name)
			must(s.t, err)
		}
		if s.draw(40, "inline strings") {
			s.stream(book, g)
		} else {
			s.fill(book, g)
		}
	}
	for i, g := range grids {
		if g.of.hidden {
			book.SetActiveSheet(1 - i)
			must(s.t, book.SetSheetVisible(g.of.name, false))
		}
	}
	content, err := book.WriteToBuffer()
	must(s.t, err)
	must(s.t, book.Close())
	return content.Bytes()
}

// fill writes a sheet cell by cell, its texts shared.
func (s *shaper) fill(book *excelize.File, g grid) {
	for i, line := range g.cells {
		for k, cell := range line {
			switch cell := cell.(type) {
			case float64:
				must(s.t, book.SetCellFloat(g.of.name, s.called(i, k), cell, -1, 64))
			case string:
				must(s.t, book.SetCellStr(g.of.name, s.called(i, k), cell))
			}
		}
	}
	for _, r := range g.merged {
		must(s.t, book.MergeCell(g.of.name, s.called(r.top, r.left), s.called(r.bottom, r.right)))
	}
	for _, row := range g.unseen {
		must(s.t, book.SetRowVisible(g.of.name, row+1, false))
	}
	for _, column := range g.unseenColumns {
		name, err := excelize.ColumnNumberToName(column + 1)
		must(s.t, err)
		must(s.t, book.SetColVisible(g.of.name, name, false))
	}
	if s.draw(30, "wrong dimension") {
		must(s.t, book.SetSheetDimension(g.of.name, s.pick("A1", "A1:B3", "A1:XFD1048576")))
	}
}

// called is the name of a cell, from row and column.
func (s *shaper) called(row, column int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	must(s.t, err)
	return name
}

// stream writes a sheet row by row, its texts in the cells.
func (s *shaper) stream(book *excelize.File, g grid) {
	writer, err := book.NewStreamWriter(g.of.name)
	must(s.t, err)
	for i, line := range g.cells {
		if len(line) > 0 {
			must(s.t, writer.SetRow(s.called(i, 0), line, excelize.RowOpts{Hidden: slices.Contains(g.unseen, i)}))
		}
	}
	for _, r := range g.merged {
		must(s.t, writer.MergeCell(s.called(r.top, r.left), s.called(r.bottom, r.right)))
	}
	must(s.t, writer.Flush())
}

// xlsBook is sheets as a workbook of BIFF8.
func xlsBook(grids []grid) []byte {
	var tables []xlstest.Table
	for _, g := range grids {
		t := xlstest.Table{Name: g.of.name, Hidden: g.of.hidden, Rows: g.cells, Unseen: g.unseen}
		for _, r := range g.merged {
			t.Merged = append(t.Merged, [4]uint16{uint16(r.top), uint16(r.bottom), uint16(r.left), uint16(r.right)})
		}
		tables = append(tables, t)
	}
	return xlstest.Book(tables...)
}

// query writes rows to a table of the feeds' database.
func (s *shaper) query(p plan, rows []oracle.Row) source.Spec {
	of := s.bare(p, rows)
	db := inMySQL(s.t, "feeds")
	name := fmt.Sprintf("%s_%d", p.feed, s.r.Uint64())
	definition, selection := "n INT PRIMARY KEY", ""
	for k, header := range of.header {
		definition += fmt.Sprintf(", c%d TEXT", k)
		selection += fmt.Sprintf(", c%d AS `%s`", k, strings.TrimSpace(header))
	}
	execute(s.t, db, "CREATE TABLE "+name+" ("+definition+")")
	var values []any
	for i, row := range of.rows {
		values = append(values, i)
		for _, cell := range row {
			if cell == "" && s.draw(50, "NULL") {
				values = append(values, nil)
			} else {
				values = append(values, cell)
			}
		}
	}
	tuple := "(?" + strings.Repeat(", ?", len(of.header)) + ")"
	if len(of.rows) > 0 {
		execute(s.t, db, "INSERT INTO "+name+" VALUES "+strings.Repeat(tuple+", ", len(of.rows)-1)+tuple, values...)
	}
	return source.Spec{
		From:  secret.Text(mysqlAddress(testDatabase("feeds"))),
		Query: "SELECT " + selection[2:] + " FROM " + name + " ORDER BY n",
	}
}

// workbookFile is rows as a workbook's bytes.
func (s *shaper) workbookFile(p plan, rows []oracle.Row) []byte {
	of := s.dress(p, rows)
	of.name = "Sheet1"
	return s.officeBook([]grid{s.grid(of)})
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 9)) }
