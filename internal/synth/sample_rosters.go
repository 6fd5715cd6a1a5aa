package synth

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/period"
)

// changeover is the month from which civil affairs' new system writes UTF-8 and
// puts a blank into names of two characters; the old one wrote GB18030 and a small x.
const changeover = period.Month(2018*12 + 5) // 2018-06

// sampleMonth is civil affairs' roster of those paid dibao in a month, which
// only the file's name tells.
func sampleMonth(homes []home, month period.Month) (sampleFile, error) {
	var paid []award
	for i := range homes {
		for _, a := range homes[i].dibao {
			if a.spell.from <= month && (!a.spell.through.Known() || month <= a.spell.through) {
				paid = append(paid, a)
			}
		}
	}
	grid := cells(sampleColumns(dibaoColumns, map[string]string{
		"乡": "乡镇", "是否保障对象": "", "救助起始年月": "", "停发年月": "",
	}), paid)
	damage(grid, paid, month)
	for _, row := range grid[1:] {
		if month < changeover {
			row[at(grid, "身份证号")] = strings.ToLower(row[at(grid, "身份证号")])
		} else {
			row[at(grid, "姓名")] = spaced(row[at(grid, "姓名")])
		}
	}
	total := []string{"合计", fmt.Sprintf("%d人", len(paid))}
	title := []string{fmt.Sprintf("隆回县%s农村低保发放名册（虚构样例，无真实人员）", inWords(month))}
	grid = append([][]string{title}, append(numbered(grid), total)...)

	name := fmt.Sprintf("dibao/低保发放%d%02d.csv", month.Year(), month.Month())
	if month >= changeover {
		return sampleFile{name, bomCSV(grid)}, nil
	}
	data, err := gb18030CSV(grid)
	return sampleFile{name, data}, err
}

// damage spoils a cell or two of some months, of people who are paid in others
// too and of whom nothing else is to be found.
func damage(grid [][]string, paid []award, month period.Month) {
	spoil := func(nth int, header string, change func(string) string) {
		row := 1 + nth + slices.IndexFunc(paid[nth:], func(a award) bool {
			return a.home.planted == "" && a.spell.from < month-2 && !a.spell.through.Known()
		})
		cell := &grid[row][at(grid, header)]
		*cell = change(*cell)
	}
	switch month.String() {
	case "2018-02":
		spoil(100, "身份证号", scientific)
		spoil(200, "身份证号", func(key string) string { return key[:6] + "********" + key[14:] })
	case "2018-05":
		spoil(300, "家庭人口数", func(string) string { return "三人" })
		spoil(400, "身份证号", func(key string) string { return key[:17] })
	case "2018-08":
		spoil(500, "姓名", func(string) string { return "" })
	}
}

// spaced is a name of two characters with a wide blank between them.
func spaced(name string) string {
	if utf8.RuneCountInString(name) != 2 {
		return name
	}
	_, size := utf8.DecodeRuneInString(name)
	return name[:size] + "　" + name[size:]
}

// sampleWater is the water bureau's assessment: a title above the header,
// numbers wrapped so that a spreadsheet keeps them, some rows without the
// household's number, two without a readable day, a sum below.
func sampleWater(homes []home) []byte {
	var readings []reading
	for i := range homes {
		readings = append(readings, homes[i].water...)
	}
	grid := cells(sampleColumns(waterColumns, map[string]string{"乡": "乡镇", "村": "行政村", "评价结论": "饮水安全结论"}), readings)
	id, head, day := at(grid, "户编号"), at(grid, "户主身份证号"), at(grid, "评价时间")
	for i, row := range grid[1:] {
		row[id], row[head] = wrapped(row[id]), wrapped(row[head])
		if i%40 == 17 {
			row[id] = ""
		}
		if i%900 == 450 {
			row[day] = "待定"
		}
	}
	title := []string{"隆回县贫困户饮水安全评价表（2018年）（虚构样例，无真实人员）"}
	total := []string{"合计", fmt.Sprintf("%d户", len(homes))}
	return bomCSV(append([][]string{title}, append(grid, total)...))
}

// wrapped is a number as a formula whose result is text.
func wrapped(number string) string { return `="` + number + `"` }
