package matchers

import (
	"testing"

	"pgregory.net/rapid"
)

// What was added is always found again.
func TestFilterForgetsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f filter
		all := rapid.SliceOfN(keys(), 1, 50).Draw(t, "keys")
		for _, key := range all {
			f.add(key)
		}
		for _, key := range all {
			if !f.add(key) {
				t.Fatalf("%d was added, and is not known", key)
			}
		}
	})
}

// Up to the moment when it says that it is full, strangers are rarely taken for known.
func TestFilterTellsStrangersApart(t *testing.T) {
	var f filter
	strangers, known := 0, 0
	for n := uint64(1); strangers == 0 || !f.full(); n++ {
		strangers++
		if f.add(uint64(key(int(n%1000))) + n*1_000_003) {
			known++
		}
	}
	if strangers < smallFilter || known*50 > strangers {
		t.Errorf("%d of %d strangers were taken for known", known, strangers)
	}
}
