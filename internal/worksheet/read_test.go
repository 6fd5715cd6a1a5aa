package worksheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
)

// today is the day on which forms of tests come back.
func today(t testing.TB) period.Date {
	t.Helper()
	d, ok := period.DateOf(2018, 11, 26)
	if !ok {
		t.Fatal("no such day")
	}
	return d
}

// read reads forms as CSV, one after the other.
func read(t *testing.T, forms ...string) *Reader {
	t.Helper()
	r := &Reader{Today: today(t)}
	for i, form := range forms {
		if err := r.Read(t.Context(), fmt.Sprintf("%d.csv", i+1), strings.NewReader(form), int64(len(form))); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// told is what a reader made of forms, a line for each answer and each fault.
func told(r *Reader) string {
	var b strings.Builder
	for _, f := range r.Feedback {
		fmt.Fprintf(&b, "%s:%d %d %s %s %s [%s] %s %s\n", f.Origin.Source, f.Origin.Row, f.ID, f.Stamp, f.HouseholdID, f.Answer, f.Note, f.CheckedBy, f.CheckedOn)
	}
	for _, f := range r.Faults {
		fmt.Fprintf(&b, "%s:%d %s %s %s\n", f.Origin.Source, f.Origin.Row, f.Field, f.Reason, f.Masked)
	}
	return b.String()
}

const header = "编号,村,户编号,姓名,核查结果,佐证/备注,核查人,核查日期,校验码\n"

func TestForms(t *testing.T) {
	for _, c := range []struct {
		name, form string
		blank      int
		want       string
	}{
		{"filled in", "疑似问题入户核查表\n\n" + header +
			"2,上家村,4305240001,彭小川,属实已改,,王某,2018-11-20,b01\n1,上家村,4305240001,彭大山,不属实(佐证),证已注销,王某,2018年11月20日,b02\n3,莲屋村,4305240002,唐小玉,,,,,b03\n", 1,
			"1.csv:4 2 b01 4305240001 corrected [属实已改] 王某 2018-11-20\n1.csv:5 1 b02 4305240001 unfounded [不属实(佐证)：证已注销] 王某 2018-11-20\n"},
		{"columns moved, added and left out", "校验码,序号,核查结果,佐证/备注,意见,编号\nB01,1,源数据有误,同名,同意,2\n", 0,
			"1.csv:2 2 b01  source_wrong [源数据有误：同名]  \n"},
		{"notes between the rows", header + ",以下为上家村,,,,,,,\n2,,,,属实整改中,,,,b01\n以上由村干部陪同核查,,,,,,,,\n合计,,,2条,,,,,\n审核人：张某,,,,,,,,\n", 0,
			"1.csv:3 2 b01  correcting [属实整改中]  \n"},
		{"a header on every page", header + "2,,,,无法核实,外出,,,b01\n" + header + "3,,,,无法核实,外出,,,b03\n", 0,
			"1.csv:2 2 b01  unverifiable [无法核实：外出]  \n1.csv:4 3 b03  unverifiable [无法核实：外出]  \n"},
		{"typed by hand", header + "2.0,,,, 不属实（佐证） ,证,,43424,b01\n3,,,,不属实,证,,,b03\n4,,,,correctly,,,,b04\n5,,,,Corrected,,,,b05\n", 0,
			"1.csv:2 2 b01  unfounded [不属实(佐证)：证]  2018-11-20\n1.csv:3 3 b03  unfounded [不属实(佐证)：证]  \n" +
				"1.csv:5 5 b05  corrected [属实已改]  \n1.csv:4 outcome word cor****ly\n"},
		{"a household that was masked", header + "2,,430599********2027,,属实已改,,,,b01\n", 0, "1.csv:2 2 b01  corrected [属实已改]  \n"},
		{"evidence is missing", header + "2,,,,不属实(佐证),,,,b01\n", 0, "1.csv:2 remark missing \n"},
		{"a remark without an outcome", header + "2,,,,,彭小川外出,,,b01\n", 0, "1.csv:2 outcome missing \n"},
		{"another word", header + "2,,,,已核实,,,,b01\n", 0, "1.csv:2 outcome word 已**\n"},
		{"a formula without a value", header + "2,,,,#N/A,,,,b01\n", 0, "1.csv:2 outcome formula_error #N/A\n"},
		{"no number", header + ",,,,属实已改,,,,b01\n二,,,,属实已改,,,,b01\n-1,,,,属实已改,,,,b01\n", 0,
			"1.csv:2 number missing \n1.csv:3 number number *\n1.csv:4 number number -1\n"},
		{"no stamp", header + "2,,,,属实已改,,,,\n", 0, "1.csv:2 stamp missing \n"},
		{"a date to come and none", header + "2,,,,属实已改,,,2018-11-27,b01\n3,,,,属实已改,,,昨天,b03\n", 0,
			"1.csv:2 2 b01  corrected [属实已改]  \n1.csv:3 3 b03  corrected [属实已改]  \n1.csv:2 checked_on future 2018-11-27\n1.csv:3 checked_on date 昨*\n"},
		{"several faults in a row", header + "x,,,,好,,,昨天,\n", 0,
			"1.csv:2 number number x\n1.csv:2 stamp missing \n1.csv:2 checked_on date 昨*\n1.csv:2 outcome word *\n"},
		{"a number twice", header + "2,,,,属实已改,,,,b01\n2,,,,属实已改,,,,b01\n2,,,,无法核实,,,,b01\n", 0,
			"1.csv:2 2 b01  corrected [属实已改]  \n1.csv:4 number duplicate_key 2\n"},
		{"a column less", "编号,核查结果,佐证/备注\n2,属实已改,\n", 0, "1.csv:1  header 校验码\n"},
		{"a column twice", "编号,编号,核查结果,佐证/备注,校验码\n2,3,属实已改,,b01\n", 0, "1.csv:1  header number（编号: A, B）\n"},
		{"something else", "姓名,电话\n张三,1\n", 0, "1.csv:0  no_worksheet \n"},
		{"nothing", "", 0, "1.csv:0  unreadable 1.csv: the file is empty\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := read(t, c.form)
			if diff := cmp.Diff(c.want, told(r)); diff != "" {
				t.Error(diff)
			}
			if r.Blank != c.blank {
				t.Errorf("%d rows are blank, not %d", r.Blank, c.blank)
			}
		})
	}
}

func TestFormsAreReadTogether(t *testing.T) {
	r := read(t, header+"2,,,,属实已改,,,,b01\n", header+"2,,,,属实已改,,,,b01\n3,,,,,,,,b03\n", header+"2,,,,无法核实,,,,b01\n")
	want := "1.csv:2 2 b01  corrected [属实已改]  \n3.csv:2 number duplicate_key 2\n"
	if diff := cmp.Diff(want, told(r)); diff != "" {
		t.Error(diff)
	}
	if r.Repeated != 1 || r.Blank != 1 {
		t.Errorf("%d repeated, %d blank", r.Repeated, r.Blank)
	}
}

// Forms that were filled in with another program and saved by it: as a workbook
// of today, by way of its own format, and of 2003.
func TestFormsThatLibreOfficeSaved(t *testing.T) {
	for _, name := range []string{"libreoffice.xlsx", "libreoffice.xls"} {
		path := filepath.Join("testdata", name)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		r := &Reader{Today: today(t)}
		if err := r.Read(t.Context(), name, bytes.NewReader(data), int64(len(data))); err != nil {
			t.Fatal(err)
		}
		want := name + " [核查表]:6 3 STAMP 4305240002 corrected [属实已改] 王某 2018-11-20\n" +
			name + " [核查表]:7 1 STAMP 4305240001 unfounded [不属实(佐证)：低保证已注销，见附件] 王某 2018-11-20\n"
		got := told(r)
		for _, f := range r.Feedback {
			if len(f.Stamp) != 11 || f.Stamp[0] != 'b' {
				t.Errorf("%s: the stamp is %q", name, f.Stamp)
			}
			got = strings.Replace(got, f.Stamp, "STAMP", 1)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if r.Blank != 1 || len(r.Skipped) != 1 || r.Skipped[0].Sheet != Guide {
			t.Errorf("%s: %d blank rows, skipped %v", name, r.Blank, r.Skipped)
		}
	}
}

func TestReadingStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := &Reader{Today: today(t)}
	form := header + "2,,,,属实已改,,,,b01\n"
	if err := r.Read(ctx, "1.csv", strings.NewReader(form), int64(len(form))); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestAnswersHaveTitles(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range ledger.Answers {
		title := Title(a)
		if !strings.ContainsFunc(title, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || seen[title] || strings.Contains(title, ",") {
			t.Errorf("%s is called %q", a, title)
		}
		seen[title] = true
		if got, ok := parseAnswer(title); !ok || got != a {
			t.Errorf("%q is read as %q", title, got)
		}
	}
	if len(titles) != len(ledger.Answers) {
		t.Errorf("%d titles for %d answers", len(titles), len(ledger.Answers))
	}
}

// FuzzRead reads any bytes as a form. What comes of it can be recorded, or is a
// fault with a place and a reason.
func FuzzRead(f *testing.F) {
	f.Add([]byte(header + "2,上家村,4305240001,彭小川,属实已改,,王某,2018-11-20,b01\n"))
	f.Add([]byte("校验码\t编号\t核查结果\t备注\nb1\t=\"7\"\t不属实\t证\n"))
	f.Add([]byte("<table><tr><td>编号<td>核查结果<td>备注<td>校验码<tr><td>1<td>无法核实<td>x<td>b1</table>"))
	f.Add([]byte("编号,核查结果,备注,校验码\n9,属实已改,#REF!,b1\n"))
	f.Fuzz(func(t *testing.T, form []byte) {
		r := &Reader{Today: today(t)}
		if err := r.Read(t.Context(), "f", bytes.NewReader(form), int64(len(form))); err != nil {
			t.Fatal(err)
		}
		numbers := map[int64]bool{}
		for _, a := range r.Feedback {
			if a.ID <= 0 || numbers[a.ID] || a.Stamp == "" || Title(a.Answer) == "" || a.Answer == ledger.AnswerUnfounded && a.Remark == "" ||
				a.CheckedOn > r.Today || a.Origin.Row < 1 || !strings.HasPrefix(a.Note, Title(a.Answer)) {
				t.Errorf("%+v", a)
			}
			numbers[a.ID] = true
		}
		for _, fault := range r.Faults {
			if fault.Reason == "" || fault.Origin.Source == nil {
				t.Errorf("%+v", fault)
			}
		}
	})
}
