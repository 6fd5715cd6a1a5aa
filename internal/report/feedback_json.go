package report

import (
	"encoding/json"
	"io"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/table"
)

// feedbackResult is the JSON of a FeedbackSummary.
type feedbackResult struct {
	Files     int                   `json:"files"`
	Written   bool                  `json:"written"`
	DryRun    bool                  `json:"dry_run"`
	Recorded  int                   `json:"recorded"` // or to be recorded, where nothing was written
	Outcomes  map[ledger.Answer]int `json:"outcomes"`
	Repeated  int                   `json:"repeated"`
	Blank     int                   `json:"blank"`
	Faults    []faultResult         `json:"faults"`
	Conflicts []conflictResult      `json:"conflicts"`
}

// standing is where a row stands.
type standing struct {
	File  string `json:"file"`
	Sheet string `json:"sheet"`
	Row   int    `json:"row"` // 0: the sheet or file as a whole
}

type faultResult struct {
	standing
	Field  string `json:"field"`
	Reason string `json:"reason"`
	Masked string `json:"masked_value"`
}

type conflictResult struct {
	standing
	ID      int64         `json:"id"`
	Outcome ledger.Answer `json:"outcome"`
	Reason  string        `json:"reason"`
}

// WriteJSON writes the summary as one object. Cells are masked.
func (s FeedbackSummary) WriteJSON(w io.Writer) error {
	r := feedbackResult{
		Files: s.Files, Written: s.Accepted.Written, DryRun: s.DryRun, Recorded: len(s.Accepted.Recorded), Outcomes: map[ledger.Answer]int{},
		Repeated: s.repeated(), Blank: s.Reader.Blank, Faults: []faultResult{}, Conflicts: []conflictResult{},
	}
	counts := s.counted()
	for _, a := range ledger.Answers {
		r.Outcomes[a] = counts[a]
	}
	for _, f := range s.Reader.Faults {
		r.Faults = append(r.Faults, faultResult{placeIn(f.Origin), f.Field, f.Reason, f.Masked})
	}
	for _, c := range s.Accepted.Conflicts {
		r.Conflicts = append(r.Conflicts, conflictResult{placeIn(c.Origin), c.ID, c.Answer, c.Reason})
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(r)
}

func placeIn(o table.Origin) standing { return standing{o.Source.File, o.Source.Sheet, o.Row} }
