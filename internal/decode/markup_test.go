package decode_test

import (
	"strings"
	"testing"
)

const (
	page        = `<html><head><meta charset="gb2312"></head><body><table><tr><td>姓名<td>证件号码<tr><td rowspan=2>张三<td>1<tr><td>2</table></body></html>`
	workbookXML = `<?xml version="1.0" encoding="GB2312"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">` +
		`<Worksheet ss:Name="名册"><Table><Row><Cell><Data ss:Type="String">姓名</Data></Cell></Row></Table></Worksheet></Workbook>`
)

// TestMarkupInEveryEncoding: the bytes say what they are, whatever the page says.
func TestMarkupInEveryEncoding(t *testing.T) {
	for text, want := range map[string]string{
		page:        "1|姓名|证件号码|\n2|张三|1|\n3|张三|2|\n",
		workbookXML: "1|姓名|\n",
	} {
		for name, content := range map[string][]byte{
			"UTF-8": []byte(text), "UTF-8 with a mark": []byte(mark + text), "GB18030": gbText(t, text),
			"UTF-16LE": utf16Text(mark+text, 0), "UTF-16BE": utf16Text(text, 1),
		} {
			got, err := readOne(t, content)
			if err != nil || got != want {
				t.Errorf("%s: got %q, %v\nwant %q", name, got, err, want)
			}
		}
	}
}

// TestMarkupThatDoesNotDecode: what follows the bad bytes must not be read as if
// they had not been there.
func TestMarkupThatDoesNotDecode(t *testing.T) {
	for _, at := range []int{3, 600, 70_000} {
		long := strings.Replace(page, "<body>", "<body>"+strings.Repeat(" ", at), 1)
		content := append([]byte(mark), strings.Replace(long, "张三", "\xD5\xC5", 1)...)
		_, err := readOne(t, content)
		wantError(t, err, "in: ", "no character of the encoding")
	}
}
