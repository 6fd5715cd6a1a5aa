package scorecard

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/rules"
)

// Card is how counties stood at one time. It holds nothing about persons, and is
// what is frozen, as JSON.
type Card struct {
	At       time.Time `json:"at"`
	Month    string    `json:"month,omitempty"`   // 2018-11: as it stood at the end of that month
	From     string    `json:"from,omitempty"`    // first day of the period; empty: from the beginning
	Through  string    `json:"through,omitempty"` // its last day; empty: until At
	Job      string    `json:"job,omitempty"`     // the only one
	Kind     string    `json:"kind,omitempty"`    // the only one
	Bars     Bars      `json:"bars"`
	Runs     []Run     `json:"runs"`   // on which it rests, by job
	Points   []Point   `json:"points"` // of the trend
	Counties []County  `json:"counties"`
	Unknown  []string  `json:"unknown_in_plan,omitempty"` // counties that the plan names and the registry has not
}

// Run is the last successful run of a job.
type Run struct {
	Job  string    `json:"job"`
	Run  int64     `json:"run"`
	AsOf string    `json:"as_of"`
	At   time.Time `json:"at"`
}

// Point is an instant of the trend.
type Point struct {
	At time.Time `json:"at"`
}

// County is the lines of a county, and its exits.
type County struct {
	Key   string  `json:"key"`            // code or name; empty: none is known
	Name  string  `json:"name,omitempty"` // empty where only the code is known
	Lines []Line  `json:"lines"`          // in the order of the kinds
	Exits *Exited `json:"exits,omitempty"`
}

// Line is the figures of one kind.
type Line struct {
	Kind string `json:"kind"`
	Figures
}

// Figures are those of a kind in a county, or of the sum of several.
type Figures struct {
	Checked    int64     `json:"checked,omitempty"`
	Unresolved int64     `json:"unresolved,omitempty"`
	Opened     int64     `json:"opened,omitempty"`                 // in the period
	Due        int64     `json:"due,omitempty"`                    // seven days after their opening ended in the period
	InTime     int64     `json:"resolved_within_7_days,omitempty"` // of these
	Reopened   int64     `json:"reopened,omitempty"`               // in the period
	Oldest     time.Time `json:"oldest,omitzero"`                  // of the unresolved; zero: none
	Trend      []int64   `json:"trend,omitempty"`                  // unresolved at each point; nil: never any
}

// Add adds other to f.
func (f *Figures) Add(other Figures) {
	f.Checked += other.Checked
	f.Unresolved += other.Unresolved
	f.Opened += other.Opened
	f.Due += other.Due
	f.InTime += other.InTime
	f.Reopened += other.Reopened
	if !other.Oldest.IsZero() && (f.Oldest.IsZero() || other.Oldest.Before(f.Oldest)) {
		f.Oldest = other.Oldest
	}
	if len(f.Trend) < len(other.Trend) {
		f.Trend = append(f.Trend, make([]int64, len(other.Trend)-len(f.Trend))...)
	}
	for i, n := range other.Trend {
		f.Trend[i] += n
	}
}

// PerThousand is unresolved per thousand checked, in hundredths; false where
// nothing was checked.
func (f Figures) PerThousand() (int64, bool) {
	if f.Checked == 0 {
		return 0, false
	}
	return (f.Unresolved*200_000 + f.Checked) / (2 * f.Checked), true // to the nearest
}

// Correct is the share of what was checked that agrees, in hundredths of a
// percent, and never more than it is: 98 % is shown of what has reached the bar.
func (f Figures) Correct() (int64, bool) {
	if f.Checked == 0 {
		return 0, false
	}
	return max(0, f.Checked-f.Unresolved) * 10_000 / f.Checked, true
}

// InTimeShare is the share of what was due that was resolved within seven days,
// in hundredths of a percent; false where nothing was.
func (f Figures) InTimeShare() (int64, bool) {
	if f.Due == 0 {
		return 0, false
	}
	return f.InTime * 10_000 / f.Due, true
}

// Total is the sum of the county's lines.
func (c County) Total() Figures {
	var sum Figures
	for _, line := range c.Lines {
		sum.Add(line.Figures)
	}
	return sum
}

// Total is the sum of all counties.
func (c Card) Total() Figures {
	var sum Figures
	for _, county := range c.Counties {
		sum.Add(county.Total())
	}
	return sum
}

// Only is what a card says of the counties of an area, and of one job or kind;
// what is empty leaves nothing out. Counties are whole: an area within one has
// none. Exits go with the job and kind that judge them.
func (c Card) Only(area registry.Scope, job, kind string) Card {
	of := func(name string) bool {
		k, known := rules.KindNamed(name)
		return (kind == "" || name == kind) && (job == "" || known && k.Job == job)
	}
	c.Job, c.Kind = cmp.Or(c.Job, job), cmp.Or(c.Kind, kind)
	exits := (job == "" || job == rules.Exits) && (kind == "" || kind == rules.ExitDoubtful.Name)
	if !exits || !area.Everything() {
		c.Unknown = nil
	}
	all := c.Counties
	c.Counties = []County{}
	for _, county := range all {
		if !exits {
			county.Exits = nil
		}
		county.Lines = slices.DeleteFunc(slices.Clone(county.Lines), func(l Line) bool { return !of(l.Kind) })
		if area.Covers(county.area()) && len(county.Lines) > 0 {
			c.Counties = append(c.Counties, county)
		}
	}
	return c
}

// area is the county by its code or name.
func (c County) area() registry.Area {
	a := registry.Area{Code: c.Key, County: c.Name}
	if strings.Trim(c.Key, "0123456789") != "" {
		a = registry.Area{County: c.Key}
	}
	return a
}

// Group is the sum of the counties whose codes begin alike.
type Group struct {
	Code     string // two digits of a province, four of a city
	Counties int
	Figures
}

// Groups is the sums of the counties by the first digits of their codes, by
// code. Counties without a code are in none.
func (c Card) Groups(digits int) []Group {
	var groups []Group
	for _, county := range c.Counties { // by key
		if len(county.Key) < digits || strings.Trim(county.Key, "0123456789") != "" {
			continue
		}
		code := county.Key[:digits]
		if n := len(groups); n == 0 || groups[n-1].Code != code {
			groups = append(groups, Group{Code: code})
		}
		last := &groups[len(groups)-1]
		last.Counties++
		last.Add(county.Total())
	}
	return groups
}

// ByKind is the sums over all counties by kind, in the order of the kinds.
func (c Card) ByKind() []Line {
	var sums []Line
	at := map[string]int{}
	for _, county := range c.Counties {
		for _, line := range county.Lines {
			i, known := at[line.Kind]
			if !known {
				i = len(sums)
				at[line.Kind], sums = i, append(sums, Line{Kind: line.Kind})
			}
			sums[i].Add(line.Figures)
		}
	}
	slices.SortFunc(sums, func(a, b Line) int { return cmp.Compare(position(a.Kind), position(b.Kind)) })
	return sums
}

// Ranked is the counties with the most unresolved first.
func (c Card) Ranked() []County {
	ranked := slices.Clone(c.Counties)
	slices.SortStableFunc(ranked, func(a, b County) int { return cmp.Compare(b.Total().Unresolved, a.Total().Unresolved) })
	return ranked
}

// Bars are the least shares that are correct, in hundredths of a percent.
type Bars struct {
	Good int64 `json:"good"`
	Fair int64 `json:"fair"`
}

// Rating is what bars say of figures.
type Rating string

// The ratings.
const (
	Unrated Rating = ""     // nothing was checked
	Good    Rating = "good" // reaches the higher bar
	Fair    Rating = "fair" // reaches the lower
	Poor    Rating = "poor"
)

// Rate holds the share that is correct against the bars, exactly.
func (b Bars) Rate(f Figures) Rating {
	correct := max(0, f.Checked-f.Unresolved) * 10_000
	switch {
	case f.Checked == 0:
		return Unrated
	case correct >= b.Good*f.Checked:
		return Good
	case correct >= b.Fair*f.Checked:
		return Fair
	}
	return Poor
}
