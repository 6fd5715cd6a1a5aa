package source

import (
	"bufio"
	"database/sql/driver"
	"io"
	"testing"
)

// TestCells: every value of a row that the driver hands over is a cell of CSV.
func TestCells(t *testing.T) {
	for _, c := range []struct {
		value driver.Value
		want  string
	}{
		{nil, ","},
		{[]byte("张三"), "张三,"},
		{[]byte(""), ","},
		{[]byte("a,b"), `"a,b",`},
		{[]byte("a\"b\r\n"), "\"a\"\"b\r\n\","},
		{[]byte("a;b\tc d"), "a;b\tc d,"},
		{int64(-430599), "-430599,"},
		{float32(0.1), "0.1,"},
		{430599199001011234.0, "4.3059919900101126E+17,"},
		{"text", "text,"},
	} {
		var q query
		if !q.value(c.value) || string(q.line) != c.want {
			t.Errorf("%v: got %q, want %q", c.value, q.line, c.want)
		}
	}
	if (&query{}).value([]byte{0xD5, 0xC5}) {
		t.Error("bytes that are no text are a cell")
	}
}

// Millions of rows come by: none may leave anything to collect, beside what the driver does.
func TestCellsAllocateNothing(t *testing.T) {
	q := query{to: bufio.NewWriter(io.Discard)}
	row := []driver.Value{[]byte("430599199001011230"), []byte("张三"), int64(1 << 40), float32(0.5), 12.25, nil, []byte(`a"b`)}
	write := func() {
		for _, value := range row {
			if !q.value(value) {
				t.Fatal("a value is no cell")
			}
		}
		if err := q.endRow(); err != nil {
			t.Fatal(err)
		}
	}
	write()
	if allocations := testing.AllocsPerRun(100, write); allocations != 0 {
		t.Errorf("%v allocations in a row", allocations)
	}
}
