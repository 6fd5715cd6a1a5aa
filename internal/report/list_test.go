package report

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

func TestList(t *testing.T) {
	for _, l := range []Language{Chinese, English} {
		got := written(t, 5, func(b *strings.Builder) (int, error) { return l.WriteList(b, each(leads()...)) })
		checkMasked(t, got)
		checkGolden(t, "list."+string(l)+".txt", got)
	}
}

func TestTablesOfNothing(t *testing.T) {
	for _, l := range []Language{Chinese, English} {
		var b strings.Builder
		n, err := l.WriteList(&b, each[ledger.Discrepancy]())
		m, rejectErr := l.WriteRejectTable(&b, each[ledger.RejectRow]())
		if err := errors.Join(err, rejectErr, l.WriteHistory(&b, nil)); err != nil || n+m != 0 {
			t.Errorf("%d rows, %v", n+m, err)
		}
		checkGolden(t, "nothing."+string(l)+".txt", b.String())
	}
}

// TestTablesCannotSteerTheTerminal puts control characters into everything that
// comes from files.
func TestTablesCannotSteerTheTerminal(t *testing.T) {
	const evil = "\x1b[2J\x07a\r\nb\tc\u009b"
	d := ledger.Discrepancy{
		Kind: evil, Qualifier: evil, County: evil, Town: evil, Village: evil, AreaCode: evil, HouseholdID: evil, Name: evil, IDNumber: evil,
		RegistryValue: evil, AgencyValue: evil, ExpectedValue: evil, Status: evil,
	}
	run := ledger.RunRow{Job: evil, Trigger: evil, Area: evil, AsOf: evil, Status: evil, Error: evil}
	feed := ledger.FeedRow{Feed: evil, Location: evil, HeldCounties: []string{evil}, Digest: evil}
	reject := ledger.RejectRow{Feed: evil, Reject: ledger.Reject{Location: evil, Sheet: evil, Field: evil, Reason: evil, Masked: evil}}
	summary := Summary{Language: Chinese, Jobs: []JobSummary{{
		Job: evil, Err: errors.New(evil), Feeds: []ledger.FeedRead{{Feed: evil, Location: evil, HeldCounties: []string{evil}}},
		Tally: ledger.Tally{Kinds: map[string]ledger.Counts{evil: {Unresolved: 1}}, Cells: map[ledger.Cell]int{{Kind: evil, County: evil}: 1}},
	}}}
	var b strings.Builder
	_, err := Chinese.WriteList(&b, each(d))
	_, rejectErr := Chinese.WriteRejectTable(&b, each(reject))
	if err := errors.Join(err, rejectErr, Chinese.WriteRun(&b, run, []ledger.FeedRow{feed}), summary.WriteTable(&b)); err != nil {
		t.Fatal(err)
	}
	if i := strings.IndexAny(b.String(), "\x1b\x07\r\t\u009b"); i >= 0 {
		t.Errorf("a control character is written: %q", b.String()[max(0, i-40):i+5])
	}
}

func history() []ledger.RunRow {
	succeeded := ledger.RunRow{
		ID: 12, Job: rules.Assistance, Trigger: "schedule", AsOf: "2018-11-27", Status: ledger.Succeeded,
		StartedAt: at(11, 27, 18), FinishedAt: at(11, 27, 18).Add(95*time.Second + 300*time.Millisecond), ConfigDigest: "c0ffee", Version: "v0.1.0",
		Opened: 3, Changed: 1, Resolved: 40, Reopened: 2, Unresolved: 1234,
	}
	failed := succeeded
	failed.ID, failed.Job, failed.Trigger, failed.Area, failed.Status = 13, rules.Water, "manual", "430524", ledger.Failed
	failed.FinishedAt = failed.StartedAt.Add(1234567 * time.Microsecond)
	failed.Opened, failed.Changed, failed.Resolved, failed.Reopened, failed.Unresolved = 0, 0, 0, 0, 0
	failed.Error = "feed water: data/饮水.xlsx, 工作表 Sheet1: 没有列 household_id 或 head_id，表头在第 3 行，共 12 列，请改正配置后再运行\nfeed members: 第 5 行被截断"
	running := succeeded
	running.ID, running.Trigger, running.Status, running.FinishedAt = 14, "startup", ledger.Running, time.Time{}
	running.Opened, running.Changed, running.Resolved, running.Reopened, running.Unresolved = 0, 0, 0, 0, 0
	return []ledger.RunRow{running, failed, succeeded}
}

func TestHistory(t *testing.T) {
	for _, l := range []Language{Chinese, English} {
		var b strings.Builder
		if err := l.WriteHistory(&b, history()); err != nil {
			t.Fatal(err)
		}
		checkGolden(t, "history."+string(l)+".txt", b.String())
	}
}

func TestRun(t *testing.T) {
	feeds := []ledger.FeedRow{
		{
			Feed: "members", Location: "data/members.xlsx", Digest: strings.Repeat("ab", 32), RowsRead: 60_000, RowsAccepted: 59_990, RowsRejected: 10,
			HeldCounties: []string{"430524", "隆回县"}, ChangedAt: at(11, 20, 1),
		},
		{Feed: "water", Location: "data/饮水.xlsx", RowsRead: 3},
	}
	for _, l := range []Language{Chinese, English} {
		var b strings.Builder
		if err := l.WriteRun(&b, history()[1], feeds); err != nil {
			t.Fatal(err)
		}
		if err := l.WriteRun(&b, history()[2], nil); err != nil {
			t.Fatal(err)
		}
		checkGolden(t, "run."+string(l)+".txt", b.String())
	}
}

func TestFirstLine(t *testing.T) {
	long := strings.Repeat("长", 60)
	for text, want := range map[string]string{"": "", "one": "one", "one\ntwo": "one…", long: long, long + "a": long + "…", long + "a\nb": long + "…"} {
		if got := firstLine(text); got != want {
			t.Errorf("firstLine(%q) = %q, want %q", text, got, want)
		}
	}
}

func rejects() []ledger.RejectRow {
	return []ledger.RejectRow{
		{Run: 12, Feed: "dibao", Reject: ledger.Reject{Location: "dibao/201810.csv", Row: 7, Field: "id_number", Reason: "checksum", Masked: "430599********001X"}},
		{Run: 12, Feed: "dibao", Reject: ledger.Reject{Location: "dibao/201811.xlsx", Sheet: "明细, \"A\"", Row: 1048576, Field: "start", Reason: "month", Masked: "=1+1"}},
		{Run: 13, Feed: "water", Reject: ledger.Reject{Location: "饮水.xlsx", Sheet: "Sheet1", Row: 3, Field: "household_id", Reason: "reason_of_next_year", Masked: "<4*>"}},
	}
}

func TestRejects(t *testing.T) {
	rows := each(rejects()...)
	for _, l := range []Language{Chinese, English} {
		checkGolden(t, "rejects."+string(l)+".txt", written(t, 3, func(b *strings.Builder) (int, error) { return l.WriteRejectTable(b, rows) }))
	}
	checkGolden(t, "rejects.csv", written(t, 3, func(b *strings.Builder) (int, error) { return WriteRejectCSV(b, rows) }))

	text := written(t, 3, func(b *strings.Builder) (int, error) { return WriteRejectJSON(b, rows) })
	checkGolden(t, "rejects.json", text)
	var objects []map[string]any
	if err := json.Unmarshal([]byte(text), &objects); err != nil {
		t.Fatal(err)
	}
	last := objects[2]
	if len(last) != 8 || last["run_id"] != 13.0 || last["row_number"] != 3.0 || last["masked_value"] != "<4*>" {
		t.Errorf("%v", last)
	}
}

func TestRejectErrorsAreNotSwallowed(t *testing.T) {
	for name, write := range map[string]func(io.Writer, Rejects) (int, error){
		"table": Chinese.WriteRejectTable, "csv": WriteRejectCSV, "json": WriteRejectJSON,
	} {
		if n, err := write(io.Discard, broken(rejects()...)); n != 3 || !errors.Is(err, errBroken) {
			t.Errorf("%s: %d rows, then %v", name, n, err)
		}
		if _, err := write(&failing{}, each(rejects()...)); !errors.Is(err, errFull) {
			t.Errorf("%s on a full disk: %v", name, err)
		}
	}
}

// What others write stays on its line, and cannot steer the terminal.
func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"张三":                    "张三",
		"张\x1b[2J三\r\n状态: 已销号":  "张 [2J三  状态: 已销号",
		"张\u202E三\u200B\uFEFF李": "张三李",
		"a\u2028b\u0085c":       "a b c",
		"\xff\x9b":              "\uFFFD\uFFFD",
	} {
		if got := Plain(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}
