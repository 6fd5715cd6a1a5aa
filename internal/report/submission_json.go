package report

import (
	"encoding/json"
	"io"
	"time"

	"github.com/bidui/bidui/internal/rules"
)

// submissionJSON is the statistics of a submission; it names nobody.
type submissionJSON struct {
	Area     string                  `json:"area,omitempty"`
	Deadline string                  `json:"deadline,omitempty"`
	At       string                  `json:"at"`
	Late     bool                    `json:"late"`
	Unknown  int                     `json:"households_of_unknown_size"`
	Total    map[string]countJSON    `json:"total"`
	Counties []submissionCountiesRow `json:"counties"`
}

type submissionCountiesRow struct {
	Code      string               `json:"code"`
	Name      string               `json:"name"`
	Handlings map[string]countJSON `json:"handlings"` // those that occur
}

type countJSON struct {
	Rows       int `json:"rows"`
	Households int `json:"households"`
	Persons    int `json:"persons"`
}

// WriteJSON writes the statistics alone, and says how many entries they count.
func (s Submission) WriteJSON(w io.Writer, rows Handlings) (n int, err error) {
	lists, err := listsOf(rows)
	if err != nil {
		return 0, err
	}
	t := lists.tally()
	out := submissionJSON{
		Area: s.Area, At: s.At.Format(time.RFC3339), Late: s.Late(), Unknown: t.unknown(),
		Total: map[string]countJSON{}, Counties: []submissionCountiesRow{},
	}
	if !s.Deadline.IsZero() {
		out.Deadline = s.Deadline.Format(time.RFC3339)
	}
	for _, h := range rules.Handlings {
		total := t.total(h)
		n += total.rows
		out.Total[h.Name] = countJSON{total.rows, total.households, total.persons}
	}
	for _, county := range t.order() {
		row := submissionCountiesRow{Code: county.code, Name: s.shown(county.name), Handlings: map[string]countJSON{}}
		for h, c := range t.counties[county] {
			sums := c.sums()
			row.Handlings[h.Name] = countJSON{sums.rows, sums.households, sums.persons}
		}
		out.Counties = append(out.Counties, row)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return n, encoder.Encode(out)
}
