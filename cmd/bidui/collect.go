package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// When garbage is collected. What a run holds is large and has few pointers:
// collecting it often is cheap, letting it double is not. While it holds little,
// and rows stream by, collecting every few hundred rows is not cheap: a small
// heap may grow by more.
const (
	collectAt    = 12       // by how many percent the heap may grow between collections
	collectAfter = 24 << 20 // and by how many bytes in any case
)

// paceCollections sets this for the process, unless GOGC says otherwise.
func paceCollections() {
	if os.Getenv("GOGC") == "" {
		afterCollection(0)
	}
}

// afterCollection sets how far the heap may grow from here on, and has itself
// called after the next collection.
func afterCollection(before int) {
	percent := growth(heapLive())
	if percent != before {
		debug.SetGCPercent(percent)
	}
	garbage := new([8]*byte) // of the next collection; something smaller would share its place with what is none
	runtime.AddCleanup(garbage, afterCollection, percent)
}

// growth is by how many percent a heap of so many bytes may grow.
func growth(live uint64) int {
	return max(collectAt, int(collectAfter*100/max(live, 4<<20)))
}

// heapLive is how many bytes the last collection left.
func heapLive() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
