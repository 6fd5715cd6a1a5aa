package matchers

// fingerprints says of a key whether it was added, and is wrong of one in some
// hundreds of millions that was not: open addressing, 32 bits of the hash a slot.
type fingerprints struct {
	slots []uint32 // 0: free
	used  int
}

// newFingerprints has room for so many keys.
func newFingerprints(keys int) *fingerprints {
	return &fingerprints{slots: make([]uint32, max(leastSlots, keys+keys/3+1))}
}

// full says that there is no room for more.
func (f *fingerprints) full() bool { return f.used+f.used/3 >= len(f.slots) }

// add adds a key, and says whether it seems to have been there.
func (f *fingerprints) add(key uint64) bool {
	hash := hashOf(key)
	own := max(1, uint32(hash))
	slot := slotOf(hash, len(f.slots))
	for f.slots[slot] != 0 {
		if f.slots[slot] == own {
			return true
		}
		if slot++; slot == len(f.slots) {
			slot = 0
		}
	}
	f.slots[slot] = own
	f.used++
	return false
}

// look reads what add of a key is going to read.
func (f *fingerprints) look(key uint64) uint32 { return f.slots[slotOf(hashOf(key), len(f.slots))] }
