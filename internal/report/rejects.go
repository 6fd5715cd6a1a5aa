package report

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/bidui/bidui/internal/ledger"
)

// Rejects are rows of the ledger's rejects. Iteration ends at the first error.
type Rejects = iter.Seq2[ledger.RejectRow, error]

// WriteRejectTable writes rejects as a table, and says how many there were.
func (l Language) WriteRejectTable(w io.Writer, rows Rejects) (int, error) {
	t := newTable(l.say("数据源", "Feed"), l.say("文件", "File"), l.say("工作表", "Sheet"), l.say("行", "Row"),
		l.say("字段", "Field"), l.say("原因", "Reason"), l.say("内容（已遮盖）", "Value (masked)"))
	n := 0
	for r, err := range rows {
		if err != nil {
			return n, err
		}
		add(t, r.Feed, r.Location, r.Sheet, r.Row, r.Field, l.word(reasons, r.Reason), r.Masked)
		n++
	}
	text := t.Render()
	if n == 0 {
		text = l.say("没有未采用的行或单元格", "Nothing was rejected")
	}
	_, err := fmt.Fprintln(w, text)
	return n, err
}

// RejectsGone says that what a run rejected of some feeds is no longer kept.
func (l Language) RejectsGone(run int64, gone []string) string {
	names := make([]string, len(gone))
	for i, feed := range gone {
		names[i] = l.word(feeds, feed)
	}
	return fmt.Sprintf(l.say("第 %d 次运行未采用的内容已不再保存（此后的运行有所不同）：%s", "What run %d rejected is no longer kept, since later runs rejected other rows: %s"),
		run, strings.Join(names, l.say("、", ", ")))
}

// WriteRejectCSV writes rejects as CSV with the columns of the ledger, and says
// how many there were.
func WriteRejectCSV(w io.Writer, rows Rejects) (int, error) {
	header := []string{"run_id", "feed", "location", "sheet", "row_number", "field", "reason", "masked_value"}
	return writeCSV(w, header, rows, func(r ledger.RejectRow) []string {
		return []string{integer(r.Run), r.Feed, r.Location, r.Sheet, strconv.Itoa(r.Row), r.Field, r.Reason, r.Masked}
	})
}

// WriteRejectJSON writes rejects as one JSON array of objects with the columns of
// the ledger as keys, an object to a line, and says how many there were.
func WriteRejectJSON(w io.Writer, rows Rejects) (int, error) {
	return writeJSON(w, rows, func(r ledger.RejectRow) ([]byte, error) {
		return json.Marshal(struct {
			Run      int64  `json:"run_id"`
			Feed     string `json:"feed"`
			Location string `json:"location"`
			Sheet    string `json:"sheet"`
			Row      int    `json:"row_number"`
			Field    string `json:"field"`
			Reason   string `json:"reason"`
			Masked   string `json:"masked_value"`
		}{r.Run, r.Feed, r.Location, r.Sheet, r.Row, r.Field, r.Reason, r.Masked})
	})
}
