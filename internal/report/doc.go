// Package report writes what people open: the summary after a run, tables on a
// terminal, and exports as CSV, XLSX and JSON. ID numbers are masked unless asked for.
package report
