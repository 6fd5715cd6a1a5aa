package markup_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// readLog is what a document says, read in pieces of any size.
func readLog(t testing.TB, src io.Reader) string {
	t.Helper()
	tables, err := readTables(t, src, "")
	checkFuzzError(t, err)
	var out strings.Builder
	for _, g := range tables {
		out.WriteString(g.text())
	}
	return out.String() + fmt.Sprint(err)
}

func checkFuzzError(t testing.TB, err error) {
	t.Helper()
	if err != nil && !strings.HasPrefix(err.Error(), "a.xls") {
		t.Errorf("the error %q does not name the file first", err)
	}
}

func FuzzOpen(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.xls")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	for _, rows := range []string{
		`<tr><td rowspan=2>a<td colspan=2>b<tr><td x:num="43374">c`, `<caption>c<tr><td>a<table><td>b</table>c<td>&nbsp;<br>`,
		`<tbody style='display:none'><td rowspan=0>a<p>b</p>c</tbody><td><script>`,
	} {
		f.Add([]byte("<html><a href=#x>n</a><a name=x><table>" + rows + "</table></html>"))
	}
	f.Add([]byte(sheetXML(`<Row ss:Index="2"><Cell ss:MergeDown="1" ss:MergeAcross="1"><Data ss:Type="Number">1E5</Data></Cell></Row><Row ss:Hidden="1"><Cell ss:Index="3"/></Row>`,
		`<Row ss:Span="2"><Cell><Data ss:Type="DateTime">2018-10-01T00:00:00.000</Data></Cell></Row>`)))
	f.Fuzz(func(t *testing.T, text []byte) {
		once := readLog(t, bytes.NewReader(text))
		slow := readLog(t, iotest.OneByteReader(bytes.NewReader(text)))
		if once != slow {
			t.Errorf("at once:\n%s\nbyte by byte:\n%s", once, slow)
		}
	})
}
