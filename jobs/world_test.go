package jobs_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/jobs"
)

// The counties of small worlds, by code and name.
const (
	countyA, nameA = "439901", "甲县"
	countyB, nameB = "439902", "乙县"
)

// What the last digit of a household's number tells of it. All other
// households are on dibao, marked so, and have safe water.
const (
	unmarked    = iota // on dibao, and not marked so
	unsupported        // marked as on dibao, and not on it
	noWater            // not in the water ledger
	unsafe             // marked safe, assessed unsafe
	invalid            // has a second member whose number fails its checksum
	onTekun            // on tekun instead of dibao
	usual
)

// small is the registry of counties A and B with so many households each, and
// rosters that agree with it but for what the numbers of the households say.
func small(households int) oracle.Input {
	in := oracle.Input{AsOf: "2018-10-15"}
	for _, county := range [][2]string{{countyA, nameA}, {countyB, nameB}} {
		for i := range households {
			settle(&in, county[0], county[1], i)
		}
	}
	return in
}

// settle adds household i of a county.
func settle(in *oracle.Input, code, name string, i int) {
	role, id := i%10, fmt.Sprintf("%s%04d", code, i)
	area := func(row oracle.Row) oracle.Row {
		row["area_code"], row["county"], row["town"], row["village"] = code+"100200", name, "东乡", "新村"
		return row
	}
	head := numberOf(code, i)
	attribute, mark := "低保户", "是"
	switch role {
	case unmarked:
		mark = "否"
	case unsupported:
		attribute = "一般贫困户"
	case onTekun:
		attribute, mark = "特困供养户", "否"
	}
	in.Households = append(in.Households, area(oracle.Row{
		"household_id": id, "head_name": "张三", "head_id": head, "attribute": attribute, "poverty_status": "已脱贫", "safe_water": "是",
	}))
	in.Members = append(in.Members, oracle.Row{
		"member_id": id + "01", "household_id": id, "name": "张三", "id_number": head, "relation": "户主", "dibao": mark,
	})
	if role == invalid {
		in.Members = append(in.Members, oracle.Row{
			"member_id": id + "02", "household_id": id, "name": "张四", "id_number": broken(numberOf(code, i+500)), "relation": "之子", "dibao": "否",
		})
	}
	payee := oracle.Row{"id_number": head, "name": "张三", "start": "2017-10", "end": ""}
	switch role {
	case onTekun:
		in.Tekun = append(in.Tekun, area(payee))
	case unsupported:
	default:
		in.Dibao = append(in.Dibao, area(payee))
	}
	if role == noWater {
		return
	}
	quality := "达标"
	if role == unsafe {
		quality = "不达标"
	}
	in.Water = append(in.Water, area(oracle.Row{
		"household_id": id, "quantity": "达标", "quality": quality, "convenience": "达标", "reliability": "达标",
	}))
}

// numberOf is the ID number of a county's i-th person, of fewer than a thousand.
func numberOf(county string, i int) string {
	born := map[string]string{countyA: "620115", countyB: "620215"}[county]
	asOf, _ := period.DateOf(2018, 10, 15)
	return resident.ParseID("430599"+born+fmt.Sprintf("%03d", i), asOf).Key.String() // of 15 digits it makes 18
}

// broken is a number whose checksum fails.
func broken(number string) string {
	if number[17] == '1' {
		return number[:17] + "2"
	}
	return number[:17] + "1"
}

// planted counts discrepancies of the kinds that small plants, and of the one
// that comes where dibao rows go.
type planted struct {
	unmarked, unsupported, attribute, noWater, unsafe, invalid int
}

// open counts what is open in a county, and wants nothing but what was planted.
func open(t testing.TB, l *ledger.Ledger, county string) planted {
	t.Helper()
	var p planted
	kinds := map[string]*int{
		"dibao_unmarked": &p.unmarked, "dibao_unsupported": &p.unsupported, "attribute_unsupported": &p.attribute,
		"water_no_record": &p.noWater, "water_marked_safe": &p.unsafe, "id_invalid": &p.invalid,
	}
	for _, d := range rows(t, l, ledger.Filter{Status: ledger.StatusOpen}) {
		switch n := kinds[d.Kind]; {
		case d.Area().CountyKey() != county:
		case n == nil:
			t.Errorf("%s is open for %s", d.Kind, d.Subject)
		default:
			*n++
		}
	}
	return p
}

// check wants so much open in counties A and B.
func check(t testing.TB, l *ledger.Ledger, wantA, wantB planted) {
	t.Helper()
	if got := open(t, l, countyA); got != wantA {
		t.Errorf("open in county A: %+v, want %+v", got, wantA)
	}
	if got := open(t, l, countyB); got != wantB {
		t.Errorf("open in county B: %+v, want %+v", got, wantB)
	}
}

// without leaves out the first rows that are to be out, at most so many; -1 is all.
func without(rows []oracle.Row, atMost int, out func(oracle.Row) bool) []oracle.Row {
	return slices.DeleteFunc(slices.Clone(rows), func(row oracle.Row) bool {
		if atMost == 0 || !out(row) {
			return false
		}
		atMost--
		return true
	})
}

// within says whether a row lies in a county.
func within(county string) func(oracle.Row) bool {
	return func(row oracle.Row) bool { return row["area_code"] == county+"100200" }
}

// with is the rows with the field of one of them changed.
func with(rows []oracle.Row, key, value, field, cell string) []oracle.Row {
	rows = slices.Clone(rows)
	for i, row := range rows {
		if row[key] == value {
			rows[i] = maps.Clone(row)
			rows[i][field] = cell
		}
	}
	return rows
}

// theatre is a small world and the runner that looks at it.
type theatre struct {
	testRunner
	dir      string
	settings jobs.Settings
}

// stage makes a runner with the guards that a configuration has by default.
func stage(t testing.TB, in oracle.Input, progress jobs.Progress) theatre {
	t.Helper()
	dir := t.TempDir()
	s := settingsOf(t, dir, in)
	for name, feed := range s.Feeds {
		feed.Guard = jobs.Guard{MaxRejected: 500, MaxShrink: 2000}
		s.Feeds[name] = feed
	}
	th := theatre{testRunner: newTestRunner(t, openLedger(t, sqliteIn(dir)), s, progress), dir: dir, settings: s}
	th.put(t, in)
	return th
}

// put replaces the feeds.
func (th theatre) put(t testing.TB, in oracle.Input) {
	t.Helper()
	must(t, oracle.WriteCSV(th.dir, in))
}

// show replaces the feeds and runs all jobs, which have to succeed.
func (th theatre) show(t testing.TB, in oracle.Input, request jobs.Request) map[string]jobs.Result {
	t.Helper()
	th.put(t, in)
	request.AsOf = date(t, cmp.Or(in.AsOf, "2018-10-15"))
	return th.all(t, request)
}

// heldFor is the counties that a run held for a feed.
func heldFor(t testing.TB, results map[string]jobs.Result, job, feed string) []string {
	t.Helper()
	for _, read := range results[job].Reads {
		if read.Feed == feed {
			return read.HeldCounties
		}
	}
	t.Fatalf("%s did not read %s", job, feed)
	return nil
}
