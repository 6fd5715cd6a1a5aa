package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

const module = "github.com/bidui/bidui"

// tree is the module as it lies on the disk, without what git ignores.
type tree struct {
	root   string
	ignore []string // the patterns of .gitignore
	fset   *token.FileSet
	source []*goFile
	texts  []textFile // every file of text, Go or not
}

// goFile is one file of a package; testdata is none.
type goFile struct {
	path   string // from the root, with slashes
	dir    string // of the package, likewise
	test   bool
	lines  int
	syntax *ast.File
}

type textFile struct {
	path string
	text []byte
}

// imports are the import paths of f.
func (f *goFile) imports() []string {
	var paths []string
	for _, spec := range f.syntax.Imports {
		unquoted, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			panic(err) // the parser accepted it
		}
		paths = append(paths, unquoted)
	}
	return paths
}

// code is the files that are built into the program, those of tests left out.
func (t *tree) code() []*goFile {
	return slices.DeleteFunc(slices.Clone(t.source), func(f *goFile) bool { return f.test })
}

// at is where a node stands, as editors and terminals follow it.
func (t *tree) at(node ast.Node) string {
	position := t.fset.Position(node.Pos())
	return position.Filename + ":" + strconv.Itoa(position.Line)
}

// load reads the tree once for all tests.
var load = sync.OnceValues(func() (*tree, error) {
	root, err := filepath.Abs("../..")
	if err != nil {
		return nil, err
	}
	ignore, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		return nil, err
	}
	t := &tree{root: root, ignore: patterns(string(ignore)), fset: token.NewFileSet()}
	return t, filepath.WalkDir(root, t.visit)
})

func theTree(t *testing.T) *tree {
	t.Helper()
	loaded, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded.source) == 0 {
		t.Fatal("no Go file found under ", loaded.root)
	}
	return loaded
}

func (t *tree) visit(name string, entry fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	relative, err := filepath.Rel(t.root, name)
	if err != nil {
		return err
	}
	relative = filepath.ToSlash(relative)
	switch {
	case entry.IsDir() && (relative == ".git" || t.ignores(relative)):
		return fs.SkipDir
	case !entry.Type().IsRegular() || t.ignores(relative):
		return nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if bytes.IndexByte(content, 0) < 0 && utf8.Valid(content) {
		t.texts = append(t.texts, textFile{relative, content})
	}
	if path.Ext(relative) != ".go" || strings.Contains(relative, "testdata/") {
		return nil
	}
	return t.parse(relative, content)
}

func (t *tree) parse(relative string, content []byte) error {
	syntax, err := parser.ParseFile(t.fset, relative, content, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	t.source = append(t.source, &goFile{
		path:   relative,
		dir:    path.Dir(relative),
		test:   strings.HasSuffix(relative, "_test.go"),
		lines:  bytes.Count(content, []byte("\n")),
		syntax: syntax,
	})
	return nil
}

// patterns is the lines of a .gitignore that say something.
func patterns(text string) []string {
	var found []string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(strings.TrimSpace(line), "/")
		if line != "" && !strings.HasPrefix(line, "#") {
			found = append(found, line)
		}
	}
	return found
}

// ignores says whether .gitignore names the path. Patterns that begin with a
// slash and patterns for a base name are understood; it has no others.
func (t *tree) ignores(relative string) bool {
	return slices.ContainsFunc(t.ignore, func(pattern string) bool {
		subject := path.Base(relative)
		if anchored, ok := strings.CutPrefix(pattern, "/"); ok {
			pattern, subject = anchored, relative
		}
		match, err := path.Match(pattern, subject)
		return err == nil && match
	})
}
