package report

import (
	"slices"
	"strconv"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/worksheet"
)

// consequence says when an answer is the right one, and what follows from it.
type consequence struct{ status, when, then string }

var consequences = map[ledger.Answer]consequence{
	ledger.AnswerCorrected:    {"待复核", "情况属实，已在业务系统中改正", "下次比对与登记一致后自动销号；仍不一致的继续列出"},
	ledger.AnswerCorrecting:   {"待整改", "情况属实，正在整改或等待审批", "继续列出，直至改正"},
	ledger.AnswerUnfounded:    {"豁免", "经核实登记无误；必须在“佐证/备注”中写明依据", "暂予豁免，到期或数据有变化时重新列出"},
	ledger.AnswerSourceWrong:  {"待部门更正", "登记无误，是部门提供的数据有误", "继续列出；请在备注中写明哪里有误，以便转部门更正"},
	ledger.AnswerUnverifiable: {"待核实", "人不在家、资料不全等，暂时无法核实", "继续列出；请在备注中写明原因"},
}

// writeGuide adds the sheet that says how to fill in the form.
func (w *Worksheet) writeGuide(b *book) error {
	s, err := b.open(page{
		name: worksheet.Guide, title: worksheet.Guide,
		lines: []string{
			"核查表列出的是疑似线索，不是结论：请入户核实后逐条填写，在原表上填写并以 Excel 格式交回。证件号码等个人信息请按规定传送和保管。",
			"可以排序、筛选、删行、加列；请勿改动“编号”“户编号”，勿删除表头和隐藏的“校验码”列，排序时选中全部列。未填“核查结果”的行视为尚未核查。",
		},
		columns: []sheetColumn{{"", 8, lookCentred}, {"", 26, lookCell}, {"", 18, lookCell}, {"", 58, lookCell}, {"", 50, lookCell}},
	})
	if err != nil {
		return err
	}
	for _, write := range []func(*sheet) error{w.guideToColumns, w.guideToAnswers, w.guideToKinds} {
		if err := write(s); err != nil {
			return err
		}
	}
	return s.close()
}

func (*Worksheet) guideToColumns(s *sheet) error {
	return guide(s, "一、填写的栏目", []string{"序号", "栏目", "是否必填", "怎样填"}, [][]string{
		{worksheet.Outcome, "必填", "从下拉列表中选择一项"},
		{worksheet.Remark, "视结果", "“不属实(佐证)”必须写明依据，如证件、文件、凭证的名称和编号；其他结果可填整改措施、完成时限或原因"},
		{worksheet.CheckedBy, "应填", "入户核查人姓名"},
		{worksheet.CheckedOn, "应填", "如 2018-11-20、2018年11月20日；不晚于交回之日"},
	})
}

func (*Worksheet) guideToAnswers(s *sheet) error {
	var rows [][]string
	for _, a := range ledger.Answers {
		c := consequences[a]
		rows = append(rows, []string{worksheet.Title(a), c.status, c.when, c.then})
	}
	return guide(s, "二、核查结果", []string{"序号", "结果", "状态", "何时选用", "选用之后"}, rows)
}

// guideToKinds says what to do about the kinds that are on the form.
func (w *Worksheet) guideToKinds(s *sheet) error {
	var rows [][]string
	for _, kind := range w.kinds() {
		row := []string{Chinese.kind(kind), "", ""}
		if k, ok := rules.KindNamed(kind); ok {
			row = []string{k.Title, Chinese.word(agencies, k.Agency), k.Advice, k.Source}
		}
		rows = append(rows, row)
	}
	return guide(s, "三、本表的问题怎样处理", []string{"序号", "问题", "责任部门", "处理建议", "依据"}, rows)
}

// kinds are those of the leads, as they are listed.
func (w *Worksheet) kinds() []string {
	var kinds []string
	for i := range w.Leads {
		if kind := w.Leads[i].Kind; !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	slices.SortFunc(kinds, compareKinds)
	return kinds
}

// guide writes a part of the guide: numbered rows under their headings, the last
// of which reaches to the end of the sheet.
func guide(s *sheet, heading string, headings []string, rows [][]string) error {
	if err := s.section(heading); err != nil {
		return err
	}
	if err := s.spread(lookHeader, headings...); err != nil {
		return err
	}
	for i, row := range rows {
		if err := s.spread(lookCell, append([]string{strconv.Itoa(i + 1)}, row...)...); err != nil {
			return err
		}
	}
	return nil
}
