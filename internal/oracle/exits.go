package oracle

import (
	"slices"
	"strings"
)

// judgeExits judges households that left poverty in the as-of year: by their
// water, which is nowhere unsafe without that feed, and by their pupils where
// the feeds of schooling are there.
func (w *world) judgeExits() {
	for _, h := range w.households {
		exited := strings.HasPrefix(word(h.row["poverty_status"]), "已脱贫")
		if !exited || !strings.HasPrefix(date(h.row["exit_year"]), w.in.AsOf[:4]) {
			continue
		}
		doubt := func(qualifier string) {
			w.report(Finding{Job: "exits", Kind: "exit_doubtful", Subject: "household:" + h.id, Qualifier: qualifier,
				Severity: "critical", County: h.county})
		}
		if worst(newest(serving(h, w.water))) == "unsafe" {
			doubt("water")
		}
		if w.in.Enrolment != nil && slices.ContainsFunc(h.members, w.absenceUnexplained) {
			doubt("schooling")
		}
	}
}
