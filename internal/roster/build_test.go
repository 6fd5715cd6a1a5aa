package roster_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// Numbers of nobody: the region 430599 was never assigned.
var (
	anna = number("19800101", "002")
	bert = number("19500507", "013")
)

func number(birth, sequence string) string {
	first17 := "430599" + birth + sequence
	return first17 + string(resident.CheckChar(first17))
}

// wrongCheck is the number with another check character than its own.
func wrongCheck(id string) string {
	if id[17] == '1' {
		return id[:17] + "2"
	}
	return id[:17] + "1"
}

var (
	sheet = &table.Source{File: "民政/低保.xlsx", Sheet: "明细"}
	today = day("2018-09-30")
)

func day(text string) period.Date {
	d, ok := period.ParseDate(text)
	if !ok {
		panic("no such day: " + text)
	}
	return d
}

func month(year, m int) period.Month { return period.MonthOf(year, m) }

// row is a sheet with one row of data: header, cell, header, cell, … A later
// cell of a header replaces a former one.
type row []string

// with is the row with more cells.
func (r row) with(more ...string) row { return append(slices.Clone(r), more...) }

// record reads the row as row 3 of the sheet.
func (r row) record(t testing.TB, s *table.Schema) *table.Record {
	t.Helper()
	at := map[string]int{}
	var header, cells []string
	for i := 0; i < len(r); i += 2 {
		place, ok := at[r[i]]
		if !ok {
			place = len(cells)
			at[r[i]] = place
			header, cells = append(header, r[i]), append(cells, "")
		}
		cells[place] = r[i+1]
	}
	m, err := s.Map(sheet, []table.Row{{Number: 2, Cells: header}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	record := &table.Record{Mapping: m, Source: sheet}
	record.Reset(table.Row{Number: 3, Cells: cells})
	return record
}

// rejected checks what was rejected of row 3: "field reason masked", with a !
// where the row is lost.
func rejected(t *testing.T, r *table.Record, want ...string) {
	t.Helper()
	var got []string
	for _, reject := range r.Rejects {
		text := reject.Field + " " + reject.Reason + " " + reject.Masked
		if reject.Lost {
			text += " !"
		}
		got = append(got, text)
		if (reject.Origin != table.Origin{Source: sheet, Row: 3}) {
			t.Errorf("reject %q stands at %v", text, reject.Origin)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}
