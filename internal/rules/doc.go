// Package rules judges matched people and households: one file per job, every
// kind of discrepancy in one list. It is pure, and knows nothing of how the two
// sides were joined.
package rules
