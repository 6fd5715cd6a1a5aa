package main

import (
	"archive/tar"
	"compress/gzip"
	"debug/elf"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/google/go-cmp/cmp"
)

const root = "../../.."

// built is the release of the machine that tests, made of a copy of the tree.
func built(t *testing.T) string {
	t.Helper()
	tree, out := t.TempDir(), t.TempDir()
	for _, part := range []string{"cmd", "config", "internal", "jobs", "matchers", "deploy/systemd"} {
		must(t, os.CopyFS(filepath.Join(tree, part), os.DirFS(filepath.Join(root, part))))
	}
	for _, file := range []string{"go.mod", "go.sum", "LICENSE", "CHANGELOG.md", "README.md", "README.zh-CN.md"} {
		text, err := os.ReadFile(filepath.Join(root, file))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(tree, file), text, 0o600))
	}
	must(t, run(t.Context(), []string{
		"-root", tree, "-o", out, "-version", "v1.2.3", "-epoch", "1543222800", "-platforms", "linux/" + runtime.GOARCH,
	}))
	return out
}

// TestReleases builds twice, in directories of different names, and looks at the first.
func TestReleases(t *testing.T) {
	out := built(t)
	base := "bidui-v1.2.3-linux-" + runtime.GOARCH
	files := contents(t, out)
	if diff := cmp.Diff([]string{"SHA256SUMS", base + ".cdx.json", base + ".tar.gz"}, slices.Sorted(maps.Keys(files))); diff != "" {
		t.Fatal(diff)
	}
	again := contents(t, built(t))
	for name, text := range files {
		if again[name] != text {
			t.Errorf("%s is another when it is built again", name)
		}
	}
	check := exec.Command("sha256sum", "-c", "--strict", "SHA256SUMS")
	check.Dir = out
	if said, err := check.CombinedOutput(); err != nil || strings.Count(string(said), ": OK") != 2 {
		t.Errorf("%v\n%s", err, said)
	}
	dir := unpack(t, filepath.Join(out, base+".tar.gz"))
	program := filepath.Join(dir, base, "bidui")
	checkStatic(t, program)
	said, err := exec.Command(program, "version").Output()
	if err != nil || !strings.HasPrefix(string(said), "bidui v1.2.3 linux/"+runtime.GOARCH+" ") {
		t.Errorf("%v: %s", err, said)
	}
	for _, file := range []string{"example/bidui.yaml", "README.zh-CN.md", "LICENSE", "deploy/systemd/bidui.service"} {
		if _, err := os.Stat(filepath.Join(dir, base, file)); err != nil {
			t.Error(err)
		}
	}
	checkBill(t, filepath.Join(out, base+".cdx.json"), program)
	try := exec.Command(program, "run", "--dry-run", "--config", filepath.Join(dir, base, "example/bidui.yaml"))
	if said, err := try.CombinedOutput(); err != nil {
		t.Errorf("the sample county does not run: %v\n%s", err, said)
	}
}

func checkStatic(t *testing.T, program string) {
	t.Helper()
	file, err := elf.Open(program)
	must(t, err)
	defer file.Close()
	for _, segment := range file.Progs {
		if segment.Type == elf.PT_INTERP || segment.Type == elf.PT_DYNAMIC {
			t.Errorf("the program needs a loader: %v", segment.Type)
		}
	}
}

// checkBill compares the bill with what the go command says is in the program.
func checkBill(t *testing.T, path, program string) {
	t.Helper()
	file, err := os.Open(path)
	must(t, err)
	defer file.Close()
	var bill cdx.BOM
	must(t, cdx.NewBOMDecoder(file, cdx.BOMFileFormatJSON).Decode(&bill))
	var told []string
	for _, c := range *bill.Components {
		told = append(told, c.Name+" "+c.Version)
	}
	said, err := exec.Command("go", "version", "-m", program).Output()
	must(t, err)
	want := []string{"std " + runtime.Version()}
	for line := range strings.Lines(string(said)) {
		if fields := strings.Fields(line); len(fields) > 2 && fields[0] == "dep" {
			want = append(want, fields[1]+" "+fields[2])
		}
	}
	if diff := cmp.Diff(want, told); diff != "" || len(want) < 20 {
		t.Errorf("the bill of %d:\n%s", len(want), diff)
	}
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	found := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		must(t, err)
		found[entry.Name()] = string(text)
	}
	return found
}

func unpack(t *testing.T, archive string) string {
	t.Helper()
	file, err := os.Open(archive)
	must(t, err)
	defer file.Close()
	packed, err := gzip.NewReader(file)
	must(t, err)
	dir := t.TempDir()
	for members := tar.NewReader(packed); ; {
		header, err := members.Next()
		if err == io.EOF {
			return dir
		}
		must(t, err)
		if header.ModTime.Unix() != 1543222800 {
			t.Errorf("%s is of %v", header.Name, header.ModTime)
		}
		path := filepath.Join(dir, header.Name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		text, err := io.ReadAll(members)
		must(t, err)
		must(t, os.WriteFile(path, text, header.FileInfo().Mode().Perm()))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
