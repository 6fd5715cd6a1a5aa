package jobs_test

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// dialect is how a program writes HTML that it saves as .xls.
type dialect struct {
	shape, head, foot string
	encoding          encoding.Encoding
	upper, unclosed   bool   // tags in capitals; cells and rows have no end
	blank             string // a cell without anything
	links             bool   // names of sheets stand in links to them
}

var dialects = []dialect{
	{
		shape: "HTML in UTF-8", encoding: unicode.UTF8, blank: "&nbsp;", links: true,
		head: "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"/><style>td { mso-number-format:'\\@' }</style></head><body>\n",
		foot: "</body></html>\n",
	}, {
		shape: "HTML in GBK", encoding: simplifiedchinese.GB18030, upper: true, unclosed: true,
		head: "\n\n<HTML><HEAD><META HTTP-EQUIV=\"Content-Type\" CONTENT=\"application/vnd.ms-excel; charset=GBK\">" +
			"<TITLE>名册 <导出></TITLE></HEAD><BODY><TABLE WIDTH=100%><TR><TD>",
		foot: "</TD></TR></TABLE></BODY></HTML>",
	}, {
		shape: "HTML in UTF-16", encoding: unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		head: "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets>" +
			"<x:ExcelWorksheet><x:Name>%s</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head><body>",
		foot: "</body></html>",
	},
}

// htmlBook is sheets as the tables of a page, whose names are the links before them.
func (s *shaper) htmlBook(grids []grid) []byte {
	d := dialects[s.r.IntN(len(dialects))]
	unfit := func(g grid) bool {
		return d.encoding == simplifiedchinese.GB18030 && (g.of.tellsMonth || g.of.has(private))
	}
	if len(grids) > 1 || slices.ContainsFunc(grids, unfit) {
		d = dialects[0]
	}
	s.note(d.shape)
	var out strings.Builder
	out.WriteString(strings.Replace(d.head, "%s", html.EscapeString(grids[0].of.name), 1))
	for i, g := range grids {
		if d.links {
			fmt.Fprintf(&out, "<a href=\"#sheet%d\">%s</a>\n", i, html.EscapeString(g.of.name))
		}
	}
	for i, g := range grids {
		d.table(&out, g, fmt.Sprintf(`id="sheet%d"`, i))
	}
	out.WriteString(d.foot)
	content, err := d.encoding.NewEncoder().String(out.String())
	must(s.t, err)
	return []byte(content)
}

// table writes one sheet.
func (d dialect) table(out *strings.Builder, g grid, attributes string) {
	if g.of.hidden {
		attributes += ` style="display: none"`
	}
	d.begin(out, "table", attributes)
	for i, line := range g.cells {
		attributes := ""
		if slices.Contains(g.unseen, i) {
			attributes = `style="display:none"`
		}
		d.begin(out, "tr", attributes)
		for k, cell := range line {
			if !g.covered(i, k) {
				d.cell(out, g, g.startsAt(i, k), cell)
			}
		}
		d.end(out, "tr", d.unclosed)
	}
	d.end(out, "table", false)
}

func (d dialect) cell(out *strings.Builder, g grid, at rect, cell any) {
	attributes := ""
	if n := at.bottom - at.top + 1; n > 1 {
		attributes += fmt.Sprintf(" rowspan=%d", n)
	}
	if n := at.right - at.left + 1; n > 1 {
		attributes += fmt.Sprintf(` colspan="%d"`, n)
	}
	if slices.Contains(g.unseenColumns, at.left) {
		attributes += ` style="display:none"`
	}
	d.begin(out, "td", strings.TrimSpace(attributes))
	if cell == nil {
		out.WriteString(d.blank)
	} else {
		out.WriteString(strings.ReplaceAll(html.EscapeString(written(cell)), "\n", "<br/>"))
	}
	d.end(out, "td", d.unclosed)
}

func (d dialect) begin(out *strings.Builder, name, attributes string) {
	if d.upper {
		name = strings.ToUpper(name)
	}
	if attributes != "" {
		attributes = " " + attributes
	}
	out.WriteString("<" + name + attributes + ">")
}

func (d dialect) end(out *strings.Builder, name string, leftOut bool) {
	if !leftOut {
		out.WriteString("</" + name + ">")
	}
	out.WriteString("\n")
}

// written is the text of a cell; numbers of many digits as Excel shows them.
func written(cell any) string {
	number, ok := cell.(float64)
	switch {
	case !ok:
		return cell.(string)
	case number >= 1e15:
		return strconv.FormatFloat(number, 'E', -1, 64)
	}
	return strconv.FormatFloat(number, 'f', -1, 64)
}

// xmlBook is sheets as an XML spreadsheet of 2003.
func (s *shaper) xmlBook(grids []grid) []byte {
	var out strings.Builder
	out.WriteString("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n" +
		`<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"` +
		` xmlns:x="urn:schemas-microsoft-com:office:excel">` + "\n")
	for _, g := range grids {
		fmt.Fprintf(&out, " <Worksheet ss:Name=\"%s\">\n  <Table>\n", html.EscapeString(g.of.name))
		for _, column := range g.unseenColumns {
			fmt.Fprintf(&out, "   <Column ss:Index=\"%d\" ss:Hidden=\"1\"/>\n", column+1)
		}
		for i := range g.cells {
			xmlRow(&out, g, i)
		}
		out.WriteString("  </Table>\n")
		if g.of.hidden {
			out.WriteString("  <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>\n")
		}
		out.WriteString(" </Worksheet>\n")
	}
	out.WriteString("</Workbook>\n")
	return []byte(out.String())
}

// xmlRow writes a row; what is blank is left out, and what follows says where it stands.
func xmlRow(out *strings.Builder, g grid, row int) {
	hidden := ""
	if slices.Contains(g.unseen, row) {
		hidden = ` ss:Hidden="1"`
	}
	fmt.Fprintf(out, "   <Row ss:Index=\"%d\"%s>\n", row+1, hidden)
	for k, cell := range g.cells[row] {
		if cell == nil {
			continue
		}
		kind, at := "String", g.startsAt(row, k)
		if _, isNumber := cell.(float64); isNumber {
			kind = "Number"
		}
		fmt.Fprintf(out, "    <Cell ss:Index=\"%d\" ss:MergeAcross=\"%d\" ss:MergeDown=\"%d\"><Data ss:Type=\"%s\">%s</Data></Cell>\n",
			k+1, at.right-at.left, at.bottom-at.top, kind, strings.ReplaceAll(html.EscapeString(written(cell)), "\n", "&#10;"))
	}
	out.WriteString("   </Row>\n")
}
