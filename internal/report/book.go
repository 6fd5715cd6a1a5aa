package report

import (
	"errors"
	"io"

	"github.com/xuri/excelize/v2"
)

// book is a workbook for people, every cell of it text but for figures to reckon
// with: long numbers stay whole and nothing is a formula. Its sheets are written row after row, several at a
// time if need be, and what has been written waits in temporary files.
type book struct {
	file   *excelize.File
	styles [lookEnd]style
	sheets int
}

// writeBook writes the workbook that fill fills. Its sheets stand in the order
// in which fill opens them; fill closes each.
func writeBook(w io.Writer, fill func(*book) error) (err error) {
	b := &book{file: excelize.NewFile()}
	defer func() { err = errors.Join(err, b.file.Close()) }() // its temporary files
	if err := b.file.SetDocProps(&excelize.DocProperties{Creator: "bidui"}); err != nil {
		return err
	}
	if err := b.makeStyles(); err != nil {
		return err
	}
	if err := fill(b); err != nil {
		return err
	}
	return b.file.Write(w)
}

// newSheet adds an empty sheet; the one that a new file has is the first.
func (b *book) newSheet(name string) error {
	b.sheets++
	if b.sheets == 1 {
		return b.file.SetSheetName("Sheet1", name)
	}
	_, err := b.file.NewSheet(name)
	return err
}

// look is how a cell looks.
type look uint8

// The looks. Those of tables have light borders and wrap what is too long.
const (
	lookPlain   look = iota
	lookBold         // heads a plain table
	lookTitle        // large, across the sheet
	lookLine         // what is said below a title
	lookSection      // heads what follows
	lookHeader       // heads a table
	lookCell         // of a table
	lookCentred      // of a table: short words and serial numbers
	lookFigure       // of a table: counts
	lookBlank        // of a table: to be filled in by hand
	lookNumber       // of a table: whole numbers, as numbers
	lookDecimal      // of a table: numbers with two decimals, as numbers
	lookEnd
)

// style is the numbers of a look in the workbook: as it is, and for text that a
// spreadsheet program would take for a formula when someone edits the cell.
type style struct{ usual, quoted int }

// of is the number of the style for a text.
func (s style) of(text string) int {
	if startsFormula(text) {
		return s.quoted
	}
	return s.usual
}

// songti is the font of official papers, which every Chinese computer has.
const songti = "宋体"

func (b *book) makeStyles() error {
	if err := b.file.SetDefaultFont(songti); err != nil {
		return err
	}
	for l := range lookEnd {
		id, err := b.file.NewStyle(l.style())
		if err != nil {
			return err
		}
		b.styles[l].usual = id
	}
	yes := true
	formats := b.file.Styles.CellXfs
	for l := range lookEnd { // excelize has no other way to say quotePrefix
		quoted := formats.Xf[b.styles[l].usual]
		quoted.QuotePrefix = &yes
		b.styles[l].quoted = len(formats.Xf)
		formats.Xf = append(formats.Xf, quoted)
	}
	formats.Count = len(formats.Xf)
	return nil
}

func (l look) style() *excelize.Style {
	const wholeNumber, twoDecimals, asText = 1, 2, 49 // the built-in number formats "0", "0.00" and "@"
	s := &excelize.Style{NumFmt: asText}
	align := func(horizontal string) {
		s.Alignment = &excelize.Alignment{Horizontal: horizontal, Vertical: "center", WrapText: true}
	}
	switch l {
	case lookBold:
		s.Font = &excelize.Font{Family: songti, Size: fontSize, Bold: true}
	case lookTitle:
		align("center")
		s.Font = &excelize.Font{Family: songti, Size: titleSize, Bold: true}
	case lookLine:
		align("left")
	case lookSection:
		align("left")
		s.Font = &excelize.Font{Family: songti, Size: fontSize, Bold: true}
	case lookHeader:
		align("center")
		s.Font = &excelize.Font{Family: songti, Size: fontSize, Bold: true}
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEDED"}}
	case lookCell, lookBlank:
		align("left")
	case lookCentred:
		align("center")
	case lookFigure:
		align("right")
		s.Alignment.Indent = 1
	case lookNumber, lookDecimal:
		align("right")
		s.NumFmt = wholeNumber
		if l == lookDecimal {
			s.NumFmt = twoDecimals
		}
	}
	if l >= lookHeader {
		s.Border = lightBorder()
	}
	return s
}

const (
	fontSize  = 11
	titleSize = 18
)

func lightBorder() []excelize.Border {
	const thin = 1
	var sides []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		sides = append(sides, excelize.Border{Type: side, Color: "A6A6A6", Style: thin})
	}
	return sides
}
