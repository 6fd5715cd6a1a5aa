package jsontable

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/table"
)

// cells is the records of text, each as what it has under the keys where it has
// something.
func cells(text []byte, rows string) ([]map[string]string, error) {
	d, err := Open("x", bytes.NewReader(text), int64(len(text)), rows)
	if err != nil {
		return nil, err
	}
	if _, err := d.Next(context.Background()); err != nil {
		return nil, err
	}
	var header []string
	var all []map[string]string
	var b table.Batch
	for {
		err := d.Read(context.Background(), &b)
		if err == io.EOF {
			return withText(all), nil
		}
		if err != nil {
			return nil, err
		}
		for _, row := range b.Rows {
			if row.Number == 1 {
				header = slices.Clone(row.Cells)
				continue
			}
			if row.Number != len(all)+2 || len(row.Cells) != len(header) {
				return nil, errors.New("a row of another number or width")
			}
			record := map[string]string{}
			for i, cell := range row.Cells {
				if cell != "" {
					record[header[i]] = strings.Clone(cell)
				}
			}
			all = append(all, record)
		}
	}
}

// values is text as encoding/json reads it.
func values(text []byte) ([]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte(byteOrderMark))))
	decoder.UseNumber()
	var all []any
	for {
		var value any
		switch err := decoder.Decode(&value); {
		case err == io.EOF:
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, value)
	}
}

// flatten adds what a record of encoding/json has under its keys.
func flatten(into map[string]string, prefix string, record map[string]any) {
	for key, value := range record {
		switch value := value.(type) {
		case map[string]any:
			flatten(into, prefix+key+".", value)
		case []any:
			var parts []string
			for _, element := range value {
				parts = append(parts, scalarText(element))
			}
			into[prefix+key] = strings.Join(parts, separator)
		default:
			into[prefix+key] = scalarText(value)
		}
	}
	maps.DeleteFunc(into, func(_, text string) bool { return text == "" })
}

func scalarText(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	case bool:
		return strings.ToUpper(map[bool]string{true: "true", false: "false"}[value])
	}
	return ""
}

// recordsOf is the records of values, each of which is one or a list of them.
func recordsOf(values []any) []map[string]string {
	var all []map[string]string
	for _, value := range values {
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		for _, element := range list {
			record := map[string]string{}
			flatten(record, "", element.(map[string]any))
			all = append(all, record)
		}
	}
	return withText(all)
}

// withText is records, or nil if none has anything: of records without a key
// there are no rows.
func withText(records []map[string]string) []map[string]string {
	if !slices.ContainsFunc(records, func(record map[string]string) bool { return len(record) > 0 }) {
		return nil
	}
	return records
}

// noTable is the errors of JSON that is sound.
func noTable() []error {
	return []error{
		errNoRecord, errNoList, errNoObject, errNoPath, errTwice, errNested, errObjects, errLists, errEmpty,
		errTooDeep, errManyKeys, errLongKey, errTooLong, errManyLists,
	}
}

// check holds the package to encoding/json.
func check(t *testing.T, text []byte) {
	t.Helper()
	want, wantErr := values(text)
	lex := newLexer(bytes.NewReader(text), int64(len(text)))
	path, err := findRows(lex)
	var got []map[string]string
	if err == nil {
		got, err = cells(text, "")
	}
	sound := wantErr == nil && utf8.Valid(text)
	refused := slices.ContainsFunc(noTable(), func(e error) bool { return errors.Is(err, e) })
	switch {
	case err == nil && !sound:
		t.Fatalf("%q was read, and is: %v", text, wantErr)
	case err != nil && sound && !refused:
		t.Fatalf("%q was refused, and is sound: %v", text, err)
	case err != nil:
		return
	}
	for i, key := range path {
		for j, value := range want {
			object, ok := value.(map[string]any)
			if want[j] = object[key]; !ok {
				t.Fatalf("%q: value %d has no key %s", text, j, path[:i+1])
			}
		}
	}
	if diff := cmp.Diff(recordsOf(want), got); diff != "" {
		t.Fatalf("%q: %s", text, diff)
	}
}

func FuzzOpen(f *testing.F) {
	for _, text := range samples() {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { check(t, text) })
}

// samples has something of everything.
func samples() []string {
	return []string{
		`[{"name":"张三","age":-6.5e+1,"dibao":true,"tekun":false,"x":null},{"name":"\u5f20\ud83d\ude00\n\\","y":{"z":["a",1,null],"w":{}}}]`,
		"\xEF\xBB\xBF{\"a\":1, \"b\":[]}\r\n{\"b\":[\"x\"],\"c\":\"\"}\n",
		`{"code":0,"data":{"total":2,"list":[1,[{}]],"records":[{"a":"1"},{"a":"2","b":0}],"more":{"x":[true]}},"s":"x"}{"data":{"records":[]}}`,
	}
}

func TestTextCutAnywhereIsWhatEncodingJSONSays(t *testing.T) {
	for _, text := range samples() {
		for cut := range len(text) {
			check(t, []byte(text[:cut]))
			if text[0] == '[' {
				if _, err := cells([]byte(text[:cut]), ""); err == nil {
					t.Errorf("the first %d bytes are read as the whole", cut)
				}
			}
		}
	}
}

func TestTextWithAFlippedBitIsWhatEncodingJSONSays(t *testing.T) {
	for _, text := range samples() {
		damaged := []byte(text)
		for bit := range 8 * len(damaged) {
			damaged[bit/8] ^= 1 << (bit % 8)
			check(t, damaged)
			damaged[bit/8] ^= 1 << (bit % 8)
		}
	}
}

// TestRecordsComeBack writes records of any shape with encoding/json, as a
// list, an object a line, and pages, with and without line breaks.
func TestRecordsComeBack(t *testing.T) {
	scalar := rapid.OneOf(
		rapid.String().AsAny(), rapid.Bool().AsAny(), rapid.Int64().AsAny(), rapid.Float64Range(-1e30, 1e30).AsAny(), rapid.Just[any](nil))
	key := rapid.StringMatching(`[a-f"\\张]{1,3}`)
	value := rapid.OneOf(scalar, scalar, rapid.SliceOfN(scalar, 0, 4).AsAny(),
		rapid.MapOfN(key, scalar, 0, 3).AsAny(), rapid.MapOfN(key, rapid.MapOfN(key, scalar, 0, 2).AsAny(), 0, 2).AsAny())
	record := rapid.MapOfN(key, value, 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(record, 0, 100).Draw(t, "records")
		var text bytes.Buffer
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(rapid.Bool().Draw(t, "escaped"))
		if rapid.Bool().Draw(t, "indented") {
			encoder.SetIndent("", "\t")
		}
		write := func(value any) {
			if err := encoder.Encode(value); err != nil {
				t.Fatal(err)
			}
		}
		rows := ""
		switch rapid.SampledFrom([]string{"a list", "lines", "pages"}).Draw(t, "layout") {
		case "a list":
			write(list)
		case "lines":
			for _, record := range list {
				write(record)
			}
		case "pages":
			rows = "data.rows"
			write(map[string]any{"data": map[string]any{"before": list, "rows": list[:len(list)/2], "total": len(list)}})
			write(map[string]any{"code": 0, "data": map[string]any{"rows": list[len(list)/2:]}})
		}
		got, err := cells(text.Bytes(), rows)
		if err != nil && !(errors.Is(err, errEmpty) && text.Len() == 0) {
			t.Fatal(err)
		}
		written, err := json.Marshal(list)
		if err != nil {
			t.Fatal(err)
		}
		want, err := values(written)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(recordsOf(want), got); diff != "" {
			t.Fatalf("%s: %s", text.Bytes(), diff)
		}
	})
}
