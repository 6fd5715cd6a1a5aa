package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/internal/rules"
)

// proposals are what the rules propose for the chosen discrepancies, those left
// out about which something was decided or nothing is proposed.
func proposals(ctx context.Context, l *ledger.Ledger, filter ledger.Filter) report.Proposals {
	return func(yield func(report.Proposal, error) bool) {
		decided := map[int64]bool{}
		for h, err := range l.Handlings(ctx, filter) {
			if err != nil {
				yield(report.Proposal{}, err)
				return
			}
			decided[h.ID] = true
		}
		for d, err := range l.Discrepancies(ctx, filter) {
			var handling *rules.Handling
			if err == nil && !decided[d.ID] && d.Status != ledger.StatusResolved {
				handling, err = proposed(d)
			}
			if err == nil && handling == nil {
				continue
			}
			if !yield(report.Proposal{Discrepancy: d, Handling: handling}, err) || err != nil {
				return
			}
		}
	}
}

// proposed is what the rules propose for a discrepancy, or nil.
func proposed(d ledger.Discrepancy) (*rules.Handling, error) {
	kind, ok := rules.KindNamed(d.Kind)
	if !ok {
		return nil, nil //nolint:nilnil // nothing is proposed
	}
	var detail struct {
		Route string `json:"route"`
	}
	if err := json.Unmarshal([]byte(d.Detail), &detail); err != nil {
		return nil, fmt.Errorf("read the detail of discrepancy %d: %w", d.ID, err)
	}
	return kind.Propose(detail.Route), nil
}

func (a *app) showProposals(format string, rows report.Proposals) (err error) {
	if format == "json" {
		_, err = report.WriteProposalsJSON(a.stdout, rows)
	} else {
		_, err = report.Language(a.lang).WriteProposals(a.stdout, rows)
	}
	return err
}

// acceptProposals makes what is proposed the decision.
func (a *app) acceptProposals(ctx context.Context, l *ledger.Ledger, f *handleFlags, filter ledger.Filter) error {
	var choices []ledger.Choice
	for p, err := range proposals(ctx, l, filter) {
		if err != nil {
			return err
		}
		choices = append(choices, ledger.Choice{ID: p.ID, Handling: p.Handling, Reason: f.reason})
	}
	return a.enter(ctx, l, f.actor, choices)
}
