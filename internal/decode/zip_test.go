package decode_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/decode"
)

// archiveText is the tables of an archive, each behind its name, and the notes.
func archiveText(t *testing.T, content []byte, o decode.Options) (text string, notes []string, err error) {
	t.Helper()
	o.Note = func(note string) { notes = append(notes, note) }
	tables, err := readFile(t, in(content), o)
	for _, g := range tables {
		text += g.name + ":" + g.text()
	}
	return text, notes, err
}

func TestFilesOfAnArchiveAreReadInTheOrderOfTheirNames(t *testing.T) {
	workbook := string(newBook("", `<row r="1"><c t="inlineStr"><is><t>姓名</t></is></c></row>`).zip(t))
	content := book{
		{"名册/201802.csv", "b,2\n"}, {"名册/201801.csv", "a,1\n"}, {"c.xlsx", workbook}, {"__MACOSX/._c.xlsx", "x"}, {"名册/.DS_Store", "x"},
		{"~$c.xlsx", "x"}, {"公函.pdf", "%PDF-1.7"}, {"照片/章.jpg", "\xFF\xD8\xFF\xE0"}, {"d.zip", string(book{{"e.csv", "e,1\n"}}.zip(t))},
	}.zip(t)
	text, notes, err := archiveText(t, content, decode.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := "in/c.xlsx [表1]:1|姓名|\nin/d.zip/e.csv:1|e|1|\nin/名册/201801.csv:1|a|1|\nin/名册/201802.csv:1|b|2|\n"
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
	wantNotes := []string{
		"in/公函.pdf was passed over: a PDF", "in/照片/章.jpg was passed over: a picture",
	}
	if diff := cmp.Diff(wantNotes, notes); diff != "" {
		t.Error(diff)
	}
}

func TestArchiveRefuses(t *testing.T) {
	inner := func(b book) string { return string(b.zip(t)) }
	for name, c := range map[string]struct {
		b    book
		says string
	}{
		"no table":       {book{{"a.pdf", "%PDF"}}, "in: no file of the archive is a table"},
		"only litter":    {book{{"a/", ""}, {".a", "x"}}, "in: an archive without a file"},
		"one name twice": {book{{"a.csv", "a\n"}, {"a.csv", "b\n"}}, "in: two files of the archive have one name"},
		"too deep":       {book{{"a.zip", inner(book{{"b.zip", inner(book{{"c.csv", "a\n"}})}})}}, "in/a.zip/b.zip: an archive in an archive"},
		"an empty file":  {book{{"a.csv", "a\n"}, {"b.csv", ""}}, "in/b.csv: the file is empty"},
		"a RAR inside":   {book{{"a.rar", "Rar!\x1a\x07"}}, "in/a.rar: packed with RAR"},
		"an open quote":  {book{{"a.csv", "a,\"b\n"}}, "in/a.csv: row 1: a quote is opened"},
		"a bomb":         {book{{"a.csv", strings.Repeat("0", 70<<20)}}, "in/a.csv: "},
		"nothing of ZIP": {book{}, "in: an archive without a file"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := archiveText(t, c.b.zip(t), decode.Options{})
			wantError(t, err, c.says)
		})
	}
}

// TestArchiveOfWorkbooksCutShort: each workbook is a ZIP whole, and none of them
// is taken for the archive that was cut off behind it.
func TestArchiveOfWorkbooksCutShort(t *testing.T) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	var ends []int
	for i := range 3 {
		entry, err := archive.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%d乡.xlsx", i), Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		row := fmt.Sprintf(`<row r="1"><c r="A1"><v>%d</v></c></row>`, i)
		if _, err := entry.Write(newBook("", row).zip(t)); err != nil {
			t.Fatal(err)
		}
		if err := archive.Flush(); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, out.Len())
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	text, _, err := archiveText(t, out.Bytes(), decode.Options{})
	if want := "in/0乡.xlsx [表1]:1|0|\nin/1乡.xlsx [表1]:1|1|\nin/2乡.xlsx [表1]:1|2|\n"; err != nil || text != want {
		t.Fatalf("whole: got %q, %v", text, err)
	}
	for _, end := range []int{ends[0], ends[1], ends[1] + 60, ends[1] + 300, ends[2]} {
		text, _, err := archiveText(t, out.Bytes()[:end], decode.Options{})
		wantError(t, err, "in: the file is ")
		if text != "" {
			t.Errorf("cut at %d: read %q", end, text)
		}
	}
	_, _, err = archiveText(t, append([]byte("PK\x03\x04 and more than a header is long"), out.Bytes()...), decode.Options{})
	wantError(t, err, "in: the file is cut off or damaged: the directory at its end does not have what it begins with")
	_, _, err = archiveText(t, append([]byte("MZ\x90\x00\x03"), out.Bytes()...), decode.Options{})
	wantError(t, err, "in: a program, as archives are that unpack themselves")
}

// TestEncryptedArchives reads what other programs have encrypted.
func TestEncryptedArchives(t *testing.T) {
	const dir = "../zipcrypt/testdata/"
	plain, err := os.ReadFile(dir + "roster.csv")
	if err != nil {
		t.Fatal(err)
	}
	want, err := readOne(t, plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"zipcrypto", "7z-zipcrypto", "streamed", "gbk", "aes128", "aes192", "aes256", "aes256-stored", "ae1-aes128", "ae1-aes256"} {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(dir + name + ".zip")
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = archiveText(t, content, decode.Options{})
			wantError(t, err, "in/", "it is encrypted: set the feed's password")
			_, _, err = archiveText(t, content, decode.Options{Password: "not this one"})
			wantError(t, err, "in/", "password is wrong")
			text, _, err := archiveText(t, content, decode.Options{Password: "synthetic-2018"})
			if err != nil || !strings.Contains(text, want) {
				t.Errorf("got %q, %v", text, err)
			}
			if name == "gbk" && !strings.HasPrefix(text, "in/低保名单.csv:") {
				t.Errorf("the file's name is %.40q", text)
			}
		})
	}
}

// TestNothingIsLeftOfAnArchive: what is unpacked is personal data.
func TestNothingIsLeftOfAnArchive(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	for _, b := range []book{{{"a.csv", "a,b\n"}, {"b.csv", "a,b\n"}}, {{"a.csv", "a,\"b\n"}}, {{"a.pdf", "%PDF"}}} {
		_, _, _ = archiveText(t, b.zip(t), decode.Options{})
		left, err := os.ReadDir(temp)
		if err != nil || len(left) > 0 {
			t.Errorf("%v: %v", left, err)
		}
	}
}

func TestJSONIsRecognised(t *testing.T) {
	for content, want := range map[string]string{
		`[{"a":"1"},{"a":"2"}]`: "1|a|\n2|1|\n3|2|\n",
		"\uFEFF {\"data\":{\"rows\":[{\"a\":\"1\"}]}}\n{\"data\":{\"rows\":[{\"a\":\"2\"}]}}": "1|a|\n2|1|\n3|2|\n",
		"[a],b\n1,2\n": "1|[a]|b|\n2|1|2|\n",
		"{a},b\n1,2\n": "1|{a}|b|\n2|1|2|\n",
	} {
		got, err := readOne(t, []byte(content))
		if err != nil || got != want {
			t.Errorf("%s: got %q, %v", content, got, err)
		}
	}
	got, err := readFile(t, in([]byte(`{"x":[{"a":"1"}],"y":[{"a":"2"}]}`)), decode.Options{Records: "y"})
	if err != nil || fmt.Sprint(got[0].text()) != "1|a|\n2|2|\n" {
		t.Errorf("got %v, %v", got, err)
	}
}
