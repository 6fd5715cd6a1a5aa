package decode_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/decode"
)

func TestCells(t *testing.T) {
	const texts = `<si><t>姓名</t></si><si><t xml:space="preserve"> 张三 </t></si><si><t/></si>` +
		`<si><r><rPr><b/></rPr><t>张</t></r><r><t>三&amp;丰</t></r><rPh sb="0" eb="1"><t>zhang</t></rPh><phoneticPr fontId="1"/></si>` +
		`<si><t>a_x000D_b_x005F_x0041__xD842__xDFB7__xD842__x00zz_</t></si><si><t><![CDATA[<a>&amp;]]>&lt;&#24352;&#x4E09;&quot;&apos;&gt;</t></si>`
	for name, c := range map[string]struct{ rows, want string }{
		"shared":            {`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v> 1 </v></c></row>`, "1|姓名| 张三 |\n"},
		"shared, rich":      {`<row r="1"><c r="A1" t="s"><v>3</v></c><c t="s"><v>2</v></c></row>`, "1|张三&丰||\n"},
		"escapes":           {`<row><c t="s"><v>4</v></c></row>`, "1|a\rb_x0041_𠮷_xD842__x00zz_|\n"},
		"entities":          {`<row><c t="s"><v>5</v></c></row>`, "1|<a>&amp;<张三\"'>|\n"},
		"inline":            {`<row><c t="inlineStr"><is><t>张</t></is></c><c t="inlineStr"><is><r><t>李</t></r><r><t>四</t></r><rPh><t>x</t></rPh></is></c></row>`, "1|张|李四|\n"},
		"formula text":      {`<row><c t="str"><f>A1&amp;"x"</f><v>张_x0041_</v></c><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c></row>`, "1|张A|2||\n"},
		"booleans":          {`<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="b"><v>true</v></c><c t="b"><v>2</v></c></row>`, "1|TRUE|FALSE|TRUE|2|\n"},
		"errors":            {`<row><c t="e"><v>#N/A</v></c><c t="e"><v>#REF!</v></c></row>`, "1|#N/A|#REF!|\n"},
		"dates":             {`<row><c t="d"><v>2018-10-01T00:00:00</v></c><c t="d"><v>2018-10-01T12:30:00.000Z</v></c><c t="d"><v>2018-10-01</v></c></row>`, "1|2018-10-01|2018-10-01 12:30:00.000|2018-10-01|\n"},
		"empty values":      {`<row><c t="s"><v></v></c><c><v/></c><c t="str"><v></v></c><c/><c><v>1</v></c></row>`, "1|||||1|\n"},
		"sparse":            {`<row r="2"><c r="C2"><v>3</v></c><c r="AA2"><v>27</v></c></row>`, "2|||3||||||||||||||||||||||||27|\n"},
		"out of order":      {`<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c><c><v>2</v></c></row>`, "1|1|2|3|\n"},
		"last column":       {`<row r="1"><c r="XFD1"><v>1</v></c></row>`, "1" + strings.Repeat("|", 16384) + "1|\n"},
		"rows skipped":      {`<row r="3"><c><v>1</v></c></row><row><c><v>2</v></c></row><row r="9"><c><v>3</v></c></row>`, "3|1|\n4|2|\n9|3|\n"},
		"blank rows":        {`<row r="1"/><row r="2"><c r="A2" s="1"/></row><row r="3"></row><row r="1048576"><c><v>1</v></c></row>`, "1048576|1|\n"},
		"no rows":           {``, ""},
		"quotes and spaces": {"\r\n<row\n r = '1' ><c r=\"A1\" x='>' t = 'n' ><v >1</v ></c ></row >\n", "1|1|\n"},
		"comments":          {`<!-- <row r="7"> --><row r="1"><c><!--<v>2</v>--><v>1<!-- - -->0</v></c><?pi <v>3</v>?></row>`, "1|10|\n"},
		"extensions":        {`<row r="1"><c><v>1</v><extLst><ext><v>9</v></ext></extLst></c><x><c><v>8</v></c></x></row><y><row><c><v>7</v></c></row></y>`, "1|1|\n"},
		"line breaks":       {"<row><c t=\"str\"><v>a\r\nb\rc\nd&#13;</v></c></row>", "1|a\nb\nc\nd\r|\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := oneSheet(t, texts, c.rows)
			if err != nil || got != c.want {
				t.Errorf("got %q, %v\nwant %q", got, err, c.want)
			}
		})
	}
}

func TestNumbers(t *testing.T) {
	for stored, want := range map[string]string{
		"5": "5", "0": "0", "-0": "0", "007": "7", "+7": "7", "-12.50": "-12.5", "430000": "430000", "4.3E+5": "430000", "4.3e5": "430000",
		"430599900101001": "430599900101001", "4.30599900101001E+14": "430599900101001", "999999999999999": "999999999999999",
		"430599199001011234": "4.3059919900101126E+17", "4.30599199001011E+17": "4.30599199001011E+17", "1000000000000000": "1E+15",
		"-4305991990010112": "-4.305991990010112E+15",
		"0.1":               "0.1", "66.599999999999994": "66.6", "1.0000000000000001E-2": "0.01", "43374.5": "43374.5", ".5": "0.5", "1e-7": "0.0000001", "1E-20": "1E-20",
		"1E+400": "1E+400", "abc": "abc", "NaN": "NaN", "Inf": "Inf", "0x10": "0x10", "1_000": "1_000", "--1": "--1", " 12 ": "12", "1 2": "1 2", "e": "e",
	} {
		got, err := oneSheet(t, "", "<row><c><v>"+stored+"</v></c></row>")
		if err != nil || got != "1|"+want+"|\n" {
			t.Errorf("%s: got %q, %v, want %q", stored, got, err, want)
		}
	}
}

func TestSheets(t *testing.T) {
	row := func(text string) string {
		return `<row r="1"><c t="inlineStr"><is><t>` + text + `</t></is></c></row>`
	}
	b := newBook("", row("一"), row("二"), "", row("四"))
	for i := range b {
		if b[i].name == "xl/workbook.xml" {
			b[i].content = strings.Replace(b[i].content, `name="表2"`, `name="明&amp;细 " state="veryHidden"`, 1)
		}
	}
	tables := mustRead(t, b.zip(t))
	var all string
	for _, g := range tables {
		all += g.name + ":" + g.text()
	}
	if want := "in [表1]:1|一|\nin [明&细 ]:1|二|\nin [表3]:in [表4]:1|四|\n"; all != want {
		t.Errorf("got %q\nwant %q", all, want)
	}
	tables, err := readFile(t, in(b.zip(t)), decode.Options{Sheet: "明&细"})
	if err != nil || len(tables) != 1 || tables[0].text() != "1|二|\n" {
		t.Errorf("the chosen sheet is %v", tables)
	}
	_, err = readFile(t, in(b.zip(t)), decode.Options{Sheet: "名单"})
	wantError(t, err, "in: there is no sheet 名单; the sheets are 表1, 明&细 , 表3, 表4")
}

func TestMergedCellsOfASheet(t *testing.T) {
	const rows = `<row r="1"><c t="inlineStr"><is><t>名单</t></is></c></row>` +
		`<row r="3" hidden="1"><c r="A3" t="inlineStr"><is><t>甲</t></is></c><c r="B3"><v>1</v></c></row>` +
		`<row r="4"><c r="A4"/><c r="B4"><v>2</v></c></row><row r="5"><c r="B5"><v>3</v></c></row>`
	for name, merges := range map[string]string{
		"plain":      `<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A3:A4"/></mergeCells>`,
		"prefixed":   `<x:mergeCells><x:mergeCell id="1" ref='A3:A4'></x:mergeCell></x:mergeCells>`,
		"far behind": strings.Repeat(" ", 3*65536-7) + `<mergeCell ref="A3:A4"/>`,
		"damaged":    `<mergeCell ref="A3:A4"/><mergeCell ref=/><mergeCell ref="3"/><mergeCell ref="A5:A9999999"/><mergeCell ` + strings.Repeat("x", 999) + `/>`,
	} {
		part := declaration + "<worksheet " + mainSpace + "><sheetData>" + rows + "</sheetData>" + merges + "</worksheet>"
		content := newBook("", rows).with(firstSheet, part).zip(t)
		got, err := readOne(t, content)
		if err != nil || got != "1|名单|\n3|甲|1|\n4|甲|2|\n5||3|\n" {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

// before is what stands before the first mark in text.
func before(t *testing.T, text, mark string) string {
	t.Helper()
	start, _, found := strings.Cut(text, mark)
	if !found {
		t.Fatalf("there is no %s", mark)
	}
	return start
}

// TestOtherWriters reads what is written in other ways than Excel's.
func TestOtherWriters(t *testing.T) {
	const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`
	plain := newBook("<si><t>张三</t></si>", rows)
	edit := func(part, old, replacement string) book {
		for _, p := range plain {
			if p.name == part {
				if !strings.Contains(p.content, old) {
					t.Fatalf("%s has no %s", part, old)
				}
				return plain.with(part, strings.ReplaceAll(p.content, old, replacement))
			}
		}
		t.Fatalf("no part %s", part)
		return nil
	}
	rename := func(old, replacement string) book {
		renamed := append(book(nil), plain...)
		for i := range renamed {
			renamed[i].name = strings.Replace(renamed[i].name, old, replacement, 1)
		}
		return renamed
	}
	const rels = "xl/_rels/workbook.xml.rels"
	prefixed := plain.with(firstSheet, `<x:worksheet xmlns:x="m"><x:dimension ref="A1"/><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>`).
		with(stringsPart, `<x:sst xmlns:x="m"><x:si><x:r><x:t>张</x:t></x:r><x:r><x:t>三</x:t></x:r></x:si></x:sst>`)
	for name, b := range map[string]book{
		"prefixes":           prefixed,
		"wrong dimension":    edit(firstSheet, "<sheetData>", `<dimension ref="C5:D6"/><sheetViews><sheetView/></sheetViews><sheetData>`),
		"much after":         edit(firstSheet, "</worksheet>", `<mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`),
		"with a mark":        edit(firstSheet, "<?xml", mark+"<?xml"),
		"absolute targets":   edit(rels, `Target="`, `Target="/xl/`),
		"backslashes":        rename("xl/worksheets/", `xl\worksheets\`),
		"target backslashes": edit(rels, "worksheets/", `worksheets\`),
		"capitals":           rename("xl/worksheets/sheet", "xl/Worksheets/Sheet"),
		"a roundabout way":   edit(rels, "worksheets/", "./x/../worksheets/"),
		"no root relations":  plain.without("_rels/.rels"),
		"strict":             edit(rels, relType, "http://purl.oclc.org/ooxml/officeDocument/relationships/"),
		"another main part":  rename("xl/workbook.xml", "xl/main.xml").with("xl/_rels/main.xml.rels", plain.content(rels)).with("_rels/.rels", strings.ReplaceAll(plain.content("_rels/.rels"), "workbook", "main")),
		"another prefix":     edit("xl/workbook.xml", "r:", "rel:"),
		"a chart sheet": edit("xl/workbook.xml", "<sheets>", `<sheets><sheet name="图" sheetId="9" r:id="rId9"/>`).
			with(rels, strings.Replace(plain.content(rels), "<Relationship ", `<Relationship Id="rId9" Type="`+relType+`chartsheet" Target="chartsheets/sheet1.xml"/><Relationship `, 1)),
		"1904 said and not meant": edit("xl/workbook.xml", "<sheets>", `<workbookPr date1904="0"/><sheets>`),
	} {
		got, err := readOne(t, b.zip(t))
		if err != nil || got != "1|张三|\n" {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func (b book) content(name string) string {
	for _, p := range b {
		if p.name == name {
			return p.content
		}
	}
	return ""
}

func TestWorkbookRefuses(t *testing.T) {
	plain := newBook("<si><t>张三</t></si>", `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`)
	sheet := func(rows string) book { return newBook("<si><t>张三</t></si>", "<row><c><v>1</v></c></row>"+rows) }
	whole := plain.content(firstSheet)
	for name, c := range map[string]struct {
		b    book
		says string
	}{
		"xlsb":                   {plain.with("xl/workbook.bin", "x"), "in: an .xlsb workbook"},
		"OpenDocument":           {book{{"mimetype", "x"}, {"content.xml", "x"}}, "in: an OpenDocument spreadsheet"},
		"a text":                 {book{{"word/document.xml", "x"}}, "in: a document of a word processor"},
		"an empty zip":           {nil, "in: an archive without a file"},
		"no workbook":            {plain.without("xl/workbook.xml"), "in: it has no workbook part"},
		"no sheet part":          {plain.without(firstSheet), "in: xl/workbook.xml: sheet 表1: part xl/worksheets/sheet1.xml is missing"},
		"no relations":           {plain.without("xl/_rels/workbook.xml.rels"), "in: xl/workbook.xml: sheet 表1 has no part"},
		"no sheets":              {newBook(""), "in: it has no sheet of cells"},
		"1904":                   {plain.with("xl/workbook.xml", strings.Replace(plain.content("xl/workbook.xml"), "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)), "counts dates from 1904"},
		"no shared strings":      {plain.without(stringsPart), "in [表1]: row 1: its XML is damaged: a cell refers to a text"},
		"shared beyond":          {sheet(`<row><c t="s"><v>1</v></c></row>`), "in [表1]: row 2: its XML is damaged: a cell refers to a text"},
		"shared negative":        {sheet(`<row><c t="s"><v>-1</v></c></row>`), "row 2"},
		"row beyond":             {sheet(`<row r="1048577"/>`), `row 2: its XML is damaged: a row is numbered "1048577"`},
		"row after the last":     {sheet(`<row r="1048576"/><row/>`), "more than 1048576 rows"},
		"row zero":               {sheet(`<row r="0"/>`), `numbered "0"`},
		"row of letters":         {sheet(`<row r="x"/>`), `numbered "x"`},
		"column beyond":          {sheet(`<row><c r="XFE2"/></row>`), "row 2: more than 16384 columns"},
		"column far beyond":      {sheet(`<row><c r="ZZZZZZZZZZZZZZ2"/></row>`), "a cell is called"},
		"column after the last":  {sheet(`<row><c r="XFD2"/><c/></row>`), "row 2: more than 16384 columns"},
		"cell of digits":         {sheet(`<row><c r="12"/></row>`), "a cell is called"},
		"cell without a row":     {sheet(`<row><c r="AB"/></row>`), "a cell is called"},
		"long cell":              {sheet(`<row><c t="str"><v>` + strings.Repeat("x", 131_069) + `</v></c></row>`), "row 2: a text of 131069 bytes is longer"},
		"very long cell":         {sheet(`<row><c t="str"><v>` + strings.Repeat("x", 3<<20) + `</v></c></row>`), "too long"},
		"long shared":            {newBook("<si><t>"+strings.Repeat("x", 131_069)+"</t></si>", ""), "the workbook's texts: text 0: a text of 131069 bytes"},
		"not UTF-8":              {sheet("<row><c t=\"str\"><v>\xd5\xc5</v></c></row>"), "row 2: its XML is damaged: a text is not UTF-8"},
		"unknown entity":         {sheet(`<row><c t="str"><v>&nbsp;</v></c></row>`), "row 2: its XML is damaged: it has an entity"},
		"open entity":            {sheet(`<row><c t="str"><v>a & b</v></c></row>`), "entity"},
		"impossible character":   {sheet(`<row><c t="str"><v>&#0;</v></c></row>`), "entity"},
		"document type":          {plain.with(firstSheet, strings.Replace(whole, "<worksheet", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet", 1)), "in [表1]: its XML is damaged: a document type"},
		"no rows at all":         {plain.with(firstSheet, "<worksheet/>"), "in [表1]: its XML is damaged: it has no sheetData"},
		"nothing":                {plain.with(firstSheet, ""), "in [表1]: its XML is damaged: it has no sheetData"},
		"cut in a row":           {plain.with(firstSheet, before(t, whole, "</row>")), "in [表1]: row 1: its XML ends too early"},
		"cut between rows":       {plain.with(firstSheet, before(t, whole, "</sheetData>")), "in [表1]: its XML ends too early"},
		"cut in a tag":           {plain.with(firstSheet, before(t, whole, "</sheetData>")+"</she"), "in [表1]: its XML ends too early"},
		"cut before rows":        {plain.with(firstSheet, before(t, whole, "<sheetData>")), "in [表1]: its XML ends too early"},
		"cut shared strings":     {plain.with(stringsPart, "<sst><si><t>张三</t></si>"), "in [表1]: the workbook's texts: its XML ends too early"},
		"an attribute unquoted":  {sheet(`<row r=2/>`), "no quotes"},
		"an attribute of nought": {sheet(`<row ="2"/>`), "not written properly"},
		"a nameless tag":         {sheet(`< row/>`), "not written properly"},
		"an end too many":        {plain.with(firstSheet, "</a>"+whole), "an end tag without"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readOne(t, c.b.zip(t))
			wantError(t, err, c.says)
			if err != nil && strings.Contains(err.Error(), "张三") {
				t.Errorf("the error names a person: %v", err)
			}
		})
	}
}

// TestBombs are small files that unpack to a great deal.
func TestBombs(t *testing.T) {
	blank := strings.Repeat(" ", 70<<20)
	for name, c := range map[string]struct {
		b    book
		says string
	}{
		"sheet":         {newBook("", "<row>"+blank[:3<<20]+"</row>"), "in [表1]: row 1: its XML is damaged: a cell or tag is too long"},
		"sheet of tags": {newBook("", "<row>"+strings.Repeat("<c/>", 1<<15)+"</row>"), "columns"},
		"sheet of rows": {newBook("", strings.Repeat("<row/>", 1<<20+1)), "more than 1048576 rows"},
		"behind rows":   {newBook("", "").with(firstSheet, "<worksheet><sheetData></sheetData>"+blank+"</worksheet>"), "unpack to more than"},
		"texts":         {newBook(strings.Repeat("<si><t/></si>", 6<<20), ""), "unpack to more than"},
	} {
		content := c.b.zip(t)
		if len(content) > 1<<20 {
			t.Errorf("%s: no bomb but %d bytes", name, len(content))
		}
		_, err := readOne(t, content)
		wantError(t, err, c.says)
	}
}

// TestDamagedWorkbooks cuts a workbook at every byte, and flips a bit of every
// byte: it is read as it was, or refused by name.
func TestDamagedWorkbooks(t *testing.T) {
	var rows strings.Builder
	for i := range 20 {
		fmt.Fprintf(&rows, `<row r="%d"><c t="s"><v>%d</v></c><c><v>%d</v></c></row>`, i+1, i%2, 1000+i*i)
	}
	whole := newBook("<si><t>张三</t></si><si><t>李四</t></si>", rows.String()).zip(t)
	want, err := readOne(t, whole)
	if err != nil {
		t.Fatal(err)
	}
	try := func(content []byte, what string) (refused bool) {
		tables, err := readFile(t, in(content), decode.Options{})
		if err != nil {
			wantError(t, err, "in")
			return true
		}
		if len(tables) != 1 || tables[0].text() != want {
			t.Errorf("%s: it is read as %v", what, tables)
		}
		return false
	}
	for n := 4; n < len(whole)-1; n++ {
		if !try(whole[:n], fmt.Sprintf("cut to %d bytes", n)) {
			t.Errorf("cut to %d of %d bytes it is read", n, len(whole))
		}
	}
	random := rand.New(rand.NewPCG(5, 6))
	data := bytes.LastIndex(whole, []byte("PK\x03\x04"))
	refused := 0
	for at := 4; at < len(whole); at++ {
		flipped := bytes.Clone(whole)
		flipped[at] ^= 1 << random.IntN(8)
		if tryFlipped(t, flipped, want) {
			refused++
		}
	}
	if refused < data/2 {
		t.Errorf("of %d flipped bits only %d were noticed", len(whole), refused)
	}
}

// tryFlipped reads a workbook with a bit flipped. A name in the ZIP directory
// has no checksum, so a sheet may bear another name; its rows may not differ.
func tryFlipped(t *testing.T, content []byte, want string) (refused bool) {
	t.Helper()
	tables, err := readFile(t, in(content), decode.Options{})
	if err != nil {
		wantError(t, err, "in")
		return true
	}
	for _, g := range tables {
		if g.text() != want {
			t.Errorf("it is read as %q", g.text())
		}
	}
	return false
}

func TestEncryptedPart(t *testing.T) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, p := range newBook("", "<row/>") {
		header := &zip.FileHeader{Name: p.name}
		if p.name == firstSheet {
			header.Flags = 1
		}
		entry, err := archive.CreateHeader(header)
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
	_, err := readOne(t, out.Bytes())
	wantError(t, err, "in [表1]: it is encrypted")
}

// TestStoredAndStreamedParts reads parts that are not compressed, and such
// whose size stands behind them.
func TestStoredAndStreamedParts(t *testing.T) {
	plain := newBook("<si><t>张三</t></si>", `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`)
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		var out bytes.Buffer
		archive := zip.NewWriter(&out)
		for _, p := range plain {
			entry, err := archive.CreateHeader(&zip.FileHeader{Name: p.name, Method: method})
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
		if got, err := readOne(t, out.Bytes()); err != nil || got != "1|张三|\n" {
			t.Errorf("method %d: %q, %v", method, got, err)
		}
	}
}
