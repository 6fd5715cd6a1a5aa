package report

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// eachCell visits every cell of a workbook that has text.
func eachCell(t *testing.T, book *excelize.File, visit func(sheet, cell string)) {
	t.Helper()
	visited := 0
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, value := range row {
				if value == "" {
					continue
				}
				cell, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				visit(sheet, cell)
				visited++
			}
		}
	}
	if visited == 0 {
		t.Error("the workbook is empty")
	}
}

// checkText makes sure that a cell is text, and stays text when someone edits it.
func checkText(t *testing.T, book *excelize.File, sheet, cell string) {
	t.Helper()
	value, err := book.GetCellValue(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	if kind, err := book.GetCellType(sheet, cell); err != nil || kind != excelize.CellTypeInlineString {
		t.Errorf("%s %s is of type %d (%v)", sheet, cell, kind, err)
	}
	if formula, err := book.GetCellFormula(sheet, cell); err != nil || formula != "" {
		t.Errorf("%s %s is the formula %q (%v)", sheet, cell, formula, err)
	}
	checkTextStyle(t, book, sheet, cell, strings.ContainsAny(value[:1], "=+-@\t\r"))
}

func checkTextStyle(t *testing.T, book *excelize.File, sheet, cell string, quoted bool) {
	t.Helper()
	id, err := book.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	format := book.Styles.CellXfs.Xf[id]
	if got := format.QuotePrefix != nil && *format.QuotePrefix; got != quoted {
		t.Errorf("%s %s is quoted: %v", sheet, cell, got)
	}
	if format.NumFmtID == nil || *format.NumFmtID != 49 {
		t.Errorf("%s %s has another format than text", sheet, cell)
	}
}

// checkPrint makes sure that a sheet is set up for print, with its header in a
// row that stays in sight; 0 is none.
func checkPrint(t *testing.T, book *excelize.File, sheet string, header int) {
	t.Helper()
	layout, err := book.GetPageLayout(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if *layout.Size != 9 || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
		t.Errorf("%s: paper %d, %s, %d pages wide and %d high", sheet, *layout.Size, *layout.Orientation, *layout.FitToWidth, *layout.FitToHeight)
	}
	if props, err := book.GetSheetProps(sheet); err != nil || props.FitToPage == nil || !*props.FitToPage {
		t.Errorf("%s is not fitted to the page (%v)", sheet, err)
	}
	if footer, err := book.GetHeaderFooter(sheet); err != nil || footer == nil || !strings.Contains(footer.OddFooter, "&P") {
		t.Errorf("%s has no page numbers: %+v (%v)", sheet, footer, err)
	}
	named := map[string]string{}
	for _, name := range book.GetDefinedName() {
		if name.Scope == sheet {
			named[name.Name] = name.RefersTo
		}
	}
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if area := named["_xlnm.Print_Area"]; !strings.HasPrefix(area, "'"+sheet+"'!$A$1:$") || !strings.HasSuffix(area, fmt.Sprintf("$%d", len(rows))) {
		t.Errorf("%s: what is printed is %s, of %d rows", sheet, area, len(rows))
	}
	panes, err := book.GetPanes(sheet)
	if err != nil || panes.Freeze != (header > 0) || panes.YSplit != header {
		t.Errorf("%s: %+v stays in sight (%v)", sheet, panes, err)
	}
	want := ""
	if header > 0 {
		want = fmt.Sprintf("'%s'!$%d:$%[2]d", sheet, header)
	}
	if named["_xlnm.Print_Titles"] != want {
		t.Errorf("%s: %q is on every page, not %q", sheet, named["_xlnm.Print_Titles"], want)
	}
}

// samplePage is an official sheet with a column of each look.
func samplePage() page {
	return page{
		name: "甲 a", title: "标题", lines: []string{"短", strings.Repeat("长", 50)}, filtered: true,
		columns: []sheetColumn{{"序号", 8, lookCentred}, {"内容", 20, lookCell}, {"数", 10, lookFigure}, {"答", 12, lookBlank}},
	}
}

func sampleBook(t *testing.T, fill func(*sheet) error) *excelize.File {
	t.Helper()
	return opened(t, 0, func(w io.Writer) (int, error) {
		return 0, writeBook(w, func(b *book) error {
			s, err := b.open(samplePage())
			if err != nil {
				return err
			}
			if err := fill(s); err != nil {
				return err
			}
			return s.close()
		})
	})
}

func TestOfficialSheets(t *testing.T) {
	book := sampleBook(t, func(s *sheet) error { return s.add("1", "张", "2") })
	checkPrint(t, book, "甲 a", 4)
	want := "== 甲 a\n标题\n短\n" + strings.Repeat("长", 50) + "\n序号 | 内容 | 数 | 答\n1 | 张 | 2\n"
	if diff := cmp.Diff(want, sheets(t, book)); diff != "" {
		t.Error(diff)
	}
	for i, c := range samplePage().columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			t.Fatal(err)
		}
		if width, err := book.GetColWidth("甲 a", name); err != nil || width != c.width {
			t.Errorf("column %s is %v wide (%v)", name, width, err)
		}
	}
	joined, err := book.GetMergeCells("甲 a")
	if err != nil {
		t.Fatal(err)
	}
	var ranges []string
	for _, cells := range joined {
		ranges = append(ranges, cells.GetStartAxis()+":"+cells.GetEndAxis())
	}
	if diff := cmp.Diff([]string{"A1:D1", "A2:D2", "A3:D3"}, ranges); diff != "" {
		t.Errorf("joined cells: %s", diff)
	}
	checkTextStyle(t, book, "甲 a", "D5", false) // what is filled in is text, too
	for _, look := range []struct {
		cell            string
		bold, bordered  bool
		horizontal      string
		size            float64
		wrapped, shaded bool
	}{
		{"A1", true, false, "center", 18, true, false},
		{"A2", false, false, "left", 0, true, false},
		{"B4", true, true, "center", 11, true, true},
		{"A5", false, true, "center", 0, true, false},
		{"B5", false, true, "left", 0, true, false},
		{"C5", false, true, "right", 0, true, false},
		{"D5", false, true, "left", 0, true, false},
	} {
		id, err := book.GetCellStyle("甲 a", look.cell)
		if err != nil {
			t.Fatal(err)
		}
		s, err := book.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		if s.Font != nil && (s.Font.Bold != look.bold || look.size != 0 && s.Font.Size != look.size) || look.bold && s.Font == nil {
			t.Errorf("%s has the font %+v", look.cell, s.Font)
		}
		if (len(s.Border) == 4) != look.bordered || (len(s.Fill.Color) > 0) != look.shaded {
			t.Errorf("%s has the borders %+v and the colour %+v", look.cell, s.Border, s.Fill)
		}
		if s.Alignment == nil || s.Alignment.Horizontal != look.horizontal || s.Alignment.WrapText != look.wrapped {
			t.Errorf("%s is aligned as %+v", look.cell, s.Alignment)
		}
	}
}

func TestRowsAreAsHighAsTheirText(t *testing.T) {
	book := sampleBook(t, func(s *sheet) error {
		if err := s.add("1", "短", "2"); err != nil {
			return err
		}
		if err := s.add("1", strings.Repeat("长", 30), "2"); err != nil {
			return err
		}
		if err := s.spread(lookCell, "1", strings.Repeat("长", 30)); err != nil {
			return err
		}
		return s.add("1", strings.Repeat("长", 3000))
	})
	for row, want := range map[int]float64{
		1: 32,  // a title
		2: 18,  // a line
		3: 46,  // 100 digits in 50
		5: 32,  // room to write
		6: 60,  // 60 digits in 20
		7: 32,  // 60 digits in 42, of three columns
		8: 409, // more than a row can be
	} {
		if height, err := book.GetRowHeight("甲 a", row); err != nil || height != want {
			t.Errorf("row %d is %v high, not %v (%v)", row, height, want, err)
		}
	}
}

func TestCellsThatStartAFormulaStayText(t *testing.T) {
	const plain = "430599196001010010"
	starts := []string{"=1+1", "+86", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"}
	book := sampleBook(t, func(s *sheet) error {
		for _, text := range append(starts, plain) {
			if err := s.add(text, text, text, text); err != nil {
				return err
			}
			if err := s.put(lookPlain, text); err != nil {
				return err
			}
		}
		return nil
	})
	for i, text := range append(starts, plain) {
		for _, cell := range []string{fmt.Sprintf("A%d", 5+2*i), fmt.Sprintf("D%d", 5+2*i), fmt.Sprintf("A%d", 6+2*i)} {
			value, err := book.GetCellValue("甲 a", cell)
			if err != nil || strings.TrimSpace(value) != strings.TrimSpace(text) {
				t.Errorf("%s is %q, not %q (%v)", cell, value, text, err)
			}
			if kind, err := book.GetCellType("甲 a", cell); err != nil || kind != excelize.CellTypeInlineString {
				t.Errorf("%s is of type %d (%v)", cell, kind, err)
			}
			checkTextStyle(t, book, "甲 a", cell, text != plain)
		}
	}
}

// Sheets can be written at a time, and stand in the order in which they were opened.
func TestSheetsTakeTurns(t *testing.T) {
	book := opened(t, 0, func(w io.Writer) (int, error) {
		return 0, writeBook(w, func(b *book) error {
			one, err := b.open(page{name: "一", title: "一", columns: samplePage().columns})
			if err != nil {
				return err
			}
			two, err := b.open(page{name: "二", columns: []sheetColumn{{"名", 8, lookPlain}}})
			if err != nil {
				return err
			}
			for _, s := range []*sheet{two, one, two} {
				if err := s.add("x"); err != nil {
					return err
				}
			}
			if err := two.close(); err != nil {
				return err
			}
			return one.close()
		})
	})
	if diff := cmp.Diff("== 一\n一\n序号 | 内容 | 数 | 答\nx\n== 二\n名\nx\nx\n", sheets(t, book)); diff != "" {
		t.Error(diff)
	}
}
