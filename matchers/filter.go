package matchers

import "math/bits"

// filter says of a key that it was surely never added, or that it may have
// been: two bits of a bitmap per key, a bit more than one in a hundred wrong.
type filter struct {
	bits []uint64
	used int
	log  int
}

const (
	bitsPerKey  = 16
	smallFilter = 1 << 10 // keys
)

func newFilter(keys int) filter {
	log := bits.Len(uint(max(keys, smallFilter) * bitsPerKey))
	return filter{bits: make([]uint64, 1<<(log-6)), log: log}
}

// full says that the filter needs more room to tell keys apart.
func (f *filter) full() bool { return f.used*bitsPerKey >= 1<<f.log }

// places is the two bits of a key.
func (f *filter) places(key uint64) (first, second uint64) {
	hash := key * spread
	return hash >> (64 - f.log), hash * 0xD6E8FEB86659FD93 >> (64 - f.log)
}

// add adds a key, and says whether it may have been there.
func (f *filter) add(key uint64) bool {
	if f.bits == nil {
		*f = newFilter(smallFilter)
	}
	first, second := f.places(key)
	a, b := uint64(1)<<(first&63), uint64(1)<<(second&63)
	there := f.bits[first>>6]&a != 0 && f.bits[second>>6]&b != 0
	f.bits[first>>6] |= a
	f.bits[second>>6] |= b
	f.used++
	return there
}
