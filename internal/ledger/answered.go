package ledger

import (
	"context"
	"database/sql"
	"slices"

	"github.com/bidui/bidui/internal/period"
)

// happened is an event before it has a number.
type happened struct{ event, detail string }

// events is what the history tells of an answer.
func (q *question) events(f *Feedback, until period.Date) []happened {
	d := feedbackDetail{
		Outcome: f.Answer, Remark: clean(f.Remark), CheckedBy: clean(f.CheckedBy), CheckedOn: f.CheckedOn.String(), Key: f.key(),
	}
	if f.Origin.Source != nil {
		d.File = clean(f.Origin.Source.File)
	}
	var all []happened
	for _, event := range eventsOf(q.Status, f.Answer) {
		switch event {
		case EventWaived:
			d.Remark, d.Evidence, d.WaivedUntil = "", d.Remark, until.String()
			all = append(all, happened{event, toJSON(d)})
		case EventUnwaived:
			all = append(all, happened{event, waiver(q.WaivedUntil.V)})
		default:
			all = append(all, happened{event, toJSON(d)})
		}
	}
	return all
}

// eventsOf is what an answer makes happen to a discrepancy that is open, or
// waived by a former answer, which this one replaces.
func eventsOf(status string, a Answer) []string {
	switch {
	case a == AnswerUnfounded:
		return []string{EventWaived}
	case status == StatusWaived:
		return []string{EventUnwaived, EventNote}
	}
	return []string{EventNote}
}

// updateAnswered makes the discrepancies what their events say, those with the
// same answer and note with one statement.
func updateAnswered(ctx context.Context, t *tx, feedback []Feedback, until period.Date) error {
	type change struct {
		unfounded bool
		note      string
	}
	alike := map[change][]int64{}
	var changes []change // in the order in which they come up
	for _, f := range feedback {
		c := change{f.Answer == AnswerUnfounded, clean(f.Note)}
		if alike[c] == nil {
			changes = append(changes, c)
		}
		alike[c] = append(alike[c], f.ID)
	}
	for _, c := range changes {
		status, last := StatusOpen, sql.Null[string]{}
		if c.unfounded {
			status, last = StatusWaived, sql.Null[string]{V: until.String(), Valid: true}
		}
		for ids := range slices.Chunk(alike[c], 1000) {
			err := t.execIn(ctx, "UPDATE discrepancies SET status = ?, waived_until = ?, note = ? WHERE id IN (?)", status, last, c.note, ids)
			if err != nil {
				return err
			}
		}
	}
	return nil
}
