package report

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/bidui/bidui/internal/scorecard"
)

// scoreBook is a scorecard on its way into a workbook.
type scoreBook struct {
	Scorecard
	book *book
}

// chartedCounties is how many counties a chart has room for.
const chartedCounties = 20

// WriteXLSX writes the scorecard as a workbook to be handed in: the counties,
// charts, each county's kinds, the counties by what is unresolved, the trend, and
// the exits.
func (s Scorecard) WriteXLSX(w io.Writer) error {
	s = s.masked()
	return writeBook(w, func(b *book) error {
		out := scoreBook{s, b}
		if err := out.counties(); err != nil {
			return err
		}
		charts := s.Language.say("图表", "Charts")
		if err := b.newSheet(charts); err != nil {
			return err
		}
		if err := out.kinds(); err != nil {
			return err
		}
		ranking, err := out.ranking()
		if err != nil {
			return err
		}
		trend, err := out.trend()
		if err != nil {
			return err
		}
		if err := out.exited(); err != nil {
			return err
		}
		return out.charts(charts, ranking, trend)
	})
}

// page is an official sheet of the scorecard.
func (s scoreBook) page(name, title string, columns []sheetColumn) page {
	return page{name: name, title: title, lines: s.heading(), columns: columns}
}

// codeAndName are the first columns of most sheets.
func (l Language) codeAndName() []sheetColumn {
	return []sheetColumn{{l.say("代码", "Code"), 10, lookCentred}, {l.say("县（市、区）", "County"), 18, lookCell}}
}

func (s scoreBook) counties() error {
	l := s.Language
	out, err := s.book.open(s.page(l.say("记分卡", "Scorecard"), l.say("数据质量记分卡", "Data quality scorecard"), append(l.codeAndName(), l.figureColumns()...)))
	if err != nil {
		return err
	}
	for _, row := range s.rows() {
		if err := out.add(append([]string{row.code, row.name}, s.figures(row.Figures)...)...); err != nil {
			return err
		}
	}
	if len(s.Card.Counties) == 0 {
		if err := out.spread(lookCell, l.say("没有核对过的县", "No county was checked")); err != nil {
			return err
		}
	}
	return out.close()
}

func (s scoreBook) kinds() error {
	l := s.Language
	columns := append([]sheetColumn{{l.say("县（市、区）", "County"), 16, lookCell}, {l.say("差异", "Kind"), 26, lookCell}}, l.figureColumns()...)
	p := s.page(l.say("各类差异", "Kinds"), l.say("数据质量记分卡：各县各类差异", "Scorecard by county and kind"), columns)
	p.filtered = true
	out, err := s.book.open(p)
	if err != nil {
		return err
	}
	write := func(county string, lines []scorecard.Line) error {
		for _, line := range lines {
			if err := out.add(append([]string{county, l.kind(line.Kind)}, s.figures(line.Figures)...)...); err != nil {
				return err
			}
		}
		return nil
	}
	if len(s.Card.Counties) > 1 {
		if err := write(l.say("合计", "Total"), s.Card.ByKind()); err != nil {
			return err
		}
	}
	for _, county := range s.Card.Counties {
		if err := write(s.place(county), county.Lines); err != nil {
			return err
		}
	}
	return out.close()
}

// ranking writes the counties with the most unresolved first, and gives the sheet.
func (s scoreBook) ranking() (*sheet, error) {
	l := s.Language
	out, err := s.book.open(s.page(l.say("县排名", "Ranking"), l.say("各县待处理排名", "Counties by what is unresolved"), []sheetColumn{
		{l.say("名次", "Rank"), 8, lookCentred}, {l.say("县（市、区）", "County"), 24, lookCell}, {l.say("待处理", "Unresolved"), 14, lookNumber},
		{l.say("千分率‰", "Per 1000"), 14, lookDecimal}, {l.say("正确率%", "Correct %"), 14, lookDecimal}, {l.say("评价", "Rating"), 12, lookCentred},
	}))
	if err != nil {
		return nil, err
	}
	rank, last := 0, int64(-1)
	for i, county := range s.Card.Ranked() {
		total := county.Total()
		if total.Unresolved != last { // those alike share a rank
			rank, last = i+1, total.Unresolved
		}
		if err := out.add(strconv.Itoa(rank), s.place(county), strconv.FormatInt(total.Unresolved, 10),
			share(total.PerThousand()), share(total.Correct()), l.rating(s.Card.Bars.Rate(total))); err != nil {
			return nil, err
		}
	}
	return out, out.close()
}

// trend writes what was unresolved at each point: all, by county, and by kind.
func (s scoreBook) trend() (*sheet, error) {
	l, points := s.Language, s.Card.Points
	columns := []sheetColumn{{l.say("县（市、区）／差异", "County or kind"), 30, lookCell}}
	for _, p := range points {
		columns = append(columns, sheetColumn{minute(p.At), 12, lookNumber})
	}
	out, err := s.book.open(s.page(l.say("趋势", "Trend"), l.say("待处理的变化", "Unresolved over time"), columns))
	if err != nil {
		return nil, err
	}
	write := func(name string, f scorecard.Figures) error {
		return out.add(append([]string{name}, trend(f, len(points))...)...)
	}
	if err := write(l.say("合计", "Total"), s.Card.Total()); err != nil {
		return nil, err
	}
	for _, county := range s.Card.Counties {
		if err := write(s.place(county), county.Total()); err != nil {
			return nil, err
		}
	}
	for _, line := range s.Card.ByKind() {
		if line.Trend == nil {
			continue
		}
		if err := write(l.kind(line.Kind), line.Figures); err != nil {
			return nil, err
		}
	}
	return out, out.close()
}

func (s scoreBook) exited() error {
	l := s.Language
	var rows [][]string
	for _, county := range s.Card.Counties {
		if county.Exits != nil {
			rows = append(rows, s.exits(county))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	out, err := s.book.open(s.page(l.say("脱贫退出", "Exits"), l.say("脱贫退出情况", "Exits against plan and former years"), l.exitColumns()))
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := out.add(row...); err != nil {
			return err
		}
	}
	return out.close()
}

// charts draws the counties with the most unresolved as bars, and the trend of
// all as a line, from the sheets that have the numbers.
func (s scoreBook) charts(name string, ranking, trend *sheet) error {
	l, file := s.Language, s.book.file
	out := &sheet{page: page{name: name}, book: s.book}
	if err := out.setUpPrint(); err != nil {
		return err
	}
	const across = 15 // columns of usual width, as wide as the charts
	page := 1
	corner, err := excelize.CoordinatesToCellName(across, 1)
	if err != nil {
		return err
	}
	if err := errors.Join(
		file.SetPageLayout(name, &excelize.PageLayoutOptions{FitToHeight: &page}),
		file.MergeCell(name, "A1", corner),
		file.SetCellStr(name, "A1", l.say("数据质量记分卡：图表", "Scorecard: charts")),
		file.SetCellStyle(name, "A1", corner, s.book.styles[lookTitle].usual),
		file.SetRowHeight(name, 1, 32),
		file.SetCellStr(name, "A2", s.heading()[0]),
	); err != nil {
		return err
	}
	rows := min(len(s.Card.Counties), chartedCounties)
	if rows == 0 {
		return file.SetCellStr(name, "A3", l.say("没有核对过的县", "No county was checked"))
	}
	first, last := ranking.header+1, ranking.header+rows
	bars := chartOf(excelize.Col, l.say("待处理最多的县", "Counties with the most unresolved"), excelize.ChartSeries{
		Name:       cellRange(ranking, 3, ranking.header, 3, ranking.header),
		Categories: cellRange(ranking, 2, first, 2, last), Values: cellRange(ranking, 3, first, 3, last),
	})
	points, total := len(s.Card.Points), trend.header+1
	line := chartOf(excelize.Line, l.say("待处理的变化", "Unresolved over time"), excelize.ChartSeries{
		Name:       cellRange(trend, 1, total, 1, total),
		Categories: cellRange(trend, 2, trend.header, points+1, trend.header), Values: cellRange(trend, 2, total, points+1, total),
		Marker: excelize.ChartMarker{Symbol: "circle", Size: 6},
	})
	if err := file.AddChart(name, "A4", bars); err != nil {
		return err
	}
	return file.AddChart(name, "A25", line)
}

func chartOf(kind excelize.ChartType, title string, series excelize.ChartSeries) *excelize.Chart {
	zero, no := 0.0, false
	font := excelize.Font{Family: songti, Size: 9, Color: "000000"}
	return &excelize.Chart{
		Type: kind, Series: []excelize.ChartSeries{series},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title}}},
		Legend:    excelize.ChartLegend{Position: "none"},
		Dimension: excelize.ChartDimension{Width: 960, Height: 320},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		XAxis:     excelize.ChartAxis{Font: font},
		YAxis:     excelize.ChartAxis{Font: font, Minimum: &zero, MajorGridLines: true},

		VaryColors: &no,
	}
}

// cellRange is the cells of a sheet from a column and row through another, as charts name them.
func cellRange(s *sheet, column, row, toColumn, toRow int) string {
	from, _ := excelize.CoordinatesToCellName(column, row, true) // of a cell that was written
	to, _ := excelize.CoordinatesToCellName(toColumn, toRow, true)
	if from == to {
		return fmt.Sprintf("'%s'!%s", s.name, from)
	}
	return fmt.Sprintf("'%s'!%s:%s", s.name, from, to)
}
