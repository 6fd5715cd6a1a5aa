// Package archtest holds the tree to its own rules: who may import whom
// (imports_test.go), how long things may grow (budget_test.go), what must be
// documented (docs_test.go), where state, exits and SQL may be (habits_test.go),
// and what no file may contain (text_test.go). A new package, or a new library,
// is one line in the tables of imports_test.go.
package archtest
