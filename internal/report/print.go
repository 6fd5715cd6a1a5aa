package report

import (
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// setUpPrint makes a sheet one to be printed.
func (s *sheet) setUpPrint() error {
	const a4 = 9
	var (
		paper, wide, high    = a4, 1, 0 // high as it may be
		fit, centred         = true, true
		orientation          = "landscape"
		side, edge, footline = 0.4, 0.6, 0.3 // inches
		file, name           = s.book.file, s.name
	)
	return errors.Join(
		file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}),
		file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{
			Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &footline, Footer: &footline, Horizontally: &centred,
		}),
		file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&C第 &P 页，共 &N 页"}),
	)
}

// close ends the sheet: what has been written is what is printed.
func (s *sheet) close() error {
	corner, err := excelize.CoordinatesToCellName(len(s.columns), max(s.rows, 1), true)
	if err != nil {
		return err
	}
	if s.title != "" {
		if err := s.define("_xlnm.Print_Area", "$A$1:"+corner); err != nil {
			return err
		}
	}
	if s.title != "" && s.header > 0 {
		if err := s.define("_xlnm.Print_Titles", fmt.Sprintf("$%d:$%[1]d", s.header)); err != nil {
			return err
		}
	}
	if len(s.choices) > 0 {
		if err := s.offerChoices(); err != nil {
			return err
		}
	}
	if s.filtered {
		if err := s.book.file.AutoFilter(s.name, fmt.Sprintf("$A$%d:%s", max(s.header, 1), corner), nil); err != nil {
			return err
		}
	}
	return s.stream.Flush()
}

// offerChoices makes the cells of a column drop-down lists, those of rows that
// people add included.
func (s *sheet) offerChoices() error {
	column, err := excelize.ColumnNumberToName(s.choice)
	if err != nil {
		return err
	}
	list := excelize.NewDataValidation(true)
	list.SetSqref(fmt.Sprintf("%s%d:%s%d", column, s.header+1, column, excelize.TotalRows))
	list.SetError(excelize.DataValidationErrorStyleStop, "请从下拉列表中选择", "只能填写："+strings.Join(s.choices, "、"))
	if err := list.SetDropList(s.choices); err != nil {
		return err
	}
	return s.book.file.AddDataValidation(s.name, list)
}

// define gives a part of the sheet one of the names that spreadsheet programs know.
func (s *sheet) define(name, part string) error {
	return s.book.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: "'" + s.name + "'!" + part, Scope: s.name})
}
