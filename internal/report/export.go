package report

import (
	"encoding/csv"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/ledger"
)

// Export is how discrepancies are written. Its columns are those of the ledger's
// discrepancies.
type Export struct {
	Unmask bool // write ID numbers whole
	BOM    bool // write CSV for a spreadsheet program to open
}

// Discrepancies are the rows of an export. Iteration ends at the first error.
type Discrepancies = iter.Seq2[ledger.Discrepancy, error]

// WriteCSV writes the rows as CSV, and says how many there were.
//
// With BOM it begins with a byte order mark, by which Excel knows UTF-8, and an
// apostrophe stands before each cell that Excel would take for a formula or
// would round (more than 15 digits). Without, each cell is exactly as it is in
// the ledger.
func (e Export) WriteCSV(w io.Writer, rows Discrepancies) (int, error) {
	if e.BOM {
		if _, err := io.WriteString(w, "\uFEFF"); err != nil {
			return 0, err
		}
	}
	return writeCSV(w, header(), rows, func(d ledger.Discrepancy) []string {
		cells := e.cells(d)
		if e.BOM {
			for i, cell := range cells {
				cells[i] = guarded(cell)
			}
		}
		return cells
	})
}

// writeCSV writes a header and rows.
func writeCSV[T any](w io.Writer, header []string, rows iter.Seq2[T, error], cells func(T) []string) (int, error) {
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return 0, err
	}
	n := 0
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		if err := out.Write(cells(row)); err != nil {
			return n, err
		}
		n++
	}
	out.Flush()
	return n, out.Error()
}

// guarded is a cell that a spreadsheet program leaves alone when it opens a CSV.
// Our own reader of feeds takes the apostrophe off again.
func guarded(cell string) string {
	if startsFormula(cell) || len(cell) > 15 && strings.Trim(cell, "0123456789") == "" {
		return "'" + cell
	}
	return cell
}

// startsFormula says whether a spreadsheet program would take a text for a
// formula if someone typed it.
func startsFormula(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return text != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", first)
}
