package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/table"
)

// Answer is what checking a discrepancy on the spot came to.
type Answer string

// The answers.
const (
	AnswerCorrected    Answer = "corrected"    // true, and put right: stays open until a run no longer finds it
	AnswerCorrecting   Answer = "correcting"   // true, and being put right
	AnswerUnfounded    Answer = "unfounded"    // not true, with evidence: waived
	AnswerSourceWrong  Answer = "source_wrong" // the agency's data is what is wrong
	AnswerUnverifiable Answer = "unverifiable" // could not be found out
)

// Answers lists every answer, in the order in which they are offered.
var Answers = []Answer{AnswerCorrected, AnswerCorrecting, AnswerUnfounded, AnswerSourceWrong, AnswerUnverifiable}

// Feedback is the answer to one discrepancy: a row of a worksheet, filled in.
type Feedback struct {
	ID          int64
	Stamp       string // as the worksheet has it; see Lead.Stamp
	HouseholdID string // as the worksheet has it; empty: it does not say
	Answer      Answer
	Remark      string // of AnswerUnfounded it is the evidence
	Note        string // answer and remark as lists of discrepancies show them
	CheckedBy   string
	CheckedOn   period.Date
	Origin      table.Origin
}

// key tells whether the same has been said before, in whatever file.
func (f Feedback) key() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s %q %q %s", f.ID, f.Stamp, f.Answer, clean(f.Remark), clean(f.CheckedBy), f.CheckedOn))
	return hex.EncodeToString(sum[:8])
}

// Same says whether two answers to one discrepancy say the same.
func (f Feedback) Same(other Feedback) bool { return f.key() == other.key() }

// feedbackDetail is the detail of the event that keeps a Feedback.
type feedbackDetail struct {
	Outcome     Answer `json:"outcome"`
	Remark      string `json:"remark,omitempty"`
	Evidence    string `json:"evidence,omitempty"` // in place of remark where the answer waives
	CheckedBy   string `json:"checked_by,omitempty"`
	CheckedOn   string `json:"checked_on,omitempty"`
	File        string `json:"file"`
	WaivedUntil string `json:"waived_until,omitempty"`
	Key         string `json:"key"` // tells whether the same comes again
}

// The reasons why an answer does not fit the ledger any more.
const (
	ConflictUnknown  = "unknown"  // there is no discrepancy of that number
	ConflictMixed    = "mixed"    // the number is that of another household: parts of the sheet were moved
	ConflictChanged  = "changed"  // the discrepancy has other values than were handed out
	ConflictResolved = "resolved" // the registry and the agency agree already
	ConflictWaived   = "waived"   // someone waived it by hand
)

// Conflict is an answer that does not fit the ledger any more.
type Conflict struct {
	Feedback
	Reason string
}

// Acceptance says how feedback is taken in.
type Acceptance struct {
	Actor   string      // who takes it in
	Until   period.Date // the last day of what it waives; must be known
	Partial bool        // record what does not conflict, though some does
	DryRun  bool        // record nothing
}

// Accepted is what became of feedback.
type Accepted struct {
	Recorded  []Feedback // what is new, in its order; not written where Written is false
	Repeated  int        // how many had been recorded before, and are left as they are
	Conflicts []Conflict
	Written   bool // whether the ledger was changed
}

// Accept records feedback as events, in one transaction: those that do not
// conflict with the ledger, or none where one does. What was recorded before
// is passed over, so that the same file changes nothing when it comes again.
func (l *Ledger) Accept(ctx context.Context, feedback []Feedback, a Acceptance) (Accepted, error) {
	if !a.Until.Known() {
		return Accepted{}, errors.New("take in feedback: a waiver needs a last day")
	}
	if l.db == nil {
		return Accepted{}, fmt.Errorf("take in feedback: %w", ErrReadOnly)
	}
	var accepted Accepted
	accept, transact := l.accept, l.write
	if a.DryRun {
		accept, transact = l.rehearse, l.read
	}
	err := transact(ctx, func(t *tx) (err error) {
		accepted, err = accept(ctx, t, feedback, a)
		return err
	})
	if err != nil {
		return Accepted{}, fmt.Errorf("take in feedback: %w", err)
	}
	return accepted, nil
}

// rehearse only finds out what would become of feedback.
func (l *Ledger) rehearse(ctx context.Context, t *tx, feedback []Feedback, _ Acceptance) (Accepted, error) {
	accepted, _, err := sift(ctx, t, feedback)
	return accepted, err
}

func (l *Ledger) accept(ctx context.Context, t *tx, feedback []Feedback, a Acceptance) (Accepted, error) {
	next, err := lockNumbers(ctx, t)
	if err != nil {
		return Accepted{}, err
	}
	accepted, asked, err := sift(ctx, t, feedback)
	if err != nil || len(accepted.Recorded) == 0 || len(accepted.Conflicts) > 0 && !a.Partial {
		return accepted, err
	}
	events := newBatch(t, "discrepancy_events", eventColumns(), nil, "")
	at := micros(l.now())
	for i := range accepted.Recorded {
		f := &accepted.Recorded[i]
		for _, e := range asked[f.ID].events(f, a.Until) {
			if err := events.add(ctx, f.ID, nil, at, clip(a.Actor), e.event, e.detail, next.event); err != nil {
				return accepted, err
			}
			next.event++
		}
	}
	if err := events.flush(ctx); err != nil {
		return accepted, err
	}
	if err := updateAnswered(ctx, t, accepted.Recorded, a.Until); err != nil {
		return accepted, err
	}
	if err := countDecision(ctx, t); err != nil {
		return accepted, err
	}
	accepted.Written = true
	return accepted, next.save(ctx, t)
}
