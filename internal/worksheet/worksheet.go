// Package worksheet is the form on which a township answers what it was handed
// out (核查表): what its columns are called, which answers may be chosen, and how
// a form that comes back is read. Package report writes the empty form.
//
// People sort the rows, delete some, add columns, notes and sheets, and save in
// another program. So columns are found by their headings, as those of feeds
// are, and rows by the number of the discrepancy and its stamp.
package worksheet

import (
	"strings"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/table"
)

// The headings that are read back.
const (
	Number    = "编号"
	Household = "户编号"
	Outcome   = "核查结果"
	Remark    = "佐证/备注"
	CheckedBy = "核查人"
	CheckedOn = "核查日期"
	Stamp     = "校验码" // hidden; see ledger.Lead.Stamp
)

// Guide is the name of the sheet that says how to fill in the form.
const Guide = "填写说明"

// The fields of a form, by their position in Schema.
const (
	number = iota
	household
	outcome
	remark
	checkedBy
	checkedOn
	stamp
)

// Schema declares the form as feeds are declared.
var Schema = &table.Schema{
	Feed: "worksheet",
	Fields: []table.Field{
		number:    {Name: "number", Aliases: []string{Number}, Required: true, Key: true},
		household: {Name: "household_id", Aliases: []string{Household}},
		outcome:   {Name: "outcome", Aliases: []string{Outcome}, Required: true},
		remark:    {Name: "remark", Aliases: []string{Remark, "佐证", "备注"}, Required: true, Personal: true},
		checkedBy: {Name: "checked_by", Aliases: []string{CheckedBy}, Personal: true},
		checkedOn: {Name: "checked_on", Aliases: []string{CheckedOn}},
		stamp:     {Name: "stamp", Aliases: []string{Stamp}, Required: true},
	},
}

// titles are the answers as the form offers them.
var titles = map[ledger.Answer]string{
	ledger.AnswerCorrected:    "属实已改",
	ledger.AnswerCorrecting:   "属实整改中",
	ledger.AnswerUnfounded:    "不属实(佐证)",
	ledger.AnswerSourceWrong:  "源数据有误",
	ledger.AnswerUnverifiable: "无法核实",
}

// Title is an answer as the form offers it.
func Title(a ledger.Answer) string { return titles[a] }

// Choices are the answers that the form offers, in their order.
func Choices() []string {
	choices := make([]string, len(ledger.Answers))
	for i, a := range ledger.Answers {
		choices[i] = titles[a]
	}
	return choices
}

// parseAnswer reads an answer as it was chosen or typed; false is none.
func parseAnswer(text string) (ledger.Answer, bool) {
	for _, a := range ledger.Answers {
		if text == titles[a] || strings.EqualFold(text, string(a)) {
			return a, true
		}
	}
	return ledger.AnswerUnfounded, text == "不属实"
}
