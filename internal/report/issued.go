package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
)

// Issued compares the problems that the province issued with the discrepancies
// that we found ourselves, and tracks the former to zero.
//
// A problem counts as found by us where a discrepancy is open, and more than
// info, about the same household, member or person, and of a kind that the
// problem may mean. What we know of a member speaks for the household that the
// list names as well; what we know of a household speaks for no single one of
// its members.
type Issued struct {
	Problems map[string][]string // the text of a problem → the kinds that mean it; a text that is not here may mean any
	Today    period.Date
	Due      Due // of the job: by when problems are due whose list names no day

	lines  map[issuedLine]*IssuedCounts
	names  map[string]string               // county → its name
	listed map[string]map[string]*progress // subject → the text of its problem → how it stands
}

// issuedLine is a line of the comparison: the text of a problem, or else one of
// our kinds that no problem on it means.
type issuedLine struct{ problem, kind, county string }

// progress is how one problem of the newest list stands.
type progress struct {
	counts *IssuedCounts
	found  bool
}

// IssuedCounts is one line's numbers. On the newest list are those that are open
// or waived, which are as many as those that we found too and those that we did not.
type IssuedCounts struct {
	Both       int `json:"both"`        // on the newest list, and found by us
	IssuedOnly int `json:"issued_only"` // on it, and not found by us
	FoundOnly  int `json:"found_only"`  // ours of medium severity or more whose subject is not on it

	Open     int         `json:"open"`
	Waived   int         `json:"waived"`
	Resolved int         `json:"resolved"`
	PastDue  int         `json:"past_due"` // of the open ones
	Next     period.Date `json:"-"`        // the earliest day on which an open one is due
}

// Compare reads the issued problems, whatever their status, and then our open
// discrepancies, of which it keeps nothing but counts.
func (c *Issued) Compare(issued, ours Discrepancies) error {
	c.lines, c.names = map[issuedLine]*IssuedCounts{}, map[string]string{}
	c.listed = map[string]map[string]*progress{}
	for d, err := range issued {
		if err != nil {
			return err
		}
		if err := c.take(d); err != nil {
			return err
		}
	}
	for d, err := range ours {
		if err != nil {
			return err
		}
		if d.Job != rules.Issued && d.Status == ledger.StatusOpen && d.Severity != rules.Info {
			c.hold(d)
		}
	}
	for _, problems := range c.listed {
		for _, s := range problems {
			if s.found {
				s.counts.Both++
			} else {
				s.counts.IssuedOnly++
			}
		}
	}
	return nil
}

// line is the counts of a line.
func (c *Issued) line(problem, kind string, d ledger.Discrepancy) *IssuedCounts {
	area := d.Area()
	at := issuedLine{problem, kind, area.CountyKey()}
	if c.lines[at] == nil {
		c.lines[at] = &IssuedCounts{}
	}
	if c.names[at.county] == "" {
		c.names[at.county] = d.County
	}
	return c.lines[at]
}

// take counts an issued problem.
func (c *Issued) take(d ledger.Discrepancy) error {
	counts := c.line(d.Qualifier, "", d)
	switch d.Status {
	case ledger.StatusResolved:
		counts.Resolved++
		return nil
	case ledger.StatusWaived:
		counts.Waived++
	default:
		counts.Open++
		if err := c.judgeDue(counts, d); err != nil {
			return err
		}
	}
	if c.listed[d.Subject] == nil {
		c.listed[d.Subject] = map[string]*progress{}
	}
	c.listed[d.Subject][d.Qualifier] = &progress{counts: counts}
	return nil
}

// judgeDue counts a problem that is open by the day on which it is due.
func (c *Issued) judgeDue(counts *IssuedCounts, d ledger.Discrepancy) error {
	var detail struct {
		DueOn string `json:"due_on"`
	}
	if err := json.Unmarshal([]byte(d.Detail), &detail); err != nil {
		return fmt.Errorf("read the detail of discrepancy %d: %w", d.ID, err)
	}
	due, said := period.ParseDate(detail.DueOn)
	past := due < c.Today
	if !said {
		due, past = c.Due.Deadline.Date, c.Due.Left.Past
	}
	if !due.Known() {
		return nil
	}
	if past {
		counts.PastDue++
	}
	if !counts.Next.Known() || due < counts.Next {
		counts.Next = due
	}
	return nil
}

// hold holds one of ours against the list.
func (c *Issued) hold(d ledger.Discrepancy) {
	listed := false
	for _, subject := range subjectsOf(d) {
		for problem, s := range c.listed[subject] {
			if c.means(problem, d.Kind) {
				s.found, listed = true, true
			}
		}
	}
	if listed || d.Severity < rules.Medium {
		return
	}
	if problem, known := c.problemOf(d.Kind); known {
		c.line(problem, "", d).FoundOnly++
	} else {
		c.line("", d.Kind, d).FoundOnly++
	}
}

// means says whether a problem may mean a kind.
func (c *Issued) means(problem, kind string) bool {
	kinds, known := c.Problems[problem]
	return !known || slices.Contains(kinds, kind)
}

// problemOf is the text under which a kind is counted: of several that mean it,
// the first.
func (c *Issued) problemOf(kind string) (string, bool) {
	for _, problem := range slices.Sorted(maps.Keys(c.Problems)) {
		if slices.Contains(c.Problems[problem], kind) {
			return problem, true
		}
	}
	return "", false
}

// subjectsOf is what a list may name to mean what a discrepancy is about.
func subjectsOf(d ledger.Discrepancy) []string {
	subjects := []string{d.Subject}
	if d.HouseholdID != "" {
		subjects = append(subjects, "household:"+d.HouseholdID)
	}
	if strings.HasPrefix(d.Subject, "member:") {
		if key := resident.ParseID(d.IDNumber, 0).Key; key != 0 {
			subjects = append(subjects, "person:"+key.String())
		}
	}
	return subjects
}

// IssuedLine is a line of the comparison.
type IssuedLine struct {
	Problem    string   `json:"problem"` // "": none on the list means the kind
	Kinds      []string `json:"kinds"`   // those that the configuration says it means, or the one that is found only
	County     string   `json:"county"`  // code or name; "" where neither is known
	CountyName string   `json:"county_name"`
	IssuedCounts
	NextDue string `json:"next_due,omitempty"`
}

// Lines is the comparison by problem and county, then what only we found by kind
// and county; Total is all of it.
func (c *Issued) Lines() (lines []IssuedLine, total IssuedCounts) {
	for at, counts := range c.lines {
		l := IssuedLine{maskNumbers(at.problem), c.Problems[at.problem], maskNumbers(at.county), maskNumbers(c.names[at.county]), *counts, counts.Next.String()}
		if at.kind != "" {
			l.Kinds = []string{at.kind}
		}
		lines = append(lines, l)
		total.add(*counts)
	}
	slices.SortFunc(lines, func(a, b IssuedLine) int {
		if (a.Problem == "") != (b.Problem == "") {
			return strings.Compare(b.Problem, a.Problem) // what only we found comes last
		}
		return cmp.Or(strings.Compare(a.Problem, b.Problem), slices.CompareFunc(a.Kinds, b.Kinds, compareKinds), strings.Compare(a.County, b.County))
	})
	return lines, total
}

func (c *IssuedCounts) add(other IssuedCounts) {
	c.Both += other.Both
	c.IssuedOnly += other.IssuedOnly
	c.FoundOnly += other.FoundOnly
	c.Open += other.Open
	c.Waived += other.Waived
	c.Resolved += other.Resolved
	c.PastDue += other.PastDue
	if other.Next.Known() && (!c.Next.Known() || other.Next < c.Next) {
		c.Next = other.Next
	}
}
