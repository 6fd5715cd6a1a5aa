package report

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/resident"
)

// jobResult is a job in the JSON of a summary.
type jobResult struct {
	Job  string `json:"job"`
	Run  int64  `json:"run,omitempty"` // none in a dry run
	AsOf string `json:"as_of"`
	*dueResult
	ending

	Totals   counts         `json:"totals"`
	Kinds    []kindResult   `json:"kinds"`
	Counties []countyResult `json:"counties"`
	Feeds    []feedResult   `json:"feeds"`
}

// ending is how a job ended.
type ending struct {
	DryRun  bool     `json:"dry_run"`
	Status  string   `json:"status"` // succeeded or failed
	Errors  []string `json:"errors"`
	Seconds float64  `json:"seconds"`
	SameAs  int64    `json:"unchanged_since_run,omitempty"` // none of a run with a result of its own
}

// dueResult is there where a deadline was set.
type dueResult struct {
	Deadline    string `json:"deadline"` // 2018-11-26, or 2018-11-26T17:00
	DaysLeft    int    `json:"days_left"`
	WorkingDays int    `json:"working_days_left"`
	PastDue     bool   `json:"past_due"`
}

type counts struct {
	Opened     int `json:"opened"`
	Changed    int `json:"changed"`
	Resolved   int `json:"resolved"`
	Reopened   int `json:"reopened"`
	Unresolved int `json:"unresolved"`
}

type kindResult struct {
	Kind string `json:"kind"`
	counts
}

type countyResult struct {
	Kind       string `json:"kind"`
	County     string `json:"county"` // code or name; "" where neither is known
	Unresolved int    `json:"unresolved"`
}

type feedResult struct {
	Feed     string   `json:"feed"`
	Location string   `json:"location"`
	Digest   string   `json:"digest"`
	Read     int64    `json:"rows_read"`
	Accepted int64    `json:"rows_accepted"`
	Rejected int64    `json:"rows_rejected"`
	Notes    int      `json:"reject_notes"` // rows and cells
	Held     []string `json:"held_counties"`
}

// WriteJSON writes the summary for programs: {"jobs": […]}. What there is none
// of is an empty array, never null.
func (s Summary) WriteJSON(w io.Writer) error {
	jobs := []jobResult{}
	for _, j := range s.Jobs {
		jobs = append(jobs, s.result(j))
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(map[string]any{"jobs": jobs})
}

func (s Summary) result(j JobSummary) jobResult {
	r := jobResult{
		Job: j.Job, Run: j.RunID, AsOf: j.AsOf.String(),
		ending: ending{DryRun: s.DryRun, Status: ledger.Succeeded, Errors: []string{}, Seconds: j.Took.Seconds(), SameAs: j.SameAs},
		Totals: counts(j.Tally.Counts), Kinds: []kindResult{}, Counties: countyResults(j.Tally.Cells), Feeds: []feedResult{},
	}
	if d := j.Due; d.Deadline.Known() {
		r.dueResult = &dueResult{d.Deadline.String(), d.Left.Days, d.Left.Working, d.Left.Past}
	}
	if j.Err != nil {
		r.Status, r.Errors = ledger.Failed, strings.Split(j.Err.Error(), "\n")
	}
	for _, name := range kindsOf(j.Tally) {
		r.Kinds = append(r.Kinds, kindResult{name, counts(j.Tally.Kinds[name])})
	}
	for _, f := range j.Feeds {
		r.Feeds = append(r.Feeds, feedResult{
			f.Feed, f.Location, f.Digest, f.RowsRead, f.RowsAccepted, f.RowsRejected, f.RejectNotes(),
			resident.MaskAll(f.HeldCounties),
		})
	}
	return r
}

// countyResults is the cells by kind and county.
func countyResults(cells map[ledger.Cell]int) []countyResult {
	results := []countyResult{}
	for cell, n := range cells {
		results = append(results, countyResult{cell.Kind, maskNumbers(cell.County), n})
	}
	slices.SortFunc(results, func(a, b countyResult) int {
		return cmp.Or(compareKinds(a.Kind, b.Kind), strings.Compare(a.County, b.County))
	})
	return results
}
