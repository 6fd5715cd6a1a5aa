package matchers

// filter says of a key that it was surely never added, or that it may have
// been: four bits of one word for each key, a bit more than one in a hundred
// wrong. One look at memory answers for a key.
type filter struct {
	words []uint64
	used  int
}

const (
	bitsPerKey  = 12      // at the least
	smallFilter = 1 << 10 // keys
)

func newFilter(keys int) filter {
	return filter{words: make([]uint64, max(keys, smallFilter)*bitsPerKey/64)}
}

// full says that the filter needs more room to tell keys apart.
func (f *filter) full() bool { return f.used*bitsPerKey >= len(f.words)*64 }

// add adds a key, and says whether it may have been there.
func (f *filter) add(key uint64) bool {
	if f.words == nil {
		*f = newFilter(smallFilter)
	}
	hash := hashOf(key)
	word := &f.words[slotOf(hash, len(f.words))]
	bits := uint64(1)<<(hash&63) | 1<<(hash>>6&63) | 1<<(hash>>12&63) | 1<<(hash>>18&63)
	there := *word&bits == bits
	*word |= bits
	f.used++
	return there
}

// look reads what add of a key is going to read.
func (f *filter) look(key uint64) uint32 {
	if len(f.words) == 0 {
		return 0
	}
	return uint32(f.words[slotOf(hashOf(key), len(f.words))])
}
