package markup_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestHTMLRows(t *testing.T) {
	for name, c := range map[string]struct{ rows, want string }{
		"plain":               {`<tr><th>姓名</th><th>证件号码</th></tr><tr><td>张三</td><td>430599199001011234</td></tr>`, "1|姓名|证件号码|\n2|张三|430599199001011234|\n"},
		"groups":              {`<thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody><tfoot><tr><td>c</td></tr></tfoot>`, "1|a|\n2|b|\n3|c|\n"},
		"no end tags":         {`<thead><tr><th>a<th>b<tbody><tr><td>c<td>d<tr><td>e`, "1|a|b|\n2|c|d|\n3|e|\n"},
		"no tr":               {`<td>a<td>b<tr><td>c`, "1|a|b|\n2|c|\n"},
		"rows end the cells":  {`<tr><td>a</tr><tr><td>b</tbody><tbody><td>c`, "1|a|\n2|b|\n3|c|\n"},
		"capitals":            {`<TR><TD COLSPAN=2>a</TD><TD>b</TD></TR><Tr><tD>c</tD></tR>`, "1|a||b|\n2|c|\n"},
		"self-closing":        {`<tr><td/><td>b</td><td /><td>d</td></tr>`, "1||b||d|\n"},
		"blank rows":          {`<tr></tr><tr><td></td></tr><tr><td>&nbsp;</td><td> <br> </td></tr><tr><td>x</td></tr>`, "4|x|\n"},
		"end tags of nothing": {`</td></tr></div></span><tr></td><td>a</b></td></td></tr></tr><tr><td>b`, "1|a|\n2|b|\n"},
		"columns":             {`<col width=72><colgroup><col></colgroup><tr><td>a`, "1|a|\n"},
		"text nowhere":        {`stray<tr>stray<td>a</td>stray</tr>`, "1|a|\n"},

		"white space":       {"<tr><td>\r\n  a \t b\n c\f</td><td> <b> a </b> <i> b </i> </td></tr>", "1|a b c|a b|\n"},
		"inline markup":     {`<tr><td><font face="宋体"><b>张</b><span lang=EN-US>3</span></font><a href="#x">丰</a></td></tr>`, "1|张3丰|\n"},
		"entities":          {`<tr><td>&lt;a&gt;&amp;amp;&quot;&apos;&#24352;&#x4e09;&middot;&eacute;</td><td>a&nbsp;&nbsp;b&nbsp;</td><td>&unknown; & &#0; &lt</td></tr>`, "1|<a>&amp;\"'张三·é|a  b|&unknown; & \uFFFD <|\n"},
		"line breaks":       {`<tr><td>a<br>b<br/> c <BR><br>d</td><td><br>a<br></td><td><p>a</p><p>b</p><div>c<div>d</div></div>e</td></tr>`, `1|a\nb\nc\n\nd|a|a\nb\nc\nd\ne|` + "\n"},
		"comments":          {`<!-- <tr><td>x</td></tr> --><tr><!-- <td>x</td> --><td>a<!-- b -->c</td></tr>`, "1|ac|\n"},
		"conditions":        {`<tr><![if !supportMisalignedColumns]><td>a</td><![endif]><!--[if gte mso 9]><td>x</td><![endif]--><td>b</td></tr>`, "1|a|b|\n"},
		"scripts":           {`<tr><td>a<script>if (1 < 2) "</td><td>x"</script><style>td {x}</style><noscript>x</noscript><iframe>x</iframe>b</td><SCRIPT>"<td>x"</SCRIPT><td>c</td></tr>`, "1|ab|c|\n"},
		"text areas":        {`<tr><td><textarea>a<b></textarea></td><td><input value="x">b</td></tr>`, "1|a<b>|b|\n"},
		"damaged numbers":   {`<tr><td>4.30599E+17</td><td>="430599199001011234"</td><td>'007</td><td>007</td></tr>`, "1|4.30599E+17|=\"430599199001011234\"|'007|007|\n"},
		"angles in a value": {`<tr><td title="a>b">c</td><td title='</td>'>d</td></tr>`, "1|c|d|\n"},

		"colspan":             {`<tr><td colspan=3>a</td><td>b</td></tr><tr><td colspan="2"></td><td colspan='0'>c</td><td colspan=x>d</td><td colspan=-1>e</td></tr>`, "1|a|||b|\n2|||c|d|e|\n"},
		"a huge last colspan": {`<tr><td colspan=99999999999999999999>a</td></tr><tr><td>b`, "1|a|\n2|b|\n"},
		"rowspan":             {`<tr><td rowspan=3>a</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr><tr><td>4</td><td>5</td></tr>`, "1|a|1|\n2|a|2|\n3|a|3|\n4|4|5|\n"},
		"rowspan in between":  {`<tr><td>1</td><td rowspan=2 colspan=2>a</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>`, "1|1|a||2|\n2|3|a||4|\n"},
		"rowspans beside":     {`<tr><td rowspan=3>a</td><td rowspan=2>b</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td><td>4</td></tr>`, "1|a|b|1|\n2|a|b|2|\n3|a|3|4|\n"},
		"rowspan last":        {`<tr><td>1</td><td rowspan=2>a</td></tr><tr><td>2</td></tr>`, "1|1|a|\n2|2|a|\n"},
		"rowspan of blank":    {`<tr><td rowspan=2></td><td>1</td></tr><tr><td>2</td></tr>`, "1||1|\n2||2|\n"},
		"rowspan makes none":  {`<tr><td rowspan=4>a</td><td>1</td></tr><tr></tr><tr><td></td></tr><tr><td>2</td></tr>`, "1|a|1|\n4|a|2|\n"},
		"rowspan to the end":  {`<tbody><tr><td rowspan=0>a</td><td>1<tr><td>2<tr><td>3<tbody><tr><td>4`, "1|a|1|\n2|a|2|\n3|a|3|\n4|4|\n"},
		"rowspan and group":   {`<tbody><tr><td rowspan=99999999999>a</td><td>1</tbody><tr><td>2`, "1|a|1|\n2|2|\n"},

		"x:num":         {`<tr><td x:num="430599199001011000">4.30599E+17</td><td x:num>12</td><td x:num="43374">2018/10/1</td><td x:num="0.5">50%</td><td x:num="">7</td></tr>`, "1|4.30599199001011E+17|12|43374|0.5|7|\n"},
		"x:num as text": {`<tr><td x:num="430599199001011000" style='mso-number-format:"\@"'>430599199001011234</td></tr>`, "1|430599199001011234|\n"},
		"x:str":         {`<tr><td x:str="a  b ">a b</td><td x:str>007</td><td x:str="">b</td><td X:STR='430599199001011234'>4</td></tr>`, "1|a  b|007|b|430599199001011234|\n"},
	} {
		t.Run(name, func(t *testing.T) {
			wantDump(t, "<table>"+c.rows+"</table>", "", "a.xls\n"+c.want)
		})
	}
}

func TestHiddenRowsAreReadAndCounted(t *testing.T) {
	const rows = `<tr><td>1</td></tr><tr style='display:none'><td>2</td></tr><tr height=0 style='height:0; DISPLAY : None; x'><td>3</td></tr>` +
		`<tr style="mso-hide:all"><td>4</td></tr><tr hidden><td>5</td></tr><tr style='display:none'><td></td></tr><tr style="display:block"><td>6</td></tr>` +
		`<tbody style='display:none'><tr><td>7</td></tr><td>8</td></tbody><tr><td>9</td></tr>`
	wantDump(t, `<table>`+rows+`</table>`, "", "a.xls hidden rows: 6\n1|1|\n2|2|\n3|3|\n4|4|\n5|5|\n7|6|\n8|7|\n9|8|\n10|9|\n")
	wantDump(t, `<table style="display: none"><tr><td>1</table>`, "", "a.xls hidden\n1|1|\n")
}

func TestTablesOfHTMLAreSheets(t *testing.T) {
	one := func(text string) string { return "<table><tr><td>" + text + "</td></tr></table>" }
	for name, c := range map[string]struct{ text, want string }{
		"several":    {one("a") + "<p>b</p>" + one("c") + one("d"), "a.xls\n1|a|\na.xls [表2]\n1|c|\na.xls [表3]\n1|d|\n"},
		"captions":   {`<table><caption><b>低保 </b>名单</caption><tr><td>a</table><table><caption></caption><td>b</table><table><caption>c<tr><td>d</table>`, "a.xls [低保 名单]\n1|a|\na.xls [表2]\n1|b|\na.xls [c]\n1|d|\n"},
		"no text":    {one("") + one("&nbsp;") + one("a") + "<table></table>" + one("b"), "a.xls\n1|a|\na.xls [表2]\n1|b|\n"},
		"links":      {`<ul><li><a href="#sheet0">低保</a><li><a href='#sheet1'>特&amp;困</a></ul>` + `<table id=sheet0><td>a</table><a name="sheet1"><h1>表 2</h1></a>` + one("b") + one("c"), "a.xls [低保]\n1|a|\na.xls [特&困]\n1|b|\na.xls [表3]\n1|c|\n"},
		"other link": {`<a href="#top">a</a><a href="x.htm">b</a><a href="#open">` + strings.Repeat("字", 1000) + one("b"), "a.xls\n1|b|\n"},
		"Excel's": {`<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>低保&amp;特困</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook>` +
			`<x:ExcelName><x:Name>Print_Area</x:Name></x:ExcelName></xml><![endif]-->` + one("") + one("a") + one("b"), "a.xls [低保&特困]\n1|a|\na.xls [表2]\n1|b|\n"},
		"layout": {`<table><tr><td>标题</td><td>` + one("a") + `</td></tr><tr><td>` + one("b") + one("") + `脚注</td></tr></table>` + one("c"), "a.xls\n1|a|\na.xls [表2]\n1|b|\na.xls [表3]\n1|c|\n"},
		"layout with rowspans": {`<table><tr><td rowspan=3>标题</td><td rowspan=0>x</td></tr><tr><td rowspan=2>` + one("a") + `<tr><td>` + one("b") + `</table>`,
			"a.xls\n1|a|\na.xls [表2]\n1|b|\n"},
		"deep layout": {strings.Repeat("<table><tr><td>", 31) + one("a") + strings.Repeat("</table>", 31), "a.xls\n1|a|\n"},
	} {
		t.Run(name, func(t *testing.T) { wantDump(t, c.text, "", c.want) })
	}
}

func TestWantedTableIsRead(t *testing.T) {
	const text = `<table><td>a</table><table><caption>名单</caption><td>b</table><table><td>c</table><table><caption>名单</caption><td>d</table>`
	for sheet, want := range map[string]string{
		"表1": "a.xls\n1|a|\n", " 名单 ": "a.xls [名单]\n1|b|\n", "表3": "a.xls [表3]\n1|c|\n",
	} {
		wantDump(t, text, sheet, want)
	}
	for _, sheet := range []string{"表2", "表5"} {
		_, err := dump(t, text, sheet)
		if want := "a.xls: there is no sheet " + sheet + "; the sheets are 表1, 名单, 表3, 名单"; err == nil || err.Error() != want {
			t.Errorf("the error is %v, want %s", err, want)
		}
	}
	_, err := dump(t, strings.TrimSuffix(text, "</table>"), "表1")
	if err == nil || !strings.Contains(err.Error(), "truncated") {
		t.Errorf("the document that is cut behind the wanted table gives %v", err)
	}
}

func TestLongTablesComeInBatches(t *testing.T) {
	var text, want strings.Builder
	text.WriteString("<html><body><table>")
	want.WriteString("a.xls hidden rows: 3334\n")
	for i := range 10_000 {
		style := ""
		if i%3 == 0 {
			style = " style='display:none'"
		}
		fmt.Fprintf(&text, "<tr%s><td>%d<td><td>%d", style, i, i*i)
		fmt.Fprintf(&want, "%d|%d||%d|\n", i+1, i, i*i)
	}
	text.WriteString("</table><table><td>b</table></body></html>")
	want.WriteString("a.xls [表2]\n1|b|\n")
	wantDump(t, text.String(), "", want.String())
}

func TestHTMLIsRefused(t *testing.T) {
	rows := func(n int) string { return strings.Repeat("<tr><td>张三</td></tr>", n) }
	for name, c := range map[string]struct{ text, says string }{
		"no table":            {`<html><body><p>登录超时</p></body></html>`, "a.xls: HTML or XML in which no table has any text"},
		"an empty table":      {`<table><tr><td></td></tr></table>`, "no table has any text"},
		"other XML":           {`<?xml version="1.0"?><rss><item>x</item></rss>`, "no table has any text"},
		"frames":              {`<html><frameset rows="*,39"><frame src="a.files/sheet001.htm"></frameset></html>`, "save it as .xlsx"},
		"sheets elsewhere":    {`<html><!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>1</x:Name><x:WorksheetSource HRef="a.files/sheet001.htm"/></x:ExcelWorksheet></xml><![endif]--></html>`, "in other files"},
		"1904":                {`<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook></xml><![endif]--><table><td>1</table>`, "counts dates from 1904"},
		"cut in a table":      {`<html><body><table>` + rows(3) + `</body></html>`, "a.xls: row 3: the file ends within a table"},
		"cut in a long table": {`<html><body><table>` + rows(3000), "a.xls: row 3000: the file ends within a table"},
		"cut in a layout":     {`<table><tr><td><table>` + rows(1) + `</table>`, "the file ends within a table"},
		"cut between tables":  {`<html><table>` + rows(1) + `</table>`, "before its HTML does"},
		"cut in a body":       {`<body><table>` + rows(1) + `</table>`, "before its HTML does"},
		"cut in a tag":        {`<table>` + rows(1) + `</table><tab`, "before its HTML does"},
		"cut in an angle":     {`<table>` + rows(1) + `</table><`, "before its HTML does"},
		"cut in an end":       {`<table>` + rows(1) + `</table></`, "before its HTML does"},
		"cut in a comment":    {`<table>` + rows(1) + `</table><!-- x`, "before its HTML does"},
		"cut in a script":     {`<table>` + rows(1) + `</table><script> x`, "before its HTML does"},
		"a table in a table":  {`<table>` + rows(1) + `<table>` + rows(1) + `</table>`, "an end tag was lost"},
		"a table in a late":   {`<table>` + rows(33) + `<tr><td><table>` + rows(1) + `</table></table>`, "a.xls: row 34: a cell holds a table"},
		"empty ones in cells": {`<table>` + rows(3) + `<tr><td>张三<table></table></td></tr></table>`, "a cell holds a table"},
		"rows beside a table": {`<table><tr><td><table>` + rows(1) + `</table></td></tr>` + rows(40) + `</table>`, "holds both rows and tables"},
		"tables too deep":     {strings.Repeat("<table><tr><td>", 33), "nested too deeply"},
		"columns":             {`<table><tr>` + strings.Repeat("<td>x", 16385) + `</table>`, "row 1: more than 16384 columns"},
		"columns by a span":   {`<table><tr><td colspan=16384>x<td>x</table>`, "row 1: more than 16384 columns"},
		"columns by spans":    {`<table><tr>` + strings.Repeat("<td colspan=2147483647>x", 9) + `</table>`, "row 1: more than 16384 columns"},
		"many rowspans":       {`<table><tr>` + strings.Repeat("<td rowspan=9>x", 257) + `</table>`, "row 1: more than 256 cells are merged"},
		"a long cell":         {`<table>` + rows(1) + `<tr><td>` + strings.Repeat("x", 131069) + `</table>`, "row 2: a text of 131069 bytes is longer"},
		"a cell of breaks":    {`<table><tr><td>x` + strings.Repeat("<br>", 131069) + `x</table>`, "is longer than a cell can be"},
		"a long exact cell":   {`<table><tr><td x:str="` + strings.Repeat("x", 131069) + `">x</table>`, "is longer than a cell can be"},
		"a long row":          {`<table><tr>` + strings.Repeat("<td>"+strings.Repeat("x", 100_000), 42) + `</table>`, "row 1: it has more than 4 MiB"},
		"a long tag":          {`<table><tr><td title="` + strings.Repeat("x", 5<<20) + `">x</table>`, "more than 4 MiB"},
		"a long comment":      {`<!-- ` + strings.Repeat("x", 5<<20) + `--><table>` + rows(1) + `</table>`, "more than 4 MiB"},
		"many attributes":     {`<table><tr><td ` + strings.Repeat("a=b ", 2<<20) + `>x</table>`, "more than 4 MiB"},
		"not UTF-8":           {"<table><tr><td>\xd5\xc5</table>", "row 1: a text is not UTF-8"},
		"nothing":             {" \n", "no table has any text"},
	} {
		t.Run(name, func(t *testing.T) { wantError(t, c.text, c.says) })
	}
}

// TestWholeDocumentsNeedNotBeTidy: what comes after the last table may be
// sloppy as long as it is all there.
func TestWholeDocumentsNeedNotBeTidy(t *testing.T) {
	for _, text := range []string{
		"<table><td>a</table>", "\uFEFF\n<table><td>a</table>\n", "<html><body><table><td>a</table></body>", "<html><body><table><td>a</table></html>\n\n",
		"<body><table><td>a</table></body>", "<!DOCTYPE html><HTML><head><title>x<table></title></head><table><td>a</table></HTML><!-- 1 < 2 -->",
		"<?xml version='1.0' encoding='gbk'?><!DOCTYPE html><html xmlns='x'><table><td>a</td></table></html>", "<div><form><table><td>a</table> 1 < 2", "x<table><td>a</table></table></div>",
		"<html><meta charset=gb2312><table><td>a</table></html>",
	} {
		wantDump(t, text, "", "a.xls\n1|a|\n")
	}
}
