package xls_test

import (
	"slices"
	"testing"
)

// merged is a record of ranges: first and last row, first and last column.
func merged(ranges ...[4]uint16) []byte {
	parts := []any{uint16(len(ranges))}
	for _, r := range ranges {
		parts = append(parts, r[:])
	}
	return record(merges, parts...)
}

func texts(rows ...[2]string) []byte {
	var records []byte
	for i, row := range rows {
		for j, text := range row {
			if text != "" {
				records = append(records, record(label, at(i, j), wide(text))...)
			}
		}
	}
	return records
}

func TestMergedCellsAreReadInEachRow(t *testing.T) {
	rows := texts([2]string{"名单", ""}, [2]string{"甲", "一"}, [2]string{"", "二"}, [2]string{"", ""}, [2]string{"", "三"}, [2]string{"乙", "四"})
	for name, test := range map[string]struct {
		ranges []byte
		want   string
	}{
		"one":       {merged([4]uint16{0, 0, 0, 1}, [4]uint16{1, 4, 0, 0}), "1|名单|\n2|甲|一|\n3|甲|二|\n5|甲|三|\n6|乙|四|\n"},
		"two":       {slices.Concat(merged([4]uint16{1, 2, 0, 1}), merged()), "1|名单|\n2|甲|一|\n3|甲|二|\n5||三|\n6|乙|四|\n"},
		"overlap":   {merged([4]uint16{2, 9, 0, 0}, [4]uint16{1, 2, 0, 0}, [4]uint16{1, 9, 0, 0}), "1|名单|\n2|甲|一|\n3|甲|二|\n5||三|\n6|乙|四|\n"},
		"backwards": {merged([4]uint16{4, 1, 0, 0}), "1|名单|\n2|甲|一|\n3||二|\n5||三|\n6|乙|四|\n"},
	} {
		if text := sheetText(t, nil, rows, test.ranges); text != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, text, test.want)
		}
	}
}

// row is the record of a row of that height, in twentieths of a point.
func row(number, height int, flags uint16) []byte {
	return record(rowRecord, uint16(number), uint16(0), uint16(256), uint16(height), uint32(0), flags, uint16(15))
}

func TestHiddenRowsAreCounted(t *testing.T) {
	const zeroHeight, custom = 0x20, 0x40
	rows := texts([2]string{"a"}, [2]string{"b"}, [2]string{"c"}, [2]string{"d"})
	unseen := record(0x0225, uint16(2), uint16(0))
	for name, test := range map[string]struct {
		records []byte
		want    int
	}{
		"none":                {slices.Concat(row(0, 255, 0), row(1, 0x80FF, custom)), 0},
		"filtered":            {slices.Concat(row(0, 255, 0), row(1, 255, zeroHeight), row(2, 300, zeroHeight|custom)), 2},
		"of no height":        {row(3, 0, custom), 1},
		"of the usual height": {row(3, 0x8000, 0), 0},
		"without cells":       {row(500, 255, zeroHeight), 0},
		"all but one":         {slices.Concat(unseen, row(2, 255, 0)), 3},
		"shown, after all":    {slices.Concat(row(0, 255, zeroHeight), row(0, 255, 0)), 0},
	} {
		sheet := mustRead(t, oneSheet(nil, test.records, rows))[0]
		if sheet.hidden != test.want || len(sheet.rows) != 4 {
			t.Errorf("%s: %d of %d rows hidden, want %d of 4", name, sheet.hidden, len(sheet.rows), test.want)
		}
	}
}

// TestWhatIsEmbeddedIsPassedOver: a chart within a sheet has cells of its own.
func TestWhatIsEmbeddedIsPassedOver(t *testing.T) {
	text := sheetText(t, nil, texts([2]string{"甲"}),
		record(bof, uint16(0x0600), uint16(0x20), make([]byte, 12)), record(number, at(0, 0), 9.0), record(eof),
		record(number, at(1, 0), 1.0))
	if text != "1|甲|\n2|1|\n" {
		t.Errorf("%q", text)
	}
}
