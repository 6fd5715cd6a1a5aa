package heap

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

func TestPercentOf(t *testing.T) {
	for live, want := range map[uint64]int{
		0: 2400, 1 << 20: 2400, 24 << 20: 100, 48 << 20: 50, 400 << 20: 6, 4 << 30: 6, 1: 2400,
	} {
		h := tightener{percent: 6, least: 24 << 20}
		if got := h.percentOf(live); got < want-1 || got > want {
			t.Errorf("%d bytes in use may grow by %d %%, want %d", live, got, want)
		}
	}
}

// A heap that was larger may grow to that again, and less so from collection to collection.
func TestRoomThatThereWas(t *testing.T) {
	const mib = 1 << 20
	h := tightener{percent: 10, least: 10 * mib}
	for i, c := range []struct{ live, want uint64 }{{1000 * mib, 10}, {100 * mib, 832}, {100 * mib, 803}, {1000 * mib, 10}, {100 * mib, 832}} {
		if got := h.percentOf(c.live); uint64(got) < c.want-1 || uint64(got) > c.want {
			t.Errorf("collection %d: %d %%, want %d", i, got, c.want)
		}
	}
	for range 200 {
		h.percentOf(100 * mib)
	}
	if got := h.percentOf(100 * mib); got != 10 {
		t.Errorf("in the end %d %%", got)
	}
}

// After collections the percentage follows what is in use.
func TestTightFollowsTheHeap(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	Tight(7, 8<<20)
	for _, c := range []struct{ size, least, most int }{{1 << 10, 20, widest}, {400 << 20, 6, 7}} {
		held := make([]byte, c.size)
		got, deadline := 0, time.Now().Add(time.Minute)
		for got < c.least || got > c.most {
			if time.Now().After(deadline) {
				t.Fatalf("with %d bytes the heap may grow by %d %%", c.size, got)
			}
			runtime.GC()
			got = percentNow()
		}
		runtime.KeepAlive(held)
	}
}

// percentNow is by how much the heap may grow now.
func percentNow() int {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return int(sample[0].Value.Uint64())
}
