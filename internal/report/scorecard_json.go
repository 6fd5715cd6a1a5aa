package report

import (
	"encoding/json"
	"io"
	"time"

	"github.com/bidui/bidui/internal/scorecard"
)

// scoreResult is a scorecard in JSON. Shares are numbers with two decimals, and
// null where nothing was checked.
type scoreResult struct {
	At time.Time `json:"at"`
	scoreChoice
	Bars     map[string]json.Number `json:"bars"`
	Runs     []scorecard.Run        `json:"runs"`
	TrendAt  []time.Time            `json:"trend_at"`
	Sums     scoreSums              `json:"sums"`
	Counties []scoreCounty          `json:"counties"`
	NotThere []string               `json:"unknown_in_plan"`
}

// scoreChoice is what the scorecard is about.
type scoreChoice struct {
	Month    string    `json:"month,omitempty"`
	FrozenAt time.Time `json:"frozen_at,omitzero"`
	Digest   string    `json:"digest,omitempty"`
	From     string    `json:"from,omitempty"`
	Through  string    `json:"through,omitempty"`
	Job      string    `json:"job,omitempty"`
	Kind     string    `json:"kind,omitempty"`
}

type scoreSums struct {
	Total     scoreFigures   `json:"total"`
	Kinds     []scoreFigures `json:"kinds"`
	Provinces []scoreFigures `json:"provinces"`
	Cities    []scoreFigures `json:"cities"`
}

type scoreCounty struct {
	County string            `json:"county"` // code or name; "" where neither is known
	Name   string            `json:"name"`
	Total  scoreFigures      `json:"total"`
	Kinds  []scoreFigures    `json:"kinds"`
	Exits  *scorecard.Exited `json:"exits"`
}

type scoreFigures struct {
	Kind string `json:"kind,omitempty"`
	Code string `json:"code,omitempty"`

	Checked     int64        `json:"checked"`
	Unresolved  int64        `json:"unresolved"`
	PerThousand *json.Number `json:"per_thousand"`
	Correct     *json.Number `json:"correct_percent"`
	Rating      string       `json:"rating"` // good, fair, poor; "" where nothing was checked
	scoreHandling
	Trend []int64 `json:"trend"`
}

// scoreHandling is what became of discrepancies.
type scoreHandling struct {
	Opened   int64        `json:"opened"`
	Due      int64        `json:"due"`
	InTime   int64        `json:"resolved_within_7_days"` // of these
	Share    *json.Number `json:"resolved_within_7_days_percent"`
	Reopened int64        `json:"reopened"`
	Oldest   *time.Time   `json:"oldest"`
}

// WriteJSON writes the scorecard for programs.
func (s Scorecard) WriteJSON(w io.Writer) error {
	s = s.masked()
	c := s.Card
	result := scoreResult{
		At: c.At,
		scoreChoice: scoreChoice{
			Month: c.Month, FrozenAt: s.FrozenAt, Digest: s.Digest, From: c.From, Through: c.Through, Job: c.Job, Kind: c.Kind,
		},
		Bars:     map[string]json.Number{"good": json.Number(hundredths(c.Bars.Good)), "fair": json.Number(hundredths(c.Bars.Fair))},
		Runs:     c.Runs,
		Sums:     scoreSums{Total: s.result(c.Total()), Kinds: s.lines(c.ByKind()), Provinces: s.groups(2), Cities: s.groups(4)},
		Counties: []scoreCounty{},
		NotThere: append([]string{}, c.Unknown...),
	}
	for _, p := range c.Points {
		result.TrendAt = append(result.TrendAt, p.At)
	}
	for _, county := range c.Counties {
		result.Counties = append(result.Counties, scoreCounty{
			County: county.Key, Name: county.Name, Total: s.result(county.Total()), Kinds: s.lines(county.Lines), Exits: county.Exits,
		})
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(result)
}

func (s Scorecard) lines(lines []scorecard.Line) []scoreFigures {
	results := []scoreFigures{}
	for _, line := range lines {
		r := s.result(line.Figures)
		r.Kind = line.Kind
		results = append(results, r)
	}
	return results
}

func (s Scorecard) groups(digits int) []scoreFigures {
	results := []scoreFigures{}
	for _, group := range s.Card.Groups(digits) {
		r := s.result(group.Figures)
		r.Code = group.Code
		results = append(results, r)
	}
	return results
}

func (s Scorecard) result(f scorecard.Figures) scoreFigures {
	r := scoreFigures{
		Checked: f.Checked, Unresolved: f.Unresolved, Rating: string(s.Card.Bars.Rate(f)),
		PerThousand: decimal(f.PerThousand()), Correct: decimal(f.Correct()), Trend: f.Trend,
		scoreHandling: scoreHandling{Opened: f.Opened, Due: f.Due, InTime: f.InTime, Share: decimal(f.InTimeShare()), Reopened: f.Reopened},
	}
	if r.Trend == nil {
		r.Trend = make([]int64, len(s.Card.Points))
	}
	if !f.Oldest.IsZero() {
		r.Oldest = &f.Oldest
	}
	return r
}

// decimal is hundredths as a number; nil where there are none.
func decimal(n int64, known bool) *json.Number {
	if !known {
		return nil
	}
	number := json.Number(hundredths(n))
	return &number
}
