// Package synth makes registries and rosters of people who do not exist: whole
// provinces for benchmarks, and the sample county of the example. The registry
// and the rosters agree, but for discrepancies that are planted on purpose, one
// to a household, so that what a run has to find is known beforehand.
//
// Every household is a pure function of the plan and its own number: files can
// be written in any order and of any length without holding them in memory, and
// the same plan always gives the same bytes.
//
// ID numbers carry prefixes that were never assigned (430599, and prefectures 99,
// which no province has), telephone numbers a prefix that no network has.
package synth
