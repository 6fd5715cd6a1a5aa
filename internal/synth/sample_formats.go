package synth

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// utf8CSV is a grid as a program writes it, without a byte order mark. No cell needs quotes.
func utf8CSV(grid [][]string) []byte { return joined(grid, "\n") }

// bomCSV is a grid as a spreadsheet saves it as “CSV UTF-8”.
func bomCSV(grid [][]string) []byte { return append([]byte("\uFEFF"), joined(grid, "\r\n")...) }

// gb18030CSV is a grid as a Chinese spreadsheet saves it as “CSV”.
func gb18030CSV(grid [][]string) ([]byte, error) {
	data, err := simplifiedchinese.GB18030.NewEncoder().Bytes(joined(grid, "\r\n"))
	if err != nil {
		return nil, fmt.Errorf("encode the sample as GB18030: %w", err)
	}
	return data, nil
}

func joined(grid [][]string, end string) []byte {
	var b bytes.Buffer
	for _, row := range grid {
		b.WriteString(strings.Join(row, ","))
		b.WriteString(end)
	}
	return b.Bytes()
}

// workbook is a sheet as offices make it.
type workbook struct {
	file, sheet string
	title       string     // the first row, merged over all columns
	note        string     // the second
	grid        [][]string // the header and the rows
	numbers     []string   // the headers of columns whose cells are numbers; all others are text
	trailer     [][]string // rows below
}

// xlsx is the workbook's file.
func (w workbook) xlsx() (data []byte, err error) {
	book := excelize.NewFile()
	defer func() {
		if closing := book.Close(); err == nil {
			err = closing
		}
	}()
	if err := book.SetSheetName("Sheet1", w.sheet); err != nil {
		return nil, err
	}
	rows := append([][]string{{w.title}, {w.note}}, w.grid...)
	rows = append(rows, w.trailer...)
	for i, row := range rows {
		values := make([]any, len(row))
		for k, cell := range row {
			values[k] = w.value(cell, k, i)
		}
		if err := book.SetSheetRow(w.sheet, "A"+strconv.Itoa(1+i), &values); err != nil {
			return nil, err
		}
	}
	for row := 1; row <= 2; row++ {
		end, err := excelize.CoordinatesToCellName(len(w.grid[0]), row)
		if err != nil {
			return nil, err
		}
		if err := book.MergeCell(w.sheet, "A"+strconv.Itoa(row), end); err != nil {
			return nil, err
		}
	}
	if err := w.style(book); err != nil {
		return nil, err
	}
	written := asOf.String() + "T00:00:00Z" // by the clock, no two files were alike
	if err := book.SetDocProps(&excelize.DocProperties{Creator: "bidui", Created: written, Modified: written}); err != nil {
		return nil, err
	}
	buffer, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// value is what the cell of a column and row holds: a number or text.
func (w workbook) value(cell string, column, row int) any {
	inGrid := row >= 2 && row < 2+len(w.grid)
	if inGrid && slices.Contains(w.numbers, w.grid[0][column]) {
		if n, err := strconv.Atoi(cell); err == nil {
			return n
		}
	}
	return cell
}

// style centres the title, widens the columns and keeps the header in sight.
func (w workbook) style(book *excelize.File) error {
	title, err := book.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true, Size: 16},
		Alignment: &excelize.Alignment{Horizontal: "center"},
	})
	if err != nil {
		return err
	}
	if err := book.SetCellStyle(w.sheet, "A1", "A1", title); err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(len(w.grid[0]))
	if err != nil {
		return err
	}
	if err := book.SetColWidth(w.sheet, "B", last, 18); err != nil {
		return err
	}
	return book.SetPanes(w.sheet, &excelize.Panes{
		Freeze: true, YSplit: 3, TopLeftCell: "A4", ActivePane: "bottomLeft",
	})
}
