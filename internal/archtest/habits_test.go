package archtest

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// clock is what of package time asks for the present or waits for the future.
var clock = []string{"Now", "Since", "Until", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick", "Sleep"}

func TestPurePackagesHaveNoClock(t *testing.T) {
	eachUse(t, "time", func(tree *tree, file *goFile, use *ast.SelectorExpr) {
		if slices.Contains(pure, file.dir) && slices.Contains(clock, use.Sel.Name) {
			t.Errorf("%s: %s is pure and must not use time.%s; take the time as an argument", tree.at(use), file.dir, use.Sel.Name)
		}
	})
}

func TestOnlyMainExits(t *testing.T) {
	eachUse(t, "os", func(tree *tree, file *goFile, use *ast.SelectorExpr) {
		if use.Sel.Name == "Exit" && file.syntax.Name.Name != "main" {
			t.Errorf("%s: only main exits; return an error", tree.at(use))
		}
	})
	eachUse(t, "log", func(tree *tree, _ *goFile, use *ast.SelectorExpr) {
		if strings.HasPrefix(use.Sel.Name, "Fatal") {
			t.Errorf("%s: log.%s exits; return an error", tree.at(use), use.Sel.Name)
		}
	})
}

// eachUse visits every name of a standard package that the program uses.
func eachUse(t *testing.T, imported string, visit func(*tree, *goFile, *ast.SelectorExpr)) {
	t.Helper()
	tree := theTree(t)
	for _, file := range tree.code() {
		local := localName(file, imported)
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			use, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if name, ok := use.X.(*ast.Ident); ok && local != "" && name.Name == local {
				visit(tree, file, use)
			}
			return true
		})
	}
}

// localName is what a file calls a package that it imports, and "" if it does not.
func localName(file *goFile, imported string) string {
	for _, spec := range file.syntax.Imports {
		if spec.Path.Value != strconv.Quote(imported) {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path.Base(imported)
	}
	return ""
}

// statement is how the SQL begins that belongs to the ledger alone.
var statement = regexp.MustCompile(`(?is)^\s*(SELECT\s.+\sFROM\s|INSERT\s+(IGNORE\s+|OR\s+\w+\s+)?INTO\s|REPLACE\s+INTO\s|` +
	`UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|(CREATE|ALTER|DROP)\s+(TEMPORARY\s+|UNIQUE\s+)?(TABLE|INDEX|VIEW)\s|WITH\s+\w+\s+AS\s*\()`)

func TestOnlyTheLedgerHasSQL(t *testing.T) {
	const ledger = "internal/ledger"
	mayHave := func(path string) bool {
		return isWithin(path, ledger) || isWithin(path, "deploy/tools/peers") // which lets databases do the jobs, to be measured
	}
	tree := theTree(t)
	for _, file := range tree.code() {
		if mayHave(file.dir) {
			continue
		}
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			literal, ok := node.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			if text, err := strconv.Unquote(literal.Value); err == nil && statement.MatchString(text) {
				t.Errorf("%s: SQL outside %s", tree.at(literal), ledger)
			}
			return true
		})
	}
	for _, file := range tree.texts {
		if path.Ext(file.path) == ".sql" && !mayHave(file.path) && !strings.Contains(file.path, "testdata/") {
			t.Errorf("%s: SQL outside %s", file.path, ledger)
		}
	}
}

func TestNothingRegistersItself(t *testing.T) {
	tree := theTree(t)
	for _, file := range tree.code() {
		for _, decl := range file.syntax.Decls {
			if function, ok := decl.(*ast.FuncDecl); ok && function.Recv == nil && function.Name.Name == "init" {
				t.Errorf("%s: init runs unseen; list things where a reader finds them", tree.at(function))
			}
		}
	}
}

// TestNoPackageLevelState finds variables of a package that its functions
// assign to, and those that are made to change.
func TestNoPackageLevelState(t *testing.T) {
	tree := theTree(t)
	variables := make(map[string]map[string]bool) // directory → names
	for _, file := range tree.code() {
		for _, spec := range packageVariables(file) {
			if kind, ok := spec.Type.(*ast.SelectorExpr); ok {
				if pkg, ok := kind.X.(*ast.Ident); ok && (pkg.Name == "sync" || pkg.Name == "atomic") {
					t.Errorf("%s: a %s.%s of the whole package; make it a field", tree.at(spec), pkg.Name, kind.Sel.Name)
				}
			}
			if variables[file.dir] == nil {
				variables[file.dir] = make(map[string]bool)
			}
			for _, name := range spec.Names {
				variables[file.dir][name.Name] = true
			}
		}
	}
	for _, file := range tree.code() {
		for _, decl := range file.syntax.Decls {
			if function, ok := decl.(*ast.FuncDecl); ok && function.Body != nil {
				for _, name := range assigned(function) {
					if variables[file.dir][name.Name] {
						t.Errorf("%s: %s changes %s, a variable of the package", tree.at(name), function.Name.Name, name.Name)
					}
				}
			}
		}
	}
}

func packageVariables(file *goFile) []*ast.ValueSpec {
	var specs []*ast.ValueSpec
	for _, decl := range file.syntax.Decls {
		if decl, ok := decl.(*ast.GenDecl); ok && decl.Tok == token.VAR {
			for _, spec := range decl.Specs {
				specs = append(specs, spec.(*ast.ValueSpec))
			}
		}
	}
	return specs
}

// assigned is the names that a function assigns to, or to an element or field
// of, without declaring them anywhere itself.
func assigned(function *ast.FuncDecl) []*ast.Ident {
	local := make(map[string]bool)
	var targets []ast.Expr
	ast.Inspect(function, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.Field:
			declare(local, node.Names)
		case *ast.ValueSpec:
			declare(local, node.Names)
		case *ast.RangeStmt:
			targets = append(targets, node.Key, node.Value)
			if node.Tok == token.DEFINE {
				declare(local, names(node.Key, node.Value))
			}
		case *ast.IncDecStmt:
			targets = append(targets, node.X)
		case *ast.AssignStmt:
			targets = append(targets, node.Lhs...)
			if node.Tok == token.DEFINE {
				declare(local, names(node.Lhs...))
			}
		}
		return true
	})
	return slices.DeleteFunc(names(targets...), func(name *ast.Ident) bool { return local[name.Name] })
}

func declare(local map[string]bool, names []*ast.Ident) {
	for _, name := range names {
		local[name.Name] = true
	}
}

// names is the variables at the root of expressions such as a, a[i] and a.b.
func names(exprs ...ast.Expr) []*ast.Ident {
	var found []*ast.Ident
	for _, expr := range exprs {
		for expr != nil {
			switch inner := expr.(type) {
			case *ast.Ident:
				found = append(found, inner)
				expr = nil
			case *ast.IndexExpr:
				expr = inner.X
			case *ast.SelectorExpr:
				expr = inner.X
			case *ast.StarExpr:
				expr = inner.X
			case *ast.ParenExpr:
				expr = inner.X
			default:
				expr = nil
			}
		}
	}
	return found
}
