package main

import "testing"

// A large heap grows by little between collections, a small one by more.
func TestGrowth(t *testing.T) {
	for live, want := range map[uint64]int{0: 600, 4 << 20: 600, 24 << 20: 100, 100 << 20: 24, 200 << 20: collectAt, 1 << 30: collectAt} {
		if got := growth(live); got != want {
			t.Errorf("%d MiB: %d %%, want %d", live>>20, got, want)
		}
	}
}
