package ledger

import (
	"slices"
	"testing"
)

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name   string
		row    standing
		seeing sighting
		want   verdict
		events []string
		status string
	}{
		{"open, the same", standing{status: StatusOpen}, seen, keep, nil, StatusOpen},
		{"open, other values", standing{status: StatusOpen, changed: true}, seen, change, []string{EventChanged}, StatusOpen},
		{"open, other values elsewhere", standing{status: StatusOpen, changed: true, moved: true}, seen, change, []string{EventChanged}, StatusOpen},
		{"open, elsewhere", standing{status: StatusOpen, moved: true}, seen, refresh, nil, StatusOpen},
		{"open, told otherwise", standing{status: StatusOpen, retold: true}, seen, refresh, nil, StatusOpen},
		{"open, other values, told otherwise", standing{status: StatusOpen, changed: true, retold: true}, seen, change, []string{EventChanged}, StatusOpen},
		{"open, seen again after it was held", standing{status: StatusOpen, remembered: true}, seen, refresh, nil, StatusOpen},
		{"open, not seen", standing{status: StatusOpen}, gone, resolve, []string{EventResolved}, StatusResolved},
		{"open, not seen for the second time", standing{status: StatusOpen, remembered: true}, gone, resolve, []string{EventResolved}, StatusResolved},
		{"open, held", standing{status: StatusOpen}, withheld, remember, nil, StatusOpen},
		{"open, held again", standing{status: StatusOpen, remembered: true}, withheld, keep, nil, StatusOpen},
		{"resolved, not seen", standing{status: StatusResolved, remembered: true}, gone, keep, nil, StatusResolved},
		{"resolved, held", standing{status: StatusResolved, remembered: true}, withheld, keep, nil, StatusResolved},
		{"resolved, seen", standing{status: StatusResolved, remembered: true}, seen, reopen, []string{EventReopened}, StatusOpen},
		{"resolved, seen with other values", standing{status: StatusResolved, remembered: true, changed: true}, seen, reopen, []string{EventReopened}, StatusOpen},
		{"waived, the same", standing{status: StatusWaived}, seen, keep, nil, StatusWaived},
		{"waived, elsewhere", standing{status: StatusWaived, moved: true}, seen, refresh, nil, StatusWaived},
		{"waived, told otherwise", standing{status: StatusWaived, retold: true}, seen, refresh, nil, StatusWaived},
		{"waived, expired", standing{status: StatusWaived, expired: true}, seen, unwaive, []string{EventUnwaived}, StatusOpen},
		{"waived, other values", standing{status: StatusWaived, changed: true}, seen, unwaiveChange, []string{EventUnwaived, EventChanged}, StatusOpen},
		{"waived, expired, other values", standing{status: StatusWaived, expired: true, changed: true}, seen, unwaiveChange, []string{EventUnwaived, EventChanged}, StatusOpen},
		{"waived, not seen", standing{status: StatusWaived}, gone, remember, nil, StatusWaived},
		{"waived, not seen again", standing{status: StatusWaived, remembered: true}, gone, keep, nil, StatusWaived},
		{"waived, held", standing{status: StatusWaived}, withheld, remember, nil, StatusWaived},
		{"waived, expired, held", standing{status: StatusWaived, expired: true}, withheld, remember, nil, StatusWaived},
		{"waived, expired, not seen", standing{status: StatusWaived, expired: true}, gone, resolve, []string{EventResolved}, StatusResolved},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := judge(c.row, c.seeing)
			if got != c.want {
				t.Errorf("verdict %d, want %d", got, c.want)
			}
			if events := got.events(); !slices.Equal(events, c.events) {
				t.Errorf("events %v, want %v", events, c.events)
			}
			if status := got.statusAfter(c.row.status); status != c.status {
				t.Errorf("status %s, want %s", status, c.status)
			}
		})
	}
}
