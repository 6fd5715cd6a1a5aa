package matchers

import (
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
)

// Watched is one of whom it must be known whether the registry has them: a
// household, or a person by number, key or both.
type Watched struct {
	Household, Member string
	Person            resident.Key // 0: none that can match
}

// Presence is what the registry has of one who is watched.
type Presence struct {
	Household  bool // a row has the household's number, or an active member without one has
	People     int  // active members of the household
	Active     int  // active members with the member's number, or where there is none with the key
	Registered bool // the key of a member, whatever its state, or of a household's head
}

// watch looks out for few among the many that stream by.
type watch struct{ homes, members, keys watchlist }

// watchlist is numbers or keys, and what was seen of each.
type watchlist struct {
	index
	seen []sighting // as the index numbers them
}

// sighting is how often a number or key came by.
type sighting struct {
	active     int  // active members; of a household's number those that its row is missing for, until Forget
	registered bool // of a key: some member or head has it; of a household's number, from Forget on: there is a row
}

func (w *watchlist) watch(key uint64) {
	if key == 0 {
		return
	}
	if _, isNew := w.add(key); isNew {
		w.seen = append(w.seen, sighting{})
	}
}

// of is what was seen of one, nil of one that is not watched.
func (w *watchlist) of(key uint64) *sighting {
	if i, ok := w.find(key); ok && key != 0 {
		return &w.seen[i]
	}
	return nil
}

func (w *watch) isEmpty() bool { return len(w.homes.seen)+len(w.members.seen)+len(w.keys.seen) == 0 }

// Watch keeps a look-out for one more. Call it before Hold.
func (j *Join) Watch(who Watched) {
	j.watch.homes.watch(uint64(j.texts.code(who.Household)))
	j.watch.members.watch(uint64(j.late.code(who.Member)))
	j.watch.keys.watch(uint64(who.Person))
}

// register notes the key of a household's head.
func (w *watch) register(head resident.Key) {
	if seen := w.keys.of(uint64(head)); seen != nil {
		seen.registered = true
	}
}

// see notes a member with the code of its number.
func (w *watch) see(j *Join, id code, m *registry.Member, housed bool) {
	active := 0
	if m.Active() {
		active = 1
	}
	if seen := w.members.of(uint64(id)); seen != nil {
		seen.active += active
	}
	if seen := w.keys.of(uint64(m.Resident.Key)); seen != nil {
		seen.active += active
		seen.registered = true
	}
	if housed {
		return
	}
	if home, ok := j.texts.find(m.HouseholdID); ok {
		if seen := w.homes.of(uint64(home)); seen != nil {
			seen.active += active
		}
	}
}

// Forget lets go of households and persons, most of what a join holds. What is
// asked after it, of areas and of who is watched, is answered as before. Call it
// when all has been judged.
func (j *Join) Forget() {
	for i, home := range j.watch.homes.seen {
		if at, ok := j.homes.byID.find(*j.watch.homes.keys.at(uint32(i))); ok {
			home.registered = true
			home.active += int(j.homes.list.at(at).active)
			j.watch.homes.seen[i] = home
		}
	}
	j.homes, j.persons, j.supplies, j.suspects = newHomes(), newPersons(), supplies{}, newSuspects()
}

// Look says what the registry has of one who was watched, and is false for
// others. Call it after the last member.
func (j *Join) Look(who Watched) (now Presence, watched bool) {
	w := &j.watch
	if id, known := j.texts.find(who.Household); known && id != 0 {
		seen := w.homes.of(uint64(id))
		if seen == nil {
			return Presence{}, false
		}
		now.People, watched = seen.active, true
		if at, ok := j.homes.byID.find(uint64(id)); ok {
			now.Household = true
			now.People += int(j.homes.list.at(at).active)
		}
		now.Household = now.Household || seen.registered || now.People > 0
	}
	if who.Person != 0 {
		seen := w.keys.of(uint64(who.Person))
		if seen == nil {
			return Presence{}, false
		}
		now.Active, now.Registered, watched = seen.active, seen.registered, true
	}
	if id, known := j.late.find(who.Member); known && id != 0 {
		seen := w.members.of(uint64(id))
		if seen == nil {
			return Presence{}, false
		}
		now.Active, watched = seen.active, true
	}
	return now, watched
}
