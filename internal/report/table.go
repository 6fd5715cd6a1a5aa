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
			cells[i] = Plain(maskNumbers(text))
		}
	}
	t.AppendRow(cells)
}

// Plain is a text of one line that cannot steer a terminal: what others write in
// their files reaches one. For control characters and ends of lines it has spaces;
// what cannot be seen, or turns the direction of writing, is left out.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
}

// lines is a text of several lines, each of them plain and after an indent.
func lines(indent, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(indent + Plain(strings.TrimRight(line, "\r\n")) + "\n")
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
