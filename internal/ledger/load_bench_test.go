package ledger

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
)

// loaded are the tables that a first night fills.
func loaded() []string { return []string{"discrepancies", "discrepancy_events"} }

// BenchmarkAgainstLoad compares a first night on a MySQL-protocol server with the
// server's own bulk load of the very rows that it writes, into the same tables in
// one transaction, and a night on which one finding in fifty has another value
// with writing all rows again by upserts of 1,000. The metrics are the ratios.
func BenchmarkAgainstLoad(b *testing.B) {
	first := province(b)
	later := slices.Clone(first)
	for i := range len(later) / 50 {
		later[i*50].Registry = "空"
	}
	var night, load, second, upsert time.Duration
	for b.Loop() {
		l := mustOpen(b, newMySQLStore(b), Options{})
		night += took(b, func() { run(b, l, startOf("assistance"), Outcome{Findings: first}) })
		tables := map[string][]byte{}
		for _, table := range loaded() {
			tables[table] = tabbed(b, l, table)
		}
		rows := wholeRows(b, l)

		other := mustOpen(b, newMySQLStore(b), Options{})
		load += took(b, func() { loadData(b, other, tables) })
		upsert += took(b, func() { upsertAll(b, other, rows) })

		l = mustOpen(b, newMySQLStore(b), Options{})
		run(b, l, startOf("assistance"), Outcome{Findings: first})
		second += took(b, func() { run(b, l, startOf("assistance"), Outcome{Findings: later}) })
	}
	n := float64(b.N)
	b.ReportMetric(night.Seconds()/n, "first-s")
	b.ReportMetric(load.Seconds()/n, "load-s")
	b.ReportMetric(second.Seconds()/n, "second-s")
	b.ReportMetric(upsert.Seconds()/n, "upsert-s")
	b.ReportMetric(night.Seconds()/load.Seconds(), "first/load")
	b.ReportMetric(second.Seconds()/upsert.Seconds(), "second/upsert")
}

func took(b *testing.B, do func()) time.Duration {
	b.Helper()
	began := time.Now()
	do()
	return time.Since(began)
}

// tabbed is all rows of a table as LOAD DATA reads them.
func tabbed(b *testing.B, l *Ledger, table string) []byte {
	b.Helper()
	var text bytes.Buffer
	escape := strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n")
	eachRow(b, l, "SELECT * FROM "+table, func(row []sql.RawBytes) {
		for i, value := range row {
			if i > 0 {
				text.WriteByte('\t')
			}
			if value == nil {
				text.WriteString("\\N")
				continue
			}
			text.WriteString(escape.Replace(string(value)))
		}
		text.WriteByte('\n')
	})
	return text.Bytes()
}

// wholeRows is all discrepancies, one value after the other.
func wholeRows(b *testing.B, l *Ledger) (rows [][]any) {
	b.Helper()
	eachRow(b, l, "SELECT "+strings.Join(discrepancyColumns(), ", ")+" FROM discrepancies", func(row []sql.RawBytes) {
		values := make([]any, len(row))
		for i, value := range row {
			if value != nil {
				values[i] = string(value)
			}
		}
		rows = append(rows, values)
	})
	return rows
}

func eachRow(b *testing.B, l *Ledger, query string, do func([]sql.RawBytes)) {
	b.Helper()
	rows, err := l.db.Query(query)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		b.Fatal(err)
	}
	values, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			b.Fatal(err)
		}
		do(values)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
}

// loadData has the server load tables in one transaction.
func loadData(b *testing.B, l *Ledger, tables map[string][]byte) {
	b.Helper()
	tx := l.db.MustBegin()
	for _, table := range loaded() {
		mysqldriver.RegisterReaderHandler(table, func() io.Reader { return bytes.NewReader(tables[table]) })
		result, err := tx.Exec(fmt.Sprintf("LOAD DATA LOCAL INFILE 'Reader::%s' INTO TABLE %s CHARACTER SET utf8mb4", table, table))
		if err != nil {
			b.Fatal(err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			b.Fatalf("%d rows of %s were loaded: %v", n, table, err)
		}
		mysqldriver.DeregisterReaderHandler(table)
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

// upsertAll writes all rows again, 1,000 with a statement, in one transaction.
func upsertAll(b *testing.B, l *Ledger, rows [][]any) {
	b.Helper()
	columns := discrepancyColumns()
	one := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	tail := l.dialect.upsert("id", columns[1:])
	tx := l.db.MustBegin()
	for len(rows) > 0 {
		n := min(1000, len(rows))
		args := make([]any, 0, n*len(columns))
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		query := "INSERT INTO discrepancies (" + strings.Join(columns, ", ") + ") VALUES " + one + strings.Repeat(", "+one, n-1) + tail
		if _, err := tx.Exec(query, args...); err != nil {
			b.Fatal(err)
		}
		rows = rows[n:]
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}
