package main

// target is something that is meant to hold, and the rows of the table that
// show whether it does.
type target struct {
	number string
	text   string
	rows   []row
}

// what is a column of a measure.
type what int

const (
	wall what = iota
	cpu
	peak
)

// row is one comparison: a measure of ours, divided by the peer's where there is
// one, is meant to stay within a bound.
type row struct {
	what  what
	ours  string // a contender
	peer  string // "": the bound is seconds or MiB, not a ratio
	bound float64
	// perMember is what is added to the bound, in bytes, for each of so many
	// times the province's members.
	perMember, times float64
}

// targets lists them all.
func targets() []target {
	return []target{
		{"1", "a province, CSV to findings, beside DuckDB", []row{
			{what: wall, ours: "dry", peer: "duckdb", bound: 0.50},
			{what: cpu, ours: "dry", peer: "duckdb", bound: 0.50},
			{what: peak, ours: "dry", peer: "duckdb", bound: 0.30},
		}},
		{"2", "a province, CSV to the ledger, first run, beside DuckDB, which writes a CSV", []row{
			{what: wall, ours: "ledger", peer: "duckdb", bound: 1.0},
			{what: peak, ours: "ledger", peer: "duckdb", bound: 0.35},
		}},
		{"3", "a county, CSV to the ledger, beside SQLite's shell", []row{
			{what: wall, ours: "county", peer: "sqlite", bound: 0.60},
		}},
		{"4", "the same run again, unchanged, and forced", []row{
			{what: wall, ours: "again", bound: 2},
			{what: wall, ours: "forced", peer: "ledger", bound: 0.60},
		}},
		{"5", "the ledger beside LOAD DATA and a full upsert: make bench PKG=./internal/ledger", nil},
		{"6", "a registry in MariaDB, read, judged and recorded, beside SQL inside MariaDB", []row{
			{what: wall, ours: "from mariadb", peer: "mariadb", bound: 0.15},
		}},
		{"7", "members in no order, beside grouped ones", []row{
			{what: wall, ours: "shuffled", peer: "dry", bound: 1.4},
		}},
		{"8", "two workers beside one", []row{
			{what: wall, ours: "two workers", peer: "one worker", bound: 0.65},
		}},
		{"9", "25 % of the households differing beside 2 %, with the ledger", []row{
			{what: wall, ours: "many findings", peer: "ledger", bound: 2.5},
			{what: peak, ours: "many findings", peer: "ledger", bound: 2},
		}},
		{"10", "near matches: make bench PKG=./matchers", nil},
		{"11", "a workbook of 300 thousand rows, 15 columns, beside excelize's row iterator", []row{
			{what: wall, ours: "our XLSX", peer: "excelize", bound: 0.15},
			{what: peak, ours: "our XLSX", bound: 100},
			{what: wall, ours: "our XLS", bound: 10},
		}},
		{"12", "growth: a quarter of a province, a province, four of them", []row{
			{what: wall, ours: "dry", peer: "a quarter", bound: 4.8},
			{what: wall, ours: "fourfold", peer: "dry", bound: 4.8},
			{what: peak, ours: "a quarter", bound: 128, perMember: 50, times: 0.25},
			{what: peak, ours: "dry", bound: 128, perMember: 50, times: 1},
			{what: peak, ours: "fourfold", bound: 128, perMember: 50, times: 4},
		}},
		{"13", "a province in a memory cgroup of 512 MiB", []row{
			{what: peak, ours: "512 MiB", bound: littleMemory >> 20},
		}},
	}
}

// contenders are those whose measures the target's rows compare, and those that
// must have run before them.
func (t target) contenders() []string {
	var names []string
	for _, r := range t.rows {
		names = append(names, r.ours)
		if r.peer != "" {
			names = append(names, r.peer)
		}
		if r.ours == "again" || r.ours == "forced" {
			names = append(names, "ledger")
		}
	}
	return names
}
