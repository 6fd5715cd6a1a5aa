package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// county is a county in a directory: a registry in files, dibao in a database
// behind a gate. It has as many households as one says, each of one person who
// is on dibao and not marked so: two discrepancies of job assistance to each.
type county struct {
	dir   string
	store ledgerStore
	gate  *gate
}

const discrepanciesEach = 2

// newCounty writes the county's configuration, and its first people.
func newCounty(t *testing.T, dir string, store ledgerStore, people int) *county {
	t.Helper()
	c := &county{dir: dir, store: store, gate: newGate(t)}
	c.write(t, "bidui.yaml", fmt.Sprintf(`store: %s
feeds:
  households: {from: households.csv, max_shrink: 100%%}
  members: {from: members.csv, max_shrink: 100%%}
  dibao: {from: %q, query: %q, max_shrink: 100%%}
  tekun: {from: tekun.csv, allow_empty: true}
jobs:
  assistance: {schedule: "0 %d * * *", deadline: 2018-11-26T17:00}
serve: {listen: "127.0.0.1:0"}
`, store.address, c.gate.address, c.gate.query(), (time.Now().UTC().Hour()+8+12)%24)) // half a day from now in Shanghai
	c.write(t, "tekun.csv", "姓名,身份证号,救助起始年月\n")
	c.populate(t, people)
	return c
}

func (c *county) write(t *testing.T, file, text string) {
	t.Helper()
	must(t, os.WriteFile(filepath.Join(c.dir, file), []byte(text), 0o600))
}

// populate gives the county other people. The number of a member is there twice,
// which makes a reject at another row each time.
func (c *county) populate(t *testing.T, people int) {
	t.Helper()
	var households, members, roster strings.Builder
	households.WriteString("户编号,行政村代码,县,行政村,户主证件号码,贫困户属性,脱贫属性,是否解决安全饮用水\n")
	members.WriteString("人编号,户编号,姓名,证件号码,与户主关系,是否享受低保\n")
	roster.WriteString("REPLACE INTO roster (id_number, name, start) VALUES ")
	for i := range people {
		born := time.Date(1940, 1, 1+i, 0, 0, 0, 0, time.UTC).Format("20060102")
		id, name := idNumber(born+"001"), "陈"+string(rune('一'+i))
		fmt.Fprintf(&households, "H%06d,430524100200,隆回县,上家村,%s,一般贫困户,未脱贫,是\n", i, id)
		fmt.Fprintf(&members, "H%06d01,H%06d,%s,%s,户主,否\n", i, i, name, id)
		if i > 0 {
			roster.WriteString(",")
		}
		fmt.Fprintf(&roster, "('%s','%s','2016-01')", id, name)
	}
	members.WriteString("H00000001,H000000,陈一,,户主,否\n")
	c.write(t, "households.csv", households.String())
	c.write(t, "members.csv", members.String())
	execute(t, c.gate.db, "DELETE FROM roster")
	execute(t, c.gate.db, roster.String())
}

// unresolved is how many discrepancies are open.
func (c *county) unresolved(t *testing.T) string {
	t.Helper()
	return strings.TrimSpace(c.store.ask(t, "SELECT COUNT(*) FROM discrepancies WHERE status = 'open'"))
}

// gate is a roster in a database whose readers have to wait while the gate is
// shut: so that a run is surely under way, for as long as a test wants.
type gate struct {
	db      *sql.DB
	address string
	name    string
	guard   *sql.Conn // who holds the lock while the gate is shut; else nil
}

// newGate is a gate that is open, before an empty roster.
func newGate(t *testing.T) *gate {
	t.Helper()
	g := &gate{address: newDatabase(t)}
	g.name = g.address[strings.LastIndex(g.address, "/")+1:]
	g.name, _, _ = strings.Cut(g.name, "?")
	g.db = openDatabase(t, "mysql", driverSource(t, g.address))
	t.Cleanup(func() {
		g.open(t)
		must(t, g.db.Close())
	})
	execute(t, g.db, "CREATE TABLE roster (id_number CHAR(18) PRIMARY KEY, name VARCHAR(20) NOT NULL, start CHAR(7) NOT NULL)")
	return g
}

// query reads the roster once the gate is open.
func (g *gate) query() string {
	return fmt.Sprintf("SELECT id_number, name, start FROM (SELECT GET_LOCK('%s', 3600) AS passed) gate, roster", g.name)
}

func (g *gate) shut(t *testing.T) {
	t.Helper()
	guard, err := g.db.Conn(context.Background())
	must(t, err)
	g.guard = guard
	var locked int
	must(t, guard.QueryRowContext(context.Background(), "SELECT GET_LOCK(?, 40)", g.name).Scan(&locked))
	if locked != 1 {
		t.Fatal("somebody else holds the gate")
	}
}

// open lets readers pass; an open gate stays as it is.
func (g *gate) open(t *testing.T) {
	t.Helper()
	if g.guard == nil {
		return
	}
	var released int
	must(t, g.guard.QueryRowContext(context.Background(), "SELECT RELEASE_LOCK(?)", g.name).Scan(&released))
	must(t, g.guard.Close())
	g.guard = nil
}

// await waits until a reader stands before the gate.
func (g *gate) await(t *testing.T) {
	t.Helper()
	eventually(t, "a reader before the gate", func() bool {
		var n int
		must(t, g.db.QueryRow("SELECT COUNT(*) FROM information_schema.processlist WHERE db = ? AND id <> CONNECTION_ID() AND info LIKE ?",
			g.name, "%GET_LOCK('"+g.name+"'%").Scan(&n))
		return n > 0
	})
}
