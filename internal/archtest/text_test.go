package archtest

import (
	"bytes"
	"go/ast"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// topLevel is all that a newcomer sees first; dotfiles come beside it.
var topLevel = []string{
	"cmd", "jobs", "matchers", "config", "deploy", "internal",
	"go.mod", "go.sum", "README*.md", "Makefile", "LICENSE", "CHANGELOG.md",
}

func TestTopLevelIsTheAgreedOne(t *testing.T) {
	tree := theTree(t)
	entries, err := os.ReadDir(tree.root)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		agreed := slices.ContainsFunc(topLevel, func(pattern string) bool {
			match, err := path.Match(pattern, name)
			return err == nil && match
		})
		if !agreed && !strings.HasPrefix(name, ".") && !tree.ignores(name) {
			t.Errorf("%s: the top level is %s and dotfiles", name, strings.Join(topLevel, ", "))
		}
	}
}

// unfinished is what people write where they mean to come back. The pattern is
// taken apart so that it does not find itself.
var unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b|not ` + `implemented`)

func TestNothingIsLeftUnfinished(t *testing.T) {
	for _, file := range theTree(t).texts {
		eachLine(file, func(number int, line []byte) {
			if found := unfinished.Find(line); found != nil {
				t.Errorf("%s:%d: %s: finish it, or say in the README what is not there", file.path, number, found)
			}
		})
	}
}

// skipLine is a command of a script that skips the rest of it.
var skipLine = regexp.MustCompile(`^(\[[^]]*\]\s*)*skip\b`)

func TestNoTestIsSkipped(t *testing.T) {
	tree := theTree(t)
	for _, file := range tree.source {
		if !file.test {
			continue
		}
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			call, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			on, ok := call.X.(*ast.Ident)
			if ok && slices.Contains([]string{"t", "b", "f", "tb"}, on.Name) && strings.HasPrefix(call.Sel.Name, "Skip") {
				t.Errorf("%s: a test that is skipped tests nothing; fail and say what is missing", tree.at(call))
			}
			return true
		})
	}
	for _, file := range tree.texts {
		if path.Ext(file.path) != ".txtar" {
			continue
		}
		script, _, _ := bytes.Cut(file.text, []byte("\n-- "))
		eachLine(textFile{file.path, script}, func(number int, line []byte) {
			if skipLine.Match(line) {
				t.Errorf("%s:%d: a script that is skipped tests nothing", file.path, number)
			}
		})
	}
}

var (
	// idNumber finds what could be the ID number of a person: 17 digits with a
	// date among them, and a digit or X.
	idNumber = regexp.MustCompile(`\b[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b`)

	// nobody finds numbers that were never given to anyone: of prefectures that
	// do not exist, the pseudo numbers of the registry itself (999999), and the
	// two that GB 11643 prints as examples.
	nobody = regexp.MustCompile(`^(430599|[1-6]\d9999|999999)|^11010519491231002[Xx]$|^440524188001010014$`)
)

func TestPeopleAreSynthetic(t *testing.T) {
	for _, file := range theTree(t).texts {
		eachLine(file, func(number int, line []byte) {
			for _, id := range idNumber.FindAll(line, -1) {
				if !nobody.Match(id) {
					t.Errorf("%s:%d: an ID number that could be a living person's; use 430599 or PP9999 as its first six digits", file.path, number)
				}
			}
		})
	}
}

func eachLine(file textFile, visit func(number int, line []byte)) {
	number := 0
	for line := range bytes.Lines(file.text) {
		number++
		visit(number, line)
	}
}
