package matchers

import "math/bits"

// spread is 2^64 divided by the golden ratio: multiplying by it sends keys that
// lie close together to places far apart.
const spread = 0x9E3779B97F4A7C15

// index maps non-zero uint64 keys to dense numbers: open addressing with
// linear probing, keys apart from values, no pointers for the collector.
type index struct {
	keys    []uint64
	values  []uint32
	used    int
	maximum int // of used, before it grows
	shift   uint
}

func newIndex(expected int) *index {
	x := &index{}
	x.resize(max(10, bits.Len(uint(expected+expected/4))))
	return x
}

func (x *index) resize(log int) {
	keys, values := x.keys, x.values
	x.keys = make([]uint64, 1<<log)
	x.values = make([]uint32, 1<<log)
	x.maximum = len(x.keys) / 8 * 7
	x.shift = uint(64 - log)
	for i, key := range keys {
		if key != 0 {
			slot, _ := x.slot(key)
			x.keys[slot], x.values[slot] = key, values[i]
		}
	}
}

// slot is where key stands, or the free slot where it would.
func (x *index) slot(key uint64) (int, bool) {
	mask := len(x.keys) - 1
	for i := int(key * spread >> x.shift); ; i = (i + 1) & mask {
		switch x.keys[i] {
		case key:
			return i, true
		case 0:
			return i, false
		}
	}
}

// find is the value of key, and whether it is there.
func (x *index) find(key uint64) (uint32, bool) {
	if slot, ok := x.slot(key); ok {
		return x.values[slot], true
	}
	return 0, false
}

// add sets the value of a key that is new. For a known key it changes nothing,
// and returns the value that is there and false.
func (x *index) add(key uint64, value uint32) (uint32, bool) {
	slot, ok := x.slot(key)
	if ok {
		return x.values[slot], false
	}
	if x.used == x.maximum {
		x.resize(bits.Len(uint(len(x.keys))))
		slot, _ = x.slot(key)
	}
	x.keys[slot], x.values[slot] = key, value
	x.used++
	return value, true
}
