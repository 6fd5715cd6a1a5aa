package ledger

// What a discrepancy's status may be.
const (
	StatusOpen     = "open"
	StatusResolved = "resolved"
	StatusWaived   = "waived"
)

// The events of a discrepancy's history.
const (
	EventOpened   = "opened"
	EventChanged  = "changed"
	EventResolved = "resolved"
	EventReopened = "reopened"
	EventWaived   = "waived"
	EventUnwaived = "unwaived"
	EventNote     = "note"
)

// sighting is what a run has to say of a discrepancy in its scope that the
// ledger knows.
type sighting uint8

const (
	seen     sighting = iota // it is there
	withheld                 // it was not seen, but that says nothing: a feed that it rests on is held, or it moved out of the scope
	gone                     // it was not seen
)

// standing is how a known discrepancy compares with its finding.
type standing struct {
	status     string
	expired    bool // waived, until a date before the as-of date
	changed    bool // seen with another value or severity
	moved      bool // seen in another area
	retold     bool // seen with another name, household or explanation
	remembered bool // the row says when it was last seen, since the run after did not see it
}

// verdict is what becomes of a known discrepancy.
type verdict uint8

const (
	keep     verdict = iota // nothing is written
	refresh                 // its area, what else is told of it, and that it is seen again; no event
	remember                // when it was last seen; no event
	resolve
	reopen
	change
	unwaive       // the waiver has expired
	unwaiveChange // what was waived is no more what is seen
)

// judge is the lifecycle of a discrepancy. A waiver is somebody's decision, which
// a run that does not see the discrepancy leaves as it is.
func judge(s standing, seeing sighting) verdict {
	switch {
	case seeing == seen:
		return judgeSeen(s)
	case s.status == StatusResolved:
		return keep
	case seeing == gone && (s.status != StatusWaived || s.expired):
		return resolve
	case s.remembered:
		return keep
	}
	return remember
}

func judgeSeen(s standing) verdict {
	switch {
	case s.status == StatusResolved:
		return reopen
	case s.status == StatusWaived && s.changed:
		return unwaiveChange
	case s.status == StatusWaived && s.expired:
		return unwaive
	case s.changed:
		return change
	case s.moved || s.retold || s.remembered:
		return refresh
	}
	return keep
}

// events lists what the history tells of a verdict, in its order.
func (v verdict) events() []string {
	switch v {
	case resolve:
		return []string{EventResolved}
	case reopen:
		return []string{EventReopened}
	case change:
		return []string{EventChanged}
	case unwaive:
		return []string{EventUnwaived}
	case unwaiveChange:
		return []string{EventUnwaived, EventChanged}
	}
	return nil
}

// statusAfter is the status of a discrepancy that had status before v.
func (v verdict) statusAfter(status string) string {
	switch v {
	case resolve:
		return StatusResolved
	case reopen, unwaive, unwaiveChange:
		return StatusOpen
	}
	return status
}

// counts is what v adds to a tally.
func (v verdict) counts() Counts {
	switch v {
	case resolve:
		return Counts{Resolved: 1}
	case reopen:
		return Counts{Reopened: 1}
	case change, unwaiveChange:
		return Counts{Changed: 1}
	}
	return Counts{}
}
