// Package heap sets how much garbage may lie about before it is collected. What
// a run holds is large and has few pointers, so that collecting often is cheap
// and letting the heap double is not; but a heap of a few megabytes that may
// grow by a few percent is collected all the time. And where it was larger
// before, room that the program has had already costs nothing to fill again.
package heap

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Tight lets the heap grow between collections by so many percent of what is
// in use, by so many bytes at the least, and to seven eighths of what it grew to
// before, of which each collection forgets a part: the last eighth is for what
// lies outside the heap meanwhile. It holds until the program ends.
func Tight(percent int, least uint64) {
	t := &tightener{percent: percent, least: least}
	t.adjust()
	t.watch()
}

type tightener struct {
	percent int
	least   uint64
	reach   uint64 // bytes to which the heap grew before, less what was forgotten
	now     int    // the percentage that holds
}

// watch has adjust called after each collection: then an object goes that nobody holds.
func (t *tightener) watch() {
	gone := &struct{ _ [64]byte }{}
	runtime.AddCleanup(gone, func(t *tightener) {
		t.adjust()
		t.watch()
	}, t)
}

// adjust sets the percentage by what is in use.
func (t *tightener) adjust() {
	if percent := t.percentOf(inUse()); percent != t.now {
		debug.SetGCPercent(percent)
		t.now = percent
	}
}

// percentOf is by how much a heap of so many bytes may grow.
func (t *tightener) percentOf(live uint64) int {
	live = max(live, smallest)
	own := live + max(t.least, live/100*uint64(t.percent))
	t.reach = max(own, t.reach-t.reach/32)
	return int(min(100*(max(own, t.reach/8*7)-live)/live, widest))
}

const (
	smallest = 1 << 20
	widest   = 10_000 // percent
)

// inUse is the bytes that the last collection left.
func inUse() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
