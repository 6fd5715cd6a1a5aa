package report

import (
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

func newTable(headers ...any) table.Writer {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = prettytext.FormatDefault
	t.Style().Format.Footer = prettytext.FormatDefault
	t.AppendHeader(headers)
	return t
}

// add appends a row. Its text is of one line, cannot steer the terminal, and shows
// no ID number, wherever one was written.
func add(t table.Writer, cells ...any) {
	for i, cell := range cells {
		if text, ok := cell.(string); ok {
			cells[i] = plain(maskNumbers(text))
		}
	}
	t.AppendRow(cells)
}

// plain is a text with a space for each control character: what others write in
// their files reaches a terminal.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// lines is a text of several lines, each of them plain and after an indent.
func lines(indent, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(indent + plain(strings.TrimRight(line, "\r\n")) + "\n")
	}
	return b.String()
}

// alignNumbers puts the columns from…through, counted from 1, to the right.
func alignNumbers(t table.Writer, from, through int) {
	var columns []table.ColumnConfig
	for i := from; i <= through; i++ {
		columns = append(columns, table.ColumnConfig{Number: i, Align: prettytext.AlignRight, AlignFooter: prettytext.AlignRight})
	}
	t.SetColumnConfigs(columns)
}
