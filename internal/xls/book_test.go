package xls_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/internal/xls"
	"github.com/bidui/bidui/internal/xls/xlstest"
)

// got is a sheet as it was read, in copies of its own.
type got struct {
	source table.Source
	hidden int
	rows   []table.Row
}

// text is the rows of g: their numbers, and their cells between bars.
func (g got) text() string {
	var out strings.Builder
	for _, row := range g.rows {
		fmt.Fprintf(&out, "%d|%s|\n", row.Number, strings.Join(row.Cells, "|"))
	}
	return out.String()
}

// readBook reads the sheets of a workbook, or the one called sheet.
func readBook(ctx context.Context, content []byte, sheet string) ([]got, error) {
	book, err := xls.Open("a.xls", bytes.NewReader(content), int64(len(content)), sheet)
	if err != nil {
		return nil, err
	}
	var sheets []got
	for {
		source, err := book.Next(ctx)
		if err == io.EOF {
			return sheets, book.Close()
		}
		if err != nil {
			return sheets, err
		}
		g := got{source: *source}
		if err := g.read(ctx, book); err != nil {
			return sheets, err
		}
		sheets = append(sheets, g)
	}
}

// read reads the rows of the current sheet.
func (g *got) read(ctx context.Context, book *xls.Book) error {
	var batch table.Batch
	for small := false; ; {
		err := book.Read(ctx, &batch)
		if err == io.EOF && len(batch.Rows) == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		if n := len(batch.Rows); n == 0 || n > 4096 || small {
			return fmt.Errorf("a batch of %d rows, and the one before had less than 32: %v", n, small)
		}
		small = len(batch.Rows) < 32
		g.hidden += batch.Hidden
		for _, row := range batch.Rows {
			copied := table.Row{Number: row.Number}
			for _, cell := range row.Cells {
				copied.Cells = append(copied.Cells, strings.Clone(cell))
			}
			g.rows = append(g.rows, copied)
		}
	}
}

// mustRead is the sheets of a workbook without fault.
func mustRead(t testing.TB, content []byte) []got {
	t.Helper()
	sheets, err := readBook(t.Context(), content, "")
	if err != nil {
		t.Fatal(err)
	}
	return sheets
}

func mustLoad(t testing.TB, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// realBooks is workbooks that other programs wrote.
var realBooks = []string{"libreoffice", "writeexcel", "xlwt"}

// TestOthersWorkbooksAreRead: beside each file are its rows, with the sheet and
// the number before the cells.
func TestOthersWorkbooksAreRead(t *testing.T) {
	for _, name := range realBooks {
		t.Run(name, func(t *testing.T) {
			var rows [][]string
			for _, sheet := range mustRead(t, mustLoad(t, filepath.Join("testdata", name+".xls"))) {
				for _, row := range sheet.rows {
					rows = append(rows, append([]string{sheet.source.Sheet, strconv.Itoa(row.Number)}, row.Cells...))
				}
			}
			reader := csv.NewReader(bytes.NewReader(mustLoad(t, filepath.Join("testdata", name+".csv"))))
			reader.FieldsPerRecord = -1
			want, err := reader.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, rows); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOthersHiddenSheetsAndRowsAreTold(t *testing.T) {
	var told []string
	for _, name := range realBooks {
		for _, sheet := range mustRead(t, mustLoad(t, filepath.Join("testdata", name+".xls"))) {
			told = append(told, fmt.Sprint(name, " ", sheet.source.Sheet, " ", sheet.source.Hidden, " ", sheet.hidden))
		}
	}
	want := []string{
		"libreoffice 低保名单 false 1", "libreoffice 说明 false 0", "libreoffice 隐藏表 true 0", "libreoffice 图表 false 0",
		"writeexcel 按列写 false 1", "writeexcel Hidden true 0",
		"xlwt 户表 false 1", "xlwt veryhidden true 0", "xlwt empty false 0",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
}

func TestSheetsAreReadInOrderWithoutChartsAndMacros(t *testing.T) {
	cell := func(text string) []byte { return record(label, at(0, 0), wide(text)) }
	content := compound(entry{Name: "Workbook", Content: writeBook(nil,
		sheetSpec{Name: "宏", Kind: 1, Records: cell("macro")},
		sheetSpec{Name: "二", State: 1, Records: cell("乙")},
		sheetSpec{Name: "图", Kind: 2},
		sheetSpec{Name: " 一 ", Records: cell("甲")},
		sheetSpec{Name: "三", State: 2, Records: cell("丙")},
	)})
	all := []got{
		{table.Source{File: "a.xls", Sheet: "二", Hidden: true}, 0, []table.Row{{Number: 1, Cells: []string{"乙"}}}},
		{table.Source{File: "a.xls", Sheet: " 一 "}, 0, []table.Row{{Number: 1, Cells: []string{"甲"}}}},
		{table.Source{File: "a.xls", Sheet: "三", Hidden: true}, 0, []table.Row{{Number: 1, Cells: []string{"丙"}}}},
	}
	for sheet, want := range map[string][]got{"": all, "一": all[1:2], "三": all[2:]} {
		sheets, err := readBook(t.Context(), content, sheet)
		if diff := cmp.Diff(want, sheets, cmp.AllowUnexported(got{})); err != nil || diff != "" {
			t.Error(sheet, err, diff)
		}
	}
	_, err := readBook(t.Context(), content, "图")
	if want := "a.xls: there is no sheet 图; the sheets are 二,  一 , 三"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestSheetsStandAnywhere: the order of a workbook is not that of its stream.
func TestSheetsStandAnywhere(t *testing.T) {
	filler := slices.Repeat([][]byte{record(rString, at(9, 0), wide(strings.Repeat("长", 3000)))}, 20)
	stream := writeBook(nil,
		sheetSpec{Name: "甲", Records: slices.Concat(filler...)},
		sheetSpec{Name: "乙", Records: record(number, at(0, 0), 2.0)})
	first := bytes.Index(stream, []byte{0x85, 0})
	second := first + 4 + bytes.Index(stream[first+4:], []byte{0x85, 0})
	for i := range 4 { // the offsets
		stream[first+4+i], stream[second+4+i] = stream[second+4+i], stream[first+4+i]
	}
	sheets := mustRead(t, compound(entry{Name: "Workbook", Content: stream}))
	if sheets[0].text() != "1|2|\n" || sheets[1].text() != "10|"+strings.Repeat("长", 3000)+"|\n" {
		t.Errorf("%.80q, %.80q", sheets[0].text(), sheets[1].text())
	}
}

func TestShortStreamsAreRead(t *testing.T) {
	stream := writeBook(nil, sheetSpec{Name: "表", Records: record(label, at(0, 1), narrow("short"))})
	for _, content := range [][]byte{xlstest.MiniCompound("Workbook", stream), compound(entry{Name: "\x05Summary"}, entry{Name: "WORKBOOK", Content: stream})} {
		if sheets := mustRead(t, content); sheets[0].text() != "1||short|\n" {
			t.Errorf("%q", sheets[0].text())
		}
	}
}

func TestBatchesAreNeitherLongNorShort(t *testing.T) {
	var records []byte
	for row := range 9000 {
		records = append(records, record(number, at(row, row%3), float64(row))...)
	}
	for row := range 400 { // of 256 columns each
		parts := []any{uint16(20000 + row), uint16(0)}
		for range 256 {
			parts = append(parts, uint16(15), uint32(row<<2|2))
		}
		records = append(records, record(mulRK, append(parts, uint16(255))...)...)
	}
	book := open(t, oneSheet(nil, records))
	if _, err := book.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	var batch table.Batch
	var sizes []int
	var err error
	for err = book.Read(t.Context(), &batch); err == nil; err = book.Read(t.Context(), &batch) {
		sizes = append(sizes, len(batch.Rows))
	}
	if diff := cmp.Diff([]int{4096, 4096, 808 + 250, 150}, sizes); err != io.EOF || diff != "" {
		t.Error(err, diff)
	}
}

func open(t testing.TB, content []byte) *xls.Book {
	t.Helper()
	book, err := xls.Open("a.xls", bytes.NewReader(content), int64(len(content)), "")
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func TestReadNeedsASheet(t *testing.T) {
	book := open(t, oneSheet(nil, record(number, at(0, 0), 1.0)))
	var batch table.Batch
	if err := book.Read(t.Context(), &batch); err == nil || err == io.EOF {
		t.Error("before Next:", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := book.Next(stopped); !errors.Is(err, context.Canceled) {
		t.Error("stopped:", err)
	}
	if _, err := book.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := book.Next(t.Context()); err != io.EOF {
		t.Fatal(err)
	}
	if err := book.Read(t.Context(), &batch); err == nil || err == io.EOF {
		t.Error("after the last sheet:", err)
	}
}
