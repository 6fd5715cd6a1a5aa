package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/bidui/bidui/internal/ledger"
)

// Rejects are rows of the ledger's rejects. Iteration ends at the first error.
type Rejects = iter.Seq2[ledger.RejectRow, error]

var rejectColumns = []string{"run_id", "feed", "location", "sheet", "row_number", "field", "reason", "masked_value"}

// reasonsInChinese is what the reasons of rejects mean to the person who must mend the file.
var reasonsInChinese = map[string]string{
	"missing": "为空", "pseudo": "虚拟证件号", "damaged": "号码已损坏（科学计数法或末位变0）", "masked": "号码含*", "length": "号码位数不对",
	"character": "号码含非法字符", "region": "号码前两位不是省份", "birth_date": "号码中的出生日期不成立", "checksum": "号码校验位不符",
	"word": "不认识的词", "month": "不是年月", "date": "不是日期", "future": "日期晚于基准日", "number": "不是人数",
	"order": "终止早于起始", "code": "不是区划代码", "duplicate_key": "编号重复，保留第一行", "members_cut_off": "填写的人数少于保障人口数",
}

func rejectCells(r ledger.RejectRow) []string {
	return []string{number(r.Run), r.Feed, r.Location, r.Sheet, strconv.Itoa(r.Row), r.Field, r.Reason, r.Masked}
}

// WriteRejectTable writes rejects as a table, and says how many there were.
func (l Language) WriteRejectTable(w io.Writer, rows Rejects) (int, error) {
	t := newTable(l.say("数据源", "Feed"), l.say("文件", "File"), l.say("工作表", "Sheet"), l.say("行", "Row"),
		l.say("字段", "Field"), l.say("原因", "Reason"), l.say("内容（已遮盖）", "Value (masked)"))
	n := 0
	for r, err := range rows {
		if err != nil {
			return n, err
		}
		reason := r.Reason
		if chinese := reasonsInChinese[reason]; chinese != "" {
			reason = l.say(chinese, reason)
		}
		t.AppendRow(table.Row{r.Feed, r.Location, r.Sheet, r.Row, r.Field, reason, r.Masked})
		n++
	}
	text := t.Render()
	if n == 0 {
		text = l.say("没有未采用的行或单元格", "Nothing was rejected")
	}
	_, err := fmt.Fprintln(w, text)
	return n, err
}

// WriteRejectCSV writes rejects as CSV.
func WriteRejectCSV(w io.Writer, rows Rejects) (int, error) {
	out := csv.NewWriter(w)
	if err := out.Write(rejectColumns); err != nil {
		return 0, err
	}
	n := 0
	for r, err := range rows {
		if err != nil {
			return n, err
		}
		if err := out.Write(rejectCells(r)); err != nil {
			return n, err
		}
		n++
	}
	out.Flush()
	return n, out.Error()
}

// WriteRejectJSON writes rejects as one JSON array.
func WriteRejectJSON(w io.Writer, rows Rejects) (int, error) {
	all := []map[string]string{}
	for r, err := range rows {
		if err != nil {
			return len(all), err
		}
		object := map[string]string{}
		for i, cell := range rejectCells(r) {
			object[rejectColumns[i]] = cell
		}
		all = append(all, object)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return len(all), enc.Encode(all)
}
