package table_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/table"
)

// fill puts rows into b as decoders do, by Hold and by Alloc and View in turns.
func fill(b *table.Batch, src *table.Source, rows [][]string) {
	b.Reset(src)
	for i, row := range rows {
		cells := b.AvailableCells()
		for j, text := range row {
			if (i+j)%2 == 0 {
				cells = append(cells, b.Hold([]byte(text)))
				continue
			}
			memory := b.Alloc(len(text))
			copy(memory, text)
			cells = append(cells, table.View(memory))
		}
		b.AddRow(i+1, cells)
	}
}

func check(t interface{ Errorf(string, ...any) }, b *table.Batch, src *table.Source, rows [][]string) {
	if b.Source != src || len(b.Rows) != len(rows) {
		t.Errorf("got %d rows of %v, want %d of %v", len(b.Rows), b.Source, len(rows), src)
		return
	}
	for i, row := range b.Rows {
		if row.Number != i+1 || !slices.Equal(row.Cells, rows[i]) {
			t.Errorf("row %d: got %d %q, want %q", i, row.Number, row.Cells, rows[i])
		}
	}
}

func TestBatchKeepsWhatItIsGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.Custom(func(t *rapid.T) string {
			return strings.Repeat(rapid.StringN(0, 5, -1).Draw(t, "text"), rapid.SampledFrom([]int{1, 1, 1, 9000}).Draw(t, "times"))
		})
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 0, 9), 0, 200)
		var one, other table.Batch
		first, second := &table.Source{File: "a.csv"}, &table.Source{File: "b.csv"}
		for range 3 {
			ours, others := rows.Draw(t, "rows"), rows.Draw(t, "others")
			fill(&one, first, ours)
			fill(&other, second, others)
			check(t, &one, first, ours)
			check(t, &other, second, others)
		}
	})
}

func TestRowsDoNotShareSpareMemory(t *testing.T) {
	var b table.Batch
	fill(&b, nil, [][]string{{"a", "b"}, {"c"}})
	_ = append(b.Rows[0].Cells, "x")
	if b.Rows[1].Cells[0] != "c" {
		t.Error("appending to a row changed the next")
	}
}

func TestAllocatedMemoryDoesNotReachIntoTheNext(t *testing.T) {
	var b table.Batch
	one := b.Alloc(3)
	copy(one, "abc")
	_ = append(one, 'x')
	two := b.Alloc(3)
	copy(two, "def")
	if cap(one) != 3 || string(one)+string(two) != "abcdef" {
		t.Errorf("got %q %q", one, two)
	}
}

func TestFullGrownBatchAllocatesNothing(t *testing.T) {
	rows := make([][]string, 500)
	for i := range rows {
		rows[i] = []string{fmt.Sprint(i), "张三丰", "4305991990010100XX", "", "是"}
	}
	text := make([][][]byte, len(rows))
	for i, row := range rows {
		for _, cell := range row {
			text[i] = append(text[i], []byte(cell))
		}
	}
	var b table.Batch
	again := func() {
		b.Reset(nil)
		for i, row := range text {
			cells := b.AvailableCells()
			for _, cell := range row {
				cells = append(cells, b.Hold(cell))
			}
			b.AddRow(i+1, cells)
		}
	}
	again()
	again()
	if allocs := testing.AllocsPerRun(10, again); allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
	check(t, &b, nil, rows)
}
