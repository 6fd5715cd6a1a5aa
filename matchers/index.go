package matchers

import "math/bits"

// spread is 2^64 divided by the golden ratio, to hash by multiplication.
const spread = 0x9E3779B97F4A7C15

// hashOf mixes all bits of a key into all bits of its hash.
func hashOf(key uint64) uint64 {
	high, low := bits.Mul64(key, spread)
	return high ^ low
}

// slotOf is the place of a hash among so many slots, by its upper bits.
func slotOf(hash uint64, slots int) int {
	slot, _ := bits.Mul64(hash, uint64(slots))
	return int(slot)
}

// index numbers non-zero uint64 keys in the order in which they are added, from
// 0: open addressing with linear probing. A slot of four bytes holds the number
// of its key and, in the bits that are left, some of the key's hash, so that a
// key that is not there is rarely looked at.
type index struct {
	keys  paged[uint64] // by number
	slots []uint32      // 0: free; else the number + 1, and above it bits of the hash
	mask  uint32        // of the number
	foresight
}

const leastSlots = 1 << 8

// find is the number of key, and whether it is there.
func (x *index) find(key uint64) (uint32, bool) {
	if len(x.slots) == 0 {
		return 0, false
	}
	hash := hashOf(key)
	slot := slotOf(hash, len(x.slots))
	return x.probe(key, hash, slot, x.slots[slot])
}

// probe goes on from a slot that holds entry, until it meets the key or a free slot.
func (x *index) probe(key, hash uint64, slot int, entry uint32) (uint32, bool) {
	for entry != 0 {
		if (entry^uint32(hash))&^x.mask == 0 {
			if number := entry&x.mask - 1; *x.keys.at(number) == key {
				return number, true
			}
		}
		if slot++; slot == len(x.slots) {
			slot = 0
		}
		entry = x.slots[slot]
	}
	return uint32(slot), false
}

// probes is how many keys findAll looks for at a time: enough to wait for
// memory once for many of them.
const probes = 64

// findAll sets found, for each of keys, to its number + 1, or to 0 where the key
// is not there or is 0 itself.
func (x *index) findAll(keys []uint64, found []uint32) {
	if len(x.slots) == 0 {
		clear(found[:len(keys)])
		return
	}
	for len(keys) > 0 {
		n := min(len(keys), probes)
		var entries [probes]uint32
		for i, key := range keys[:n] {
			entries[i] = x.slots[slotOf(hashOf(key), len(x.slots))]
		}
		for i, key := range keys[:n] {
			found[i] = 0
			if entries[i] == 0 || key == 0 {
				continue
			}
			hash := hashOf(key)
			if number, ok := x.probe(key, hash, slotOf(hash, len(x.slots)), entries[i]); ok {
				found[i] = number + 1
			}
		}
		keys, found = keys[n:], found[n:]
	}
}

// add is the number of key, and whether the key is new and got it now.
func (x *index) add(key uint64) (number uint32, isNew bool) {
	if x.keys.count+x.keys.count/2 >= len(x.slots) {
		room := x.room(x.keys.count)
		x.resize(max(leastSlots, room+room/2+1))
	}
	hash := hashOf(key)
	slot := slotOf(hash, len(x.slots))
	number, ok := x.probe(key, hash, slot, x.slots[slot])
	if ok {
		return number, false
	}
	free := number
	item, number := x.keys.add()
	*item = key
	x.slots[free] = (number + 1) | uint32(hash)&^x.mask
	return number, true
}

func (x *index) resize(slots int) {
	x.slots = nil // before there is another
	x.slots = make([]uint32, slots)
	x.mask = 1<<bits.Len(uint(slots)) - 1
	for number := range uint32(x.keys.count) {
		hash := hashOf(*x.keys.at(number))
		slot := slotOf(hash, slots)
		for x.slots[slot] != 0 {
			if slot++; slot == slots {
				slot = 0
			}
		}
		x.slots[slot] = (number + 1) | uint32(hash)&^x.mask
	}
}

// look reads what find and add of a key read first.
func (x *index) look(key uint64) uint32 {
	if len(x.slots) == 0 {
		return 0
	}
	return x.slots[slotOf(hashOf(key), len(x.slots))]
}

// count is how many keys there are.
func (x *index) count() int { return x.keys.count }
