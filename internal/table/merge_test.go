package table_test

import (
	"slices"
	"testing"

	"github.com/bidui/bidui/internal/table"
)

func TestMergedCellsAreReadInEachRow(t *testing.T) {
	var m table.Merges
	m.Add(2, 4, 0)
	m.Add(4, 4, 1) // goes nowhere
	m.Add(3, 9, 2)
	m.Add(5, 6, 0)
	rows := []struct {
		number      int
		cells, want []string
	}{
		{1, []string{"户", "人", "村"}, []string{"户", "人", "村"}},
		{2, []string{"甲", "a"}, []string{"甲", "a"}},
		{3, []string{"", "b", "岩口"}, []string{"甲", "b", "岩口"}},
		{4, []string{"", "c"}, []string{"甲", "c", "岩口"}},
		{5, []string{"乙", "d"}, []string{"乙", "d", "岩口"}},
		{6, []string{"", "", ""}, []string{"", "", ""}}, // a merged cell makes no row
		{8, []string{"", "e", "自填"}, []string{"", "e", "自填"}},
		{10, []string{"丙", "f"}, []string{"丙", "f"}},
	}
	for _, row := range rows {
		if got := m.Fill(row.number, row.cells); !slices.Equal(got, row.want) {
			t.Errorf("row %d: got %q, want %q", row.number, got, row.want)
		}
	}
}

func TestMergedCellOfALeftOutRowFillsNothing(t *testing.T) {
	var m table.Merges
	m.Add(2, 4, 0)
	if got := m.Fill(3, []string{"", "b"}); !slices.Equal(got, []string{"", "b"}) {
		t.Errorf("got %q", got)
	}
}
