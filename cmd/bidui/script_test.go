package main

import (
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"github.com/bidui/bidui/internal/resident"
)

// TestScripts runs testdata/script. Each script begins in a directory with the
// files of testdata/county, those that it brings itself excepted, on the
// morning of 2018-10-16.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		Setup:               settle,
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sample":   sample,
			"status":   status,
			"replace":  replace,
			"rows":     rows,
			"cut":      cut,
			"mode":     mode,
			"sql":      query,
			"workbook": workbook,
			"cells":    cells,
			"fill":     fill,
			"shake":    shake,
			"sheets":   sheets,
		},
	})
}

func settle(env *testscript.Env) error {
	env.Setenv(clockVariable, morning)
	env.Setenv("TZ", "Asia/Shanghai")
	files, err := filepath.Glob("testdata/county/*")
	if err != nil {
		return err
	}
	for _, file := range files {
		target := filepath.Join(env.WorkDir, filepath.Base(file))
		if _, err := os.Stat(target); err == nil {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(target, data, 0o600); err != nil {
			return err
		}
	}
	return filepath.WalkDir(env.WorkDir, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, ofThatMorning(path))
	})
}

// morning is when scripts begin.
const morning = "2018-10-16T09:00:00+08:00"

// ofThatMorning makes a file one that was changed when scripts begin: to the
// program, it should not come from the future.
func ofThatMorning(path string) error {
	at, err := time.Parse(time.RFC3339, morning)
	return errors.Join(err, os.Chtimes(path, at, at))
}

// sample DIR makes a directory of the sample county.
func sample(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sample DIR")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.Mkdir(dir, 0o700))
	ts.Check(os.CopyFS(filepath.Join(dir, "data"), os.DirFS("../../config/example/data")))
	settings, err := os.ReadFile("../../config/example/bidui.yaml")
	ts.Check(err)
	ts.Check(os.WriteFile(filepath.Join(dir, "bidui.yaml"), settings, 0o600))
	ts.Check(filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, ofThatMorning(path))
	}))
}

// status N PROGRAM [ARGUMENT…] runs a program, which must exit with N.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N PROGRAM [ARGUMENT…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("status %d, not %d", got, want)
	}
}

// replace FILE OLD NEW replaces the one place of a file where OLD stands; \n in
// either is a line's end.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	before, after := strings.ReplaceAll(args[1], `\n`, "\n"), strings.ReplaceAll(args[2], `\n`, "\n")
	text := ts.ReadFile(args[0])
	if n := strings.Count(text, before); n != 1 {
		ts.Fatalf("%s has %q %d times, not once", args[0], before, n)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, before, after, 1)), 0o600))
	ts.Check(ofThatMorning(ts.MkAbs(args[0])))
}

// rows FILE FROM THROUGH LINE adds a line for each number, which stands in LINE
// as {n}, with three digits, and as {id}, the ID number of a person born on
// 1960-01-01 who does not exist.
func rows(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: rows FILE FROM THROUGH LINE")
	}
	from, err := strconv.Atoi(args[1])
	ts.Check(err)
	through, err := strconv.Atoi(args[2])
	ts.Check(err)
	var text strings.Builder
	text.WriteString(ts.ReadFile(args[0]))
	for n := from; n <= through; n++ {
		number := fmt.Sprintf("%03d", n)
		text.WriteString(strings.NewReplacer("{n}", number, "{id}", idNumber("19600101"+number)).Replace(args[3]) + "\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text.String()), 0o600))
	ts.Check(ofThatMorning(ts.MkAbs(args[0])))
}

// idNumber is the ID number of nobody with a date of birth and a number.
func idNumber(dateAndNumber string) string {
	first17 := "430599" + dateAndNumber
	return first17 + string(resident.CheckChar(first17))
}

// cut FILE N takes the last N bytes away.
func cut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cut FILE N")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	size := len(ts.ReadFile(args[0]))
	ts.Check(os.Truncate(ts.MkAbs(args[0]), int64(size-n)))
	ts.Check(ofThatMorning(ts.MkAbs(args[0])))
}

// mode MODE FILE checks who may read a file.
func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode MODE FILE")
	}
	want, err := strconv.ParseUint(args[0], 8, 32)
	ts.Check(err)
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if info.Mode().Perm() != fs.FileMode(want) {
		ts.Fatalf("%s has mode %#o", args[1], info.Mode().Perm())
	}
}

// sql QUERY asks the ledger bidui.db; the answer is CSV on the standard output.
func query(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sql QUERY")
	}
	db, err := sql.Open("sqlite", ts.MkAbs("bidui.db"))
	ts.Check(err)
	defer db.Close()
	ts.Check(writeQuery(csv.NewWriter(ts.Stdout()), db, args[0]))
}

func writeQuery(out *csv.Writer, db *sql.DB, query string) error {
	result, err := db.Query(query)
	if err != nil {
		return err
	}
	defer result.Close()
	columns, err := result.Columns()
	if err != nil {
		return err
	}
	values, targets := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for result.Next() {
		if err := result.Scan(targets...); err != nil {
			return err
		}
		line := make([]string, len(values))
		for i, value := range values {
			line[i] = value.String
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return errors.Join(result.Err(), out.Error())
}

// workbook FILE.csv FILE.xlsx makes a workbook with the cells of a CSV.
func workbook(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: workbook FILE.csv FILE.xlsx")
	}
	lines, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[0]))).ReadAll()
	ts.Check(err)
	book := excelize.NewFile()
	defer book.Close()
	for i, line := range lines {
		ts.Check(book.SetSheetRow("Sheet1", "A"+strconv.Itoa(i+1), &line))
	}
	ts.Check(book.SaveAs(ts.MkAbs(args[1])))
}

// cells FILE.xlsx SHEET writes a sheet to the standard output, as CSV.
func cells(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cells FILE.xlsx SHEET")
	}
	book, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer book.Close()
	lines, err := book.GetRows(args[1])
	ts.Check(err)
	out := csv.NewWriter(ts.Stdout())
	ts.Check(out.WriteAll(lines))
}

// sheets FILE.xlsx writes the names of the sheets to the standard output.
func sheets(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sheets FILE.xlsx")
	}
	book, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer book.Close()
	_, err = fmt.Fprintln(ts.Stdout(), strings.Join(book.GetSheetList(), "\n"))
	ts.Check(err)
}
