// Package report writes what people open: the summary after a run, tables on a
// terminal, and discrepancies and rejects as CSV, XLSX and JSON. ID numbers are
// masked unless asked for.
//
// CSV and JSON are data for programs: a cell is written as it is. XLSX, and CSV
// with a byte order mark, are for spreadsheet programs: there no cell becomes a
// formula or a rounded number. A page describes a sheet, and a sheet is written row
// by row; those with a title are set up for print.
package report
