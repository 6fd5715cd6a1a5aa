package matchers

import (
	"math/rand/v2"
	"testing"

	"github.com/bidui/bidui/internal/resident"
)

// A sieve catches every key that was added, and few others.
func TestSieve(t *testing.T) {
	if (&sieve{}).catches(1) {
		t.Error("a sieve of nothing catches something")
	}
	random := rand.New(rand.NewPCG(1, 2))
	const many = 100_000
	s := newSieve(many)
	keys := make([]uint64, many)
	for i := range keys {
		keys[i] = random.Uint64N(1 << 60)
		s.add(keys[i])
	}
	wrong := 0
	for _, key := range keys {
		if !s.catches(key) {
			t.Fatalf("%d is let by", key)
		}
		if s.catches(key + 1) { // keys that lie close together are the usual case
			wrong++
		}
	}
	if wrong > many/50 {
		t.Errorf("%d of %d others are caught", wrong, many)
	}
}

func TestNearby(t *testing.T) {
	n := newNearby(3)
	if n.has(key(1)) {
		t.Error("nothing is near nothing")
	}
	n.add(digit(key(1).String(), 7), resident.Checksum)
	n.add(drop(key(2).String(), 7), resident.Length)
	n.add(sound[:15]+"000", resident.Damaged)
	n.add("4.30599E+17", resident.Damaged)
	for _, near := range []resident.Key{key(1), key(2), key(123), key(124)} { // the last two begin alike
		if !n.has(near) {
			t.Errorf("%s is not near", near)
		}
	}
	if n.has(key(3)) {
		t.Error("a number is near that is not")
	}
}
