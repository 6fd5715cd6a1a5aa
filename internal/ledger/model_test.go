package ledger

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
)

// model is the lifecycle as the contract words it, on a map.
type model struct {
	rows map[string]*modelRow
}

type modelRow struct {
	Finding     rules.Finding
	Status      string
	OpenedRun   int64
	LastSeen    int64
	ResolvedRun int64
	Reopened    int
	WaivedUntil string
	Events      []string
}

func (r *modelRow) unresolved() bool {
	return r.Status == StatusOpen && r.Finding.Severity != rules.Info
}

func sameValues(a, b rules.Finding) bool {
	return a.Severity == b.Severity && a.Registry == b.Registry && a.Agency == b.Agency && a.Expected == b.Expected
}

func (m *model) run(id int64, s Start, o Outcome) Counts {
	var c Counts
	there := map[string]rules.Finding{}
	for _, f := range o.Findings {
		key := f.Kind.Name + " " + f.Subject + " " + f.Qualifier
		there[key] = f
		if m.rows[key] == nil && s.Scope.Covers(f.Area) {
			m.rows[key] = &modelRow{Finding: f, Status: StatusOpen, OpenedRun: id, Events: []string{EventOpened}}
			c.Opened++
		}
	}
	for key, row := range m.rows {
		f, exists := there[key]
		switch {
		case exists && s.Scope.Covers(f.Area):
			m.see(row, f, id, s.AsOf, &c)
		case !s.Scope.Covers(row.Finding.Area):
			continue
		case row.Status == StatusWaived && !row.expired(s.AsOf): // a run does not overrule a decision
		case row.Status != StatusResolved && !exists && !o.Held(row.Finding.Kind.Name, row.Finding.Qualifier, row.Finding.Area):
			row.Status, row.ResolvedRun, row.WaivedUntil = StatusResolved, id, ""
			row.Events = append(row.Events, EventResolved)
			c.Resolved++
		}
		if row.unresolved() {
			c.Unresolved++
		}
	}
	return c
}

// expired says whether the row's waiver has ended before a date.
func (r *modelRow) expired(asOf period.Date) bool {
	return r.Status == StatusWaived && r.WaivedUntil != "" && r.WaivedUntil < asOf.String()
}

func (m *model) see(row *modelRow, f rules.Finding, id int64, asOf period.Date, c *Counts) {
	row.LastSeen = id
	same := sameValues(row.Finding, f)
	expired := row.expired(asOf)
	events, lineage := len(row.Events), row.Finding.Detail
	switch {
	case row.Status == StatusResolved:
		row.Status, row.ResolvedRun = StatusOpen, 0
		row.Reopened++
		row.Events = append(row.Events, EventReopened)
		c.Reopened++
	case row.Status == StatusWaived && (expired || !same):
		row.Status, row.WaivedUntil = StatusOpen, ""
		row.Events = append(row.Events, EventUnwaived)
		fallthrough
	default:
		if !same {
			row.Events = append(row.Events, EventChanged)
			c.Changed++
		}
	}
	row.Finding = f
	if len(row.Events) == events { // what is told is the newest, where it stood is not
		row.Finding.Detail.RegistryOrigin, row.Finding.Detail.AgencyOrigin = lineage.RegistryOrigin, lineage.AgencyOrigin
	}
}

// theCase numbers the cases of all property tests: each has jobs and kinds of its
// own, so that many share one database.
var theCase atomic.Int64

// TestModel runs random outcomes through the ledger and the model.
func TestModel(t *testing.T) {
	for name, newStore := range stores() {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			times := newClock()
			l := mustOpen(t, store, Options{Now: times.now})
			rapid.Check(t, func(rt *rapid.T) {
				w := newWorld(t, rt, l)
				for step := range rapid.IntRange(1, 6).Draw(rt, "runs") {
					w.step(step)
					w.compare()
				}
			})
		})
	}
}

// world is one case: a ledger and the model of it.
type world struct {
	*rapid.T
	test  *testing.T
	l     *Ledger
	m     *model
	job   string
	kinds []*rules.Kind
}

func newWorld(t *testing.T, rt *rapid.T, l *Ledger) *world {
	t.Helper()
	n := theCase.Add(1)
	job := fmt.Sprintf("job%d", n)
	return &world{T: rt, test: t, l: l, m: &model{rows: map[string]*modelRow{}}, job: job,
		kinds: []*rules.Kind{kindOf(job, fmt.Sprintf("a%d", n)), kindOf(job, fmt.Sprintf("b%d", n))}}
}

var counties = []registry.Area{
	{Code: "430521101200", County: "邵东", Town: "牛马司", Village: "甲"},
	{Code: "430522101200", County: "新邵", Town: "酿溪", Village: "乙"},
	{County: "隆回", Town: "桃洪", Village: "丙"},
	{},
}

func (w *world) outcome() (Start, Outcome) {
	s := startOf(w.job)
	s.Scope = registry.ScopeOf(rapid.SampledFrom([]string{"", "", "", "430521", "4305", "隆回", "乙"}).Draw(w.T, "scope"))
	s.AsOf = date(2018, 11, rapid.IntRange(1, 4).Draw(w.T, "as of"))
	var findings []rules.Finding
	for _, kind := range w.kinds {
		for _, subject := range rapid.SliceOfNDistinct(rapid.IntRange(0, 5), 0, 6, rapid.ID).Draw(w.T, "subjects") {
			area := rapid.SampledFrom(counties).Draw(w.T, "area")
			if rapid.IntRange(0, 3).Draw(w.T, "moves") > 0 {
				area = counties[subject%len(counties)]
			}
			findings = append(findings, rules.Finding{
				HouseholdID: w.text("household", "1", "1", "2"), MemberID: w.text("member", "11", "11", ""),
				IDNumber: w.text("number", "430599195001010012", "430599195001010012", "无"), Name: w.text("name", "张三", "张三", "张\x1f四\xff"),
				Detail: w.detail(),
				Kind:   kind, Subject: fmt.Sprintf("member:%d", subject/2), Qualifier: strings.Repeat("x", subject%2), Area: area,
				Severity: rapid.SampledFrom([]rules.Severity{rules.High, rules.High, rules.Info}).Draw(w.T, "severity"),
				Registry: rapid.SampledFrom([]string{"否", "否", "空"}).Draw(w.T, "registry"), Agency: "城市低保", Expected: "是",
			})
		}
	}
	held := rapid.SampledFrom([]string{"none", "none", "430521", "隆回"}).Draw(w.T, "held")
	return s, Outcome{Findings: findings, Held: func(kind, qualifier string, a registry.Area) bool {
		return a.CountyKey() == held && (kind == w.kinds[0].Name || qualifier != "")
	}}
}

// text is one of some, where most often the first.
func (w *world) text(what string, texts ...string) string {
	return rapid.SampledFrom(texts).Draw(w.T, what)
}

// detail has facts that are often the same, and lineage that seldom is.
func (w *world) detail() rules.Detail {
	d := rules.Detail{Route: w.text("route", "", "", "supplement"), Class: w.text("class", "", "", "different")}
	if n := rapid.IntRange(0, 4).Draw(w.T, "active"); n < 2 {
		d.Active = &n
	}
	if rapid.IntRange(0, 2).Draw(w.T, "others") == 0 {
		d.Others = &rules.Others{Households: rapid.SampledFrom([][]string{nil, {"1"}, {"1", "2"}}).Draw(w.T, "households")}
	}
	return w.stood(d)
}

// stood is the detail with its rows in other places.
func (w *world) stood(d rules.Detail) rules.Detail {
	for _, origin := range []*table.Origin{&d.RegistryOrigin, &d.AgencyOrigin} {
		*origin = table.Origin{}
		if row := rapid.IntRange(0, 3).Draw(w.T, "row"); row > 0 {
			*origin = table.Origin{Source: &table.Source{File: w.text("file", "a.csv", `甲\{"b"}.xlsx`)}, Row: row}
		}
	}
	return d
}

// step waives something, or runs: with a preview, and sometimes twice.
func (w *world) step(step int) {
	if step > 0 && rapid.IntRange(0, 3).Draw(w.T, "waive") == 0 {
		w.waive()
	}
	s, o := w.outcome()
	preview, err := w.l.Preview(w.test.Context(), s, o)
	if err != nil {
		w.Fatal(err)
	}
	tally, id := w.record(s, o)
	want := w.m.run(id, s, o)
	if tally.Counts != want {
		w.Fatalf("tally %+v, want %+v", tally.Counts, want)
	}
	if diff := cmp.Diff(tally, preview); diff != "" {
		w.Fatalf("the preview differs: %s", diff)
	}
	if rapid.Bool().Draw(w.T, "again") {
		w.again(s, o)
	}
}

func (w *world) record(s Start, o Outcome) (Tally, int64) {
	r, err := w.l.Begin(w.test.Context(), s)
	if err != nil {
		w.Fatal(err)
	}
	shuffled := rapid.Permutation(o.Findings).Draw(w.T, "order")
	o.Findings = shuffled
	tally, err := r.Record(w.test.Context(), o)
	if err != nil {
		w.Fatal(err)
	}
	return tally, r.ID()
}

// again runs the same outcome, of inputs in another order, and finds that nothing
// was written. The model only learns that everything was seen again.
func (w *world) again(s Start, o Outcome) {
	before := w.dump()
	for i := range o.Findings {
		o.Findings[i].Detail = w.stood(o.Findings[i].Detail)
	}
	_, id := w.record(s, o)
	w.m.run(id, s, o)
	if diff := cmp.Diff(before, w.dump()); diff != "" {
		w.Fatalf("an identical run wrote: %s", diff)
	}
}

func (w *world) dump() (rows []map[string]any) {
	for _, text := range []string{
		"SELECT * FROM discrepancies WHERE job = ? ORDER BY id",
		"SELECT e.* FROM discrepancy_events e JOIN discrepancies d ON d.id = e.discrepancy_id WHERE d.job = ? ORDER BY e.id",
		"SELECT s.* FROM sequences s WHERE ? <> '' ORDER BY name",
	} {
		rows = append(rows, query(w.test, w.l, text, w.job)...)
	}
	return rows
}

func (w *world) waive() {
	until := date(2018, 11, rapid.IntRange(1, 4).Draw(w.T, "until"))
	var ids []int64
	for key, d := range all(w.test, w.l, Filter{Job: w.job}) {
		row := w.m.rows[key]
		if row.Status == StatusResolved || d.ID%2 == 0 {
			continue
		}
		ids = append(ids, d.ID)
		row.Status, row.WaivedUntil = StatusWaived, until.String()
		row.Events = append(row.Events, EventWaived)
	}
	if len(ids) == 0 {
		return
	}
	if err := w.l.Waive(w.test.Context(), Decision{IDs: ids, Actor: "王", Until: until}); err != nil {
		w.Fatal(err)
	}
}

// compare finds that the ledger holds what the model holds.
func (w *world) compare() {
	rows := all(w.test, w.l, Filter{Job: w.job})
	if len(rows) != len(w.m.rows) {
		w.Fatalf("%d discrepancies, want %d", len(rows), len(w.m.rows))
	}
	for key, want := range w.m.rows {
		d := rows[key]
		got := modelRow{Finding: want.Finding, Status: d.Status, OpenedRun: d.OpenedRun, LastSeen: d.LastSeenRun, ResolvedRun: d.ResolvedRun,
			Reopened: d.TimesReopened, WaivedUntil: d.WaivedUntil}
		got.Finding.Severity, got.Finding.Area = d.Severity, d.Area()
		got.Finding.HouseholdID, got.Finding.MemberID, got.Finding.IDNumber, got.Finding.Name = d.HouseholdID, d.MemberID, d.IDNumber, d.Name
		if detail := want.Finding.Detail.JSON(); d.Detail != detail {
			w.Fatalf("%s: detail %s, want %s", key, d.Detail, detail)
		}
		got.Finding.Registry, got.Finding.Agency, got.Finding.Expected = d.RegistryValue, d.AgencyValue, d.ExpectedValue
		events, err := w.l.Events(w.test.Context(), d.ID)
		if err != nil {
			w.Fatal(err)
		}
		for _, e := range events {
			got.Events = append(got.Events, e.Event)
		}
		if !slices.Equal(got.Events, want.Events) {
			w.Fatalf("%s: events %v, want %v", key, got.Events, want.Events)
		}
		wanted := *want
		wanted.Finding.Name = clean(wanted.Finding.Name)
		if diff := cmp.Diff(wanted, got, cmp.Comparer(func(a, b rules.Detail) bool { return a.JSON() == b.JSON() })); diff != "" {
			w.Fatalf("%s: %s", key, diff)
		}
	}
}
