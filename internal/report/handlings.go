package report

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// WriteHandlings writes what was decided as a table with masked ID numbers, and
// says how many decisions there were.
func (l Language) WriteHandlings(w io.Writer, rows Handlings) (int, error) {
	t := newTable(l.say("编号", "No"), l.say("差异", "Kind"), l.say("处理", "Handling"), l.say("区域", "Area"), l.say("户编号", "Household"),
		l.say("姓名", "Name"), l.say("证件号码", "ID number"), l.say("原因", "Reason"), l.say("经办人", "Actor"), l.say("时间", "Decided"), l.say("落实", "Done"))
	n := 0
	for h, err := range rows {
		if err != nil {
			return n, err
		}
		d := masked(h.Discrepancy)
		add(t, d.ID, l.kind(d.Kind), l.handling(h.Handling), place(d), d.HouseholdID, d.Name, d.IDNumber,
			maskNumbers(h.Reason), h.Actor, day(h.DecidedAt), l.done(h))
		n++
	}
	if n == 0 {
		_, err := fmt.Fprintln(w, l.say("没有处理决定", "Nothing was decided"))
		return 0, err
	}
	_, err := fmt.Fprintln(w, t.Render())
	return n, err
}

// handling is a handling's title; one that this version does not know keeps its name.
func (l Language) handling(name string) string {
	if h, ok := rules.HandlingNamed(name); ok {
		return l.say(h.Title, h.English)
	}
	return name
}

// done says whether a decision was carried out, as far as runs can tell.
func (l Language) done(h ledger.Handled) string {
	handling, ok := rules.HandlingNamed(h.Handling)
	switch {
	case h.VerifiedRun != 0:
		return fmt.Sprintf(l.say("已落实（第 %d 次运行）", "done (run %d)"), h.VerifiedRun)
	case h.Status == ledger.StatusResolved:
		return l.word(statuses, h.Status)
	case ok && handling.Aim != rules.NoAim:
		return l.say("未落实", "not yet")
	}
	return ""
}

// handlingJSON is a decision or a proposal, and whom it is about; it mirrors the
// columns of the ledger.
type handlingJSON struct {
	ID          int64   `json:"id"`
	Kind        string  `json:"kind"`
	County      string  `json:"county"`
	Town        string  `json:"town"`
	Village     string  `json:"village"`
	HouseholdID string  `json:"household_id"`
	Name        string  `json:"name"`
	IDNumber    string  `json:"id_number"`
	Status      string  `json:"status"`
	Handling    string  `json:"handling"`
	Reason      string  `json:"reason,omitempty"`
	Actor       string  `json:"actor,omitempty"`
	DecidedAt   *string `json:"decided_at,omitempty"`
	VerifiedAt  *string `json:"verified_at,omitempty"`
	VerifiedRun int64   `json:"verified_run,omitempty"`
}

func briefOf(d ledger.Discrepancy) handlingJSON {
	d = masked(d)
	return handlingJSON{
		ID: d.ID, Kind: d.Kind, County: d.County, Town: d.Town, Village: d.Village, HouseholdID: d.HouseholdID,
		Name: d.Name, IDNumber: d.IDNumber, Status: d.Status,
	}
}

// WriteHandlingsJSON writes what was decided as a JSON array, an object to a line.
func WriteHandlingsJSON(w io.Writer, rows Handlings) (int, error) {
	return writeJSON(w, rows, func(h ledger.Handled) ([]byte, error) {
		out := briefOf(h.Discrepancy)
		out.Handling, out.Reason, out.Actor, out.VerifiedRun = h.Handling, maskNumbers(h.Reason), h.Actor, h.VerifiedRun
		out.DecidedAt, out.VerifiedAt = optionalMoment(moment(h.DecidedAt)), optionalMoment(moment(h.VerifiedAt))
		return json.Marshal(out)
	})
}

func optionalMoment(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// Proposal is a discrepancy about which nothing was decided, and what the rules
// propose.
type Proposal struct {
	ledger.Discrepancy
	Handling *rules.Handling
}

// Proposals are proposals. Iteration ends at the first error.
type Proposals = iter.Seq2[Proposal, error]

// WriteProposals writes proposals as a table with masked ID numbers, and says how many there were.
func (l Language) WriteProposals(w io.Writer, rows Proposals) (int, error) {
	t := newTable(l.say("编号", "No"), l.say("差异", "Kind"), l.say("区域", "Area"), l.say("户编号", "Household"),
		l.say("姓名", "Name"), l.say("证件号码", "ID number"), l.say("建议处理", "Proposed"))
	n := 0
	for p, err := range rows {
		if err != nil {
			return n, err
		}
		d := masked(p.Discrepancy)
		add(t, d.ID, l.kind(d.Kind), place(d), d.HouseholdID, d.Name, d.IDNumber, l.handling(p.Handling.Name))
		n++
	}
	if n == 0 {
		_, err := fmt.Fprintln(w, l.say("没有可建议的处理", "Nothing to propose"))
		return 0, err
	}
	_, err := fmt.Fprintln(w, t.Render())
	return n, err
}

// WriteProposalsJSON writes proposals as a JSON array, an object to a line.
func WriteProposalsJSON(w io.Writer, rows Proposals) (int, error) {
	return writeJSON(w, rows, func(p Proposal) ([]byte, error) {
		out := briefOf(p.Discrepancy)
		out.Handling = p.Handling.Name
		return json.Marshal(out)
	})
}
