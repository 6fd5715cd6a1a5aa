package markup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// sheet is a random table: what stands in it and what it must be read as.
type sheet struct {
	rows   []sheetRow
	wanted []string // as got.text writes rows, blank cells at their ends left out
	hidden int
}

type sheetRow struct {
	cells  []sheetCell
	hidden bool
}

type sheetCell struct {
	column, across, down int // the first column is 0; across and down are 1 or more
	text                 string
}

var someTexts = []string{"", "", "张三", "430599199001011234", "a b", "<td>", "a & b", `"`, "'007", "第一行\n第二行", "&lt;", "]]>", "4.3E+17", "é·", "x"}

// drawSheet draws a table whose merged cells do not overlap.
func drawSheet(t *rapid.T) sheet {
	var s sheet
	taken := map[[2]int]string{} // row and column → what a cell above says there
	for row := range rapid.IntRange(0, 80).Draw(t, "rows") {
		r := sheetRow{hidden: rapid.IntRange(0, 9).Draw(t, "hide") == 0}
		column := 0
		read := map[int]string{}
		filled := false
		for range rapid.IntRange(0, 6).Draw(t, "cells") {
			for isTaken(taken, row, column) {
				column++
			}
			c := sheetCell{column: column, across: rapid.SampledFrom([]int{1, 1, 1, 2, 3}).Draw(t, "across"),
				down: rapid.SampledFrom([]int{1, 1, 1, 1, 2, 3}).Draw(t, "down"), text: rapid.SampledFrom(someTexts).Draw(t, "text")}
			for free := 1; free < c.across; free++ {
				if isTaken(taken, row, column+free) {
					c.across = free
				}
			}
			for below := row + 1; below < row+c.down; below++ {
				for i := range c.across {
					taken[[2]int{below, column + i}] = ""
				}
				taken[[2]int{below, column}] = c.text
			}
			r.cells = append(r.cells, c)
			read[column] = c.text
			filled = filled || c.text != ""
			column += c.across
		}
		s.rows = append(s.rows, r)
		if filled {
			for column := range 64 {
				if text := taken[[2]int{row, column}]; text != "" {
					read[column] = text
				}
			}
			s.want(row, r, read)
		}
	}
	return s
}

func isTaken(taken map[[2]int]string, row, column int) bool {
	_, is := taken[[2]int{row, column}]
	return is
}

// want notes what a row with text of its own must be read as.
func (s *sheet) want(row int, r sheetRow, read map[int]string) {
	cells := make([]string, 64)
	for column, text := range read {
		cells[column] = text
	}
	s.wanted = append(s.wanted, rowText(row+1, cells))
	if r.hidden {
		s.hidden++
	}
}

func rowText(number int, cells []string) string {
	return fmt.Sprintf("%d|%s", number, strings.TrimRight(strings.Join(cells, "|"), "|"))
}

// dialect chooses at random among ways of writing that mean the same.
type dialect struct {
	t     *rapid.T
	loose bool // left out what may be
}

func (d dialect) pick(ways ...string) string { return rapid.SampledFrom(ways).Draw(d.t, "way") }

// some is text or, as often, nothing.
func (d dialect) some(text string) string { return d.pick(text, "") }

// escape writes text with entities, for HTML or XML.
func (d dialect) escape(text string, inHTML bool) string {
	var out strings.Builder
	for _, r := range text {
		ways := []string{string(r), fmt.Sprintf("&#%d;", r), fmt.Sprintf("&#x%x;", r)}
		switch {
		case r == '\n' && inHTML:
			ways = []string{"<br>", "<BR/>", " <br />\n "}
		case r == '<':
			ways[0] = "&lt;"
		case r == '>' && !inHTML:
			ways[0] = "&gt;"
		case r == '&':
			ways[0] = "&amp;"
		case r == ' ' && inHTML:
			ways = []string{" ", "&nbsp;", "\r\n\t", "\u00A0"}
		}
		out.WriteString(d.pick(ways...))
	}
	return out.String()
}

// html writes the table.
func (d dialect) html(s sheet) string {
	var out strings.Builder
	out.WriteString(d.pick("<table>", "<TABLE border=1>", "<table x:str\nclass='a>b'>") + d.some("\n<col><colgroup></colgroup>") + d.some("<tbody>"))
	for _, row := range s.rows {
		out.WriteString(d.some("<!-- <tr><td>x</td></tr> -->") + d.pick("<tr", "<TR height=19"))
		if row.hidden {
			out.WriteString(d.pick(" style='display:none'", ` STYLE="color:red; display: none"`, " hidden"))
		}
		out.WriteString(">" + d.some("\n"))
		for _, cell := range row.cells {
			out.WriteString(d.htmlCell(cell))
		}
		if !d.loose {
			out.WriteString(d.pick("</tr>", "</TR >\n"))
		}
	}
	out.WriteString(d.some("</tbody>") + d.pick("</table>", "</TABLE\n>"))
	return out.String()
}

func (d dialect) htmlCell(cell sheetCell) string {
	name := d.pick("td", "TD", "th")
	attrs := d.some(" class=xl24") + d.some(" nowrap")
	if cell.across > 1 || d.some("x") != "" {
		attrs += fmt.Sprintf(d.pick(" colspan=%d", " COLSPAN='%d'", ` colspan = "%d"`), cell.across)
	}
	if cell.down > 1 || d.some("x") != "" {
		attrs += fmt.Sprintf(d.pick(" rowspan=%d", ` rowSpan="%d"`), cell.down)
	}
	text := d.escape(cell.text, true)
	if cell.text == "" {
		text = d.pick("", "&nbsp;", "\n ", "<br>")
	}
	start, end, _ := strings.Cut(d.pick("|", "<font color=red>|</font>", "<p>|</p>", "<!-- x -->|<script>'<td>'</script>", "\n <b><span>|</span></b> "), "|")
	text = "<" + name + attrs + ">" + start + text + end
	if !d.loose {
		text += "</" + name + ">" + d.some("\n  ")
	}
	return text
}

// xml writes the table as a worksheet.
func (d dialect) xml(s sheet, name string) string {
	ss := d.pick("", "ss:")
	tag := func(name string) string { return ss + name }
	var out strings.Builder
	fmt.Fprintf(&out, "<%s ss:Name=\"%s\"><%s>%s", tag("Worksheet"), name, tag("Table"), d.some("<Column ss:Width='54'/>"))
	next := 0 // row
	for i, row := range s.rows {
		if len(row.cells) == 0 && !row.hidden && d.some("x") != "" {
			continue
		}
		out.WriteString(d.some("\n  <!-- <Row/> -->") + "<" + tag("Row"))
		if i != next || d.some("x") != "" {
			fmt.Fprintf(&out, " ss:Index='%d'", i+1)
		}
		next = i + 1
		if row.hidden {
			out.WriteString(` ss:Hidden="1"`)
		}
		out.WriteString(">")
		column := 0
		for _, cell := range row.cells {
			if cell.text == "" && cell.across == 1 && cell.down == 1 && d.some("x") != "" {
				continue
			}
			out.WriteString(d.xmlCell(cell, tag, column))
			column = cell.column + cell.across
		}
		out.WriteString("</" + tag("Row") + ">" + d.some("\n"))
	}
	fmt.Fprintf(&out, "</%s></%s>", tag("Table"), tag("Worksheet"))
	return out.String()
}

func (d dialect) xmlCell(cell sheetCell, tag func(string) string, column int) string {
	text := "<" + tag("Cell") + d.some(` ss:StyleID="s21"`)
	if cell.column != column || d.some("x") != "" {
		text += fmt.Sprintf(` ss:Index="%d"`, cell.column+1)
	}
	if cell.across > 1 {
		text += fmt.Sprintf(` ss:MergeAcross='%d'`, cell.across-1)
	}
	if cell.down > 1 {
		text += fmt.Sprintf(` ss:MergeDown="%d"`, cell.down-1)
	}
	if cell.text == "" {
		return text + d.pick("/>", "></"+tag("Cell")+">", "><Data ss:Type='String'/></"+tag("Cell")+">")
	}
	content := d.escape(cell.text, false)
	if !strings.Contains(cell.text, "]]>") {
		content = d.pick(content, "<![CDATA["+cell.text+"]]>")
	}
	start, end, _ := strings.Cut(d.pick("|", "<B>|</B>", "<Font html:Color='#FF0000'><B/>|</Font>", "<!-- x -->|<?pi?>"), "|")
	comment := d.some("<Comment><Data>x</Data></Comment>")
	return text + "><" + tag("Data") + ` ss:Type="String">` + start + content + end + "</" + tag("Data") + ">" + comment + "</" + tag("Cell") + ">"
}

// wantSheets reads text, which has these tables.
func wantSheets(t *rapid.T, text string, names []string, sheets []sheet) {
	tables, err := readTables(t, strings.NewReader(text), "")
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if len(tables) != len(sheets) {
		t.Fatalf("%d tables, want %d", len(tables), len(sheets))
	}
	for i, g := range tables {
		var rows []string
		for _, row := range g.rows {
			rows = append(rows, rowText(row.Number, row.Cells))
		}
		if diff := cmp.Diff(sheets[i].wanted, rows); diff != "" || g.hiddenRows != sheets[i].hidden || g.name != names[i] {
			t.Fatalf("%s has %d hidden rows, want %s with %d\n%s\n%s", g.name, g.hiddenRows, names[i], sheets[i].hidden, diff, text)
		}
	}
}

func TestRandomHTMLIsReadAsItWasMeant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dialect{t: t, loose: rapid.Bool().Draw(t, "loose")}
		sheets := rapid.SliceOfN(rapid.Custom(drawSheet), 1, 3).Draw(t, "sheets")
		start, end, _ := strings.Cut(d.pick("|", "<html><body>|</body></html>", "<HTML><HEAD><TITLE>x</TITLE></HEAD>|</HTML>\n", "<table><tr><td>|</table>", "\uFEFF<div>|"), "|")
		var text strings.Builder
		text.WriteString(start)
		for _, s := range sheets {
			text.WriteString(d.html(s) + d.some("<p>x</p>"))
		}
		text.WriteString(end)
		sheets = slices.DeleteFunc(sheets, func(s sheet) bool { return len(s.wanted) == 0 })
		if len(sheets) > 0 {
			wantSheets(t, text.String(), []string{"a.xls", "a.xls [表2]", "a.xls [表3]"}, sheets)
		}
	})
}

func TestRandomXMLIsReadAsItWasMeant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dialect{t: t}
		sheets := rapid.SliceOfN(rapid.Custom(drawSheet), 1, 3).Draw(t, "sheets")
		var text strings.Builder
		var names []string
		text.WriteString(d.some(`<?xml version="1.0" encoding="GBK"?>`) + d.some("\n<!-- x -->") + `<Workbook xmlns="urn:x" xmlns:ss="urn:x">` + d.some("<Styles><Style/></Styles>"))
		for i, s := range sheets {
			name := fmt.Sprintf("表 %d", i)
			names = append(names, "a.xls ["+name+"]")
			text.WriteString(d.xml(s, name))
		}
		text.WriteString("</Workbook>" + d.some("\n"))
		wantSheets(t, text.String(), names, sheets)
	})
}
