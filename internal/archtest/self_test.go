package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

// The rules below are tried on code that breaks them, since the tree should not.

func declarations(t *testing.T, source string) []ast.Decl {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\n"+source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return file.Decls
}

func texts(names []*ast.Ident) []string {
	var found []string
	for _, name := range names {
		found = append(found, name.Name)
	}
	return found
}

func TestUndocumentedFindsExports(t *testing.T) {
	for source, want := range map[string][]string{
		"func F() {}":             {"F"},
		"// F does.\nfunc F() {}": nil,
		"func (t *T) M() {}":      {"M"},
		"func (t *t) M() {}":      nil,
		"func (l List[T]) M() {}": {"M"},
		"type T int":              {"T"},
		"// Types.\ntype (\n\tT int\n\tU int // U is.\n)": {"T"},
		"var V, w, X = 1, 2, 3":                           {"V", "X"},
		"// Vs.\nconst (\n\tV = 1\n\tW = 2\n)":            nil,
	} {
		if got := texts(undocumented(declarations(t, source)[0])); !slices.Equal(got, want) {
			t.Errorf("%q: %v, not %v", source, got, want)
		}
	}
}

func TestAssignedFindsWhatIsNotLocal(t *testing.T) {
	for source, want := range map[string][]string{
		"func f() { a = 1; b.c.d = 2; m[\"x\"] = 3; n++; *p = 4 }": {"a", "b", "m", "n", "p"},
		"func f(a int) { a = 1; b := 2; b = 3; var c int; c++ }":   nil,
		"func (r *R) f() (out int) { r.x = 1; out = 2; return }":   nil,
		"func f() { for i := range 3 { s = append(s, i) } }":       {"s"},
		"func f() { for k = range m { _ = k } }":                   {"k", "_"},
		"func f() { func(x int) { x = 1; y = 2 }(0) }":             {"y"},
	} {
		function, ok := declarations(t, source)[0].(*ast.FuncDecl)
		if !ok {
			t.Fatal(source)
		}
		if got := texts(assigned(function)); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
			t.Errorf("%s: %v, not %v", source, got, want)
		}
	}
}

func TestPatterns(t *testing.T) {
	for _, row := range []struct {
		name    string
		matches func(string) bool
		yes, no []string
	}{
		{"statement", statement.MatchString,
			[]string{"SELECT a\nFROM b ", "insert or ignore into t (a)", "\n\tUPDATE runs SET x = 1", "CREATE UNIQUE INDEX i ON t", "WITH open AS (SELECT"},
			[]string{"a SELECT", "update the registry", "select one", "SELECT 1", "delete", "with care"}},
		{"unfinished", unfinished.MatchString,
			[]string{"// TO" + "DO: later", "context.TO" + "DO()", "not " + "implemented"},
			[]string{"todos", "Not Implemented"}},
		{"skipLine", skipLine.MatchString,
			[]string{"skip", "[windows] skip 'why'", "[!exec:x] [linux] skip"},
			[]string{"skipped", "exec skip", "# skip"}},
		{"idNumber", idNumber.MatchString,
			[]string{"id " + "430521" + "19600101" + "001X."},
			[]string{"430521" + "19601301" + "0010", "9" + "430521" + "19600101" + "0010"}},
		{"nobody", nobody.MatchString,
			[]string{"430599196001010010", "119999196001010010", "999999" + "196001010010", "11010519491231002X"},
			[]string{"430521" + "196001010010", "430598" + "196001010010"}},
		{"ignores", (&tree{ignore: patterns("# x\n/bidui\n*.db\n/.cache/\n\n")}).ignores,
			[]string{"bidui", "a/b/x.db", ".cache"},
			[]string{"cmd/bidui", "db", "x", "# x"}},
	} {
		for _, text := range row.yes {
			if !row.matches(text) {
				t.Errorf("%s does not find %q", row.name, text)
			}
		}
		for _, text := range row.no {
			if row.matches(text) {
				t.Errorf("%s finds %q", row.name, text)
			}
		}
	}
}
