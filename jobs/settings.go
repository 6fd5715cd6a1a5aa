package jobs

import (
	"time"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/snapshot"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
)

// Feed is one configured feed.
type Feed struct {
	Source        source.Spec
	Columns       table.Columns
	Guard         Guard
	Authorisation Authorisation
	Terms         roster.Terms // of the rolls
}

// Settings is what the configuration says of running.
type Settings struct {
	Dir         string // relative paths start here
	Feeds       map[string]Feed
	Window      func(asOf period.Date) period.Window // of assistance
	MidYear     period.Window
	Terms       rules.Terms
	Words       registry.Words
	RosterWords roster.Words
	Aliases     registry.Aliases
	Location    *time.Location
	Snapshots   Snapshots
	Retention   Retention
	Build
}

// Build is what a run is recorded to have been made with.
type Build struct {
	ConfigDigest string
	Version      string
}

// Retention is for how many days the ledger keeps what nothing refers to any
// more; 0: for ever.
type Retention struct{ Runs, Rejects, Resolved int }

// Snapshots is where what runs read is kept, and for how many days at least: with
// 0, nothing is kept, and what was goes.
type Snapshots struct {
	Store *snapshot.Store // nil: there is none
	Days  int
}

// keeping is the store that inputs are kept in; nil: none are.
func (s Snapshots) keeping() *snapshot.Store {
	if s.Days <= 0 {
		return nil
	}
	return s.Store
}

// Progress is told what a run is doing; done and total are bytes, total 0 where unknown.
type Progress interface {
	Start(stage string, position func() (done, total int64))
	Done(stage string)
}

type silent struct{}

func (silent) Start(string, func() (done, total int64)) {}
func (silent) Done(string)                              {}

// Request is one call for jobs to run.
type Request struct {
	Jobs         []string // in any order
	Trigger      string   // schedule, manual or startup
	Scope        registry.Scope
	AsOf         period.Date // the zero Date means today
	DryRun       bool        // judge, compare with the ledger, write nothing
	AcceptShrink bool        // hold no county
	Force        bool        // run, though nothing has changed since the last run

	replay *replay   // a former run, whose inputs are read in place of the feeds; see Runner.Replay
	former *standing // what stands if the feeds are what they were; see Runner.standing
}

// Result is what became of one job.
type Result struct {
	Job   string
	RunID int64 // 0 for a dry run, and where the run could not begin
	AsOf  period.Date
	Tally ledger.Tally
	Reads []ledger.FeedRead

	SameAs int64 // the run whose result this is, since nothing has changed; 0: it ran

	Took time.Duration
	Err  error // nil: succeeded
}
