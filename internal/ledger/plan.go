package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// plan is what a run changes. Findings are named by their position.
type plan struct {
	opened    []int // by kind, subject and qualifier: the order of their ids
	rewritten []rewrite
	refreshed []rewrite
	resolved  []missing
	unseen    []missing // to be remembered
	tally     Tally
}

// rewrite gives a row the values of its finding.
type rewrite struct {
	id       int64
	finding  int
	verdict  verdict
	reopened int64  // how often, with this time
	changes  string // JSON: what was, and what is
	waiver   string // JSON: what had been decided
}

// missing is a row that was not seen.
type missing struct {
	id     int64
	last   covered // the run that did see it
	waiver string
}

// stored mirrors the columns of discrepancies that a run compares. The bytes are
// the driver's: they are gone with the next row.
type stored struct {
	id                          int64
	identity, kind, qualifier   sql.RawBytes
	severity, status            sql.RawBytes
	county, town, village, code sql.RawBytes
	registry, agency, expected  sql.RawBytes
	lastSeen                    sql.Null[int64]
	reopened                    int64
	waivedUntil                 sql.RawBytes
}

const storedRows = `SELECT id, identity, kind, qualifier, severity, status, county, town, village, area_code,
	registry_value, agency_value, expected_value, last_seen_run, times_reopened, waived_until
	FROM discrepancies WHERE job = ?`

func (s *stored) scan(rows *sql.Rows) error {
	return translate(rows.Scan(&s.id, &s.identity, &s.kind, &s.qualifier, &s.severity, &s.status, &s.county, &s.town, &s.village, &s.code,
		&s.registry, &s.agency, &s.expected, &s.lastSeen, &s.reopened, &s.waivedUntil))
}

func (s *stored) area() registry.Area {
	return registry.Area{Code: string(s.code), County: string(s.county), Town: string(s.town), Village: string(s.village)}
}

func (s *stored) in(a registry.Area) bool {
	return string(s.code) == a.Code && string(s.county) == a.County && string(s.town) == a.Town && string(s.village) == a.Village
}

func (s *stored) says(f *rules.Finding) bool {
	return string(s.severity) == f.Severity.String() && string(s.registry) == clean(f.Registry) &&
		string(s.agency) == clean(f.Agency) && string(s.expected) == clean(f.Expected)
}

// planner compares the findings with the rows of a job, one row at a time.
type planner struct {
	plan
	start    Start
	outcome  Outcome
	findings map[identity]int
	met      []bool // which findings the ledger knows
	coverage coverage
	cells    map[string]*cells
	row      stored
}

// cells counts a kind.
type cells struct {
	counts   Counts
	counties map[string]int // unresolved
}

func newPlanner(s Start, o Outcome, findings map[identity]int) *planner {
	return &planner{start: s, outcome: o, findings: findings, met: make([]bool, len(o.Findings)), cells: map[string]*cells{}}
}

// compare reads the rows of the job and decides what becomes of each.
func (p *planner) compare(ctx context.Context, t *tx) error {
	runs, err := coverageOf(ctx, t, p.start.Job)
	if err != nil {
		return err
	}
	p.coverage = runs[p.start.Job]
	return t.stream(ctx, p.step, storedRows, p.start.Job)
}

// finish makes the findings that no row is about new ones, and completes the plan.
func (p *planner) finish() *plan {
	p.open()
	p.total()
	return &p.plan
}

// step decides on one row.
func (p *planner) step(rows *sql.Rows) error {
	s := &p.row
	if err := s.scan(rows); err != nil {
		return err
	}
	if len(s.identity) == len(identity{}) {
		if i, known := p.findings[identity(s.identity)]; known {
			p.met[i] = true
			if area := cleanArea(p.outcome.Findings[i].Area); p.start.Scope.Covers(area) {
				p.found(s, i, area)
			} else {
				p.notFound(s, true) // it moved out of the scope
			}
			return nil
		}
	}
	p.notFound(s, false)
	return nil
}

// found decides on a row that finding i is about.
func (p *planner) found(s *stored, i int, area registry.Area) {
	f := &p.outcome.Findings[i]
	v := judge(standing{
		status:     string(s.status),
		expired:    p.expired(s),
		changed:    !s.says(f),
		moved:      !s.in(area),
		remembered: s.lastSeen.Valid,
	}, seen)
	p.count(string(s.kind), area, v.counts(), f.Severity.String(), v.statusAfter(string(s.status)))
	r := rewrite{id: s.id, finding: i, verdict: v, reopened: s.reopened}
	switch v {
	case keep:
	case refresh:
		p.refreshed = append(p.refreshed, r)
	default:
		if v == reopen {
			r.reopened++
		}
		r.changes, r.waiver = changes(s, f), waiver(string(s.waivedUntil))
		p.rewritten = append(p.rewritten, r)
	}
}

// expired says whether a row's waiver has ended before the as-of date.
func (p *planner) expired(s *stored) bool {
	until := string(s.waivedUntil)
	return until != "" && until < p.start.AsOf.String()
}

// notFound decides on a row that no finding in the run's scope is about; it may
// be there elsewhere.
func (p *planner) notFound(s *stored, elsewhere bool) {
	if string(s.status) == StatusResolved {
		return
	}
	area := s.area()
	if !p.start.Scope.Covers(area) {
		return
	}
	seeing := gone
	if elsewhere || p.outcome.Held != nil && p.outcome.Held(string(s.kind), string(s.qualifier), area) {
		seeing = withheld
	}
	v := judge(standing{status: string(s.status), expired: p.expired(s), remembered: s.lastSeen.Valid}, seeing)
	p.count(string(s.kind), area, v.counts(), string(s.severity), v.statusAfter(string(s.status)))
	m := missing{id: s.id, last: p.coverage.last(area), waiver: waiver(string(s.waivedUntil))}
	switch v {
	case resolve:
		p.resolved = append(p.resolved, m)
	case remember:
		p.unseen = append(p.unseen, m)
	}
}

// open takes up the findings that the ledger does not know.
func (p *planner) open() {
	for i, met := range p.met {
		f := &p.outcome.Findings[i]
		if area := cleanArea(f.Area); !met && p.start.Scope.Covers(area) {
			p.opened = append(p.opened, i)
			p.count(f.Kind.Name, area, Counts{Opened: 1}, f.Severity.String(), StatusOpen)
		}
	}
	slices.SortFunc(p.opened, func(i, j int) int {
		return compareFindings(&p.outcome.Findings[i], &p.outcome.Findings[j])
	})
}

// compareFindings orders findings by kind, subject and qualifier. It looks no
// further than it has to: there may be half a million.
func compareFindings(a, b *rules.Finding) int {
	if a.Kind != b.Kind {
		if c := strings.Compare(a.Kind.Name, b.Kind.Name); c != 0 {
			return c
		}
	}
	if c := strings.Compare(a.Subject, b.Subject); c != 0 {
		return c
	}
	return strings.Compare(a.Qualifier, b.Qualifier)
}

// count adds to the tally what happened to a discrepancy, and the discrepancy if
// it is unresolved now.
func (p *planner) count(kind string, area registry.Area, happened Counts, severity, status string) {
	c := p.cells[kind]
	if c == nil {
		c = &cells{counties: map[string]int{}}
		p.cells[kind] = c
	}
	c.counts.add(happened)
	if status == StatusOpen && severity != rules.Info.String() {
		c.counts.Unresolved++
		c.counties[area.CountyKey()]++
	}
}

func (p *planner) total() {
	p.tally = Tally{Kinds: map[string]Counts{}, Cells: map[Cell]int{}}
	for kind, c := range p.cells {
		p.tally.add(c.counts)
		p.tally.Kinds[kind] = c.counts
		for county, unresolved := range c.counties {
			p.tally.Cells[Cell{kind, county}] = unresolved
		}
	}
}

// fromTo is one changed value in the detail of an event.
type fromTo struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// changes is the JSON of the values that differ, by column; {} where none does.
func changes(s *stored, f *rules.Finding) string {
	differing := map[string]fromTo{}
	for column, value := range map[string]fromTo{
		"severity":       {string(s.severity), f.Severity.String()},
		"registry_value": {string(s.registry), clean(f.Registry)},
		"agency_value":   {string(s.agency), clean(f.Agency)},
		"expected_value": {string(s.expected), clean(f.Expected)},
	} {
		if value.From != value.To {
			differing[column] = value
		}
	}
	return toJSON(differing)
}

// waiver is the JSON that keeps the end of a waiver that ends early.
func waiver(until string) string {
	if until == "" {
		return noDetail
	}
	return toJSON(map[string]string{"waived_until": until})
}

const noDetail = "{}"

// toJSON writes maps, slices, text and numbers, which always can be written.
func toJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}
