package report

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
)

// writeLegend adds the sheet that says in Chinese what kinds, columns and words mean.
func (e Export) writeLegend(b *book) error {
	p := page{name: legendSheet}
	for _, width := range widths(legendOfKinds()) { // in the other blocks the last column has room to its right
		p.columns = append(p.columns, sheetColumn{width: width})
	}
	out, err := b.open(p)
	if err != nil {
		return err
	}
	for _, block := range e.legend() {
		for i, row := range block {
			l := lookPlain
			if i == 0 {
				l = lookBold
			}
			if err := out.put(l, row...); err != nil {
				return err
			}
		}
		out.skip()
	}
	return out.close()
}

// legend is blocks of rows, each with its heading.
func (e Export) legend() [][][]string {
	numbers := "证件号码中间几位已遮盖"
	if e.Unmask {
		numbers = "证件号码未遮盖，请妥善保管"
	}
	return [][][]string{
		{{"差异是疑似线索，不是结论：须入户核实，在业务系统中改正，再次比对后自动销号。" + numbers + "。"}},
		legendOfKinds(),
		legendOfColumns(),
		legendOfWords("severity 严重程度", severities, namesOfSeverities()),
		legendOfWords("status 状态", statuses, []string{ledger.StatusOpen, ledger.StatusResolved, ledger.StatusWaived}),
		legendOfWords("agency 责任部门", agencies, slices.Sorted(maps.Keys(agencies))),
		legendOfWords("detail 说明", details, slices.Sorted(maps.Keys(details))),
		legendOfWords("reason 号码的问题", reasons, namesOfNumberReasons()),
	}
}

func legendOfKinds() [][]string {
	rows := [][]string{{"kind", "差异", "责任部门", "处理建议", "依据"}}
	for _, k := range rules.Kinds {
		rows = append(rows, []string{k.Name, k.Title, Chinese.word(agencies, k.Agency), k.Advice, k.Source})
	}
	return rows
}

func legendOfColumns() [][]string {
	rows := [][]string{{"列名", "含义"}}
	for _, c := range columns {
		rows = append(rows, []string{c.name, c.title})
	}
	return rows
}

func legendOfWords(heading string, words map[string]string, names []string) [][]string {
	name, title, _ := strings.Cut(heading, " ")
	rows := [][]string{{name, title}}
	for _, name := range names {
		rows = append(rows, []string{name, Chinese.word(words, name)})
	}
	return rows
}

// namesOfSeverities begins with the gravest.
func namesOfSeverities() []string {
	var names []string
	for s := rules.Critical; s > rules.Info; s-- {
		names = append(names, s.String())
	}
	return append(names, rules.Info.String())
}

func namesOfNumberReasons() []string {
	var names []string
	for r := resident.Missing; r <= resident.Checksum; r++ {
		names = append(names, r.String())
	}
	return names
}

// widths is how wide the columns of rows are, with a margin.
func widths(rows [][]string) []float64 {
	const margin = 2
	widest := make([]float64, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widest[i] = max(widest[i], margin+width(cell))
		}
	}
	return widest
}

// width is how many digits wide a text is, where what is not ASCII is as wide as two.
func width(text string) float64 {
	width := 0.0
	for _, r := range text {
		width++
		if r >= utf8.RuneSelf {
			width++
		}
	}
	return width
}
