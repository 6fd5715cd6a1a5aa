package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/jobs"
)

func rejectBook() RejectBook { return RejectBook{Schemas: jobs.Schemas} }

// refused is rejects of four feeds, feed by feed, one of which nobody knows.
func refused() []ledger.RejectRow {
	reject := func(feed, file, sheet string, row int, field, reason, masked string) ledger.RejectRow {
		return ledger.RejectRow{Run: 12, Feed: feed, Reject: ledger.Reject{
			Location: file, Sheet: sheet, Row: row, Field: field, Reason: reason, Masked: masked,
		}}
	}
	return []ledger.RejectRow{
		reject("dibao", "dibao/201810.csv", "", 7, "id_number", "checksum", "430599********001X"),
		reject("dibao", "dibao/201810.csv", "", 9, "id_number", "damaged", "4.3******17"),
		reject("dibao", "dibao/201811.xlsx", "明细", 1048576, "start", "month", "=1+1"),
		reject("dibao", "dibao/201811.xlsx", "明细", 12, "id_number", "damaged", "-"),
		reject("members", "成员.csv", "", 3, "id_number", "missing", ""),
		reject("next_year", "新.csv", "", 3, "new_field", "reason_of_next_year", "@"+strings.Repeat("*", 100)),
		reject("tekun", "tekun.xls", "特困", 4, "mode", "too_long", "+"+strings.Repeat("*", 70)),
	}
}

// opened is the workbook that write writes.
func opened(t *testing.T, want int, write func(io.Writer) (int, error)) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if n, err := write(&b); err != nil || n != want {
		t.Fatalf("%d rows, %v", n, err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	})
	return book
}

// sheets is all cells of a workbook, for a golden file.
func sheets(t *testing.T, book *excelize.File) string {
	t.Helper()
	var b strings.Builder
	for _, name := range book.GetSheetList() {
		b.WriteString("== " + name + "\n")
		rows, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			b.WriteString(strings.TrimRight(strings.Join(row, " | "), " ") + "\n")
		}
	}
	return b.String()
}

func TestRejectsAsAWorkbook(t *testing.T) {
	book := opened(t, 7, func(w io.Writer) (int, error) { return rejectBook().WriteXLSX(w, each(refused()...)) })
	checkGolden(t, "rejects.xlsx.txt", sheets(t, book))
	eachCell(t, book, func(sheet, cell string) { checkText(t, book, sheet, cell) })
	for _, sheet := range book.GetSheetList() {
		checkPrint(t, book, sheet, 2)
	}
	if value, err := book.GetCellValue("低保 dibao", "F5"); err != nil || value != "=1+1" {
		t.Errorf("%q, %v", value, err)
	}
}

func TestNoRejectsAsAWorkbook(t *testing.T) {
	book := opened(t, 0, func(w io.Writer) (int, error) { return rejectBook().WriteXLSX(w, each[ledger.RejectRow]()) })
	want := "== 汇总\n未采用的数据汇总\n数据源 | 文件 | 原因 | 处数 | 应为／怎样改\n没有未采用的行或单元格\n"
	if diff := cmp.Diff(want, sheets(t, book)); diff != "" {
		t.Error(diff)
	}
}

func TestRejectsThatDoNotComeOrFit(t *testing.T) {
	if n, err := rejectBook().WriteXLSX(io.Discard, broken(refused()[:2]...)); n != 2 || !errors.Is(err, errBroken) {
		t.Errorf("%d rows, %v", n, err)
	}
	for most, fits := range map[int]bool{6: true, 5: false} { // title, header and four rows
		b := rejectBook()
		b.most = most
		n, err := b.WriteXLSX(io.Discard, each(refused()[:4]...))
		if fits != (err == nil) || fits != (n == 4) || !fits && !strings.Contains(err.Error(), "feed dibao: the sheet is full: it holds 5 rows") {
			t.Errorf("in %d rows: %d rows, %v", most, n, err)
		}
	}
}

// manyRejects is n rejects of one feed; it looks in from time to time.
func manyRejects(n int, look func()) Rejects {
	return func(yield func(ledger.RejectRow, error) bool) {
		all := refused()[:4]
		for i := range n {
			r := all[i%len(all)]
			r.Location, r.Row = fmt.Sprintf("dibao/%02d.csv", i%14), i
			if i%10_000 == 9_999 {
				look()
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// TestWorkbooksTakeLittleMemory writes more than fits in what it may take.
func TestWorkbooksTakeLittleMemory(t *testing.T) {
	var written counter
	before, peak := inUse(), uint64(0)
	rows := manyRejects(60_000, func() { peak = max(peak, inUse()) })
	if n, err := rejectBook().WriteXLSX(&written, rows); n != 60_000 || err != nil {
		t.Fatal(n, err)
	}
	const most = 40 << 20 // the buffer of a sheet, which grows to 16 MiB
	if peak == 0 || peak > before+most {
		t.Errorf("%d MiB are in use, and %d were before", peak>>20, before>>20)
	}
	if written == 0 {
		t.Error("nothing was written")
	}
}

// inUse is the bytes of the heap that are held; what pools keep goes at the
// second collection.
func inUse() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// counter counts the bytes written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// BenchmarkRejects writes what a province in a bad state has.
func BenchmarkRejects(b *testing.B) {
	const rows = 300_000
	b.ReportAllocs()
	for b.Loop() {
		if n, err := rejectBook().WriteXLSX(io.Discard, manyRejects(rows, func() {})); n != rows || err != nil {
			b.Fatal(n, err)
		}
	}
}
