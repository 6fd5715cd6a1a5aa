package decode

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/bidui/bidui/internal/table"
)

var someTexts = []string{"姓名", "", "张三"}

func someStrings() *sharedStrings {
	s := &sharedStrings{}
	for _, text := range someTexts {
		s.text += text
		s.ends = append(s.ends, uint32(len(s.text)))
	}
	return s
}

// sheetRows is what the scanner makes of a sheet.
func sheetRows(src io.Reader) ([]table.Row, error) {
	var s sheetReader
	s.reset(src, someStrings(), table.Merges{})
	var rows []table.Row
	var b table.Batch
	for {
		b.Reset(nil)
		if err := s.read(&b); err != nil {
			return rows, err
		}
		if len(b.Rows) == 0 {
			return rows, nil
		}
		for _, row := range b.Rows {
			copied := table.Row{Number: row.Number}
			for _, cell := range row.Cells {
				copied.Cells = append(copied.Cells, strings.Clone(cell))
			}
			rows = append(rows, copied)
		}
	}
}

// node is an element as encoding/xml reads it.
type node struct {
	name     string
	attrs    []xml.Attr
	children []*node
	text     string // what stands directly in it
}

// readTree reads a document with encoding/xml, as the children of a node without name.
func readTree(src []byte) (*node, error) {
	decoder := xml.NewDecoder(bytes.NewReader(src))
	open := []*node{{}}
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return open[0], nil
		}
		if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			child := &node{name: token.Name.Local, attrs: slices.Clone(token.Attr)}
			top.children = append(top.children, child)
			open = append(open, child)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.text += string(token)
		case xml.Directive:
			return nil, errors.New("a document type")
		}
	}
}

func (n *node) all(name string) []*node {
	return slices.DeleteFunc(slices.Clone(n.children), func(child *node) bool { return child.name != name })
}

func (n *node) attr(name string) (string, bool) {
	for _, attr := range n.attrs {
		if attr.Name.Space == "" && attr.Name.Local == name {
			return attr.Value, true
		}
	}
	return "", false
}

func (n *node) rich() string {
	text := ""
	for _, child := range n.children {
		switch child.name {
		case "t":
			text += string(unescape([]byte(child.text)))
		case "r":
			text += child.rich()
		}
	}
	return text
}

// treeRows is what a sheet means, by its tree.
func treeRows(document *node) (rows []table.Row, err error) {
	var sheets []*node
	for _, root := range document.children {
		sheets = append(sheets, root.all("sheetData")...)
	}
	if len(sheets) == 0 {
		return nil, errors.New("no sheetData")
	}
	number := 0
	for _, row := range sheets[0].all("row") {
		if number, err = rowNumber(row, number+1); err != nil {
			return rows, err
		}
		cells, err := rowCells(row)
		if err != nil {
			return rows, err
		}
		if strings.Join(cells, "") != "" {
			rows = append(rows, table.Row{Number: number, Cells: cells})
		}
	}
	return rows, nil
}

var digits = regexp.MustCompile(`^[0-9]+$`)

func rowNumber(row *node, next int) (int, error) {
	if r, ok := row.attr("r"); ok {
		n, err := strconv.Atoi(r)
		if err != nil || !digits.MatchString(r) || n == 0 {
			return 0, fmt.Errorf("row %q", r)
		}
		next = n
	}
	if next > 1048576 {
		return 0, errors.New("too many rows")
	}
	return next, nil
}

var reference = regexp.MustCompile(`^([A-Z]+)[0-9]`)

func rowCells(row *node) (cells []string, err error) {
	next := 0
	for _, c := range row.all("c") {
		if r, ok := c.attr("r"); ok {
			letters := reference.FindStringSubmatch(r)
			if letters == nil || len(letters[1]) > 3 {
				return nil, fmt.Errorf("cell %q", r)
			}
			next = 0
			for _, letter := range letters[1] {
				next = next*26 + int(letter-'A') + 1
			}
			next--
		}
		if next >= 16384 {
			return nil, errors.New("too many columns")
		}
		for len(cells) <= next {
			cells = append(cells, "")
		}
		if cells[next], err = cellText(c); err != nil {
			return nil, err
		}
		next++
	}
	return cells, nil
}

func cellText(c *node) (string, error) {
	value := ""
	for _, child := range c.children {
		switch child.name {
		case "v":
			value += child.text
		case "is":
			value += child.rich()
		}
	}
	switch kind, _ := c.attr("t"); kind {
	case "", "n":
		return string(table.AppendNumber(nil, []byte(strings.TrimSpace(value)))), nil
	case "s":
		if value = strings.TrimSpace(value); value == "" {
			return "", nil
		}
		n, err := strconv.Atoi(value)
		if err != nil || !digits.MatchString(value) || n >= len(someTexts) {
			return "", fmt.Errorf("text %q", value)
		}
		return someTexts[n], nil
	case "b":
		value = strings.TrimSpace(value)
		if value == "1" || value == "true" {
			return "TRUE", nil
		}
		if value == "0" || value == "false" {
			return "FALSE", nil
		}
	case "str":
		return string(unescape([]byte(value))), nil
	case "d":
		return string(table.PlainDate([]byte(value))), nil
	}
	return value, nil
}

func FuzzSheet(f *testing.F) {
	for _, rows := range []string{
		`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><v>4.3E+5</v></c></row>`,
		`<row><c t="inlineStr"><is><r><t>张</t></r><rPh><t>x</t></rPh></is></c><c t='str'><f>1</f><v>a&amp;_x0041_</v></c></row>`,
		`<row r="3"/><x:row xmlns:x="y"><x:c t="b"><x:v>1</x:v></x:c><c t="e"><v>#N/A</v></c></x:row>`,
		`<!-- c --><row><c t="d"><v><![CDATA[2018-10-01T00:00:00]]></v></c><?pi?></row>`,
		"<row><c t=\"str\"><v>a\r\nb\rc&#13;&#x4E09;</v></c></row>",
		`<row r="1048576"><c r="XFD1"><v>1</v></c></row><row/>`,
		`<row r="&#49;"><c t="&#115;"><v>2</v></c><y><c><v>9</v></c></y></row>`,
	} {
		f.Add([]byte(`<worksheet xmlns="m"><dimension ref="A1"/><sheetData>` + rows + `</sheetData><a/></worksheet>`))
	}
	f.Add([]byte("\uFEFF<?xml version=\"1.0\"?>\n<a/><b><sheetData/></b>"))
	f.Fuzz(func(t *testing.T, src []byte) {
		rows, err := sheetRows(bytes.NewReader(src))
		slow, slowErr := sheetRows(iotest.OneByteReader(bytes.NewReader(src)))
		if fmt.Sprint(err) != fmt.Sprint(slowErr) || !slices.EqualFunc(rows, slow, sameRow) {
			t.Fatalf("at once: %d rows, %v\nbyte by byte: %d rows, %v", len(rows), err, len(slow), slowErr)
		}
		tree, err2 := readTree(src)
		if err2 != nil {
			return
		}
		want, wantErr := treeRows(tree)
		if (err == nil) != (wantErr == nil) || err == nil && !slices.EqualFunc(rows, want, sameRow) {
			t.Fatalf("got %v\n%.500q\nwant %v\n%.500q", err, fmt.Sprint(rows), wantErr, fmt.Sprint(want))
		}
	})
}

func FuzzSharedStrings(f *testing.F) {
	f.Add([]byte(`<sst><si><t>张</t></si><si><r><t>李</t></r><r><t>四</t></r><rPh><t>x</t></rPh></si><si/></sst>`))
	f.Add([]byte("<x:sst xmlns:x=\"m\"><x:si><x:t>_x0041_&lt;\r\n<![CDATA[&]]></x:t></x:si></x:sst>"))
	f.Fuzz(func(t *testing.T, src []byte) {
		texts, err := readSharedStrings(iotest.HalfReader(bytes.NewReader(src)))
		tree, treeErr := readTree(src)
		if treeErr != nil {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, root := range tree.children {
			for _, si := range root.all("si") {
				if text, ok := texts.at(strconv.AppendInt(nil, int64(n), 10)); !ok || text != si.rich() {
					t.Fatalf("text %d: got %q, %v, want %q", n, text, ok, si.rich())
				}
				n++
			}
		}
		if _, ok := texts.at(strconv.AppendInt(nil, int64(n), 10)); ok {
			t.Fatalf("more than %d texts", n)
		}
	})
}
