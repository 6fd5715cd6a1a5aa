//go:build !linux

package jobs_test

// asChild is for the benchmarks, which only Linux has.
func asChild() (code int, isChild bool) { return 0, false }
