// Package jobs carries a job from end to end: pull the feeds, guard them, match
// both sides, judge, record in the ledger. It also keeps the schedule.
package jobs
