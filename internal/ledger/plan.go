package ledger

import (
	"bytes"
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
	left      map[sort]bool
	tally     Tally
}

// sort is what a discrepancy is counted under. One that no discrepancy is of any
// more was left by some.
type sort struct {
	kind             *rules.Kind
	severity, county string
}

// rewrite gives a row the values of its finding.
type rewrite struct {
	id       int64
	finding  int
	verdict  verdict
	reopened int64  // how often, with this time
	changes  string // JSON: what was, and what is
	waiver   string // JSON: what had been decided
	detail   string // where the finding's own is not to be written
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
	identity                    sql.RawBytes
	lastSeen                    sql.Null[int64]
	reopened                    int64
	waivedUntil                 sql.RawBytes
	texts                       sql.RawBytes // all that follow
	kind, severity, status      []byte
	qualifier                   []byte
	county, town, village, code []byte
	household, member           []byte
	number, name                []byte
	registry, agency, expected  []byte
	detail                      []byte
}

// storedRows has the texts as one, divided: each column costs more than what is
// in it.
const storedRows = "SELECT id, identity, last_seen_run, times_reopened, waived_until, CONCAT_WS('" + divider + `', kind, severity, status, qualifier,
	county, town, village, area_code, household_id, member_id, id_number, name, registry_value, agency_value, expected_value, detail)
	FROM discrepancies WHERE job = ?`

func (s *stored) scan(rows *sql.Rows) error {
	if err := rows.Scan(&s.id, &s.identity, &s.lastSeen, &s.reopened, &s.waivedUntil, &s.texts); err != nil {
		return translate(err)
	}
	rest := []byte(s.texts)
	for _, text := range [...]*[]byte{
		&s.kind, &s.severity, &s.status, &s.qualifier, &s.county, &s.town, &s.village, &s.code, &s.household, &s.member,
		&s.number, &s.name, &s.registry, &s.agency, &s.expected,
	} {
		*text, rest, _ = bytes.Cut(rest, []byte(divider))
	}
	s.detail = rest
	return nil
}

func (s *stored) area() registry.Area {
	return registry.Area{Code: string(s.code), County: string(s.county), Town: string(s.town), Village: string(s.village)}
}

func (s *stored) in(a registry.Area) bool {
	return string(s.code) == a.Code && string(s.county) == a.County && string(s.town) == a.Town && string(s.village) == a.Village
}

func (s *stored) says(f *rules.Finding) bool {
	return string(s.severity) == f.Severity.String() && is(s.registry, f.Registry) && is(s.agency, f.Agency) && is(s.expected, f.Expected)
}

// describes says whether the row tells of its subject what the finding does, and
// explains it alike.
func (s *stored) describes(f *rules.Finding) bool {
	return is(s.household, f.HouseholdID) && is(s.member, f.MemberID) && is(s.number, f.IDNumber) && is(s.name, f.Name) &&
		explains(s.detail, f.Detail.Facts())
}

// is says whether a text is stored. What is stored is clean, so that most need no
// look.
func is(stored []byte, text string) bool {
	return string(stored) == text || string(stored) == clean(text)
}

// areaOf is where a finding is about, as the ledger stores it, and whether the
// row lies there.
func (s *stored) areaOf(f *rules.Finding) (area registry.Area, same bool) {
	if s.in(f.Area) {
		return f.Area, true
	}
	area = cleanArea(f.Area)
	return area, s.in(area)
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
	return &planner{
		plan:  plan{left: map[sort]bool{}},
		start: s, outcome: o, findings: findings, met: make([]bool, len(o.Findings)), cells: map[string]*cells{},
	}
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
			if area, stayed := s.areaOf(&p.outcome.Findings[i]); p.start.Scope.Covers(area) {
				p.found(s, i, area, stayed)
			} else {
				p.notFound(s, true) // it moved out of the scope
			}
			return nil
		}
	}
	p.notFound(s, false)
	return nil
}

// found decides on a row that finding i is about, in the area where it was or in
// another.
func (p *planner) found(s *stored, i int, area registry.Area, stayed bool) {
	f := &p.outcome.Findings[i]
	v := judge(standing{
		status:     string(s.status),
		expired:    p.expired(s),
		changed:    !s.says(f),
		moved:      !stayed,
		retold:     !s.describes(f),
		remembered: s.lastSeen.Valid,
	}, seen)
	p.count(string(s.kind), area, v.counts(), f.Severity.String(), v.statusAfter(string(s.status)))
	if v != keep && (!stayed || string(s.severity) != f.Severity.String()) {
		p.left[sort{f.Kind, string(s.severity), s.area().CountyKey()}] = true
	}
	r := rewrite{id: s.id, finding: i, verdict: v, reopened: s.reopened}
	switch v {
	case keep:
	case refresh:
		r.detail = retell(s.detail, &f.Detail)
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
