package matchers

import "testing"

// A feed that comes in batches, of rows of several lengths, has tables made for
// all of it once it is known a little, and hardly any more of them.
func TestTablesGrowOnceWhereTheEndIsForeseen(t *testing.T) {
	const rows, batch = 3_000_000, 1_600
	var prints fingerprints
	made := 0
	f := foresight{}
	read := int64(0)
	length := func(row int) int64 { return 80 + int64(row*7919%13) }
	total := int64(0)
	for row := range rows {
		total += length(row)
	}
	f.progress = func() (done, all int64) { return read, total }
	for row := range rows {
		if row%batch == 0 {
			for next := range batch {
				read += length(row + next)
			}
		}
		if prints.slots == nil || prints.full() {
			prints = *newFingerprints(f.room(row))
			prints.used = row
			if row >= few {
				made++
			}
		}
		prints.used++
	}
	if spare := float64(len(prints.slots)) / rows; made > 1 || spare > 1.45 {
		t.Errorf("made %d times once known, %.2f slots a row at the end", made, spare)
	}
}

// Where nobody knows the end, a table grows by half.
func TestTablesGrowByHalfWhereNothingIsForeseen(t *testing.T) {
	for name, f := range map[string]foresight{
		"no progress":     {},
		"nothing read":    {progress: func() (done, total int64) { return 0, 1_000 }},
		"no total":        {progress: func() (done, total int64) { return 1_000, 0 }},
		"more than total": {progress: func() (done, total int64) { return 2_000, 1_000 }},
	} {
		if room := f.room(1_000_000); room != 1_500_000 {
			t.Errorf("%s: room for %d", name, room)
		}
	}
}
