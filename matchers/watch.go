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
type watch struct {
	homes, members, keys *index     // → position in seen
	seen                 []sighting // of a number or a key
}

// sighting is how often a number or key came by.
type sighting struct {
	active     int  // active members; of a household's number those that its row is missing for
	registered bool // of a key: some member or head has it
}

func newWatch() watch {
	return watch{homes: newIndex(0), members: newIndex(0), keys: newIndex(0)}
}

func (w *watch) add(to *index, key uint64) {
	if key == 0 {
		return
	}
	if _, isNew := to.add(key, uint32(len(w.seen))); isNew {
		w.seen = append(w.seen, sighting{})
	}
}

// Watch keeps a look-out for one more. Call it before Hold.
func (j *Join) Watch(who Watched) {
	j.watch.add(j.watch.homes, uint64(j.texts.code(who.Household)))
	j.watch.add(j.watch.members, uint64(j.texts.code(who.Member)))
	j.watch.add(j.watch.keys, uint64(who.Person))
}

// register notes the key of a household's head.
func (w *watch) register(head resident.Key) {
	if i, ok := w.keys.find(uint64(head)); ok && head != 0 {
		w.seen[i].registered = true
	}
}

// see notes a member with the code of its number.
func (w *watch) see(j *Join, id code, m *registry.Member, housed bool) {
	active := 0
	if m.Active() {
		active = 1
	}
	if i, ok := w.members.find(uint64(id)); ok {
		w.seen[i].active += active
	}
	if key := m.Resident.Key; key != 0 {
		if i, ok := w.keys.find(uint64(key)); ok {
			w.seen[i].active += active
			w.seen[i].registered = true
		}
	}
	if housed {
		return
	}
	if home, ok := j.texts.find(m.HouseholdID); ok && home != 0 {
		if i, ok := w.homes.find(uint64(home)); ok {
			w.seen[i].active += active
		}
	}
}

// Look says what the registry has of one who was watched, and is false for
// others. Call it after the last member.
func (j *Join) Look(who Watched) (now Presence, watched bool) {
	w := &j.watch
	if id, known := j.texts.find(who.Household); known && id != 0 {
		i, ok := w.homes.find(uint64(id))
		if !ok {
			return Presence{}, false
		}
		now.People, watched = w.seen[i].active, true
		if at, ok := j.homes.byID.find(uint64(id)); ok {
			now.Household = true
			now.People += int(j.homes.list.at(at).active)
		}
		now.Household = now.Household || now.People > 0
	}
	if i, ok := w.keys.find(uint64(who.Person)); ok && who.Person != 0 {
		now.Active, now.Registered, watched = w.seen[i].active, w.seen[i].registered, true
	}
	if id, known := j.texts.find(who.Member); known && id != 0 {
		i, ok := w.members.find(uint64(id))
		if !ok {
			return Presence{}, false
		}
		now.Active, watched = w.seen[i].active, true
	}
	return now, watched
}
