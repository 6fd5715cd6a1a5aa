package decode_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/decode"
)

// wholeFile is a file that can be read, and what shows in it when it is damaged.
type wholeFile struct {
	content []byte
	open    bool // it may end after any line
	sealed  bool // it has checksums, so that no wrong bit is read
}

// wholeFiles is every file with a table that lies in the repository, and some of
// the formats that none of them has.
func wholeFiles(t *testing.T) map[string]wholeFile {
	t.Helper()
	all := map[string]wholeFile{
		"list.json":   {content: []byte(`[{"姓名":"张三","证件号码":"430599199001010010"},{"姓名":"李四","证件号码":null}]` + "\n")},
		"answer.json": {content: []byte(`{"code":0,"data":{"total":2,"rows":[{"姓名":"张三","人数":3},{"姓名":"李四","备注":"无"}]}}`)},
		"lines.json":  {content: []byte("{\"姓名\":\"张三\"}\n{\"姓名\":\"李四\"}\n{\"姓名\":\"王五\"}\n"), open: true},
		"open.xlsx":   {content: newBook(`<si><t>姓名</t></si><si><t>张三</t></si>`, `<row r="1"><c t="s"><v>0</v></c></row><row r="2"><c t="s"><v>1</v></c></row>`).zip(t), sealed: true},
	}
	for _, pattern := range []string{
		"testdata/*", "../xls/testdata/*", "../markup/testdata/*", "../jsontable/testdata/*", "../zipcrypt/testdata/*",
		"../../config/example/data/*", "../../config/example/data/*/*",
	} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			extension := filepath.Ext(path)
			if slices.Contains([]string{"", ".md", ".golden"}, extension) || filepath.Base(path) == "bzip2.zip" { // which is refused whole
				continue
			}
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all[filepath.ToSlash(path)] = wholeFile{content: content, open: extension == ".csv", sealed: extension == ".xlsx" || extension == ".zip"}
		}
	}
	if len(all) < 35 {
		t.Fatalf("only %d samples were found", len(all))
	}
	return all
}

// reading is what came of a file: its rows, each on a line of its own, without
// the names of sheets and of files in an archive, which no checksum covers; how many
// bytes were allocated meanwhile, and why it ended.
type reading struct {
	rows      []string
	allocated uint64
	err       error
}

func readDamaged(t *testing.T, content []byte) reading {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	tables, err := readFile(t, in(content), decode.Options{Password: "synthetic-2018"})
	runtime.ReadMemStats(&after)
	r := reading{allocated: after.TotalAlloc - before.TotalAlloc, err: err}
	for _, g := range tables {
		for _, row := range g.rows {
			r.rows = append(r.rows, strings.Join(row.Cells, "|"))
		}
	}
	return r
}

// maxMore is how many bytes more a damaged file may allocate than twice what
// the whole one does. Its errors, and what is read ahead to find that it is
// another format, take half of that.
const maxMore = 1 << 20

func (r reading) checkMemory(t *testing.T, what string, whole reading) {
	t.Helper()
	if r.allocated > 2*whole.allocated+maxMore {
		t.Errorf("%s: %d bytes were allocated, and %d for the whole file", what, r.allocated, whole.allocated)
	}
}

// TestFilesCutShortAreRefusedOrWhole cuts every sample in many places. What is
// read is all of it, or an error. Of text that may end after any line, it is the
// rows up to there: that such a file was cut shows in its size alone, by which
// inputs are known.
func TestFilesCutShortAreRefusedOrWhole(t *testing.T) {
	for name, s := range wholeFiles(t) {
		t.Run(name, func(t *testing.T) {
			whole := readDamaged(t, s.content)
			if whole.err != nil || len(whole.rows) == 0 {
				t.Fatalf("%d rows of the whole file, %v", len(whole.rows), whole.err)
			}
			for _, size := range places(len(s.content), len(s.content), 60) {
				if size < tooShort {
					continue
				}
				cut := readDamaged(t, s.content[:size])
				cut.checkMemory(t, name, whole)
				switch {
				case cut.err != nil || slices.Equal(cut.rows, whole.rows):
				case !s.open:
					t.Errorf("of %d bytes %d are read as %d rows of %d", len(s.content), size, len(cut.rows), len(whole.rows))
				case !isBeginning(cut.rows, whole.rows):
					t.Errorf("of %d bytes %d are read as other rows", len(s.content), size)
				}
			}
		})
	}
}

// tooShort is how many bytes can be taken for text of another kind or encoding:
// no feed's header is so short, so that nothing comes of them.
const tooShort = 32

// isBeginning says whether rows are the first of whole, the last of them perhaps in part.
func isBeginning(rows, whole []string) bool {
	last := len(rows) - 1
	return last < 0 || last < len(whole) && slices.Equal(rows[:last], whole[:last]) && strings.HasPrefix(whole[last], strings.TrimRight(rows[last], "|"))
}

// TestFilesWithAWrongBitAreRefusedOrRead turns bits of every sample. Where there
// are checksums, what is read is what was written.
func TestFilesWithAWrongBitAreRefusedOrRead(t *testing.T) {
	for name, s := range wholeFiles(t) {
		t.Run(name, func(t *testing.T) {
			whole := readDamaged(t, s.content)
			for _, bit := range places(8*len(s.content), len(s.content), 80) {
				content := bytes.Clone(s.content)
				content[bit/8] ^= 1 << (bit % 8)
				wrong := readDamaged(t, content)
				wrong.checkMemory(t, name, whole)
				if s.sealed && wrong.err == nil && !slices.Equal(wrong.rows, whole.rows) {
					t.Errorf("bit %d is wrong, and %d rows of %d are read otherwise", bit, len(wrong.rows), len(whole.rows))
				}
			}
		})
	}
}

// places is some numbers below n, in order, the same ones every time: count, and
// for large files a tenth of it.
func places(n, size, count int) []int {
	if size > 64<<10 {
		count /= 10
	}
	r := rand.New(rand.NewPCG(uint64(n), 7))
	var all []int
	for range count {
		all = append(all, r.IntN(n))
	}
	all = append(all, n-1, n-2, n/2)
	slices.Sort(all)
	return slices.Compact(all)
}
