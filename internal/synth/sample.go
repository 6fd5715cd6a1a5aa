package synth

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/bidui/bidui/internal/period"
)

// samplePlan is the county of the example.
func samplePlan() Plan {
	return Plan{
		Counties: 1, Towns: 8, Villages: 6,
		Households: 2_000, Members: 6_400, Dibao: 1_480, Tekun: 350,
		Differing: 0.09, Seed: 2018, AsOf: asOf,
	}
}

// WriteSample writes the feeds of the example's county into dir, which it
// creates if need be, in the shapes in which such files arrive: workbooks with
// titles and signatures, GB18030 with CRLF, a month's roster to a file, numbers
// wrapped as ="…", and some cells that nobody can read. It always writes the
// same.
func WriteSample(ctx context.Context, dir string) error {
	w, err := newWorld(samplePlan())
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "dibao"), 0o700); err != nil {
		return fmt.Errorf("create the directory of the sample: %w", err)
	}
	files, err := sampleFiles(w)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("write the sample: %w", err)
		}
		if err := writeFile(filepath.Join(dir, f.name), f.data); err != nil {
			return err
		}
	}
	return nil
}

// SampleNames is what the files are called that WriteSample writes.
func SampleNames() ([]string, error) {
	w, err := newWorld(samplePlan())
	if err != nil {
		return nil, err
	}
	files, err := sampleFiles(w)
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.name
	}
	return names, err
}

// sampleFile is one file of the sample, its name relative to the directory.
type sampleFile struct {
	name string
	data []byte
}

// sampleFiles makes all files of the sample.
func sampleFiles(w *world) ([]sampleFile, error) {
	homes := make([]home, w.plan.Households)
	for i := range homes {
		w.make(&homes[i], i)
	}
	files := []sampleFile{
		{"villages.csv", utf8CSV(cells(villageColumns, w.villages))},
		{"water.csv", sampleWater(homes)},
	}
	for month := w.window.From; month <= w.window.Through; month++ {
		f, err := sampleMonth(homes, month)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	members, err := sampleMembers(homes)
	if err != nil {
		return nil, err
	}
	for _, book := range []workbook{sampleHouseholds(homes), sampleTekun(homes)} {
		data, err := book.xlsx()
		if err != nil {
			return nil, fmt.Errorf("make %s: %w", book.file, err)
		}
		files = append(files, sampleFile{book.file, data})
	}
	return append(files, sampleFile{"members.csv", members}), nil
}

// cells is the rows as text, the header first.
func cells[T any](columns []column[T], rows []T) [][]string {
	header := make([]string, len(columns))
	for k, c := range columns {
		header[k] = c.header
	}
	grid := [][]string{header}
	for i := range rows {
		row := make([]string, len(columns))
		for k, c := range columns {
			row[k] = string(c.put(nil, &rows[i]))
		}
		grid = append(grid, row)
	}
	return grid
}

// sampleColumns are the columns of a plan that is not lean, under other headers
// where given; those renamed to "" are left out.
func sampleColumns[T any](columns []column[T], headers map[string]string) []column[T] {
	var chosen []column[T]
	for _, c := range inPlan(Plan{}, columns) {
		header, other := headers[c.header]
		if !other {
			header = c.header
		}
		if header != "" {
			chosen = append(chosen, column[T]{header, always, c.put})
		}
	}
	return chosen
}

// numbered puts a column 序号 before the others.
func numbered(grid [][]string) [][]string {
	for i, row := range grid {
		label := strconv.Itoa(i)
		if i == 0 {
			label = "序号"
		}
		grid[i] = append([]string{label}, row...)
	}
	return grid
}

// at is the column of a grid with that header.
func at(grid [][]string, header string) int {
	column := slices.Index(grid[0], header)
	if column < 0 {
		panic("the sample has no column " + header)
	}
	return column
}

// sampleHouseholds is the registry's export of households: a workbook with a
// title and signatures, one household twice, some with only a year of identification.
func sampleHouseholds(homes []home) workbook {
	grid := cells(sampleColumns(householdColumns, map[string]string{
		"村代码": "行政村代码", "县": "县(市、区、旗)", "乡": "乡(镇)", "村": "行政村", "脱贫状态": "脱贫属性",
	}), homes)
	identified := at(grid, "识别时间")
	for i, row := range grid[1:] {
		if i%7 == 3 && strings.HasPrefix(row[identified], "2014") {
			row[identified] = "2014年"
		}
	}
	grid = numbered(append(grid, slices.Clone(grid[1_200])))
	return workbook{
		file: "households.xlsx", sheet: "户信息",
		title: "隆回县建档立卡贫困户信息表", note: "统计时间：2018年10月8日　虚构样例，无真实人员",
		grid:    grid,
		numbers: []string{"序号", "脱贫年度", "家庭人口数"},
		trailer: [][]string{{"合计", fmt.Sprintf("%d户", len(homes))}, {"填报人：样例　　审核人：样例　　填报日期：2018年10月8日"}},
	}
}

// sampleMembers is the registry's export of members: GB18030 with CRLF, one
// member twice, one who left on a day that does not exist.
func sampleMembers(homes []home) ([]byte, error) {
	var members []member
	for i := range homes {
		members = append(members, homes[i].members...)
	}
	grid := cells(sampleColumns(memberColumns, nil), members)
	for i := range members {
		if members[i].state == stateMoved && members[i].number > 2 {
			grid[1+i][at(grid, "减少时间")] = "2018-02-30"
			break
		}
	}
	return gb18030CSV(append(grid, slices.Clone(grid[4_000])))
}

// sampleTekun is civil affairs' list of spells on tekun: a workbook, months in
// words, and at its end two rows whose months cannot be used.
func sampleTekun(homes []home) workbook {
	var awards []award
	for i := range homes {
		awards = append(awards, homes[i].tekun...)
	}
	grid := cells(sampleColumns(tekunColumns, map[string]string{"身份证号": "身份证号码", "乡": "乡镇"}), awards)
	from, through := at(grid, "起始年月"), at(grid, "终止年月")
	for i, row := range grid[1:] {
		row[from], row[through] = inWords(awards[i].spell.from), inWords(awards[i].spell.through)
	}
	unknown, reversed := slices.Clone(grid[20]), slices.Clone(grid[30])
	unknown[from] = "2018年13月"
	reversed[from], reversed[through] = "2018年6月", "2016年6月"
	return workbook{
		file: "tekun.xlsx", sheet: "特困人员",
		title: "隆回县特困供养人员名册", note: "单位：隆回县民政局（虚构样例，无真实人员）",
		grid:    numbered(append(grid, unknown, reversed)),
		numbers: []string{"序号"},
		trailer: [][]string{{"合计", fmt.Sprintf("%d人", len(awards))}, {"制表人：样例　　审核人：样例"}},
	}
}

// inWords is a month as 2018年9月, and nothing for the unknown one.
func inWords(m period.Month) string {
	if !m.Known() {
		return ""
	}
	return fmt.Sprintf("%d年%d月", m.Year(), m.Month())
}
