package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/internal/worksheet"
)

// FeedbackSummary is what became of the worksheets that came back.
type FeedbackSummary struct {
	Language Language
	Files    int
	Reader   *worksheet.Reader
	Accepted ledger.Accepted // of no use where the reader has faults
	DryRun   bool
}

// conflicts say why an answer does not fit the ledger any more.
var conflicts = map[string]string{
	ledger.ConflictUnknown:  "台账中没有这个编号",
	ledger.ConflictMixed:    "编号与户编号不是同一条：排序时可能未选中全部列",
	ledger.ConflictChanged:  "下发后数据已变化，请重新下发核实",
	ledger.ConflictResolved: "已销号，无须反馈",
	ledger.ConflictWaived:   "已由人工豁免",
}

// faultWords are the reasons of faults that only forms have, or have otherwise.
var faultWords = map[string]string{
	worksheet.ReasonFile:    "文件无法读取",
	worksheet.ReasonHeader:  "表头缺少栏目，或有重复",
	worksheet.ReasonNoSheet: "文件中没有核查表",
	worksheet.ReasonNumber:  "不是编号",
	worksheet.ReasonTwice:   "同一编号有不同的反馈",
	table.ReasonWord:        "不是下拉列表中的结果",
	table.ReasonMissing:     "为空",
	table.ReasonFuture:      "日期晚于今天",
}

// remedy says how to mend a fault.
func (FeedbackSummary) remedy(r table.Reject) string {
	switch {
	case r.Reason == worksheet.ReasonFile, r.Reason == worksheet.ReasonNoSheet:
		return "请用下发的原表填写，以 Excel 格式保存"
	case r.Reason == worksheet.ReasonHeader:
		return "请恢复下发时的表头（含隐藏的“校验码”）"
	case r.Field == "remark":
		return "“不属实(佐证)”须写明依据"
	case r.Field == "outcome":
		return "请从下拉列表中选择"
	case r.Field == "number", r.Field == "stamp":
		return "请从下发的原表中复制整行"
	case r.Field == "checked_on":
		return "应为日期，如 2018-11-20"
	}
	return remedyOf(r.Reason, r.Field)
}

// Refused says whether something keeps the worksheets from being taken in whole.
func (s FeedbackSummary) Refused() bool {
	return len(s.Reader.Faults) > 0 || len(s.Accepted.Conflicts) > 0
}

// counted is how many answers of each sort are new.
func (s FeedbackSummary) counted() map[ledger.Answer]int {
	counts := map[ledger.Answer]int{}
	for _, f := range s.Accepted.Recorded {
		counts[f.Answer]++
	}
	return counts
}

// repeated is how many answers were there before.
func (s FeedbackSummary) repeated() int { return s.Reader.Repeated + s.Accepted.Repeated }

// WriteTable writes faults, conflicts and counts as tables, and what was done. Cells
// are masked.
func (s FeedbackSummary) WriteTable(w io.Writer) error {
	var b strings.Builder
	l := s.Language
	for _, src := range s.Reader.Skipped {
		if src.Sheet != worksheet.Guide {
			fmt.Fprintf(&b, l.say("不是核查表，未读：%s\n", "not a worksheet, not read: %s\n"), Plain(src.String()))
		}
	}
	s.writeFaults(&b)
	s.writeConflicts(&b)
	if len(s.Reader.Faults) == 0 {
		s.writeCounts(&b)
	}
	b.WriteString(s.end() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (s FeedbackSummary) writeFaults(b *strings.Builder) {
	if len(s.Reader.Faults) == 0 {
		return
	}
	l := s.Language
	headers := []any{
		l.say("文件", "File"), l.say("工作表", "Sheet"), l.say("行", "Row"), l.say("栏目", "Field"),
		l.say("内容（已遮盖）", "Cell (masked)"), l.say("错误", "Fault"),
	}
	if l != English { // remedies are for who fills in forms
		headers = append(headers, "怎样改")
	}
	t := newTable(headers...)
	for _, r := range s.Reader.Faults {
		cells := []any{
			r.Origin.Source.File, r.Origin.Source.Sheet, integer(int64(r.Origin.Row)), l.field(r.Field), shortened(r.Masked),
			l.fault(r.Reason), s.remedy(r),
		}
		add(t, cells[:len(headers)]...)
	}
	fmt.Fprintln(b, t.Render())
}

// field is a field of the form by its heading.
func (l Language) field(name string) string {
	for _, f := range worksheet.Schema.Fields {
		if f.Name == name {
			return l.say(f.Aliases[0], name)
		}
	}
	return name
}

func (l Language) fault(reason string) string {
	return l.say(cmp.Or(faultWords[reason], reasons[reason], reason), reason)
}

func (s FeedbackSummary) writeConflicts(b *strings.Builder) {
	if len(s.Accepted.Conflicts) == 0 {
		return
	}
	l := s.Language
	t := newTable(l.say("文件", "File"), l.say("工作表", "Sheet"), l.say("行", "Row"), l.say("编号", "No"),
		l.say("核查结果", "Outcome"), l.say("冲突", "Conflict"))
	for _, c := range s.Accepted.Conflicts {
		add(t, c.Origin.Source.File, c.Origin.Source.Sheet, c.Origin.Row, c.ID, l.answer(c.Answer), l.word(conflicts, c.Reason))
	}
	fmt.Fprintln(b, t.Render())
}

func (l Language) answer(a ledger.Answer) string { return l.say(worksheet.Title(a), string(a)) }

func (s FeedbackSummary) writeCounts(b *strings.Builder) {
	l := s.Language
	t := newTable(l.say("核查结果", "Outcome"), l.say("条数", "Rows"))
	alignNumbers(t, 2, 2)
	counts := s.counted()
	for _, a := range ledger.Answers {
		add(t, l.answer(a), counts[a])
	}
	add(t, l.say("以前已录入", "recorded before"), s.repeated())
	add(t, l.say("未填", "not filled in"), s.Reader.Blank)
	fmt.Fprintln(b, t.Render())
}

// end says what was done with it all.
func (s FeedbackSummary) end() string {
	l, n := s.Language, len(s.Accepted.Recorded)
	switch {
	case len(s.Reader.Faults) > 0:
		return fmt.Sprintf(l.say("%d 个文件有 %d 处错误：改正后再导入，未录入任何内容", "%d files have %d faults: mend them; nothing was recorded"),
			s.Files, len(s.Reader.Faults))
	case s.DryRun:
		return fmt.Sprintf(l.say("试运行：可录入 %d 条，冲突 %d 条，台账未作任何改动", "Dry run: %d rows to record, %d conflicts; the ledger is as it was"),
			n, len(s.Accepted.Conflicts))
	case len(s.Accepted.Conflicts) > 0 && !s.Accepted.Written:
		return fmt.Sprintf(l.say("有 %d 条冲突：未录入任何内容；--partial 可录入其余 %d 条", "%d conflicts: nothing was recorded; --partial records the other %d"),
			len(s.Accepted.Conflicts), n)
	}
	return fmt.Sprintf(l.say("已录入 %d 条，冲突 %d 条", "%d rows recorded, %d conflicts"), n, len(s.Accepted.Conflicts))
}
