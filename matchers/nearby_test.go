package matchers

import (
	"testing"

	"github.com/bidui/bidui/internal/resident"
)

func TestNearby(t *testing.T) {
	if (&nearby{}).has(key(1)) {
		t.Error("something is near nothing")
	}
	n := newNearby(4)
	n.add(digit(key(1).String(), 7), resident.Checksum)
	n.add(drop(key(2).String(), 7), resident.Length)
	n.add(sound[:15]+"000", resident.Damaged)
	n.add("4.30599E+17", resident.Damaged)
	for _, near := range []resident.Key{key(1), key(2), key(123), key(124)} { // the last two start alike
		if !n.has(near) {
			t.Errorf("%s is not near", near)
		}
	}
	if n.has(key(3)) {
		t.Error("a number is near that is not")
	}
}

// Of a county's numbers few are taken for near that are not.
func TestNearbyIsSparing(t *testing.T) {
	const faulty, apart = 2_000, 900
	n, near := newNearby(faulty), map[resident.Key]bool{}
	for i := range faulty {
		text := digit(key(apart*i).String(), 8+i%11)
		n.add(text, resident.Checksum)
		for _, key := range resident.AppendRepairs(nil, text) {
			near[key] = true
		}
	}
	wrong, others := 0, 0
	for i := 0; i < apart*faulty; i += 30 {
		if near[key(i)] {
			continue
		}
		others++
		if n.has(key(i)) {
			wrong++
		}
	}
	if wrong > others/50 {
		t.Errorf("%d of %d numbers are taken for near", wrong, others)
	}
}
