package report

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
)

// workbook writes rows and opens what was written.
func workbook(t *testing.T, e Export, rows ...ledger.Discrepancy) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if n, err := e.WriteXLSX(&b, each(rows...)); err != nil || n != len(rows) {
		t.Fatalf("%d rows, %v", n, err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	})
	return book
}

func TestXLSXHoldsEveryCellAsText(t *testing.T) {
	for _, e := range []Export{{}, {Unmask: true}} {
		book := workbook(t, e, leads()...)
		rows := [][]string{header()}
		for _, d := range leads() {
			rows = append(rows, e.cells(d))
		}
		for i, row := range rows {
			for j, want := range row {
				cell, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				checkTextCell(t, book, cell, strings.ReplaceAll(want, "\x1b", "\uFFFD")) // which XML cannot hold
			}
		}
	}
}

func checkTextCell(t *testing.T, book *excelize.File, cell, want string) {
	t.Helper()
	got, err := book.GetCellValue(rowsSheet, cell)
	if err != nil || got != want {
		t.Errorf("%s is %q, not %q (%v)", cell, got, want, err)
	}
	if kind, err := book.GetCellType(rowsSheet, cell); err != nil || want != "" && kind != excelize.CellTypeInlineString {
		t.Errorf("%s is of type %d (%v)", cell, kind, err)
	}
	if formula, err := book.GetCellFormula(rowsSheet, cell); err != nil || formula != "" {
		t.Errorf("%s is the formula %q (%v)", cell, formula, err)
	}
	id, err := book.GetCellStyle(rowsSheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	if style, err := book.GetStyle(id); err != nil || style.NumFmt != 49 {
		t.Errorf("%s has another format than text: %+v (%v)", cell, style, err)
	}
}

func TestXLSXIsArrangedForReading(t *testing.T) {
	book := workbook(t, Export{}, leads()...)
	if diff := cmp.Diff([]string{"差异", "说明"}, book.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	if panes, err := book.GetPanes(rowsSheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header does not stay in sight: %+v (%v)", panes, err)
	}
	if properties, err := book.GetDocProps(); err != nil || properties.Creator != "bidui" {
		t.Errorf("made by %q (%v)", properties.Creator, err)
	}
	names := book.GetDefinedName()
	if len(names) != 1 || names[0].RefersTo != "'差异'!$A$1:$AC$6" {
		t.Errorf("the filter is over %+v", names)
	}
	for _, i := range []int{0, 13, 28} {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			t.Fatal(err)
		}
		if width, err := book.GetColWidth(rowsSheet, name); err != nil || width != columns[i].width {
			t.Errorf("column %s is %v wide (%v)", columns[i].name, width, err)
		}
	}
}

func TestXLSXLegend(t *testing.T) {
	rows, err := workbook(t, Export{}).GetRows(legendSheet)
	if err != nil {
		t.Fatal(err)
	}
	const first = 3 // row of kinds, after the note, a blank row and their heading
	for i, k := range rules.Kinds {
		if diff := cmp.Diff([]string{k.Name, k.Title, agencies[k.Agency], k.Advice, k.Source}, rows[first+i]); diff != "" {
			t.Error(diff)
		}
	}
	var b strings.Builder
	for _, row := range slices.Delete(rows, first, first+len(rules.Kinds)) {
		b.WriteString(strings.Join(row, "\t") + "\n")
	}
	checkGolden(t, "legend.tsv", b.String())

	if width := widths([][]string{{"a", "差异"}, {"abc", ""}}); !slices.Equal(width, []float64{5, 6}) {
		t.Errorf("%v", width)
	}
	note, err := workbook(t, Export{Unmask: true}).GetCellValue(legendSheet, "A1")
	if err != nil || !strings.Contains(note, "证件号码未遮盖") {
		t.Errorf("%q, %v", note, err)
	}
}

// TestXLSXIsReadAsAFeed reads an export the way that worksheets come back.
func TestXLSXIsReadAsAFeed(t *testing.T) {
	e := Export{Unmask: true}
	path := filepath.Join(t.TempDir(), "差异.xlsx")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.WriteXLSX(file, each(leads()...)); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	want := [][]string{header()}
	for _, d := range leads() {
		want = append(want, e.cells(d))
	}
	for _, row := range want {
		for i, cell := range row {
			row[i] = table.Clean(strings.ReplaceAll(cell, "\x1b", "\uFFFD"))
		}
	}
	if diff := cmp.Diff(want, readSheet(t, path, rowsSheet)); diff != "" {
		t.Error(diff)
	}
}

// readSheet is the cleaned cells of a sheet, as our own reader of feeds gives them.
func readSheet(t *testing.T, path, sheet string) [][]string {
	t.Helper()
	feed, err := source.Open(source.Spec{From: secret.Text(path), Sheet: sheet}, source.Env{})
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	if err := feed.Bring(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := feed.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	var b table.Batch
	for {
		err := feed.Read(t.Context(), &b)
		if err == io.EOF {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range b.Rows {
			cells := make([]string, len(columns))
			for i, cell := range row.Cells {
				cells[i] = strings.Clone(table.Clean(cell))
			}
			rows = append(rows, cells)
		}
	}
}

func TestXLSXOfNothing(t *testing.T) {
	rows, err := workbook(t, Export{}).GetRows(rowsSheet)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{header()}, rows); diff != "" {
		t.Error(diff)
	}
}

func TestXLSXHasOnlySoManyRows(t *testing.T) {
	rows := slices.Repeat(leads(), 2)
	if n, err := (Export{}).writeXLSX(io.Discard, each(rows...), 11); n != 10 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
	n, err := Export{}.writeXLSX(io.Discard, each(rows...), 10)
	if n != 9 || err == nil || !strings.Contains(err.Error(), "holds 10 rows") || !strings.Contains(err.Error(), "CSV") {
		t.Errorf("%d rows, %v", n, err)
	}
}

func TestFitted(t *testing.T) {
	const most = excelize.TotalCellChars
	for _, row := range []struct{ name, text, want string }{
		{"short", "张", "张"},
		{"just", strings.Repeat("张", most), strings.Repeat("张", most)},
		{"one more", strings.Repeat("张", most+1), strings.Repeat("张", most-1) + "…"},
		{"pairs", strings.Repeat("𠮷", most), strings.Repeat("𠮷", most/2) + "…"}, // each counts twice
		{"bytes", strings.Repeat("a", most+1), strings.Repeat("a", most-1) + "…"},
	} {
		if got := fitted(row.text); got != row.want {
			t.Errorf("%s: %d bytes instead of %d", row.name, len(got), len(row.want))
		}
	}
	d := leads()[0]
	d.Note = strings.Repeat("长", 2*most)
	if note, err := workbook(t, Export{}, d).GetCellValue(rowsSheet, "AC2"); err != nil || note != strings.Repeat("长", most-1)+"…" {
		t.Errorf("a note that is too long has %d bytes (%v)", len(note), err)
	}
}

// many is n rows that differ.
func many(n int) Discrepancies {
	return func(yield func(ledger.Discrepancy, error) bool) {
		all := leads()
		for i := range n {
			d := all[i%len(all)]
			d.ID, d.HouseholdID = int64(i+1), fmt.Sprintf("4305240%05d", i)
			if !yield(d, nil) {
				return
			}
		}
	}
}

// BenchmarkExport writes what a county in a bad state has.
func BenchmarkExport(b *testing.B) {
	const rows = 60_000
	for name, write := range map[string]func(Export, io.Writer, Discrepancies) (int, error){
		"csv": Export.WriteCSV, "json": Export.WriteJSON, "xlsx": Export.WriteXLSX,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if n, err := write(Export{}, io.Discard, many(rows)); n != rows || err != nil {
					b.Fatal(n, err)
				}
			}
		})
	}
}
