package decode

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/table"
)

// splitAll splits text that becomes known step bytes at a time.
func splitAll(text []byte, comma byte, step int) (rows []table.Row, err error) {
	s := splitter{comma: comma, maxRows: 3}
	var rest []byte
	for known, final := 0, false; !final; {
		more := min(step, len(text)-known)
		rest = append(rest, text[known:known+more]...)
		known += more
		final = known == len(text)
		for {
			var b table.Batch
			padded := b.Alloc(len(rest) + padding)
			clear(padded[copy(padded, rest):])
			taken, err := s.split(&b, padded, len(rest), final)
			for _, row := range b.Rows {
				rows = append(rows, table.Row{Number: row.Number, Cells: slices.Clone(row.Cells)})
			}
			if err != nil {
				return rows, err
			}
			if rest = bytes.Clone(rest[taken:]); taken == 0 {
				break
			}
		}
	}
	return rows, nil
}

// standard is what encoding/csv makes of text. The cells ="…" that it refuses
// are not in what it is given.
func standard(text []byte, comma byte) ([][]string, error) {
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma = rune(comma)
	reader.FieldsPerRecord = -1
	var records [][]string
	for {
		record, err := reader.Read()
		if err == io.EOF {
			return records, nil
		}
		if err != nil {
			return records, err
		}
		records = append(records, record)
	}
}

func FuzzSplit(f *testing.F) {
	for _, text := range []string{
		"a,b\n1,2\n", "a,\"b\"\"c\"\r\n\r\n\"x\r\ny\",\n", "\"\"\"\",\n\"", "a\"b\n", "\"a\"b\n", "\r\r\n\r", "a,b\r", "\"a\"\r", "\"a\r\n", ",\n\n,",
		"=\"1\",2\n", "a,=\"43\"\r\n", strings.Repeat("0123456,", 9) + "\n", "\"a\"\n\"b\",\"c\"", "张三,李四\n",
	} {
		f.Add([]byte(text), uint8(len(text)), uint8(3))
	}
	f.Fuzz(func(t *testing.T, text []byte, choice, step uint8) {
		compareSplit(t, text, []byte{',', '\t', ';'}[choice%3], int(step)+1)
	})
}

// TestSplitAgainstStandard is FuzzSplit on texts that are nearly all punctuation.
func TestSplitAgainstStandard(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pieces := []string{",", ",", "\n", "\r\n", "\r", "\"", "\"\"", "=", "a", "张", "0123456789"}
	for range 10_000 {
		var text []byte
		for range random.IntN(12) {
			text = append(text, pieces[random.IntN(len(pieces))]...)
		}
		compareSplit(t, text, ',', 1+random.IntN(9))
	}
}

// compareSplit holds the splitter to encoding/csv, and to itself when it gets
// the text step by step.
func compareSplit(t *testing.T, text []byte, comma byte, step int) {
	t.Helper()
	rows, err := splitAll(text, comma, step)
	whole, wholeErr := splitAll(text, comma, len(text)+1)
	if !errors.Is(err, wholeErr) || !slices.EqualFunc(rows, whole, sameRow) {
		t.Fatalf("%q in steps of %d: %v, %v\nat once: %v, %v", text, step, rows, err, whole, wholeErr)
	}
	if bytes.Contains(text, []byte("=\"")) {
		return // the one place where the two are meant to differ
	}
	records, standardErr := standard(text, comma)
	if (err == nil) != (standardErr == nil) || !slices.EqualFunc(rows, records, sameCells) {
		t.Fatalf("%q with %q: got %v, %v\nwant %q, %v", text, comma, rows, err, records, standardErr)
	}
	checkNumbers(t, text, rows, err)
}

// FuzzSplitTextFormula holds text with ="…" to encoding/csv, which is given the
// same with proper quotes.
func FuzzSplitTextFormula(f *testing.F) {
	f.Add("430599", "a,b\n", "\n1,2")
	f.Add("", "", "")
	f.Add("1 2", "x,", ",y\r\n")
	f.Fuzz(func(t *testing.T, inner, before, after string) {
		if strings.ContainsAny(inner, "\",\n\r") || strings.ContainsAny(before+after, "\"=") {
			return
		}
		if before != "" && !strings.HasSuffix(before, ",") && !strings.HasSuffix(before, "\n") ||
			after != "" && after[0] != ',' && after[0] != '\n' && !strings.HasPrefix(after, "\r\n") {
			return
		}
		rows, err := splitAll([]byte(before+`="`+inner+`"`+after), ',', 7)
		records, standardErr := standard([]byte(before+`"=""`+inner+`"""`+after), ',')
		if err != nil || standardErr != nil || !slices.EqualFunc(rows, records, sameCells) {
			t.Fatalf("got %v, %v\nwant %q, %v", rows, err, records, standardErr)
		}
	})
}

// checkNumbers counts records in another way where no quote makes it hard.
func checkNumbers(t *testing.T, text []byte, rows []table.Row, err error) {
	t.Helper()
	if err != nil || bytes.IndexByte(text, '"') >= 0 {
		return
	}
	var numbers []int
	for i, line := range bytes.Split(text, []byte("\n")) {
		if len(bytes.TrimSuffix(line, []byte("\r"))) > 0 {
			numbers = append(numbers, i+1)
		}
	}
	if !slices.EqualFunc(rows, numbers, func(row table.Row, n int) bool { return row.Number == n }) {
		t.Fatalf("got %v, want the numbers %v", rows, numbers)
	}
}

func sameRow(a, b table.Row) bool { return a.Number == b.Number && slices.Equal(a.Cells, b.Cells) }

func sameCells(row table.Row, record []string) bool { return slices.Equal(row.Cells, record) }
