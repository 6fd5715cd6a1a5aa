package oracle

import (
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// WriteCSV writes each feed of in that is not nil into dir, as households.csv,
// members.csv and so on: UTF-8, canonical field names as the header, and "" for
// a field that only some rows have.
func WriteCSV(dir string, in Input) error {
	for feed, rows := range map[string][]Row{"households": in.Households, "members": in.Members, "villages": in.Villages,
		"dibao": in.Dibao, "tekun": in.Tekun, "water": in.Water, "work_teams": in.WorkTeams, "helpers": in.Helpers,
		"enrolment": in.Enrolment, "issued": in.Issued} {
		if rows == nil {
			continue
		}
		if err := writeFeed(filepath.Join(dir, feed+".csv"), rows); err != nil {
			return fmt.Errorf("writing feed %s: %w", feed, err)
		}
	}
	return nil
}

func writeFeed(path string, rows []Row) (err error) {
	fields := map[string]bool{}
	for _, row := range rows {
		for field := range row {
			fields[field] = true
		}
	}
	header := slices.Sorted(maps.Keys(fields))
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	records := [][]string{header}
	for _, row := range rows {
		record := make([]string, len(header))
		for i, field := range header {
			record[i] = row[field]
		}
		records = append(records, record)
	}
	return csv.NewWriter(file).WriteAll(records)
}
