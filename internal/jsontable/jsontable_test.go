package jsontable_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/jsontable"
	"github.com/bidui/bidui/internal/table"
)

// read is the table of text, the header first, with its number before each row.
func read(text, rows string) ([]string, error) {
	d, err := jsontable.Open("api.json", strings.NewReader(text), int64(len(text)), rows)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	source, err := d.Next(ctx)
	if err != nil {
		return nil, err
	}
	var all []string
	var b table.Batch
	for {
		err := d.Read(ctx, &b)
		if (len(b.Rows) == 0) != (err != nil) || b.Source != source {
			return nil, fmt.Errorf("%d rows and %w", len(b.Rows), err)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		for _, row := range b.Rows {
			all = append(all, fmt.Sprintf("%d %s", row.Number, strings.Join(row.Cells, "|")))
		}
	}
	if _, err := d.Next(ctx); err != io.EOF {
		return nil, fmt.Errorf("there is another table: %w", err)
	}
	return all, d.Close()
}

func TestRecordsAreRowsUnderTheUnionOfTheirKeys(t *testing.T) {
	for name, row := range map[string]struct {
		text, rows string
		want       []string
	}{
		"a list": {`[{"name":"张三","age":60},{"age":61,"town":"城关镇"}]`, "",
			[]string{"1 name|age|town", "2 张三|60|", "3 |61|城关镇"}},
		"an object a line": {"{\"a\":1}\n{\"b\":2}\r\n\n{\"a\":3}", "",
			[]string{"1 a|b", "2 1|", "3 |2", "4 3|"}},
		"a byte order mark": {"\xEF\xBB\xBF[{\"a\":1}]", "", []string{"1 a", "2 1"}},
		"pages": {`{"code":0,"data":{"total":3,"records":[{"a":1},{"a":2}],"size":2}}{"data":{"records":[{"a":3}]},"code":0}`, "data.records",
			[]string{"1 a", "2 1", "3 2", "4 3"}},
		"pages, found":     {`{"data":{"records":[{"a":1}],"ids":[1]}}{"data":{"records":[]}}`, "", []string{"1 a", "2 1"}},
		"an empty page":    {`{"data":[]}{"data":[{"a":1}]}`, "", []string{"1 a", "2 1"}},
		"pages of lists":   {`[{"a":1}][][{"a":2}]`, "", []string{"1 a", "2 1", "3 2"}},
		"no record":        {`[]`, "", nil},
		"no record, named": {`{"data":[]}`, "data", nil},
		"no key":           {`[{},{}]`, "", nil},
		"no key in one":    {`[{},{"a":1}]`, "", []string{"1 a", "2 ", "3 1"}},
		"numbers": {`[{"a":0,"b":-1.50,"c":1e+5,"d":430599196001010010,"e":1E400}]`, "",
			[]string{"1 a|b|c|d|e", "2 0|-1.50|1e+5|430599196001010010|1E400"}},
		"words":   {`[{"a":true,"b":false,"c":null,"d":""}]`, "", []string{"1 a|b|c|d", "2 TRUE|FALSE||"}},
		"strings": {`[{"a":"\"\\\/\b\f\n\r\t\u5f20\ud83d\ude00 ","b":"\ud83d","\u0063":"\ud83dx\ude00\ud83d\u0041"}]`, "", []string{"1 a|b|c", "2 \"\\/\b\f\n\r\t张😀 |\uFFFD|\uFFFDx\uFFFD\uFFFDA"}},
		"nested objects": {`[{"head":{"name":"张三","id":{"number":1}},"x":{}},{"head":null,"x":{"y":2}}]`, "",
			[]string{"1 head.name|head.id.number|head|x.y", "2 张三|1||", "3 |||2"}},
		"lists of values":           {`[{"phones":["1","2",3,true,null],"none":[],"one":["x"]}]`, "", []string{"1 phones|none|one", "2 1、2、3、TRUE、||x"}},
		"a record with empty lists": {`{"a":1,"b":[]}{"a":2,"b":["x"]}`, "", []string{"1 a|b", "2 1|", "3 2|x"}},
		"white space":               {" \t\r\n[ { \"a\" : 1 , \"b\" : [ 1 , 2 ] } , { } ] \n", "", []string{"1 a|b", "2 1|1、2", "3 |"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(row.text, row.rows)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestErrorsSayWhereAndQuoteNoValue(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 9) + "1" + strings.Repeat("}", 9)
	for _, row := range []struct{ text, rows, want string }{
		{"", "", "the file is empty"},
		{" \n", "a", "byte 2: the file is empty"},
		{"\xD5\xC5", "", "byte 0: this is no object, and a record is one, with a key for each column"},
		{`[{"a":1},{"a":`, "", "record 2, byte 14, key a: the text ends within a value: the file is truncated"},
		{`[{"a":1},`, "", "after record 1, byte 9: the text ends within a value"},
		{`[{"a":1}`, "", "after record 1, byte 8: the text ends within a value"},
		{`[{"a":1}]]`, "", "after record 1, byte 9: this is no object"},
		{`[{"a":1}],`, "", "after record 1, byte 9: this is no object"},
		{`[{"a":1},2]`, "", "after record 1, byte 9: this is no object"},
		{`{"a":1} x`, "", "after record 1, byte 8: this is no object"},
		{`[{"a":1,}]`, "", "record 1, byte 8: this is not JSON"},
		{`[{"a":1 "b":2}]`, "", "record 1, byte 8: this is not JSON"},
		{`[{"a" 1}]`, "", "record 1, byte 6, key a: this is not JSON"},
		{`[{"a":01}]`, "", "record 1, byte 8, key a: this is not JSON"},
		{`[{"a":nul}]`, "", "record 1, byte 6, key a: this is not JSON"},
		{`[{"a":"\x"}]`, "", "record 1, byte 7, key a: this is not JSON"},
		{"[{\"a\":\"x\ny\"}]", "", "record 1, byte 8, key a: a line break or another control character"},
		{"[{\"a\":\"\xD5\xC5\"}]", "", "record 1, byte 10, key a: a string is not in UTF-8"},
		{`[{"a":1},{"a":1,"b":2,"a":1}]`, "", "record 2, byte 25, key a: the key is there twice"},
		{`[{"a":{"b":1},"a":{"c":1}}]`, "", "record 1, byte 17, key a: the key is there twice"},
		{`[{"a":{"b":1},"a.b":1}]`, "", "record 1, byte 19, key a.b: the key is there twice"},
		{`[{"b":1},{"a":{"b":[1,{}]}}]`, "", "record 2, byte 22, key a.b: a list of objects does not fit into a cell"},
		{`[{"a":[[]]}]`, "", "record 1, byte 7, key a: a list of lists does not fit into a cell"},
		{"[" + deep + "]", "", "record 1, byte 41, key a.a.a.a.a.a.a.a: objects are nested too deep"},
		{`[{"430599196001010010":[{}]}]`, "", "record 1, byte 24, key (that looks like a value): a list of objects"},
		{`{"a":[{"x":1}],"b":{"c":[{"y":1}]}}`, "", "several lists of objects could be the records: say in rows which it is (a, b.c)"},
		{`{"data":{"records":null}}`, "data.records", "byte 19, key data.records: this is not the list of records"},
		{`{"data":[{"a":1}]}{"data":"x"}`, "", "after record 1, byte 26, key data: this is not the list of records"},
		{`{"data":null}`, "data.records", "byte 8, key data: this is no object, and rows names a key in it"},
		{`{"data":[{"a":1}]}{"code":500}`, "data", "after record 1, byte 30, key data: a key that rows names is missing"},
		{`{"data":[{"a":1}],"data":[]}`, "data", "after record 1, byte 24, key data: the key is there twice"},
		{`{"data":[{"a":1}],"x":[}`, "", "after record 1, byte 23: this is not JSON"},
		{strings.Repeat(`{"b":`, 200), "a", "byte 510, key a: values are nested too deep"},
	} {
		_, err := read(row.text, row.rows)
		if err == nil || !strings.HasPrefix(err.Error(), "api.json: ") || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%.60s: %v, not %s", row.text, err, row.want)
		}
	}
}

func TestWhatIsTooMuchIsRefused(t *testing.T) {
	keys := func(n int) string { // in two records
		var text strings.Builder
		text.WriteString(`{"k":0}{"k0":1`)
		for i := range n - 2 {
			fmt.Fprintf(&text, `,"k%d":1`, i+1)
		}
		return text.String() + "}"
	}
	filler := func(n int) string { return strings.Repeat("x", n) }
	for name, row := range map[string]struct{ fits, fitsNot, want string }{
		"keys":          {keys(16384), keys(16385), "more than 16384 keys"},
		"a key":         {`{"` + filler(1024) + `":1}`, `{"` + filler(1025) + `":1}`, "a key of more than 1024 bytes"},
		"a record":      {`{"a":"` + filler(4<<20-8) + `"}`, `{"a":"` + filler(4<<20-7) + `"}`, "of more than 4 MiB"},
		"many strings":  {`{"a":[` + strings.Repeat(`"",`, 1<<20) + `""]}`, `{"a":[` + strings.Repeat(`"",`, 1<<21) + `""]}`, "of more than 4 MiB"},
		"a lost quote":  {`{"a":"x"}`, `{"a":"` + filler(9<<20), "of more than 4 MiB"},
		"outside":       {`{"m":"` + filler(4<<20-9) + `","d":[{"a":1}]}`, `{"m":"` + filler(5<<20) + `","d":[{"a":1}]}`, "of more than 4 MiB"},
		"a long number": {`{"a":1}`, `{"a":` + strings.Repeat("1", 5<<20), "of more than 4 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := read(row.fits, ""); err != nil {
				t.Error(err)
			}
			if _, err := read(row.fitsNot, ""); err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("%v, not %s", err, row.want)
			}
		})
	}
	if _, err := read(`{"d":[`+strings.Repeat(" ", 9<<20)+`{"a":1}]}`, ""); err != nil {
		t.Error("much white space:", err)
	}
}

func TestBatchesAreNeitherSmallNorHuge(t *testing.T) {
	for name, row := range map[string]struct {
		record string
		least  int
	}{
		"short records": {`{"a":1}`, 4096},
		"long records":  {`{"a":"` + strings.Repeat("x", 50_000) + `"}`, 32},
	} {
		text := strings.Repeat(row.record, 10_000)
		d, err := jsontable.Open("x", strings.NewReader(text), int64(len(text)), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		var b table.Batch
		rows := 0
		for {
			err := d.Read(t.Context(), &b)
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			rows += len(b.Rows)
			if n := len(b.Rows); n != row.least && rows < 10_001 {
				t.Errorf("%s: a batch of %d rows", name, n)
			}
		}
		if rows != 10_001 {
			t.Errorf("%s: %d rows", name, rows)
		}
	}
}

// switching is text that is other text from some time on.
type switching struct{ text string }

func (s *switching) ReadAt(p []byte, offset int64) (int, error) {
	return strings.NewReader(s.text).ReadAt(p, offset)
}

func TestTextThatChangesBetweenTheReadingsIsRefused(t *testing.T) {
	const text = `[{"a":1},{"b":{"c":2}}]`
	for what, later := range map[string]string{
		"a new key": `[{"a":1},{"d":{"c":2}}]`, "an object became a value": `[{"a":1},{"b":333333333}]`,
		"no JSON": `[{"a":1},{"b":{"c":2}x]`, "shorter": `[{"a":1},`, "gone": ``,
	} {
		s := &switching{text}
		d, err := jsontable.Open("x", s, int64(len(text)), "")
		if err != nil {
			t.Fatal(err)
		}
		s.text = later
		if _, err := d.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		var b table.Batch
		if err := d.Read(t.Context(), &b); err == nil || err == io.EOF {
			t.Errorf("%s: %v", what, err)
		}
		if _, again := d.Next(t.Context()); again == nil || again == io.EOF {
			t.Errorf("%s, then: %v", what, again)
		}
	}
}

func TestCallsOutOfOrderAreErrors(t *testing.T) {
	d, err := jsontable.Open("x", strings.NewReader(`{"a":1}`), 7, "")
	if err != nil {
		t.Fatal(err)
	}
	var b table.Batch
	if err := d.Read(t.Context(), &b); err == nil || err == io.EOF {
		t.Error("read before Next:", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Next(cancelled); !errors.Is(err, context.Canceled) {
		t.Error("cancelled:", err)
	}
	if _, err := d.Next(t.Context()); err != nil {
		t.Error(err)
	}
	if err := d.Read(cancelled, &b); !errors.Is(err, context.Canceled) {
		t.Error("cancelled:", err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if err := d.Read(t.Context(), &b); err == nil || err == io.EOF {
		t.Error("read after Close:", err)
	}
}
