package table_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/table"
)

// cellOf is a record of row 7 with one field's cell.
func cellOf(t testing.TB, field int, cell string) *table.Record {
	t.Helper()
	r := &table.Record{Mapping: mapped(t, payees, "身份证号|姓名|年月|家庭人口数|是否保障对象|发放时间"), Source: june}
	cells := make([]string, len(payees.Fields))
	cells[field] = cell
	r.Reset(table.Row{Number: 7, Cells: cells})
	return r
}

// rejected checks that the record has just this reject of row 7, or none where reason is "".
func rejected(t *testing.T, r *table.Record, field, reason, masked string) {
	t.Helper()
	var want []table.Reject
	if reason != "" {
		want = []table.Reject{{Origin: table.Origin{Source: june, Row: 7}, Field: field, Reason: reason, Masked: masked}}
	}
	if diff := cmp.Diff(want, r.Rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
	if r.Lost() {
		t.Error("the row is lost")
	}
}

func TestMonth(t *testing.T) {
	for cell, want := range map[string]string{
		"2017-10": "2017-10", "201710": "2017-10", "2017/10": "2017-10", "2017.10": "2017-10", "2017年10月": "2017-10",
		"2017-10-31": "2017-10", "20171031": "2017-10", "43009": "2017-10", "2017-10-01 00:00:00": "2017-10",
		"２０１７１０": "2017-10", "2017 年 10 月": "2017-10", `="201710"`: "2017-10", "": "", " ": "",
	} {
		r := cellOf(t, month, cell)
		if got := r.Month(month); got.String() != want {
			t.Errorf("Month of %q = %q, want %q", cell, got, want)
		}
		rejected(t, r, "", "", "")
	}
	for cell, masked := range map[string]string{
		"2017": "2017", "2017-13": "2017-13", "十月": "十*", "430599199001010010": "430599********0010", "2017年10月起": "2********",
	} {
		r := cellOf(t, month, cell)
		if got := r.Month(month); got.Known() {
			t.Errorf("Month of %q = %q, want none", cell, got)
		}
		rejected(t, r, "month", table.ReasonMonth, masked)
	}
}

func TestDateBy(t *testing.T) {
	last, _ := period.DateOf(2018, 9, 30)
	for cell, want := range map[string]string{
		"2018-09-30": "2018-09-30", "2018/9/3": "2018-09-03", "2018-09-30 23:59:59": "2018-09-30", "43373": "2018-09-30",
		"2018 年 9 月 3 日": "2018-09-03", "２０１８0903": "2018-09-03", "2018-09": "2018-09-00", "": "", "'": "",
		"2018-09-29T16:00:00.000Z": "2018-09-30", "2018-09-30\u300010:00": "2018-09-30", "2018\u200B0930": "2018-09-30",
	} {
		r := cellOf(t, paidOn, cell)
		if got := r.DateBy(paidOn, last); got.String() != want {
			t.Errorf("DateBy of %q = %q, want %q", cell, got, want)
		}
		rejected(t, r, "", "", "")
	}
	for cell, c := range map[string]struct{ reason, masked string }{
		"2018-10-01": {table.ReasonFuture, "2018-10-01"},
		"2018-10":    {table.ReasonFuture, "2018-10"},
		"2018":       {table.ReasonDate, "2018"},
		"不详":         {table.ReasonDate, "不*"},
		"2018-02-30": {table.ReasonDate, "201*****30"},
		"2018 1":     {table.ReasonDate, "2018 1"},
		"2018 09 30": {table.ReasonDate, "201*****30"},
		"20181":      {table.ReasonDate, "20181"},
	} {
		r := cellOf(t, paidOn, cell)
		if got := r.DateBy(paidOn, last); got.Known() {
			t.Errorf("DateBy of %q = %q, want none", cell, got)
		}
		rejected(t, r, "paid_on", c.reason, c.masked)
	}
}

func TestCount(t *testing.T) {
	for cell, want := range map[string]int{"0": 0, "3": 3, "9": 9, "19": 19, "3人": 3, "3.0": 3, "１２": 12, " 4 人": 4, "100000": 100000} {
		r := cellOf(t, size, cell)
		if got, ok := r.Count(size); !ok || got != want {
			t.Errorf("Count of %q = %d, %v; want %d", cell, got, ok, want)
		}
		rejected(t, r, "", "", "")
	}
	r := cellOf(t, size, " ")
	if got, ok := r.Count(size); ok {
		t.Errorf("Count of a blank = %d", got)
	}
	rejected(t, r, "", "", "")
	for cell, masked := range map[string]string{
		"-1": "-1", "3.5": "3.5", "人": "*", "三": "*", "3户": "3*", "430599199001010010": "430599********0010",
		"99999999999999999999": "999999**********9999",
	} {
		r := cellOf(t, size, cell)
		if got, ok := r.Count(size); ok {
			t.Errorf("Count of %q = %d, want none", cell, got)
		}
		rejected(t, r, "household_size", table.ReasonNumber, masked)
	}
}

func TestAnswer(t *testing.T) {
	words := table.YesNo()
	for want, cells := range map[table.Answer][]string{
		table.Yes:     {"是", "有", "√", "Y", "y", "1", "true", "TRUE", " 是 ", "Ｙ", `="1"`, "'是"},
		table.No:      {"否", "无", "×", "N", "n", "0", "false", "False", "０"},
		table.Unknown: {"", " ", "\u3000", "'"},
	} {
		for _, cell := range cells {
			r := cellOf(t, covered, cell)
			if got := r.Answer(covered, words); got != want {
				t.Errorf("Answer of %q = %v, want %v", cell, got, want)
			}
			rejected(t, r, "", "", "")
		}
	}
	for cell, masked := range map[string]string{"是的": "是*", "2": "2", "?": "?", "不详": "不*", "是否": "是*", "10": "10"} {
		r := cellOf(t, covered, cell)
		if got := r.Answer(covered, words); got != table.Unknown {
			t.Errorf("Answer of %q = %v, want unknown", cell, got)
		}
		rejected(t, r, "covered", table.ReasonWord, masked)
	}
}

// What a cell means does not depend on the cells that came before it, though
// these are remembered, and their memory is filled anew.
func TestAnswersAreRemembered(t *testing.T) {
	words := map[string]table.Answer{"是": table.Yes, "否": table.No, "y": table.Yes, "n": table.No, "有": table.Yes, "无": table.No}
	cells := rapid.SampledFrom([]string{"是", "否", "Y", "N", "y", "n", "有", "无", " 是", "是 ", "’是", "或", "", " ", "#N/A", strings.Repeat(" ", 60) + "是"})
	rapid.Check(t, func(rt *rapid.T) {
		r, memory := cellOf(t, covered, ""), make([]byte, 64)
		for range 40 {
			n := copy(memory, cells.Draw(rt, "cell"))
			row := table.Row{Number: 7, Cells: make([]string, len(payees.Fields))}
			row.Cells[covered] = table.View(memory[:n])
			r.Rejects = nil
			r.Reset(row)
			fresh := cellOf(t, covered, string(memory[:n]))
			if got, want := r.Answer(covered, words), fresh.Answer(covered, words); got != want || !cmp.Equal(r.Rejects, fresh.Rejects) {
				rt.Fatalf("%q is %v with rejects %v, want %v with %v", memory[:n], got, r.Rejects, want, fresh.Rejects)
			}
		}
	})
}

func TestTextAndCode(t *testing.T) {
	r := cellOf(t, name, " 张\u3000三 ")
	if r.Text(name) != "张\u3000三" || r.Code(name) != "张三" || r.Raw(name) != " 张\u3000三 " || r.Text(month) != "" || r.Row() != 7 {
		t.Errorf("text %q, code %q, raw %q, month %q, row %d", r.Text(name), r.Code(name), r.Raw(name), r.Text(month), r.Row())
	}
}

func TestLosingARow(t *testing.T) {
	r := cellOf(t, number, " ４３ ")
	if got := r.RequiredCode(number); got != "43" || r.Lost() || r.Rejects != nil {
		t.Errorf("RequiredCode = %q, lost %v, rejects %v", got, r.Lost(), r.Rejects)
	}
	r.RequiredCode(month)
	r.Reject(size, table.ReasonNumber)
	want := []table.Reject{
		{Origin: table.Origin{Source: june, Row: 7}, Field: "month", Reason: table.ReasonMissing, Lost: true},
		{Origin: table.Origin{Source: june, Row: 7}, Field: "household_size", Reason: table.ReasonNumber},
	}
	if diff := cmp.Diff(want, r.Rejects); diff != "" || !r.Lost() {
		t.Errorf("lost %v, rejects (-want +got):\n%s", r.Lost(), diff)
	}
	r.Reset(table.Row{Number: 8})
	if r.Lost() || len(r.Rejects) != 2 || r.Origin() != (table.Origin{Source: june, Row: 8}) {
		t.Error("the next row must start anew and keep the rejects of the former")
	}
}

// What names or numbers a person is starred out even where it is as short as a code or reads like a date.
func TestRejectsOfPersonalFieldsAreMasked(t *testing.T) {
	for cell, want := range map[string]string{
		"430599199001010010": "430599********0010",
		"A1234567":           "A*******",
		"19900101":           "1*******",
		"4.30599E+17":        "4.3******17",
		"张三":                 "张*",
		"Zhang":              "Z****",
		" 张三 ":               "张*",
		"无":                  "*",
		"":                   "",
	} {
		r := cellOf(t, number, cell)
		r.Lose(number, "length")
		if got := r.Rejects[0].Masked; got != want {
			t.Errorf("%q is shown as %q, want %q", cell, got, want)
		}
	}
}

func TestMaskCell(t *testing.T) {
	for cell, want := range map[string]string{
		"2018-09-30": "2018-09-30", "2018年9月": "2018年9月", "43373.5": "43373.5", "2018-13": "2018-13", "": "",
		"4305": "4305", "43052110": "43052110", "430521103": "430****03", "430599199001010010": "430599********0010",
		"13812345678": "138******78", "张三": "张*", "农村低保户": "农****",
	} {
		if got := table.MaskCell(cell); got != want {
			t.Errorf("MaskCell(%q) = %q, want %q", cell, got, want)
		}
	}
}

// A reject shows ten characters of a number at most, never all of it, and one of a name.
func TestMaskCellHidesWhatIsLong(t *testing.T) {
	for kind, c := range map[string]struct {
		text  string
		shown int
	}{
		"number": {`[0-9]{17}[0-9X]`, 10},
		"text":   {`[!-)+-~]{11,40}`, 10},
		"name":   {`\p{Han}{2,6}`, 1},
		"mixed":  {`[A-Za-z0-9]{0,20}\p{Han}[A-Za-z0-9]{1,20}`, 1},
	} {
		t.Run(kind, rapid.MakeCheck(func(t *rapid.T) {
			text := rapid.StringMatching(c.text).Filter(noDate).Draw(t, "text")
			masked := table.MaskCell(text)
			if shown := utf8.RuneCountInString(strings.ReplaceAll(masked, "*", "")); shown > c.shown {
				t.Fatalf("MaskCell(%q) = %q", text, masked)
			}
		}))
	}
}

func noDate(text string) bool {
	_, ok := period.ParseDate(text)
	return !ok
}

// Rejects outlive the batch that their cells stood in.
func TestRejectsAreCopies(t *testing.T) {
	var b table.Batch
	r := &table.Record{Mapping: mapped(t, payees, "身份证号|姓名|年月"), Source: june}
	for i, cell := range []string{"201713", "999999"} {
		b.Reset(june)
		b.AddRow(i+2, append(b.AvailableCells(), "", "", b.Hold([]byte(cell))))
		r.Reset(b.Rows[0])
		r.Month(month)
	}
	if len(r.Rejects) != 2 || r.Rejects[0].Masked != "201713" || r.Rejects[1].Masked != "999999" {
		t.Errorf("rejects: %+v", r.Rejects)
	}
}

func FuzzRecord(f *testing.F) {
	for _, cell := range []string{"2018-09", "3人", "是", `="1"`, "430599199001010010", "\xff", "2018-09-30 10:00", "＝＂"} {
		f.Add(cell)
	}
	last, _ := period.DateOf(2018, 9, 30)
	f.Fuzz(func(t *testing.T, cell string) {
		for field, read := range map[int]func(*table.Record) bool{
			month:   func(r *table.Record) bool { return r.Month(month).Known() },
			paidOn:  func(r *table.Record) bool { return r.DateBy(paidOn, last).Known() },
			size:    func(r *table.Record) bool { _, ok := r.Count(size); return ok },
			covered: func(r *table.Record) bool { return r.Answer(covered, table.YesNo()) != table.Unknown },
		} {
			r := cellOf(t, field, cell)
			said, blank := read(r), table.Clean(cell) == ""
			if field == size { // its blanks count for nothing
				blank = table.CleanCode(cell) == ""
			}
			if rejects := len(r.Rejects); said && rejects != 0 || !said && (rejects == 0) != blank || rejects > 1 {
				t.Errorf("field %d of %q: read %v with %d rejects", field, cell, said, rejects)
			}
		}
	})
}
