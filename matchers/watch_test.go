package matchers

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/registry"
)

// What is looked up of a few is what a look at every row would tell.
func TestWatchedByPlainReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := someWorld.Draw(t, "world")
		watched := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Watched {
			return Watched{
				Household: rapid.SampledFrom([]string{"", "H1", "H2", "H3", "none"}).Draw(t, "household"),
				Member:    rapid.SampledFrom([]string{"", "M1", "M2", "M3", "none"}).Draw(t, "member"),
				Person:    key(rapid.IntRange(1, 8).Draw(t, "person")),
			}
		}), 0, 4).Draw(t, "watched")
		j, err := New(w.options)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range watched {
			j.Watch(who)
		}
		var ignored outcome
		w.build(j, &ignored)
		for i := range w.members {
			match(j, &w.members[i])
		}
		for _, forgotten := range []bool{false, true} {
			if forgotten {
				j.Forget()
			}
			for _, who := range watched {
				now, ok := j.Look(who)
				if want := w.present(who); !ok || now != want {
					t.Fatalf("%+v: %+v %v, want %+v; forgotten: %v", who, now, ok, want, forgotten)
				}
			}
		}
	})
}

// present is the presence of one who is watched, read off the rows.
func (w world) present(who Watched) (now Presence) {
	firstOf := map[string]bool{}
	for _, h := range w.households {
		now.Household = now.Household || who.Household != "" && h.ID == who.Household
		now.Registered = now.Registered || h.HeadID.Key == who.Person
	}
	for _, m := range w.members {
		if firstOf[m.ID] {
			continue // a double: it was refused
		}
		firstOf[m.ID] = true
		now.Registered = now.Registered || m.Resident.Key == who.Person
		if !m.Active() {
			continue
		}
		if who.Household != "" && m.HouseholdID == who.Household {
			now.People++
			now.Household = true
		}
		if who.Member != "" && m.ID == who.Member || who.Member == "" && m.Resident.Key == who.Person {
			now.Active++
		}
	}
	return now
}

func TestOthersAreNotWatched(t *testing.T) {
	j, err := New(aYear())
	if err != nil {
		t.Fatal(err)
	}
	j.Watch(Watched{Household: "H1", Member: "M1", Person: key(1)})
	var ignored outcome
	w := world{households: []registry.Household{household("H2", 0)}, members: []registry.Member{inHome("M2", "H2", 2)}}
	w.build(j, &ignored)
	for i := range w.members {
		match(j, &w.members[i])
	}
	for _, who := range []Watched{{}, {Household: "H2"}, {Member: "M2"}, {Person: key(2)}, {Household: "H2", Member: "M1"}, {Household: "H1", Member: "M2"}, {Household: "H1", Person: key(2)}} {
		if now, ok := j.Look(who); ok {
			t.Errorf("%+v: %+v", who, now)
		}
	}
	if now, ok := j.Look(Watched{Household: "H1", Member: "M1", Person: key(1)}); !ok || now != (Presence{}) {
		t.Errorf("gone: %+v %v", now, ok)
	}
	seen := slices.Concat(j.watch.homes.seen, j.watch.members.seen, j.watch.keys.seen)
	if len(seen) != 3 || slices.ContainsFunc(seen, func(s sighting) bool { return s != sighting{} }) {
		t.Errorf("seen: %+v", seen)
	}
}
