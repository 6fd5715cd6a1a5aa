package main

import (
	"embed"
	"fmt"
	"strings"
	"text/template"
)

//go:embed duckdb.sql sqlite.sql mariadb.sql
var texts embed.FS

// terms is what the jobs are run with, as the SQL files name it.
type terms struct {
	AsOf            string // a date
	Month           string // of it
	Window, MidYear span   // of months
	Output          string // a file, where a statement writes it
}

type span struct{ From, Through string }

// generated is the terms of the feeds that bidui generate writes.
var generated = terms{
	AsOf: "2018-10-08", Month: "2018-10",
	Window: span{"2017-10", "2018-09"}, MidYear: span{"2018-04", "2018-09"},
}

// dialect is how a database writes what the SQL files leave to macros.
type dialect struct {
	file   string
	div    string // division of whole numbers
	number string // the type to cast digits to
	length string // the function that counts characters
	same   string // for a text and a pattern: whether it matches
	is17   string // the pattern of 17 digits and a check character, and what may follow
	is15   string // of 15 digits and nothing else

}

var (
	sqliteDialect = dialect{
		file: "sqlite.sql", div: "/", number: "INTEGER", length: "length", same: "GLOB",
		is17: strings.Repeat("[0-9]", 17) + "[0-9Xx]*", is15: strings.Repeat("[0-9]", 15),
	}
	mariadbDialect = dialect{
		file: "mariadb.sql", div: "DIV", number: "UNSIGNED", length: "char_length", same: "REGEXP",
		is17: "^[0-9]{17}[0-9Xx]", is15: "^[0-9]{15}$",
	}
	duckdbDialect = dialect{file: "duckdb.sql"} // which has macros of its own
)

// script is the SQL file of the dialect with everything filled in.
func (d dialect) script(t terms) (string, error) {
	parsed, err := template.New(d.file).Funcs(template.FuncMap{
		"key": d.key, "due": d.due, "province": d.province, "day": d.day, "indicator": indicator, "verdict": verdict,
		"number": func(text string) string { return strings.ReplaceAll(text, "-", "") },
	}).ParseFS(texts, d.file)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	if err := parsed.Execute(&out, t); err != nil {
		return "", err
	}
	return out.String(), nil
}

// key is the 18 characters of an ID number, NULL where it cannot match: a
// stand-in, a number whose end a spreadsheet lost, or no number at all.
func (d dialect) key(x string) string {
	first17 := fmt.Sprintf("CAST(substr(%s, 1, 17) AS %s)", x, d.number)
	long15 := fmt.Sprintf("substr(%s, 1, 6) || '19' || substr(%s, 7)", x, x)
	return fmt.Sprintf("CASE WHEN %s LIKE '999999%%' THEN NULL ", x) +
		fmt.Sprintf("WHEN %s(%s) IN (18, 20, 22) AND %s %s '%s' THEN CASE WHEN substr(%s, 16, 3) <> '000' OR %s = 0 THEN upper(substr(%s, 1, 18)) END ",
			d.length, x, x, d.same, d.is17, x, d.due(first17), x) +
		fmt.Sprintf("WHEN %s %s '%s' THEN %s || substr('0123456789X', %s + 1, 1) END",
			x, d.same, d.is15, long15, d.due(fmt.Sprintf("CAST(%s AS %s)", long15, d.number)))
}

// due is the value of the check character that 17 digits ask for (ISO 7064 MOD
// 11-2): each digit is weighed by a power of two.
func (d dialect) due(n string) string {
	var terms []string
	power, weight := "1", 1
	for range 17 {
		terms = append(terms, fmt.Sprintf("%s %s %s %% 10 * %d", n, d.div, power, weight))
		power += "0"
		weight *= 2
	}
	return "((12 - 2 * (" + strings.Join(terms, " + ") + ") % 11) % 11)"
}

// province says whether 17 digits begin with those of a province.
func (d dialect) province(n string) string {
	return fmt.Sprintf("(%s %s 1000000000000000 IN (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,"+
		" 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99))", n, d.div)
}

// day says whether 17 digits tell a day from 1900 to the as-of date.
func (d dialect) day(n string) string {
	part := func(over, modulus int) string { return fmt.Sprintf("%s %s %d %% %d", n, d.div, over, modulus) }
	date, year, month, day := part(1000, 100_000_000), part(10_000_000, 10_000), part(100_000, 100), part(1000, 100)
	return fmt.Sprintf("(%s BETWEEN 19000101 AND %s AND %s BETWEEN 1 AND 12 AND %s BETWEEN 1 AND CASE WHEN %s <= 28 THEN 28"+
		" WHEN %s IN (4, 6, 9, 11) THEN 30 WHEN %s <> 2 THEN 31 WHEN (%s) %% 4 = 0 AND ((%s) %% 100 <> 0 OR (%s) %% 400 = 0) THEN 29 ELSE 28 END)",
		date, strings.ReplaceAll(generated.AsOf, "-", ""), month, day, day, month, month, year, year, year)
}

// indicator is the verdict that one indicator of water would give: 0 unsafe, 1
// basic, 2 safe, 3 unknown.
func indicator(x string) string {
	return fmt.Sprintf("CASE WHEN %s IN ('达标', '符合', '符合要求', '合格', '√', '是', '安全') THEN 2"+
		" WHEN %s IN ('基本达标', '基本符合', '基本合格') THEN 1"+
		" WHEN %s IN ('不达标', '不符合', '不符合要求', '不合格', '×', '否') THEN 0 ELSE 3 END", x, x, x)
}

// verdict is the word of a verdict.
func verdict(x string) string {
	return fmt.Sprintf("CASE %s WHEN 0 THEN '不安全' WHEN 1 THEN '基本安全' WHEN 2 THEN '安全' ELSE '' END", x)
}
