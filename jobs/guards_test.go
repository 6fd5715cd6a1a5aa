package jobs_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/jobs"
)

// wantRefusal wants an error by which a guard refused an input, and which says
// all of this.
func wantRefusal(t *testing.T, err error, says ...string) {
	t.Helper()
	if refusal := (*jobs.Refusal)(nil); !errors.As(err, &refusal) {
		t.Fatalf("not refused: %v", err)
	}
	for _, text := range says {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%q does not say %q", err, text)
		}
	}
}

// wantFailed wants the job's last run entered as failed, with nothing in the ledger.
func wantFailed(t *testing.T, th theatre, job string) {
	t.Helper()
	runs, err := th.ledger.Runs(t.Context(), ledger.RunFilter{Job: job, Limit: 1})
	must(t, err)
	if len(runs) != 1 || runs[0].Status != ledger.Failed || runs[0].Error == "" || runs[0].FinishedAt.IsZero() {
		t.Errorf("the runs of %s: %+v, want one that failed", job, runs)
	}
	if got := rows(t, th.ledger, ledger.Filter{Job: job}); len(got) > 0 {
		t.Errorf("the failed run of %s left %d discrepancies", job, len(got))
	}
}

// tryJob runs one job over what lies in the theatre's directory.
func (th theatre) tryJob(t *testing.T, job string) jobs.Result {
	t.Helper()
	return th.try(t, jobs.Request{Jobs: []string{job}, AsOf: date(t, "2018-10-15")})[job]
}

// TestEmptyFeed is refused unless the configuration allows it.
func TestEmptyFeed(t *testing.T) {
	in := small(20)
	th := stage(t, in, nil)
	header := []byte("id_number,name,start,end,area_code\n")
	must(t, os.WriteFile(filepath.Join(th.dir, "tekun.csv"), header, 0o600))
	wantRefusal(t, th.tryJob(t, "assistance").Err, "feed tekun (tekun.csv)", "none of 0 rows", "feeds.tekun.allow_empty")
	wantFailed(t, th, "assistance")

	// Nor may a feed be of rows that all are rejected, be they ever so few.
	unusable := append(slices.Clone(header), "无,张三,2017-10,,439901100200\n"+broken(numberOf(countyA, 1))[:17]+",张四,2017-10,,\n"...)
	must(t, os.WriteFile(filepath.Join(th.dir, "tekun.csv"), unusable, 0o600))
	wantRefusal(t, th.tryJob(t, "assistance").Err, "none of 2 rows", "length 1, missing 1")

	feed := th.settings.Feeds["tekun"]
	feed.Guard.AllowEmpty = true
	th.settings.Feeds["tekun"] = feed
	for _, content := range [][]byte{unusable, header} {
		must(t, os.WriteFile(filepath.Join(th.dir, "tekun.csv"), content, 0o600))
		if err := th.tryJob(t, "assistance").Err; err != nil {
			t.Errorf("with allow_empty: %v", err)
		}
	}
}

// TestRejectedRows may be at most 20, or as many as max_rejected allows, here 5 %.
func TestRejectedRows(t *testing.T) {
	for _, c := range []struct {
		rows, lost int
		refused    bool
	}{
		{400, 20, false}, // 5 %
		{420, 21, false}, // 5 %
		{419, 21, true},  // more than 20 rows, and more than 5 %
		{440, 22, false},
		{21, 20, false}, // all but one, and only 20
		{22, 21, true},
	} {
		t.Run(fmt.Sprintf("%d of %d", c.lost, c.rows), func(t *testing.T) {
			th := stage(t, small(20), nil)
			th.put(t, withLost(paying(small(20), c.rows-1), c.lost))
			result := th.tryJob(t, "assistance")
			if c.refused {
				wantRefusal(t, result.Err, fmt.Sprintf("feed dibao (dibao.csv): %d of %d rows", c.lost, c.rows), fmt.Sprintf("(month %d)", c.lost), "max_rejected allows 5 %")
				wantFailed(t, th, "assistance")
			} else if result.Err != nil {
				t.Error(result.Err)
			}
			rejects := rejectsOf(t, th.ledger, "dibao")
			if len(rejects) != c.lost {
				t.Errorf("%d rejects are kept, want %d", len(rejects), c.lost)
			}
			want := ledger.Reject{Location: "dibao.csv", Row: 3, Field: "start", Reason: "month", Masked: "2018-13"}
			if rejects[0] != want {
				t.Errorf("the first reject: %+v, want %+v", rejects[0], want)
			}
		})
	}
}

// withLost makes so many dibao rows, after the first, ones that cannot be used.
func withLost(in oracle.Input, lost int) oracle.Input {
	for _, row := range in.Dibao[1 : 1+lost] {
		row["start"] = "2018-13"
	}
	return in
}

func rejectsOf(t *testing.T, l *ledger.Ledger, feed string) (all []ledger.Reject) {
	t.Helper()
	for r, err := range l.Rejects(t.Context(), ledger.RejectFilter{Feeds: []string{feed}}) {
		must(t, err)
		all = append(all, r.Reject)
	}
	return all
}

// TestRejectsOfKeptRows are no reason to refuse a feed, were they of every row.
func TestRejectsOfKeptRows(t *testing.T) {
	in := small(100)
	for _, row := range in.Members {
		row["id_number"] = "不详"
	}
	for _, row := range in.Households {
		row["safe_water"] = "大概"
		row["area_code"] = "某村"
	}
	th := stage(t, in, nil)
	result := th.tryJob(t, "registry")
	if result.Err != nil {
		t.Fatal(result.Err)
	}
	for _, read := range result.Reads {
		if read.RowsRejected != 0 || read.RowsAccepted != read.RowsRead {
			t.Errorf("%s: %d of %d rows are said to be rejected", read.Feed, read.RowsRejected, read.RowsRead)
		}
	}
	if members, households := len(rejectsOf(t, th.ledger, "members")), len(rejectsOf(t, th.ledger, "households")); members != len(in.Members) || households != 2*len(in.Households) {
		t.Errorf("%d and %d rejects are kept, want %d and %d", members, households, len(in.Members), 2*len(in.Households))
	}
}

// TestMissingColumn is named with its file; under an alias it is none.
func TestMissingColumn(t *testing.T) {
	th := stage(t, small(20), nil)
	path := filepath.Join(th.dir, "members.csv")
	whole, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, bytes.Replace(whole, []byte("name"), []byte("姓名"), 1), 0o600))
	if err := th.tryJob(t, "registry").Err; err != nil {
		t.Fatal(err)
	}
	th = stage(t, small(20), nil)
	must(t, os.WriteFile(filepath.Join(th.dir, "members.csv"), bytes.Replace(whole, []byte("name"), []byte("姓氏名字"), 1), 0o600))
	wantRefusal(t, th.tryJob(t, "registry").Err, "feed members", "members.csv", "row 1", "name（")
	wantFailed(t, th, "registry")

	// In a glob every file must have it.
	must(t, os.WriteFile(filepath.Join(th.dir, "members2.csv"), whole, 0o600))
	feed := th.settings.Feeds["members"]
	feed.Source.From = "members*.csv"
	th.settings.Feeds["members"] = feed
	wantRefusal(t, th.tryJob(t, "registry").Err, "members.csv", "name（")
}

// TestHeaderIsAmongTheFirstRows finds it in row 20 and not in row 21.
func TestHeaderIsAmongTheFirstRows(t *testing.T) {
	th := stage(t, small(20), nil)
	path := filepath.Join(th.dir, "households.csv")
	whole, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, append(bytes.Repeat([]byte("甲县扶贫办\n"), 19), whole...), 0o600))
	if err := th.tryJob(t, "registry").Err; err != nil {
		t.Fatal(err)
	}
	must(t, os.WriteFile(path, append(bytes.Repeat([]byte("甲县扶贫办\n"), 20), whole...), 0o600))
	wantRefusal(t, th.tryJob(t, "registry").Err, "feed households", "households.csv", "first 20 rows", "household_id（")
}

// TestTruncatedInput is refused wherever it can be told; whole, it is read.
func TestTruncatedInput(t *testing.T) {
	in := small(20)
	for i := range in.Members {
		in.Members[i]["name"] = "张\"小\"三"
	}
	csv := stage(t, in, nil)
	plain, err := os.ReadFile(filepath.Join(csv.dir, "members.csv"))
	must(t, err)
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(plain)
	must(t, err)
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(plain)
	must(t, err)
	s := &shaper{t: t, dir: t.TempDir(), r: newRand(1)}
	book := s.workbookFile(planOf("members", in.Members), in.Members)

	for _, c := range []struct {
		name  string
		whole []byte
		cut   int // bytes left
	}{
		{"within quotes", plain, bytes.LastIndex(plain, []byte("小")) + len("小")},
		{"within a character of UTF-8", plain, bytes.LastIndex(plain, []byte("三")) + 1},
		{"within a character of GB18030", gb, bytes.LastIndex(gb, gb[bytes.LastIndexByte(gb, 0xC8):]) + 1},
		{"within a unit of UTF-16", wide, len(wide) - 1},
		{"within a workbook", book, len(book) / 2},
		{"at the end of a workbook", book, len(book) - 1},
		{"to nothing", plain, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			th := stage(t, in, nil)
			feed := th.settings.Feeds["members"]
			feed.Source.From = secret.Text("members.dat")
			th.settings.Feeds["members"] = feed
			must(t, os.WriteFile(filepath.Join(th.dir, "members.dat"), c.whole, 0o600))
			if err := th.tryJob(t, "registry").Err; err != nil {
				t.Fatalf("whole: %v", err)
			}
			th = theatre{testRunner: newTestRunner(t, openLedger(t, sqliteIn(t.TempDir())), th.settings, nil), dir: th.dir, settings: th.settings}
			must(t, os.WriteFile(filepath.Join(th.dir, "members.dat"), c.whole[:c.cut], 0o600))
			wantRefusal(t, th.tryJob(t, "registry").Err, "feed members", "members.dat")
			wantFailed(t, th, "registry")
		})
	}
}
