package synth

import (
	"testing"

	"github.com/bidui/bidui/internal/resident"
)

// TestIdentitiesAreUnique takes people from all ranges of slots, of either sex
// and of any generation.
func TestIdentitiesAreUnique(t *testing.T) {
	w, err := newWorld(samplePlan())
	if err != nil {
		t.Fatal(err)
	}
	d := newDice(1, 1)
	seen := map[resident.Key]int{}
	for person := range 3 * 60_000 {
		person = person%len(regions)*slots + person/len(regions)
		from := 1920 + d.below(80)
		key := w.identity(&d, person, d.percent(50), from)
		if other, taken := seen[key]; taken {
			t.Fatalf("persons %d and %d have one number", person, other)
		}
		seen[key] = person
		id := resident.ParseID(key.String(), 0)
		birth, _ := key.Birth()
		if id.Reason != resident.None || birth.Year() < from || birth.Year() >= from+generation {
			t.Fatalf("%s, of the generation from %d: %s", key, from, id.Reason)
		}
	}
}

func TestRegionsServeOneRange(t *testing.T) {
	seen := map[int]bool{}
	for _, row := range regions {
		for _, region := range row {
			if seen[region] {
				t.Errorf("%d is in two ranges", region)
			}
			seen[region] = true
			if region != 430599 && region/100%100 != 99 { // no province has a prefecture 99
				t.Errorf("%d may have been assigned", region)
			}
		}
	}
}

func TestPermutationMeetsEveryNumberOnce(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 16, 17, 1_000, 4_097} {
		p := newPermutation(n, 7, 7)
		seen := make([]bool, n)
		for i := range n {
			at := p.at(i)
			if seen[at] {
				t.Fatalf("of %d, %d comes twice", n, at)
			}
			seen[at] = true
		}
	}
}

func TestHouseholdsShareOutTheMembers(t *testing.T) {
	for _, p := range []Plan{samplePlan(), County(), {Counties: 1, Towns: 1, Villages: 1, Households: 100, Members: 100, AsOf: asOf},
		{Counties: 1, Towns: 1, Villages: 1, Households: 100, Members: 850, Dibao: 90, Tekun: 9, AsOf: asOf},
		County().Of(2_000)} {
		w, err := newWorld(p)
		if err != nil {
			t.Fatal(err)
		}
		next := 0
		for i := range p.Households {
			if w.start(i) != next || w.size(i) < 1 {
				t.Fatalf("household %d has %d members from %d on, not from %d", i, w.size(i), w.start(i), next)
			}
			for range w.size(i) {
				if got := w.householdOf(next); got != i {
					t.Fatalf("member %d is sought in household %d, not %d", next, got, i)
				}
				next++
			}
		}
		if next != p.Members {
			t.Fatalf("%d members, not %d", next, p.Members)
		}
	}
}
