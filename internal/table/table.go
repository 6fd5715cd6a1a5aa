// Package table is the middle of the intake: rows of cells as a decoder found
// them, the header that says which column holds which field, the meaning of a
// cell, and the rejects for what could not be read. It does no I/O.
package table

// Source is where rows stand: one file, one sheet of a workbook, or one query.
type Source struct {
	File  string // as a person would name it: a path, a URL without secrets, or "query"
	Sheet string // empty where there are no sheets

	Hidden bool // the sheet is; its rows count all the same, and people are told
}

// Origin is one row of one source.
type Origin struct {
	Source *Source
	Row    int // 1-based, as a spreadsheet program numbers it
}

// Row is one decoded row. Its cells are text: numbers as they are stored,
// numbers of more than 15 digits in scientific notation (they have lost
// digits), dates as serials or as written.
type Row struct {
	Number int // 1-based, as a spreadsheet program numbers it
	Cells  []string
}
