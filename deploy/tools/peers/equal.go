package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// finding is what is compared of one: kind, subject, qualifier, severity, the
// registry's value, the agency's, the expected one, and a note: the reason of
// id_invalid, the route of member_missing. The severity of name_differs rests on
// pinyin, which no SQL has: it is left out.
type finding [8]string

// compare says whether the export of a ledger and a peer's file have the same
// findings, and if not, how many of which kind only one side has.
func compare(out io.Writer, ours, peers string) error {
	us, err := readOurs(ours)
	if err != nil {
		return err
	}
	them, err := readPeers(peers)
	if err != nil {
		return err
	}
	var kinds []string
	differing := map[string][2][]finding{}
	for side, sets := range [2][2]map[finding]int{{us, them}, {them, us}} {
		for f, n := range sets[0] {
			for range n - sets[1][f] {
				both := differing[f[0]]
				both[side] = append(both[side], f)
				differing[f[0]] = both
			}
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(differing)) {
		both := differing[kind]
		kinds = append(kinds, fmt.Sprintf("%s: %d that only bidui finds, %d that only the peer finds", kind, len(both[0]), len(both[1])))
		for side, name := range []string{"bidui", "peer"} {
			if len(both[side]) > 0 {
				kinds = append(kinds, fmt.Sprintf("  such as %s's %q", name, both[side][0]))
			}
		}
	}
	if len(kinds) > 0 {
		return fmt.Errorf("the findings differ\n%s", strings.Join(kinds, "\n"))
	}
	_, err = fmt.Fprintf(out, "%d findings, all equal\n", total(us))
	return err
}

func total(set map[finding]int) int {
	n := 0
	for _, times := range set {
		n += times
	}
	return n
}

// readOurs reads what bidui export wrote.
func readOurs(path string) (map[finding]int, error) {
	set := map[finding]int{}
	return set, eachRow(path, func(row map[string]string) error {
		f := finding{row["kind"], row["subject"], row["qualifier"], row["severity"], row["registry_value"], row["agency_value"], row["expected_value"]}
		if f[0] == "name_differs" {
			f[3] = ""
		}
		var detail struct{ Reason, Route string }
		if err := json.Unmarshal([]byte(row["detail"]), &detail); err != nil {
			return fmt.Errorf("the detail of %s of %s: %w", f[0], f[1], err)
		}
		f[7] = detail.Reason + detail.Route
		set[f]++
		return nil
	})
}

// readPeers reads what the SQL files write.
func readPeers(path string) (map[finding]int, error) {
	set := map[finding]int{}
	return set, eachRow(path, func(row map[string]string) error {
		set[finding{
			row["kind"], row["subject"], row["qualifier"], row["severity"], row["registry"], row["agency"], row["expected"], row["note"],
		}]++
		return nil
	})
}

// eachRow visits the rows of a CSV file, or of a TSV file as MariaDB's client
// writes one, by the names in its header.
func eachRow(path string, visit func(map[string]string) error) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	reader := csv.NewReader(file)
	if filepath.Ext(path) == ".tsv" {
		reader.Comma, reader.LazyQuotes = '\t', true
	}
	header, err := reader.Read()
	if err != nil {
		return fmt.Errorf("%s: the header: %w", path, err)
	}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		row := map[string]string{}
		for i, cell := range cells {
			row[header[i]] = cell
		}
		if err := visit(row); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
}
