package decode_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// book is the parts of a workbook to be written by hand, in order.
type book []part

type part struct{ name, content string }

// zip writes the workbook.
func (b book) zip(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, p := range b {
		entry, err := archive.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write([]byte(p.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// with replaces the content of a part, or adds it.
func (b book) with(name, content string) book {
	changed := append(book(nil), b...)
	for i := range changed {
		if changed[i].name == name {
			changed[i].content = content
			return changed
		}
	}
	return append(changed, part{name, content})
}

// without leaves a part out.
func (b book) without(name string) book {
	var rest book
	for _, p := range b {
		if p.name != name {
			rest = append(rest, p)
		}
	}
	return rest
}

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relSpace    = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relType     = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	firstSheet  = "xl/worksheets/sheet1.xml"
	stringsPart = "xl/sharedStrings.xml"
)

// newBook is a workbook of sheets, each the inside of its sheetData, called 表1, 表2 …
func newBook(sharedStrings string, sheets ...string) book {
	var list, refers strings.Builder
	var parts book
	for i, sheet := range sheets {
		fmt.Fprintf(&list, `<sheet name="表%d" sheetId="%d" r:id="rId%d"/>`, i+1, i+1, i+1)
		fmt.Fprintf(&refers, `<Relationship Id="rId%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relType, i+1)
		parts = append(parts, part{fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1),
			declaration + "<worksheet " + mainSpace + "><sheetData>" + sheet + "</sheetData></worksheet>"})
	}
	if sharedStrings != "" {
		fmt.Fprintf(&refers, `<Relationship Id="rIdS" Type="%ssharedStrings" Target="sharedStrings.xml"/>`, relType)
		parts = append(parts, part{stringsPart, declaration + "<sst " + mainSpace + ">" + sharedStrings + "</sst>"})
	}
	return append(book{
		{"[Content_Types].xml", declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", declaration + `<Relationships ` + relSpace + `><Relationship Id="rId1" Type="` + relType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", declaration + `<workbook ` + mainSpace + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", declaration + `<Relationships ` + relSpace + `>` + refers.String() + `</Relationships>`},
	}, parts...)
}

// oneSheet reads a workbook whose only sheet has these rows.
func oneSheet(t testing.TB, sharedStrings, rows string) (string, error) {
	t.Helper()
	return readOne(t, newBook(sharedStrings, rows).zip(t))
}
