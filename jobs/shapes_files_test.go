package jobs_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
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
	if len(of.rows) < 5 && e.guessed {
		e = encodings[0] // of so little text nobody can tell
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
	must(s.t, os.WriteFile(filepath.Join(s.dir, name), []byte(data), 0o600))
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

// workbook writes sheets, all numbers that are more than counts as text.
func (s *shaper) workbook(name string, sheets ...sheet) {
	book := excelize.NewFile()
	for i, of := range sheets {
		if of.name == "" {
			of.name = "Sheet1"
		}
		if i == 0 {
			must(s.t, book.SetSheetName("Sheet1", of.name))
		} else {
			_, err := book.NewSheet(of.name)
			must(s.t, err)
		}
		if s.draw(40, "inline strings") {
			s.stream(book, of)
		} else {
			s.fill(book, of)
		}
	}
	must(s.t, book.SaveAs(filepath.Join(s.dir, name)))
	must(s.t, book.Close())
}

// fill writes a sheet cell by cell, its texts shared.
func (s *shaper) fill(book *excelize.File, of sheet) {
	numeric := s.numeric(of)
	for i, line := range of.lines() {
		for k, cell := range line {
			if cell == "" {
				continue
			}
			at, err := excelize.CoordinatesToCellName(k+1, i+1)
			must(s.t, err)
			if n, isNumber := numeric.value(cell, k, i); isNumber {
				must(s.t, book.SetCellInt(of.name, at, n))
			} else {
				must(s.t, book.SetCellStr(of.name, at, cell))
			}
		}
	}
	if len(of.above) > 0 && len(of.header) > 1 && s.draw(80, "merged title") {
		end, err := excelize.CoordinatesToCellName(len(of.header), 1)
		must(s.t, err)
		must(s.t, book.MergeCell(of.name, "A1", end))
	}
	if s.draw(30, "wrong dimension") {
		must(s.t, book.SetSheetDimension(of.name, s.pick("A1", "A1:B3", "A1:XFD1048576")))
	}
}

// stream writes a sheet row by row, its texts in the cells.
func (s *shaper) stream(book *excelize.File, of sheet) {
	numeric := s.numeric(of)
	writer, err := book.NewStreamWriter(of.name)
	must(s.t, err)
	for i, line := range of.lines() {
		values := make([]any, len(line))
		for k, cell := range line {
			switch n, isNumber := numeric.value(cell, k, i); {
			case isNumber:
				values[k] = n
			case cell != "":
				values[k] = cell
			}
		}
		if len(values) > 0 {
			must(s.t, writer.SetRow("A"+strconv.Itoa(i+1), values))
		}
	}
	must(s.t, writer.Flush())
}

// numeric is which columns of a sheet hold numbers, and in which lines.
type numeric struct {
	columns     map[int]bool
	first, last int
}

// count is a number that no spreadsheet damages.
var count = regexp.MustCompile(`^(0|[1-9]\d{0,13})$`)

// numeric draws columns out of those in which nothing but counts stands.
func (s *shaper) numeric(of sheet) numeric {
	n := numeric{columns: map[int]bool{}, first: len(of.above) + 1, last: len(of.above) + len(of.rows)}
	for k := range of.header {
		counts := s.chance(50)
		for _, row := range of.rows {
			counts = counts && (k >= len(row) || row[k] == "" || count.MatchString(row[k]))
		}
		if counts && len(of.rows) > 0 {
			n.columns[k] = true
			s.note("numeric cells")
		}
	}
	return n
}

// value is the cell in column k of line i as a number, where it is one.
func (n numeric) value(cell string, k, i int) (int64, bool) {
	if !n.columns[k] || i < n.first || i > n.last || cell == "" {
		return 0, false
	}
	value, err := strconv.ParseInt(cell, 10, 64)
	return value, err == nil
}

// query writes rows to a table of the feeds' database.
func (s *shaper) query(p plan, rows []oracle.Row) source.Spec {
	of := s.dress(p, rows)
	of.rows = wholeRows(of.rows, len(of.header))
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

// wholeRows leaves out the rows that have not as many cells as a table has columns: blank ones.
func wholeRows(rows [][]string, width int) (whole [][]string) {
	for _, row := range rows {
		if len(row) == width {
			whole = append(whole, row)
		}
	}
	return whole
}

// workbookFile is rows as a workbook's bytes.
func (s *shaper) workbookFile(p plan, rows []oracle.Row) []byte {
	s.workbook("book.xlsx", s.dress(p, rows))
	data, err := os.ReadFile(filepath.Join(s.dir, "book.xlsx"))
	must(s.t, err)
	return data
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 9)) }
