package decode_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/decode"
	"github.com/bidui/bidui/internal/table"
)

func TestDelimitedText(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":                  {"a,b\n1,2\n", "1|a|b|\n2|1|2|\n"},
		"no last line break":     {"a,b\n1,2", "1|a|b|\n2|1|2|\n"},
		"windows line breaks":    {"a,b\r\n1,2\r\n", "1|a|b|\n2|1|2|\n"},
		"last return":            {"a,b\r\n1,2\r", "1|a|b|\n2|1|2|\n"},
		"empty cells":            {",\n,,\na,,\n", "1|||\n2||||\n3|a|||\n"},
		"empty last cell":        {"a,b\n1,", "1|a|b|\n2|1||\n"},
		"blank records count":    {"\n\na,b\n\r\n1,2\n\n\n3,4\n\n", "3|a|b|\n5|1|2|\n8|3|4|\n"},
		"only blank records":     {"\n\n\n", ""},
		"space is no blank":      {"a,b\n \n1,2\n", "1|a|b|\n2| |\n3|1|2|\n"},
		"one column":             {"a\nb\n", "1|a|\n2|b|\n"},
		"tabs":                   {"a\tb,c\n1\t2,3\n4\t5\n", "1|a|b,c|\n2|1|2,3|\n3|4|5|\n"},
		"semicolons":             {"a;b\n1,5;2\n3;4\n", "1|a|b|\n2|1,5|2|\n3|3|4|\n"},
		"commas with semicolons": {"a,b;c\nd,e;f\n1,2\n", "1|a|b;c|\n2|d|e;f|\n3|1|2|\n"},
		"title above tabs":       {"2018年,名单\na\tb\n1\t2\n", "1|2018年,名单|\n2|a|b|\n3|1|2|\n"},
		"quotes":                 {"\"a\",\"b\"\n\"1\"\"2\",\"3,4\"\n", "1|a|b|\n2|1\"2|3,4|\n"},
		"quoted tabs":            {"\"a,b\"\t\"c\"\n\"1\"\t\"2\"\n", "1|a,b|c|\n2|1|2|\n"},
		"empty quotes":           {"\"\"\n\"\",\"\"\n", "1||\n2|||\n"},
		"break in quotes":        {"a,b\n\"1\r\n2\n3\",4\n5,6\n", "1|a|b|\n2|1\n2\n3|4|\n3|5|6|\n"},
		"blank lines in quotes":  {"a,\"\n\n\"\n\n5,6\n", "1|a|\n\n|\n3|5|6|\n"},
		"lone return in quotes":  {"\"a\rb\",c\n", "1|a\rb|c|\n"},
		"quote at the very end":  {"a,\"b\"", "1|a|b|\n"},
		"quote and return":       {"a,\"b\"\r", "1|a|b|\n"},
		"text formula":           {"a,=\"430599\"\n=\"\",=\"x y\"\r\n", "1|a|=\"430599\"|\n2|=\"\"|=\"x y\"|\n"},
		"quoted text formula":    {"a,\"=\"\"430599\"\"\"\n", "1|a|=\"430599\"|\n"},
		"text formula at end":    {"a,=\"430599\"", "1|a|=\"430599\"|\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := readOne(t, []byte(c.in))
			if err != nil || got != c.want {
				t.Errorf("got %q, %v\nwant %q", got, err, c.want)
			}
		})
	}
}

// TestReturnsAlone: on Macs of old rows end in \r, and \n stands within cells.
func TestReturnsAlone(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"rows":                 {"a,b\r1,2\r\r3,4\r", "1|a|b|\n2|1|2|\n4|3|4|\n"},
		"no last one":          {"a\tb,c\r1\t2", "1|a|b,c|\n2|1|2|\n"},
		"quotes":               {"\"a\",\"b\"\r\"1\n2\",=\"3\"\r", "1|a|b|\n2|1\n2|=\"3\"|\n"},
		"a return within them": {"a,\"b\rc\"\r1,2\r", "1|a|b\nc|\n2|1|2|\n"},
		"one row":              {"a,b\r", "1|a|b|\n"},
		"in UTF-16":            {string(utf16Text(mark+"a,b\r1,2\r", 0)), "1|a|b|\n2|1|2|\n"},
		"of other breaks":      {"a,b\n1\r,2\n", "1|a|b|\n2|1\r|2|\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := readOne(t, []byte(c.in))
			if err != nil || got != c.want {
				t.Errorf("got %q, %v\nwant %q", got, err, c.want)
			}
		})
	}
	_, err := readOne(t, []byte("名单\n姓名,证件号码"+strings.Repeat("\r张三,43059919900101001X", 9)))
	wantError(t, err, `in: after row 0: most rows end in \r alone, and some in \n`)
	lines := strings.Repeat("43059919900101001X,\"张\n三\"\n", 30_000)
	want, got := mustRead(t, []byte(lines))[0], mustRead(t, []byte(strings.ReplaceAll(lines, "\"\n", "\"\r")))[0]
	if !slices.EqualFunc(got.rows, want.rows, func(a, b table.Row) bool { return a.Number == b.Number && slices.Equal(a.Cells, b.Cells) }) {
		t.Errorf("%d rows of many, want %d", len(got.rows), len(want.rows))
	}
}

// TestOpenRow: a batch says whether its last row ends as the others do.
func TestOpenRow(t *testing.T) {
	for in, open := range map[string]bool{
		"a,b\n1,2\n": false, "a,b\n1,2": true, "a,b\n1,2\r": false, "a,b\n1,\"2\"": true, "a,b\n1,\"2\n\"": true, "a,b\r1,2": true, "a,b\r1,2\r": false,
		"a,b\n" + strings.Repeat("1,2\n", 100_000) + "3,4": true,
	} {
		decoder, err := decode.Open(decode.File{Name: "in", Bytes: strings.NewReader(in), Size: int64(len(in))}, decode.Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = decoder.Next(t.Context())
		var b table.Batch
		last := false
		for err == nil {
			if err = decoder.Read(t.Context(), &b); err == nil && last {
				t.Errorf("%.20q: rows follow one that is open", in)
			} else if err == nil {
				last = b.Open
			}
		}
		if err != io.EOF || last != open {
			t.Errorf("%.20q: open %v, %v", in, last, err)
		}
	}
}

func TestDelimitedTextRefuses(t *testing.T) {
	for in, says := range map[string]string{
		"a,b\n1,\"2\n3,4\n":        "row 2: a quote is opened and never closed: the file is truncated or a quote was lost",
		"a,b\n\"1\n2\",3\n\"":      "row 3: a quote is opened",
		"a,b\n1,\"":                "row 2: a quote is opened",
		"a,b\n1,\"2\"\"":           "row 2: a quote is opened",
		"a,b\n\n1,2\"3\n":          "row 3: a quote stands inside a cell",
		"a,b\n1,\"2\"3\n":          "row 2: something follows the closing quote",
		"a,b\n1,\"2\"\r3\n":        "row 2: something follows the closing quote",
		"a,b\n1, \"2\"\n":          "row 2: a quote stands inside",
		"a,b\n1,=\"4,3\"\n":        "row 2: a quote stands inside",
		"a,b\n1,=\"\n":             "row 2: a quote stands inside",
		"a,b\n1,=\"2\"3\n":         "row 2: a quote stands inside",
		"a,b\n1,=\"2\"\"\n":        "row 2: a quote stands inside",
		"a,b\n1,x=\"2\"\n":         "row 2: a quote stands inside",
		"a,b\n1,=\"2\" \n":         "row 2: a quote stands inside",
		"a,b\n\"x\"\"\r\ny\",2\"3": "row 2: a quote stands inside",
	} {
		_, err := readOne(t, []byte(in))
		wantError(t, err, "in: ", says)
	}
}

// TestZerosInText: a copy that was broken off leaves zeros where the rest should
// be, and no row of it may be passed over for them.
func TestZerosInText(t *testing.T) {
	lines, zeros := strings.Repeat("张三,430599\n", 100_000), strings.Repeat("\x00", 4096)
	for name, c := range map[string]struct{ in, says string }{
		"at the end":         {mark + "a,b\n1,2\n" + zeros, "in: row 3: bytes of zero"},
		"within a row":       {mark + "a,b\n1,2\n3," + zeros, "in: row 3: bytes of zero"},
		"within quotes":      {mark + "a,b\n1,2\n\"3" + zeros + "\",4\n", "in: row 3: bytes of zero"},
		"a single one":       {mark + "a,b\n1\x002,3\n", "in: row 2: bytes of zero"},
		"a block among rows": {"a,b\n" + lines + zeros + lines, "in: row 100002: bytes of zero"},
		"without a mark":     {"a,b\n1,2\n3," + zeros, "in: neither a spreadsheet nor text, or damaged: it has NUL bytes in it, the first in line 3"},
		"UTF-16":             {string(utf16Text(mark+"a,b\n1,2\n", 0)) + zeros, "in: row 3: bytes of zero"},
		"GB18030":            {"\xD0\xD5,b\n" + lines[7:] + "\xD0\xD5" + zeros, "in: row 100002: bytes of zero"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readOne(t, []byte(c.in))
			wantError(t, err, c.says)
		})
	}
}

func TestLostQuoteDoesNotSwallowTheFile(t *testing.T) {
	content := "a,b\n1,2\n3,\"4\n" + strings.Repeat("some,more\n", 1<<20)
	_, err := readOne(t, []byte(content))
	wantError(t, err, "in: ", "row 3", "a quote was lost")
}

// TestLargeText crosses the borders of many chunks, with cells of all sizes.
func TestLargeText(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var records [][]string
	pieces := []string{"", "a", "张三丰", "x,y", "\"", "l1\nl2", "430599", "𠮷田", strings.Repeat("长", 3000)}
	for i := range 20_000 {
		record := []string{fmt.Sprint(i)}
		for range 1 + random.IntN(8) {
			piece := pieces[random.IntN(len(pieces)-1)]
			if random.IntN(200) == 0 {
				piece = pieces[len(pieces)-1]
			}
			record = append(record, piece+pieces[random.IntN(len(pieces)-1)])
		}
		records = append(records, record)
	}
	records[7] = append(records[7], strings.Repeat("很长\n", 100_000))
	for _, crlf := range []bool{false, true} {
		var content bytes.Buffer
		writer := csv.NewWriter(&content)
		writer.UseCRLF = crlf
		if err := writer.WriteAll(records); err != nil {
			t.Fatal(err)
		}
		tables := mustRead(t, content.Bytes())
		rows := tables[0].rows
		if len(rows) != len(records) {
			t.Fatalf("%d rows, want %d", len(rows), len(records))
		}
		for i, row := range rows {
			if row.Number != i+1 || !slices.Equal(row.Cells, records[i]) {
				t.Fatalf("crlf %v: row %d is %d %.200q, want %.200q", crlf, i+1, row.Number, row.Cells, records[i])
			}
		}
	}
}

func TestBatchesOfNarrowRowsAreBounded(t *testing.T) {
	content := strings.Repeat("1\n", 100_000)
	tables := mustRead(t, []byte(content))
	if n := len(tables[0].rows); n != 100_000 || tables[0].rows[n-1].Number != n {
		t.Errorf("%d rows", n)
	}
}

// TestManyBlankRecords must neither end the table nor keep all of them in memory.
func TestManyBlankRecords(t *testing.T) {
	content := "a,b\n" + strings.Repeat("\r\n", 1_000_000) + "1,2\n"
	tables := mustRead(t, []byte(content))
	if text := tables[0].text(); text != "1|a|b|\n1000002|1|2|\n" {
		t.Errorf("got %q", text)
	}
}

func TestOtherFormatsSayWhatToDo(t *testing.T) {
	for content, says := range map[string]string{
		"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on": "the file is truncated or damaged",
		mark + "\r\n <!DOCTYPE html>":                "no table",
		"<?xml version=\"1.0\"?><Workbook/>":         "an XML spreadsheet without a worksheet",
		"%PDF-1.7":                                   "a PDF",
		"\x1F\x8B\x08":                               "packed with gzip",
		"":                                           "the file is empty",
		"PK\x03\x04 and then nothing":                "truncated or damaged",
	} {
		_, err := readOne(t, []byte(content))
		wantError(t, err, "in: ", says)
	}
	if got, err := readOne(t, []byte("<5岁,b\n")); err != nil || got != "1|<5岁|b|\n" {
		t.Errorf("a cell that begins with < is no tag: %q, %v", got, err)
	}
}

func TestNoAllocationPerRow(t *testing.T) {
	decoder, err := decode.Open(in(roster(100_000)), decode.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer decoder.Close()
	if _, err := decoder.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	var b table.Batch
	read := func() {
		if err := decoder.Read(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
	}
	read()
	read()
	if allocs := testing.AllocsPerRun(10, read); allocs > 1 {
		t.Errorf("%v allocations in a batch of %d rows", allocs, len(b.Rows))
	}
}
