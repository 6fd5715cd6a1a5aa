package archtest

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// Budgets of what is built into the program. It is the tail that separates
// readable code from the rest, not the average.
const (
	fileCap       = 600 // lines of the longest file
	fileMedian    = 150 // lines of the file in the middle
	functionCap   = 80  // lines of the longest function
	functionUsual = 45  // lines that nine functions in ten keep to
	structCap     = 12  // fields
	interfaceCap  = 4   // methods
)

func TestFilesStayShort(t *testing.T) {
	var lengths []int
	for _, file := range theTree(t).code() {
		lengths = append(lengths, file.lines)
		if file.lines > fileCap {
			t.Errorf("%s has %d lines, more than %d", file.path, file.lines, fileCap)
		}
	}
	slices.Sort(lengths)
	if median := lengths[len(lengths)/2]; median > fileMedian {
		t.Errorf("half of the files have %d lines or more, and %d are meant", median, fileMedian)
	}
}

func TestFunctionsStayShort(t *testing.T) {
	tree := theTree(t)
	var all int
	var long []string
	for _, file := range tree.code() {
		for _, decl := range file.syntax.Decls {
			function, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			all++
			length := tree.fset.Position(function.End()).Line - tree.fset.Position(function.Pos()).Line + 1
			if length > functionUsual {
				long = append(long, tree.at(function)+" "+function.Name.Name)
			}
			if length > functionCap {
				t.Errorf("%s: %s has %d lines, more than %d", tree.at(function), function.Name.Name, length, functionCap)
			}
		}
	}
	if len(long)*10 > all {
		t.Errorf("%d of %d functions have more than %d lines, and one in ten may:\n%s", len(long), all, functionUsual, strings.Join(long, "\n"))
	}
}

// TestStructsStaySmall lets a struct be as wide as the file format or table
// that a line of its comment says it mirrors.
func TestStructsStaySmall(t *testing.T) {
	eachType(t, func(tree *tree, spec *ast.TypeSpec, doc string) {
		structure, ok := spec.Type.(*ast.StructType)
		if !ok || strings.Contains(doc, "mirrors ") {
			return
		}
		if fields := count(structure.Fields); fields > structCap {
			t.Errorf("%s: %s has %d fields, more than %d; split it, or write “mirrors …” above it where it follows a file format or table",
				tree.at(spec), spec.Name.Name, fields, structCap)
		}
	})
}

func TestInterfacesStaySmall(t *testing.T) {
	eachType(t, func(tree *tree, spec *ast.TypeSpec, _ string) {
		face, ok := spec.Type.(*ast.InterfaceType)
		if !ok {
			return
		}
		if methods := count(face.Methods); methods > interfaceCap {
			t.Errorf("%s: %s has %d methods, more than %d", tree.at(spec), spec.Name.Name, methods, interfaceCap)
		}
	})
}

// eachType visits the types of the program, those within functions too, with
// the comment above each.
func eachType(t *testing.T, visit func(tree *tree, spec *ast.TypeSpec, doc string)) {
	t.Helper()
	tree := theTree(t)
	for _, file := range tree.code() {
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			decl, ok := node.(*ast.GenDecl)
			if !ok {
				return true
			}
			for _, spec := range decl.Specs {
				if spec, ok := spec.(*ast.TypeSpec); ok {
					visit(tree, spec, decl.Doc.Text()+spec.Doc.Text())
				}
			}
			return true
		})
	}
}

// count is how many names a list of fields or methods declares; what is embedded is one.
func count(fields *ast.FieldList) int {
	n := 0
	for _, field := range fields.List {
		n += max(len(field.Names), 1)
	}
	return n
}
