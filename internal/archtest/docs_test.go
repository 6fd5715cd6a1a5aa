package archtest

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestPackagesSayWhatTheyAre(t *testing.T) {
	docs := make(map[string]int)
	for _, file := range theTree(t).code() {
		docs[file.dir] += 0
		if file.syntax.Doc == nil {
			continue
		}
		docs[file.dir]++
		opening := "Package " + file.syntax.Name.Name + " "
		if file.syntax.Name.Name == "main" {
			opening = "Command "
		}
		if !strings.HasPrefix(file.syntax.Doc.Text(), opening) {
			t.Errorf("%s: the comment of the package should begin with %q", file.path, opening)
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(docs)) {
		if docs[dir] != 1 {
			t.Errorf("%s: %d files carry the comment of the package instead of one", dir, docs[dir])
		}
	}
}

func TestExportsAreDocumented(t *testing.T) {
	tree := theTree(t)
	for _, file := range tree.code() {
		for _, decl := range file.syntax.Decls {
			for _, name := range undocumented(decl) {
				t.Errorf("%s: %s is exported and has no comment", tree.at(name), name.Name)
			}
		}
	}
}

// undocumented is the exported names of a declaration without a comment: of
// their own, at the end of their line, or above their group of constants or variables.
func undocumented(decl ast.Decl) []*ast.Ident {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Doc == nil && decl.Name.IsExported() && onExported(decl.Recv) {
			return []*ast.Ident{decl.Name}
		}
	case *ast.GenDecl:
		var names []*ast.Ident
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Doc == nil && spec.Comment == nil && (decl.Doc == nil || len(decl.Specs) > 1) {
					names = append(names, spec.Name)
				}
			case *ast.ValueSpec:
				if spec.Doc == nil && spec.Comment == nil && decl.Doc == nil {
					names = append(names, spec.Names...)
				}
			}
		}
		return slices.DeleteFunc(names, func(name *ast.Ident) bool { return !name.IsExported() })
	}
	return nil
}

// onExported says whether a function is no method, or one that can be seen from outside.
func onExported(receiver *ast.FieldList) bool {
	if receiver == nil {
		return true
	}
	expr := receiver.List[0].Type
	for {
		switch inner := expr.(type) {
		case *ast.StarExpr:
			expr = inner.X
		case *ast.IndexExpr:
			expr = inner.X
		case *ast.IndexListExpr:
			expr = inner.X
		case *ast.Ident:
			return token.IsExported(inner.Name)
		default:
			return true
		}
	}
}
