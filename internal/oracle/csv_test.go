package oracle

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWriteCSV reads back what was written: the same findings, for every feed.
func TestWriteCSV(t *testing.T) {
	for seed := range uint64(20) {
		dir, in := t.TempDir(), seeded(seed)
		if err := WriteCSV(dir, in); err != nil {
			t.Fatal(err)
		}
		back := in
		for feed, rows := range map[string]*[]Row{"households": &back.Households, "members": &back.Members, "villages": &back.Villages,
			"dibao": &back.Dibao, "tekun": &back.Tekun, "water": &back.Water, "work_teams": &back.WorkTeams, "helpers": &back.Helpers,
			"enrolment": &back.Enrolment, "issued": &back.Issued} {
			if *rows == nil {
				if _, err := os.Stat(filepath.Join(dir, feed+".csv")); !os.IsNotExist(err) {
					t.Fatalf("seed %d: %s.csv is there without a feed", seed, feed)
				}
				continue
			}
			*rows = readBack(t, filepath.Join(dir, feed+".csv"))
		}
		if diff := cmp.Diff(Judge(in), Judge(back)); diff != "" {
			t.Fatalf("seed %d: read back:\n%s", seed, diff)
		}
	}
}

func readBack(t *testing.T, path string) (rows []Row) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		row := Row{}
		for i, field := range records[0] {
			row[field] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func TestWriteCSVNowhere(t *testing.T) {
	if err := WriteCSV(filepath.Join(t.TempDir(), "missing"), seeded(0)); err == nil {
		t.Error("a folder that is not there is no error")
	}
}
