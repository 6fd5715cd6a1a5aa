package synth

import (
	"archive/zip"
	"bytes"
	"flag"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/bidui/bidui/internal/rules"
)

var update = flag.Bool("update", false, "write the sample of config/example anew")

const committed = "../../config/example/data"

// TestSampleIsTheCommittedOne holds the files of config/example/data against
// what is generated, byte for byte; workbooks part by part, since what they are
// compressed to is not promised from one Go to the next.
func TestSampleIsTheCommittedOne(t *testing.T) {
	if *update {
		if err := WriteSample(t.Context(), committed); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	if err := WriteSample(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	generated, kept := tree(t, dir), tree(t, committed)
	if a, b := slices.Sorted(maps.Keys(generated)), slices.Sorted(maps.Keys(kept)); !slices.Equal(a, b) {
		t.Fatalf("generated are %q, committed %q", a, b)
	}
	size := 0
	for name, data := range generated {
		size += len(data)
		if !bytes.Equal(parts(t, name, data), parts(t, name, kept[name])) {
			t.Errorf("%s is not what is generated: run go test ./internal/synth -update, and read the change", name)
		}
	}
	if size > 3_000_000 {
		t.Errorf("the sample has %d bytes, more than 3 million", size)
	}
}

func TestSampleIsAlwaysTheSame(t *testing.T) {
	first, again := sample(t), sample(t)
	for k := range first {
		if first[k].name != again[k].name || !bytes.Equal(first[k].data, again[k].data) {
			t.Errorf("%s differs between two runs", first[k].name)
		}
	}
}

func TestSampleHasEveryKind(t *testing.T) {
	w, err := newWorld(samplePlan())
	if err != nil {
		t.Fatal(err)
	}
	planted := map[string]int{}
	var h home
	for i := range w.plan.Households {
		w.make(&h, i)
		planted[h.planted]++
	}
	for _, job := range []string{rules.Assistance, rules.Registry, rules.Water} {
		for _, kind := range rules.Kinds {
			if kind.Job == job && kind != rules.IDSuspected && planted[kind.Name] < 3 {
				t.Errorf("%s: %d planted", kind.Name, planted[kind.Name])
			}
		}
	}
}

// TestSampleCanBeDecoded reads every CSV file as those who get it do.
func TestSampleCanBeDecoded(t *testing.T) {
	months := 0
	for _, f := range sample(t) {
		if strings.HasPrefix(f.name, "dibao/") {
			months++
		}
		data := f.data
		switch {
		case filepath.Ext(f.name) != ".csv":
			continue
		case f.name == "members.csv", f.name < "dibao/低保发放201806.csv" && strings.HasPrefix(f.name, "dibao/"):
			decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
			if err != nil {
				t.Fatal(err)
			}
			data = decoded
			if !bytes.HasSuffix(data, []byte("\r\n")) {
				t.Errorf("%s has no CRLF", f.name)
			}
		default:
			if marked := bytes.HasPrefix(data, []byte("\uFEFF")); marked != (f.name != "villages.csv") {
				t.Errorf("%s: byte order mark: %t", f.name, marked)
			}
		}
		if bytes.ContainsRune(data, '\uFFFD') || !bytes.Contains(data, []byte("隆回县")) && f.name != "members.csv" {
			t.Errorf("%s cannot be read", f.name)
		}
	}
	if months != 12 {
		t.Errorf("%d months of dibao", months)
	}
}

func sample(t *testing.T) []sampleFile {
	t.Helper()
	w, err := newWorld(samplePlan())
	if err != nil {
		t.Fatal(err)
	}
	files, err := sampleFiles(w)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// tree is the files below a directory.
func tree(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// parts is the file, and of a workbook the names and texts of its parts.
func parts(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	if filepath.Ext(name) != ".xlsx" {
		return data
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, part := range archive.File {
		all.WriteString(part.Name + "\n")
		content, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, content); err != nil {
			t.Fatal(err)
		}
		if err := content.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all.Bytes()
}
