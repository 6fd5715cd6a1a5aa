package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
)

func TestCSV(t *testing.T) {
	got := written(t, 5, func(b *strings.Builder) (int, error) { return Export{}.WriteCSV(b, each(leads()...)) })
	checkMasked(t, got)
	checkGolden(t, "masked.csv", got)
}

func TestCSVForSpreadsheets(t *testing.T) {
	got := written(t, 5, func(b *strings.Builder) (int, error) {
		return Export{Unmask: true, BOM: true}.WriteCSV(b, each(leads()...))
	})
	checkGolden(t, "unmasked_bom.csv", got)
	if !strings.HasPrefix(got, "\xEF\xBB\xBFid,kind,") {
		t.Errorf("no byte order mark before the header: %q", got[:12])
	}
	for i, record := range parseCSV(t, strings.TrimPrefix(got, "\uFEFF"))[1:] {
		for j, cell := range record {
			if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "+") || strings.HasPrefix(cell, "-") || strings.HasPrefix(cell, "@") {
				t.Errorf("row %d: %s would be a formula: %q", i+1, columns[j].name, cell)
			}
			if want := (Export{Unmask: true}).cells(leads()[i])[j]; table.Clean(cell) != table.Clean(want) {
				t.Errorf("row %d: %s reads %q, not %q", i+1, columns[j].name, table.Clean(cell), want)
			}
		}
	}
}

// TestCSVKeepsEveryCell writes any text, and reads it back with another program's rules.
func TestCSVKeepsEveryCell(t *testing.T) {
	cell := rapid.Map(rapid.StringOf(rapid.RuneFrom([]rune("=+-@'\"\t,;\n 0a·张\u3000\uFEFF{}"))), func(s string) string {
		return strings.ReplaceAll(s, "\r", "")
	})
	rapid.Check(t, func(t *rapid.T) {
		d := leads()[0]
		d.Name, d.Note, d.RegistryValue = cell.Draw(t, "name"), cell.Draw(t, "note"), cell.Draw(t, "value")
		var b strings.Builder
		if _, err := (Export{Unmask: true}).WriteCSV(&b, each(d, d)); err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := Export{Unmask: true}.cells(d)
		if diff := cmp.Diff([][]string{header(), want, want}, records); diff != "" {
			t.Error(diff)
		}
	})
}

func parseCSV(t *testing.T, text string) [][]string {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func TestGuarded(t *testing.T) {
	for cell, want := range map[string]string{
		"":                   "",
		"是":                  "是",
		"=1+1":               "'=1+1",
		"＝1+1":               "'＝1+1",
		"+86":                "'+86",
		"-":                  "'-",
		"@A1":                "'@A1",
		"\t=1":               "'\t=1",
		"'=1":                "'=1",
		"430524001001":       "430524001001",
		"430599196001010010": "'430599196001010010",
		"43059919600101001X": "43059919600101001X",
		"1543221234123456":   "'1543221234123456",
		"154322123412345":    "154322123412345",
	} {
		if got := guarded(cell); got != want {
			t.Errorf("guarded(%q) = %q, want %q", cell, got, want)
		}
	}
}

func TestJSON(t *testing.T) {
	got := written(t, 5, func(b *strings.Builder) (int, error) { return Export{}.WriteJSON(b, each(leads()...)) })
	checkMasked(t, got)
	checkGolden(t, "masked.json", got)

	var rows []map[string]any
	if err := json.Unmarshal([]byte(got), &rows); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for _, c := range columns {
			value, there := row[c.name]
			if !there {
				t.Errorf("row %d has no %s", i, c.name)
			}
			if !fits(c.form, value) {
				t.Errorf("row %d: %s is a %T: %v", i, c.name, value, value)
			}
		}
		if len(row) != len(columns) {
			t.Errorf("row %d has %d keys", i, len(row))
		}
	}
	if name := rows[3]["name"]; name != leads()[3].Name {
		t.Errorf("a cell is not as it was: %q", name)
	}
}

// fits says whether a decoded value is one of its column's form.
func fits(f form, value any) bool {
	switch value.(type) {
	case string:
		return f == text || f == optional
	case float64:
		return f == number
	case map[string]any:
		return f == object
	case nil:
		return f == number || f == optional
	}
	return false
}

func TestUnmaskedJSONIsWhatTheLedgerHolds(t *testing.T) {
	want := leads()[1]
	got := written(t, 1, func(b *strings.Builder) (int, error) { return Export{Unmask: true}.WriteJSON(b, each(want)) })
	var rows []struct {
		ID       int64        `json:"id"`
		IDNumber string       `json:"id_number"`
		Value    string       `json:"registry_value"`
		Note     string       `json:"note"`
		Detail   rules.Detail `json:"detail"`
	}
	if err := json.Unmarshal([]byte(got), &rows); err != nil {
		t.Fatal(err)
	}
	row := rows[0]
	if row.ID != want.ID || row.IDNumber != want.IDNumber || row.Value != want.RegistryValue || row.Note != want.Note || row.Detail.Reason != "checksum" {
		t.Errorf("%+v", row)
	}
}

func TestJSONRefusesADamagedDetail(t *testing.T) {
	d := leads()[0]
	d.Detail = `{"a":`
	_, err := Export{}.WriteJSON(io.Discard, each(d))
	if err == nil || !strings.Contains(err.Error(), "discrepancy 1: detail") {
		t.Errorf("%v", err)
	}
}

func TestEmptyExports(t *testing.T) {
	none := each[ledger.Discrepancy]()
	if got := written(t, 0, func(b *strings.Builder) (int, error) { return Export{}.WriteJSON(b, none) }); got != "[]\n" {
		t.Errorf("JSON of nothing: %q", got)
	}
	if got := written(t, 0, func(b *strings.Builder) (int, error) { return Export{}.WriteCSV(b, none) }); got != strings.Join(contractColumns(), ",")+"\n" {
		t.Errorf("CSV of nothing: %q", got)
	}
}

// failing is a disk that is full after some bytes.
type failing struct{ left int }

var errFull = errors.New("the disk is full")

func (f *failing) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return f.left, errFull
	}
	f.left -= len(p)
	return len(p), nil
}

func TestErrorsAreNotSwallowed(t *testing.T) {
	writers := map[string]func(Export, io.Writer, Discrepancies) (int, error){
		"csv": Export.WriteCSV, "json": Export.WriteJSON, "xlsx": Export.WriteXLSX,
		"list": func(_ Export, w io.Writer, rows Discrepancies) (int, error) { return Chinese.WriteList(w, rows) },
	}
	for name, write := range writers {
		if n, err := write(Export{}, io.Discard, broken(leads()...)); !errors.Is(err, errBroken) || n != 5 {
			t.Errorf("%s: %d rows, then %v", name, n, err)
		}
		var whole bytes.Buffer
		if _, err := write(Export{BOM: true}, &whole, each(leads()...)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, room := range []int{0, 2, whole.Len() - 1} {
			if _, err := write(Export{BOM: true}, &failing{room}, each(leads()...)); !errors.Is(err, errFull) {
				t.Errorf("%s, with room for %d of %d bytes: %v", name, room, whole.Len(), err)
			}
		}
	}
}
