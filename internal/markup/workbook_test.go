package markup_test

import (
	"fmt"
	"strings"
	"testing"
)

// sheetXML is a workbook of worksheets, each the inside of its Table, called 表1, 表2 …
func sheetXML(tables ...string) string {
	var out strings.Builder
	out.WriteString(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>` +
		`<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">`)
	for i, rows := range tables {
		fmt.Fprintf(&out, `<Worksheet ss:Name="表%d"><Table>%s</Table></Worksheet>`, i+1, rows)
	}
	out.WriteString(`</Workbook>`)
	return out.String()
}

func TestXMLRows(t *testing.T) {
	str := func(text string) string { return `<Cell><Data ss:Type="String">` + text + `</Data></Cell>` }
	num := func(text string) string { return `<Cell><Data ss:Type="Number">` + text + `</Data></Cell>` }
	date := func(text string) string { return `<Cell><Data ss:Type="DateTime">` + text + `</Data></Cell>` }
	for name, c := range map[string]struct{ rows, want string }{
		"strings":         {`<Row>` + str("姓名") + str(" 430599199001011234 ") + str("") + str("007") + `</Row>`, "1|姓名| 430599199001011234 ||007|\n"},
		"numbers":         {`<Row>` + num("430599199001011234") + num("4.30599199001011E17") + num(" 12 ") + num("-0.50") + num("430599900101001") + num("x") + `</Row>`, "1|4.3059919900101126E+17|4.30599199001011E+17|12|-0.5|430599900101001|x|\n"},
		"booleans":        {`<Row><Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Boolean"> 0 </Data></Cell></Row>`, "1|TRUE|FALSE|\n"},
		"dates":           {`<Row>` + date("2018-10-01T00:00:00.000") + date("2018-10-01T12:30:00.000") + date("2018-10-01T00:00:00Z") + date("2018-10-01") + `</Row>`, "1|2018-10-01|2018-10-01 12:30:00.000|2018-10-01|2018-10-01|\n"},
		"errors":          {`<Row><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>`, "1|#DIV/0!|#N/A|\n"},
		"no type":         {`<Row><Cell><Data> 1.50 </Data></Cell></Row>`, "1|1.50|\n"},
		"blank":           {`<Row/><Row></Row><Row><Cell/><Cell ss:StyleID="s1"></Cell><Cell><Data ss:Type="String"/></Cell></Row><Row>` + num("") + str("a") + `</Row>`, "4||a|\n"},
		"rich text":       {`<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">张<B><Font html:Color="#FF0000">三</Font></B><Data>丰</Data></ss:Data></Cell></Row>`, "1|张三丰|\n"},
		"comments":        {`<Row><Cell><Comment ss:Author="a"><ss:Data xmlns="x"><B>b</B></ss:Data></Comment><Data ss:Type="String">a</Data><NamedCell ss:Name="_FilterDatabase"/><PhoneticText xmlns="y">p</PhoneticText></Cell></Row>`, "1|a|\n"},
		"entities":        {"<Row>" + str("a&#10;b&lt;&amp;&gt;&quot;&apos;&#24352;&#x4E09;") + str("<![CDATA[<a>&amp;]]>") + str("a\r\nb") + "</Row>", `1|a\nb<&>"'张三|<a>&amp;|a\nb|` + "\n"},
		"markup comments": {`<!-- <Row/> --><Row><!-- x -->` + str("a<!-- b -->c<?pi d?>e") + `</Row>`, "1|ace|\n"},
		"indexes":         {`<Row ss:Index="3">` + str("a") + `<Cell ss:Index="4"><Data ss:Type="String">b</Data></Cell>` + str("c") + `</Row><Row>` + str("d") + `</Row><Row ss:Index="1048576"><Cell ss:Index="16384"><Data>e</Data></Cell></Row>`, "3|a|||b|c|\n4|d|\n1048576" + strings.Repeat("|", 16384) + "e|\n"},
		"spans":           {`<Column ss:Span="5"/><Row ss:Span="2"/><Row>` + str("a") + `</Row>`, "4|a|\n"},
		"merged across":   {`<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">a</Data></Cell>` + str("b") + `</Row>`, "1|a|||b|\n"},
		"merged down":     {`<Row><Cell ss:MergeDown="2" ss:MergeAcross="1"><Data ss:Type="String">a</Data></Cell>` + str("1") + `</Row><Row><Cell ss:Index="3"><Data>2</Data></Cell></Row><Row><Cell ss:Index="3"/></Row><Row>` + str("3") + `</Row>`, "1|a||1|\n2|a||2|\n4|3|\n"},
		"merged, blank":   {`<Row>` + str("1") + `<Cell ss:MergeDown="1"><Data ss:Type="String">a</Data></Cell></Row><Row>` + str("2") + `<Cell/>` + str("3") + `</Row>`, "1|1|a|\n2|2|a|3|\n"},
		"merged, skipped": {`<Row>` + str("1") + `<Cell ss:MergeDown="5"><Data ss:Type="String">a</Data></Cell></Row><Row ss:Index="6">` + str("2") + `</Row><Row>` + str("3") + `</Row>`, "1|1|a|\n6|2|a|\n7|3|\n"},
		"hidden":          {`<Row ss:Hidden="1">` + str("a") + `</Row><Row ss:Hidden="1"/><Row ss:Hidden="0">` + str("b") + `</Row>`, "1|a|\n3|b|\n"},
		"elsewhere":       {`<Cell><Data>x</Data></Cell><Foo><Row>` + str("x") + `</Row></Foo><Row><Foo>` + str("x") + `</Foo><Data>x</Data>` + str("a") + `y</Row>`, "1|a|\n"},
		"no rows":         {``, ""},
	} {
		t.Run(name, func(t *testing.T) {
			head := "a.xls [表1]\n"
			if name == "hidden" {
				head = "a.xls [表1] hidden rows: 1\n"
			}
			wantDump(t, sheetXML(c.rows), "", head+c.want)
		})
	}
}

func TestWorksheets(t *testing.T) {
	const row = `<Row><Cell><Data ss:Type="String">%s</Data></Cell></Row>`
	const options = `<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>%s</Visible></WorksheetOptions>`
	text := `<?xml version="1.0" encoding="GB2312"?><!-- c --><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">` +
		`<Styles><Style ss:ID="a"><Table><Row/></Table></Style></Styles>` +
		`<ss:Worksheet ss:Name="低保 "><Names><NamedRange ss:Name="a"/></Names><ss:Table>` + fmt.Sprintf(row, "a") + `</ss:Table>` + fmt.Sprintf(options, "SheetHidden") + `</ss:Worksheet>` +
		`<ss:Worksheet ss:Name="图"/>` +
		`<ss:Worksheet ss:Name="特&amp;困">` + fmt.Sprintf(options, "SheetVeryHidden") + `<Table>` + fmt.Sprintf(row, "b") + `</Table></ss:Worksheet>` +
		`<ss:Worksheet>` + fmt.Sprintf(options, "x") + `<Table>` + fmt.Sprintf(row, "c") + `</Table></ss:Worksheet>` +
		"</ss:Workbook>\n<!-- end -->\n"
	wantDump(t, text, "", "a.xls [低保 ]\n1|a|\na.xls [图]\na.xls [特&困] hidden\n1|b|\na.xls [表4]\n1|c|\n")
	wantDump(t, "\uFEFF \n"+text, "特&困 ", "a.xls [特&困] hidden\n1|b|\n")
	_, err := dump(t, text, "名单")
	if want := "a.xls: there is no sheet 名单; the sheets are 低保, 图, 特&困, 表4"; err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

func TestLongWorksheetsComeInBatches(t *testing.T) {
	var rows, want strings.Builder
	want.WriteString("a.xls [表1] hidden rows: 5000\n")
	for i := range 10_000 {
		fmt.Fprintf(&rows, `<Row ss:Hidden="%d"><Cell><Data ss:Type="Number">%d</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">x</Data></Cell></Row>`, i%2, i)
		fmt.Fprintf(&want, "%d|%d||x|\n", i+1, i)
	}
	wantDump(t, sheetXML(rows.String()), "", want.String())
}

func TestXMLIsRefused(t *testing.T) {
	const good = `<Row><Cell><Data ss:Type="String">张三</Data></Cell></Row>`
	whole := sheetXML(good)
	cell := func(attrs, text string) string {
		return good + `<Row><Cell ` + attrs + `><Data ss:Type="String">` + text + `</Data></Cell></Row>`
	}
	for name, c := range map[string]struct{ text, says string }{
		"no worksheet":            {sheetXML(), "a.xls: an XML spreadsheet without a worksheet"},
		"cut in a row":            {before(whole, "</Row>"), "a.xls [表1]: row 1: its XML ends too early"},
		"cut in a tag":            {before(whole, "ow>"), "a.xls [表1]: its XML ends too early"},
		"cut behind rows":         {before(whole, "</Table>"), "a.xls [表1]: row 1: its XML ends too early"},
		"cut behind the table":    {before(whole, "</Worksheet>"), "a.xls: its XML ends too early"},
		"cut at the end":          {before(whole, "</Workbook>"), "a.xls: its XML ends too early"},
		"cut in the last tag":     {whole[:len(whole)-1], "a.xls: its XML ends too early"},
		"two documents":           {whole + whole, "a.xls: its XML is damaged: line 1: something follows its end"},
		"text behind":             {whole + "张三", "a text stands outside"},
		"an end too many":         {whole + "</Workbook>", "an end tag without its start tag"},
		"ends crossed":            {sheetXML(`<Row><Cell></Row></Cell>`), "row 1: its XML is damaged: line 1: an end tag without"},
		"two tables":              {strings.Replace(whole, "</Table>", "</Table><Table/>", 1), "a worksheet has two tables"},
		"document type":           {strings.Replace(whole, "<Workbook", "<!DOCTYPE x [<!ENTITY a 'b'>]><Workbook", 1), "a document type"},
		"unknown entity":          {sheetXML(cell("", "a&nbsp;张三")), "row 2: its XML is damaged: line 1: it is not written properly"},
		"open entity":             {sheetXML(cell("", "a&张三")), "not written properly"},
		"impossible character":    {sheetXML(cell("", "张三&#0;")), "not written properly"},
		"not UTF-8":               {sheetXML(cell("", "\xd5\xc5")), "not written properly"},
		"an attribute unquoted":   {sheetXML(cell("ss:Index=3", "")), "not written properly"},
		"row backwards":           {sheetXML(good + `<Row ss:Index="1"/>`), `row 2: its XML is damaged: line 1: what comes after number 1 has the number "1"`},
		"row of letters":          {sheetXML(good + `<Row ss:Index="x"/>`), `has the number "x"`},
		"row beyond":              {sheetXML(good + `<Row ss:Index="99999999999999999999"/>`), "more than 1048576 rows"},
		"row behind the last":     {sheetXML(good + `<Row ss:Index="1048576"/><Row/>`), "row 1048577: more than 1048576 rows"},
		"a huge span":             {sheetXML(good + `<Row ss:Span="1048576"/>`), "row 2: more than 1048576 rows"},
		"a span of letters":       {sheetXML(good + `<Row ss:Span="x"/>`), `ss:Span is "x"`},
		"column backwards":        {sheetXML(good + `<Row><Cell/><Cell ss:Index="1"/></Row>`), `what comes after number 1 has the number "1"`},
		"column beyond":           {sheetXML(cell(`ss:Index="16385"`, "x")), "row 2: more than 16384 columns"},
		"column behind a merger":  {sheetXML(`<Row><Cell ss:MergeAcross="99999999"/><Cell/></Row>`), "row 1: more than 16384 columns"},
		"many columns":            {sheetXML(`<Row>` + strings.Repeat("<Cell/>", 16385) + `</Row>`), "row 1: more than 16384 columns"},
		"a merger of letters":     {sheetXML(cell(`ss:MergeDown="x"`, "")), `ss:MergeDown is "x"`},
		"a negative merger":       {sheetXML(cell(`ss:MergeAcross="-1"`, "")), `ss:MergeAcross is "-1"`},
		"many mergers":            {sheetXML(`<Row>` + strings.Repeat(`<Cell ss:MergeDown="9"/>`, 257) + `</Row>`), "row 1: more than 256 cells are merged"},
		"text under a merged one": {sheetXML(`<Row><Cell ss:MergeDown="1"><Data>a</Data></Cell></Row><Row><Cell><Data>张三</Data></Cell></Row>`), "row 2: a text stands where a cell above is merged"},
		"a long cell":             {sheetXML(cell("", strings.Repeat("x", 131_069))), "row 2: a text of 131069 bytes is longer"},
		"a very long cell":        {sheetXML(cell("", strings.Repeat("x", 5<<20))), "row 2: a text of"},
		"a long attribute":        {sheetXML(cell(`ss:Formula="`+strings.Repeat("x", 5<<20)+`"`, "")), "more than 4 MiB"},
		"a long row":              {sheetXML("<Row>" + strings.Repeat("<Cell><Data>"+strings.Repeat("x", 100_000)+"</Data></Cell>", 42) + "</Row>"), "row 1: it has more than 4 MiB"},
		"many pieces":             {sheetXML(cell("", strings.Repeat("x<!-- -->", 1<<20))), "longer than a cell can be"},
		"deep":                    {sheetXML(cell("", strings.Repeat("<B>", 300))), "row 2: its elements are nested too deeply"},
		"deep elsewhere":          {sheetXML(strings.Repeat("<B>", 300)), "nested too deeply"},
	} {
		t.Run(name, func(t *testing.T) { wantError(t, c.text, c.says) })
	}
}

// before is the part of whole before a mark that it has.
func before(whole, mark string) string {
	start, _, _ := strings.Cut(whole, mark)
	return start
}
